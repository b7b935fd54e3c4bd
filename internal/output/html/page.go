package html

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// page is all that the templates show. What is nil or empty has no place in the page.
type page struct {
	assets
	*report.Report
	Organizations []string
	Answer        answer
	Tiles         []tile
	Held          held
	Covered       bar    // the checks that the records can show
	Ages          []tile // of a gated change
	Contents      []entry
	Figures       []figure
	Exposure      *exposure
	Units         *units
	Deadlines     *deadlines
	Groups        []grouping
	RuleRows      []ruleRow
	Waivers       []waiver
	Earlier       []kpi.Compared
	Data          *data

	ranks ranks
}

func newPage(r *report.Report, d gate.Decision) (*page, error) {
	files, err := newAssets()
	if err != nil {
		return nil, err
	}
	ranks, known := newRanks(r), newRecords(r)
	p := &page{
		assets:        files,
		Report:        r,
		Organizations: organizations(r),
		Answer:        newAnswer(d),
		Tiles:         newTiles(r, d),
		Held:          newHeld(r.Totals.Outcomes),
		Covered:       newBar(max(1, r.Coverage.Checks), share{Count: r.Coverage.Shown, Tone: "good"}, share{Count: r.Coverage.Checks - r.Coverage.Shown, Tone: "doubt"}),
		RuleRows:      newRuleRows(r),
		Waivers:       newWaivers(r),
		Earlier:       kpi.Earlier(r),
		Data:          newData(ranks),
		ranks:         ranks,
	}
	if r.Comparison != nil {
		p.Ages = newAges(r)
	}
	addFindings(p.Data, r, d, known)
	if len(r.Registers) > 0 {
		kpis := kpi.Of(r)
		p.Figures = newFigures(kpis)
		addFigureRecords(p.Data, r, kpis, known)
		p.Units = newUnits(r, kpis)
	}
	if r.Overview != nil {
		p.Exposure = newExposure(r, ranks)
		addRisks(p.Data, r, known)
		p.Deadlines = newDeadlines(r, ranks)
		addDue(p.Data, r, known)
		p.Groups = newGroups(r, d, ranks, known)
	}
	addInputs(p.Data, r)
	if len(r.Ignored) > 0 {
		addIgnored(p.Data, r)
	}
	p.Contents = p.contents()
	return p, nil
}

