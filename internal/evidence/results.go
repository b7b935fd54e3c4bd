package evidence

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Results are what a file of results says, counted anew from its outcomes.
type Results struct {
	About  report.About
	Totals report.Totals
	Counts []report.Counts // of About.Rules

	findings []report.Finding // as far as a decision needs them
	subjects map[string][]report.SubjectRef
	stated   struct {
		totals      report.Totals
		counts      []report.Counts
		populations []int // of the rules, and at last of all
	}
}

// ledger reads the parts of a file of results.
type ledger struct {
	from    io.ReaderAt
	names   []string // of its members, in their order
	members map[string]source.MemberSpan
	parser  source.Parser
}

func openLedger(folder fs.FS, size int64) (*ledger, io.Closer, error) {
	file, err := openFile(folder, ResultsFile)
	if err != nil {
		return nil, nil, err
	}
	from, ok := file.(io.ReaderAt)
	if !ok {
		file.Close()
		return nil, nil, fmt.Errorf("%s can't be read from its middle", ResultsFile)
	}
	l, err := newLedger(from, size)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return l, file, nil
}

func newLedger(from io.ReaderAt, size int64) (*ledger, error) {
	layout, err := source.Scan(io.NewSectionReader(from, 0, size), ResultsFile, false, source.Limits{MaxBytes: size})
	if err != nil {
		return nil, refuse("%w", err)
	}
	l := &ledger{from: from, members: map[string]source.MemberSpan{}}
	for _, member := range layout.Members {
		l.names = append(l.names, member.Name)
		l.members[member.Name] = member
	}
	return l, nil
}

func (l *ledger) parse(span source.Span) (*source.Value, error) {
	text, err := l.text(span)
	if err != nil {
		return nil, err
	}
	return l.parser.Parse(text, span.Position(ResultsFile))
}

func (l *ledger) text(span source.Span) ([]byte, error) {
	text := make([]byte, span.Length)
	_, err := l.from.ReadAt(text, span.Offset)
	return text, err
}

// head reads all that is no long list into one object.
func (l *ledger) head() (*source.Value, error) {
	var members []source.Member
	for name, member := range l.members {
		if name == "subjects" || name == "outcomes" {
			continue
		}
		value, err := l.parse(member.Value)
		if err != nil {
			return nil, err
		}
		members = append(members, source.Member{Name: name, Value: value})
	}
	return source.NewObject(members...).Clone(), nil
}

// each hands on the elements of a long list, one at a time.
func (l *ledger) each(name string, take func(*source.Value) error) error {
	for _, span := range l.members[name].Elements {
		value, err := l.parse(span)
		if err != nil {
			return err
		}
		if err := take(value); err != nil {
			return err
		}
		l.parser.Free()
	}
	return nil
}

