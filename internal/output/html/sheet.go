package html

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
)

// sheet is a table of the page whose rows come from data: the script shows, filters and sorts all of them; without it the
// first ones stand in the page. Its fields are written column by column, because a text that many rows share is then
// written once.
type sheet struct {
	Rows   int               `json:"rows"`
	Fields map[string]column `json:"fields"`

	// First are the rows that the page itself holds, each with its text by field.
	First []map[string]string `json:"-"`
	// Left counts the others.
	Left int `json:"-"`
}

// column is one field of all rows.
type column struct {
	// Words are the different texts, in the order of their first row unless Ordered.
	Words []string `json:"words"`
	// Rows holds for each row the number of its word; it is left out where each row has a word of its own.
	Rows []int `json:"rows,omitempty"`
	// Lists holds for each row the numbers of its words, for a field with several.
	Lists [][]int `json:"lists,omitempty"`
	// Ordered says that the order of Words means something, as from low to high.
	Ordered bool `json:"ordered,omitempty"`
}

// field says how a sheet gets one of its columns out of a row.
type field[R any] struct {
	name  string
	words func(R) []string
	// list says that a row may have several words, or none.
	list bool
	// order lists the words whose order means something; nil for a field that is sorted as people sort words.
	order []string
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

// firstRows is how many rows of a sheet the page shows without its script: what a person may read through, and what a browser lays
// out at once.
const firstRows = 500

// newSheet makes a sheet of rows. Foreign text becomes plain here, so that it does nothing but stand there.
func newSheet[R any](rows []R, fields ...field[R]) *sheet {
	s := &sheet{Rows: len(rows), Fields: make(map[string]column, len(fields))}
	for _, f := range fields {
		s.Fields[f.name] = newColumn(rows, f)
	}
	for row := range min(len(rows), firstRows) {
		texts := make(map[string]string, len(fields))
		for name, c := range s.Fields {
			texts[name] = c.text(row)
		}
		s.First = append(s.First, texts)
	}
	s.Left = len(rows) - len(s.First)
	return s
}

func newColumn[R any](rows []R, f field[R]) column {
	c := column{Words: []string{}, Ordered: f.order != nil}
	numbers := make(map[string]int)
	number := func(word string) int {
		n, ok := numbers[word]
		if !ok {
			n = len(c.Words)
			numbers[word] = n
			c.Words = append(c.Words, prose.Plain(word))
		}
		return n
	}
	for _, word := range f.order {
		number(word)
	}
	for _, row := range rows {
		of := []int{}
		for _, word := range f.words(row) {
			of = append(of, number(word))
		}
		if f.list {
			c.Lists = append(c.Lists, of)
		} else {
			c.Rows = append(c.Rows, of[0])
		}
	}
	if identical(c.Rows) {
		c.Rows = nil
	}
	return c
}

// identical reports whether each row has the word of its own number.
func identical(rows []int) bool {
	for row, number := range rows {
		if row != number {
			return false
		}
	}
	return true
}

// text is what a row says in the column.
func (c column) text(row int) string {
	switch {
	case c.Lists != nil:
		var words []string
		for _, n := range c.Lists[row] {
			words = append(words, c.Words[n])
		}
		return strings.Join(words, ", ")
	case c.Rows != nil:
		return c.Words[c.Rows[row]]
	}
	return c.Words[row]
}

// Choices are the words that rows can be filtered by: those with order in their order, the others sorted.
func (c column) Choices() []string {
	used := make([]bool, len(c.Words))
	for _, n := range c.Rows {
		used[n] = true
	}
	var words []string
	for n, word := range c.Words {
		if word != "" && (used[n] || c.Rows == nil) {
			words = append(words, word)
		}
	}
	if !c.Ordered {
		slices.Sort(words)
	}
	return words
}
