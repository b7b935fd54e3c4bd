package xlsx

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/riskgate/riskgate/internal/intake/grid"
)

// The size of the largest sheet.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// openSheet reads what stands before and behind the cells of a sheet.
func (b *book) openSheet(name, part string) (grid.Sheet, error) {
	s := &sheet{book: b, name: name, part: part}
	found := grid.Sheet{Name: name, Rows: s.rows}
	file, err := b.openPart(part)
	if err != nil {
		return found, err
	}
	defer file.Close()
	in := bufio.NewReaderSize(file, 64<<10)
	decoder := xml.NewDecoder(in)
	for {
		token, err := decoder.Token()
		if err != nil {
			return found, b.broken(part, err)
		}
		start, ok := token.(xml.StartElement)
		if ok && start.Name.Local == "col" {
			if columns, ok := hiddenColumns(start.Attr); ok {
				found.HiddenColumns = append(found.HiddenColumns, columns)
			}
		}
		if ok && start.Name.Local == "sheetData" {
			break
		}
	}
	found.Merged, err = merged(in)
	if err != nil {
		return found, b.broken(part, err)
	}
	return found, nil
}

func hiddenColumns(attrs []xml.Attr) (grid.Columns, bool) {
	var columns grid.Columns
	hidden := false
	for _, attr := range attrs {
		switch attr.Name.Local {
		case "min":
			columns.First, _ = strconv.Atoi(attr.Value)
		case "max":
			columns.Last, _ = strconv.Atoi(attr.Value)
		case "hidden":
			hidden = isTrue(attr.Value)
		}
	}
	return columns, hidden
}

// merged reads the areas that are listed behind the cells. Those are passed over unread: reading them twice would take twice
// the time, and what is wrong with them shows when the rows are read.
func merged(in *bufio.Reader) ([]grid.Area, error) {
	var areas []grid.Area
	if err := skipCells(in); err != nil {
		return nil, err
	}
	decoder := xml.NewDecoder(in)
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return areas, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "mergeCell" {
			for _, attr := range start.Attr {
				if area, ok := parseArea(attr.Value); ok && attr.Name.Local == "ref" {
					areas = append(areas, area)
				}
			}
		}
	}
}

// skipCells reads on to the end tag of the cells, or to the end where there is none.
func skipCells(in *bufio.Reader) error {
	for {
		part, err := in.ReadSlice('>')
		switch {
		case bytes.HasSuffix(part, []byte("sheetData>")) && bytes.Contains(part, []byte("</")):
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

func parseArea(text string) (grid.Area, bool) {
	from, to, ok := strings.Cut(text, ":")
	firstRow, firstColumn, ok1 := parseName(from)
	lastRow, lastColumn, ok2 := parseName(to)
	return grid.Area{FirstRow: firstRow, FirstColumn: firstColumn, LastRow: lastRow, LastColumn: lastColumn}, ok && ok1 && ok2
}

// parseName is the inverse of grid.Name, within the largest sheet.
func parseName(name string) (row, column int, ok bool) {
	letters := 0
	for letters < len(name) && 'A' <= name[letters] && name[letters] <= 'Z' && letters < 4 {
		column = column*26 + int(name[letters]-'A') + 1
		letters++
	}
	row, err := strconv.Atoi(name[letters:])
	return row, column, err == nil && 1 <= row && row <= maxRows && 1 <= column && column <= maxColumns
}

// sheet reads the rows of one sheet.
type sheet struct {
	book       *book
	name, part string
}

func (s *sheet) rows(yield func(grid.Row, error) bool) {
	file, err := s.book.openPart(s.part)
	if err != nil {
		yield(grid.Row{}, err)
		return
	}
	defer file.Close()
	if err := s.read(file, yield); err != nil {
		yield(grid.Row{}, err)
	}
}

// read yields the rows that hold something.
func (s *sheet) read(file fs.File, yield func(grid.Row, error) bool) error {
	decoder := xml.NewDecoder(bufio.NewReaderSize(file, 64<<10))
	last, within := 0, false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return s.book.broken(s.part, err)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
			if end, ok := token.(xml.EndElement); ok && end.Name.Local == "sheetData" {
				within = false
			}
		case start.Name.Local == "sheetData":
			within = true
		case !within:
		case start.Name.Local == "row":
			row, err := s.row(decoder, start, last)
			if err != nil {
				return err
			}
			last = row.Number
			if !row.Blank() && !yield(row, nil) {
				return nil
			}
		}
	}
}

// row reads one row up to its end.
func (s *sheet) row(decoder *xml.Decoder, start xml.StartElement, last int) (grid.Row, error) {
	row := grid.Row{Number: last + 1}
	for _, attr := range start.Attr {
		switch attr.Name.Local {
		case "r":
			row.Number, _ = strconv.Atoi(attr.Value)
		case "hidden":
			row.Hidden = isTrue(attr.Value)
		}
	}
	if row.Number <= last || row.Number > maxRows {
		return row, s.fault(fmt.Sprintf("a row behind row %d has no number that can follow it", last))
	}
	for column := 0; ; {
		token, err := decoder.Token()
		if err != nil {
			return row, s.book.broken(s.part, err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			return row, nil
		case xml.StartElement:
			if token.Name.Local != "c" {
				if err := decoder.Skip(); err != nil {
					return row, s.book.broken(s.part, err)
				}
				continue
			}
			cell, at, err := s.cell(decoder, token, row.Number, column)
			if err != nil {
				return row, err
			}
			column = at
			if cell.Kind == grid.Empty {
				continue
			}
			for len(row.Cells) < column-1 {
				row.Cells = append(row.Cells, grid.Cell{})
			}
			row.Cells = append(row.Cells, cell)
		}
	}
}

// raw is a cell as it is written.
type raw struct {
	kind    string
	style   int
	value   string
	written bool // there is a value, though it may be empty
	inline  string
	formula bool
}

// cell reads one cell up to its end, and returns it with its column.
func (s *sheet) cell(decoder *xml.Decoder, start xml.StartElement, row, last int) (grid.Cell, int, error) {
	column := last + 1
	read := raw{style: -1}
	for _, attr := range start.Attr {
		switch attr.Name.Local {
		case "r":
			named, at, ok := parseName(attr.Value)
			if !ok || named != row || at <= last {
				return grid.Cell{}, 0, s.fault(fmt.Sprintf("row %d has a cell called %q, which can't stand there", row, attr.Value))
			}
			column = at
		case "s":
			read.style, _ = strconv.Atoi(attr.Value)
		case "t":
			read.kind = attr.Value
		}
	}
	if column > maxColumns {
		return grid.Cell{}, 0, s.fault(fmt.Sprintf("row %d has more than %d columns", row, maxColumns))
	}
	if err := read.content(decoder); err != nil {
		return grid.Cell{}, 0, s.book.broken(s.part, err)
	}
	cell, err := s.book.cell(read)
	if err != nil {
		return grid.Cell{}, 0, s.fault(fmt.Sprintf("cell %s %v", grid.Name(row, column), err))
	}
	return cell, column, nil
}

func (r *raw) content(decoder *xml.Decoder) error {
	for {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if _, end := token.(xml.EndElement); end {
			return nil
		}
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "v":
			r.value, err = readValue(decoder)
			r.written = true
		case "is":
			r.inline, err = readText(decoder)
			r.written = true
		case "f":
			r.formula = true
			err = decoder.Skip()
		default:
			err = decoder.Skip()
		}
		if err != nil {
			return err
		}
	}
}

func readValue(decoder *xml.Decoder) (string, error) {
	value := ""
	for {
		token, err := decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.CharData:
			value += string(token)
		case xml.StartElement:
			if err := decoder.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return value, nil
		}
	}
}

