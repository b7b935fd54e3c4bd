package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guide is a text with commands to follow, from the root of the repository.
const guide = "docs/writing-rules.md"

// names finds the file that a block holds, at the end of the line before it: Write `policies/settings.json`:
var names = regexp.MustCompile("`([^`]+)`:$")

// Whoever follows the guide to the letter sees what it shows: files are written as they stand there, and commands print
// what stands below them. With -update it shows what they print.
func TestTheGuideToWritingRulesIsAsWritten(t *testing.T) {
	file := filepath.Join("..", "..", filepath.FromSlash(guide))
	text, err := os.ReadFile(file)
	must(t, err)
	directory := t.TempDir()
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
