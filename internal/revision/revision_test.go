package revision_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/revision"
	"github.com/riskgate/riskgate/internal/source"
)

// git runs git in a directory, apart from whatever this machine has configured.
func git(t *testing.T, directory string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = directory
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_ALLOW_PROTOCOL=file")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// repository makes a repository whose branch main holds the files.
func repository(t *testing.T, files map[string]string, options ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	directory, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	git(t, directory, append([]string{"init", "--quiet", "--initial-branch=main"}, options...)...)
	commit(t, directory, files)
	return directory
}

func commit(t *testing.T, directory string, files map[string]string) string {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		write(t, filepath.Join(directory, name), files[name])
	}
	git(t, directory, "add", "--all")
	git(t, directory, "commit", "--quiet", "--message=change", "--allow-empty")
	return git(t, directory, "rev-parse", "HEAD")
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, directory string) *revision.Repository {
	t.Helper()
	repository, err := revision.Open(t.Context(), directory)
	if err != nil {
		t.Fatal(err)
	}
	return repository
}

func at(t *testing.T, directory, name string) *revision.Commit {
	t.Helper()
	return commitOf(t, open(t, directory), name)
}

func commitOf(t *testing.T, repository *revision.Repository, name string) *revision.Commit {
	t.Helper()
	commit, err := repository.Commit(t.Context(), "--base", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { commit.Close() })
	return commit
}

func TestACommitIsAFileSystem(t *testing.T) {
	directory := repository(t, map[string]string{"risks/R-1.json": "{}", "risks/deep/er/R-2.json": "{\"a\": 1}\n", "risks.json": "", "README.md": "# Hi"})
	if err := fstest.TestFS(at(t, directory, "main"), "risks/R-1.json", "risks/deep/er/R-2.json", "risks.json", "README.md"); err != nil {
		t.Error(err)
	}
}

func TestACommitHoldsWhatWasCommitted(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "old"})
	first := git(t, directory, "rev-parse", "HEAD")
	commit(t, directory, map[string]string{"a.json": "new"})
	write(t, filepath.Join(directory, "a.json"), "not committed")
	for name, want := range map[string]string{first: "old", "main~1": "old", "main": "new", "HEAD": "new", first[:10]: "old"} {
		got, err := fs.ReadFile(at(t, directory, name), "a.json")
		if err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestOddNamesAreReadAsTheyAre(t *testing.T) {
	odd := map[string]string{
		"with space.json": "1", "with\nline.json": "2", "qu\"ote.json": "3", "-option.json": "4", "tab\there.json": "5",
		"risk é.json": "6", "back\\slash.json": "7", "dir with space/:(top)x.json": "8", "*.json": "9",
	}
	base := at(t, repository(t, odd), "main")
	for name, want := range odd {
		if got, err := fs.ReadFile(base, name); err != nil || string(got) != want {
			t.Errorf("%q holds %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestANameThatIsNotUTF8IsSeenAndNotOpened(t *testing.T) {
	base := at(t, repository(t, map[string]string{"bad\xff.json": "1"}), "main")
	entries, err := fs.ReadDir(base, ".")
	if err != nil || len(entries) != 1 || entries[0].Name() != "bad\xff.json" {
		t.Errorf("the directory holds %v, %v", entries, err)
	}
	if _, err := base.Open("bad\xff.json"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("opening it gives %v", err)
	}
}

func TestLinksAndSubmodulesAreNoFiles(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	if err := os.Symlink("/etc/passwd", filepath.Join(directory, "link.json")); err != nil {
		t.Skip("no symbolic links here")
	}
	other := repository(t, map[string]string{"b.json": "{}"})
	git(t, directory, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "sub")
	commit(t, directory, nil)
	base := at(t, directory, "main")
	for name, want := range map[string]fs.FileMode{"link.json": fs.ModeSymlink, "sub": fs.ModeIrregular} {
		info, err := base.Lstat(name)
		if err != nil || info.Mode().Type() != want {
			t.Errorf("%s is %v, %v; want %v", name, info.Mode(), err, want)
		}
		if _, err := base.Open(name); err == nil {
			t.Errorf("%s can be opened", name)
		}
	}
	if to, err := base.ReadLink("link.json"); err != nil || to != "/etc/passwd" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if _, err := base.Open("sub/b.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of the submodule gives %v", err)
	}
	left, err := open(t, directory).Left(t.Context(), ".")
	if err != nil || left["sub"] != "a git submodule" {
		t.Errorf("left are %v, %v", left, err)
	}
}

func TestAPointerOfLFSIsNotTakenForTheFile(t *testing.T) {
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("0", 64) + "\nsize 12345\n"
	_, err := at(t, repository(t, map[string]string{"a.json": pointer}), "main").Open("a.json")
	var told *source.Error
	if !errors.As(err, &told) || !strings.Contains(told.Err.Error(), "Git LFS pointer") || told.Hint == "" {
		t.Errorf("error is %v", err)
	}
}

func TestAFileIsReadUpToItsLimit(t *testing.T) {
	repository := open(t, repository(t, map[string]string{"a.json": strings.Repeat("x", 100_000), "b.json": "after it"}))
	repository.MaxFile = 10
	base := commitOf(t, repository, "main")
	for name, want := range map[string]string{"a.json": strings.Repeat("x", 10), "b.json": "after it"} {
		if got, err := fs.ReadFile(base, name); err != nil || string(got) != want {
			t.Errorf("%s holds %.20q, %v; want %q", name, got, err, want)
		}
	}
}

func TestAContentIsNamedAsGitNamesIt(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			base := at(t, repository(t, map[string]string{"a/b.json": "{}\n"}, "--object-format="+format), "main")
			sum := base.NewHash(3)
			sum.Write([]byte("{}\n"))
			if got, want := hex.EncodeToString(sum.Sum(nil)), base.ContentID("a/b.json"); got != want || want == "" {
				t.Errorf("the content is named %q, in the commit %q", got, want)
			}
			if got, err := fs.ReadFile(base, "a/b.json"); err != nil || string(got) != "{}\n" {
				t.Errorf("it is read as %q, %v", got, err)
			}
			if id := base.ContentID("a"); id != "" {
				t.Errorf("a directory has the content %s", id)
			}
		})
	}
}