// cell returns what is written as what it is.
func (b *book) cell(r raw) (grid.Cell, error) {
	cell, err := b.value(r)
	cell.Formula = r.formula
	if r.formula && !r.written {
		cell.Kind, cell.Text = grid.Fault, grid.NotComputed
	}
	return cell, err
}

func (b *book) value(r raw) (grid.Cell, error) {
	switch r.kind {
	case "s":
		index, err := strconv.Atoi(strings.TrimSpace(r.value))
		if err != nil || index < 0 || index >= len(b.strings) {
			return grid.Cell{}, fmt.Errorf("holds text number %q, of which the workbook has %d", r.value, len(b.strings))
		}
		return text(b.strings[index]), nil
	case "inlineStr":
		return text(r.inline), nil
	case "str":
		return text(unescape(r.value)), nil
	case "b":
		return grid.Cell{Kind: grid.Bool, Text: strconv.FormatBool(isTrue(strings.TrimSpace(r.value)))}, nil
	case "e":
		return grid.Cell{Kind: grid.Fault, Text: r.value}, nil
	case "d":
		return isoDate(strings.TrimSpace(r.value))
	case "", "n":
		return b.number(strings.TrimSpace(r.value), r.style)
	}
	return grid.Cell{}, fmt.Errorf("is of kind %q, which no workbook has", r.kind)
}

func text(value string) grid.Cell {
	if value == "" {
		return grid.Cell{}
	}
	return grid.Cell{Kind: grid.Text, Text: value}
}

func (b *book) number(value string, style int) (grid.Cell, error) {
	if value == "" {
		return grid.Cell{}, nil
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
		return grid.Cell{}, fmt.Errorf("holds %q, which is no number", value)
	}
	return b.dates.cell(style, number), nil
}

// isoDate reads a date that is written as one, in the edition of the format that has such cells.
func isoDate(value string) (grid.Cell, error) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", time.RFC3339} {
		at, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		if at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
			return grid.Cell{Kind: grid.Date, Text: at.Format(time.DateOnly)}, nil
		}
		return grid.Cell{Kind: grid.Date, Text: at.Format("2006-01-02T15:04:05")}, nil
	}
	return grid.Cell{}, fmt.Errorf("holds %q, which is no date", value)
}

func (s *sheet) fault(text string) error {
	return fault(s.book.name, fmt.Sprintf("sheet %q: %s", s.name, text), "save the workbook again with the program that made it")
}
