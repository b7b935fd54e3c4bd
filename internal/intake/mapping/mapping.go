// Package mapping turns tables and trees of other tools into native documents, as mapping files describe them.
package mapping

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// Extension is that of a mapping's file. What stands before it is the name of the format.
const Extension = ".json"

// Mapping says how the export of one tool becomes native documents. It may be used by many goroutines.
type Mapping struct {
	// Name is that of the format.
	Name  string
	Title string
	// File is where the mapping stands; its Text is empty in one that riskgate ships.
	File source.File

	dateOrder dateOrder
	header    []headerField
	tables    []*table
	omits     []string // declared
	kinds     []kind   // of documents that it makes, in the order of the model
}

// Shipped reports whether the mapping is riskgate's own.
func (m *Mapping) Shipped() bool { return m.File.Text == nil }

// kind is a kind of document, with the lists of records that the mapping fills.
type kind struct {
	name string
	list []schema.List
}

// headerField is a field of all documents that have it.
type headerField struct {
	path     []string
	leaf     schema.Field
	kinds    []string // that have it
	constant *source.Value
	labels   []string // folded; of a tree: pointers
	below    bool
}

// table is one table of the source, and what its rows become.
type table struct {
	sheets   []string // folded; none: any
	tree     bool
	at       source.Pointer
	each     bool // of a tree: every member is a row
	optional bool
	columns  []column
	skips    []skip
	records  []*record

	references []*reference // of all that its records are made of
}

// column is one that the mapping knows.
type column struct {
	header    string   // as the mapping calls it
	names     []string // that it may have: folded; of a tree: pointers
	optional  bool
	blank     []string // folded
	dateOrder dateOrder
}

type skip struct {
	when   []condition
	reason string
}

// rows says how many rows make one record.
type rows uint8

const (
	oneRow rows = iota
	sameID
	untilNextID
)

// record is a template for one record of a row.
type record struct {
	name   string // as schemas call it
	kind   string // of its document
	member string // the list of the document that it stands in
	rows   rows
	when   []condition
	id     *field
	fields []field
	lists  []list
}

// list is a template for entries of a list of objects.
type list struct {
	path   []string
	when   []condition
	each   *each
	fields []field
}

// field is where one field comes from.
type field struct {
	steps  []step
	leaf   schema.Field
	origin origin
}

// step is one key on the way to a field. A list on the way has one entry, or one for each value.
type step struct {
	name string
	list bool
}

// dateOrder is the order of day and month where the year comes last.
type dateOrder string

// The orders.
const (
	unknownOrder dateOrder = ""
	dayFirst     dateOrder = "dmy"
	monthFirst   dateOrder = "mdy"
)

// DateOrders are the names of the orders that a date of digits may have.
func DateOrders() []string { return []string{string(dayFirst), string(monthFirst)} }

// Library holds the mappings of a run.
type Library struct {
	mappings  []*Mapping // by name
	checker   *schema.Checker
	format    string // the only one, if the user says so
	dateOrder dateOrder
}

// Config is what a library is made of.
type Config struct {
	// Shipped holds riskgate's own mappings, each as <format>.json.
	Shipped fs.FS
	// Own are those of the organisation. One that is called like one that is shipped stands instead of it.
	Own     []source.File
	Checker *schema.Checker
	// Format is the name of the only mapping to use; "" for whichever fits.
	Format string
	// DateOrder is the order of day and month where no mapping says; "" makes such dates an error.
	DateOrder string
}

// ErrNoFormat says that no mapping has the name that Config.Format gives.
var ErrNoFormat = errors.New("no such format")

// Load reads and compiles all mappings. Every mistake in them comes with its place.
func Load(c Config) (*Library, error) {
	l := &Library{checker: c.Checker, format: c.Format, dateOrder: dateOrder(c.DateOrder)}
	var faults *multierror.Error
	add := func(file source.File, shipped bool) {
		m, err := compile(file, c.Checker)
		if err != nil {
			faults = multierror.Append(faults, err)
			return
		}
		if shipped {
			m.File.Text = nil
		}
		i := slices.IndexFunc(l.mappings, func(other *Mapping) bool { return other.Name == m.Name })
		switch {
		case i < 0:
			l.mappings = append(l.mappings, m)
		case l.mappings[i].Shipped():
			l.mappings[i] = m
		default:
			faults = multierror.Append(faults, &source.Error{
				Pos:  source.Position{File: file.Name},
				Err:  fmt.Errorf("%s is called %q as well", l.mappings[i].File.Name, m.Name),
				Hint: "a format has the name of its file; rename one of them",
			})
		}
	}
	names, err := fs.Glob(c.Shipped, "*"+Extension)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(c.Shipped, name)
		if err != nil {
			return nil, err
		}
		add(source.File{Name: name, Text: text}, true)
	}
	for _, file := range c.Own {
		add(file, false)
	}
	if err := faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	slices.SortFunc(l.mappings, func(a, b *Mapping) int { return cmp.Compare(a.Name, b.Name) })
	if c.Format != "" && l.named(c.Format) == nil {
		return nil, &source.Error{
			Pos:  source.Position{File: "--format"},
			Err:  fmt.Errorf("no format is called %q%w", c.Format, silent{ErrNoFormat}),
			Hint: cmp.Or(spelling.Hint(c.Format, l.Names()), "formats: "+strings.Join(l.Names(), ", ")),
		}
	}
	return l, nil
}

// silent wraps an error without a word of its own.
type silent struct{ error }

func (silent) Error() string   { return "" }
func (s silent) Unwrap() error { return s.error }

func (l *Library) named(name string) *Mapping {
	i := slices.IndexFunc(l.mappings, func(m *Mapping) bool { return m.Name == name })
	if i < 0 {
		return nil
	}
	return l.mappings[i]
}

// Mappings are all mappings, by name.
func (l *Library) Mappings() []*Mapping { return l.mappings }

// Names are the names of all formats.
func (l *Library) Names() []string {
	var names []string
	for _, m := range l.mappings {
		names = append(names, m.Name)
	}
	return names
}

// candidates are the mappings that a file may be read by, those of the organisation first.
func (l *Library) candidates() []*Mapping {
	if l == nil {
		return nil
	}
	if l.format != "" {
		return []*Mapping{l.named(l.format)}
	}
	all := slices.Clone(l.mappings)
	slices.SortStableFunc(all, func(a, b *Mapping) int {
		switch {
		case a.Shipped() == b.Shipped():
			return 0
		case a.Shipped():
			return 1
		}
		return -1
	})
	return all
}

// nameOf is the name of the format that a file maps.
func nameOf(file string) string { return strings.TrimSuffix(path.Base(file), Extension) }

// fold makes alike what people take for the same header or word: letter case, blanks and line breaks aside.
func fold(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

func foldAll(texts []string) []string {
	var folded []string
	for _, text := range texts {
		folded = append(folded, fold(text))
	}
	return folded
}
