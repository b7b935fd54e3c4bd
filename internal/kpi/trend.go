package kpi

import "github.com/riskgate/riskgate/internal/report"

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
	// Since compares with the latest point that compares in all: of the same scale, profile and rules.
	Since  Course
	Before *Point // that point; nil where there is none
}

// Point is the value of a KPI in an earlier report.
type Point struct {
	On        report.Date
	Value, Of int
	Apart     []string // in what that report differs from this one
}

// trend compares the KPI of a report with those of earlier ones.
func trend(r *report.Report, k KPI) Trend {
	var t Trend
	if r.History == nil {
		return t
	}
	for _, earlier := range r.History.Earlier {
		for _, figure := range earlier.Figures {
			if figure.ID == k.ID && figure.Measured {
				t.Points = append(t.Points, Point{On: earlier.AsOf, Value: figure.Value, Of: figure.Of, Apart: earlier.Apart})
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
