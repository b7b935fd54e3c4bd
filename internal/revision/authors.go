package revision

import (
	"context"
	"errors"
	"strings"
)

// Author is somebody who made a change, as the change itself says: nobody but a person can tell whether that is true.
type Author struct{ Name, Email string }

// Authors lists who made the commits that a head has and its base hasn't, as authors, committers or co-authors, each once and
// the latest first. In a shallow clone they are those of the commits that are there.
func (r *Repository) Authors(ctx context.Context, base, head string) ([]Author, error) {
	out, err := r.run(ctx, "log", "--no-show-signature", "--no-mailmap",
		"--format=%an <%ae>%n%cn <%ce>%n%(trailers:key=Co-authored-by,valueonly)", head, "^"+base, "--")
	if err != nil {
		return nil, err
	}
	return authors(strings.Split(string(out), "\n")), nil
}

// User is who would be the author of a commit that is made now, if git knows.
func (r *Repository) User(ctx context.Context) ([]Author, error) {
	ident, err := r.line(ctx, "var", "GIT_AUTHOR_IDENT")
	var failed *failure
	if errors.As(err, &failed) {
		return nil, nil
	}
	return authors([]string{ident}), err
}

// authors reads lines as: Ada Okafor <ada@example.com>.
func authors(lines []string) []Author {
	seen := map[Author]bool{}
	var all []Author
	for _, line := range lines {
		name, rest, _ := strings.Cut(line, "<")
		email, _, _ := strings.Cut(rest, ">")
		author := Author{Name: strings.TrimSpace(name), Email: strings.TrimSpace(email)}
		if author != (Author{}) && !seen[author] {
			seen[author] = true
			all = append(all, author)
		}
	}
	return all
}