func TestWhatIsNoCommitIsExplained(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	tests := []struct{ what, name, want, hint string }{
		{"an unknown branch", "origin/release", "the repository has no such commit", "git fetch origin release"},
		{"an unknown id", strings.Repeat("0", 40), "the repository has no such commit", "fetch it first"},
		{"a file", "main:a.json", "the repository has no such commit", ""},
		{"a range", "main..main", "the repository has no such commit", ""},
		{"nothing", "", "is not the name of a commit", "name a branch"},
		{"an option", "--help", "is not the name of a commit", "name a branch"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			_, err := open(t, directory).Commit(t.Context(), "--base", test.name)
			var told *source.Error
			if !errors.As(err, &told) || told.Err.Error() != test.want || !strings.Contains(told.Hint, test.hint) {
				t.Errorf("error is %#v, want %q with a hint %q", err, test.want, test.hint)
			}
		})
	}
}

// Whoever proposes a change may be able to push a tag, and git prefers tags.
func TestATagDoesNotStandInForABranch(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "trusted"})
	git(t, directory, "checkout", "--quiet", "-b", "evil")
	commit(t, directory, map[string]string{"a.json": "mine"})
	git(t, directory, "tag", "main")
	_, err := open(t, directory).Commit(t.Context(), "--base", "main")
	if err == nil || !strings.Contains(err.Error(), "of a tag and of a branch") {
		t.Errorf("error is %v", err)
	}
	if got, err := fs.ReadFile(at(t, directory, "refs/heads/main"), "a.json"); err != nil || string(got) != "trusted" {
		t.Errorf("the branch holds %q, %v", got, err)
	}
}

func TestAShallowCloneSaysHowToFetchTheBase(t *testing.T) {
	origin := repository(t, map[string]string{"a.json": "{}"})
	first := git(t, origin, "rev-parse", "HEAD")
	second := commit(t, origin, map[string]string{"a.json": "[]"})
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, origin, "clone", "--quiet", "--depth=1", "file://"+origin, clone)
	repository := open(t, clone)
	_, err := repository.Commit(t.Context(), "--base", first)
	var told *source.Error
	if !errors.As(err, &told) || !strings.Contains(told.Hint, "git fetch --depth=1 origin "+first) {
		t.Errorf("error is %#v", err)
	}
	if got, err := fs.ReadFile(commitOf(t, repository, second), "a.json"); err != nil || string(got) != "[]" {
		t.Errorf("the commit that is there holds %q, %v", got, err)
	}
}

