package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// lookahead is how many bytes past a refused one are enough to name what
// stands there.
const lookahead = 64

// context is what the grammar asks for at a place.
type context uint8

const (
	firstValue    context = iota // the document itself
	afterDocument                // nothing more
	firstKey                     // a key or }
	afterMember                  // a comma or }
	afterKey                     // a colon
	firstElement                 // a value or ]
	afterElement                 // a comma or ]
)

func contextOf(kind jsontext.Kind, length int64) context {
	switch {
	case kind == '{' && length == 0:
		return firstKey
	case kind == '{' && length%2 == 0:
		return afterMember
	case kind == '{':
		return afterKey
	case kind == '[' && length == 0:
		return firstElement
	case kind == '[':
		return afterElement
	case length == 0:
		return firstValue
	default:
		return afterDocument
	}
}

// separator returns what must stand before the next token, or 0.
func (c context) separator() byte {
	switch c {
	case afterMember, afterElement:
		return ','
	case afterKey:
		return ':'
	default:
		return 0
	}
}

// container returns what a place lies in, with the bracket that ends it.
func (c context) container() (name string, end byte) {
	switch c {
	case firstKey, afterMember, afterKey:
		return "object", '}'
	case firstElement, afterElement:
		return "array", ']'
	default:
		return "document", 0
	}
}

// fault is a place where reading ended: what was asked for, and what stands there.
type fault struct {
	unit      unit
	context   context
	rest      []byte   // from the end of the last token that was read
	start     Position // of rest
	scalar    string   // the number or literal that rest follows, or ""
	scalarPos Position
	first     bool // nothing was read before
	duplicate bool // the key is there already
}

// at returns the error at a byte of the rest.
func (f *fault) at(offset int, hint, format string, args ...any) *Error {
	return &Error{Pos: f.start.after(f.rest[:offset]), Err: fmt.Errorf(format, args...), Hint: hint}
}

func (f *fault) describe() *Error {
	if err := f.encoding(); err != nil {
		return err
	}
	i := spaceLength(f.rest)
	if i == len(f.rest) {
		return f.ended(i)
	}
	if i == 0 && f.scalar != "" && isWordByte(f.rest[0]) {
		return f.glued()
	}
	if f.context == afterDocument {
		return f.trailing(i)
	}
	c := f.rest[i]
	separator := f.context.separator()
	switch {
	case c == ',' && separator != ',', c == ':' && separator != ':':
		return f.misplacedSeparator(i)
	case c == ',' || c == ':':
		return f.afterSeparator(i)
	case c == '}' || c == ']':
		return f.misplacedEnd(i)
	case separator != 0:
		return f.missingSeparator(i)
	case f.context == firstKey:
		return f.key(i)
	default:
		return f.value(i)
	}
}

// encoding names a file that is not plain UTF-8 from its first bytes on.
func (f *fault) encoding() *Error {
	if !f.first {
		return nil
	}
	const hint = "save the file as UTF-8 without a byte order mark"
	switch {
	case bytes.HasPrefix(f.rest, []byte("\xef\xbb\xbf")):
		return f.at(0, hint, "%s begins with a byte order mark", f.unit)
	case bytes.HasPrefix(f.rest, []byte("\xff\xfe")), bytes.HasPrefix(f.rest, []byte("\xfe\xff")), bytes.HasPrefix(f.rest, []byte{0}):
		return f.at(0, hint, "%s is UTF-16, not UTF-8", f.unit)
	case bytes.HasPrefix(f.rest, []byte("PK\x03\x04")), bytes.HasPrefix(f.rest, []byte("\x1f\x8b")):
		return f.at(0, "unpack it first", "%s is an archive, not JSON", f.unit)
	}
	return nil
}