// organizations lists whose registers the report is about.
func organizations(r *report.Report) []string {
	var names []string
	for _, register := range r.Registers {
		if register.Organization != "" {
			names = append(names, register.Organization)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// answer is the verdict as a reader sees it first.
type answer struct {
	Verdict string
	Tone    string
	Reasons []string
}

func newAnswer(d gate.Decision) answer {
	tones := map[int]string{gate.Complies: "good", gate.FindingsBlock: "bad", gate.CouldNotCheck: "doubt", gate.NothingChecked: "doubt"}
	a := answer{Verdict: sentence(d.Verdict()), Tone: tones[d.Code]}
	for _, reason := range d.Reasons {
		a.Reasons = append(a.Reasons, sentence(reason))
	}
	return a
}

// sentence begins a text with a capital letter.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + text[1:]
}

// tile is a number that a reader wants at once, and where it leads.
type tile struct {
	Count       int
	Text        string
	Tone        string
	Show, Where string // the sheet that shows what was counted, and its filter
	Section     string
}

func newTiles(r *report.Report, d gate.Decision) []tile {
	states := map[string]int{}
	for _, f := range r.Findings {
		states[stateOf(f, d)]++
	}
	toned := func(count int, tone string) string {
		if count == 0 {
			return "idle"
		}
		return tone
	}
	found := func(state, one, many, tone string) tile {
		n := states[state]
		return tile{Count: n, Text: words(n, one, many), Tone: toned(n, tone), Show: "findings", Where: where("state", state), Section: "findings"}
	}
	tiles := []tile{
		found(blocks, "finding blocks", "findings block", "bad"),
		found(stands, "finding doesn't block", "findings don't block", "doubt"),
		found(waived, "finding is waived", "findings are waived", "doubt"),
	}
	unjudged := r.Totals.Outcomes.NotAssessable
	tiles = append(tiles, tile{Count: unjudged, Text: words(unjudged, "check is not assessable", "checks are not assessable"), Tone: toned(unjudged, "doubt"), Section: "not-assessable"})
	if n := r.Totals.Outcomes.Errors; n > 0 {
		tiles = append(tiles, tile{Count: n, Text: words(n, "check ended in an error", "checks ended in an error"), Tone: "bad", Section: "errors"})
	}
	return tiles
}

// words chooses what stands beside a number.
func words(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// newAges counts the findings of a gated change by whether it brings them.
func newAges(r *report.Report) []tile {
	ages := map[report.Age]int{}
	for _, f := range r.Findings {
		ages[f.Age]++
	}
	age := func(age report.Age, text, tone string) tile {
		return tile{Count: ages[age], Text: text, Tone: tone, Show: "findings", Where: where("age", string(age))}
	}
	return []tile{
		age(report.NewFinding, "new with the change", "bad"),
		age(report.ExistingFinding, "in the base as well", "doubt"),
		{Count: r.Comparison.Fixed, Text: "mended by the change", Tone: "good"},
	}
}

// held says how many of the checks that could be judged hold.
type held struct {
	Judged, Passed int
	Percent        string
	Bar            bar
	Parts          []heldPart
}

type heldPart struct {
	Name, Tone string
	Count      int
}

func newHeld(c report.Counts) held {
	h := held{Judged: c.Judged(), Passed: c.Passed, Percent: percent(c.Passed, c.Judged())}
	h.Parts = []heldPart{{"passed", "good", c.Passed}, {"failed", "bad", c.Failed}, {"waived", "doubt", c.Waived}}
	h.Bar = newBar(max(1, c.Judged()), share{Count: c.Failed, Tone: "bad"}, share{Count: c.Waived, Tone: "doubt"}, share{Count: c.Passed, Tone: "good"})
	return h
}

// percent rounds down to a tenth, so that 100 means all; it is empty of nothing.
func percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	tenths := part * 1000 / whole
	if tenths%10 == 0 {
		return strconv.Itoa(tenths / 10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

// entry is a line of the table of contents.
type entry struct{ ID, Title, Count string }

// contents lists the sections that the page has, in their order.
func (p *page) contents() []entry {
	var all []entry
	add := func(is bool, id, title string, count int) {
		if is {
			e := entry{ID: id, Title: title}
			if count >= 0 {
				e.Count = prose.Number(count)
			}
			all = append(all, e)
		}
	}
	const uncounted = -1
	add(true, "verdict", "Verdict", uncounted)
	add(len(p.Coverage.Limited) > 0, "coverage", "Coverage", uncounted)
	add(len(p.JoinsToTell()) > 0, "joins", "Joining", uncounted)
	add(p.Comparison != nil, "change", "Change", uncounted)
	add(p.Figures != nil, "figures", "Key figures", uncounted)
	add(p.Units != nil, "units", "Business units", uncounted)
	add(p.Exposure != nil, "exposure", "Open risks", uncounted)
	add(p.Deadlines != nil, "deadlines", "Deadlines", uncounted)
	add(p.Groups != nil, "groups", "Owners and services", uncounted)
	add(true, "findings", "Findings", len(p.Report.Findings))
	add(len(p.Errors) > 0, "errors", "Errors", len(p.Errors))
	add(true, "rules", "Rules", len(p.Rules))
	add(true, "not-assessable", "Not assessable", p.Totals.Outcomes.NotAssessable)
	add(true, "waivers", "Waivers", len(p.Waivers))
	add(true, "rule-changes", "Changed rules", len(p.Changes))
	add(p.Data.Sheets["risks"] != nil, "risks", "All risks", rows(p.Data.Sheets["risks"]))
	add(p.Data.Sheets["records"] != nil, "records", "Records behind figures", uncounted)
	add(true, "inputs", "Inputs", len(p.Inputs))
	add(true, "about", "About this report", uncounted)
	return all
}

func rows(s *sheet) int {
	if s == nil {
		return 0
	}
	return s.Rows
}

// ranks gives severities, as the page shows them, their colours: "0" for the lowest level of its scale to "4" for the highest.
type ranks map[string]string

// newRanks knows the severities of the settings, and those of registers with a scale of their own.
func newRanks(r *report.Report) ranks {
	known := ranks{}
	scales := [][]string{r.Severities}
	for _, register := range r.Registers {
		scales = append(scales, register.Scale.Severity)
	}
	const highest = 4
	for _, scale := range scales {
		for i, severity := range scale {
			severity = prose.Plain(severity)
			if _, ok := known[severity]; !ok {
				known[severity] = strconv.Itoa((highest*i + (len(scale)-1)/2) / max(1, len(scale)-1))
			}
		}
	}
	return known
}

// of returns the colour of a severity; empty for one of no scale.
func (k ranks) of(severity string) string { return k[prose.Plain(severity)] }

// severities lists the severities of all scales, the organization's first, each low to high.
func severities(r *report.Report) []string {
	all := slices.Clone(r.Severities)
	for _, register := range r.Registers {
		for _, severity := range register.Scale.Severity {
			if !slices.Contains(all, severity) {
				all = append(all, severity)
			}
		}
	}
	return all
}

// records knows what the report says of a record apart from its findings.
type records struct {
	subjects map[findingKey]recordKey
	titles   map[recordKey]string
	owners   map[recordKey]string
	units    map[string]string // by register
}

// recordKey tells records apart: two registers may use one id.
type recordKey struct {
	report.SubjectRef
	register string
}

func keyOf(s report.Subject) recordKey { return recordKey{s.SubjectRef, s.Register} }

// findingKey tells findings apart, those about two records of one id as well.
type findingKey struct {
	fingerprint string
	pos         source.Position
}

func newRecords(r *report.Report) records {
	k := records{
		subjects: map[findingKey]recordKey{},
		titles:   map[recordKey]string{},
		owners:   map[recordKey]string{},
		units:    map[string]string{},
	}
	for _, register := range r.Registers {
		k.units[register.ID] = unitOf(register)
	}
	for i, rule := range r.Rules {
		if r.Counts[i].Failed+r.Counts[i].Waived == 0 {
			continue
		}
		for subject, outcome := range r.OutcomesOf(rule.ID) {
			for _, f := range outcome.Findings {
				k.subjects[findingKey{f.Fingerprint, f.Pos}] = keyOf(subject)
			}
		}
	}
	if r.Overview == nil {
		return k
	}
	for _, risk := range r.Overview.Risks {
		k.add("risk", risk.ID, risk.Register, risk.Title, risk.Owner)
	}
	for _, plan := range r.Overview.Plans {
		k.add("plan", plan.ID, plan.Register, plan.Title, plan.Owner)
	}
	for _, issued := range r.Overview.Issued {
		k.add("report", issued.ID, issued.Register, issued.Title, report.Party{})
	}
	return k
}

func (k records) add(kind, id, register, title string, owner report.Party) {
	key := recordKey{report.SubjectRef{Kind: kind, ID: id}, register}
	k.titles[key] = title
	k.owners[key] = name(owner)
}

// subject is the record that a finding is about.
func (k records) subject(f report.Finding) recordKey {
	return k.subjects[findingKey{f.Fingerprint, f.Pos}]
}

// unit is the business unit of the record that a finding is about; empty where it isn't known.
func (k records) unit(f report.Finding) string { return k.units[k.subject(f).register] }

// name is how a reader knows a person, a team or a service.
func name(p report.Party) string { return cmp.Or(p.Name, p.ID) }

// day is a date as it stands in tables; empty where there is none.
func day(d report.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// AsOfLong is the date of the report in words.
func (p *page) AsOfLong() string { return p.AsOf.Time().Format("2 January 2006") }
