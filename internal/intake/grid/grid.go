// Package grid is the vocabulary of tables as readers find them: sheets, rows and cells.
package grid

import (
	"iter"
	"slices"
	"strconv"

	"github.com/riskgate/riskgate/internal/source"
)

// Kind is what sort of value a cell holds.
type Kind uint8

// The kinds of value.
const (
	Empty  Kind = iota // nothing at all; a cell of blanks is a Text
	Text               // as it was written, blanks included
	Number             // the shortest decimal digits that give the same 64-bit float: 4, -0.1, 1e+21
	Date               // 2026-01-02, or 2026-01-02T13:30:00 where there is a time; no zone
	Bool               // true or false
	Fault              // what a formula came to instead of a value: #REF!, #N/A
)

// NotComputed is the fault of a formula that was saved without a value, as programs do that write workbooks but compute
// nothing.
const NotComputed = "(not computed)"

// String returns the word that messages have for the kind.
func (k Kind) String() string {
	return [...]string{"nothing", "text", "number", "date", "boolean", "fault"}[k]
}

// Cell is what one cell holds. A text that looks like a number or a date stays a Text.
type Cell struct {
	Kind    Kind
	Text    string // the value, written as its kind says
	Formula bool   // the value was computed when the file was last saved
}

// Place is where the field of a file of text begins. Both count from 1, and a column is a character.
type Place struct {
	Line, Column int
}

// Row is one row of a sheet. A row in which every cell is empty is left out, and counted all the same.
type Row struct {
	Number int    // from 1, as spreadsheet programs count
	Cells  []Cell // from the first column on; shorter where the rest is empty
	Hidden bool

	// Span is where the row stands in a file of text, so that it can be read again alone; the zero Span in a workbook.
	Span   source.Span
	Places []Place // of the cells, in a file of text
}

// Cell returns the cell of a column, which counts from 1. Beyond the end all is empty.
func (r Row) Cell(column int) Cell {
	if column < 1 || column > len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column-1]
}

// Blank reports whether every cell of the row is empty.
func (r Row) Blank() bool {
	return !slices.ContainsFunc(r.Cells, func(c Cell) bool { return c.Kind != Empty })
}

// Sheet is one table of a file.
type Sheet struct {
	Name          string // "" in a file that has only one table
	Hidden        bool
	HiddenColumns []Columns
	Merged        []Area // whose value stands in the first cell

	// Rows reads the sheet from its beginning, each time that it is called. An error is a *source.Error and ends it.
	Rows iter.Seq2[Row, error]
}

// ColumnHidden reports whether a column, which counts from 1, is hidden.
func (s Sheet) ColumnHidden(column int) bool {
	return slices.ContainsFunc(s.HiddenColumns, func(c Columns) bool { return c.First <= column && column <= c.Last })
}

// MergedAt returns the merged area that a cell is part of.
func (s Sheet) MergedAt(row, column int) (Area, bool) {
	i := slices.IndexFunc(s.Merged, func(a Area) bool { return a.Contains(row, column) })
	if i < 0 {
		return Area{}, false
	}
	return s.Merged[i], true
}

// Columns are neighbours, from the first to the last of them; both count from 1.
type Columns struct {
	First, Last int
}

// Area is a rectangle of cells, corners included.
type Area struct {
	FirstRow, FirstColumn, LastRow, LastColumn int
}

// Contains reports whether a cell is part of the area.
func (a Area) Contains(row, column int) bool {
	return a.FirstRow <= row && row <= a.LastRow && a.FirstColumn <= column && column <= a.LastColumn
}

// String returns the names of the corners, as spreadsheet programs show them: B2:D2.
func (a Area) String() string {
	return Name(a.FirstRow, a.FirstColumn) + ":" + Name(a.LastRow, a.LastColumn)
}

// Name returns the name of a cell as spreadsheet programs show it: E12 is row 12 of column 5. Both count from 1.
func Name(row, column int) string {
	return ColumnName(column) + strconv.Itoa(row)
}

// ColumnName returns the letters of a column that counts from 1: A, Z, AA.
func ColumnName(column int) string { return source.ColumnName(column) }
