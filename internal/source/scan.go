package source

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/hashicorp/go-multierror"
)

// maxFaults is how many wrong lines of a JSON Lines file are told at once.
const maxFaults = 100

const lineBuffer = 64 << 10

// Shape is how a file is laid out.
type Shape uint8

// The shapes of file.
const (
	ObjectShape Shape = iota // one object
	LinesShape               // JSON Lines: one value on each line
	OtherShape               // one value that is no object
)

// Layout is where the parts of a file stand: enough to read any of them again
// without keeping the file.
type Layout struct {
	Size    int64
	SHA256  [sha256.Size]byte
	Shape   Shape
	Whole   Span         // the file from its first byte to its last
	Members []MemberSpan // of ObjectShape, in the order of the file
	Lines   []Span       // of LinesShape
}

// MemberSpan is where a key of the top-level object stands, and its value.
type MemberSpan struct {
	Name     string
	Key      Span
	Value    Span
	Kind     Kind   // of the value
	Elements []Span // when the value is an array that begins with an object
}

// Scan reads a file from beginning to end as strictly as Parse does, and
// returns its layout. Wrong lines of JSON Lines are returned together.
func Scan(r io.Reader, name string, lines bool, limits Limits) (*Layout, error) {
	in := &input{reader: r, name: name, limit: limits.Most(), hash: sha256.New()}
	return (&scanner{input: in}).run(lines)
}

// Outline reads a file of one object as Scan does, and tells no elements of its lists apart, of which there may be millions.
func Outline(r io.Reader, name string, limits Limits) (*Layout, error) {
	in := &input{reader: r, name: name, limit: limits.Most(), hash: sha256.New()}
	return (&scanner{input: in, outline: true}).run(false)
}

// ErrTooLarge says that a file is larger than the limits allow.
var ErrTooLarge = errors.New("file is too large")

// input is a file on its way to the decoder: limited, counted and hashed.
type input struct {
	reader io.Reader
	name   string
	limit  int64
	size   int64
	hash   hash.Hash
	sum    checksum
	err    error // why reading ended before the end of the file
}

// Read fills b unless the file ends, so that a fault is never described from
// half a character.
func (in *input) Read(b []byte) (int, error) {
	if in.err != nil {
		return 0, in.err
	}
	n, err := io.ReadFull(in.reader, b)
	in.hash.Write(b[:n])
	in.sum.add(b[:n])
	in.size += int64(n)
	switch {
	case in.size > in.limit:
		in.err = &Error{
			Pos:  Position{File: in.name},
			Err:  fmt.Errorf("file is larger than %s%w", formatSize(in.limit), silent{ErrTooLarge}),
			Hint: "raise the limit with --max-file-size, or split the file",
		}
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		err = io.EOF
	case err != nil:
		in.err = &Error{Pos: Position{File: in.name}, Err: err}
	}
	if in.err != nil {
		return 0, in.err
	}
	if n > 0 {
		return n, nil
	}
	return 0, err
}

// ahead returns up to n more bytes.
func (in *input) ahead(n int) []byte {
	b := make([]byte, n)
	n, _ = in.Read(b)
	return b[:n]
}

func formatSize(size int64) string {
	if size%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", size>>20)
	}
	return fmt.Sprintf("%d bytes", size)
}

// scanner follows the decoder through a file.
type scanner struct {
	input   *input
	decoder *jsontext.Decoder
	layout  Layout

	// Of the first byte that the scanner has not seen.
	offset int64
	pos    Position

	end    Position // of the last token that was read
	scalar string   // that token, when it is a number or literal
	array  checksum // of the top-level array that is being read

	outline bool // elements of top-level arrays are not told apart
}

func (s *scanner) run(lines bool) (*Layout, error) {
	in := s.input
	s.pos = Position{File: in.name}.after(nil)
	s.end = s.pos
	err := s.scan(lines)
	if in.err != nil {
		return nil, in.err
	}
	if err != nil {
		return nil, err
	}
	s.layout.Size = in.size
	in.hash.Sum(s.layout.SHA256[:0])
	s.layout.Whole = Span{Length: int(in.size), Line: 1, Column: 1, Sum: in.sum.add(nil)}
	return &s.layout, nil
}

func (s *scanner) scan(lines bool) error {
	if lines {
		s.layout.Shape = LinesShape
		return s.lines()
	}
	s.decoder = jsontext.NewDecoder(s.input)
	if err := s.document(); err != nil {
		return err
	}
	s.decoder.PeekKind()
	if rest := s.decoder.UnreadBuffer(); spaceLength(rest) < len(rest) {
		return s.explain()
	}
	return nil
}

func (s *scanner) document() error {
	if s.decoder.PeekKind() != '{' {
		s.layout.Shape = OtherShape
		_, err := s.value()
		return err
	}
	if _, err := s.bracket(); err != nil {
		return err
	}
	for s.decoder.PeekKind() == '"' {
		if err := s.member(); err != nil {
			return err
		}
	}
	_, err := s.bracket()
	return err
}

func (s *scanner) member() error {
	key, name, err := s.key()
	if err != nil {
		return err
	}
	kind := s.decoder.PeekKind()
	member := MemberSpan{Name: name, Key: key, Kind: kindOf(kind)}
	if kind == '[' {
		member.Value, member.Elements, err = s.list()
	} else {
		member.Value, err = s.value()
	}
	s.layout.Members = append(s.layout.Members, member)
	return err
}

