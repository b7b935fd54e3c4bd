// Package gate decides whether a report lets the work through.
package gate

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// The exit codes of every command. Where several are due, the last of
// Complies, NothingChecked, FindingsBlock, CouldNotCheck wins.
const (
	Complies       = 0
	FindingsBlock  = 1
	CouldNotCheck  = 2
	NothingChecked = 3
)

// Options says what else blocks, besides findings at level deny.
type Options struct {
	FailOnWarn          bool
	FailOnNotAssessable bool
	// StrictFiles refuses a run that left a file of JSON unchecked.
	StrictFiles bool
	// All makes findings block that the base of a gated change has too, and files that it leaves unchecked too.
	All bool
	// FailOnControlChange makes a change block that touches what changes are held to.
	FailOnControlChange bool
	// AllowLoss lets a change in that leaves checks not assessable, which the base does not.
	AllowLoss bool
}

// Blocks reports whether a finding by itself stands in the way.
func (o Options) Blocks(f report.Finding) bool {
	return f.Waived == nil && (o.All || f.Age != report.ExistingFinding) && (f.Level == report.Deny || o.FailOnWarn)
}

// Decision is an exit code and why. For Complies the reasons are what it
// leaves open.
type Decision struct {
	Code    int
	Reasons []string
	options Options
}

// Blocks reports whether a finding by itself stands in the way.
func (d Decision) Blocks(f report.Finding) bool {
	return d.options.Blocks(f)
}

// Verdict returns the decision in two or three words, without its reasons.
func (d Decision) Verdict() string {
	return meanings[d.Code]
}

var meanings = [...]string{
	Complies:       "complies",
	FindingsBlock:  "does not comply",
	CouldNotCheck:  "could not check",
	NothingChecked: "nothing was checked",
}

// String returns the decision in one sentence.
func (d Decision) String() string {
	if len(d.Reasons) == 0 {
		return meanings[d.Code]
	}
	joint := ": "
	if d.Code == Complies {
		joint = ", though "
	}
	return meanings[d.Code] + joint + strings.Join(d.Reasons, "; ")
}

// Decide returns what a report means for the work that waits for it.
func Decide(r *report.Report, o Options) Decision {
	if reasons := unchecked(r, o); len(reasons) > 0 {
		return Decision{CouldNotCheck, append(reasons, blocking(r, o)...), o}
	}
	if reasons := blocking(r, o); len(reasons) > 0 {
		return Decision{FindingsBlock, reasons, o}
	}
	if reasons := missing(r); len(reasons) > 0 {
		return Decision{NothingChecked, reasons, o}
	}
	return Decision{Complies, open(r), o}
}

// unchecked lists what could not be checked at all.
func unchecked(r *report.Report, o Options) []string {
	var reasons []string
	if n := r.Totals.Outcomes.Errors; n > 0 {
		reasons = append(reasons, prose.Count(n, "check ended in an error", "checks ended in an error"))
	}
	if n := ignoredData(r, o); n > 0 && (o.StrictFiles || r.Comparison != nil) {
		reasons = append(reasons, prose.Count(n, "JSON file was ignored", "JSON files were ignored"))
	}
	return reasons
}

// ignoredData counts the files that may hold records and were left out. Those of the base were so before the change.
func ignoredData(r *report.Report, o Options) int {
	n := 0
	for _, file := range r.Ignored {
		if file.Data && (o.All || o.StrictFiles || !file.Existing) {
			n++
		}
	}
	return n
}

