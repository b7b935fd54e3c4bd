package workspace

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

const (
	// shelfBudget bounds the bytes of small files that stay in memory between the scan and the evaluation.
	shelfBudget = 16 << 20
	// smallFile is a file that is worth keeping: opening it again costs more than its bytes.
	smallFile = 256 << 10
	// openFiles bounds the large files that stay open.
	openFiles = 128
)

// shelf decides how each file is read again: small ones from memory, large ones through an open handle, and the rest
// by opening them once more.
type shelf struct {
	budget int64
	opened int
}

// file reads values of a scanned file again, by their spans.
type file struct {
	candidate
	handle    readerAtFile
	contentID string // the name of what it holds; empty where that is not known
	size      int64  // of a table
}

type readerAtFile interface {
	fs.File
	io.ReaderAt
}

func (s *shelf) scan(c candidate, limits source.Limits) (*file, *source.Layout, error) {
	lines := isLinesName(path.Base(c.name))
	if c.content != nil {
		layout, err := source.Scan(bytes.NewReader(c.content), c.name, lines, limits)
		return &file{candidate: c}, layout, err
	}
	handle, err := c.fsys.Open(c.path)
	if err != nil {
		return nil, nil, c.fault(readFault(err))
	}
	info, err := handle.Stat()
	if err != nil {
		handle.Close()
		return nil, nil, c.fault(readFault(err))
	}
	if !info.Mode().IsRegular() {
		handle.Close()
		return nil, nil, c.fault(fault{text: "is not a regular file", hint: "put a copy of the file in its place"})
	}
	f := &file{candidate: c}
	reader, contentID := c.identified(delivered{handle}, info.Size())
	keep := info.Size() <= smallFile && info.Size() <= s.budget
	kept := new(bytes.Buffer)
	if keep {
		reader = io.TeeReader(reader, kept)
	}
	layout, err := source.Scan(reader, c.name, lines, limits)
	if err != nil {
		handle.Close()
		return nil, nil, err
	}
	seekable, ok := handle.(readerAtFile)
	f.contentID = contentID()
	switch {
	case keep:
		s.budget -= info.Size()
		f.content = kept.Bytes()
	case ok && s.opened < openFiles:
		s.opened++
		f.handle = seekable
		return f, layout, nil
	}
	handle.Close()
	return f, layout, nil
}

// identified reads a file, and tells the name of its content when it was read to its end.
func (c candidate) identified(content io.Reader, size int64) (io.Reader, func() string) {
	if c.contents.ID != nil {
		return content, func() string { return c.contents.ID(c.path) }
	}
	if c.contents.Hash == nil {
		return content, func() string { return "" }
	}
	sum := c.contents.Hash(c.path, size)
	if sum == nil {
		return content, func() string { return "" }
	}
	return io.TeeReader(content, sum), func() string { return hex.EncodeToString(sum.Sum(nil)) }
}

func (f *file) close() {
	if f.handle != nil {
		f.handle.Close()
		f.handle = nil
	}
}

// read returns the bytes of a span. They must be those that were scanned.
func (f *file) read(span source.Span) ([]byte, error) { return f.readInto(span, nil) }

// readInto is read into a buffer that isn't nil, where it has room. The caller may use what is returned as the next buffer.
func (f *file) readInto(span source.Span, buffer []byte) ([]byte, error) {
	text, err := f.bytes(span, buffer)
	if err != nil {
		return nil, f.fault(readFault(err))
	}
	if !span.Holds(text) {
		return nil, f.fault(fault{text: "changed while it was being checked", hint: "run the check again when nothing writes to the file"})
	}
	return text, nil
}

func (f *file) bytes(span source.Span, buffer []byte) ([]byte, error) {
	if f.content != nil {
		end := span.Offset + int64(span.Length)
		if buffer != nil { // what the caller may write to, later
			return append(buffer[:0], f.content[span.Offset:end]...), nil
		}
		return f.content[span.Offset:end:end], nil
	}
	text := slices.Grow(buffer[:0], span.Length)[:span.Length]
	if f.handle != nil {
		_, err := f.handle.ReadAt(text, span.Offset)
		return text, ended(err)
	}
	handle, err := f.fsys.Open(f.path)
	if err != nil {
		return nil, err
	}
	defer handle.Close()
	if seekable, ok := handle.(io.ReaderAt); ok {
		_, err = seekable.ReadAt(text, span.Offset)
		return text, ended(err)
	}
	if _, err = io.CopyN(io.Discard, handle, span.Offset); err == nil {
		_, err = io.ReadFull(handle, text)
	}
	return text, ended(err)
}

// ended forgives the end of the file: bytes that are missing show in the sum.
func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func (c candidate) fault(f fault) error {
	return &source.Error{Pos: source.Position{File: c.name}, Err: f, Hint: f.hint}
}

// original is the text of a foreign file that an intake read, with the positions of some of its bytes.
type original struct {
	text  []byte
	marks []source.Position // of every markEvery-th byte
}

// markEvery is how many bytes lie between two known positions: few enough to count.
const markEvery = 4 << 10

func newOriginal(start source.Position, text []byte) *original {
	o := &original{text: text}
	at := start
	for offset := 0; offset < len(text); offset += markEvery {
		o.marks = append(o.marks, at)
		at = source.PositionAt(text[offset:], at, min(markEvery, len(text)-offset))
	}
	return o
}

func (o *original) position(offset int) source.Position {
	mark := offset / markEvery
	from := mark * markEvery
	return source.PositionAt(o.text[from:], o.marks[mark], offset-from)
}
