package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/output"
)

// guides are texts with commands to follow.
var guides = []guide{
	{name: "docs/writing-rules.md"},
	{name: "docs/formats.md", here: true},
	{name: "docs/coverage.md"},
	{name: "docs/exports.md", here: true},
	{name: "docs/gate.md", records: "examples/northwind", today: "2026-06-30"},
}

// guide is a text with commands to follow, in a directory that is empty at first.
type guide struct {
	name string
	// here says that the commands are about what stands in the repository, instead of an empty directory.
	here bool
	// records are copied to "records", with settings that fix no day.
	records string
	// today is the day on which the commands run; empty for the day of the clock.
	today string
}

// names finds the file that a block holds, at the end of the line before it: Write `policies/settings.json`:
var names = regexp.MustCompile("`([^`]+)`:$")

// Whoever follows the guide to the letter sees what it shows: files are written as they stand there, and commands print
// what stands below them. With -update it shows what they print.
func TestGuidesAreAsWritten(t *testing.T) {
	for _, g := range guides {
		t.Run(g.name, func(t *testing.T) {
			for _, variable := range gitVariables {
				t.Setenv(variable[0], variable[1])
			}
			t.Setenv("TODAY", g.today)
			followGuide(t, g.name, g.directory(t))
		})
	}
}

// directory is where the commands of a guide run.
func (g guide) directory(t *testing.T) string {
	t.Helper()
	root := filepath.Join("..", "..")
	if g.here {
		return root
	}
	directory := t.TempDir()
	if g.records != "" {
		records := filepath.Join(directory, "records")
		must(t, os.CopyFS(records, os.DirFS(filepath.Join(root, filepath.FromSlash(g.records)))))
		replace(t, filepath.Join(records, "riskgate.json"), `"as_of": "2026-06-30",`, "")
	}
	return directory
}

func followGuide(t *testing.T, guide, directory string) {
	t.Helper()
	file := filepath.Join("..", "..", filepath.FromSlash(guide))
	text, err := os.ReadFile(file)
	must(t, err)
	written := string(text)
	var followed strings.Builder
	for {
		before, rest, found := strings.Cut(written, "\n```")
		followed.WriteString(before)
		if !found {
			break
		}
		block, after, closed := strings.Cut(rest, "\n```\n")
		if !closed {
			t.Fatalf("%s: a block has no end: %.60s", guide, rest)
		}
		language, content, _ := strings.Cut(block, "\n")
		if language == "console" {
			content = follow(t, directory, content)
		} else if name := names.FindStringSubmatch(strings.TrimSpace(before)); name != nil {
			write(t, filepath.Join(directory, filepath.FromSlash(name[1])), content+"\n")
		}
		followed.WriteString("\n```" + language + "\n" + content + "\n```\n")
		written = after
	}
	if got := followed.String(); got != string(text) {
		if *update {
			must(t, os.WriteFile(file, []byte(got), 0o666))
			return
		}
		t.Errorf("%s doesn't show what its commands print; look at the change with -update and git diff", guide)
	}
}

// follow runs the commands of a block and returns it with what they print now.
func follow(t *testing.T, directory, block string) string {
	t.Helper()
	var shown []string
	for _, line := range strings.Split(block, "\n") {
		typed, isCommand := strings.CutPrefix(line, "$ ")
		if !isCommand {
			continue
		}
		command := exec.CommandContext(t.Context(), "sh", "-c", typed)
		command.Dir = directory
		printed, _ := command.CombinedOutput() // the exit code is for the text to say
		shown = append(shown, strings.TrimRight(line+"\n"+string(printed), "\n"))
	}
	return strings.Join(shown, "\n")
}

// Every format has its section with something to see.
func TestEveryFormatIsShown(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "formats.md"))
	must(t, err)
	for _, format := range output.Names() {
		_, section, found := strings.Cut(string(text), "\n## "+format+"\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if !found || !strings.Contains(section, "```console\n$ riskgate check ") {
			t.Errorf("docs/formats.md shows nothing of format %s", format)
		}
	}
}

// links finds what a text leads to beside itself: [name](target).
var links = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)

// ruleNames finds what a text calls a rule about changes, whose names are no names of settings too.
var ruleNames = regexp.MustCompile("`(change\\.[a-z]+_[a-z_]+)`")

func TestGuidesLeadToWhatThereIs(t *testing.T) {
	root := filepath.Join("..", "..")
	found, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	must(t, err)
	nested, err := filepath.Glob(filepath.Join(root, "*", "*", "README.md"))
	must(t, err)
	led, named := 0, 0
	for _, name := range append(append(found, nested...), filepath.Join(root, "README.md"), filepath.Join(root, "examples", "README.md")) {
		text, err := os.ReadFile(name)
		must(t, err)
		for _, link := range links.FindAllStringSubmatch(string(text), -1) {
			led++
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), filepath.FromSlash(link[1]))); err != nil {
				t.Errorf("%s leads to %s, which there is not", name, link[1])
			}
		}
		for _, rule := range ruleNames.FindAllStringSubmatch(string(text), -1) {
			named++
			folder := filepath.Join(root, "policies", "rules", filepath.FromSlash(strings.ReplaceAll(rule[1], ".", "/")))
			if _, err := os.Stat(folder); err != nil {
				t.Errorf("%s names the rule %s, which there is not", name, rule[1])
			}
		}
	}
	if led < 20 || named < 10 {
		t.Errorf("only %d links and %d rules were looked at", led, named)
	}
}
