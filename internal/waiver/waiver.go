// Package waiver marks findings that somebody has accepted, until the day they expire.
//
// What makes a waiver a good one is for the rules about waivers to say. Here is known which findings a waiver is about, and
// that one without an approval, which is a request, accepts nothing.
package waiver

import (
	"cmp"
	"fmt"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// FileName is what the file of waivers is called where the settings don't say otherwise.
const FileName = "riskgate.waivers.json"

// Kind is what the file says of itself.
const Kind = "riskgate_waivers"

// Waiver says of one rule that it need not hold for one record, or of one of its findings that it is accepted.
type Waiver struct {
	ID          string
	Rule        string
	Subject     report.SubjectRef
	Fingerprint string // of the one finding that is accepted; "" for all that the rule finds in the record
	Reason      string
	RequestedBy string // a person of the register
	ApprovedBy  string // a person of the register; "" for a request
	ApprovedOn  report.Date
	ExpiresOn   report.Date // its last day
	Ticket      string

	Record *source.Value // as it is written
	Pos    source.Position
}

// List is a file of waivers.
type List struct {
	source.File
	Waivers []*Waiver

	root *source.Value
	of   map[key][]*Waiver // in the order of the file
}

// key is what the findings that a waiver is about have in common.
type key struct {
	rule    string
	subject report.SubjectRef
}

// Read reads a file of waivers. The error holds all that is wrong with it, each as a *source.Error: of a file that is not
// right as a whole no waiver can be relied on.
func Read(file source.File, checker *schema.Checker) (*List, error) {
	root, err := file.Parse()
	if err != nil {
		return nil, err
	}
	if err := schema.Errors(file, root, checker.Waivers(root)); err != nil {
		return nil, err
	}
	l := &List{File: file, root: root, of: map[key][]*Waiver{}}
	var faults *multierror.Error
	first := map[string]*Waiver{}
	for _, record := range root.Get("waivers").Elements {
		w, err := read(record)
		if err != nil {
			return nil, err
		}
		w.Pos = file.Position(record.Offset)
		if other := first[w.ID]; other != nil {
			faults = multierror.Append(faults, l.fault(record.Get("id"), "give it an id of its own; a waiver that is over keeps its id", "waiver %s stands at %s already", w.ID, other.Pos))
			continue
		}
		first[w.ID] = w
		switch {
		case w.ApprovedBy == "" && !w.ApprovedOn.IsZero():
			faults = multierror.Append(faults, l.fault(record, "add approved_by, or take approved_on out of a request", "waiver %s has approved_on and not approved_by", w.ID))
		case w.ApprovedBy != "" && w.ApprovedOn.IsZero():
			faults = multierror.Append(faults, l.fault(record, "add approved_on, or take approved_by out of a request", "waiver %s has approved_by and not approved_on", w.ID))
		}
		l.Waivers = append(l.Waivers, w)
		l.of[w.key()] = append(l.of[w.key()], w)
	}
	if err := faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *List) fault(at *source.Value, hint, format string, args ...any) error {
	return &source.Error{Pos: l.Position(at.Offset), Err: fmt.Errorf(format, args...), Hint: hint}
}

// read takes in a record that is as its schema demands.
func read(record *source.Value) (*Waiver, error) {
	text := func(name string) string {
		if value := record.Get(name); value != nil {
			return value.Text
		}
		return ""
	}
	approved, err := date(text("approved_on"))
	expires, err2 := date(text("expires_on"))
	return &Waiver{
		ID:          text("id"),
		Rule:        text("rule"),
		Subject:     report.SubjectRef{Kind: record.Get("subject").Get("kind").Text, ID: record.Get("subject").Get("id").Text},
		Fingerprint: text("fingerprint"),
		Reason:      text("reason"),
		RequestedBy: text("requested_by"),
		ApprovedBy:  text("approved_by"),
		ApprovedOn:  approved,
		ExpiresOn:   expires,
		Ticket:      text("ticket"),
		Record:      record,
	}, cmp.Or(err, err2)
}

func date(text string) (report.Date, error) {
	if text == "" {
		return report.Date{}, nil
	}
	return report.ParseDate(text)
}

// Approved says that somebody has approved it: without, it is a request.
func (w *Waiver) Approved() bool { return w.ApprovedBy != "" }

func (w *Waiver) key() key { return key{w.Rule, w.Subject} }

// covers says that a waiver of the same rule and record is about a finding.
func (w *Waiver) covers(fingerprint string) bool {
	return w.Fingerprint == "" || w.Fingerprint == fingerprint
}

// overlaps says that two waivers of the same rule and record are about the same findings, or some of them.
func (w *Waiver) overlaps(other *Waiver) bool {
	return w.covers(other.Fingerprint) || other.covers(w.Fingerprint)
}

// Accepted is what a report says of a finding that it accepts.
func (w *Waiver) Accepted() *report.Waiver {
	return &report.Waiver{
		ID:          w.ID,
		Reason:      w.Reason,
		RequestedBy: w.RequestedBy,
		ApprovedBy:  w.ApprovedBy,
		ApprovedOn:  w.ApprovedOn,
		Expires:     w.ExpiresOn,
		Ticket:      w.Ticket,
	}
}

// Holder is the waiver that a finding is accepted by, if that one is in order: of several, the one that was approved last,
// so that a renewal takes the place of what it renews, and the last in the file among those of one day. It is nil where
// only requests are about the finding, or where there is no list.
func (l *List) Holder(f report.Finding) *Waiver {
	if l == nil {
		return nil
	}
	var holder *Waiver
	for _, w := range l.of[key{f.Rule, f.Subject}] {
		if w.Approved() && w.covers(f.Fingerprint) && (holder == nil || !w.ApprovedOn.Before(holder.ApprovedOn)) {
			holder = w
		}
	}
	return holder
}
