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
var guides = []struct {
	name string
	// here says that the commands are about what stands in the repository; else an empty directory is for them.
	here bool
}{
	{name: "docs/writing-rules.md"},
	{name: "docs/formats.md", here: true},
}

// names finds the file that a block holds, at the end of the line before it: Write `policies/settings.json`:
var names = regexp.MustCompile("`([^`]+)`:$")

// Whoever follows the guide to the letter sees what it shows: files are written as they stand there, and commands print
// what stands below them. With -update it shows what they print.
func TestGuidesAreAsWritten(t *testing.T) {
	for _, guide := range guides {
		t.Run(guide.name, func(t *testing.T) {
			directory := filepath.Join("..", "..")
			if !guide.here {
				directory = t.TempDir()
			}
			followGuide(t, guide.name, directory)
		})
	}
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
