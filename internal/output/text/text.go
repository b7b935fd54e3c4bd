// Package text writes a report for a person at a terminal.
package text

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// Options say how to write.
type Options struct {
	// Decision is the verdict that the report ends with.
	Decision gate.Decision
	// Width is that of the reader's lines in characters; 0 stands for 80.
	Width int
	Color bool
	// Quiet leaves out all but findings, errors and the verdict.
	Quiet bool
	// ShowPasses lists what passed as well.
	ShowPasses bool
}

// Write writes the report: what is wrong first, and the verdict last. Where a source can't carry everything, what the
// records can show at all comes before that.
func Write(w io.Writer, r *report.Report, o Options) error {
	p := printer{bufio.NewWriter(w), cmp.Or(o.Width, 80), o.Color}
	p.coverage(r, o.Quiet)
	p.findings(r, o.Decision)
	p.errors(r)
	if o.ShowPasses {
		p.passes(r)
	}
	if r.Comparison != nil {
		p.controls(r.Comparison)
		p.comparison(r.Comparison)
	}
	if !o.Quiet {
		p.existing(r, o.Decision)
		p.waived(r)
		p.notAssessable(r)
		p.joins(r)
		p.intake(r)
		p.missing(r)
		p.ignored(r)
		p.idle(r)
		p.changes(r)
		p.summary(r)
	}
	if r.Comparison != nil {
		p.fixed(r.Comparison)
	}
	p.verdict(o.Decision)
	return p.Flush()
}

// findings writes what nobody has accepted. Findings of one record stand
// together, and what one rule says of a record several times is mended once.
func (p printer) findings(r *report.Report, d gate.Decision) {
	var open []report.Finding
	for _, f := range r.Findings {
		if f.Waived == nil && !passedOver(f, d) {
			open = append(open, f)
		}
	}
	for i, f := range open {
		p.place(f.Pos.String(), string(f.Level), levelStyle(f.Level), f.Message, f.Rule)
		p.base(f)
		last := i+1 == len(open)
		if !last && sameMending(f, open[i+1]) {
			continue
		}
		if f.Remedy != "" {
			p.paragraph(2, 7, append(words(bold, "fix:"), words(plain, f.Remedy)...)...)
		}
		if last || open[i+1].Subject != f.Subject {
			p.blank()
		}
	}
}

func sameMending(a, b report.Finding) bool {
	return a.Subject == b.Subject && a.Rule == b.Rule && a.Remedy == b.Remedy
}

func levelStyle(l report.Level) style {
	if l == report.Deny {
		return red
	}
	return yellow
}

// place writes one message with its place in front, where editors look for it.
func (p printer) place(place, label string, s style, message, rule string) {
	var all []word
	if place != "" {
		all = append(all, whole(bold, place+":"))
	}
	all = append(all, word{label + ":", s})
	all = append(all, words(plain, message)...)
	p.paragraph(0, 4, append(all, whole(faint, "("+rule+")"))...)
}

func (p printer) errors(r *report.Report) {
	for _, e := range r.Errors {
		p.place(e.First.Pos.String(), "error", red, e.First.Kind+" "+e.First.ID+" could not be checked: "+e.Reason, e.Rule)
		if more := e.Subjects - 1; more > 0 {
			p.paragraph(2, 4, words(plain, "and so it was for "+count(more, "other "+e.First.Kind))...)
		}
	}
	if len(r.Errors) > 0 {
		p.blank()
	}
}

// count counts subjects of a kind.
func count(n int, kind string) string {
	return prose.Count(n, kind, kind+"s")
}

func (p printer) passes(r *report.Report) {
	var passed []word
	rule := 0
	flush := func() {
		if len(passed) > 0 {
			heading := words(green, "pass:")
			heading = append(heading, words(bold, r.Rules[rule].ID)...)
			heading = append(heading, words(plain, "for "+count(len(passed), r.Rules[rule].Subject)+":")...)
			p.paragraph(0, 6, append(heading, passed...)...)
		}
		passed = passed[:0]
	}
	for o := range r.Outcomes() {
		for r.Rules[rule].ID != o.Rule {
			flush()
			rule++
		}
		if o.Verdict == report.Pass {
			passed = append(passed, whole(plain, o.Subject.ID))
		}
	}
	flush()
	if r.Totals.Outcomes.Passed > 0 {
		p.blank()
	}
}

