package waiver_test

import (
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
)

func request(t *testing.T) waiver.Request {
	t.Helper()
	return waiver.Request{
		Rule: "risk.tracked", Subject: report.SubjectRef{Kind: "risk", ID: "R-1"}, Reason: "Waits for \"parts\".", RequestedBy: "ana", ExpiresOn: date(t, "2026-07-31"),
	}
}

const recorded = `{
      "id": "W-3",
      "rule": "risk.tracked",
      "subject": { "kind": "risk", "id": "R-1" },
      "reason": "Waits for \"parts\".",
      "requested_by": "ana",
      "expires_on": "2026-07-31"
    }`

func TestARequestIsAddedAndAllElseStaysAsItIsWritten(t *testing.T) {
	compact := `{"id": "W-1", "rule": "a.b",   "subject": {"kind": "risk", "id": "R-1"}, "reason": "[{\"", "requested_by": "x", "expires_on": "2026-07-01"}`
	tests := []struct{ name, before, want string }{
		{
			"at the end of the list",
			"{\n  \"kind\": \"riskgate_waivers\",\n  \"waivers\": [\n    " + compact + "\n  ],\n  \"schema_version\": \"1\"\n}\n",
			"{\n  \"kind\": \"riskgate_waivers\",\n  \"waivers\": [\n    " + compact + ",\n    " + recorded + "\n  ],\n  \"schema_version\": \"1\"\n}\n",
		},
		{
			"to an empty list",
			`{"kind": "riskgate_waivers", "schema_version": "1", "waivers": [ ]}`,
			`{"kind": "riskgate_waivers", "schema_version": "1", "waivers": [` + "\n    " + recorded + "\n   ]}",
		},
		{
			"as far in as the others, with the ends of lines that the file has",
			"{\r\n\t\"kind\": \"riskgate_waivers\", \"schema_version\": \"1\",\r\n\t\"waivers\": [\r\n\t\t" + compact + "]}",
			"{\r\n\t\"kind\": \"riskgate_waivers\", \"schema_version\": \"1\",\r\n\t\"waivers\": [\r\n\t\t" + compact + ",\r\n\t\t" + strings.ReplaceAll(strings.ReplaceAll(recorded, "\n    ", "\n\t\t"), "\n", "\r\n") + "]}",
		},
		{
			"behind others in one line",
			`{"kind": "riskgate_waivers", "schema_version": "1", "waivers": [` + compact + `]}`,
			`{"kind": "riskgate_waivers", "schema_version": "1", "waivers": [` + compact + ",\n    " + recorded + `]}`,
		},
	}
	c := checker(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l, err := waiver.Read(source.File{Name: "w.json", Text: []byte(test.before)}, c)
			if err != nil {
				t.Fatal(err)
			}
			got := l.With(request(t).Record("W-3"))
			if string(got) != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if again, err := waiver.Read(source.File{Name: "w.json", Text: got}, c); err != nil || len(again.Waivers) != len(l.Waivers)+1 {
				t.Errorf("read again: %v", err)
			}
		})
	}
}

func TestANewFileHoldsTheRequest(t *testing.T) {
	var none *waiver.List
	r := request(t)
	r.Fingerprint, r.Ticket = one, "T-1"
	text := none.With(r.Record(none.NextID()))
	l, err := waiver.Read(source.File{Name: "w.json", Text: text}, checker(t))
	if err != nil {
		t.Fatal(err)
	}
	w := l.Waivers[0]
	if w.ID != "W-1" || w.Approved() || w.Fingerprint != one || w.Ticket != "T-1" || w.Pos.Line != 6 {
		t.Errorf("it holds %+v\n%s", w, text)
	}
}

func TestAnIDIsNeverGivenAgain(t *testing.T) {
	if id := read(t, entry("W-1", ""), entry("w-4", ""), entry("x", "")).NextID(); id != "W-5" {
		t.Errorf("the next is %s", id)
	}
}

func TestWhatIsAskedForAlreadyIsFound(t *testing.T) {
	r := request(t)
	l := read(t, entry("W-1", approved("2026-06-01")), entry("W-2", `, "fingerprint": "`+one+`"`))
	if l.Pending(r) != nil {
		t.Error("neither a waiver nor a request for a part asks for all")
	}
	r.Fingerprint = one
	if w := l.Pending(r); w == nil || w.ID != "W-2" {
		t.Errorf("pending is %v", w)
	}
	if w := read(t, entry("W-9", "")).Pending(r); w == nil || w.ID != "W-9" {
		t.Errorf("a request for all asks for each: %v", w)
	}
	var none *waiver.List
	if none.Pending(r) != nil {
		t.Error("no list asks for nothing")
	}
}
