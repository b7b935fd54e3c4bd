package oscal

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// population is all subjects of one kind.
type population struct {
	kind, uuid string
	records    int
}

func (p population) title() string {
	return prose.Count(p.records, p.kind, p.kind+"s")
}

// observation is what one rule showed of some subjects: all of them, those that fail, those that somebody has accepted by
// one waiver, or those that could not be judged for one reason.
type observation struct {
	uuid        string
	rule        int
	title       string
	description []string
	properties  []oscal.Property
	kind        string // one of OSCAL's types of observation
	records     []subject
	whole       int // number in document.populations of the subjects, where records don't list them; -1 for none
}

// subject is a record that an observation lists, with what it shows of it.
type subject struct {
	report.Subject
	reason   string           // instead of findings: why it was not judged
	findings []report.Finding // of one record, by one rule
}

// gather finds what the document is made of.
func (d *document) gather() {
	r := d.report
	index := d.populate()
	failed, accepted := d.split()
	unjudged := byRule(r.NotAssessable)
	errors := byRule(r.Errors)
	observed := make([][]string, len(r.Rules)) // the observations of each rule
	risky := make([][]string, len(r.Rules))    // and its risks
	add := func(o observation) string {
		o.uuid = d.id("observation", r.Rules[o.rule].ID, o.title)
		d.observations = append(d.observations, o)
		observed[o.rule] = append(observed[o.rule], o.uuid)
		return o.uuid
	}
	for i, rule := range r.Rules {
		whole, ok := index[rule.Subject]
		if !ok {
			whole = -1
		}
		add(d.overall(i, whole))
		if len(failed[i].all) > 0 {
			add(d.failing(i, failed[i].all))
		}
		for _, group := range unjudged[rule.ID] {
			add(d.unjudged(i, group, "could not be assessed", "not-assessable"))
		}
		for _, group := range errors[rule.ID] {
			add(d.unjudged(i, group, "ended in an error", "error"))
		}
	}
	for n := range accepted {
		a := &accepted[n]
		for _, part := range a.parts {
			a.observations = append(a.observations, add(d.waived(part.rule, part.all, a)))
			risky[part.rule] = append(risky[part.rule], a.uuid)
		}
	}
	d.accepted = accepted
	d.list()
	d.objectives = objectivesOf(r, observed, risky)
}

// populate counts the subjects of each kind, and says where in populations each kind stands.
func (d *document) populate() map[string]int {
	index := map[string]int{}
	for s := range d.report.Subjects() {
		at, ok := index[s.Kind]
		if !ok {
			at = len(d.populations)
			index[s.Kind] = at
			d.populations = append(d.populations, population{kind: s.Kind, uuid: d.id("population", s.Kind)})
		}
		d.populations[at].records++
	}
	return index
}

// split tells findings that stand from those that somebody has accepted; both by rule, and by record within.
func (d *document) split() (failed []records, accepted []acceptance) {
	r := d.report
	failed = make([]records, len(r.Rules))
	var waived acceptances
	for i, rule := range r.Rules {
		if r.Counts[i].Failed+r.Counts[i].Waived == 0 {
			continue
		}
		for s, outcome := range r.OutcomesOf(rule.ID) {
			for _, f := range outcome.Findings {
				if f.Waived == nil {
					failed[i].add(s, f)
				} else {
					waived.add(i, s, f)
				}
			}
		}
	}
	for i := range failed {
		failed[i].sort(r.Severities)
	}
	for i := range waived.all {
		for j := range waived.all[i].parts {
			waived.all[i].parts[j].sort(r.Severities)
		}
	}
	return failed, waived.all
}

// records are those that a rule found something about.
type records struct{ all []subject }

// add adds a finding; those of one record come one after another.
func (r *records) add(s report.Subject, f report.Finding) {
	if last := len(r.all) - 1; last < 0 || r.all[last].Subject != s {
		r.all = append(r.all, subject{Subject: s})
	}
	last := len(r.all) - 1
	r.all[last].findings = append(r.all[last].findings, f)
}

// sort puts the gravest first.
func (r *records) sort(severities []string) {
	slices.SortStableFunc(r.all, func(a, b subject) int {
		return cmp.Compare(slices.Index(severities, b.Severity), slices.Index(severities, a.Severity))
	})
}

func byRule(groups []report.Unjudged) map[string][]report.Unjudged {
	all := map[string][]report.Unjudged{}
	for _, g := range groups {
		all[g.Rule] = append(all[g.Rule], g)
	}
	return all
}

