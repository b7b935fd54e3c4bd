package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/riskgate/riskgate/internal/cli"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

// TestMain makes this test binary the command riskgate of scripts and of the tests beside them.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"riskgate": mainOnDay})
}

// mainOnDay is main, on the day that the environment variable TODAY of a script names: a gate knows no other.
func mainOnDay() {
	day := os.Getenv("TODAY")
	if day == "" {
		main()
		return
	}
	today, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	environment := cli.Process()
	environment.Now = func() time.Time { return today }
	os.Exit(cli.Run(context.Background(), os.Args[1:], environment))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Condition:          condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"commit": commit,
		},
		Setup: func(e *testscript.Env) error {
			for _, variable := range gitVariables {
				e.Setenv(variable[0], variable[1])
			}
			return nil
		},
	})
}

// exits runs a command that must end with the given exit code: exits 2 riskgate check nowhere.
func exits(script *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		script.Fatalf("usage: exits code command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	script.Check(err)
	code := 0
	err = script.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		code = ended.ExitCode()
	case err != nil:
		script.Fatalf("%v", err)
	}
	if code != want {
		script.Fatalf("exit code %d, want %d", code, want)
	}
}

// gitVariables make commits the same on every machine.
var gitVariables = [][2]string{
	{"GIT_CONFIG_GLOBAL", os.DevNull}, {"GIT_CONFIG_NOSYSTEM", "1"},
	{"GIT_AUTHOR_NAME", "Ana"}, {"GIT_AUTHOR_EMAIL", "ana@example.com"}, {"GIT_AUTHOR_DATE", "2026-06-30T12:00:00Z"},
	{"GIT_COMMITTER_NAME", "Ana"}, {"GIT_COMMITTER_EMAIL", "ana@example.com"}, {"GIT_COMMITTER_DATE", "2026-06-30T12:00:00Z"},
}

// commit puts all files of the working directory into a commit of its repository, which it makes if need be.
func commit(script *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		script.Fatalf("usage: commit message")
	}
	if _, err := os.Stat(script.MkAbs(".git")); err != nil {
		script.Check(script.Exec("git", "init", "--quiet", "--initial-branch=main"))
	}
	script.Check(script.Exec("git", "add", "--all"))
	script.Check(script.Exec("git", "commit", "--quiet", "--message", args[0]))
}

// condition knows [root], for whom no directory is read-only.
func condition(name string) (bool, error) {
	if name == "root" {
		return os.Geteuid() == 0, nil
	}
	return false, errors.New("unknown condition " + name)
}