// ReadResults reads the results of a folder and counts them anew. It refuses results that don't have exactly one outcome for
// every rule and every subject of its kind.
func ReadResults(folder fs.FS, size int64) (*Results, error) {
	l, file, err := openLedger(folder, size)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head, err := l.head()
	if err != nil {
		return nil, err
	}
	r := &Results{subjects: map[string][]report.SubjectRef{}}
	r.describe(head)
	err = l.each("subjects", func(v *source.Value) error {
		ref := subjectOf(v)
		r.subjects[ref.Kind] = append(r.subjects[ref.Kind], ref)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r, r.count(l)
}

func subjectOf(v *source.Value) report.SubjectRef {
	return report.SubjectRef{Kind: textOf(v, "kind"), ID: textOf(v, "id")}
}

// missingOf takes in what the settings expected in vain.
func missingOf(v *source.Value) []report.Expected {
	var all []report.Expected
	for _, name := range textsOf(v, "missing") {
		kind, id, _ := strings.Cut(name, ":")
		all = append(all, report.Expected{Kind: kind, ID: id})
	}
	return all
}

// describe takes in what stands before the outcomes.
func (r *Results) describe(v *source.Value) {
	r.About = report.About{
		Tool:         toolOf(v.Get("tool")),
		AsOf:         dateOf(v, "as_of"),
		AsOfSource:   textOf(v, "as_of_source"),
		SelfCheck:    selfCheckOf(v.Get("self_check")),
		Profile:      textOf(v, "profile"),
		SettingsFile: textOf(v, "settings_file"),
		Severities:   textsOf(v, "severities"),
		Inputs:       list(v, "inputs", inputOf),
		WaivedBy:     list(v, "waived_by", inputOf),
		Ignored:      list(v, "ignored", ignoredOf),
		Missing:      missingOf(v),
		Policies: list(v, "policies", func(v *source.Value) report.Policy {
			return report.Policy{Name: textOf(v, "name"), Digest: textOf(v, "digest")}
		}),
		Rules: list(v, "rules", func(v *source.Value) report.Rule {
			return report.Rule{ID: textOf(v, "id"), Subject: textOf(v, "subject"), Level: report.Level(textOf(v, "level"))}
		}),
	}
	if c := v.Get("comparison"); c != nil {
		r.About.Comparison = comparisonOf(c)
	}
	totals := v.Get("totals")
	r.stated.totals = report.Totals{
		Documents: numberOf(totals, "documents"),
		Subjects:  numberOf(totals, "subjects"),
		Rules:     numberOf(totals, "rules"),
		Outcomes:  countsOf(totals.Get("outcomes")),
		Deny:      numberOf(totals.Get("findings"), "deny"),
		Warn:      numberOf(totals.Get("findings"), "warn"),
		Waived:    numberOf(totals.Get("findings"), "waived"),
		Baseline:  numberOf(totals.Get("findings"), "baseline"),
	}
	r.stated.counts = list(v, "rules", func(v *source.Value) report.Counts { return countsOf(v.Get("outcomes")) })
	r.stated.populations = list(v, "rules", func(v *source.Value) int { return numberOf(v.Get("outcomes"), "population") })
	r.stated.populations = append(r.stated.populations, numberOf(totals.Get("outcomes"), "population"))
}

func comparisonOf(v *source.Value) *report.Comparison {
	return &report.Comparison{
		Base:       textOf(v, "base"),
		BaseCommit: textOf(v, "base_commit"),
		Head:       textOf(v, "head"),
		HeadCommit: textOf(v, "head_commit"),
		Diverged:   flagOf(v, "diverged"),
		TrustsHead: flagOf(v, "trusts_head"),
		Inputs:     list(v, "inputs", inputOf),
		Unread:     list(v, "unread", ignoredOf),
		Affected:   numberOf(v, "affected"),
		Emptied:    textsOf(v, "emptied"),
		Lost:       numberOf(v, "lost"),
		Fixed:      numberOf(v, "fixed"),
		Controls: list(v, "controls", func(v *source.Value) report.Control {
			return report.Control{Name: textOf(v, "name"), What: textOf(v, "what"), Change: textOf(v, "change")}
		}),
	}
}

func inputOf(v *source.Value) report.Input {
	return report.Input{
		Name:    textOf(v, "name"),
		Kind:    textOf(v, "kind"),
		SHA256:  textOf(v, "sha256"),
		Size:    int64(numberOf(v, "size")),
		Records: numberOf(v, "records"),
	}
}

// count walks the outcomes in the order in which they must stand: by rule, and for each rule by subject.
func (r *Results) count(l *ledger) error {
	r.Counts = make([]report.Counts, len(r.About.Rules))
	rule, subject := 0, 0
	next := func() (report.SubjectRef, bool) {
		for rule < len(r.About.Rules) {
			if of := r.subjects[r.About.Rules[rule].Subject]; subject < len(of) {
				return of[subject], true
			}
			rule, subject = rule+1, 0
		}
		return report.SubjectRef{}, false
	}
	err := l.each("outcomes", func(v *source.Value) error {
		wanted, more := next()
		found := subjectOf(v)
		if !more || wanted != found || textOf(v, "rule") != r.About.Rules[rule].ID {
			return refuse("the results have an outcome of %s for %s %s where another must stand", textOf(v, "rule"), found.Kind, found.ID)
		}
		subject++
		return r.take(rule, v)
	})
	if err != nil {
		return err
	}
	if missing, more := next(); more {
		return refuse("the results lack the outcome of %s for %s %s", r.About.Rules[rule].ID, missing.Kind, missing.ID)
	}
	r.total()
	return nil
}

// take counts one outcome.
func (r *Results) take(rule int, v *source.Value) error {
	c := &r.Counts[rule]
	found := list(v, "findings", findingOf)
	for _, f := range found {
		if f.Level != r.About.Rules[rule].Level {
			return refuse("the results have a finding of %s at level %s, which is not the rule's", r.About.Rules[rule].ID, f.Level)
		}
	}
	verdict := textOf(v, "verdict")
	if (verdict == report.Fail.String()) != (len(found) > 0) {
		return refuse("the results have an outcome of %s whose findings do not go with %q", r.About.Rules[rule].ID, verdict)
	}
	r.findings = append(r.findings, found...)
	switch verdict {
	case report.Pass.String():
		c.Passed++
	case report.Fail.String():
		if slices.ContainsFunc(found, func(f report.Finding) bool { return f.Waived == nil }) {
			c.Failed++
		} else {
			c.Waived++
		}
	case report.NotApplicable.String():
		c.NotApplicable++
	case report.NotAssessable.String():
		c.NotAssessable++
	case report.Errored.String():
		c.Errors++
	default:
		return refuse("the results have an outcome of %s that is none: %q", r.About.Rules[rule].ID, verdict)
	}
	return nil
}

func findingOf(v *source.Value) report.Finding {
	f := report.Finding{Level: report.Level(textOf(v, "level")), Age: report.Age(textOf(v, "age"))}
	if w := v.Get("waived"); w != nil {
		f.Waived = &report.Waiver{
			ID:         textOf(w, "id"),
			ApprovedBy: textOf(w, "approved_by"),
			Expires:    dateOf(w, "expires"),
			Baseline:   flagOf(w, "baseline"),
		}
	}
	return f
}

// total sums up what was counted.
func (r *Results) total() {
	t := &r.Totals
	t.Documents, t.Rules = len(r.subjects[report.Document]), len(r.About.Rules)
	for kind, of := range r.subjects {
		if kind != report.Document {
			t.Subjects += len(of)
		}
	}
	t.Outcomes = (&Statement{Rules: r.ruled()}).Population()
	for _, f := range r.findings {
		switch {
		case f.Waived != nil:
			t.Waived++
			if f.Waived.Baseline {
				t.Baseline++
			}
		case f.Level == report.Deny:
			t.Deny++
		default:
			t.Warn++
		}
	}
}

// ruled lists the counts by rule, as a statement does.
func (r *Results) ruled() []Rule {
	var rules []Rule
	for i, rule := range r.About.Rules {
		rules = append(rules, Rule{rule.ID, rule.Level, r.Counts[i]})
	}
	return rules
}

// decide repeats the decision of the run.
func (r *Results) decide(options gate.Options) gate.Decision {
	return gate.Decide(&report.Report{About: r.About, Totals: r.Totals, Counts: r.Counts, Findings: r.findings}, options)
}

// judges reports whether every input, and nothing else, is a document that was judged.
func (r *Results) judges(inputs []report.Input) bool {
	named := map[string]bool{}
	for _, input := range inputs {
		named[input.Name] = true
	}
	for _, document := range r.subjects[report.Document] {
		if !named[document.ID] {
			return false
		}
		delete(named, document.ID)
	}
	return len(named) == 0
}

// check holds what the results say of themselves to what was counted.
func (r *Results) check() error {
	if r.stated.totals != r.Totals {
		return refuse("the totals of the results are not those of their outcomes")
	}
	for i, rule := range r.About.Rules {
		if r.stated.counts[i] != r.Counts[i] || r.stated.populations[i] != r.Counts[i].Population() {
			return refuse("the results count the outcomes of %s wrongly", rule.ID)
		}
	}
	if last := r.stated.populations[len(r.About.Rules)]; last != r.Totals.Outcomes.Population() {
		return refuse("the results count %d outcomes, and have %d", last, r.Totals.Outcomes.Population())
	}
	if !slices.IsSortedFunc(r.About.Inputs, func(a, b report.Input) int { return cmp.Compare(a.Name, b.Name) }) {
		return refuse("the results list their inputs out of order")
	}
	return nil
}
