package cli

import (
	"context"
	"errors"
	"hash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/revision"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/internal/workspace"
)

// gateFlags are the options of riskgate gate.
type gateFlags struct {
	runFlags
	base, head string // commits
	baseDir    string
	gitDir     string
	trust      string
	asOf       string
}

func (c *command) gate() *cobra.Command {
	var flags gateFlags
	cmd := &cobra.Command{
		Use:   "gate (--base REF [--head REF] | --base-dir DIR) [PATH...]",
		Short: "Decide whether a change of risk data may go in",
		Long: `Gate checks the documents below the paths (default: the working directory) as check
does, compares them with what they were in the base, and lets the change in or not.

The base is a commit that nobody can change by proposing one, as origin/main, or a
directory with an earlier export. What is right is read from the base alone: settings,
rules, waivers and the baseline. A change of those files is shown, for a person to
approve, and takes effect when it is merged.

The change is the work tree, with what git would commit of it, or the commit --head.
New findings block, and so does every finding about the change itself, such as a risk
that vanished or a severity that fell without an assessment. So do checks that the
change leaves not assessable: those that the base gave a verdict for, and those of what
is new, unless the base leaves some of the same rule so for the same reason. What the
base already has does not block. The day is today: another date would judge another change.

Exit codes: 0 complies, 1 findings block, 2 could not check, 3 nothing was checked.`,
		Example: `  riskgate gate --base origin/main               # the work tree, before it is pushed
  riskgate gate --base origin/main --head HEAD registers/
  riskgate gate --base-dir export/2026-05 export/2026-06`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.runGate(cmd, args, flags) },
	}
	flags.runFlags.flags(cmd, "text")
	flags.evidence.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.base, "base", "", "`commit` or branch that the change is made to: what it says is trusted")
	f.StringVar(&flags.head, "head", "", "`commit` or branch with the change (default: the work tree)")
	f.StringVar(&flags.baseDir, "base-dir", "", "`directory` that holds the state before the change, instead of a commit")
	f.StringVar(&flags.gitDir, "git-dir", "", "bare `repository` that holds both commits; paths begin at the top of their trees")
	f.StringVar(&flags.trust, "trust", "base", "`side` whose settings, rules and waivers hold: base, or head for the first commit that brings them")
	f.BoolVar(&flags.gate.All, "all", false, "what the base has too blocks as well")
	f.BoolVar(&flags.gate.FailOnControlChange, "fail-on-control-change", false, "a change of settings, rules, waivers or the baseline blocks")
	f.BoolVar(&flags.gate.AllowLoss, "allow-loss", false, "checks that the change leaves not assessable don't block")
	f.StringVar(&flags.asOf, "as-of", "", "")
	_ = f.MarkHidden("as-of") // is known only to be refused with a reason
	_ = cmd.MarkFlagDirname("base-dir")
	_ = cmd.MarkFlagDirname("git-dir")
	complete(cmd, "trust", func() []string { return []string{"base", "head"} })
	return cmd
}

// check refuses what no gate can mean.
func (f *gateFlags) check(cmd *cobra.Command, args []string) error {
	switch {
	case f.asOf != "":
		return usage(cmd, "--as-of: a change is judged as of today; riskgate check looks at other days")
	case f.base == "" && f.baseDir == "":
		return usage(cmd, "a change is made to something: name it with --base or --base-dir")
	case f.base != "" && f.baseDir != "":
		return usage(cmd, "--base and --base-dir name two bases; a change has one")
	case f.baseDir != "" && (f.head != "" || f.gitDir != ""):
		return usage(cmd, "--base-dir compares two directories; --head and --git-dir are about commits")
	case f.baseDir != "" && len(args) > 1:
		return usage(cmd, "--base-dir is compared with one directory; %d paths are named", len(args))
	case f.gitDir != "" && f.head == "":
		return usage(cmd, "--git-dir: a bare repository has no work tree; name the change with --head")
	case f.trust != "base" && f.trust != "head":
		return usage(cmd, "--trust: %q is neither base nor head", f.trust)
	}
	for _, arg := range args {
		if arg == standardInput {
			return usage(cmd, "standard input has no base to compare it with")
		}
	}
	return nil
}

