package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

// block is a block of a page: commands for a shell, and what they print where the page shows it.
type block struct{ commands, shown string }

// blocks are those of a page with commands.
func blocks(page string) []block {
	var all []block
	for _, part := range strings.Split(page, "\n```")[1:] {
		language, text, _ := strings.Cut(part, "\n")
		switch language {
		case "sh":
			all = append(all, block{commands: text})
		case "text":
			all[len(all)-1].shown = text
		}
	}
	return all
}

// numbered is a word with a digit in it: a number, a moment, a version or the name of a key, which differ from run to run.
var numbered = regexp.MustCompile(`[\w.:,+-]*\d[\w.:,+-]*`)

// alike reports whether a page shows what was printed, numbers aside. A page may leave out the end by "...".
func alike(shown, printed string) bool {
	want, got := numbered.ReplaceAllString(shown, "#"), numbered.ReplaceAllString(strings.TrimSuffix(printed, "\n"), "#")
	if begin, _, elided := strings.Cut(want, "\n..."); elided {
		return strings.HasPrefix(got, begin+"\n")
	}
	return got == want
}

// Whoever follows the page about evidence line by line comes to the end, and sees what it shows.
func TestThePageAboutEvidenceIsAsWritten(t *testing.T) {
	for _, program := range []string{"openssl", "jq", "unzip", "sha256sum", "base64"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "evidence.md"))
	must(t, err)
	all := blocks(string(text))
	if len(all) < 8 {
		t.Fatalf("the page has %d blocks of commands", len(all))
	}
	directory := t.TempDir()
	must(t, os.CopyFS(filepath.Join(directory, "registers"), os.DirFS(filepath.Join("..", "..", "examples", "northwind"))))
	const mark = "\x1e\n"
	script := "set -e\nexport TODAY=2026-07-01\n"
	for _, b := range all {
		script += b.commands + "\nprintf '" + `\036\n` + "'\n"
	}
	command := exec.CommandContext(t.Context(), "sh", "-c", script)
	command.Dir = directory
	printed, err := command.CombinedOutput()
	outputs := strings.Split(string(printed), mark)
	if err != nil {
		t.Fatalf("%v, in block %d of %d:\n%s", err, len(outputs), len(all), outputs[len(outputs)-1])
	}
	for i, b := range all {
		if b.shown != "" && !alike(b.shown, outputs[i]) {
			t.Errorf("block %d prints\n%s\nand the page shows\n%s", i+1, outputs[i], b.shown)
		}
	}
}

// The page of the predicate says of each field what its schema says. With -update it is written so.
func TestThePageOfThePredicateSaysWhatItsSchemaSays(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "evidence", "v1.md")
	text, err := os.ReadFile(file)
	must(t, err)
	const begin = "\n## Fields\n"
	before, _, found := strings.Cut(string(text), begin)
	if !found {
		t.Fatal("the page has no fields")
	}
	want := before + begin + fields(t)
	if want == string(text) {
		return
	}
	if *update {
		must(t, os.WriteFile(file, []byte(want), 0o666))
		return
	}
	t.Errorf("%s doesn't say what schemas/evidence.schema.json says; write it with -update", file)
}

// fields describes each object of the statement, as its schema does.
func fields(t *testing.T) string {
	t.Helper()
	text, err := schemas.FS.ReadFile("evidence.schema.json")
	must(t, err)
	root, err := new(source.Parser).Parse(text, source.Position{File: "evidence.schema.json", Line: 1, Column: 1})
	must(t, err)
	page := object(root, "The statement")
	for _, member := range root.Get("$defs").Members {
		if member.Value.Get("properties") != nil {
			page += object(member.Value, "`"+member.Name+"`")
		}
	}
	return page
}

// object describes one object: a line for each of its fields.
func object(v *source.Value, heading string) string {
	required := map[string]bool{}
	if names := v.Get("required"); names != nil {
		for _, name := range names.Elements {
			required[name.Text] = true
		}
	}
	page := fmt.Sprintf("\n### %s\n\n%s\n\n| Field | Type | Meaning |\n|---|---|---|\n", heading, v.Get("description").Text)
	for _, member := range v.Get("properties").Members {
		kind := kindOf(member.Value)
		if !required[member.Name] {
			kind += ", optional"
		}
		page += fmt.Sprintf("| `%s` | %s | %s |\n", member.Name, kind, member.Value.Get("description").Text)
	}
	return page
}

// kindOf says what a field holds.
func kindOf(v *source.Value) string {
	if ref := v.Get("$ref"); ref != nil {
		name := strings.TrimPrefix(ref.Text, "#/$defs/")
		return "[" + name + "](#" + name + ")"
	}
	if only := v.Get("const"); only != nil {
		return "`" + only.Text + "`"
	}
	if some := v.Get("enum"); some != nil {
		var all []string
		for _, one := range some.Elements {
			all = append(all, "`"+one.Text+"`")
		}
		return strings.Join(all, " or ")
	}
	if items := v.Get("items"); items != nil {
		return "list of " + kindOf(items)
	}
	return v.Get("type").Text
}
