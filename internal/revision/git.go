package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/riskgate/riskgate/internal/source"
)

// settled are the settings of git that no configuration may change: nothing of a repository or a user is run, nothing is
// fetched, and a directory that only looks like a repository isn't one.
var settled = []string{
	"--no-pager",
	"-c", "core.fsmonitor=false",
	"-c", "core.hooksPath=/dev/null",
	"-c", "protocol.allow=never",
	"-c", "safe.bareRepository=explicit",
}

// patience is how long git may take to end once it was told to.
const patience = 2 * time.Second

// command prepares git to run in a directory.
func command(ctx context.Context, directory string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", slices.Concat(settled, args)...)
	cmd.Dir = directory
	cmd.WaitDelay = patience
	cmd.Env = append(withoutGit(cmd.Environ()),
		"LC_ALL=C", "LANGUAGE=",
		"GIT_ALLOW_PROTOCOL=none",
		"GIT_GRAFT_FILE=/dev/null",
		"GIT_LITERAL_PATHSPECS=1",
		"GIT_NO_LAZY_FETCH=1",
		"GIT_NO_REPLACE_OBJECTS=1",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
	)
	return cmd
}

// withoutGit drops what the environment would tell git: another repository, index, object store or configuration.
func withoutGit(environment []string) []string {
	return slices.DeleteFunc(environment, func(variable string) bool {
		return strings.HasPrefix(strings.ToUpper(variable), "GIT_")
	})
}

// failure is a git command that ended with an error.
type failure struct {
	code int
	said string // on standard error
}

func (f *failure) Error() string {
	first, _, _ := strings.Cut(f.said, "\n")
	return fmt.Sprintf("git says: %s (exit code %d)", strings.TrimPrefix(first, "fatal: "), f.code)
}

// run returns what git prints.
func run(ctx context.Context, directory string, args ...string) ([]byte, error) {
	cmd := command(ctx, directory, args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &limited{Buffer: &said}
	err := cmd.Run()
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, stopped(ctx)
	case errors.As(err, &ended):
		return nil, &failure{code: ended.ExitCode(), said: strings.TrimSpace(said.String())}
	case errors.Is(err, exec.ErrNotFound):
		return nil, fault("git", "", "the program is not installed, or not on the PATH", "install git, or compare two directories with --base-dir")
	case err != nil:
		return nil, fmt.Errorf("git can't be run: %w", err)
	}
	return out.Bytes(), nil
}

// line returns the one line that git prints.
func line(ctx context.Context, directory string, args ...string) (string, error) {
	out, err := run(ctx, directory, args...)
	return strings.TrimSuffix(strings.TrimSuffix(string(out), "\n"), "\r"), err
}

// limited keeps the beginning of what is written to it.
type limited struct{ *bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	const most = 4 << 10
	if room := most - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func stopped(ctx context.Context) error {
	return fmt.Errorf("the check was stopped: %w", context.Cause(ctx))
}

// fault is an error about a thing, such as a directory, of a name.
func fault(thing, name, text, hint string) error {
	if name != "" {
		thing += " " + name
	}
	return &source.Error{Pos: source.Position{File: thing}, Err: errors.New(text), Hint: hint}
}
