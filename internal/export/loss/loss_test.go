package loss_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/source"
)

func follow(t *testing.T, text string) loss.Record {
	t.Helper()
	value, err := new(source.Parser).Parse([]byte(text), source.Position{Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return loss.Follow(value)
}

func TestWhatNobodyMarksIsLeftOut(t *testing.T) {
	for _, test := range []struct {
		name, record string
		mark         func(loss.Record)
		want         loss.List
	}{
		{"a field that is read is kept", `{"a": "x"}`, func(r loss.Record) { r.Text("a") }, nil},
		{"one that isn't is left out", `{"a": "x", "b": 1}`, func(r loss.Record) { r.Text("a") }, loss.List{{"risks.b", loss.LeftOut, 1}}},
		{"one that is looked for and isn't there is nothing", `{"a": "x"}`, func(r loss.Record) { r.Text("a"); r.Text("b"); r.Texts("c") }, nil},
		{"a mark holds for all within", `{"a": {"b": {"c": 1}}}`, func(r loss.Record) { r.Mark("a", loss.Told) }, loss.List{{"risks.a.b.c", loss.Told, 1}}},
		{"a mark within holds more", `{"a": {"b": 1, "c": 2}}`, func(r loss.Record) { r.Mark("a", loss.Kept); r.Mark("a.b", loss.Changed) }, loss.List{{"risks.a.b", loss.Changed, 1}}},
		{"the gravest mark counts", `{"a": 1}`, func(r loss.Record) { r.Mark("a", loss.LeftOut); r.Mark("a", loss.Told) }, loss.List{{"risks.a", loss.LeftOut, 1}}},
		{"of a list, each object is followed", `{"a": [{"b": 1}, {"b": 2}]}`, func(r loss.Record) { r.Each("a")[1].Text("b") }, nil},
		{"a part is followed", `{"a": {"b": 1, "c": 2}}`, func(r loss.Record) { r.Part("a").Text("b") }, loss.List{{"risks.a.c", loss.LeftOut, 1}}},
		{"a part that isn't there has nothing", `{"a": 1}`, func(r loss.Record) { r.Text("a"); r.Part("b").Text("c") }, nil},
		{"an empty list or object says nothing", `{"a": [], "b": {}}`, func(loss.Record) {}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := follow(t, test.record)
			test.mark(r)
			var losses loss.Losses
			r.Count(&losses, "risks")
			if got := losses.List(); !slices.Equal(got, test.want) {
				t.Errorf("got  %v\nwant %v", got, test.want)
			}
		})
	}
}

func TestWhatSharesItsFateIsSummedUp(t *testing.T) {
	var losses loss.Losses
	add := func(records int, fate loss.Fate, fields ...string) {
		for _, field := range fields {
			for range records {
				losses.Add(field, fate)
			}
		}
	}
	add(2, loss.LeftOut, "reports.id", "reports.period.from")
	add(1, loss.LeftOut, "reports.erm.scale")
	add(3, loss.Kept, "risks.id")
	add(3, loss.Told, "risks.a.b", "risks.a.c")
	add(1, loss.LeftOut, "risks.d")
	add(2, loss.Kept, "risks.d")
	want := loss.List{{"reports", loss.LeftOut, 2}, {"risks.d", loss.LeftOut, 1}, {"risks.a", loss.Told, 3}}
	if got := losses.Summary(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	var b bytes.Buffer
	if err := losses.List().WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	const table = "field,records,fate\nreports.erm.scale,1,left out\nreports.id,2,left out\nreports.period.from,2,left out\nrisks.d,1,left out\n" +
		"risks.a.b,3,kept in words only\nrisks.a.c,3,kept in words only\n"
	if b.String() != table {
		t.Errorf("got\n%s\nwant\n%s", b.String(), table)
	}
}
