package evidence

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/output/json"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Replay is what came of a run that was repeated.
type Replay struct {
	Recorded, Replayed File // the results
	// Engine made the recorded results, and Again repeated them. Both are without the digest of the rules, which are those
	// of the pack.
	Engine, Again report.Tool
	// Foreign are files of the pack that pass for riskgate's own, and that the same version of it hasn't got so.
	Foreign       []string
	Rules         []RuleDifference // those with outcomes that differ, by id
	Others        []Difference     // what else differs, in the order of the results; at most mostOthers
	OthersLeftOut int
}

// RuleDifference is what differs among the outcomes of a rule.
type RuleDifference struct {
	Rule     string
	Outcomes int                 // how many differ
	Listed   []OutcomeDifference // the first of them, at most mostOutcomes
}

// OutcomeDifference is an outcome as it was recorded, and as the repetition has it.
type OutcomeDifference struct {
	Subject            report.SubjectRef
	Recorded, Replayed *Said // nil in results that have no such outcome
	// Parts are what differs where both say the same, such as a place; at most mostParts.
	Parts []Difference
}

// Hidden reports whether the recorded results lack a failure, or an error.
func (o OutcomeDifference) Hidden() bool {
	wrong := func(s *Said) bool {
		return s != nil && (s.Verdict == report.Fail.String() || s.Verdict == report.Errored.String())
	}
	return wrong(o.Replayed) && !wrong(o.Recorded)
}

// Said is what an outcome says.
type Said struct {
	Verdict  string
	Reason   string
	Findings []string // those that the other hasn't, each with its place; at most mostParts
}

// Difference is a value of the results that differs.
type Difference struct {
	At                 string // as rules[risk.owner_named].level
	Recorded, Replayed string // as JSON; empty where there is none
}

// How much of a difference is listed: enough to see what is wrong, however much is.
const (
	mostOutcomes = 10 // of a rule
	mostParts    = 5
	mostOthers   = 50
	mostShown    = 300 // characters of a value
)

// IsSame reports whether both results are the same to the byte.
func (r *Replay) IsSame() bool { return r.Recorded == r.Replayed }

// Holds reports whether the repetition confirms the recorded results: all of them, or where another engine repeated the
// run, every outcome; by riskgate's own rules, and not by others under their name.
func (r *Replay) Holds() bool {
	return len(r.Foreign) == 0 && (r.IsSame() || r.Engine != r.Again && len(r.Rules) == 0)
}

// Outcomes counts those that differ.
func (r *Replay) Outcomes() int {
	n := 0
	for _, rule := range r.Rules {
		n += rule.Outcomes
	}
	return n
}

// Spool holds results while they are compared.
type Spool interface {
	io.Writer
	io.ReaderAt
	io.Closer
}

// Compare holds the report of a run that was repeated to the results of a folder. It needs a spool where the two differ.
func Compare(folder fs.FS, recorded File, again *report.Report, spool func() (Spool, error)) (*Replay, error) {
	r := &Replay{Recorded: recorded}
	written := &counter{to: io.Discard, sum: sha256.New()}
	if err := json.Write(written, again); err != nil {
		return nil, err
	}
	r.Replayed = File{hex.EncodeToString(written.sum.Sum(nil)), written.size}
	if r.IsSame() {
		return r, nil
	}
	held, err := spool()
	if err != nil {
		return nil, err
	}
	defer held.Close()
	if err := json.Write(held, again); err != nil {
		return nil, err
	}
	before, file, err := openLedger(folder, recorded.Size)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	after, err := newLedger(held, r.Replayed.Size)
	if err != nil {
		return nil, err
	}
	d := differ{Replay: r, before: before, after: after}
	return r, d.compare()
}

// differ finds out in what two files of results differ.
type differ struct {
	*Replay
	before, after *ledger
}

func (d *differ) compare() error {
	names := slices.Clone(d.before.names)
	for _, name := range d.after.names {
		if _, known := d.before.members[name]; !known {
			names = append(names, name)
		}
	}
	for _, name := range names {
		compare := d.member
		switch name {
		case "subjects":
			compare = d.subjects
		case "outcomes":
			compare = func(string) error { return d.outcomes() }
		}
		if err := compare(name); err != nil {
			return err
		}
	}
	return nil
}

func (d *differ) note(one Difference) {
	if len(d.Others) == mostOthers {
		d.OthersLeftOut++
		return
	}
	d.Others = append(d.Others, one)
}

// member compares what is no long list.
func (d *differ) member(name string) error {
	before, err := d.before.member(name)
	if err != nil {
		return err
	}
	after, err := d.after.member(name)
	if err != nil {
		return err
	}
	differences(name, before, after, d.note)
	return nil
}

// member reads a member whole; nil where there is none.
func (l *ledger) member(name string) (*source.Value, error) {
	member, known := l.members[name]
	if !known {
		return nil, nil
	}
	return l.parse(member.Value)
}

