package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// farOff is how many columns a file must share with a mapping for the mapping to be worth naming.
const farOff = 3

// headerRows is how far down a header row is looked for: titles above it are few.
const headerRows = 100

// Book is a file of another tool as it was read: sheets, or a tree.
type Book struct {
	// Name is the file's, as messages call it.
	Name   string
	Sheets []grid.Sheet
	// Notes say how the file is written where that had to be found out, and what in it is no sheet.
	Notes []string
	// Again reads a row of a file of text once more; nil where rows are to be kept.
	Again func(number int, span source.Span) (grid.Row, error)
	// Tree is what a file of JSON or YAML holds, and Position where an offset of it is.
	Tree     *source.Value
	Position func(offset int) source.Position
}

// Match is a mapping that fits a file.
type Match struct {
	*Mapping
	// Why says by what the file was recognised.
	Why     string
	checker *schema.Checker
	book    Book
	found   []found
	order   dateOrder
}

// found is a table where it was found in a file.
type found struct {
	table *table
	sheet int      // of the book
	row   grid.Row // the header
	at    []int    // columns of the sheet, by column of the mapping; 0 for those that are lacking
	tree  *source.Value
	paths []source.Pointer // in a tree, by column of the mapping; "/-" for those that are lacking
}

// ErrUnrecognized says that no mapping fits a file.
var ErrUnrecognized = errors.New("no mapping fits")

// miss says how near a mapping came to fit, and what is wrong.
type miss struct {
	near int
	err  *source.Error
}

// Recognize finds the mapping that fits a file best: the one that finds the most of its columns, those of the organisation
// first. The error is a *source.Error, and ErrUnrecognized where nothing in the file says that it is for any of them.
func (l *Library) Recognize(book Book) (*Match, error) {
	var best []*Match
	var nearest *miss
	most, own := 0, false
	for _, m := range l.candidates() {
		if own && m.Shipped() {
			break
		}
		match, missed, err := l.fit(m, book)
		if err != nil {
			return nil, err
		}
		if missed != nil {
			if nearest == nil || missed.near > nearest.near {
				nearest = missed
			}
			continue
		}
		own = own || !m.Shipped()
		switch score := match.score(); {
		case score > most:
			best, most = []*Match{match}, score
		case score == most:
			best = append(best, match)
		}
	}
	switch {
	case len(best) == 1:
		return best[0], best[0].checkHeaders()
	case len(best) > 1:
		var names []string
		for _, m := range best {
			names = append(names, m.Name)
		}
		return nil, &source.Error{
			Pos:  source.Position{File: book.Name},
			Err:  fmt.Errorf("%s fit equally well", strings.Join(names, " and ")),
			Hint: "say which one it is, as --format " + names[0],
		}
	case nearest == nil:
		return nil, &source.Error{Pos: source.Position{File: book.Name}, Err: fmt.Errorf("there is no mapping for such a file%w", silent{ErrUnrecognized})}
	case l.format != "":
		return nil, nearest.err
	case nearest.near < farOff:
		nearest.err = &source.Error{
			Pos:  source.Position{File: book.Name},
			Err:  errors.New("no mapping knows what it holds"),
			Hint: "riskgate mappings lists those that are shipped; --mapping FILE adds one of your own",
		}
	}
	nearest.err.Err = fmt.Errorf("%w%w", nearest.err.Err, silent{ErrUnrecognized})
	return nil, nearest.err
}

// fit looks for the tables of a mapping in a file.
func (l *Library) fit(m *Mapping, book Book) (*Match, *miss, error) {
	match := &Match{Mapping: m, checker: l.checker, book: book, order: l.dateOrder}
	var nearest *miss
	for _, t := range m.tables {
		if t.tree != (book.Tree != nil) {
			continue
		}
		before := len(match.found)
		var missed *miss
		var err error
		if t.tree {
			missed = match.findTree(t)
		} else {
			missed, err = match.findHeaders(t)
		}
		if err != nil {
			return nil, nil, err
		}
		if len(match.found) == before && !t.optional && missed != nil && (nearest == nil || missed.near < nearest.near) {
			nearest = missed
		}
	}
	if nearest == nil && len(match.found) == 0 {
		kind := "tables"
		if book.Tree != nil {
			kind = "a tree"
		}
		nearest = &miss{-1, match.error(source.Position{File: book.Name}, "", "it is %s, and none of the tables of %s is in it", kind, m.Name)}
	}
	if nearest != nil {
		return nil, nearest, nil
	}
	match.explain()
	return match, nil, nil
}

func (m *Match) error(at source.Position, hint, format string, args ...any) *source.Error {
	return &source.Error{Pos: at, Err: fmt.Errorf(format, args...), Hint: hint}
}

// score is how many columns were found.
func (m *Match) score() int {
	n := 0
	for _, f := range m.found {
		for i := range f.table.columns {
			if f.has(i) {
				n++
			}
		}
	}
	return n
}