func TestAPartialCloneFetchesNothing(t *testing.T) {
	origin := repository(t, map[string]string{"a.json": "{}"})
	git(t, origin, "config", "uploadpack.allowFilter", "true")
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, origin, "clone", "--quiet", "--no-checkout", "--filter=blob:none", "file://"+origin, clone)
	_, err := fs.ReadFile(at(t, clone, "main"), "a.json")
	if err == nil || !strings.Contains(err.Error(), "this clone lacks") && !strings.Contains(err.Error(), "git ended") {
		t.Errorf("error is %v", err)
	}
}

// What a commit names is there whole, or the commit can't be read: nothing in it looks absent, empty or otherwise.
func TestACommitIsReadWholeOrNotAtAll(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}", "data/b.json": "[]", "data/deep/c.json": "1"})
	other := repository(t, map[string]string{"a.json": "else", "data/b.json": "else", "data/deep/c.json": "else"})
	id := git(t, directory, "rev-parse", "main")
	names := strings.Fields(git(t, directory, "rev-list", "--objects", "--no-object-names", "main"))
	loose := func(directory, id string) string {
		return filepath.Join(directory, ".git", "objects", id[:2], id[2:])
	}
	forged := map[string]string{} // by type
	for _, name := range strings.Fields(git(t, other, "rev-list", "--objects", "--no-object-names", "main")) {
		content, err := os.ReadFile(loose(other, name))
		if err != nil {
			t.Fatal(err)
		}
		forged[git(t, other, "cat-file", "-t", name)] = string(content)
	}
	for _, object := range names {
		file := loose(directory, object)
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		kind := git(t, directory, "cat-file", "-t", object)
		for what, broken := range map[string]string{"missing": "", "cut off": string(content[:len(content)-3]), "garbled": "garbage", "another": forged[kind]} {
			t.Run(kind+" "+what, func(t *testing.T) {
				if err := os.RemoveAll(file); err != nil {
					t.Fatal(err)
				}
				if what != "missing" {
					write(t, file, broken)
				}
				err := readAll(t, directory, id)
				if err == nil || errors.Is(err, fs.ErrNotExist) {
					t.Errorf("the commit can be read all the same: %v", err)
				}
				var told *source.Error
				if !errors.As(err, &told) || told.Hint == "" {
					t.Errorf("nothing says what to do about %v", err)
				}
			})
		}
		if err := os.RemoveAll(file); err != nil { // it may be read-only
			t.Fatal(err)
		}
		write(t, file, string(content))
	}
	if err := readAll(t, directory, id); err != nil {
		t.Errorf("the whole commit: %v", err)
	}
}

func readAll(t *testing.T, directory, id string) error {
	t.Helper()
	commit, err := open(t, directory).Commit(t.Context(), "--base", id)
	if err != nil {
		return err
	}
	defer commit.Close()
	return fs.WalkDir(commit, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			_, err = fs.ReadFile(commit, name)
		}
		return err
	})
}

func TestOnlyTheRepositoryOfTheWorkingDirectoryCounts(t *testing.T) {
	directory := repository(t, map[string]string{"data/a.json": "{}"})
	nested := filepath.Join(directory, "nested")
	if err := os.Mkdir(nested, 0o755); err != nil {
		t.Fatal(err)
	}
	git(t, nested, "init", "--quiet", "--initial-branch=main")
	tests := []struct{ what, from, path, want, wrong string }{
		{"the top", directory, directory, ".", ""},
		{"a directory", directory, filepath.Join(directory, "data"), "data", ""},
		{"the top, from a directory", filepath.Join(directory, "data"), directory, ".", ""},
		{"another repository within", directory, nested, "", "is part of another repository"},
		{"outside of all", directory, t.TempDir(), "", "is not in a git repository"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			got, err := open(t, test.from).Within(t.Context(), test.path)
			if got != test.want || (err == nil) != (test.wrong == "") || err != nil && !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("it is %q, %v; want %q, %s", got, err, test.want, test.wrong)
			}
		})
	}
}