func (f *fault) ended(i int) *Error {
	if f.context == firstValue {
		if len(f.rest) == 0 {
			return f.at(0, "a document is at least {}, with its kind; delete the file if it is not needed", "%s is empty", f.unit)
		}
		return f.at(0, "a document is at least {}, with its kind; delete the file if it is not needed", "%s holds nothing but white space", f.unit)
	}
	if f.context == afterDocument {
		return f.unexplained(i)
	}
	name, end := f.context.container()
	return f.at(i, fmt.Sprintf("the %s was cut off, or %c is missing", f.unit, end), "%s ends inside an %s", f.unit, name)
}

// glued is what stands right after a number or literal, as in 012 and nullx.
func (f *fault) glued() *Error {
	word := f.scalar + word(f.rest)
	err := notAValue(word)
	err.Pos = f.scalarPos
	return err
}

func (f *fault) trailing(i int) *Error {
	if err := f.comment(i); err != nil {
		return err
	}
	if f.unit == oneLine {
		return f.at(i, "put each record on a line of its own", "text after the record's end")
	}
	return f.at(i, "a .json file holds one value; a file with one record on each line is JSON Lines, and ends in .jsonl", "text after the document's end")
}

func (f *fault) misplacedSeparator(i int) *Error {
	c := f.rest[i]
	switch {
	case f.context == afterKey:
		return f.at(i, `write "key": value`, "%q between a key and its value, where a colon belongs", c)
	case c == ':' && f.context == afterElement:
		return f.at(i, "an array holds values; keys belong into an object, in braces", "colon after an array's element")
	default:
		return f.at(i, "remove it", "unexpected %q", c)
	}
}

// afterSeparator is at fault behind the comma or colon at i.
func (f *fault) afterSeparator(i int) *Error {
	next := i + 1 + spaceLength(f.rest[i+1:])
	if next == len(f.rest) {
		return f.ended(next)
	}
	c := f.rest[next]
	switch {
	case f.rest[i] == ',' && (c == '}' || c == ']'):
		return f.at(i, "remove it: JSON allows no comma after the last one", "comma before %q", c)
	case c == ',' || c == ':':
		return f.at(next, "remove it, or write what is missing before it", "unexpected %q", c)
	case c == '}' || c == ']':
		return f.at(next, "write the value, or null, or remove the key", "no value after the colon")
	case f.context == afterMember:
		return f.key(next)
	default:
		return f.value(next)
	}
}

func (f *fault) misplacedEnd(i int) *Error {
	c := f.rest[i]
	name, end := f.context.container()
	switch {
	case f.context == firstValue:
		return f.at(i, "remove it, or write what it should close", "%q closes nothing", c)
	case f.context == afterKey:
		return f.at(i, "write a colon and the value, or remove the key", "key without a value")
	default:
		return f.at(i, fmt.Sprintf("write %c, or close what was opened in between", end), "%q where an %s ends", c, name)
	}
}

func (f *fault) missingSeparator(i int) *Error {
	if err := f.comment(i); err != nil {
		return err
	}
	if err := f.invalidCharacter(i); err != nil {
		return err
	}
	switch f.context {
	case afterKey:
		return f.at(i, `write "key": value`, "no colon between a key and its value")
	case afterMember:
		return f.at(i, "write a comma between two members of an object", "no comma before the next key")
	default:
		return f.at(i, "write a comma between two elements of an array", "no comma before the next element")
	}
}

func (f *fault) key(i int) *Error {
	if f.rest[i] == '"' {
		return f.quoted(i, "key")
	}
	if err := f.comment(i); err != nil {
		return err
	}
	if f.rest[i] == '\'' {
		return f.at(i, "write double quotes", "key in single quotes")
	}
	if word := word(f.rest[i:]); word != "" {
		return f.at(i, fmt.Sprintf("write %q", word), "key %s is not in double quotes", shorten(word))
	}
	if err := f.invalidCharacter(i); err != nil {
		return err
	}
	return f.at(i, "a key is a text in double quotes", "%q where a key belongs", f.rest[i])
}

