package spreadsheet

import (
	"bufio"
	"encoding/csv"
	"io"
)

// Writer writes one table as CSV. Close returns the first error; nothing else does.
type Writer struct {
	buffer *bufio.Writer
	rows   *csv.Writer
	cells  []string
}

// New returns a writer of a table to w.
func New(w io.Writer) *Writer {
	s := &Writer{buffer: bufio.NewWriterSize(w, 64<<10)}
	s.buffer.WriteString(Mark)
	s.rows = csv.NewWriter(s.buffer)
	s.rows.UseCRLF = true // as RFC 4180 wants it
	return s
}

// Row writes a row. What a spreadsheet would calculate is defused.
func (s *Writer) Row(texts []string) {
	s.cells = s.cells[:0]
	for _, text := range texts {
		s.cells = append(s.cells, Cell(text))
	}
	s.rows.Write(s.cells)
}

// Close ends the table, and returns the first error of the writer below.
func (s *Writer) Close() error {
	s.rows.Flush()
	if err := s.rows.Error(); err != nil {
		return err
	}
	return s.buffer.Flush()
}
