package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// riskgate runs the command in a directory; it returns the exit code, and what was printed on both streams.
func riskgate(t *testing.T, directory string, args ...string) (code int, said string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "riskgate", args...)
	command.Dir = directory
	output, err := command.CombinedOutput()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), string(output)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
