package oscal

import (
	"fmt"
	"slices"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// acceptance is what one waiver, or one entry of the baseline, lets pass for a time.
type acceptance struct {
	report.Waiver
	uuid         string
	parts        []part
	findings     []report.Finding
	observations []string
}

// part is the records that a rule found something about.
type part struct {
	rule int
	records
}

// acceptances are in the order of their first finding.
type acceptances struct {
	all    []acceptance
	number map[report.Waiver]int
}

func (a *acceptances) add(rule int, s report.Subject, f report.Finding) {
	w := *f.Waived
	if w.Baseline {
		w.ID = "" // what was wrong when the organisation began is accepted together
	}
	n, ok := a.number[w]
	if !ok {
		if a.number == nil {
			a.number = map[report.Waiver]int{}
		}
		n = len(a.all)
		a.number[w] = n
		a.all = append(a.all, acceptance{Waiver: w, uuid: oscal.UUID("waiver", w.ID, day(w.Expires), w.Reason)})
	}
	a.all[n].take(rule, s, f)
}

func (a *acceptance) take(rule int, s report.Subject, f report.Finding) {
	a.findings = append(a.findings, f)
	at := slices.IndexFunc(a.parts, func(p part) bool { return p.rule == rule })
	if at < 0 {
		at = len(a.parts)
		a.parts = append(a.parts, part{rule: rule})
	}
	a.parts[at].add(s, f)
}

func (a *acceptance) id() string {
	if a.Baseline {
		return "baseline"
	}
	return a.ID
}

func (a *acceptance) by() string {
	if a.Baseline {
		return "listed in the baseline"
	}
	return "accepted by waiver " + a.ID
}

// day is a date, or nothing where there is none.
func day(d report.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (a *acceptance) until() string {
	if a.Expires.IsZero() {
		return ""
	}
	return " until " + a.Expires.String()
}

// severity is the gravest of the records.
func (a *acceptance) severity(levels []string) string {
	gravest := -1
	for _, f := range a.findings {
		gravest = max(gravest, slices.Index(levels, f.Severity))
	}
	if gravest < 0 {
		return ""
	}
	return levels[gravest]
}

// risk writes an acceptance as a risk: an approved deviation, or, for the baseline, which nobody approved finding by
// finding, one that is being remediated.
func (d *document) risk(a acceptance) {
	status, title := "deviation-approved", fmt.Sprintf("Waiver %s: %s accepted%s", a.ID, prose.Count(len(a.findings), "finding is", "findings are"), a.until())
	if a.Baseline {
		status, title = "remediating", fmt.Sprintf("Baseline: %s to be mended%s", prose.Count(len(a.findings), "finding is", "findings are"), a.until())
	}
	d.Member("uuid", a.uuid)
	d.Line("title", title)
	d.Prose("description", a.Reason)
	d.Prose("statement", d.statement(a)...)
	d.Properties(
		oscal.Own("waiver", a.ID),
		oscal.Own("baseline", fmt.Sprint(a.Baseline)),
		oscal.Own("findings", fmt.Sprint(len(a.findings))),
		oscal.Own("requested-by", a.RequestedBy),
		oscal.Own("approved-by", a.ApprovedBy),
		oscal.Own("approved-on", day(a.ApprovedOn)),
		oscal.Own("expires", day(a.Expires)),
		oscal.Own("ticket", a.Ticket),
	)
	d.Member("status", status)
	d.origins()
	if severity := a.severity(d.report.Severities); severity != "" {
		d.characterization(severity)
	}
	if !a.Expires.IsZero() {
		d.Day("deadline", day(a.Expires))
	}
	oscal.List(d.Writer, "remediations", slices.Values([]acceptance{a}), d.response)
	d.riskLog(a, status)
	d.References("related-observations", "observation-uuid", a.observations)
}

// statement names the first findings, and counts the rest.
func (d *document) statement(a acceptance) []string {
	var texts []string
	for _, f := range a.findings[:min(most, len(a.findings))] {
		texts = append(texts, fmt.Sprintf("%s (%s)", f.Message, f.Rule))
	}
	if more := len(a.findings) - most; more > 0 {
		texts = append(texts, fmt.Sprintf("And %s more, which the related observations list.", prose.Number(more)))
	}
	return texts
}

func (d *document) characterization(severity string) {
	oscal.List(d.Writer, "characterizations", slices.Values([]string{severity}), func(severity string) {
		d.Object("origin", func() { d.actors(d.tool) })
		oscal.List(d.Writer, "facets", slices.Values([]string{severity}), func(severity string) {
			d.Member("name", "severity")
			d.Member("system", oscal.Namespace)
			d.String("value", severity)
		})
	})
}

func (d *document) response(a acceptance) {
	kind, title := "accept", "Accepted"+a.until()
	if a.Baseline {
		kind, title = "mitigate", "To be mended"+a.until()
	}
	d.Member("uuid", oscal.UUID("response", a.uuid))
	d.Member("lifecycle", "planned")
	d.Line("title", title)
	d.Prose("description", a.Reason)
	d.Properties(oscal.Property{Name: "type", Value: kind})
}

// riskLog says who accepted when, as far as the waiver does, and that the findings were there on the day of the report.
func (d *document) riskLog(a acceptance, status string) {
	type entry struct{ what, title, on, by, status string }
	var entries []entry
	if !a.ApprovedOn.IsZero() {
		entries = append(entries, entry{"approved", "Approved by " + a.ApprovedBy, day(a.ApprovedOn), a.ApprovedBy, status})
	}
	entries = append(entries, entry{"seen", "Seen: " + prose.Count(len(a.findings), "finding", "findings") + " " + a.by(), d.day, "", status})
	d.Object("risk-log", func() {
		oscal.List(d.Writer, "entries", slices.Values(entries), func(e entry) {
			d.Member("uuid", d.id("entry", a.uuid, e.what))
			d.Line("title", e.title)
			d.Day("start", e.on)
			if e.by != "" {
				oscal.List(d.Writer, "logged-by", slices.Values([]string{e.by}), func(person string) {
					d.Member("party-uuid", personUUID(person))
					d.Member("role-id", approverRole)
				})
			}
			d.Member("status-change", e.status)
		})
	})
}

// approverRole is the part of a person who approved a waiver.
const approverRole = "waiver-approver"

func personUUID(id string) string { return oscal.UUID("person", id) }

// roles names the people who approved waivers.
func (d *document) roles() {
	var people []string
	for _, a := range d.accepted {
		if a.ApprovedBy != "" && !slices.Contains(people, a.ApprovedBy) {
			people = append(people, a.ApprovedBy)
		}
	}
	if len(people) == 0 {
		return
	}
	slices.Sort(people)
	oscal.List(d.Writer, "roles", slices.Values([]string{approverRole}), func(role string) {
		d.Member("id", role)
		d.Member("title", "Approves waivers")
	})
	oscal.List(d.Writer, "parties", slices.Values(people), func(person string) {
		d.Member("uuid", personUUID(person))
		d.Member("type", "person")
		d.String("name", person)
		d.Properties(oscal.Own("id", person))
	})
	oscal.List(d.Writer, "responsible-parties", slices.Values([]string{approverRole}), func(role string) {
		d.Member("role-id", role)
		var uuids []string
		for _, person := range people {
			uuids = append(uuids, personUUID(person))
		}
		d.Texts("party-uuids", uuids)
	})
}