// has reports whether the file has a column.
func (f *found) has(column int) bool {
	if column == noColumn {
		return false
	}
	if f.table.tree {
		return f.paths[column] != lacking
	}
	return f.at[column] > 0
}

// lacking is where nothing ever stands.
const lacking source.Pointer = "/-/-"

func (m *Match) explain() {
	var reasons []string
	for _, f := range m.found {
		n, of := 0, len(f.table.columns)
		for i := range f.table.columns {
			if f.has(i) {
				n++
			}
		}
		switch {
		case f.table.tree:
			reasons = append(reasons, fmt.Sprintf("%s has %d of %s that it reads", pointerName(f.table.at), n, prose.Count(of, "key", "keys")))
		case m.book.Sheets[f.sheet].Name != "":
			reasons = append(reasons, fmt.Sprintf("row %d of sheet %s has %d of %s that it reads", f.row.Number, quote(m.book.Sheets[f.sheet].Name), n, prose.Count(of, "column", "columns")))
		default:
			reasons = append(reasons, fmt.Sprintf("row %d has %d of %s that it reads", f.row.Number, n, prose.Count(of, "column", "columns")))
		}
	}
	m.Why = strings.Join(reasons, "; ")
}

func pointerName(p source.Pointer) string {
	if p == "" {
		return "the top level"
	}
	return string(p)
}

// findHeaders looks for the header row of a table in each sheet that may have it.
func (m *Match) findHeaders(t *table) (*miss, error) {
	var nearest *miss
	for i, sheet := range m.book.Sheets {
		if sheet.Name != "" && t.sheets != nil && !slices.Contains(t.sheets, fold(sheet.Name)) {
			continue
		}
		if sheet.Name == "" && slices.ContainsFunc(m.found, func(f found) bool { return f.sheet == i && f.table.sheets != nil }) {
			continue // one sheet of a workbook, saved alone, is the first that it can be
		}
		f, missed, err := m.findHeader(t, i)
		if err != nil {
			return nil, err
		}
		if missed == nil {
			m.found = append(m.found, *f)
			continue
		}
		if nearest == nil || missed.near > nearest.near {
			nearest = missed
		}
	}
	if nearest == nil && t.sheets != nil {
		var names []string
		for _, sheet := range m.book.Sheets {
			names = append(names, quote(sheet.Name))
		}
		nearest = &miss{0, m.error(source.Position{File: m.book.Name}, "the sheets are "+strings.Join(names, ", "), "no sheet is called %s, as %s needs", quote(t.sheets[0]), m.Name)}
	}
	return nearest, nil
}

// findHeader looks for the header row of a table in one sheet.
func (m *Match) findHeader(t *table, number int) (*found, *miss, error) {
	sheet := m.book.Sheets[number]
	var best *found
	most := 0
	for row, err := range sheet.Rows {
		if err != nil {
			return nil, nil, err
		}
		if row.Number > headerRows {
			break
		}
		f := &found{table: t, sheet: number, row: copyRow(row), at: make([]int, len(t.columns))}
		have, all := 0, true
		for i, column := range t.columns {
			f.at[i] = findColumn(row, column)
			if f.at[i] > 0 {
				have++
			}
			all = all && (f.at[i] > 0 || column.optional)
		}
		if all && have > 0 {
			return f, nil, nil
		}
		if have > most || best == nil {
			best, most = f, have
		}
	}
	where := source.Position{File: m.book.Name}
	if best == nil {
		return nil, &miss{0, m.error(where, "", "%s holds nothing", sheetName(sheet))}, nil
	}
	var absent []string
	for i, column := range t.columns {
		if best.at[i] == 0 && !column.optional {
			absent = append(absent, quote(column.header))
		}
	}
	if most > 0 {
		where = placeOf(m.book.Name, sheet, best.row, 0)
	}
	text := fmt.Sprintf("%s has no row with the headers of %s: ", sheetName(sheet), m.Name)
	if most == 0 {
		text += "none of " + list12(absent) + " stands in it"
	} else {
		text += fmt.Sprintf("the nearest, row %d, lacks %s", best.row.Number, list12(absent))
	}
	return nil, &miss{most, m.error(where, hintHeaders(best, t), "%s", text)}, nil
}

// hintHeaders lists what stands where headers were looked for.
func hintHeaders(f *found, t *table) string {
	var headers []string
	for i, c := range f.row.Cells {
		if c.Text != "" && !slices.Contains(f.at, i+1) {
			headers = append(headers, quote(strings.Join(strings.Fields(c.Text), " ")))
		}
	}
	if len(headers) == 0 {
		return `a mapping of your own can say other headers in "also": --mapping FILE`
	}
	return "other headers there: " + list12(headers) + `; a mapping's "also" can take them`
}

func sheetName(s grid.Sheet) string {
	if s.Name == "" {
		return "the table"
	}
	return "sheet " + quote(s.Name)
}