func (f *fault) value(i int) *Error {
	if f.rest[i] == '"' {
		return f.quoted(i, "text")
	}
	if err := f.comment(i); err != nil {
		return err
	}
	if f.rest[i] == '\'' {
		return f.at(i, "write double quotes", "text in single quotes")
	}
	if word := word(f.rest[i:]); word != "" {
		err := notAValue(word)
		err.Pos = f.start.after(f.rest[:i])
		return err
	}
	if err := f.invalidCharacter(i); err != nil {
		return err
	}
	return f.at(i, "a value is an object, an array, a text in double quotes, a number, true, false or null", "%q where a value belongs", f.rest[i])
}

// comment names what other formats allow as comments.
func (f *fault) comment(i int) *Error {
	rest := f.rest[i:]
	if rest[0] != '#' && !bytes.HasPrefix(rest, []byte("//")) && !bytes.HasPrefix(rest, []byte("/*")) {
		return nil
	}
	return f.at(i, "remove it: JSON has no comments; a key that begins with x_ can carry a note", "comment in JSON")
}

// invalidCharacter names a character that may stand nowhere outside of texts.
func (f *fault) invalidCharacter(i int) *Error {
	r, size := utf8.DecodeRune(f.rest[i:])
	switch {
	case r == utf8.RuneError && size == 1:
		return f.notUTF8(i)
	case r == '\ufeff':
		return f.at(i, "remove the invisible character", "byte order mark inside the %s", f.unit)
	case strings.ContainsRune("“”„«»", r):
		return f.at(i, `write plain double quotes: "`, "typographic quote %c", r)
	case r == 0:
		return f.at(i, "save the file as UTF-8: with a NUL beside each character it is UTF-16", "character U+0000 outside of a text")
	case r >= utf8.RuneSelf || r < ' ' || r == 0x7f:
		return f.at(i, "remove it; between texts and numbers JSON allows only spaces, tabs and line breaks", "character %U outside of a text", r)
	}
	return nil
}

func (f *fault) notUTF8(i int) *Error {
	return f.at(i, "save the file as UTF-8", "byte 0x%02X is not UTF-8", f.rest[i])
}

// quoted names the fault of a key or text that begins with the quote at i.
func (f *fault) quoted(i int, what string) *Error {
	for n := i + 1; n < len(f.rest); {
		c := f.rest[n]
		switch {
		case c == '"' && f.duplicate:
			return f.at(i, "keep one of them: readers disagree on which one counts", "duplicate key %s", shorten(quote(unquote(f.rest[i:n+1]))))
		case c == '"':
			return f.unexplained(i)
		case c == '\\':
			length, err := f.escape(n)
			if err != nil {
				return err
			}
			n += length
		case c == '\n' || c == '\r':
			return f.at(n, `end the text with " on the same line, or write the line break as \n`, "line break inside a %s", what)
		case c < ' ':
			return f.at(n, fmt.Sprintf(`write it as \u%04x`, c), "control character %U inside a %s", c, what)
		default:
			r, size := utf8.DecodeRune(f.rest[n:])
			if r == utf8.RuneError && size == 1 {
				return f.notUTF8(n)
			}
			n += size
		}
	}
	began := f.start.after(f.rest[:i])
	return f.at(len(f.rest), fmt.Sprintf("it was cut off, or the closing \" is missing; the %s began on line %d, column %d", what, began.Line, began.Column),
		"%s ends inside a %s", f.unit, what)
}

