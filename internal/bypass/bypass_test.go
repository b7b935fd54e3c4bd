//go:build linux && !race

// Package bypass_test tries to talk the gate out of what it should say, on real git repositories. The race detector would
// take minutes for them, and finds in the tests of package check what they could show.
package bypass_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/cli"
)

// today is the day on which every change is proposed; the records of testdata/base comply on it.
var today = time.Date(2026, 6, 2, 9, 0, 0, 0, time.UTC)

// try is one attempt to get a change past the gate.
type try struct {
	name  string
	trick edit
	// args follow gate, and are the usual ones where there are none.
	args []string
	code int
	says string // a rule's id, or a message; the spaces and line ends of the output count as one space
	// honest is the name of the same change without the trick, which the gate lets in.
	honest string
}

// group is what tries of one sort have in common, with honest changes that others don't need.
type group struct {
	about  string
	tries  []try
	honest map[string]twin
}

// twin is an honest change and how it is gated; as usual where nothing is said.
type twin struct {
	change edit
	args   []string
}

// edit changes the files of a work tree.
type edit func(w *work)

// work is a work tree whose base is committed.
type work struct {
	*testing.T
	directory string
}

// usual is how a protected branch is gated.
var usual = []string{"--base", "main", "data"}

func TestNobodyTalksTheGateOutOfIt(t *testing.T) {
	repository := commitBase(t)
	used := map[string]bool{}
	names := map[string]bool{}
	twins := twins(t)
	for _, group := range catalogue {
		for _, try := range group.tries {
			switch {
			case names[try.name]:
				t.Errorf("two tries have the name %q", try.name)
			case twins[try.honest].change == nil:
				t.Errorf("%s: there is no honest change %q", try.name, try.honest)
			}
			names[try.name], used[try.honest] = true, true
			t.Run(group.about+"/"+try.name, func(t *testing.T) {
				code, said := propose(t, repository, try.trick, try.args)
				if code != try.code || code == 0 || !says(said, try.says) {
					t.Errorf("exit code %d, want %d and %q:\n%s", code, try.code, try.says, said)
				}
			})
		}
	}
	for name, twin := range twins {
		if !used[name] {
			t.Errorf("no try has the honest change %q", name)
		}
		t.Run("honest/"+name, func(t *testing.T) {
			if code, said := propose(t, repository, twin.change, twin.args); code != 0 {
				t.Errorf("exit code %d:\n%s", code, said)
			}
		})
	}
}

// says reports whether an output holds a text, whatever white space stands in both.
func says(output, text string) bool {
	return strings.Contains(strings.Join(strings.Fields(output), " "), text)
}

// twins are all honest changes, by name.
func twins(t *testing.T) map[string]twin {
	t.Helper()
	all := map[string]twin{}
	for name, change := range honest {
		all[name] = twin{change: change}
	}
	for _, group := range catalogue {
		for name, twin := range group.honest {
			if _, again := all[name]; again {
				t.Errorf("two honest changes have the name %q", name)
			}
			all[name] = twin
		}
	}
	return all
}

// commitBase makes the repository that every try begins with a copy of.
func commitBase(t *testing.T) string {
	t.Helper()
	for _, variable := range [][2]string{
		{"GIT_CONFIG_GLOBAL", os.DevNull}, {"GIT_CONFIG_NOSYSTEM", "1"},
		{"GIT_AUTHOR_NAME", "Ana Silva"}, {"GIT_AUTHOR_EMAIL", "ana@example.com"}, {"GIT_AUTHOR_DATE", "2026-06-01T12:00:00Z"},
		{"GIT_COMMITTER_NAME", "Ana Silva"}, {"GIT_COMMITTER_EMAIL", "ana@example.com"}, {"GIT_COMMITTER_DATE", "2026-06-01T12:00:00Z"},
	} {
		t.Setenv(variable[0], variable[1])
	}
	w := &work{t, t.TempDir()}
	w.must(os.CopyFS(w.directory, os.DirFS("testdata/base")))
	w.git("init", "--quiet", "--initial-branch=main")
	w.git("add", "--all")
	w.git("commit", "--quiet", "--message", "base")
	return w.directory
}

// propose makes a change in a copy of the repository and has it gated, as of today.
func propose(t *testing.T, repository string, change edit, args []string) (code int, said string) {
	t.Helper()
	w := &work{t, t.TempDir()}
	w.must(os.CopyFS(w.directory, os.DirFS(repository)))
	t.Chdir(w.directory)
	change(w)
	if args == nil {
		args = usual
	}
	return w.riskgate(append([]string{"gate"}, args...)...)
}

// riskgate runs a command as of today.
func (w *work) riskgate(args ...string) (code int, said string) {
	var out bytes.Buffer
	code = cli.Run(context.Background(), args, cli.Environment{
		In:     strings.NewReader(""),
		Out:    &out,
		Err:    &out,
		Now:    func() time.Time { return today },
		Getenv: func(string) string { return "" },
		Exit:   func(code int) { panic(fmt.Sprintf("the run had to be ended with %d", code)) },
	})
	return code, out.String()
}

func (w *work) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *work) git(args ...string) {
	w.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = w.directory
	if said, err := cmd.CombinedOutput(); err != nil {
		w.Fatalf("git %v: %v\n%s", args, err, said)
	}
}

// object is the file of the repository that holds what git calls so.
func (w *work) object(name string) string {
	w.Helper()
	id := w.id(name)
	return ".git/objects/" + id[:2] + "/" + id[2:]
}

// id is that of what git calls so.
func (w *work) id(name string) string {
	w.Helper()
	cmd := exec.Command("git", "rev-parse", name)
	cmd.Dir = w.directory
	said, err := cmd.Output()
	w.must(err)
	return strings.TrimSpace(string(said))
}

func (w *work) path(name string) string { return filepath.Join(w.directory, filepath.FromSlash(name)) }

func (w *work) write(name, text string) {
	w.Helper()
	w.must(os.MkdirAll(filepath.Dir(w.path(name)), 0o777))
	w.must(os.WriteFile(w.path(name), []byte(text), 0o666))
}

func (w *work) read(name string) string {
	w.Helper()
	text, err := os.ReadFile(w.path(name))
	w.must(err)
	return string(text)
}

// all makes several edits, one after the other.
func all(edits ...edit) edit {
	return func(w *work) {
		for _, change := range edits {
			change(w)
		}
	}
}

// put writes a file.
func put(name, text string) edit { return func(w *work) { w.write(name, text) } }

// swap replaces a text that a file has once.
func swap(name, old, text string) edit {
	return func(w *work) {
		before := w.read(name)
		if n := strings.Count(before, old); n != 1 {
			w.Fatalf("%s has %q %d times", name, old, n)
		}
		w.write(name, strings.Replace(before, old, text, 1))
	}
}

func remove(name string) edit { return func(w *work) { w.must(os.RemoveAll(w.path(name))) } }

func rename(from, to string) edit {
	return func(w *work) {
		w.must(os.MkdirAll(filepath.Dir(w.path(to)), 0o777))
		w.must(os.Rename(w.path(from), w.path(to)))
	}
}

// commit makes what is there part of the branch that is gated against main.
func commit(w *work) {
	w.git("checkout", "--quiet", "-B", "change")
	w.git("add", "--all")
	w.git("commit", "--quiet", "--allow-empty", "--message", "change")
}

// merge makes what is there part of main.
func merge(w *work) {
	w.git("add", "--all")
	w.git("commit", "--quiet", "--message", "merged")
}

func nothing(*work) {}
