package history

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// document reads the few members of a report that matter here, and leaves the millions of outcomes where they are. It
// keeps the first error.
type document struct {
	name   string
	file   fs.File
	layout *source.Layout
	err    error
}

// errChanged says that somebody writes to the file.
var errChanged = errors.New("changed while it was being read")

func (d *document) span(member string) *source.MemberSpan {
	for i := range d.layout.Members {
		if d.layout.Members[i].Name == member {
			return &d.layout.Members[i]
		}
	}
	return nil
}

// value is a member of the report; nil where it has none.
func (d *document) value(member string) *placed {
	found := d.span(member)
	if found == nil {
		return nil
	}
	text := make([]byte, found.Value.Length)
	again, seekable := d.file.(io.ReaderAt)
	if seekable {
		_, _ = again.ReadAt(text, found.Value.Offset) // what can't be read shows in the sum
	}
	if !seekable || !found.Value.Holds(text) {
		d.fail(found.Value.Position(d.name), errChanged)
		return nil
	}
	value, err := new(source.Parser).Parse(text, found.Value.Position(d.name))
	if err != nil {
		d.err = cmp.Or(d.err, err)
		return nil
	}
	return &placed{value, text, found.Value.Position(d.name)}
}

// placed is a value with the text that it was parsed from.
type placed struct {
	*source.Value
	text  []byte
	start source.Position
}

func (d *document) fail(at source.Position, err error) {
	if d.err == nil {
		d.err = &source.Error{Pos: at, Err: err, Hint: "take the file out of the history, or put the report in its place as riskgate wrote it"}
	}
}

// text is a member that is a text; "" where the report has none.
func (d *document) text(member string) string {
	value := d.value(member)
	if value == nil || value.Kind != source.String {
		return ""
	}
	return value.Text
}

// earlier takes in the report.
func (d *document) earlier() report.Earlier {
	earlier := report.Earlier{
		AsOf:       d.date(),
		Profile:    d.text("profile"),
		Settings:   d.text("settings_digest"),
		Severities: d.texts("severities", ""),
		Registers:  d.texts("registers", "id"),
		Rules:      d.texts("policies", "digest"),
	}
	if tool := d.value("tool"); tool != nil {
		earlier.Rules = append([]string{textOf(tool.Get("library"))}, earlier.Rules...)
	}
	kpis := d.value("kpis")
	if kpis == nil {
		return earlier
	}
	if kpis.Kind != source.Array {
		d.fail(kpis.start, errors.New("the figures are no list"))
	}
	for _, kpi := range kpis.Elements {
		id := textOf(kpi.Get("id"))
		if id == "" {
			d.fail(source.PositionAt(kpis.text, kpis.start, kpi.Offset), errors.New("a figure has no id"))
		}
		if kpi.Get("unmeasured") != nil {
			continue
		}
		earlier.Figures = append(earlier.Figures, report.PastFigure{ID: id, Value: d.count(kpis, kpi, "value"), Of: d.count(kpis, kpi, "of")})
	}
	return earlier
}

func (d *document) date() report.Date {
	date, err := report.ParseDate(d.text("as_of"))
	if err != nil {
		at := source.Position{File: d.name}
		if found := d.span("as_of"); found != nil {
			at = found.Value.Position(d.name)
		}
		d.fail(at, fmt.Errorf("the date of the report: %w", err))
	}
	return date
}

// texts are the elements of a list, or a member of each.
func (d *document) texts(list, member string) []string {
	value := d.value(list)
	if value == nil {
		return nil
	}
	var all []string
	for _, element := range value.Elements {
		if member != "" {
			element = element.Get(member)
		}
		all = append(all, textOf(element))
	}
	return all
}

// count is a number of things in a figure; 0 where it has none.
func (d *document) count(kpis *placed, kpi *source.Value, member string) int {
	value := kpi.Get(member)
	if value == nil && member == "of" {
		return 0
	}
	if value == nil {
		value = kpi
	}
	number, err := strconv.Atoi(value.Text)
	if value.Kind != source.Number || err != nil || number < 0 {
		d.fail(source.PositionAt(kpis.text, kpis.start, value.Offset), fmt.Errorf("figure %q: its %q is not a whole number from 0 up", textOf(kpi.Get("id")), member))
	}
	return number
}

func textOf(value *source.Value) string {
	if value == nil || value.Kind != source.String {
		return ""
	}
	return value.Text
}