func (p printer) waived(r *report.Report) {
	if r.Totals.Waived > r.Totals.Baseline {
		p.heading("Waived: somebody has accepted it, until it expires")
		for _, f := range r.Findings {
			if w := f.Waived; w != nil && !w.Baseline {
				why := fmt.Sprintf("%s; %s until %s, approved by %s: %s", f.Message, w.ID, w.Expires, w.ApprovedBy, w.Reason)
				p.place(f.Pos.String(), "waived", faint, why, f.Rule)
			}
		}
		p.blank()
	}
	if r.Totals.Baseline > 0 {
		p.heading("Baseline: was wrong when it was written, to be mended in time")
		for _, line := range baseline(r) {
			p.paragraph(2, 4, words(plain, line)...)
		}
		p.blank()
	}
}

// baseline counts the findings of the baseline, by rule and by the day until which they are to be mended.
func baseline(r *report.Report) []string {
	type due struct {
		rule string
		by   report.Date
	}
	findings := map[due]int{}
	for _, f := range r.Findings {
		if f.Waived != nil && f.Waived.Baseline {
			findings[due{f.Rule, f.Waived.Expires}]++
		}
	}
	var lines []string
	for d, n := range findings {
		lines = append(lines, fmt.Sprintf("%s: %s until %s", d.rule, prose.Count(n, "finding", "findings"), d.by))
	}
	slices.Sort(lines)
	return lines
}

// notAssessable says each reason once, the one that keeps most from being
// judged first, with the rules that it stands in the way of.
func (p printer) notAssessable(r *report.Report) {
	if len(r.NotAssessable) == 0 {
		return
	}
	p.heading("Not assessable: neither passed nor failed")
	for _, o := range report.Obstacles(r.NotAssessable) {
		p.paragraph(2, 4, append(words(plain, o.Reason), whole(faint, "("+prose.Count(o.Checks, "check", "checks")+")"))...)
		var rules []string
		for _, u := range o.Unjudged {
			rules = append(rules, fmt.Sprintf("%s (%s)", u.Rule, count(u.Subjects, u.First.Kind)))
		}
		p.paragraph(4, 4, list(rules)...)
	}
	p.blank()
}

// list makes words of names, with commas between them.
func list(names []string) []word {
	var all []word
	for i, name := range names {
		if i+1 < len(names) {
			name += ","
		}
		all = append(all, whole(plain, name))
	}
	return all
}

// most is how many files are named that share one reason to be ignored.
const most = 20

func (p printer) missing(r *report.Report) {
	if len(r.Missing) == 0 {
		return
	}
	p.paragraph(0, 2, append(words(bold, "Expected by the settings, and not found:"), list(r.MissingNames())...)...)
	p.blank()
}

// ignored names the files by reason, those that may hold records first.
func (p printer) ignored(r *report.Report) {
	if len(r.Ignored) == 0 {
		return
	}
	names := make(map[report.Ignored][]string) // of files that differ in name only
	var kinds []report.Ignored
	for _, data := range []bool{true, false} {
		for _, file := range r.Ignored {
			kind := report.Ignored{Reason: file.Reason, Data: data}
			if file.Data != data {
				continue
			}
			if names[kind] == nil {
				kinds = append(kinds, kind)
			}
			names[kind] = append(names[kind], file.Name)
		}
	}
	p.heading("Ignored files")
	for _, kind := range kinds {
		files := names[kind]
		if more := len(files) - most; more > 0 {
			files = append(files[:most:most], "and "+prose.Count(more, "other", "others"))
		}
		p.paragraph(2, 4, append(words(plain, kind.Reason+":"), list(files)...)...)
	}
	p.blank()
}

