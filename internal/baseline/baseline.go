// Package baseline lists what was wrong when an organisation began, to be mended by a day.
package baseline

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// FileName is what the file of the baseline is called where the settings don't say otherwise.
const FileName = "riskgate.baseline.json"

// Kind is what the file says of itself.
const Kind = "riskgate_baseline"

// Baseline is what is known to be wrong, and doesn't block until it is to be mended.
type Baseline struct {
	source.File // that it was read from; its zero value for a new one
	WrittenOn   report.Date
	Entries     []Entry // by rule, subject and fingerprint
}

// Entry is one finding of a baseline.
type Entry struct {
	Rule        string
	Subject     report.SubjectRef
	Fingerprint string
	Count       int         // how many findings of this fingerprint there were
	MendBy      report.Date // its last day
}

// New takes down what is found and not accepted by anybody. Of a rule that can't be waived nothing is taken down.
func New(findings []report.Finding, unwaivable func(rule string) bool, writtenOn, mendBy report.Date) *Baseline {
	b := &Baseline{WrittenOn: writtenOn}
	number := map[string]int{}
	for _, f := range findings {
		if f.Waived != nil || unwaivable(f.Rule) {
			continue
		}
		if i, known := number[f.Fingerprint]; known {
			b.Entries[i].Count++
			continue
		}
		number[f.Fingerprint] = len(b.Entries)
		b.Entries = append(b.Entries, Entry{Rule: f.Rule, Subject: f.Subject, Fingerprint: f.Fingerprint, Count: 1, MendBy: mendBy})
	}
	b.sort()
	return b
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Entries, func(x, y Entry) int {
		return cmp.Or(
			strings.Compare(x.Rule, y.Rule),
			strings.Compare(x.Subject.Kind, y.Subject.Kind),
			strings.Compare(x.Subject.ID, y.Subject.ID),
			strings.Compare(x.Fingerprint, y.Fingerprint),
		)
	})
}

// Read reads the file of a baseline. The error holds all that is wrong with it, each as a *source.Error.
func Read(file source.File, checker *schema.Checker) (*Baseline, error) {
	root, err := file.Parse()
	if err != nil {
		return nil, err
	}
	if err := schema.Errors(file, root, checker.Baseline(root)); err != nil {
		return nil, err
	}
	b := &Baseline{File: file}
	if b.WrittenOn, err = report.ParseDate(root.Get("written_on").Text); err != nil {
		return nil, err
	}
	var faults *multierror.Error
	first := map[string]source.Position{}
	for _, record := range root.Get("findings").Elements {
		entry, err := read(record)
		if err != nil {
			return nil, err
		}
		at := file.Position(record.Offset)
		if other, again := first[entry.Fingerprint]; again {
			faults = multierror.Append(faults, &source.Error{
				Pos:  at,
				Err:  fmt.Errorf("finding %s stands at %s already", entry.Fingerprint, other),
				Hint: "leave one out; a baseline only shrinks, and count says how many there may be",
			})
			continue
		}
		first[entry.Fingerprint] = at
		b.Entries = append(b.Entries, entry)
	}
	if err := faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	return b, nil
}

func read(record *source.Value) (Entry, error) {
	mendBy, err := report.ParseDate(record.Get("mend_by").Text)
	if err != nil {
		return Entry{}, err
	}
	count, err := strconv.ParseFloat(record.Get("count").Text, 64) // a whole number, which may be written as 2, 2.0 or 2e0
	return Entry{
		Rule:        record.Get("rule").Text,
		Subject:     report.SubjectRef{Kind: record.Get("subject").Get("kind").Text, ID: record.Get("subject").Get("id").Text},
		Fingerprint: record.Get("fingerprint").Text,
		Count:       int(count),
		MendBy:      mendBy,
	}, err
}

// Accepter says of each finding that is asked about, one after another, whether it stands in the baseline on a day: of
// several with one fingerprint, as many as there were.
func (b *Baseline) Accepter(asOf report.Date) func(report.Finding) *report.Waiver {
	left := map[string]Entry{}
	for _, e := range b.Entries {
		if !e.MendBy.Before(asOf) {
			left[e.Fingerprint] = e
		}
	}
	return func(f report.Finding) *report.Waiver {
		e := left[f.Fingerprint]
		if e.Count == 0 || e.Rule != f.Rule || e.Subject != f.Subject {
			return nil
		}
		e.Count--
		left[f.Fingerprint] = e
		return &report.Waiver{Reason: reason, Expires: e.MendBy, Baseline: true}
	}
}

// reason is what reports say of a finding that nobody accepted by itself.
const reason = "in the baseline, to be mended by then"

// Shrunk is the baseline without what is mended, and with an earlier day where one is given: nothing is ever added to it, and
// no day is moved further away. The findings are those of a run; what somebody has accepted by a waiver is still to be mended.
func (b *Baseline) Shrunk(findings []report.Finding, mendBy report.Date) *Baseline {
	found := map[string]int{}
	for _, f := range findings {
		found[f.Fingerprint]++
	}
	shrunk := &Baseline{WrittenOn: b.WrittenOn}
	for _, e := range b.Entries {
		e.Count = min(e.Count, found[e.Fingerprint])
		if !mendBy.IsZero() && mendBy.Before(e.MendBy) {
			e.MendBy = mendBy
		}
		if e.Count > 0 {
			shrunk.Entries = append(shrunk.Entries, e)
		}
	}
	shrunk.sort()
	return shrunk
}

// Findings counts the findings that the baseline lists.
func (b *Baseline) Findings() int {
	n := 0
	for _, e := range b.Entries {
		n += e.Count
	}
	return n
}

// columns are enough for an entry to stand on one line.
const columns = 300

// JSON is the baseline as its file holds it: an entry a line, so that a version control system shows what was mended.
func (b *Baseline) JSON() string {
	list := source.NewArray()
	for _, e := range b.Entries {
		list.Elements = append(list.Elements, source.NewObject(
			member("rule", source.NewString(e.Rule)),
			member("subject", source.NewObject(member("kind", source.NewString(e.Subject.Kind)), member("id", source.NewString(e.Subject.ID)))),
			member("fingerprint", source.NewString(e.Fingerprint)),
			member("count", source.NewNumber(e.Count)),
			member("mend_by", source.NewString(e.MendBy.String())),
		))
	}
	file := source.NewObject(
		member("$schema", source.NewString(schema.Address("baseline"))),
		member("kind", source.NewString(Kind)),
		member("schema_version", source.NewString("1")),
		member("written_on", source.NewString(b.WrittenOn.String())),
		member("findings", list),
	)
	return file.Layout(columns) + "\n"
}

func member(name string, value *source.Value) source.Member {
	return source.Member{Name: name, Value: value}
}
