package kpi

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
)

// Course says how a KPI has gone since the report before.
type Course string

// The courses. An empty course says that there is nothing to compare with.
const (
	Better Course = "better"
	Worse  Course = "worse"
	Same   Course = "same"
)

// Trend is what earlier reports said of a KPI, and how it goes.
type Trend struct {
	Points []Point // the oldest first, without this report
	// Since compares with the latest point that compares.
	Since  Course
	Before *Point // that point; nil where there is none
}

// Point is the value of a KPI in an earlier report.
type Point struct {
	On        report.Date
	Value, Of int
	Difference
}

// Difference is what sets an earlier report apart from this one.
type Difference struct {
	// Apart says why its figures don't compare with those of this report; empty when they do.
	Apart []string
	// Notes say what else has changed, so that a figure may differ without any change of the records.
	Notes []string
}

// Compared is an earlier report, held against this one.
type Compared struct {
	report.Earlier
	Difference
}

// Earlier holds the earlier reports of the history against the report, the oldest first.
func Earlier(r *report.Report) []Compared {
	if r.History == nil {
		return nil
	}
	var all []Compared
	for _, earlier := range r.History.Earlier {
		all = append(all, Compared{earlier, differ(r, earlier)})
	}
	return all
}

func differ(r *report.Report, e report.Earlier) Difference {
	var d Difference
	if e.Profile != r.Profile {
		d.Apart = append(d.Apart, "it was made under profile "+e.Profile)
	}
	if !slices.Equal(e.Severities, r.Severities) {
		d.Apart = append(d.Apart, "its scale is "+strings.Join(e.Severities, " < "))
	}
	if !slices.Equal(e.Registers, registersOf(r)) {
		d.Apart = append(d.Apart, "it is about "+named(e.Registers))
	}
	if !slices.Equal(e.Rules, rulesOf(r)) {
		d.Notes = append(d.Notes, "it was made with other rules")
	}
	if e.Settings != r.SettingsDigest {
		d.Notes = append(d.Notes, "it was made with other settings")
	}
	return d
}

func named(registers []string) string {
	switch len(registers) {
	case 0:
		return "no register"
	case 1:
		return "register " + registers[0]
	}
	return "registers " + strings.Join(registers, ", ")
}

// rulesOf are the digests of a report's rules, as an earlier report has them.
func rulesOf(r *report.Report) []string {
	digests := []string{r.Tool.Library}
	for _, policy := range r.Policies {
		digests = append(digests, policy.Digest)
	}
	return digests
}

// trend compares a KPI with what earlier reports said of it.
func trend(k KPI, reports []Compared) Trend {
	var t Trend
	for _, earlier := range reports {
		for _, figure := range earlier.Figures {
			if figure.ID == k.ID {
				t.Points = append(t.Points, Point{earlier.AsOf, figure.Value, figure.Of, earlier.Difference})
			}
		}
	}
	for i := range t.Points {
		if len(t.Points[i].Apart) == 0 {
			t.Before = &t.Points[i]
		}
	}
	if t.Before != nil && (k.Unit == Count || k.Of > 0 && t.Before.Of > 0) {
		t.Since = course(k, *t.Before)
	}
	return t
}

// course compares two figures exactly: a share by its fraction, not by what it is rounded to.
func course(k KPI, before Point) Course {
	difference := k.Value - before.Value
	if k.Unit == Share {
		difference = k.Value*before.Of - before.Value*k.Of
	}
	if k.Definition.Better == Lower {
		difference = -difference
	}
	switch {
	case difference > 0:
		return Better
	case difference < 0:
		return Worse
	}
	return Same
}
