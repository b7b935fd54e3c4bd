package mapping

import (
	"regexp"

	"github.com/riskgate/riskgate/internal/source"
)

// origin is where the value of a field comes from.
type origin struct {
	columns  []int // of the table; several are joined, or follow each other
	with     string
	piece    *piece
	numbered *string
	constant *source.Value
	first    []origin
	when     []condition
	split    []string
	refers   *reference
	prefix   string
	suffix   string
	values   *valueList
	as       as
	role     int // columns, or -1
	team     int
}

// piece is a part of what a list entry is made of.
type piece struct {
	group   int            // of the pattern, 0 for all of it
	pointer source.Pointer // into an element of a tree
}

// each cuts a cell into pieces.
type each struct {
	column  int
	split   []string
	pattern *regexp.Regexp
	refers  *reference
}

// reference leads from a value to the element of a list that it names.
type reference struct {
	at, by, take source.Pointer
}

// targets are the elements of a list in a tree, by what they are named by.
type targets map[string]*source.Value

func (r *reference) targets(tree *source.Value) targets {
	found := targets{}
	list, at := tree.Lookup(r.at)
	if at != r.at {
		return found
	}
	for _, element := range list.Elements {
		if name, at := element.Lookup(r.by); at == r.by {
			found[name.Text] = element
		}
	}
	return found
}

// as says what a name stands for.
type as string

const (
	itself       as = ""
	aPerson      as = "person"
	aService     as = "service"
	anID         as = "id"
	noColumn        = -1
	allRow          = 0
	cellBits        = 15 // a sheet has at most 1<<14 columns, counted from 1
	cellMask        = 1<<cellBits - 1
	mostNamed       = 40 // words that a hint lists
	textEnds        = " \t\r\n\u00a0"
	defaultBreak    = "\n"
)

// condition is what a column must hold.
type condition struct {
	column int
	is     []string // folded
	not    []string
	filled *bool
}

// valueList turns words and figures of the source into native ones.
type valueList struct {
	name   string
	words  map[string]*string // by folded word; nil leaves the field out
	known  []string           // the words as they are written
	ranges []figures
	other  string
}

type figures struct {
	from, to float64
	is       string
}

const (
	keptOther    = "kept"
	leftOutOther = "left_out"
)
