package oscal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// Prose returns OSCAL markup of several lines that shows a text and nothing else. OSCAL's markup is Markdown with some
// HTML: characters that mean something there are escaped, so that a text makes no link, image, table, heading or element,
// and inserts no parameter. Plain turns it back.
func Prose(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeLine(&b, line)
	}
	return b.String()
}

// Line returns OSCAL markup of one line, as Prose does; breaks of the line become spaces. OSCAL has no empty line: a text
// that shows nothing is said to be blank.
func Line(text string) string {
	if strings.TrimSpace(text) == "" {
		text = blank
	}
	return Prose(strings.ReplaceAll(text, "\n", " "))
}

// blank stands for a text that shows nothing, where OSCAL asks for one that does.
const blank = "(blank)"

// Paragraphs returns OSCAL markup of several paragraphs, each of them a text.
func Paragraphs(texts ...string) string {
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = Line(text)
	}
	return strings.Join(lines, "\n\n")
}

// marks are what Markdown reads as more than text wherever it stands. An entity does for those that a web page could take
// for HTML: a reader who knows no Markdown is safe as well.
var marks = map[rune]string{
	'<': "&lt;", '>': "&gt;", '&': "&amp;", '\r': "&#13;",
	'\\': `\\`, '`': "\\`", '*': `\*`, '_': `\_`, '[': `\[`, ']': `\]`, '{': `\{`, '}': `\}`,
	'~': `\~`, '^': `\^`, '|': `\|`, '$': `\$`, '@': `\@`,
}

func writeLine(b *strings.Builder, line string) {
	rest := strings.TrimLeft(line, " \t")
	for _, space := range line[:len(line)-len(rest)] { // else it would be code, or an item within an item
		b.WriteString("&#" + strconv.Itoa(int(space)) + ";")
	}
	mark := startMark(rest)
	runes := []rune(rest)
	for i, r := range runes {
		escaped, special := marks[r]
		switch {
		case r == '_' && i > 0 && i < len(runes)-1 && isWord(runes[i-1]) && isWord(runes[i+1]):
			b.WriteRune(r)
		case special:
			b.WriteString(escaped)
		case i == mark, r == ':' && i+2 < len(runes) && runes[i+1] == '/' && runes[i+2] == '/', r == '.' && endsInWWW(runes[:i]):
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
}

// endsInWWW reports whether a full stop makes a link of what stands before it, as some readers of Markdown have it.
func endsInWWW(runes []rune) bool {
	n := len(runes) - len("www")
	return n >= 0 && strings.EqualFold(string(runes[n:]), "www")
}

// startMark is the place of what makes a line a heading, an item of a list or a rule; -1 where nothing does.
func startMark(line string) int {
	if line != "" && strings.IndexByte("#+-=:", line[0]) >= 0 {
		return 0
	}
	digits := 0
	for digits < len(line) && line[digits] >= '0' && line[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(line) && (line[digits] == '.' || line[digits] == ')') {
		return digits
	}
	return -1
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Plain returns the text that OSCAL markup shows, as far as characters go: escapes and entities are resolved, and marks
// such as those of an item in a list stay as they are written.
func Plain(markup string) string {
	if !strings.ContainsAny(markup, `\&`) {
		return markup
	}
	var b strings.Builder
	for i := 0; i < len(markup); i++ {
		switch c := markup[i]; {
		case c == '\\' && i+1 < len(markup) && isPunctuation(markup[i+1]):
			i++
			b.WriteByte(markup[i])
		case c == '&':
			entity := entityAt(markup[i:])
			b.WriteString(html.UnescapeString(entity))
			i += len(entity) - 1
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// entityAt is the entity that a text begins with, or its first character.
func entityAt(text string) string {
	const longest = 40 // of HTML's names, and more
	if end := strings.IndexByte(text[:min(longest, len(text))], ';'); end > 0 {
		return text[:end+1]
	}
	return text[:1]
}

func isPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}

// String returns a text as OSCAL's plain strings have it: one line, with no space around it, and not empty.
func String(text string) string {
	isBreak := func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }
	text = strings.Map(func(r rune) rune {
		if isBreak(r) {
			return ' '
		}
		return r
	}, text)
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
	return cmp.Or(text, blank)
}

// Token returns a text as an OSCAL token: what begins with a letter or an underscore, and has letters, digits, full
// stops, hyphens and underscores only. Where a character must give way, a digest of the text keeps apart what would else
// be called the same.
func Token(text string) string {
	changed := false
	var b strings.Builder
	for i, r := range text {
		letter := unicode.IsLetter(r) || r == '_'
		switch {
		case letter, i > 0 && (unicode.IsNumber(r) || r == '.' || r == '-'):
			b.WriteRune(r)
			continue
		case i == 0 && (unicode.IsNumber(r) || r == '.' || r == '-'):
			b.WriteRune('_')
			b.WriteRune(r)
		default:
			b.WriteRune('_')
		}
		changed = true
	}
	if changed || text == "" {
		sum := sha256.Sum256([]byte(text))
		b.WriteString("_" + hex.EncodeToString(sum[:4]))
	}
	return b.String()
}

// Reference returns the name of a file as a relative reference of a URI.
func Reference(name string) string {
	return (&url.URL{Path: path.Clean(name)}).String()
}
