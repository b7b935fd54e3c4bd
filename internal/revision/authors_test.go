package revision_test

import (
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/revision"
)

func TestAuthorsAreThoseOfTheChange(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	base := git(t, directory, "rev-parse", "HEAD")
	git(t, directory, "config", "log.showSignature", "true")
	write(t, directory+"/.mailmap", "Somebody Else <else@example.com> <ada@example.com>\n")
	git(t, directory, "commit", "--quiet", "--allow-empty", "--author=Ada Okafor <ada@example.com>", "--message=one")
	git(t, directory, "commit", "--quiet", "--allow-empty", "--author=Ada Okafor <ada@example.com>",
		"--message=two\n\nCo-authored-by: Bo Wu <bo@example.com>\nCo-authored-by: Cy <cy@example.com>")
	head := git(t, directory, "rev-parse", "HEAD")
	authors, err := open(t, directory).Authors(t.Context(), base, head)
	want := []revision.Author{{"Ada Okafor", "ada@example.com"}, {"A", "a@example.com"}, {"Bo Wu", "bo@example.com"}, {"Cy", "cy@example.com"}}
	if err != nil || !slices.Equal(authors, want) {
		t.Errorf("authors are %v, %v; want %v", authors, err, want)
	}
	if none, err := open(t, directory).Authors(t.Context(), head, head); err != nil || len(none) > 0 {
		t.Errorf("of nothing the authors are %v, %v", none, err)
	}
}

func TestTheUserIsTheAuthorOfWhatIsNotCommitted(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	git(t, directory, "config", "user.name", "Dee Park")
	git(t, directory, "config", "user.email", "dee@example.com")
	user, err := open(t, directory).User(t.Context())
	if want := []revision.Author{{"Dee Park", "dee@example.com"}}; err != nil || !slices.Equal(user, want) {
		t.Errorf("the user is %v, %v; want %v", user, err, want)
	}
	git(t, directory, "config", "user.useConfigOnly", "true")
	git(t, directory, "config", "--unset", "user.email")
	t.Setenv("HOME", t.TempDir())
	t.Setenv("EMAIL", "")
	if user, err := open(t, directory).User(t.Context()); err != nil || len(user) > 0 {
		t.Errorf("an unknown user is %v, %v", user, err)
	}
}