func TestWhatIsNoWorkTreeIsExplained(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	bare := filepath.Join(t.TempDir(), "bare")
	git(t, directory, "clone", "--quiet", "--bare", directory, bare)
	for place, want := range map[string]string{
		t.TempDir():                       "is not in a git repository",
		bare:                              "is a bare repository, which is only used when it is named",
		filepath.Join(directory, ".git"):  "repository",
		filepath.Join(directory, "other"): "can't be run",
	} {
		if _, err := revision.Open(t.Context(), place); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want %s", place, err, want)
		}
	}
	named, err := revision.OpenBare(t.Context(), bare)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fs.ReadFile(commitOf(t, named, "main"), "a.json"); err != nil || string(got) != "{}" {
		t.Errorf("the bare repository holds %q, %v", got, err)
	}
}

// A change may bring files along that look like a repository of their own, with its own idea of what main is.
func TestADirectoryThatLooksLikeARepositoryIsNone(t *testing.T) {
	evil := filepath.Join(t.TempDir(), "evil")
	git(t, repository(t, map[string]string{"a.json": "mine"}), "clone", "--quiet", "--bare", ".", evil)
	directory := repository(t, map[string]string{"a.json": "trusted"})
	if err := os.CopyFS(filepath.Join(directory, "data"), os.DirFS(evil)); err != nil {
		t.Fatal(err)
	}
	if _, err := revision.Open(t.Context(), filepath.Join(directory, "data")); err == nil {
		t.Error("the repository within was opened")
	}
	if _, err := open(t, directory).Within(t.Context(), filepath.Join(directory, "data")); err == nil {
		t.Error("the repository within was taken for a part of the other")
	}
}

func TestALinkedWorkTreeIsOne(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	linked := filepath.Join(filepath.Dir(directory), "linked")
	git(t, directory, "worktree", "add", "--quiet", "--detach", linked)
	t.Cleanup(func() { os.RemoveAll(linked) })
	repository := open(t, linked)
	if filepath.FromSlash(repository.Top) != linked {
		t.Errorf("its top is %s, want %s", repository.Top, linked)
	}
	if got, err := fs.ReadFile(commitOf(t, repository, "main"), "a.json"); err != nil || string(got) != "{}" {
		t.Errorf("it holds %q, %v", got, err)
	}
}

func TestTheEnvironmentTellsGitNothing(t *testing.T) {
	other := repository(t, map[string]string{"a.json": "another"})
	directory := repository(t, map[string]string{"a.json": "this"})
	t.Setenv("GIT_DIR", filepath.Join(other, ".git"))
	t.Setenv("GIT_WORK_TREE", other)
	t.Setenv("GIT_OBJECT_DIRECTORY", filepath.Join(other, ".git", "objects"))
	t.Setenv("GIT_CONFIG_COUNT", "broken")
	if got, err := fs.ReadFile(at(t, directory, "main"), "a.json"); err != nil || string(got) != "this" {
		t.Errorf("the commit holds %q, %v", got, err)
	}
}

func TestNothingThatARepositoryConfiguresIsRun(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}", ".gitattributes": "*.json filter=evil diff=evil\n"})
	ran := filepath.Join(t.TempDir(), "ran")
	program := filepath.Join(t.TempDir(), "program")
	write(t, program, fmt.Sprintf("#!/bin/sh\ntouch %s\n", ran))
	if err := os.Chmod(program, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.fsmonitor", "core.pager", "core.sshCommand", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "alias.ls-files", "alias.rev-parse"} {
		git(t, directory, "config", key, program)
	}
	write(t, filepath.Join(directory, "b.json"), "{}")
	repository := open(t, directory)
	if _, err := fs.ReadFile(commitOf(t, repository, "main"), "a.json"); err != nil {
		t.Error(err)
	}
	if _, err := repository.Left(t.Context(), "."); err != nil {
		t.Error(err)
	}
	if _, _, err := repository.Holds(t.Context(), "main", "main"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a program of the configuration was run")
	}
}

