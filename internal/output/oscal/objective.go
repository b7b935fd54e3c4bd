package oscal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// objective is what the rules show of one control. A rule that names no control stands for itself.
type objective struct {
	name      string // framework:number, or the id of a rule
	framework string // "" for a rule
	control   string // the control's id in OSCAL
	rules     []int
	counts    report.Counts
	grave     int // of the failed, those by a rule at level deny

	observations, risks []string
}

// id names the objective. It is riskgate's own, and never that of a catalogue: what rules show of a control is a part of
// what the control asks for.
func (o objective) id() string { return "riskgate_" + o.control }

func objectivesOf(r *report.Report, observed, risks [][]string) []objective {
	byName := map[string]*objective{}
	for i, rule := range r.Rules {
		names := rule.Controls
		if len(names) == 0 {
			names = []string{rule.ID}
		}
		for _, name := range names {
			o := byName[name]
			if o == nil {
				o = &objective{name: name}
				o.framework, o.control = control(name)
				byName[name] = o
			}
			o.rules = append(o.rules, i)
			o.count(rule.Level, r.Counts[i])
			o.observations = append(o.observations, observed[i]...)
			for _, risk := range risks[i] {
				if !slices.Contains(o.risks, risk) {
					o.risks = append(o.risks, risk)
				}
			}
		}
	}
	var all []objective
	for _, o := range byName {
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b objective) int { return strings.Compare(a.name, b.name) })
	return all
}

func (o *objective) count(level report.Level, c report.Counts) {
	o.counts.Passed += c.Passed
	o.counts.Failed += c.Failed
	o.counts.Waived += c.Waived
	o.counts.NotApplicable += c.NotApplicable
	o.counts.NotAssessable += c.NotAssessable
	o.counts.Errors += c.Errors
	if level == report.Deny {
		o.grave += c.Failed
	}
}

// nistControl is a control or an enhancement of NIST SP 800-53, as RA-7 or CA-7(4), with a part of its statement.
var nistControl = regexp.MustCompile(`^([A-Z]{2}-[0-9]+)(?:\(([0-9]+)\))?$`)

// control returns the framework of a control, and its id in OSCAL: that of NIST's catalogue where there is one, as ra-7
// or ca-7.4, else framework and number together.
func control(name string) (framework, id string) {
	framework, number, ok := strings.Cut(name, ":")
	if !ok {
		return "", oscal.Token(name)
	}
	if parts := nistControl.FindStringSubmatch(number); parts != nil && framework == "nist-800-53r5" {
		id = strings.ToLower(parts[1])
		if parts[2] != "" {
			id += "." + parts[2]
		}
		return framework, id
	}
	return framework, oscal.Token(framework + "_" + number)
}

// status says whether the objective is satisfied: where at least one outcome was judged, all that were have passed, and
// none is left unjudged.
func (o objective) status() (state, reason string, words []string) {
	c := o.counts
	state, reason = "not-satisfied", "other"
	switch {
	case c.Failed > 0:
		reason = "fail"
		words = append(words, fmt.Sprintf("Failed: %s of %s that could be judged; at level deny: %s.",
			prose.Number(c.Failed), prose.Count(c.Judged(), "outcome", "outcomes"), prose.Number(o.grave)))
	case c.Waived > 0:
		reason = "fail"
	}
	if c.Waived > 0 {
		words = append(words, fmt.Sprintf("Failed, and accepted for a time: %s. Related risks say by whom and until when.", prose.Number(c.Waived)))
	}
	if c.NotAssessable > 0 {
		words = append(words, fmt.Sprintf("Not assessable: %s. The run, or the format that records came from, does not show what a rule needs; related observations say what.",
			prose.Number(c.NotAssessable)))
	}
	if c.Errors > 0 {
		words = append(words, fmt.Sprintf("Ended in an error, which says nothing about the records: %s.", prose.Number(c.Errors)))
	}
	if len(words) > 0 {
		return state, reason, words
	}
	if c.Judged() == 0 {
		return state, reason, []string{"Nothing was judged: no record of the run is one that the rules apply to."}
	}
	return "satisfied", "pass", []string{fmt.Sprintf("Passed: %s; none failed, and none was left unjudged. This is what the rules show; a control can ask for more.",
		prose.Count(c.Judged(), "outcome", "outcomes"))}
}