// overall is what a rule showed of all subjects together.
func (d *document) overall(rule, whole int) observation {
	asked := d.report.Rules[rule]
	c := d.report.Counts[rule]
	o := observation{
		rule:       rule,
		kind:       "control-objective",
		whole:      whole,
		properties: d.counts(c),
		title:      fmt.Sprintf("%s: %s of %s pass", asked.ID, prose.Number(c.Passed), prose.Count(c.Population(), asked.Subject, asked.Subject+"s")),
		description: []string{
			asked.Title + ".",
			fmt.Sprintf("Of %s, %s.", prose.Count(c.Population(), asked.Subject, asked.Subject+"s"), tell(c)),
		},
	}
	if c.Population() == 0 {
		o.title = asked.ID + ": there was nothing to ask about"
		o.description = []string{asked.Title + ".", fmt.Sprintf("The run has no %s that the rule could be asked about.", asked.Subject)}
	}
	return o
}

// tell says how many outcomes there are of each sort that there is.
func tell(c report.Counts) string {
	var parts []string
	for _, part := range []struct {
		n     int
		words string
	}{
		{c.Passed, "passed"},
		{c.Failed, "failed"},
		{c.Waived, "failed and accepted for a time"},
		{c.NotApplicable, "not applicable"},
		{c.NotAssessable, "not assessable"},
		{c.Errors, "ended in an error"},
	} {
		if part.n > 0 {
			parts = append(parts, prose.Number(part.n)+" "+part.words)
		}
	}
	return strings.Join(parts, ", ")
}

func (d *document) failing(rule int, records []subject) observation {
	asked := d.report.Rules[rule]
	return observation{
		rule:        rule,
		kind:        "finding",
		whole:       -1,
		records:     records,
		properties:  []oscal.Property{oscal.Own("verdict", report.Fail.String())},
		title:       fmt.Sprintf("%s: %s", asked.ID, prose.Count(len(records), asked.Subject+" fails", asked.Subject+"s fail")),
		description: []string{asked.Title + ".", "What is wrong with each record stands in its remarks."},
	}
}

func (d *document) waived(rule int, records []subject, a *acceptance) observation {
	asked := d.report.Rules[rule]
	return observation{
		rule:        rule,
		kind:        "finding",
		whole:       -1,
		records:     records,
		properties:  []oscal.Property{oscal.Own("verdict", report.Fail.String()), oscal.Own("waiver", a.id())},
		title:       fmt.Sprintf("%s: %s, %s", asked.ID, prose.Count(len(records), asked.Subject+" fails", asked.Subject+"s fail"), a.by()),
		description: []string{asked.Title + ".", "What is wrong with each record stands in its remarks."},
	}
}

func (d *document) unjudged(rule int, group report.Unjudged, what, verdict string) observation {
	asked := d.report.Rules[rule]
	number := prose.Count(group.Subjects, asked.Subject, asked.Subject+"s")
	description := []string{asked.Title + ".", fmt.Sprintf("%s %s: %s.", number, what, strings.TrimSuffix(group.Reason, "."))}
	if group.Subjects > 1 {
		description = append(description, "The first of them is listed as an example; the JSON report lists all.")
	}
	first := subject{Subject: group.First, reason: group.Reason}
	return observation{
		rule:        rule,
		kind:        "control-objective",
		whole:       -1,
		records:     []subject{first},
		properties:  []oscal.Property{oscal.Own("verdict", verdict), oscal.Own("records", fmt.Sprint(group.Subjects))},
		title:       fmt.Sprintf("%s: %s %s: %s", asked.ID, number, what, group.Reason),
		description: description,
	}
}

// list collects the records that observations name, in the order of the report. A record's UUID is the same in every run:
// it is named after its kind, its register and its id, and a second one of that id is counted.
func (d *document) list() {
	type name struct{ kind, register, id string }
	nameOf := func(s report.Subject) name { return name{s.Kind, s.Register, s.ID} }
	times := map[name]int{}
	for _, o := range d.observations {
		for _, s := range o.records {
			if d.fileOf(s.SubjectRef) == "" {
				d.records[s.Subject] = ""
				times[nameOf(s.Subject)] = 0
			}
		}
	}
	for s := range d.report.Subjects() {
		n := nameOf(s)
		before, named := times[n]
		if !named {
			continue
		}
		times[n]++
		if _, listed := d.records[s]; !listed {
			continue
		}
		parts := []string{"record", n.kind, n.register, n.id}
		if before > 0 {
			parts = append(parts, fmt.Sprint(before+1))
		}
		d.records[s] = oscal.UUID(parts...)
		d.listed = append(d.listed, s)
	}
}

// fileOf is the resource of a subject that is an input file; empty for a record.
func (d *document) fileOf(s report.SubjectRef) string {
	if s.Kind != report.Document {
		return ""
	}
	return d.resources[s.ID]
}