func TestAReplacementOfAnObjectIsNotFollowed(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "trusted"})
	trusted := git(t, directory, "rev-parse", "main")
	git(t, directory, "checkout", "--quiet", "-b", "evil")
	git(t, directory, "replace", trusted, commit(t, directory, map[string]string{"a.json": "mine"}))
	if got, err := fs.ReadFile(at(t, directory, "refs/heads/main"), "a.json"); err != nil || string(got) != "trusted" {
		t.Errorf("the commit holds %q, %v", got, err)
	}
}

func TestATreeThatNoFileSystemCouldHoldIsRefused(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	blob, err := hex.DecodeString(git(t, directory, "rev-parse", "main:a.json"))
	if err != nil || len(blob) != sha1.Size {
		t.Fatal(err)
	}
	for what, names := range map[string][]string{"a name twice": {"a.json", "a.json"}, "the parent": {".."}, "a path": {"a/b.json"}} {
		t.Run(what, func(t *testing.T) {
			var tree bytes.Buffer
			for _, name := range names {
				fmt.Fprintf(&tree, "100644 %s\x00%s", name, blob)
			}
			write(t, filepath.Join(directory, "tree"), tree.String())
			id := git(t, directory, "hash-object", "-t", "tree", "--literally", "-w", "tree")
			name := git(t, directory, "commit-tree", "-m", "x", id)
			if entries, err := fs.ReadDir(at(t, directory, name), "."); err == nil {
				t.Errorf("it holds %v", entries)
			}
		})
	}
}

func TestWhatGitIgnoresIsLeft(t *testing.T) {
	directory := repository(t, map[string]string{".gitignore": "build/\n*.tmp.json\n", "data/a.json": "{}"})
	write(t, filepath.Join(directory, "build/x/report.json"), "{}")
	write(t, filepath.Join(directory, "data/b.tmp.json"), "{}")
	write(t, filepath.Join(directory, "data/new.json"), "{}")
	left, err := open(t, directory).Left(t.Context(), ".")
	want := map[string]string{"build": "git ignores it", "data/b.tmp.json": "git ignores it"}
	if err != nil || !maps.Equal(left, want) {
		t.Errorf("left are %v, %v; want %v", left, err, want)
	}
}

func TestAncestorsAreKnownWhereTheHistoryIs(t *testing.T) {
	origin := repository(t, map[string]string{"a.json": "{}"})
	first := git(t, origin, "rev-parse", "HEAD")
	second := commit(t, origin, map[string]string{"a.json": "[]"})
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, origin, "clone", "--quiet", "--depth=1", "file://"+origin, clone)
	git(t, clone, "fetch", "--quiet", "--depth=1", "origin", first)
	tests := []struct {
		what, directory, ancestor, commit string
		holds, known                      bool
	}{
		{"it is one", origin, first, second, true, true},
		{"it is none", origin, second, first, false, true},
		{"the history is missing", clone, first, second, false, false},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			holds, known, err := open(t, test.directory).Holds(t.Context(), test.ancestor, test.commit)
			if err != nil || holds != test.holds || known != test.known {
				t.Errorf("%t, %t, %v; want %t, %t", holds, known, err, test.holds, test.known)
			}
		})
	}
}

func TestAuthorsAreThoseOfTheChangeAlone(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	first := git(t, directory, "rev-parse", "HEAD")
	git(t, directory, "-c", "user.name=x", "commit", "--quiet", "--allow-empty", "--message=1", "--author=Bea <bea@example.com>")
	git(t, directory, "commit", "--quiet", "--allow-empty", "--message=2", "--author=Bea <bea@example.com>")
	got, err := open(t, directory).Authors(t.Context(), first, "HEAD")
	want := []revision.Author{{Name: "Bea", Email: "bea@example.com"}, {Name: "A", Email: "a@example.com"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("authors are %v, %v; want %v", got, err, want)
	}
	if got, err := open(t, directory).Authors(t.Context(), "HEAD", "HEAD"); err != nil || len(got) > 0 {
		t.Errorf("without a commit, authors are %v, %v", got, err)
	}
}

func TestAStoppedRunStopsGit(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	ctx, stop := context.WithCancel(t.Context())
	commit, err := open(t, directory).Commit(ctx, "--base", "main")
	if err != nil {
		t.Fatal(err)
	}
	defer commit.Close()
	stop()
	if _, err := fs.ReadFile(commit, "a.json"); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
