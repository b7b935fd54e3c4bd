package html

import (
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/kpi"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// figure is a KPI as the page shows it.
type figure struct {
	kpi.KPI
	// Shown is the value: a number, or percent; empty where there is none.
	Shown string
	// Beside says what the value is out of.
	Beside string
	Bar    bar
	// BySeverity splits a number of things, the gravest first.
	BySeverity []severityCount
	Spark      *spark
	Counts     []weightCount
}

// weightCount says how many records count in one way, and how the sheet of records filters them.
type weightCount struct {
	Count int
	Text  string
	Where string
}

// The words for how a record counts in a figure.
var weightWords = map[kpi.Weight]string{
	kpi.Counted:       "counted",
	kpi.Passed:        "passed",
	kpi.Failed:        "failed",
	kpi.Waived:        "waived",
	kpi.NotAssessable: "not assessable",
}

func newFigures(kpis []kpi.KPI) []figure {
	all := make([]figure, len(kpis))
	for i, k := range kpis {
		all[i] = newFigure(k)
	}
	return all
}

func newFigure(k kpi.KPI) figure {
	f := figure{KPI: k, Spark: newSpark(k)}
	if k.Unmeasured != "" {
		return f
	}
	counts := map[kpi.Weight]int{}
	for record := range k.Records() {
		counts[record.Weight]++
	}
	for _, w := range []kpi.Weight{kpi.Counted, kpi.Failed, kpi.Waived, kpi.NotAssessable, kpi.Passed} {
		if counts[w] > 0 {
			f.Counts = append(f.Counts, weightCount{counts[w], weightWords[w], where("figure", k.Title, "counts as", weightWords[w])})
		}
	}
	f.Shown = shown(k.Unit, k.Figure)
	if k.Unit == kpi.Count {
		for _, part := range slices.Backward(k.Severities) {
			if part.Value > 0 {
				f.BySeverity = append(f.BySeverity, severityCount{part.Name, part.Value})
			}
		}
		return f
	}
	if k.Of > 0 {
		f.Beside = fraction(k.Figure)
		missed := k.Of - k.Value - k.Waived
		f.Bar = newBar(k.Of, share{Count: k.Value, Tone: "good"}, share{Count: k.Waived, Tone: "doubt"}, share{Count: missed, Tone: "bad"})
	}
	return f
}

// shown is a figure in its unit; empty where nothing was judged.
func shown(u kpi.Unit, f kpi.Figure) string {
	if u == kpi.Count {
		return prose.Number(f.Value)
	}
	if percent, ok := f.Percent(); ok {
		return strconv.Itoa(percent) + "\u00a0%"
	}
	return ""
}

// fraction says what a share is a share of.
func fraction(f kpi.Figure) string { return prose.Number(f.Value) + " of " + prose.Number(f.Of) }

// spark is the line of a figure over time, 100 wide and 24 high, ending with this report.
type spark struct {
	Line   string // the points of a polyline
	X, Y   string // the last point
	Words  string // what the line shows
	Apart  []string
	Course string
	Tone   string
}

func newSpark(k kpi.KPI) *spark {
	if len(k.Trend.Points) == 0 || k.Unmeasured != "" {
		return nil
	}
	value := func(v, of int) float64 {
		if k.Unit == kpi.Share && of > 0 {
			return 100 * float64(v) / float64(of)
		}
		return float64(v)
	}
	var values []float64
	s := &spark{}
	var told []string
	for _, point := range k.Trend.Points {
		if k.Unit == kpi.Share && point.Of == 0 {
			continue
		}
		values = append(values, value(point.Value, point.Of))
		told = append(told, day(point.On)+": "+shown(k.Unit, kpi.Figure{Value: point.Value, Of: point.Of}))
		if len(point.Apart) > 0 {
			s.Apart = append(s.Apart, "on "+day(point.On)+" "+strings.Join(point.Apart, ", "))
		}
	}
	if k.Unit == kpi.Count || k.Of > 0 {
		values = append(values, value(k.Value, k.Of))
	}
	if len(values) < 2 {
		return nil
	}
	s.Words = strings.Join(told, "; ")
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	var points []string
	for i, v := range values {
		y := 12.0
		if high > low {
			y = 22 - 20*(v-low)/(high-low)
		}
		s.X, s.Y = hundredths(2+96*float64(i)/float64(len(values)-1)), hundredths(y)
		points = append(points, s.X+","+s.Y)
	}
	s.Line = strings.Join(points, " ")
	if k.Trend.Before != nil {
		since := " since " + day(k.Trend.Before.On)
		switch k.Trend.Since {
		case kpi.Better:
			s.Course, s.Tone = "better"+since, "good"
		case kpi.Worse:
			s.Course, s.Tone = "worse"+since, "bad"
		case kpi.Same:
			s.Course, s.Tone = "unchanged"+since, "idle"
		}
	}
	return s
}

// figureRecord is a record behind a figure.
type figureRecord struct {
	figure string
	kpi.Record
}

// addFigureRecords makes the sheet of all records behind the figures: by figure, what is not as it should be first.
func addFigureRecords(all *data, r *report.Report, kpis []kpi.KPI, known records) {
	type row = figureRecord
	weights := []kpi.Weight{kpi.Failed, kpi.Counted, kpi.Waived, kpi.NotAssessable, kpi.Passed}
	var rows []row
	var titles, words []string
	for _, k := range kpis {
		titles = append(titles, k.Title)
		if k.Unmeasured != "" {
			continue
		}
		by := map[kpi.Weight][]row{}
		for record := range k.Records() {
			by[record.Weight] = append(by[record.Weight], row{k.Title, record})
		}
		for _, w := range weights {
			rows = append(rows, by[w]...)
		}
	}
	for _, w := range weights {
		words = append(words, weightWords[w])
	}
	addSheet(all, "records", "records", rows,
		ranked("figure", titles, func(f row) string { return f.figure }).choose("Figure"),
		ranked("counts as", words, func(f row) string { return weightWords[f.Weight] }).choose("Counts as"),
		ranked("severity", severities(r), func(f row) string { return f.Severity }).tick("Severity"),
		text("kind", func(f row) string { return f.Kind }),
		text("record", func(f row) string { return f.ID }),
		text("title", func(f row) string { return known.titles[keyOf(f.Subject)] }),
		text("owner", func(f row) string { return known.owners[keyOf(f.Subject)] }).choose("Owner"),
		text("unit", func(f row) string { return known.units[f.Register] }).choose("Unit"),
		text("message", func(f row) string { return f.Message }),
		text("place", func(f row) string { return f.Pos.String() }),
	)
}