func (c *command) runGate(cmd *cobra.Command, args []string, flags gateFlags) error {
	if err := flags.check(cmd, args); err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	open := c.openDirectories
	if flags.base != "" {
		open = c.openCommits
	}
	return c.answer(cmd, flags.runFlags, func(ctx context.Context, limits source.Limits) (*matter, error) {
		change, err := open(ctx, args, flags, limits)
		if err != nil {
			return nil, err
		}
		return c.gated(change, flags), nil
	})
}

// change is both sides of what is gated.
type change struct {
	roots      *roots // of the head; it holds open what both sides read from
	base       []workspace.Root
	before     side
	after      side
	comparison report.Comparison
	authors    []waiver.Author // as the commits have them
	// shown is how messages call a file of either side.
	shown func(within string) string
}

// side is one of two states: where its settings are found, and where its files are.
type side struct {
	origin origin
	first  string // directory where the search for settings begins
	files  fs.FS
	// within is the path of a name in files, if the name is of this side.
	within func(name string) (string, bool)
}

// gated is what a run needs to know of a change.
func (c *command) gated(change *change, flags gateFlags) *matter {
	trusted := change.before
	if flags.trust == "head" {
		trusted = change.after
	}
	m := &matter{roots: change.roots, base: change.base, origin: trusted.origin, authors: change.authors, asOf: c.today}
	m.first = trusted.first
	m.source = func(ctx context.Context, r *report.Report) (*evidence.Source, error) {
		return change.source(ctx, r)
	}
	m.comparison = func(b *rulebook) (*report.Comparison, error) {
		var err error
		change.comparison.TrustsHead = flags.trust == "head"
		change.comparison.Controls, err = change.controls(b, flags.runFlags)
		return &change.comparison, err
	}
	return m
}

// source says in which commit a change ends, and from which it begins; nil for directories.
func (c *change) source(ctx context.Context, r *report.Report) (*evidence.Source, error) {
	switch {
	case r.Comparison.BaseCommit == "":
		return nil, nil
	case r.Comparison.HeadCommit != "":
		return &evidence.Source{Commit: r.Comparison.HeadCommit, Clean: true, Base: r.Comparison.BaseCommit}, nil
	}
	from, err := sourceOf(ctx, c.roots.first, r.Inputs)
	if from != nil {
		from.Base = r.Comparison.BaseCommit
	}
	return from, err
}

// today is the only day on which a change can be judged.
func (c *command) today(b *rulebook) (report.Date, string, error) {
	today := report.DateOf(c.Now())
	if date := b.settings.AsOf(); date != "" && date != today.String() {
		return report.Date{}, "", &source.Error{
			Pos:  source.Position{File: b.settings.File()},
			Err:  errors.New("the settings say that it is " + date + ", and a change is judged as of today"),
			Hint: "take as_of out of the settings; riskgate check --as-of looks at other days",
		}
	}
	return today, "today, UTC", nil
}

// openDirectories opens two exports.
func (c *command) openDirectories(ctx context.Context, args []string, flags gateFlags, limits source.Limits) (*change, error) {
	base, err := c.openRoots(ctx, []string{flags.baseDir}, "", limits)
	if err != nil {
		return nil, err
	}
	head, err := c.openRoots(ctx, args, "", limits)
	if err != nil {
		base.Close()
		return nil, err
	}
	head.open = append(head.open, base.open...)
	return &change{
		roots:      head,
		base:       base.list,
		before:     directorySide(base),
		after:      directorySide(head),
		comparison: report.Comparison{Base: shown(flags.baseDir), Head: shown(args[0])},
		shown:      func(within string) string { return path.Join(shown(head.first), within) },
	}, nil
}

