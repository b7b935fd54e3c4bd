// Package commonmark writes foreign text into Markdown, where it stays what it is.
package commonmark

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/riskgate/riskgate/internal/prose"
)

// breakpoint is a space of no width. Code hosts look for mentions, references and links in the text that a reader sees, when
// no escape of Markdown is left in it; what this stands in is none of them.
const breakpoint = "&#8203;"

// sigils are what mentions, references, names of pictures, formulas and the like begin with, on GitHub and on GitLab.
const sigils = "@#!$%&*:^~[{"

// markup are the characters that mean something to Markdown or a code host, wherever they stand in a line.
const markup = sigils + "\\`_<|}"

// shortestCommit is how many digits of a commit's id make hosts link to it.
const shortestCommit = 7

// Text returns text in which Markdown, GitHub and GitLab find nothing else. What means something at the beginning of a line
// alone is left as it is: it must not stand there.
func Text(text string) string {
	var b strings.Builder
	characters := []rune(prose.Plain(text))
	digits := 0 // of a hexadecimal number, by which hosts name commits
	for i, r := range characters {
		digits++
		switch {
		case !unicode.Is(unicode.ASCII_Hex_Digit, r):
			digits = 0
		case digits == shortestCommit:
			b.WriteString(breakpoint)
			digits = 1
		}
		if r == '-' && isPrefix(characters[:i]) || r == '.' && endsIn(characters[:i], "www") {
			b.WriteString(breakpoint)
		}
		switch {
		case r == ':' && (i+1 == len(characters) || characters[i+1] == ' '), !strings.ContainsRune(markup, r):
			b.WriteRune(r)
		case strings.ContainsRune(sigils, r):
			fmt.Fprintf(&b, "&#%d;%s", r, breakpoint)
		default:
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

// isPrefix reports whether a hyphen makes a reference of what stands before it: GH-12, GL-12.
func isPrefix(before []rune) bool {
	return endsIn(before, "gh") || endsIn(before, "gl")
}

func endsIn(characters []rune, end string) bool {
	n := len(characters) - len(end)
	return n >= 0 && strings.EqualFold(string(characters[n:]), end)
}

// Code returns a name as code, in which hosts look for nothing. A name that code can't hold is text.
func Code(name string) string {
	if strings.ContainsAny(name, "`|") || strings.TrimSpace(name) == "" {
		return Text(name)
	}
	return "`" + prose.Plain(name) + "`"
}