// idle names the rules that applied to nothing. Of those for which the run has
// no record at all, their subjects say enough; of those about changes, their
// number, as no change does everything.
func (p printer) idle(r *report.Report) {
	if idle := r.Idle(); len(idle) > 0 {
		var names []string
		changes := 0
		for _, rule := range idle {
			if rule.Subject == report.ChangeKind {
				changes++
				continue
			}
			names = append(names, rule.ID)
		}
		if changes > 0 {
			names = append(names, prose.Count(changes, "rule about changes", "rules about changes"))
		}
		p.paragraph(0, 2, append(words(bold, "Applied to nothing:"), list(names)...)...)
		p.blank()
	}
	if unasked := r.Unasked(); len(unasked) > 0 {
		var kinds []string
		for _, rule := range unasked {
			if kind := rule.Subject + "s"; !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
		about := append(words(plain, prose.Count(len(unasked), "rule about", "rules about")), list(kinds)...)
		p.paragraph(0, 2, append(words(bold, "Nothing to ask:"), about...)...)
		p.blank()
	}
}

// changes says which rules are off or have another level than their own.
func (p printer) changes(r *report.Report) {
	var off, others []report.RuleChange
	for _, change := range r.Changes {
		if change.To == report.Off {
			off = append(off, change)
		} else {
			others = append(others, change)
		}
	}
	p.changed("Turned off by the settings", off)
	p.changed("Given another level by the settings", others)
}

// changed names the rules by reason.
func (p printer) changed(title string, changes []report.RuleChange) {
	if len(changes) == 0 {
		return
	}
	rules := make(map[report.RuleChange][]string) // of changes that differ in the rule only
	var kinds []report.RuleChange
	for _, change := range changes {
		kind := report.RuleChange{To: change.To, Reason: change.Reason, Origin: change.Origin}
		if rules[kind] == nil {
			kinds = append(kinds, kind)
		}
		rules[kind] = append(rules[kind], change.Rule)
	}
	p.heading(title)
	for _, kind := range kinds {
		last := len(rules[kind]) - 1
		rules[kind][last] += ":"
		why := kind.Reason
		if kind.To != report.Off {
			why = string(kind.To) + ", because: " + why
		}
		line := append(list(rules[kind]), words(plain, why)...)
		p.paragraph(2, 4, append(line, whole(faint, "("+kind.Origin+")"))...)
	}
	p.blank()
}

func (p printer) summary(r *report.Report) {
	t := r.Totals
	profile := []string{r.Profile}
	if r.SettingsFile != "" {
		profile = append(profile, "changed by "+r.SettingsFile)
	}
	p.heading("Summary")
	if r.Comparison != nil {
		p.sides(r.Comparison)
	}
	p.line("As of", fmt.Sprintf("%s (%s)", r.AsOf, r.AsOfSource))
	if checked := selfCheck(r); checked != nil {
		p.line("Self-check", checked...)
	}
	p.line("Profile", profile...)
	if len(r.Policies) > 0 {
		p.line("Own rules", ownRules(r)...)
	}
	if len(r.WaivedBy) > 0 {
		p.line("Waived by", waivedBy(r)...)
	}
	p.line("Checked",
		prose.Count(t.Documents, "document", "documents"),
		prose.Count(t.Subjects, "subject", "subjects"),
		prose.Count(t.Rules, "rule", "rules"))
	p.line("Outcomes", outcomes(r)...)
	p.line("Findings", findings(t)...)
	if r.Comparison != nil {
		p.line("Ages", ages(r)...)
	}
	p.blank()
}

// waivedBy names the files of what is accepted.
func waivedBy(r *report.Report) []string {
	files := make([]string, len(r.WaivedBy))
	for i, file := range r.WaivedBy {
		files[i] = file.Name
	}
	return files
}

func findings(t report.Totals) []string {
	counts := []string{prose.Number(t.Deny) + " deny", prose.Number(t.Warn) + " warn", prose.Number(t.Waived) + " waived"}
	if t.Baseline > 0 {
		counts = append(counts, prose.Number(t.Baseline)+" of them in the baseline")
	}
	return counts
}

// ownRules counts the rules of each folder of the organisation's own.
func ownRules(r *report.Report) []string {
	folders := make([]string, len(r.Policies))
	for i, policy := range r.Policies {
		n := 0
		for _, rule := range r.Rules {
			if rule.Policy == policy.Name {
				n++
			}
		}
		folders[i] = prose.Number(n) + " in " + policy.Name
	}
	return folders
}

func outcomes(r *report.Report) []string {
	c := r.Totals.Outcomes
	return []string{
		prose.Number(c.Passed) + " passed",
		prose.Number(c.Failed) + " failed",
		prose.Number(c.NotAssessable) + " not assessable",
		prose.Number(c.NotApplicable) + " not applicable",
		prose.Number(c.Waived) + " waived",
		prose.Count(c.Errors, "error", "errors"),
	}
}

func (p printer) heading(text string) {
	p.paragraph(0, 2, words(bold, text)...)
}

// label is the width of the summary's first column.
const label = 10

// line writes facts about one thing; no line breaks within a fact.
// selfCheck says what was evaluated twice; nil where nothing was to be.
func selfCheck(r *report.Report) []string {
	var touched string
	if r.Comparison != nil {
		touched = prose.Count(r.Comparison.Affected, "subject that the change touches", "subjects that the change touches")
	}
	switch s := r.SelfCheck; {
	case s.Complete():
		return []string{s.String()}
	case s.Sample > 0 && touched != "":
		return []string{s.String(), "and all of the " + touched}
	case s.Sample > 0:
		return []string{s.String()}
	case touched != "":
		return []string{"each rule evaluated twice", "for the " + touched}
	}
	return nil
}

func (p printer) line(name string, facts ...string) {
	padded := word{fmt.Sprintf("%-*s", label, name), faint}
	p.paragraph(2, 2+label+1, append([]word{padded}, list(facts)...)...)
}

func (p printer) verdict(d gate.Decision) {
	s := red
	if d.Code == gate.Complies {
		s = green
	}
	p.paragraph(0, 2, words(s, d.String())...)
}
