package mapping

import (
	"encoding/binary"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

// store holds the rows that records are made of.
type store interface {
	add(row grid.Row)
	row(i int) (grid.Row, error)
	// place is a row without its cells: enough to say where it is.
	place(i int) grid.Row
}

// spans are rows of a file of text, which are read again when they are asked for.
type spans struct {
	numbers []int
	spans   []source.Span
	again   func(number int, span source.Span) (grid.Row, error)
}

func (s *spans) add(row grid.Row) {
	s.numbers = append(s.numbers, row.Number)
	s.spans = append(s.spans, row.Span)
}

func (s *spans) row(i int) (grid.Row, error) { return s.again(s.numbers[i], s.spans[i]) }

func (s *spans) place(i int) grid.Row { return grid.Row{Number: s.numbers[i], Span: s.spans[i]} }

// packed are rows of a workbook, in little memory.
type packed struct {
	numbers []int
	ends    []int
	bytes   []byte
}

// Each cell that isn't empty is its column, its kind, the length of its text, and the text.
func (p *packed) add(row grid.Row) {
	for i, c := range row.Cells {
		if c.Kind == grid.Empty {
			continue
		}
		p.bytes = binary.AppendUvarint(p.bytes, uint64(i))
		p.bytes = append(p.bytes, byte(c.Kind))
		p.bytes = binary.AppendUvarint(p.bytes, uint64(len(c.Text)))
		p.bytes = append(p.bytes, c.Text...)
	}
	p.numbers = append(p.numbers, row.Number)
	p.ends = append(p.ends, len(p.bytes))
}

func (p *packed) place(i int) grid.Row { return grid.Row{Number: p.numbers[i]} }

func (p *packed) row(i int) (grid.Row, error) {
	row := grid.Row{Number: p.numbers[i]}
	from := 0
	if i > 0 {
		from = p.ends[i-1]
	}
	for rest := p.bytes[from:p.ends[i]]; len(rest) > 0; {
		column, n := binary.Uvarint(rest)
		kind := grid.Kind(rest[n])
		rest = rest[n+1:]
		length, n := binary.Uvarint(rest)
		text := string(rest[n : n+int(length)])
		rest = rest[n+int(length):]
		for len(row.Cells) < int(column) {
			row.Cells = append(row.Cells, grid.Cell{})
		}
		row.Cells = append(row.Cells, grid.Cell{Kind: kind, Text: text})
	}
	return row, nil
}

// Records are those that one template makes of one table. They are made when they are asked for, by any number of
// goroutines.
type Records struct {
	Name   string // what each of them is, as schemas call it
	Member string // the list of the document that they stand in

	template  *record
	converter converter
	match     *Match
	found     *found
	store     store     // of a table
	rows      []treeRow // of a tree
	lines     []int32   // rows of all records
	ends      []int32   // where those of each record end; nil where each has one
}

// Len is the number of records.
func (r *Records) Len() int {
	if r.ends == nil {
		return len(r.lines)
	}
	return len(r.ends)
}

// linesOf are the rows of a record.
func (r *Records) linesOf(i int) []int32 {
	if r.ends == nil {
		return r.lines[i : i+1]
	}
	from := int32(0)
	if i > 0 {
		from = r.ends[i-1]
	}
	return r.lines[from:r.ends[i]]
}

// Record makes a record. The offsets of its values lead to Position.
func (r *Records) Record(i int) (*source.Value, error) {
	return r.make(&r.converter, i)
}

func (r *Records) make(c *converter, i int) (*source.Value, error) {
	var lines []line
	for n, row := range r.linesOf(i) {
		if r.rows != nil {
			lines = append(lines, r.found.treeLine(r.rows[row]))
			continue
		}
		cells, err := r.store.row(int(row))
		if err != nil {
			return nil, err
		}
		lines = append(lines, gridLine{row: cells, at: r.found.at, base: baseOf(n), of: r.found.table.columns})
	}
	made := c.record(r.template, lines)
	c.requireID(made, r.template, lines[0])
	return made, nil
}

func (f *found) treeLine(row treeRow) treeLine {
	return treeLine{value: row.value, key: row.key, at: f.paths, of: f.table.columns}
}

// Start is the place of a record in the file.
func (r *Records) Start(i int) source.Position {
	first := int(r.linesOf(i)[0])
	if r.rows != nil {
		return r.match.book.Position(r.rows[first].value.Offset)
	}
	return placeOf(r.match.book.Name, r.match.book.Sheets[r.found.sheet], r.store.place(first), 0)
}

// Position is the place of a value of a record in the file.
func (r *Records) Position(i, offset int) source.Position {
	book := r.match.book
	if r.rows != nil {
		return book.Position(offset)
	}
	lines := r.linesOf(i)
	row, err := r.store.row(int(lines[min(offset>>cellBits, len(lines)-1)]))
	if err != nil {
		return source.Position{File: book.Name}
	}
	return placeOf(book.Name, book.Sheets[r.found.sheet], row, offset&cellMask)
}