func directorySide(r *roots) side {
	return side{origin: disk{}, first: r.first, files: r.list[0].FS, within: func(name string) (string, bool) {
		return below(r.first, name)
	}}
}

// below is the path of a name in a directory, if it stands there.
func below(directory, name string) (string, bool) {
	top, err := filepath.Abs(directory)
	if err != nil {
		return "", false
	}
	if name, err = filepath.Abs(name); err != nil {
		return "", false
	}
	within, err := filepath.Rel(top, name)
	within = filepath.ToSlash(within)
	return within, err == nil && within != ".." && !strings.HasPrefix(within, "../")
}

// openCommits opens two commits, or a commit and the work tree.
func (c *command) openCommits(ctx context.Context, args []string, flags gateFlags, limits source.Limits) (_ *change, err error) {
	g := &gitChange{args: args, change: change{roots: &roots{}}}
	g.shown = func(within string) string {
		relative, err := filepath.Rel(filepath.FromSlash(g.here), filepath.FromSlash(within))
		if err != nil {
			return within
		}
		return filepath.ToSlash(relative)
	}
	defer func() {
		if err != nil {
			g.roots.Close()
		}
	}()
	if err := g.openRepository(ctx, flags.gitDir, limits); err != nil {
		return nil, err
	}
	if err := g.openBase(ctx, flags.base); err != nil {
		return nil, err
	}
	if flags.head != "" {
		err = g.openHead(ctx, flags.head)
	} else {
		err = g.openWorkTree(ctx)
	}
	return &g.change, err
}

// gitChange puts together a change of a git repository.
type gitChange struct {
	change
	args       []string
	repository *revision.Repository
	baseCommit *revision.Commit
	here       string // path of the working directory in the tree
}

func (g *gitChange) openRepository(ctx context.Context, gitDir string, limits source.Limits) (err error) {
	if gitDir != "" {
		g.repository, err = revision.OpenBare(ctx, gitDir)
	} else {
		g.repository, err = revision.Open(ctx, ".")
	}
	if err != nil {
		return err
	}
	g.repository.MaxFile = limits.Most() + 1
	g.here, err = g.repository.Within(ctx, ".")
	return err
}

func (g *gitChange) openBase(ctx context.Context, name string) error {
	commit, err := g.commit(ctx, "--base", name)
	if err != nil {
		return err
	}
	g.comparison.Base, g.comparison.BaseCommit = name, commit.ID
	g.baseCommit, g.before = commit, g.committedSide(commit)
	g.base = []workspace.Root{} // a base without documents is one too
	for _, arg := range g.args {
		root, found, err := g.root(commit, arg)
		if err != nil {
			return err
		}
		if found {
			g.base = append(g.base, root)
		}
	}
	return nil
}

func (g *gitChange) openHead(ctx context.Context, name string) error {
	commit, err := g.commit(ctx, "--head", name)
	if err != nil {
		return err
	}
	g.comparison.Head, g.comparison.HeadCommit = name, commit.ID
	g.after = g.committedSide(commit)
	for _, arg := range g.args {
		root, found, err := g.root(commit, arg)
		switch {
		case err != nil:
			return err
		case !found:
			return &source.Error{
				Pos:  source.Position{File: shown(arg)},
				Err:  errors.New("no such file or directory in --head " + name),
				Hint: "name files or directories that the commit has",
			}
		}
		g.roots.list = append(g.roots.list, root)
	}
	g.roots.first = g.before.first
	return g.compareHistory(ctx, commit.ID)
}

