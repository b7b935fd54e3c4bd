package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A gate that is stopped half-way has let nothing in, and leaves nothing behind.
func TestASignalEndsAGate(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			write(t, filepath.Join(directory, "data/plan.json"), compliant)
			write(t, filepath.Join(directory, "riskgate.json"), `{"policies": ["own"]}`)
			write(t, filepath.Join(directory, "own/rules/acme/slow/rule.rego"), endless)
			for _, arguments := range []string{"init --quiet --initial-branch=main", "add --all", "commit --quiet --message base"} {
				must(t, git(t, directory, strings.Fields(arguments)...))
			}
			write(t, filepath.Join(directory, "data/plan.json"), strings.Replace(compliant, "Renew the certificate", "Renew all certificates", 1))
			command := exec.CommandContext(t.Context(), "riskgate", "gate", "--base", "main", "--output", "json=report.json", "data")
			var said bytes.Buffer
			command.Dir, command.Stdout, command.Stderr = directory, &said, &said
			must(t, command.Start())
			awaitChild(t, command.Process.Pid)
			must(t, command.Process.Signal(signal))
			_ = command.Wait()
			if code := command.ProcessState.ExitCode(); code != 2 || !strings.Contains(said.String(), "the check was stopped") {
				t.Errorf("exit code %d, want 2, and it says %q", code, said.String())
			}
			if left, _ := filepath.Glob(filepath.Join(directory, "*report*")); len(left) > 0 {
				t.Errorf("it leaves %v", left)
			}
		})
	}
}

// endless is a rule that asks for more work than anybody has time for.
const endless = `# METADATA
# title: A plan is slow
# description: It takes for ever.
# custom:
#   subject: plan
#   level: deny
#   remedy: Wait.
#   reads: [plan.title]
#   settings: []
package rules.acme.slow

applies if true

many := [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]

violations contains {"at": ["plan"], "message": input.plan.title} if {
	some a in many
	some b in many
	some c in many
	some d in many
	some e in many
	some f in many
	some g in many
	some h in many
	some i in many
	a + b + c + d + e + f + g + h + i < 0
}
`

func git(t *testing.T, directory string, arguments ...string) error {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", arguments...)
	command.Dir, command.Env = directory, os.Environ()
	for _, variable := range gitVariables {
		command.Env = append(command.Env, variable[0]+"="+variable[1])
	}
	return command.Run()
}

// awaitChild waits until a process has one of its own: a gate that runs git is under way.
func awaitChild(t *testing.T, process int) {
	t.Helper()
	tasks := filepath.Join("/proc", strconv.Itoa(process), "task/*/children")
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		files, _ := filepath.Glob(tasks)
		for _, file := range files {
			if children, _ := os.ReadFile(file); len(children) > 0 {
				return
			}
		}
	}
	t.Fatal("the gate runs no git")
}