// blocking lists what stands in the way.
func blocking(r *report.Report, o Options) []string {
	var reasons []string
	blocks := map[report.Level]int{}
	for _, f := range r.Findings {
		if o.Blocks(f) {
			blocks[f.Level]++
		}
	}
	if n := blocks[report.Deny]; n > 0 {
		reasons = append(reasons, prose.Count(n, "finding blocks", "findings block"))
	}
	if n := blocks[report.Warn]; n > 0 {
		reasons = append(reasons, prose.Count(n, "warning blocks", "warnings block"))
	}
	if n := r.Totals.Outcomes.NotAssessable; n > 0 && o.FailOnNotAssessable {
		reasons = append(reasons, notAssessable(n))
	}
	if c := r.Comparison; c != nil {
		if c.Lost > 0 && !o.AllowLoss {
			reasons = append(reasons, "the change leaves "+prose.Count(c.Lost, "check", "checks")+" not assessable")
		}
		if o.FailOnControlChange && len(c.Controls) > 0 {
			reasons = append(reasons, controls(c))
		}
	}
	return reasons
}

func controls(c *report.Comparison) string {
	return prose.Count(len(c.Controls), "file changes that says what is right", "files change that say what is right") + ": a person must approve it"
}

// missing says why a report without findings proves nothing.
func missing(r *report.Report) []string {
	switch {
	case r.Totals.Documents == 0:
		return []string{"no document was found"}
	case len(r.Missing) > 0:
		return []string{"what the settings expect was not found: " + strings.Join(r.MissingNames(), ", ")}
	case r.Comparison != nil && len(r.Comparison.Emptied) > 0:
		return []string{"the change leaves none of what the base has: " + strings.Join(r.Comparison.Emptied, ", ")}
	case !asksAboutRecords(r):
		return []string{"no rule is turned on"}
	case r.Totals.Subjects == 0:
		return []string{"the documents hold nothing that a rule asks about"}
	case !holdsRecords(r):
		return []string{"the documents hold no risk, plan, review or report"}
	case !judgesRecords(r):
		return []string{"no rule could judge any record"}
	}
	return nil
}

func asksAboutRecords(r *report.Report) bool {
	return slices.ContainsFunc(r.Rules, isAboutRecords)
}

// isAboutRecords tells rules about what the organisation keeps record of from those about files, and about the waivers that
// stand beside them.
func isAboutRecords(rule report.Rule) bool {
	return rule.Subject != report.Document && rule.Subject != report.WaiverKind
}

// holdsRecords reports whether there is more than empty registers to ask about.
func holdsRecords(r *report.Report) bool {
	for i, rule := range r.Rules {
		if isAboutRecords(rule) && rule.Subject != "register" && r.Counts[i].Population() > 0 {
			return true
		}
	}
	return false
}

func judgesRecords(r *report.Report) bool {
	for i, rule := range r.Rules {
		if isAboutRecords(rule) && r.Counts[i].Judged() > 0 {
			return true
		}
	}
	return false
}

// open lists what doesn't block, and still deserves a look.
func open(r *report.Report) []string {
	var reasons []string
	if c := r.Comparison; c != nil {
		if c.TrustsHead {
			reasons = append(reasons, "it was held to nothing but its own rules")
		}
		if len(c.Controls) > 0 {
			reasons = append(reasons, controls(c))
		}
	}
	if n := existing(r); n > 0 {
		reasons = append(reasons, prose.Count(n, "finding was there before the change", "findings were there before the change"))
	}
	if n := r.Totals.Waived - r.Totals.Baseline; n > 0 {
		reasons = append(reasons, prose.Count(n, "finding is waived", "findings are waived"))
	}
	if n := r.Totals.Baseline; n > 0 {
		reasons = append(reasons, prose.Count(n, "finding stands in the baseline", "findings stand in the baseline"))
	}
	if n := r.Totals.Warn; n > 0 {
		reasons = append(reasons, prose.Count(n, "warning stands", "warnings stand"))
	}
	if n := r.Totals.Outcomes.NotAssessable; n > 0 {
		reasons = append(reasons, notAssessable(n))
	}
	return reasons
}

// existing counts the findings at level deny that the base of a gated change has too.
func existing(r *report.Report) int {
	n := 0
	for _, f := range r.Findings {
		if f.Level == report.Deny && f.Waived == nil && f.Age == report.ExistingFinding {
			n++
		}
	}
	return n
}

func notAssessable(n int) string {
	return prose.Count(n, "check is not assessable", "checks are not assessable")
}
