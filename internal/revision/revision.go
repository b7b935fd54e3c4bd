// Package revision reads one commit of a git repository as a file system.
package revision

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"
)

// Repository is a git repository, as seen from a directory of it.
type Repository struct {
	// Top is the directory of its work tree, with slashes; empty where it is bare.
	Top string
	// MaxFile bounds what is kept of a file, in bytes: one byte more than a reader allows shows it that there is too much.
	// 0 is as much as the machine can hold.
	MaxFile   int64
	directory string
	gitDir    []string // the option that names the repository, where the user named it
	shallow   bool
}

// Open finds the repository that a directory is part of.
func Open(ctx context.Context, directory string) (*Repository, error) {
	r := &Repository{directory: directory}
	return r, r.find(ctx)
}

// OpenBare opens the repository that stands in a directory, which need not have a work tree.
func OpenBare(ctx context.Context, gitDir string) (*Repository, error) {
	r := &Repository{directory: ".", gitDir: []string{"--git-dir", gitDir}}
	return r, r.find(ctx)
}

func (r *Repository) find(ctx context.Context) error {
	answers, err := r.line(ctx, "rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository")
	if err != nil {
		return explain(r.place(), err)
	}
	bare, rest, _ := strings.Cut(answers, "\n")
	inside, shallow, _ := strings.Cut(rest, "\n")
	r.shallow = shallow == "true"
	switch {
	case len(r.gitDir) > 0:
		return nil
	case bare == "true": // what the change itself brings along may look like one
		return fault(r.place(), "", "is a bare repository, which is only used when it is named", "name it with --git-dir, and the change with --head")
	case inside != "true":
		return fault(r.place(), "", "is the inside of a repository, not its work tree", "run the gate from the work tree")
	}
	r.Top, err = r.line(ctx, "rev-parse", "--show-toplevel")
	return err
}

func (r *Repository) place() string {
	if len(r.gitDir) > 0 {
		return r.gitDir[1]
	}
	return r.directory
}

// named is a command line that names the repository, where the user has named it.
func (r *Repository) named(args []string) []string { return slices.Concat(r.gitDir, args) }

func (r *Repository) run(ctx context.Context, args ...string) ([]byte, error) {
	return run(ctx, r.directory, r.named(args)...)
}

func (r *Repository) line(ctx context.Context, args ...string) (string, error) {
	return line(ctx, r.directory, r.named(args)...)
}

// explain says in our words why git finds no repository.
func explain(place string, err error) error {
	var failed *failure
	if !errors.As(err, &failed) {
		return err
	}
	switch {
	case strings.Contains(failed.said, "dubious ownership"):
		return fault(place, "", "git refuses the repository because it belongs to another user",
			"where you trust it: git config --global --add safe.directory <its directory>")
	case strings.Contains(failed.said, "safe.bareRepository"):
		return fault(place, "", "is a bare repository, which is only used when it is named", "name it with --git-dir, and the change with --head")
	case strings.Contains(failed.said, "not a git repository"):
		return fault(place, "", "is not in a git repository", "run the gate where the repository is, or compare two directories with --base-dir")
	}
	return fault(place, "", failed.Error(), "")
}

// Within returns the path in the tree of a directory of the work tree: "." for the top. It refuses one that is of another
// repository, such as a submodule, whose branches have nothing to do with the ones that the user means.
func (r *Repository) Within(ctx context.Context, directory string) (string, error) {
	if len(r.gitDir) > 0 {
		return ".", nil
	}
	top, err := line(ctx, directory, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", explain(directory, err)
	}
	if top != r.Top {
		return "", fault(directory, "", "is part of another repository than the working directory", "run the gate where the repository of the data is")
	}
	prefix, err := line(ctx, directory, "rev-parse", "--show-prefix")
	return path.Clean(prefix), err
}

