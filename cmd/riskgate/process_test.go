//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/riskgate/riskgate/internal/output"
)

func TestAReaderThatLeavesIsAWriteError(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	write(t, filepath.Join(directory, "plan.json"), compliant)
	commands := []string{"rules", "rules show plan.detailed", "settings", "version", "--help"}
	for _, format := range output.Names() {
		commands = append(commands, "check --as-of 2026-06-30 --output "+format)
	}
	for _, arguments := range commands {
		t.Run(arguments, func(t *testing.T) {
			t.Parallel()
			reader, writer, err := os.Pipe()
			must(t, err)
			reader.Close()
			command := exec.CommandContext(t.Context(), "riskgate", strings.Fields(arguments)...)
			var complained bytes.Buffer
			command.Dir, command.Stdout, command.Stderr = directory, writer, &complained
			_ = command.Run()
			writer.Close()
			if code := command.ProcessState.ExitCode(); code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			if got, want := complained.String(), "standard output: can't be written: broken pipe\n"; got != want {
				t.Errorf("it says %q, want %q", got, want)
			}
		})
	}
}

func TestASignalEndsTheWaitForInput(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			command := exec.CommandContext(t.Context(), "riskgate", "check", "-", "--output", "json=report.json")
			input, err := command.StdinPipe()
			must(t, err)
			defer input.Close()
			var complained bytes.Buffer
			command.Dir, command.Stderr = directory, &complained
			must(t, command.Start())
			fill(t, input)
			must(t, command.Process.Signal(signal))
			_ = command.Wait()
			if code := command.ProcessState.ExitCode(); code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			if got := complained.String(); !strings.Contains(got, "the check was stopped") {
				t.Errorf("it says %q", got)
			}
			if left, _ := filepath.Glob(filepath.Join(directory, "*")); len(left) > 0 {
				t.Errorf("it leaves %v", left)
			}
		})
	}
}

// fill writes more than a pipe holds: when it returns, the command is reading, so it handles signals.
func fill(t *testing.T, input interface{ Write([]byte) (int, error) }) {
	t.Helper()
	if _, err := input.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
		t.Fatal(err)
	}
}

func TestRunsAtOnceLeaveOneWholeReport(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	write(t, filepath.Join(directory, "plan.json"), compliant)
	_, want := riskgate(t, directory, "check", "--as-of", "2026-06-30", "--output", "json", "plan.json")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if code, said := riskgate(t, directory, "check", "--as-of", "2026-06-30", "--output", "json=report.json", "plan.json"); code != 0 || said != "" {
				t.Errorf("exit code %d, and it says %q", code, said)
			}
		})
	}
	group.Wait()
	got, err := os.ReadFile(filepath.Join(directory, "report.json"))
	must(t, err)
	if string(got) != want {
		t.Errorf("the report is %q, want %q", got, want)
	}
	if left, _ := filepath.Glob(filepath.Join(directory, ".*")); len(left) > 0 {
		t.Errorf("they leave %v", left)
	}
}
