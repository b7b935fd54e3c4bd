package policytest

import (
	"fmt"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies"
)

// risk is the input of one risk as registers have it, but for the people and
// services, which subjects share.
const risk = `{
	"risk": {
		"id": "R-1", "title": "A stolen build token signs a release",
		"description": "Because build tokens live as long as their project, a token that leaks signs a release that every customer installs.",
		"category": "supply chain", "source": "audit", "status": "responding", "identified_on": "2026-06-01",
		"affected_services": ["s-1", "s-2"], "owner": "p-1", "accountable": "p-3", "tracked_by": "p-2", "controls": ["nist-800-53r5:IA-5", "nist-800-53r5:SR-3"],
		"assessment": {"on": "2026-06-02", "by": "p-1", "likelihood": "likely", "impact": "major", "severity": "high"},
		"inherent": {"likelihood": "likely", "impact": "major", "severity": "high", "on": "2026-06-02"},
		"residual": {"likelihood": "possible", "impact": "major", "severity": "moderate", "on": "2026-06-20"},
		"response": {"type": "mitigate", "decided_on": "2026-06-05", "decided_by": "p-3", "rationale": "The tokens can be made to live for an hour."}
	},
	"register": {"id": "REG-1", "organization": "Northwind", "business_unit": "Cloud", "as_of": "2026-06-30", "scale": {"levels": ["low", "moderate", "high", "critical"]}},
	"plans": [{
		"id": "P-1", "title": "Short-lived build tokens", "status": "active", "version": 2, "owner": "p-1", "due": "2026-07-01", "objective": "No token outlives its build.",
		"actions": [
			{"id": "A-1", "title": "Issue tokens per build", "owner": "p-1", "service": "s-1", "due": "2026-06-20", "status": "done", "completed_on": "2026-06-19"},
			{"id": "A-2", "title": "Revoke the old ones", "owner": "p-4", "service": "s-2", "due": "2026-07-01", "status": "open"}
		],
		"approvals": [
			{"act": "review", "by": "p-2", "at": "2026-06-07", "decision": "approved", "plan_version": 2},
			{"act": "approve", "by": "p-3", "at": "2026-06-08", "decision": "approved", "plan_version": 2}
		]
	}],
	"activities": [{"id": "M-1", "method": "security_monitoring", "owner": "p-4", "interval_days": 30, "started_on": "2026-06-05"}],
	"results": [
		{"id": "MR-1", "activity_id": "M-1", "on": "2026-06-15", "by": "p-4", "outcome": "no_issue", "effective": "yes"},
		{"id": "MR-2", "activity_id": "M-1", "on": "2026-06-25", "by": "p-4", "outcome": "no_issue", "effective": "yes"}
	],
	"reviews": [{"id": "RV-1", "on": "2026-06-11", "type": "owner_meeting", "attendees": ["p-1", "p-2"], "item": {"risk_id": "R-1", "progress": "on_track", "decision": "continue"}}],
	"reports": [{"id": "RP-1", "type": "kpi_set", "period": {"from": "2026-04-01", "to": "2026-06-30"}, "issued_on": "2026-06-12"}]
}`

func parse(b *testing.B, text string) *source.Value {
	b.Helper()
	parsed, err := new(source.Parser).Parse([]byte(text), source.Position{File: "bench", Line: 1, Column: 1})
	if err != nil {
		b.Fatal(err)
	}
	return parsed
}

func compiled(b *testing.B) *policy.Engine {
	b.Helper()
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		b.Fatal(explain(err))
	}
	c := config(b)
	engine, err := library.Compile(policy.Config{
		Settings: c.Settings,
		AsOf:     time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC),
		Inputs:   c.Schemas.Inputs(),
	})
	if err != nil {
		b.Fatal(explain(err))
	}
	return engine
}

// BenchmarkAsk asks all rules about a risk, each time another in memory.
func BenchmarkAsk(b *testing.B) {
	engine := compiled(b)
	worker := engine.Worker()
	var people, services []source.Member
	for n := range 50 {
		id := fmt.Sprintf("p-%d", n)
		people = append(people, source.Member{Name: id, Value: parse(b, `{"id": "`+id+`", "name": "Somebody", "role": "director", "team": "t"}`)})
		id = fmt.Sprintf("s-%d", n)
		services = append(services, source.Member{Name: id, Value: parse(b, `{"id": "`+id+`", "name": "A service", "team": "t"}`)})
	}
	shared := []source.Member{
		{Name: "people", Value: source.NewObject(people...)},
		{Name: "services", Value: source.NewObject(services...)},
	}
	subjects := make([]policy.Subject, 64)
	for i := range subjects {
		input := parse(b, risk)
		input.Members = append(input.Members, shared...)
		subjects[i] = policy.Subject{Kind: "risk", Input: input, Lasting: []string{"people", "services"}}
	}
	for i, answer := range worker.Ask(b.Context(), subjects[0]) {
		if answer.Verdict == report.Errored {
			b.Fatalf("%s: %s", engine.Rules("risk")[i].ID, answer.Reason)
		}
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		worker.Ask(b.Context(), subjects[n%len(subjects)])
	}
	b.ReportMetric(float64(len(engine.Rules("risk"))), "rules")
}

// BenchmarkStart is what a run costs before its first subject.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		compiled(b)
	}
}