// subjects compares a long list by the kinds and ids in it.
func (d *differ) subjects(name string) error {
	after := map[report.SubjectRef][]string{}
	err := d.after.each(name, func(v *source.Value) error {
		ref := subjectOf(v)
		after[ref] = append(after[ref], v.String())
		return nil
	})
	if err != nil {
		return err
	}
	err = d.before.each(name, func(v *source.Value) error {
		ref := subjectOf(v)
		others := after[ref]
		if len(others) == 0 {
			d.note(Difference{At: at(name, ref), Recorded: shown(v)})
			return nil
		}
		after[ref] = others[1:]
		if v.String() == others[0] {
			return nil
		}
		other, err := parse(ResultsFile, []byte(others[0]))
		if err == nil {
			differences(at(name, ref), v, other, d.note)
		}
		return err
	})
	if err != nil {
		return err
	}
	return d.after.each(name, func(v *source.Value) error {
		if ref := subjectOf(v); len(after[ref]) > 0 {
			after[ref] = after[ref][1:]
			d.note(Difference{At: at(name, ref), Replayed: shown(v)})
		}
		return nil
	})
}

func at(name string, ref report.SubjectRef) string { return name + "[" + ref.Kind + " " + ref.ID + "]" }

// outcomes walks both lists, which stand in the order of rules and then of subjects.
func (d *differ) outcomes() error {
	before, after := d.before.members["outcomes"].Elements, d.after.members["outcomes"].Elements
	for len(before) > 0 || len(after) > 0 {
		one, err := d.before.first(before)
		if err != nil {
			return err
		}
		other, err := d.after.first(after)
		if err != nil {
			return err
		}
		order := 0
		if string(one) != string(other) {
			if order, err = d.outcome(one, other); err != nil {
				return err
			}
		}
		if order <= 0 {
			before = before[1:]
		}
		if order >= 0 {
			after = after[1:]
		}
	}
	return nil
}

// first is the text of the first of some values; nil where there is none.
func (l *ledger) first(spans []source.Span) ([]byte, error) {
	if len(spans) == 0 {
		return nil, nil
	}
	return l.text(spans[0])
}

// outcome notes in what two outcomes differ. Where they are of different subjects, it returns which of the two comes first.
func (d *differ) outcome(before, after []byte) (order int, err error) {
	var one, other *source.Value
	if before != nil {
		if one, err = parse(ResultsFile, before); err != nil {
			return 0, err
		}
	}
	if after != nil {
		if other, err = parse(ResultsFile, after); err != nil {
			return 0, err
		}
	}
	switch {
	case one == nil:
		order = 1
	case other == nil:
		order = -1
	default:
		order = cmp.Or(strings.Compare(textOf(one, "rule"), textOf(other, "rule")), strings.Compare(textOf(one, "id"), textOf(other, "id")))
	}
	found := OutcomeDifference{}
	which := one
	switch {
	case order > 0:
		which = other
		found.Replayed = said(other, nil)
	case order < 0:
		found.Recorded = said(one, nil)
	default:
		found.Recorded, found.Replayed = said(one, other), said(other, one)
		if found.Recorded.same(found.Replayed) {
			differences("", one, other, func(part Difference) {
				if len(found.Parts) < mostParts {
					found.Parts = append(found.Parts, part)
				}
			})
		}
	}
	found.Subject = subjectOf(which)
	d.add(textOf(which, "rule"), found)
	return order, nil
}

func (d *differ) add(rule string, found OutcomeDifference) {
	i := slices.IndexFunc(d.Rules, func(r RuleDifference) bool { return r.Rule == rule })
	if i < 0 {
		i = len(d.Rules)
		d.Rules = append(d.Rules, RuleDifference{Rule: rule})
	}
	r := &d.Rules[i]
	r.Outcomes++
	if len(r.Listed) < mostOutcomes {
		r.Listed = append(r.Listed, found)
	}
}

func (s *Said) same(other *Said) bool {
	return s.Verdict == other.Verdict && s.Reason == other.Reason && len(s.Findings)+len(other.Findings) == 0
}

// said is what an outcome says, and another doesn't.
func said(v, other *source.Value) *Said {
	s := &Said{Verdict: textOf(v, "verdict"), Reason: textOf(v, "reason")}
	known := list(other, "findings", findingLine)
	for _, line := range list(v, "findings", findingLine) {
		if !slices.Contains(known, line) && len(s.Findings) < mostParts {
			s.Findings = append(s.Findings, line)
		}
	}
	return s
}