// objective defines an objective by its rules.
func (d *document) objective(o objective) {
	d.Member("control-id", o.control)
	d.Prose("description", d.asks(o))
	d.Properties(oscal.Own("framework", o.framework), oscal.Own("control", o.name))
	oscal.List(d.Writer, "parts", slices.Values([]objective{o}), func(o objective) {
		d.Member("id", o.id())
		d.Member("name", "assessment-objective")
		d.Member("ns", oscal.Namespace)
		d.Line("title", "What riskgate's rules show of "+o.name)
		var claims []string
		for _, rule := range o.rules {
			claims = append(claims, fmt.Sprintf("%s: %s.", d.report.Rules[rule].ID, d.report.Rules[rule].Title))
		}
		d.Prose("prose", claims...)
	})
}

func (d *document) asks(o objective) string {
	if o.framework == "" {
		return "Rule " + o.name + ", which is evidence for no control of a framework."
	}
	return fmt.Sprintf("Control %s, as far as %s evidence for it.", o.name, prose.Count(len(o.rules), "rule is", "rules are"))
}

func (d *document) finding(o objective) {
	state, reason, words := o.status()
	d.Member("uuid", d.id("finding", o.name))
	d.Line("title", fmt.Sprintf("%s: %s", o.name, verdict(state, reason)))
	var description []string
	for _, rule := range o.rules {
		asked := d.report.Rules[rule]
		told := tell(d.report.Counts[rule])
		if told == "" {
			told = "there was nothing to ask about"
		}
		description = append(description, fmt.Sprintf("%s (%s): %s.", asked.ID, asked.Level, told))
	}
	d.Prose("description", description...)
	d.Properties(d.counts(o.counts)...)
	d.origins()
	d.Object("target", func() {
		d.Member("type", "objective-id")
		d.Member("target-id", o.id())
		d.Line("title", o.name)
		d.Object("status", func() {
			d.Member("state", state)
			d.Member("reason", reason)
			d.Prose("remarks", words...)
		})
	})
	d.References("related-observations", "observation-uuid", o.observations)
	d.References("related-risks", "risk-uuid", o.risks)
}

func verdict(state, reason string) string {
	switch {
	case state == "satisfied":
		return "satisfied"
	case reason == "fail":
		return "not satisfied"
	}
	return "not shown to be satisfied"
}

// reviewedControls lists the controls and objectives, by framework.
func (d *document) reviewedControls() {
	d.Key("reviewed-controls")
	d.Begin('{')
	var frameworks []string
	for _, o := range d.objectives {
		if !slices.Contains(frameworks, o.framework) {
			frameworks = append(frameworks, o.framework)
		}
	}
	slices.Sort(frameworks)
	if len(frameworks) == 0 {
		oscal.List(d.Writer, "control-selections", slices.Values([]string{"none"}), func(control string) { // OSCAL asks for one
			d.Line("description", "No rule was asked, so that no control was reviewed.")
			d.References("include-controls", "control-id", []string{control})
		})
		d.End('}')
		return
	}
	oscal.List(d.Writer, "control-selections", slices.Values(frameworks), func(framework string) {
		d.Line("description", selection(framework))
		var controls []string
		for _, o := range d.objectives {
			if o.framework == framework {
				controls = append(controls, o.control)
			}
		}
		d.References("include-controls", "control-id", controls)
	})
	oscal.List(d.Writer, "control-objective-selections", slices.Values([][]objective{d.objectives}), func(all []objective) {
		var ids []string
		for _, o := range all {
			ids = append(ids, o.id())
		}
		d.References("include-objectives", "objective-id", ids)
	})
	d.End('}')
}

func selection(framework string) string {
	if framework == "" {
		return "Rules that are evidence for no control of a framework."
	}
	return "Controls of " + framework + "."
}