// Commit resolves the name of a commit: an id, a branch, a tag, or any other revision that git knows. The option is how
// the user gave it, for messages.
func (r *Repository) Commit(ctx context.Context, option, name string) (*Commit, error) {
	if name == "" || strings.HasPrefix(name, "-") {
		return nil, fault(option, name, "is not the name of a commit", "name a branch, as origin/main, or a commit id")
	}
	if err := r.unambiguous(ctx, option, name); err != nil {
		return nil, err
	}
	id, err := r.resolve(ctx, name)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return nil, fault(option, name, "the repository has no such commit", r.missingHint(name))
	}
	objects, err := r.objects(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := objects.tree(id)
	if err != nil {
		objects.close()
		return nil, fault(option, name, "the commit can't be read: "+err.Error(), r.missingHint(name))
	}
	c := &Commit{ID: id, root: entry{name: ".", mode: fs.ModeDir, id: tree}, objects: objects, maxFile: r.MaxFile, trees: map[string][]entry{}}
	if c.maxFile <= 0 {
		c.maxFile = math.MaxInt
	}
	return c, nil
}

// resolve returns the id of a commit, or "".
func (r *Repository) resolve(ctx context.Context, name string) (string, error) {
	id, err := r.line(ctx, "rev-parse", "--verify", "--quiet", name+"^{commit}")
	var failed *failure
	if errors.As(err, &failed) {
		return "", nil
	}
	if _, invalid := hex.DecodeString(id); err == nil && (invalid != nil || id == "") {
		return "", fmt.Errorf("git names commit %q as %q", name, id)
	}
	return id, err
}

// unambiguous refuses a name that a tag and a branch share: git would take the tag, which whoever proposes a change may
// be able to push.
func (r *Repository) unambiguous(ctx context.Context, option, name string) error {
	found := map[string]string{}
	for _, space := range []string{"refs/tags/", "refs/heads/", "refs/remotes/"} {
		id, err := r.resolve(ctx, space+name)
		if err != nil {
			return err
		}
		if id != "" {
			found[id] = space + name
		}
	}
	if len(found) > 1 {
		return fault(option, name, "the name is that of a tag and of a branch, which differ", "write it out, as refs/heads/"+name)
	}
	return nil
}

func (r *Repository) missingHint(name string) string {
	branch := strings.TrimPrefix(name, "origin/")
	if r.shallow {
		return "this clone is shallow; fetch it first: git fetch --depth=1 origin " + branch + ", then name it FETCH_HEAD"
	}
	return "fetch it first: git fetch origin " + branch + ", then name it origin/" + branch
}

// Head is the id of the commit that the work tree stands on; empty before the first commit.
func (r *Repository) Head(ctx context.Context) (string, error) {
	return r.resolve(ctx, "HEAD")
}

// Unchanged reports whether the work tree still has all files of its commit as they are there.
func (r *Repository) Unchanged(ctx context.Context) (bool, error) {
	changed, err := run(ctx, r.Top, "status", "--porcelain", "-z", "--untracked-files=no")
	return len(changed) == 0, err
}

// Holds reports whether a commit is among the ancestors of another, and whether that is known: in a shallow clone, the
// way to it may be missing.
func (r *Repository) Holds(ctx context.Context, ancestor, commit string) (holds, known bool, err error) {
	_, err = r.run(ctx, "merge-base", "--is-ancestor", ancestor, commit)
	var failed *failure
	switch {
	case err == nil:
		return true, true, nil
	case errors.As(err, &failed):
		return false, failed.code == 1 && !r.shallow, nil
	}
	return false, false, err
}

// Left lists what of the work tree git would not commit, with the reason, by path in the tree: files and whole
// directories that it ignores, and submodules, which only their own repository can commit.
func (r *Repository) Left(ctx context.Context, below string) (map[string]string, error) {
	left := map[string]string{}
	ignored, err := r.list(ctx, below, "--others", "--ignored", "--exclude-standard", "--directory")
	if err != nil {
		return nil, err
	}
	for _, name := range ignored {
		left[strings.TrimSuffix(name, "/")] = "git ignores it"
	}
	staged, err := r.list(ctx, below, "--stage")
	if err != nil {
		return nil, err
	}
	for _, one := range staged {
		about, name, _ := strings.Cut(one, "\t")
		if strings.HasPrefix(about, "160000 ") {
			left[name] = "a git submodule"
		}
	}
	return left, nil
}

// list returns paths from the top of the tree.
func (r *Repository) list(ctx context.Context, below string, options ...string) ([]string, error) {
	args := append([]string{"ls-files", "-z", "--full-name"}, options...)
	out, err := run(ctx, r.Top, append(args, "--", below)...)
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" {
			names = append(names, name)
		}
	}
	return names, nil
}
