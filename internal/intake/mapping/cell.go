package mapping

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

// cell is what a row holds in a column of the mapping.
type cell struct {
	kind   grid.Kind
	text   string // without blanks at its ends
	offset int    // of its place, as offsets of the record's values are
	column int    // of the mapping, or noColumn
	list   []*source.Value
	tree   *source.Value // of a tree: the value itself; nil in a table
}

func (c cell) empty() bool { return c.kind == grid.Empty && c.list == nil }

// line is a row of a table, or an element of a list in a tree.
type line interface {
	cell(column int) cell
	// offset is that of the row's own place.
	offset() int
}

// gridLine is a row of a sheet. Its offsets hold which row of the record it is, and the column of the sheet.
type gridLine struct {
	row  grid.Row
	at   []int // columns of the sheet, counted from 1; 0 for one that it lacks
	base int
	of   []column
}

func (l gridLine) offset() int { return l.base }

func (l gridLine) cell(n int) cell {
	if l.at[n] == 0 {
		return cell{offset: l.base, column: n}
	}
	found := l.row.Cell(l.at[n])
	c := cell{kind: found.Kind, text: strings.TrimFunc(found.Text, isBlank), offset: l.base | l.at[n], column: n}
	return c.blanked(l.of[n])
}

// isBlank holds for what people can't see at the ends of a cell.
func isBlank(r rune) bool {
	return strings.ContainsRune(" \t\r\n\v\f\u00a0\u200b\u2007\u202f\ufeff", r)
}

// blanked is the cell, or an empty one where its text stands for that.
func (c cell) blanked(of column) cell {
	if c.kind != grid.Fault && (c.text == "" || len(of.blank) > 0 && slices.Contains(of.blank, fold(c.text))) {
		c.kind, c.text = grid.Empty, ""
	}
	return c
}

// baseOf begins the offsets of the n-th row of a record.
func baseOf(n int) int { return n << cellBits }

// treeLine is an element of a list in a tree. Its offsets are those of the file.
type treeLine struct {
	value *source.Value
	key   *source.Value // under which it stands, or nil
	at    []source.Pointer
	of    []column
}

func (l treeLine) offset() int { return l.value.Offset }

func (l treeLine) cell(n int) cell {
	if l.at[n] == keyColumn {
		return treeCell(l.key, l.value.Offset, n).blanked(l.of[n])
	}
	found, at := l.value.Lookup(l.at[n])
	if at != l.at[n] {
		return cell{offset: found.Offset, column: n}
	}
	return treeCell(found, found.Offset, n).blanked(l.of[n])
}

// treeCell is a value of a tree as a cell.
func treeCell(v *source.Value, offset, column int) cell {
	c := cell{offset: offset, column: column, tree: v}
	if v == nil {
		return c
	}
	switch v.Kind {
	case source.String:
		c.kind, c.text = grid.Text, strings.TrimFunc(v.Text, isBlank)
	case source.Number:
		c.kind, c.text = grid.Number, v.Text
	case source.Bool:
		c.kind, c.text = grid.Bool, v.Text
	case source.Array:
		c.list = v.Elements
	}
	return c
}
