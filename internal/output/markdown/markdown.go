// Package markdown writes a report as a comment for a pull request, short enough for a code host to take it.
package markdown

import (
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/commonmark"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// marker is invisible to readers; by it a workflow finds the comment of its last run, to write the next over it.
const marker = "<!-- riskgate -->\n"

// Write writes the verdict and what blocks, then, folded, what else there is to know.
func Write(w io.Writer, r *report.Report, d gate.Decision) error {
	var sections []section
	for _, s := range slices.Concat(uncovered(r), gravest(r, d), others(r, d)) {
		if s.count > 0 {
			sections = append(sections, s)
		}
	}
	_, err := io.WriteString(w, page(head(r, d), sections, foot(r)))
	return err
}

func head(r *report.Report, d gate.Decision) string {
	var b strings.Builder
	b.WriteString(marker)
	b.WriteString("### riskgate: " + text(d.String()) + "\n\n")
	if c := &r.Coverage; len(c.Limited) > 0 {
		fmt.Fprintf(&b, "**Coverage:** %s.\n\n", c)
		for i, input := range c.Limited {
			if i == mostNamed {
				fmt.Fprintf(&b, "- and %s\n", prose.Count(len(c.Limited)-i, "other", "others"))
				break
			}
			if n := c.FieldsOf(input.Name); n > 0 {
				fmt.Fprintf(&b, "- File %s does not carry %s that rules need\n", called(input), prose.Count(n, "field", "fields"))
			}
		}
		for _, kind := range c.Absent() {
			fmt.Fprintf(&b, "- there is no document of kind %s\n", code(kind))
		}
		b.WriteString("\n")
	}
	c := r.Comparison
	if c == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "Compared: %s with its base %s.", side(c.Head, c.HeadCommit), side(c.Base, c.BaseCommit))
	if c.Fixed > 0 {
		b.WriteString(" The change mends " + prose.Count(c.Fixed, "finding", "findings") + " of the base: thank you.")
	}
	b.WriteString("\n\n")
	if c.TrustsHead {
		b.WriteString("**Rules, settings and waivers are those of the change itself: it is held to nothing that it could not change.**\n\n")
	}
	return b.String()
}

// abbreviated is how much of a commit's id is shown.
const abbreviated = 12

func called(input report.Input) string {
	if input.Format == "" {
		return code(input.Name)
	}
	return code(input.Name) + " (" + text(input.Format) + ")"
}

// most is how many characters of one text are shown.
const most = 500

// text and code fit foreign text and names into the page.
func text(s string) string { return commonmark.Text(prose.Cut(s, most)) }

func code(s string) string { return commonmark.Code(prose.Cut(s, most)) }

func side(name, commit string) string {
	if commit == "" || commit == name {
		return code(name)
	}
	return code(name) + " (" + code(commit[:min(abbreviated, len(commit))]) + ")"
}

// gravest are the sections that are open from the beginning.
func gravest(r *report.Report, d gate.Decision) []section {
	var controls []report.Control
	var unread []report.Ignored
	if r.Comparison != nil {
		controls, unread = r.Comparison.Controls, r.Comparison.Unread
	}
	missing := section{title: "Expected by the settings, and not found", count: len(r.Missing), rows: rows(r.Missing, func(e report.Expected) []string {
		if e.ID == "" {
			return []string{"no document of kind " + code(e.Kind)}
		}
		return []string{"no " + code(e.Kind) + " " + code(e.ID)}
	})}
	blocking := findings("What blocks", r, d, func(f report.Finding) bool { return d.Blocks(f) })
	blocking.folded = false
	return []section{
		{
			title:   "For a person to approve: the change touches what records are held to. It is not held to its own.",
			columns: []string{"File", "What", "Change"}, count: len(controls),
			rows: rows(controls, func(c report.Control) []string { return []string{code(c.Name), text(c.What), text(c.Change)} }),
		},
		{
			title:   "What could not be checked",
			columns: []string{"Where", "What went wrong", "Rule"}, count: len(r.Errors),
			rows: rows(r.Errors, func(e report.Unjudged) []string {
				return []string{code(e.First.Pos.String()), text(e.Who()) + ": " + text(e.Reason), code(e.Rule)}
			}),
		},
		{
			title:   "Not compared: the base has files that can't be read",
			columns: []string{"File", "Reason"}, count: len(unread),
			rows: rows(unread, func(file report.Ignored) []string { return []string{code(file.Name), text(file.Reason)} }),
		},
		missing,
		blocking,
	}
}

