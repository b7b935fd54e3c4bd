package csv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/riskgate/riskgate/internal/source"
)

// Encoding is how the characters of a file are written as bytes, by its name.
type Encoding string

// The encodings that are read.
const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1252 Encoding = "Windows-1252"
)

// Encodings are all that are read.
func Encodings() []Encoding { return []Encoding{UTF8, UTF16LE, UTF16BE, Windows1252} }

// codec returns what turns the encoding into UTF-8 and back, or nil for UTF-8 itself.
func (e Encoding) codec() encoding.Encoding {
	switch e {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case Windows1252:
		return charmap.Windows1252
	}
	return nil
}

func (e Encoding) reader(r io.Reader) io.Reader {
	if codec := e.codec(); codec != nil {
		return codec.NewDecoder().Reader(r)
	}
	return r
}

func (e Encoding) decode(raw []byte) ([]byte, error) {
	if codec := e.codec(); codec != nil {
		return codec.NewDecoder().Bytes(raw)
	}
	return raw, nil
}

func (e Encoding) encode(text []byte) ([]byte, error) {
	if codec := e.codec(); codec != nil {
		return codec.NewEncoder().Bytes(text)
	}
	return text, nil
}

// marks are what a file may begin with to say its encoding.
var marks = []struct {
	bytes    string
	encoding Encoding
}{
	{"\xef\xbb\xbf", UTF8},
	{"\xff\xfe", UTF16LE},
	{"\xfe\xff", UTF16BE},
}

// findEncoding names the encoding of the file, as the caller did or by what the file holds.
func (t *Table) findEncoding(named Encoding) error {
	head := make([]byte, 4)
	n, err := t.file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return unreadable(t.name, err)
	}
	head = head[:n]
	for _, mark := range marks {
		if !bytes.HasPrefix(head, []byte(mark.bytes)) || named != "" && named != mark.encoding {
			continue
		}
		t.start.offset = int64(len(mark.bytes))
		t.takeEncoding(mark.encoding, "the file begins with its byte order mark")
		return nil
	}
	switch {
	case named != "" && !slices.Contains(Encodings(), named):
		return &source.Error{
			Pos:  source.Position{File: t.name},
			Err:  fmt.Errorf("no encoding is called %q", named),
			Hint: fmt.Sprintf("name one of %v", Encodings()),
		}
	case named != "":
		t.takeEncoding(named, "it was named")
		return nil
	case len(head) >= 2 && head[0] != 0 && head[1] == 0:
		t.takeEncoding(UTF16LE, "the file's second byte is NUL, and there is no byte order mark")
		return nil
	case len(head) >= 2 && head[0] == 0 && head[1] != 0:
		t.takeEncoding(UTF16BE, "the file's first byte is NUL, and there is no byte order mark")
		return nil
	}
	found := survey{name: t.name, at: source.Position{File: t.name, Line: 1, Column: 1}}
	if err := found.read(io.NewSectionReader(t.file, 0, t.size)); err != nil {
		return unreadable(t.name, err)
	}
	encoding, reason, err := found.judge()
	if err != nil {
		return err
	}
	t.takeEncoding(encoding, reason)
	return nil
}

func (t *Table) takeEncoding(encoding Encoding, reason string) {
	t.Dialect.Encoding = encoding
	t.Dialect.Reasons = append(t.Dialect.Reasons, string(encoding)+": "+reason)
}

// survey is what the bytes of a whole file tell about its encoding.
type survey struct {
	name string
	at   source.Position // of the next byte

	letters      bool            // there are characters of UTF-8 beyond ASCII
	broken       source.Position // the first byte that is no UTF-8
	brokenByte   byte
	undefined    source.Position // the first byte that is no UTF-8 and no Windows-1252 either
	undefinedHex byte
}

func (s *survey) read(r io.Reader) error {
	buffer := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := io.ReadFull(r, buffer[kept:])
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return err
		}
		text := buffer[:kept+n]
		used := s.take(text, last)
		kept = copy(buffer, text[used:])
		if last {
			return nil
		}
	}
}

// take looks at a part of the file, but for a character that may go on in the next part.
func (s *survey) take(text []byte, last bool) int {
	used := 0
	for used < len(text) {
		at := used + invalid(text[used:])
		s.letters = s.letters || !isASCII(text[used:at])
		s.at = source.PositionAt(text[used:at], s.at, at-used)
		used = at
		if at == len(text) || !last && !utf8.FullRune(text[at:]) {
			return used
		}
		if s.broken.Line == 0 {
			s.broken, s.brokenByte = s.at, text[at]
		}
		if s.undefined.Line == 0 && bytes.IndexByte([]byte("\x81\x8d\x8f\x90\x9d"), text[at]) >= 0 {
			s.undefined, s.undefinedHex = s.at, text[at]
		}
		s.at.Column++
		used++
	}
	return used
}

// judge takes a file that is not UTF-8 for one in Windows-1252 only where nothing speaks against it.
func (s *survey) judge() (Encoding, string, error) {
	const hint = "export the file as UTF-8"
	switch {
	case s.broken.Line == 0 && !s.letters:
		return UTF8, "every byte is ASCII", nil
	case s.broken.Line == 0:
		return UTF8, "the whole file is valid in it", nil
	case s.letters:
		return "", "", &source.Error{Pos: s.broken, Hint: hint, Err: fmt.Errorf("byte 0x%02X is not UTF-8, which the file has in other places", s.brokenByte)}
	case s.undefined.Line > 0:
		return "", "", &source.Error{Pos: s.undefined, Hint: hint, Err: fmt.Errorf("byte 0x%02X is neither UTF-8 nor Windows-1252", s.undefinedHex)}
	}
	return Windows1252, fmt.Sprintf("byte 0x%02X at line %d, column %d, is not UTF-8, and nothing else in the file is that isn't ASCII", s.brokenByte, s.broken.Line, s.broken.Column), nil
}

// invalid returns how many bytes of a text are valid UTF-8 from its beginning.
func invalid(text []byte) int {
	if utf8.Valid(text) {
		return len(text)
	}
	i := 0
	for i < len(text) {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		i += size
	}
	return i
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
