// Package alias knows which ids mean the same record, where systems write them differently.
package alias

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// Table says which ids are the same; nil says it of none.
type Table struct{ kinds map[string]*kind }

// kind is what the table says of the ids of one kind of record.
type kind struct {
	same     map[string][]string // id -> what it is called elsewhere, both ways
	spelling Spelling
	spelled  bool
}

// Spelling says which differences between two ids say nothing.
type Spelling struct {
	Case         bool
	Prefixes     []string // of the longest that an id begins with
	LeadingZeros bool
}

// Key is the id without what says nothing.
func (s Spelling) Key(id string) string {
	fold := func(text string) string { return text }
	if s.Case {
		fold = strings.ToLower
	}
	longest := 0
	for _, prefix := range s.Prefixes {
		if strings.HasPrefix(fold(id), fold(prefix)) && len(id) > len(prefix) {
			longest = max(longest, len(prefix))
		}
	}
	id = fold(id[longest:])
	if s.LeadingZeros {
		id = withoutZeros(id)
	}
	return id
}

// withoutZeros drops the zeros that numbers in an id begin with: RISK-007 is RISK-7.
func withoutZeros(id string) string {
	var b strings.Builder
	for i := range len(id) {
		inNumber := i > 0 && isDigit(id[i-1])
		before := b.String()
		leads := id[i] == '0' && i+1 < len(id) && isDigit(id[i+1]) && (!inNumber || before == "" || !isDigit(before[len(before)-1]))
		if !leads {
			b.WriteByte(id[i])
		}
	}
	return b.String()
}

// Loosely is what of an id people tend to keep when they write it otherwise: RISK-0012, r_12 and 12 are alike. It is good for
// a hint, and for nothing else.
func Loosely(id string) string {
	folded := strings.ToLower(id)
	if bare := strings.TrimLeft(folded, "abcdefghijklmnopqrstuvwxyz-_. #"); bare != "" {
		folded = bare
	}
	return withoutZeros(folded)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// kinds are those whose ids a table can say something of.
var kinds = []string{"risk", "plan", "review", "activity", "result", "report", "person", "service"}

// Parse reads the value of joins in the settings, which matches its schema; nil is no table.
func Parse(value *source.Value) *Table {
	if value == nil {
		return nil
	}
	t := &Table{kinds: map[string]*kind{}}
	for _, member := range value.Members {
		if aliases := member.Value.Get("aliases"); aliases != nil {
			for _, other := range aliases.Members {
				t.add(member.Name, other.Value.Text, other.Name)
			}
		}
		k := t.of(member.Name)
		k.spelling.Case = isTrue(member.Value.Get("ignore_case"))
		k.spelling.LeadingZeros = isTrue(member.Value.Get("ignore_leading_zeros"))
		if prefixes := member.Value.Get("ignore_prefixes"); prefixes != nil {
			for _, prefix := range prefixes.Elements {
				k.spelling.Prefixes = append(k.spelling.Prefixes, prefix.Text)
			}
		}
		k.spelled = k.spelling.Case || k.spelling.LeadingZeros || len(k.spelling.Prefixes) > 0
	}
	return t
}

func isTrue(v *source.Value) bool { return v != nil && v.Text == "true" }

func (t *Table) of(record string) *kind {
	if t.kinds[record] == nil {
		t.kinds[record] = &kind{same: map[string][]string{}}
	}
	return t.kinds[record]
}

func (t *Table) add(record, id, alias string) {
	k := t.of(record)
	for _, pair := range [][2]string{{id, alias}, {alias, id}} {
		if !slices.Contains(k.same[pair[0]], pair[1]) && id != alias {
			k.same[pair[0]] = append(k.same[pair[0]], pair[1])
		}
	}
}

// header is that of a table as CSV.
var header = []string{"record", "id", "alias"}

// ReadCSV reads a table of the columns record, id and alias.
func ReadCSV(file source.File) (*Table, error) {
	t := &Table{kinds: map[string]*kind{}}
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.Text, []byte("\ufeff"))))
	rows.FieldsPerRecord, rows.TrimLeadingSpace = -1, true
	for first := true; ; first = false {
		row, err := rows.Read()
		if err == io.EOF {
			if first {
				return nil, wrong(file, 1, 1, "is empty", "the first line is record,id,alias")
			}
			return t, nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, wrong(file, broken.Line, max(1, broken.Column), "is no CSV here", "each line is record,id,alias; a quote stands in quotes, twice")
		}
		if err != nil {
			return nil, err
		}
		line, column := rows.FieldPos(0)
		if first {
			if !slices.Equal(row, header) {
				return nil, wrong(file, line, column, fmt.Sprintf("the columns are %q", strings.Join(row, ",")), "the first line is record,id,alias")
			}
			continue
		}
		if len(row) != len(header) || row[1] == "" || row[2] == "" {
			return nil, wrong(file, line, column, "a line needs a record, an id and an alias", "as risk,R-12,RISK-0012")
		}
		if !slices.Contains(kinds, row[0]) {
			return nil, wrong(file, line, column, fmt.Sprintf("%q is no kind of record", row[0]), spelling.Hint(row[0], kinds))
		}
		t.add(row[0], row[1], row[2])
	}
}

func wrong(file source.File, line, column int, what, hint string) error {
	return &source.Error{Pos: source.Position{File: file.Name, Line: line, Column: column}, Err: errors.New(what), Hint: hint}
}

// And is a table that says what either does; how ids are spelled, the second says where it does.
func (t *Table) And(other *Table) *Table {
	if t == nil {
		return other
	}
	if other == nil {
		return t
	}
	both := &Table{kinds: map[string]*kind{}}
	for _, one := range []*Table{t, other} {
		for record, k := range one.kinds {
			for id, aliases := range k.same {
				for _, alias := range aliases {
					both.add(record, id, alias)
				}
			}
			if k.spelled {
				both.of(record).spelling, both.of(record).spelled = k.spelling, true
			}
		}
	}
	return both
}

// Others are what an id of a kind of record is called elsewhere, in order.
func (t *Table) Others(record, id string) []string {
	if t == nil || t.kinds[record] == nil {
		return nil
	}
	return slices.Sorted(slices.Values(t.kinds[record].same[id]))
}

// Spelling says which differences between the ids of a kind of record say nothing; false where all of them do say something.
func (t *Table) Spelling(record string) (Spelling, bool) {
	if t == nil || t.kinds[record] == nil {
		return Spelling{}, false
	}
	return t.kinds[record].spelling, t.kinds[record].spelled
}