// uncovered are the sections about what the records can't show, which come first where a source can't carry everything.
func uncovered(r *report.Report) []section {
	if len(r.Coverage.Limited) == 0 {
		return nil
	}
	shown := slices.Concat(r.Coverage.Whole, r.Coverage.Part)
	return []section{
		{
			title: counted("What the records can show", len(shown)), folded: true, columns: []string{"Rule", "Claim"}, count: len(shown),
			rows: rows(shown, func(rule report.Rule) []string { return []string{code(rule.ID), text(rule.Title)} }),
		},
		notAssessable(r),
		unjoined(r),
	}
}

// brief is a name as code, of which not much is shown: a list of names is longer than it is wide.
func brief(name string) string { return code(prose.Cut(name, 100)) }

// named says who names a risk that the run doesn't have.
func named(u report.Unknown) string {
	line := u.Subject.Kind + " " + brief(u.Subject.ID) + " names " + brief(u.Name)
	if u.Alike != "" {
		line += " (" + brief(u.Alike) + " is called nearly so)"
	}
	return line
}

// unjoined is what of the records and the risks that they name doesn't belong together, on both sides.
func unjoined(r *report.Report) section {
	var lines [][]string
	for _, j := range r.JoinsToTell() {
		add := func(what, who string, at source.Position) {
			lines = append(lines, []string{what, who, brief(at.String())})
		}
		for _, s := range j.Adrift {
			add(j.Kind+" that names no risk of the run", brief(s.ID), s.Pos)
		}
		for _, u := range j.Unknown {
			add("unknown risk", named(u), u.Subject.Pos)
		}
		for _, s := range j.Unnamed {
			add("open risk that no "+j.Kind+" names", brief(s.ID), s.Pos)
		}
	}
	return section{
		title: counted("What doesn't join", len(lines)), folded: true, columns: []string{"What", "Record", "Where"}, count: len(lines),
		rows: rows(lines, func(line []string) []string { return line }),
	}
}

func notAssessable(r *report.Report) section {
	obstacles := report.Obstacles(r.NotAssessable)
	return section{
		title: counted("Not assessable: neither passed nor failed", r.Totals.Outcomes.NotAssessable), folded: true,
		columns: []string{"Reason", "Checks", "Rules"}, count: len(obstacles),
		rows: rows(obstacles, func(o report.Obstacle) []string {
			var rules []string
			for _, u := range o.Unjudged {
				rules = append(rules, code(u.Rule))
			}
			return []string{text(o.Reason), prose.Number(o.Checks), some(rules)}
		}),
	}
}

// others are the sections that open when the reader wants them.
func others(r *report.Report, d gate.Decision) []section {
	stands := func(f report.Finding) bool { return f.Waived == nil && !d.Blocks(f) }
	warnings := findings("Findings that don't block", r, d, func(f report.Finding) bool { return stands(f) && f.Age != report.ExistingFinding })
	existing := findings("Findings that were there before the change", r, d, func(f report.Finding) bool { return stands(f) && f.Age == report.ExistingFinding })
	idle := r.Idle()
	var unjudged, loose section
	if len(r.Coverage.Limited) == 0 {
		unjudged, loose = notAssessable(r), unjoined(r)
	}
	return []section{
		warnings,
		existing,
		waived("Waived: somebody has accepted it, until it expires", r, false),
		waived("Baseline: to be mended until it expires", r, true),
		unjudged,
		loose,
		{
			title: counted("Ignored files", len(r.Ignored)), folded: true, columns: []string{"File", "Reason"}, count: len(r.Ignored),
			rows: rows(dataFirst(r.Ignored), func(file report.Ignored) []string { return []string{code(file.Name), text(file.Reason)} }),
		},
		{
			title: counted("Rules that the settings change", len(r.Changes)), folded: true,
			columns: []string{"Rule", "Level", "Reason", "Said by"}, count: len(r.Changes),
			rows: rows(r.Changes, func(c report.RuleChange) []string {
				return []string{code(c.Rule), string(c.From) + " → " + string(c.To), text(c.Reason), code(c.Origin)}
			}),
		},
		{
			title: counted("Rules that applied to nothing", len(idle)), folded: true, count: len(idle),
			rows: rows(idle, func(rule report.Rule) []string { return []string{"rule " + code(rule.ID)} }),
		},
	}
}

// rows yields the cells of each of a list.
func rows[T any](all []T, cells func(T) []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, one := range all {
			if !yield(cells(one)) {
				return
			}
		}
	}
}

func counted(title string, n int) string {
	return title + " (" + prose.Number(n) + ")"
}

