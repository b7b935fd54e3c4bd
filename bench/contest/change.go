package contest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/riskgate/riskgate/bench/generate"
)

// Changed is how many records a change of the benchmark touches.
const Changed = 10

// Layout is how the records of a repository are written.
type Layout string

// The layouts.
const (
	Documents Layout = "documents" // one JSON object for each kind of record
	Lines     Layout = "lines"     // JSON Lines
)

// Repository writes records into a new git repository, commits them, and changes ten risks in the work tree, spread over
// the register. A gate knows no other day than today, so that is what the records are about.
func Repository(folder string, layout Layout, o generate.Options) (Data, error) {
	d := Data{Folder: folder, Findings: Findings{}}
	if err := os.RemoveAll(folder); err != nil {
		return d, err
	}
	documents := folder
	if layout == Lines {
		documents = folder + ".documents"
		defer os.RemoveAll(documents)
	}
	for _, made := range []string{folder, documents} {
		if err := os.MkdirAll(made, 0o755); err != nil {
			return d, err
		}
	}
	o.AsOf = time.Now().UTC().Format(time.DateOnly)
	summary, err := generate.Write(documents, o)
	if err != nil {
		return d, err
	}
	d.Findings = SetOf(summary.Findings)
	register := filepath.Join(folder, "register.json")
	if layout == Lines {
		register += "l"
		if err := generate.Lines(documents, folder); err != nil {
			return d, err
		}
	}
	for _, args := range [][]string{
		{"init", "--quiet"},
		{"add", "."},
		{"-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "base"},
	} {
		if _, err := output("git", append([]string{"-C", folder}, args...)...); err != nil {
			return d, err
		}
	}
	if err := change(register, o.Risks); err != nil {
		return d, err
	}
	d.Bytes, err = size(folder)
	return d, err
}

// change gives some risks another description, one in the middle of each part of the register.
func change(register string, risks int) error {
	text, err := os.ReadFile(register)
	if err != nil {
		return err
	}
	n := min(Changed, risks)
	for part := range n {
		id := fmt.Sprintf(`"id":"R-%06d"`, 1+(2*part+1)*risks/(2*n))
		at := bytes.Index(text, []byte(id))
		if at < 0 {
			return fmt.Errorf("%s: there is no risk with %s", register, id)
		}
		before, after := []byte(`"description":"`), []byte(`"description":"As before: `)
		text = append(text[:at:at], bytes.Replace(text[at:], before, after, 1)...)
	}
	return os.WriteFile(register, text, 0o644)
}

func size(folder string) (int64, error) {
	entries, err := os.ReadDir(folder)
	total := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return 0, err
		}
		if !entry.IsDir() && strings.HasPrefix(filepath.Ext(entry.Name()), ".json") {
			total += info.Size()
		}
	}
	return total, err
}

// Gating are a check of a work tree, and the gate of the change that it holds.
func (a *Arena) Gating() []Contestant {
	command := func(args ...string) func(Data) []string {
		return func(Data) []string { return append([]string{a.program("riskgate")}, args...) }
	}
	return []Contestant{
		{Name: "check", command: command("check", "."), found: 1, inside: true},
		{Name: "gate", command: command("gate", "--base", "HEAD", "."), found: 0, inside: true}, // what the base has too doesn't block
	}
}

// Proving are a check, and the same with the evidence that it can leave.
func (a *Arena) Proving() []Contestant {
	proof := filepath.Join(a.work, "proof")
	command := func(more ...string) func(Data) []string {
		return func(d Data) []string {
			return append([]string{a.program("riskgate"), "check", "--as-of", generate.AsOf, d.Folder}, more...)
		}
	}
	clear := func() error { return os.RemoveAll(proof) }
	return []Contestant{
		{Name: "check", command: command(), found: 1},
		{Name: "check, ledger", command: command("--output", "json"), found: 1},
		{Name: "check, evidence", command: command("--evidence", proof), found: 1, before: clear},
		{Name: "check, evidence without inputs", command: command("--evidence", proof, "--no-inputs"), found: 1, before: clear},
	}
}
