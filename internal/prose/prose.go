// Package prose fits counts and foreign text into sentences for a person.
package prose

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Count returns the number with the words for one or for many of a thing:
// "1 finding blocks", "1,204 findings block".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Number returns a number as people write it: 1,204.
func Number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Plain returns text that does nothing but stand there: it can't move the
// cursor or colour what follows, turn the direction of writing, begin a line,
// or command the log of a build (a word that begins with "::", and "##"). What
// could is written as an escape, so that a reader sees that it is there.
func Plain(text string) string {
	if isPlain(text) {
		return text
	}
	var b strings.Builder
	before := ' '
	for i, r := range text {
		switch {
		case Unsafe(r), r == '#' && before == '#', unicode.IsSpace(before) && strings.HasPrefix(text[i:], "::"):
			b.WriteString(escaped(r))
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// isPlain reports whether a glance at its bytes shows that a text is plain already, as most are.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '#' {
			return false
		}
	}
	return !strings.Contains(text, "::")
}

// Cut returns text of at most so many characters, and says of longer text how much of it is left out.
func Cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	characters := []rune(text)
	if len(characters) <= most {
		return text
	}
	kept := max(most-len(leftOut(len(characters))), 0)
	return string(characters[:kept]) + leftOut(len(characters)-kept)
}

func leftOut(n int) string {
	return "... (" + Count(n, "more character", "more characters") + ")"
}

func escaped(r rune) string {
	if r <= unicode.MaxASCII {
		return fmt.Sprintf(`\x%02x`, r)
	}
	quoted := strconv.QuoteRuneToASCII(r)
	return quoted[1 : len(quoted)-1]
}

// Unsafe reports whether a character does something other than stand there: a
// control, a format character such as a turn of direction, another line or
// paragraph, a byte that is no character, or a number that never is one.
func Unsafe(r rune) bool {
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Noncharacter_Code_Point)
}

// Wrap returns text as lines of at most so many columns, made plain. A word
// that is longer than that has a line of its own.
func Wrap(text string, width int) []string {
	var lines []string
	column := width // no room yet
	for _, word := range strings.Fields(Plain(text)) {
		length := Columns(word)
		if column+1+length > width {
			lines = append(lines, word)
			column = length
			continue
		}
		lines[len(lines)-1] += " " + word
		column += 1 + length
	}
	return lines
}

// Columns returns how many columns a terminal gives a text.
func Columns(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			n += 2
		default:
			n++
		}
	}
	return n
}
