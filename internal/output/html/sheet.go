package html

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
)

// data is what the script reads: tables whose rows it shows, filters and sorts. Without it the first rows stand in the page.
type data struct {
	// Ranks are the colours of severities.
	Ranks ranks `json:"ranks"`
	// Words holds for each field the different texts of all sheets: a text that many rows share is written once.
	Words  map[string]*vocabulary `json:"words"`
	Sheets map[string]*sheet      `json:"sheets"`
}

func newData(r ranks) *data {
	return &data{Ranks: r, Words: map[string]*vocabulary{}, Sheets: map[string]*sheet{}}
}

// vocabulary numbers the words of a field, in the order in which they come up.
type vocabulary struct {
	Words []string `json:"words"`
	// Ordered says that the order of Words means something, as from low to high.
	Ordered bool `json:"ordered,omitempty"`

	numbers map[string]int // by the word as it came
	plain   map[string]int
}

// number returns the number of a word. Foreign text becomes plain here, so that it does nothing but stand there.
func (v *vocabulary) number(word string) int {
	n, ok := v.numbers[word]
	if !ok {
		n = v.numberOfPlain(prose.Plain(word))
		v.numbers[word] = n
	}
	return n
}

func (v *vocabulary) numberOfPlain(word string) int {
	n, ok := v.plain[word]
	if !ok {
		n = len(v.Words)
		v.plain[word] = n
		v.Words = append(v.Words, word)
	}
	return n
}

func (d *data) vocabulary(field string, order []string) *vocabulary {
	v := d.Words[field]
	if v == nil {
		v = &vocabulary{Words: []string{}, numbers: map[string]int{}, plain: map[string]int{}}
		d.Words[field] = v
	}
	for _, word := range order {
		v.Ordered = true
		v.number(word)
	}
	return v
}

// sheet is one table of the data, column by column.
type sheet struct {
	Rows   int                `json:"rows"`
	Fields map[string]*column `json:"fields"`

	// Many names its rows: "findings".
	Many    string   `json:"-"`
	Filters []filter `json:"-"`
	// First are the rows that the page itself holds, each with its text by field.
	First []map[string]string `json:"-"`
	// Left counts the others.
	Left int `json:"-"`
}

// filter offers the words of a field to choose from.
type filter struct {
	Field, Label string
	// Ticks says that several words can be chosen at once.
	Ticks bool
	Words []string
}

// mostChoices is how many words a filter offers; where there are more, searching finds them.
const mostChoices = 1000

// column is one field of all rows: the numbers of their words.
type column struct {
	Rows []int `json:"rows,omitempty"`
	// All is the word of every row, where they have one in common.
	All *int `json:"all,omitempty"`
	// Lists holds the words of each row, for a field with several.
	Lists [][]int `json:"lists,omitempty"`

	words *vocabulary
}

// field says how a sheet gets one of its columns out of a row.
type field[R any] struct {
	name  string
	words func(R) []string
	// list says that a row may have several words, or none.
	list bool
	// order lists the words whose order means something; nil for a field that is sorted as people sort words.
	order []string
	// label is the name of its filter, empty for none; ticks lets several words be chosen.
	label string
	ticks bool
}

// choose lets a reader choose one word of the field.
func (f field[R]) choose(label string) field[R] {
	f.label = label
	return f
}

// tick lets a reader choose any words of the field.
func (f field[R]) tick(label string) field[R] {
	f.label, f.ticks = label, true
	return f
}

// text is a field of one text.
func text[R any](name string, of func(R) string) field[R] {
	return field[R]{name: name, words: func(row R) []string { return []string{of(row)} }}
}

// ranked is a field of one text out of an order.
func ranked[R any](name string, order []string, of func(R) string) field[R] {
	f := text(name, of)
	f.order = order
	return f
}

// list is a field of several texts.
func list[R any](name string, of func(R) []string) field[R] {
	return field[R]{name: name, words: of, list: true}
}

// Without its script the page shows a sheet of up to wholeRows whole, and the firstRows of a longer one: a browser lays them out
// before it draws anything.
const (
	wholeRows = 500
	firstRows = 100
)

// addSheet makes a sheet of rows; many names them.
func addSheet[R any](d *data, name, many string, rows []R, fields ...field[R]) {
	s := &sheet{Rows: len(rows), Fields: make(map[string]*column, len(fields)), Many: many}
	for _, f := range fields {
		c := newColumn(d.vocabulary(f.name, f.order), rows, f)
		s.Fields[f.name] = c
		if words := c.choices(); f.label != "" && len(words) > 0 && len(words) <= mostChoices {
			s.Filters = append(s.Filters, filter{f.name, f.label, f.ticks, words})
		}
	}
	shown := len(rows)
	if shown > wholeRows {
		shown = firstRows
	}
	for row := range shown {
		texts := make(map[string]string, len(fields))
		for name, c := range s.Fields {
			texts[name] = c.text(row)
		}
		s.First = append(s.First, texts)
	}
	s.Left = len(rows) - len(s.First)
	d.Sheets[name] = s
}

func newColumn[R any](words *vocabulary, rows []R, f field[R]) *column {
	c := &column{words: words}
	for _, row := range rows {
		of := []int{}
		for _, word := range f.words(row) {
			of = append(of, words.number(word))
		}
		if f.list {
			c.Lists = append(c.Lists, of)
		} else {
			c.Rows = append(c.Rows, of[0])
		}
	}
	if len(c.Rows) > 0 && slices.Max(c.Rows) == slices.Min(c.Rows) {
		c.All, c.Rows = &c.Rows[0], nil
	}
	return c
}

// numbers are the words of a row.
func (c *column) numbers(row int) []int {
	switch {
	case c.All != nil:
		return []int{*c.All}
	case c.Lists != nil:
		return c.Lists[row]
	}
	return c.Rows[row : row+1]
}

// text is what a row says in the column.
func (c *column) text(row int) string {
	var words []string
	for _, n := range c.numbers(row) {
		words = append(words, c.words.Words[n])
	}
	return strings.Join(words, ", ")
}

// choices are the words that the rows can be filtered by: those with order in their order, the others sorted.
func (c *column) choices() []string {
	used := make([]bool, len(c.words.Words))
	for row := range max(len(c.Rows), len(c.Lists), 1) {
		if c.All == nil && c.Rows == nil && c.Lists == nil {
			break
		}
		for _, n := range c.numbers(row) {
			used[n] = true
		}
	}
	var words []string
	for n, word := range c.words.Words {
		if used[n] && word != "" {
			words = append(words, word)
		}
	}
	if !c.words.Ordered {
		slices.Sort(words)
	}
	return words
}