func (d *document) inventoryItem(s report.Subject) {
	d.Member("uuid", d.records[s])
	d.Prose("description", fmt.Sprintf("%s, at %s.", nameOf(s), s.Pos))
	d.Properties(oscal.Own("kind", s.Kind), oscal.Own("id", s.ID), oscal.Own("severity", s.Severity), oscal.Own("register", s.Register))
	d.links(d.placed(s.Pos))
}

func nameOf(s report.Subject) string {
	if s.Severity == "" {
		return s.Kind + " " + s.ID
	}
	return fmt.Sprintf("%s %s (%s)", s.Kind, s.ID, s.Severity)
}

func (d *document) observation(o observation) {
	rule := d.report.Rules[o.rule]
	d.Member("uuid", o.uuid)
	d.Line("title", o.title)
	d.Prose("description", o.description...)
	d.Properties(append([]oscal.Property{oscal.Own("rule", rule.ID), oscal.Own("level", string(rule.Level))}, o.properties...)...)
	d.Texts("methods", []string{method})
	d.Texts("types", []string{o.kind})
	d.origins()
	if o.whole >= 0 {
		oscal.List(d.Writer, "subjects", slices.Values(d.populations[o.whole:o.whole+1]), func(p population) {
			d.Member("subject-uuid", p.uuid)
			d.Member("type", "component")
			d.Line("title", p.title())
		})
	} else {
		oscal.List(d.Writer, "subjects", slices.Values(o.records), d.subject)
	}
	oscal.List(d.Writer, "relevant-evidence", d.evidence(o), func(e evidence) {
		d.Member("href", oscal.Fragment(e.uuid))
		d.Line("description", e.description)
	})
	d.Day("collected", d.day)
}

func (d *document) origins() {
	oscal.List(d.Writer, "origins", slices.Values([]string{d.tool}), func(tool string) {
		d.actors(tool)
		d.References("related-tasks", "task-uuid", []string{d.task})
	})
}

func (d *document) actors(tool string) {
	oscal.List(d.Writer, "actors", slices.Values([]string{tool}), func(tool string) {
		d.Member("type", "tool")
		d.Member("actor-uuid", tool)
	})
}

func (d *document) subject(s subject) {
	if file := d.fileOf(s.SubjectRef); file != "" {
		d.Member("subject-uuid", file)
		d.Member("type", "resource")
	} else {
		d.Member("subject-uuid", d.records[s.Subject])
		d.Member("type", "inventory-item")
	}
	d.Line("title", nameOf(s.Subject))
	if len(s.findings) == 0 {
		d.Prose("remarks", s.reason)
		return
	}
	var properties []oscal.Property
	var links []link
	var remarks []string
	for _, f := range s.findings {
		properties = append(properties, oscal.Own("fingerprint", f.Fingerprint), oscal.Own("age", string(f.Age)))
		links = append(links, d.placed(f.Pos)...)
		remarks = append(remarks, fmt.Sprintf("%s: %s", f.Pos, f.Message))
		if f.Remedy != d.remedyOf(f.Rule) {
			remarks = append(remarks, "Remedy: "+f.Remedy)
		}
		if f.Base.File != "" {
			remarks = append(remarks, fmt.Sprintf("In the base of the change: %s.", f.Base))
		}
	}
	d.Properties(properties...)
	d.links(links)
	d.Prose("remarks", remarks...)
}

func (d *document) remedyOf(rule string) string {
	at, _ := slices.BinarySearchFunc(d.report.Rules, rule, func(r report.Rule, id string) int { return strings.Compare(r.ID, id) })
	return d.report.Rules[at].Remedy
}

// link leads to a place in an input file.
type link struct{ uuid, text string }

// placed is a link to a place, if it is in a file that the report lists.
func (d *document) placed(at source.Position) []link {
	if uuid, ok := d.resources[at.File]; ok {
		return []link{{uuid, at.String()}}
	}
	return nil
}

func (d *document) links(all []link) {
	oscal.List(d.Writer, "links", slices.Values(all), func(l link) {
		d.Member("href", oscal.Fragment(l.uuid))
		d.Member("rel", "reference")
		d.Line("text", l.text)
	})
}

// evidence is a resource that an observation rests on.
type evidence struct{ uuid, description string }

// manyFiles is from how many files on an observation rests on the set of all input files.
const manyFiles = 50

// evidence yields the files that the listed records stand in, or all files together.
func (d *document) evidence(o observation) iter.Seq[evidence] {
	var all []evidence
	seen := map[string]bool{}
	for _, s := range o.records {
		for _, f := range s.findings {
			if uuid, ok := d.resources[f.Pos.File]; ok && !seen[uuid] {
				seen[uuid] = true
				all = append(all, evidence{uuid, f.Pos.File})
			}
		}
	}
	if len(all) == 0 || len(all) > manyFiles {
		all = []evidence{{d.inputs, prose.Count(len(d.report.Inputs), "input file", "input files")}}
	}
	return slices.Values(all)
}
