package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The terminal at the top of the README is the beginning and the end of what the command prints.
func TestTheREADMEShowsWhatTheCommandPrints(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	must(t, err)
	_, rest, found := strings.Cut(string(text), "```console\n$ go run ./cmd/riskgate ")
	shown, _, closed := strings.Cut(rest, "\n```\n")
	command, shown, _ := strings.Cut(shown, "\n")
	beginning, end, elided := strings.Cut(shown, "\n...\n")
	if !found || !closed || !elided {
		t.Fatal("the README opens with no terminal of the kind that this test reads")
	}
	code, said := riskgate(t, root, strings.Fields(command)...)
	said = strings.TrimSuffix(said, "\n")
	if code != 1 || !strings.HasPrefix(said, beginning+"\n") || !strings.HasSuffix(said, "\n"+end) {
		t.Errorf("exit code %d; riskgate %s prints\n%s\nand the README shows\n%s", code, command, said, shown)
	}
}
