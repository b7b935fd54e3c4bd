package alias_test

import (
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/source"
)

func TestOnlyWhatSaysNothingIsLeftOutOfAKey(t *testing.T) {
	all := alias.Spelling{Case: true, Prefixes: []string{"R-", "RISK-"}, LeadingZeros: true}
	for _, test := range []struct {
		spelling alias.Spelling
		id, want string
	}{
		{all, "RISK-0012", "12"},
		{all, "risk-12", "12"},
		{all, "R-12", "12"},
		{all, "12", "12"},
		{all, "R-", "r-"},
		{all, "2024-007-b", "2024-7-b"},
		{all, "0", "0"},
		{all, "100", "100"},
		{all, "000", "0"},
		{alias.Spelling{}, "RISK-0012", "RISK-0012"},
		{alias.Spelling{Case: true}, "RISK-0012", "risk-0012"},
		{alias.Spelling{Prefixes: []string{"RISK-"}}, "risk-0012", "risk-0012"},
		{alias.Spelling{LeadingZeros: true}, "RISK-0012", "RISK-12"},
	} {
		if got := test.spelling.Key(test.id); got != test.want {
			t.Errorf("%+v: the key of %s is %s, want %s", test.spelling, test.id, got, test.want)
		}
	}
}

func TestATableSaysBothWaysWhichIdsAreTheSame(t *testing.T) {
	value, err := new(source.Parser).Parse([]byte(`{"risk": {"aliases": {"17": "R-17", "x": "R-1"}, "ignore_case": true}, "person": {"ignore_prefixes": ["corp/"]}}`), source.Position{})
	if err != nil {
		t.Fatal(err)
	}
	listed, err := alias.ReadCSV(source.File{Name: "joins.csv", Text: []byte("\ufeffrecord,id,alias\nrisk,R-1,y\nplan,P-1,\"Plan, one\"\n")})
	if err != nil {
		t.Fatal(err)
	}
	table := alias.Parse(value).And(listed)
	for _, test := range []struct {
		record, id string
		want       []string
	}{
		{"risk", "17", []string{"R-17"}}, {"risk", "R-17", []string{"17"}}, {"risk", "R-1", []string{"x", "y"}},
		{"plan", "P-1", []string{"Plan, one"}}, {"plan", "R-1", nil}, {"service", "R-1", nil},
	} {
		if got := table.Others(test.record, test.id); !slices.Equal(got, test.want) {
			t.Errorf("%s %s is called %q, want %q", test.record, test.id, got, test.want)
		}
	}
	if spelling, ok := table.Spelling("risk"); !ok || !spelling.Case {
		t.Errorf("risks are spelled %+v", spelling)
	}
	if _, ok := table.Spelling("plan"); ok {
		t.Error("plans are spelled in any way")
	}
	if none := alias.Parse(nil); none.Others("risk", "R-1") != nil || none.And(nil) != nil {
		t.Error("no table says something")
	}
}

func TestAWrongTableIsRefusedAtItsPlace(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", "j.csv:1:1: is empty"},
		{"other columns", "a,b\n", `j.csv:1:1: the columns are "a,b"`},
		{"too few cells", "record,id,alias\nrisk,R-1\n", "j.csv:2:1: a line needs a record, an id and an alias"},
		{"an empty cell", "record,id,alias\nrisk,R-1,\n", "j.csv:2:1: a line needs a record, an id and an alias"},
		{"no kind of record", "record,id,alias\nrisks,R-1,x\n", `j.csv:2:1: "risks" is no kind of record`},
		{"a quote without end", "record,id,alias\nrisk,R-1,\"x\n", "j.csv:2:13: is no CSV here"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := alias.ReadCSV(source.File{Name: "j.csv", Text: []byte(test.text)})
			if err == nil {
				t.Fatal("it is read")
			}
			if got := err.Error(); len(got) < len(test.want) || got[:len(test.want)] != test.want {
				t.Errorf("error is %s, want %s", got, test.want)
			}
		})
	}
}