// findingLine is a finding as a line of text, with who has accepted it.
func findingLine(v *source.Value) string {
	place := source.Position{File: textOf(v, "file"), Sheet: textOf(v, "sheet"), Line: numberOf(v, "line"), Column: numberOf(v, "column")}
	line := place.String() + ": " + textOf(v, "message")
	switch waived := v.Get("waived"); {
	case flagOf(waived, "baseline"):
		line += " (in the baseline)"
	case waived != nil:
		line += " (waived by " + textOf(waived, "id") + ")"
	}
	return line
}

// shown is a value as JSON, or the beginning of one that is long.
func shown(v *source.Value) string {
	if v == nil {
		return ""
	}
	return prose.Cut(v.String(), mostShown)
}

// differences hands on each value in which two differ.
func differences(at string, before, after *source.Value, note func(Difference)) {
	switch {
	case before != nil && after != nil && before.Equal(after):
	case before == nil || after == nil || before.Kind != after.Kind || before.Kind != source.Object && before.Kind != source.Array:
		note(Difference{at, shown(before), shown(after)})
	case before.Kind == source.Object:
		for _, member := range before.Members {
			differences(within(at, member.Name), member.Value, after.Get(member.Name), note)
		}
		for _, member := range after.Members {
			if before.Get(member.Name) == nil {
				differences(within(at, member.Name), nil, member.Value, note)
			}
		}
	default:
		elements(at, before, after, note)
	}
}

// elements compares two lists: by the names of what they hold, where it has names, and else by number.
func elements(at string, before, after *source.Value, note func(Difference)) {
	twins := map[string]*source.Value{}
	keys := keysOf(after)
	for i, key := range keys {
		twins[key] = after.Elements[i]
	}
	for i, key := range keysOf(before) {
		differences(at+"["+key+"]", before.Elements[i], twins[key], note)
		delete(twins, key)
	}
	for _, key := range keys {
		if twin, left := twins[key]; left {
			differences(at+"["+key+"]", nil, twin, note)
		}
	}
}

// keysOf tells the elements of a list apart.
func keysOf(v *source.Value) []string {
	keys := make([]string, len(v.Elements))
	for _, name := range []string{"id", "name", "rule"} {
		for i, element := range v.Elements {
			keys[i] = textOf(element, name)
		}
		if sorted := slices.Sorted(slices.Values(keys)); !slices.Contains(keys, "") && len(slices.Compact(sorted)) == len(keys) {
			return keys
		}
	}
	for i := range keys {
		keys[i] = strconv.Itoa(i)
	}
	return keys
}

func within(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// Encode writes as JSON what came of the repetition of verified evidence of a name.
func (r *Replay) Encode(w io.Writer, name string, v *Verification) error {
	e := encoder{jsonstream.New(w)}
	e.Spread('{')
	e.Member("kind", "riskgate_replay")
	e.Member("schema_version", "1")
	e.Member("evidence", name)
	e.flag("holds", r.Holds())
	e.flag("same", r.IsSame())
	e.Member("mode", string(v.Statement.Mode))
	e.Member("as_of", v.Statement.AsOf.String())
	e.Count("checked", v.Statement.Checked)
	e.Count("population", v.Statement.Population().Population())
	e.engine("recorded_by", r.Engine)
	e.engine("replayed_by", r.Again)
	e.file("recorded", r.Recorded)
	e.file("replayed", r.Replayed)
	e.Texts("foreign", r.Foreign)
	e.Count("outcomes_that_differ", r.Outcomes())
	jsonstream.List(e.Writer, "rules", slices.Values(r.Rules), func(rule RuleDifference) {
		e.Member("rule", rule.Rule)
		e.Count("outcomes_that_differ", rule.Outcomes)
		jsonstream.List(e.Writer, "outcomes", slices.Values(rule.Listed), e.outcome)
	})
	jsonstream.List(e.Writer, "others", slices.Values(r.Others), e.difference)
	e.Count("others_left_out", r.OthersLeftOut)
	e.End('}')
	return e.Close()
}

func (e encoder) engine(name string, t report.Tool) {
	e.Object(name, func() {
		e.Member("version", t.Version)
		e.Member("revision", t.Revision)
		e.Member("go", t.Go)
		e.Member("opa", t.OPA)
	})
}

func (e encoder) outcome(o OutcomeDifference) {
	e.Member("kind", o.Subject.Kind)
	e.Member("id", o.Subject.ID)
	e.said("recorded", o.Recorded)
	e.said("replayed", o.Replayed)
	jsonstream.List(e.Writer, "parts", slices.Values(o.Parts), e.difference)
}

func (e encoder) said(name string, s *Said) {
	if s == nil {
		return
	}
	e.Object(name, func() {
		e.Member("verdict", s.Verdict)
		e.Optional("reason", s.Reason)
		e.Texts("findings", s.Findings)
	})
}

func (e encoder) difference(d Difference) {
	e.Member("at", d.At)
	e.Optional("recorded", d.Recorded)
	e.Optional("replayed", d.Replayed)
}