// findColumn is the first column of a row that bears a name of a column; 0 for none.
func findColumn(row grid.Row, of column) int {
	for i, c := range row.Cells {
		if c.Kind != grid.Empty && slices.Contains(of.names, fold(c.Text)) {
			return i + 1
		}
	}
	return 0
}

// checkHeaders refuses a header row in which two cells match one column.
func (m *Match) checkHeaders() error {
	for _, f := range m.found {
		if f.table.tree {
			continue
		}
		for i, of := range f.table.columns {
			if f.at[i] == 0 {
				continue
			}
			second := slices.IndexFunc(f.row.Cells[f.at[i]:], func(c grid.Cell) bool {
				return c.Kind != grid.Empty && slices.Contains(of.names, fold(c.Text))
			})
			if second < 0 {
				continue
			}
			sheet := m.book.Sheets[f.sheet]
			column := f.at[i] + second + 1
			return m.error(placeOf(m.book.Name, sheet, f.row, column), "rename or delete one of them in the file",
				"two headers match column %s of %s: %s here, and %s in column %s", quote(of.header), m.Name,
				quote(f.row.Cells[column-1].Text), quote(f.row.Cells[f.at[i]-1].Text), grid.ColumnName(f.at[i]))
		}
	}
	return nil
}

// findTree looks for the rows of a table in a tree.
func (m *Match) findTree(t *table) *miss {
	root := m.book.Tree
	list, at := root.Lookup(t.at)
	if at != t.at || list.Kind != source.Array && list.Kind != source.Object {
		return &miss{0, m.error(m.book.Position(list.Offset), "", "%s of %s is no list here", pointerName(t.at), m.Name)}
	}
	f := found{table: t, tree: list, paths: make([]source.Pointer, len(t.columns))}
	rows := f.elements()
	near := 0
	var absent []string
	for i, of := range t.columns {
		f.paths[i] = lacking
		for _, name := range of.names {
			if name == keyColumn && t.each || slices.ContainsFunc(rows, func(r treeRow) bool {
				_, found := r.value.Lookup(source.Pointer(name))
				return found == source.Pointer(name)
			}) {
				f.paths[i] = source.Pointer(name)
				near++
				break
			}
		}
		if f.paths[i] == lacking && !of.optional {
			absent = append(absent, quote(of.header))
		}
	}
	if len(rows) == 0 || absent != nil {
		return &miss{near, m.error(m.book.Position(list.Offset), `a mapping of your own can say other keys in "also": --mapping FILE`,
			"no row below %s has %s, which %s reads", pointerName(t.at), list12(absent), m.Name)}
	}
	m.found = append(m.found, f)
	return nil
}

// treeRow is one row of a tree, with the key under which it stands.
type treeRow struct {
	value, key *source.Value
}

// elements are the rows of a table in a tree.
func (f *found) elements() []treeRow {
	var rows []treeRow
	switch {
	case f.tree.Kind == source.Array:
		for _, element := range f.tree.Elements {
			rows = append(rows, treeRow{value: element})
		}
	case f.table.each:
		for _, member := range f.tree.Members {
			rows = append(rows, treeRow{value: member.Value, key: key(member)})
		}
	default:
		rows = append(rows, treeRow{value: f.tree})
	}
	return rows
}

// MayRead reports whether a file of JSON with these keys at its top, or an array, may be one that a mapping reads, so that
// others need not be read whole.
func (l *Library) MayRead(keys []string, array bool) bool {
	for _, m := range l.candidates() {
		for _, t := range m.tables {
			if !t.tree {
				continue
			}
			tokens := t.at.Tokens()
			switch {
			case len(tokens) > 0 && slices.Contains(keys, tokens[0]), len(tokens) == 0 && (array || t.each):
				return true
			case len(tokens) > 0 || array:
				continue
			}
			if slices.ContainsFunc(t.columns, func(c column) bool {
				return !c.optional && slices.ContainsFunc(c.names, func(name string) bool {
					tokens := source.Pointer(name).Tokens()
					return len(tokens) > 0 && slices.Contains(keys, tokens[0])
				})
			}) {
				return true
			}
		}
	}
	return false
}

func copyRow(row grid.Row) grid.Row {
	row.Cells, row.Places = slices.Clone(row.Cells), slices.Clone(row.Places)
	return row
}

// placeOf is the place of a cell, or of a row where the column is 0.
func placeOf(file string, sheet grid.Sheet, row grid.Row, column int) source.Position {
	if sheet.Name != "" {
		return source.Position{File: file, Sheet: sheet.Name, Line: row.Number, Column: max(column, 1)}
	}
	switch {
	case column >= 1 && column <= len(row.Places):
		return source.Position{File: file, Line: row.Places[column-1].Line, Column: row.Places[column-1].Column}
	case column > len(row.Places) && len(row.Places) > 0: // the row ends before
		last := row.Places[len(row.Places)-1]
		return source.Position{File: file, Line: last.Line, Column: last.Column}
	}
	return row.Span.Position(file)
}