// findings is the section of those that are wanted.
func findings(title string, r *report.Report, d gate.Decision, wanted func(report.Finding) bool) section {
	var all []report.Finding
	for _, f := range r.Findings {
		if wanted(f) {
			all = append(all, f)
		}
	}
	return section{
		title: counted(title, len(all)), folded: true, columns: []string{"Severity", "Where", "What is wrong, and how to mend it", "Rule"}, count: len(all),
		rows: rows(all, func(f report.Finding) []string {
			what := text(f.Message)
			if f.Remedy != "" && (d.Blocks(f) || f.Age != report.ExistingFinding) { // nobody need mend it in this change
				what += "<br>Fix: " + text(f.Remedy)
			}
			return []string{text(f.Severity), place(f), what, code(f.Rule)}
		}),
	}
}

// place is where a finding stands, and what the change made it from, where the change did.
func place(f report.Finding) string {
	at := code(f.Pos.String())
	if f.Age == report.ExistingFinding || f.Base == (source.Position{}) {
		return at
	}
	return at + "<br>before: " + code(f.Base.String())
}

func waived(title string, r *report.Report, baseline bool) section {
	var all []report.Finding
	for _, f := range r.Findings {
		if f.Waived != nil && f.Waived.Baseline == baseline {
			all = append(all, f)
		}
	}
	return section{
		title: counted(title, len(all)), folded: true, columns: []string{"Until", "Where", "What was accepted, and why", "Rule"}, count: len(all),
		rows: rows(all, func(f report.Finding) []string {
			return []string{f.Waived.Expires.String(), place(f), text(f.Message) + "<br>" + acceptance(*f.Waived), code(f.Rule)}
		}),
	}
}

// acceptance says who accepted a finding, and why.
func acceptance(w report.Waiver) string {
	said := "Accepted"
	if w.Baseline {
		said = "Listed"
	}
	if w.ID != "" {
		said += " as " + code(w.ID)
	}
	if w.RequestedBy != "" {
		said += ", requested by " + text(w.RequestedBy)
	}
	if w.ApprovedBy != "" {
		said += ", approved by " + text(w.ApprovedBy)
	}
	if !w.ApprovedOn.IsZero() {
		said += " on " + w.ApprovedOn.String()
	}
	if w.Ticket != "" {
		said += ", ticket " + text(w.Ticket)
	}
	return said + ": " + text(w.Reason)
}

// dataFirst returns the files with those first that may hold records.
func dataFirst(files []report.Ignored) []report.Ignored {
	sorted := slices.Clone(files)
	slices.SortStableFunc(sorted, func(a, b report.Ignored) int {
		return cmp.Compare(rank(a.Data), rank(b.Data))
	})
	return sorted
}

func rank(data bool) int {
	if data {
		return 0
	}
	return 1
}

// mostNamed is how many of a list are named in one cell.
const mostNamed = 20

func some(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		names = append(names[:mostNamed:mostNamed], "and "+prose.Count(more, "other", "others"))
	}
	return strings.Join(names, ", ")
}

// foot sums up the run.
func foot(r *report.Report) string {
	t := r.Totals
	profile := "profile " + text(r.Profile)
	if r.SettingsFile != "" {
		profile += " changed by " + code(r.SettingsFile)
	}
	facts := []string{
		"As of " + r.AsOf.String() + " (" + text(r.AsOfSource) + ")", profile,
		prose.Count(t.Documents, "document", "documents"), prose.Count(t.Subjects, "record", "records"), prose.Count(t.Rules, "rule", "rules"),
		prose.Number(t.Outcomes.Passed) + " passed", prose.Number(t.Outcomes.Failed) + " failed",
		prose.Number(t.Outcomes.NotAssessable) + " not assessable", prose.Number(t.Outcomes.NotApplicable) + " not applicable",
		prose.Number(t.Outcomes.Waived) + " waived", prose.Count(t.Outcomes.Errors, "error", "errors"),
	}
	if len(r.Policies) > 0 {
		var folders []string
		for _, policy := range r.Policies {
			folders = append(folders, code(policy.Name))
		}
		facts = append(facts, "own rules in "+some(folders))
	}
	if len(r.WaivedBy) > 0 {
		var files []string
		for _, file := range r.WaivedBy {
			files = append(files, code(file.Name))
		}
		facts = append(facts, "waivers in "+some(files))
	}
	if unasked := len(r.Unasked()); unasked > 0 {
		facts = append(facts, prose.Count(unasked, "rule had", "rules had")+" nothing to ask")
	}
	if s := r.SelfCheck; s.Complete() || s.Sample > 0 {
		facts = append(facts, s.String())
	}
	return strings.Join(facts, " · ") + "\n"
}
