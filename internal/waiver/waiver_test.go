package waiver_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/schemas"
)

const (
	one = "0123456789abcdef01234567"
	two = "89abcdef0123456789abcdef"
)

func checker(t *testing.T) *schema.Checker {
	t.Helper()
	c, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// entry is about the rule risk.tracked and risk R-1; changes add to it or say otherwise.
func entry(id, changes string) string {
	return fmt.Sprintf(`{"id": %q, "rule": "risk.tracked", "subject": {"kind": "risk", "id": "R-1"}, "reason": "Waits.", "requested_by": "ana", "expires_on": "2026-07-31"%s}`, id, changes)
}

func approved(on string) string {
	return fmt.Sprintf(`, "approved_by": "bo", "approved_on": %q`, on)
}

func list(entries ...string) string {
	return "{\"kind\": \"riskgate_waivers\", \"schema_version\": \"1\", \"waivers\": [\n" + strings.Join(entries, ",\n") + "\n]}"
}

func read(t *testing.T, entries ...string) *waiver.List {
	t.Helper()
	l, err := waiver.Read(source.File{Name: "w.json", Text: []byte(list(entries...))}, checker(t))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func finding(risk, fingerprint string) report.Finding {
	return report.Finding{
		Rule: "risk.tracked", Level: report.Deny, Severity: "high", Message: "about " + fingerprint[:2], Fingerprint: fingerprint,
		Subject: report.SubjectRef{Kind: "risk", ID: risk}, Pos: source.Position{File: "r.json", Line: 7, Column: 3},
	}
}

func date(t *testing.T, text string) report.Date {
	t.Helper()
	d, err := report.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAWaiverIsReadWithAllThatItSays(t *testing.T) {
	l := read(t, entry("W-0", ""), entry("W-1", approved("2026-06-01")+`, "ticket": "T-1", "fingerprint": "`+one+`"`))
	if w := l.Waivers[0]; w.Approved() || w.Pos.String() != "w.json:2:1" {
		t.Errorf("the request is %+v", w)
	}
	w := l.Waivers[1]
	want := report.Waiver{
		ID: "W-1", Reason: "Waits.", RequestedBy: "ana", ApprovedBy: "bo", Ticket: "T-1",
		ApprovedOn: date(t, "2026-06-01"), Expires: date(t, "2026-07-31"),
	}
	if got := *w.Accepted(); !w.Approved() || got != want || w.Fingerprint != one {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestAFileThatIsNotRightAsAWholeIsRefused(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no JSON", `{"kind": "riskgate_waivers",}`, []string{`w.json:1:28: comma before '}'`}},
		{"a key that stands twice", `{"kind": "riskgate_waivers", "kind": "riskgate_waivers", "schema_version": "1", "waivers": []}`, []string{`w.json:1:30: duplicate key "kind"`}},
		{"another kind of file", `{"kind": "risk_register", "schema_version": "1", "waivers": []}`, []string{`w.json:1:10: "kind" must be "riskgate_waivers", got "risk_register"`}},
		{"all mistakes at once", list(entry("W-1", `, "aproved_by": "bo"`), entry("W-2", `, "ticket": 7`)), []string{
			`w.json:2:152: unknown key "aproved_by"`,
			`w.json:3:162: "ticket" must be text, got 7`,
		}},
		{"a day that does not exist", list(entry("W-1", approved("2026-02-30"))), []string{`w.json:2:188: "approved_on" must be a date YYYY-MM-DD, got "2026-02-30"`}},
		{"half an approval", list(entry("W-1", `, "approved_by": "bo"`), entry("W-2", `, "approved_on": "2026-06-01"`)), []string{
			`w.json:2:1: waiver W-1 has approved_by and not approved_on`,
			`w.json:3:1: waiver W-2 has approved_on and not approved_by`,
		}},
		{"an id that stands twice", list(entry("W-1", ""), entry("W-1", "")), []string{`w.json:3:8: waiver W-1 stands at w.json:2:1 already`}},
		{"a file instead of a record", strings.Replace(list(entry("W-1", "")), `"kind": "risk"`, `"kind": "document"`, 1), []string{
			`w.json:2:59: "kind" must be one of register, risk, plan, review, report, change; got "document"`,
		}},
	}
	c := checker(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l, err := waiver.Read(source.File{Name: "w.json", Text: []byte(test.text)}, c)
			if l != nil {
				t.Error("there are waivers all the same")
			}
			if got := said(err); !slices.EqualFunc(got, test.want, strings.HasPrefix) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// said lists the parts of an error.
func said(err error) []string {
	var many *multierror.Error
	if !errors.As(err, &many) {
		return []string{fmt.Sprint(err)}
	}
	var all []string
	for _, one := range many.Errors {
		all = append(all, one.Error())
	}
	return all
}

func TestTheWaiverThatWasApprovedLastHoldsAFinding(t *testing.T) {
	tests := []struct {
		name    string
		entries []string
		want    string // the holders of finding one, finding two and a finding of another risk
	}{
		{"one for all that is found", []string{entry("W-1", approved("2026-06-01"))}, "W-1 W-1 -"},
		{"one for one finding", []string{entry("W-1", approved("2026-06-01")+`, "fingerprint": "`+one+`"`)}, "W-1 - -"},
		{"requests", []string{entry("W-1", ""), entry("W-2", "")}, "- - -"},
		{"a renewal", []string{entry("W-1", approved("2026-06-01")), entry("W-2", approved("2026-06-20"))}, "W-2 W-2 -"},
		{"a renewal that stands first", []string{entry("W-2", approved("2026-06-20")), entry("W-1", approved("2026-06-01"))}, "W-2 W-2 -"},
		{"two of one day", []string{entry("W-1", approved("2026-06-01")), entry("W-2", approved("2026-06-01"))}, "W-2 W-2 -"},
		{"a renewal of a part", []string{entry("W-1", approved("2026-06-01")), entry("W-2", approved("2026-06-20")+`, "fingerprint": "`+two+`"`)}, "W-1 W-2 -"},
		{"a request beside a waiver", []string{entry("W-1", approved("2026-06-01")), entry("W-2", "")}, "W-1 W-1 -"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := read(t, test.entries...)
			var got []string
			for _, f := range []report.Finding{finding("R-1", one), finding("R-1", two), finding("R-2", one)} {
				id := "-"
				if w := l.Holder(f); w != nil {
					id = w.ID
				}
				got = append(got, id)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("held by %q, want %q", got, test.want)
			}
		})
	}
	var none *waiver.List
	if none.Holder(finding("R-1", one)) != nil {
		t.Error("no list has a waiver")
	}
}

func TestRenewalsAreCountedByWhatTheyAreAbout(t *testing.T) {
	onlyOne, onlyTwo := `, "fingerprint": "`+one+`"`, `, "fingerprint": "`+two+`"`
	tests := []struct {
		name    string
		entries []string
		want    string // of each: the findings that it matches, its renewals, and who renews it
	}{
		{"the first", []string{entry("W-1", approved("2026-06-01"))}, "2 0 -"},
		{"a chain", []string{entry("W-1", approved("2026-01-01")), entry("W-2", approved("2026-03-01")), entry("W-3", approved("2026-06-01"))}, "0 0 W-3, 0 1 W-3, 2 2 -"},
		{"a chain of one day", []string{entry("W-1", approved("2026-06-01")), entry("W-2", approved("2026-06-01"))}, "0 0 W-2, 2 1 -"},
		{"a request for a renewal", []string{entry("W-1", approved("2026-01-01")), entry("W-2", "")}, "2 0 -, 2 1 -"},
		{"of different findings", []string{entry("W-1", approved("2026-01-01")+onlyOne), entry("W-2", approved("2026-03-01")+onlyTwo)}, "1 0 -, 1 0 -"},
		{"of all after one", []string{entry("W-1", approved("2026-01-01")+onlyOne), entry("W-2", approved("2026-03-01"))}, "0 0 W-2, 2 1 -"},
		{"of one after all", []string{entry("W-1", approved("2026-01-01")), entry("W-2", approved("2026-03-01")+onlyOne)}, "1 0 -, 1 1 -"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, c := range read(t, test.entries...).Cases([]report.Finding{finding("R-1", one), finding("R-1", two), finding("R-2", one)}) {
				renewedBy := c.RenewedBy
				if renewedBy == "" {
					renewedBy = "-"
				}
				got = append(got, fmt.Sprint(len(c.Matched), " ", c.Renewals, " ", renewedBy))
			}
			if strings.Join(got, ", ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatRulesSeeIsWhatTheirSchemaDescribes(t *testing.T) {
	l := read(t, entry("W-1", approved("2026-01-01")), entry("W-2", approved("2026-06-01")))
	unrated := finding("R-1", two)
	unrated.Severity = ""
	cases := l.Cases([]report.Finding{finding("R-1", one), unrated})
	people := source.NewObject(source.Member{Name: "bo", Value: source.NewObject(source.Member{Name: "role", Value: source.NewString("director")})})
	input := cases[1].Input(people, waiver.Facts{
		Rule: waiver.RuleAsked, Waivable: true, Present: true, Responsible: []string{"ana"}, Authors: []waiver.Author{{Name: "Bo", Email: "bo@example.com"}},
	})
	older := cases[0].Input(people, waiver.Facts{Rule: waiver.RuleOff})
	c := checker(t)
	for _, v := range []*source.Value{input, older} {
		for _, p := range c.Input("waiver", v) {
			t.Errorf("%s: %s", p.At, p.Message)
		}
	}
	if got, want := input.Get("facts").String(), `{"rule":"asked","waivable":true,"subject":"present","responsible":["ana"],"renewals":1,"authors":[{"name":"Bo","email":"bo@example.com"}]}`; got != want {
		t.Errorf("facts are %s, want %s", got, want)
	}
	if got, want := older.Get("facts").String(), `{"rule":"off","waivable":false,"subject":"absent","responsible":[],"renewals":0,"renewed_by":"W-2"}`; got != want {
		t.Errorf("facts are %s, want %s", got, want)
	}
	if got, want := input.Get("matched").String(), `[{"fingerprint":"`+one+`","level":"deny","message":"about 01","severity":"high"},{"fingerprint":"`+two+`","level":"deny","message":"about 89"}]`; got != want {
		t.Errorf("matched are %s, want %s", got, want)
	}
}

func TestPlacesOfTheInputStandInTheFileOrAtTheFinding(t *testing.T) {
	c := read(t, entry("W-1", approved("2026-06-01"))).Cases([]report.Finding{finding("R-1", one)})[0]
	for _, test := range []struct {
		at, place, path string
	}{
		{"/waiver", "w.json:2:1", ""},
		{"/waiver/approved_by", "w.json:2:167", "approved_by"},
		{"/waiver/ticket", "w.json:2:1", "ticket"},
		{"/matched/0/severity", "r.json:7:3", one},
		{"/matched/1", "w.json:2:1", "matched 1"},
		{"/matched", "w.json:2:1", "matched"},
		{"/people/bo/role", "w.json:2:1", "people bo role"},
	} {
		position, path := c.Locate(source.Pointer(test.at))
		if position.String() != test.place || strings.Join(path, " ") != test.path {
			t.Errorf("%s stands at %s by %q, want %s by %q", test.at, position, path, test.place, test.path)
		}
	}
}