func (s *scanner) key() (Span, string, error) {
	span := s.begin()
	key, err := s.decoder.ReadValue()
	if err != nil {
		return Span{}, "", s.explain()
	}
	s.finish(key)
	return span.of(key), unquote(key), nil
}

// list reads a top-level array, and tells its elements apart when they are
// records, which the first one shows.
func (s *scanner) list() (Span, []Span, error) {
	span, err := s.bracket()
	if err != nil {
		return Span{}, nil, err
	}
	s.array = checksum{}
	s.array.add([]byte{'['})
	records := s.decoder.PeekKind() == '{' && !s.outline
	var elements []Span
	for s.decoder.PeekKind() != ']' {
		element, err := s.value()
		if err != nil {
			return Span{}, nil, err
		}
		if records {
			elements = append(elements, element)
		}
	}
	if _, err := s.bracket(); err != nil {
		return Span{}, nil, err
	}
	span.Length = int(s.offset - span.Offset)
	span.Sum = s.array.add(nil)
	return span, elements, nil
}

// value reads the next value as a whole.
func (s *scanner) value() (Span, error) {
	s.decoder.PeekKind()
	span := s.begin()
	text, err := s.decoder.ReadValue()
	if err != nil {
		return Span{}, s.explain()
	}
	if depth := s.decoder.StackDepth(); !withinLimits(text, depth) {
		return Span{}, explain(text, s.pos, wholeFile, depth)
	}
	s.finish(text)
	return span.of(text), nil
}

// bracket reads the opening or closing bracket that comes next.
func (s *scanner) bracket() (Span, error) {
	bracket := []byte{byte(s.decoder.PeekKind())}
	span := s.begin()
	if _, err := s.decoder.ReadToken(); err != nil {
		return Span{}, s.explain()
	}
	s.finish(bracket)
	return span.of(bracket), nil
}

// begin steps up to the token or value that the decoder has peeked at, and
// returns where it begins.
func (s *scanner) begin() Span {
	rest := s.decoder.UnreadBuffer()
	s.advance(rest[:leadLength(rest)])
	return Span{Offset: s.offset, Line: s.pos.Line, Column: s.pos.Column}
}

// finish steps over the token or value that the decoder has read.
func (s *scanner) finish(text []byte) {
	s.scalar = ""
	if isDigit(text[0]) || text[0] == '-' || 'a' <= text[0] && text[0] <= 'z' {
		s.scalar = string(text)
	}
	s.advance(text)
	s.end = s.pos
}

func (s *scanner) advance(text []byte) {
	s.offset += int64(len(text))
	s.pos = s.pos.after(text)
	s.array.add(text)
}

func (s *scanner) explain() *Error {
	scalarPos := s.end
	scalarPos.Column -= len(s.scalar)
	w := walk{
		decoder:   s.decoder,
		unit:      wholeFile,
		pos:       s.end,
		ahead:     s.input.ahead,
		scalar:    s.scalar,
		scalarPos: scalarPos,
	}
	return w.fault()
}

func kindOf(kind jsontext.Kind) Kind {
	switch kind {
	case '{':
		return Object
	case '[':
		return Array
	case '"':
		return String
	case '0':
		return Number
	case 't', 'f':
		return Bool
	default:
		return Null
	}
}

func (s *scanner) lines() error {
	reader := bufio.NewReaderSize(s.input, lineBuffer)
	var faults *multierror.Error
	for {
		line, err := readLine(reader)
		if fault := s.line(line); fault != nil {
			faults = multierror.Append(faults, fault)
		}
		if faults != nil && len(faults.Errors) == maxFaults {
			faults = multierror.Append(faults, &Error{
				Pos:  s.pos,
				Err:  fmt.Errorf("reading stopped after %d wrong lines", maxFaults),
				Hint: "check that the file is JSON Lines: one JSON value on each line",
			})
			break
		}
		if err != nil {
			break
		}
	}
	if len(s.layout.Lines) > 0 || faults != nil {
		return faults.ErrorOrNil()
	}
	blank := bytes.Repeat([]byte{' '}, int(min(s.offset, 1)))
	return explain(blank, Position{File: s.pos.File}, wholeFile, 0)
}

func (s *scanner) line(line []byte) *Error {
	text := trimSpace(line)
	start := s.pos
	s.advance(line[:spaceLength(line)])
	span := Span{Offset: s.offset, Line: s.pos.Line, Column: s.pos.Column}
	s.advance(line[spaceLength(line):])
	switch {
	case len(text) == 0:
		return nil
	case !jsontext.Value(text).IsValid() || !withinLimits(text, 0):
		return explain(bytes.TrimRight(line, " \t\r\n"), start, oneLine, 0)
	default:
		s.layout.Lines = append(s.layout.Lines, span.of(text))
		return nil
	}
}

// readLine returns the next line with its line break; it is valid until the
// next call.
func readLine(reader *bufio.Reader) ([]byte, error) {
	line, err := reader.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	long := bytes.Clone(line)
	for err == bufio.ErrBufferFull {
		line, err = reader.ReadSlice('\n')
		long = append(long, line...)
	}
	return long, err
}