// openWorkTree opens what stands on the disk, but for what git would not commit.
func (g *gitChange) openWorkTree(ctx context.Context) error {
	for _, arg := range g.args {
		if err := g.addPath(ctx, arg); err != nil {
			return err
		}
	}
	top, err := os.OpenRoot(filepath.FromSlash(g.repository.Top))
	if err != nil {
		return pathError(g.repository.Top, err)
	}
	g.roots.open = append(g.roots.open, top)
	g.after = side{origin: disk{}, first: g.roots.first, files: top.FS(), within: g.before.within}
	g.comparison.Head = "the work tree"
	user, err := g.repository.User(ctx)
	if err != nil {
		return err
	}
	g.addAuthors(user)
	head, err := g.repository.Head(ctx)
	if err != nil || head == "" {
		return err
	}
	return g.compareHistory(ctx, head)
}

// addPath opens one path of the work tree. A path that leads elsewhere by a link would be compared with another place of
// the base than it was read from.
func (g *gitChange) addPath(ctx context.Context, arg string) error {
	if err := g.roots.addPath(arg); err != nil {
		return err
	}
	root := &g.roots.list[len(g.roots.list)-1]
	within, err := g.within(arg)
	if err != nil {
		return err
	}
	directory, tree := arg, within
	if root.Path != "." {
		directory, tree = filepath.Dir(arg), path.Dir(within)
	}
	resolved, err := g.repository.Within(ctx, directory)
	if err != nil {
		return err
	}
	if resolved != tree {
		return &source.Error{
			Pos:  source.Position{File: root.Name},
			Err:  errors.New("leads through a link to " + resolved),
			Hint: "name the place itself",
		}
	}
	left, err := g.repository.Left(ctx, within)
	root.Left = func(name string) string { return left[path.Join(tree, name)] }
	base := g.baseCommit
	root.Contents.Hash = func(name string, size int64) hash.Hash {
		if base.ContentID(path.Join(tree, name)) == "" {
			return nil // it is new
		}
		return base.NewHash(size)
	}
	return err
}

// within is the path of an argument in the tree.
func (g *gitChange) within(arg string) (string, error) {
	within, inside := g.before.within(arg)
	if !inside {
		return "", &source.Error{
			Pos:  source.Position{File: shown(arg)},
			Err:  errors.New("is not part of the repository"),
			Hint: "name files or directories of the repository of the working directory",
		}
	}
	return within, nil
}

func (g *gitChange) commit(ctx context.Context, option, name string) (*revision.Commit, error) {
	commit, err := g.repository.Commit(ctx, option, name)
	if err == nil {
		g.roots.open = append(g.roots.open, commit)
	}
	return commit, err
}

func (g *gitChange) committedSide(commit *revision.Commit) side {
	from := committed{Commit: commit, top: g.repository.Top, here: g.here}
	first := g.args[0]
	if within, inside := from.within(first); inside {
		if info, err := fs.Stat(commit, within); err == nil && !info.IsDir() {
			first = filepath.Dir(first)
		}
	}
	return side{origin: from, first: first, files: commit, within: from.within}
}

// root is a place of a commit, if the commit has it.
func (g *gitChange) root(commit *revision.Commit, arg string) (workspace.Root, bool, error) {
	within, err := g.within(arg)
	if err != nil {
		return workspace.Root{}, false, err
	}
	found, err := commit.Has(within)
	if err != nil {
		return workspace.Root{}, false, pathError(shown(arg), err)
	}
	contents := workspace.Contents{ID: commit.ContentID}
	return workspace.Root{Name: shown(arg), FS: commit, Path: within, Contents: contents}, found, nil
}

// compareHistory notes who made the change, and whether it was made on top of the base: else all that the base has gained
// since looks as if the change had removed it.
func (g *gitChange) compareHistory(ctx context.Context, head string) error {
	holds, known, err := g.repository.Holds(ctx, g.comparison.BaseCommit, head)
	if err != nil {
		return err
	}
	g.comparison.Diverged = known && !holds
	authors, err := g.repository.Authors(ctx, g.comparison.BaseCommit, head)
	g.addAuthors(authors)
	return err
}

// addAuthors notes who makes the change.
func (g *gitChange) addAuthors(authors []revision.Author) {
	for _, author := range authors {
		g.authors = append(g.authors, waiver.Author(author))
	}
}