// escape returns the length of the escape at n of the rest, or what is wrong
// with it.
func (f *fault) escape(n int) (int, *Error) {
	if n+1 == len(f.rest) {
		return 1, nil // the text ends here, which is the fault
	}
	c := f.rest[n+1]
	if strings.IndexByte(`"\/bfnrt`, c) >= 0 {
		return 2, nil
	}
	if c != 'u' {
		r, size := utf8.DecodeRune(f.rest[n+1:])
		if r == utf8.RuneError && size == 1 {
			return 0, f.notUTF8(n + 1)
		}
		if !unicode.IsPrint(r) {
			return 0, f.at(n, `write \\ for a backslash`, "a backslash before character %U is no escape", r)
		}
		return 0, f.at(n, `write \\ for a backslash`, `\%c is no escape`, r)
	}
	if cut(f.rest[n:]) {
		return len(f.rest) - n, nil
	}
	r, ok := hexRune(f.rest[n:])
	if !ok {
		return 0, f.at(n, `write four hexadecimal digits after \u`, `\u without four hexadecimal digits`)
	}
	if !utf16.IsSurrogate(r) {
		return 6, nil
	}
	if cut(f.rest[n+6:]) {
		return len(f.rest) - n, nil
	}
	low, _ := hexRune(f.rest[n+6:])
	if utf16.DecodeRune(r, low) == unicode.ReplacementChar {
		return 0, f.at(n, "write the character itself, or both halves of the pair", `\u%04x is half of a surrogate pair`, r)
	}
	return 12, nil
}

// cut reports whether text ends inside what may be a \u escape.
func cut(text []byte) bool {
	return len(text) < 6 && bytes.IndexByte(text, '"') < 0
}

// hexRune returns the number that a \u escape at the beginning of text means.
func hexRune(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range text[2:6] {
		digit := strings.IndexByte("0123456789abcdef", c|0x20)
		if digit < 0 || c < '0' {
			return 0, false
		}
		r = r<<4 | rune(digit)
	}
	return r, true
}

// unexplained is the place of a refusal that we have no words for.
func (f *fault) unexplained(i int) *Error {
	return f.at(i, "check the text with an editor that knows JSON", "not valid JSON")
}

func tooDeep(pos Position) *Error {
	return &Error{Pos: pos, Err: fmt.Errorf("nested more than %d levels deep", maxDepth), Hint: "no document needs that; flatten it"}
}

func numberBeyondLimits(pos Position, number string) *Error {
	err := &Error{Pos: pos, Hint: "write it shorter, or as a text"}
	switch {
	case len(number) > maxNumberText:
		err.Err = fmt.Errorf("number of %d characters: at most %d are read", len(number), maxNumberText)
	case !exponentWithinLimits(number):
		err.Err = fmt.Errorf("number %s: its exponent is beyond %d", shorten(number), maxExponent)
	default:
		err.Err = fmt.Errorf("number %s is too large for a 64-bit float", shorten(number))
	}
	return err
}

// notAValue names a bare word or a malformed number.
func notAValue(word string) *Error {
	shown := shorten(word)
	bare := strings.TrimLeft(word, "+-")
	switch strings.ToLower(bare) {
	case "nan", "inf", "infinity":
		return &Error{Err: fmt.Errorf("%s is not a JSON number", shown), Hint: "write null, or leave the key out"}
	case "true", "false", "null":
		return &Error{Err: fmt.Errorf("%s is not a JSON value", shown), Hint: "write " + strings.ToLower(bare)}
	case "none", "nil", "undefined":
		return &Error{Err: fmt.Errorf("%s is not a JSON value", shown), Hint: "write null"}
	}
	if bare == "" || isDigit(bare[0]) || bare[0] == '.' {
		return &Error{Err: fmt.Errorf("%s is not a JSON number", shown), Hint: "write digits with at most one point, such as -12.5: no leading zero or plus, no bare point, no separators"}
	}
	return &Error{Err: fmt.Errorf("%s is not a JSON value", shown), Hint: fmt.Sprintf("write it in double quotes if it is a text: %q", shown)}
}

// word returns the run of letters, digits and signs that text begins with.
func word(text []byte) string {
	n := 0
	for n < len(text) && isWordByte(text[n]) {
		n++
	}
	return string(text[:n])
}

func isWordByte(c byte) bool {
	return isNumberPart(c) || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$'
}

// shorten keeps a message on one line, however long what it quotes.
func shorten(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "..."
}

// quote returns s in double quotes, with nothing in it that a terminal obeys.
func quote(s string) string {
	return fmt.Sprintf("%q", s)
}
