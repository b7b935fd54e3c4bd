package source

import (
	"bytes"
	"fmt"
	"testing"
)

// register returns a register of n risks as a team would write it, and one of
// its risks alone.
func register(n int) (whole, risk []byte) {
	var b bytes.Buffer
	b.WriteString(`{"kind":"risk_register","schema_version":"1","id":"REG-1","risks":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		risk = fmt.Appendf(nil, `
    {
      "id": "R-%d",
      "title": "Backups of the billing service cannot be restored in time",
      "description": "A restore of the billing database takes longer than the agreed eight hours, so that an outage \u2014 or ransomware \u2014 stops invoicing for days.",
      "category": "operations",
      "identified_on": "2026-01-%02d",
      "affected_services": ["billing", "ledger"],
      "owner": "p-014",
      "accountable": "p-002",
      "tracked_by": "p-030",
      "assessment": {"on": "2026-01-20", "by": "p-030", "likelihood": 3, "impact": 4, "score": 12.5, "severity": "high"},
      "inherent": {"likelihood": 4, "impact": 4, "severity": "critical", "on": "2026-01-20"},
      "residual": {"likelihood": 2, "impact": 4, "severity": "moderate", "on": "2026-02-20"},
      "response": {"type": "mitigate", "decided_on": "2026-01-25", "decided_by": "p-014", "rationale": "The recovery objective is contractual.", "informed_by": ["REP-1"]},
      "status": "responding",
      "deadline": "2026-03-01",
      "plan_ids": ["P-%d"],
      "history": [{"at": "2026-01-25", "by": "p-014", "field": "response.type", "from": null, "to": "mitigate", "reason": "decided"}]
    }`, i, i%28+1, i)
		b.Write(risk)
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), bytes.TrimSpace(risk)
}

func BenchmarkParseRecord(b *testing.B) {
	_, risk := register(1)
	var parser Parser
	b.SetBytes(int64(len(risk)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parser.Parse(risk, Position{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScan(b *testing.B) {
	whole, _ := register(10_000)
	b.SetBytes(int64(len(whole)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Scan(bytes.NewReader(whole), "register.json", false, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScanLines(b *testing.B) {
	whole, _ := register(10_000)
	lines := bytes.ReplaceAll(bytes.ReplaceAll(whole, []byte("\n     "), nil), []byte("\n    }"), []byte("}"))
	lines = bytes.TrimSuffix(lines[bytes.IndexByte(lines, '\n')+1:], []byte("\n]}\n"))
	lines = bytes.ReplaceAll(lines, []byte("},\n"), []byte("}\n"))
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		layout, err := Scan(bytes.NewReader(lines), "register.jsonl", true, Limits{})
		if err != nil || len(layout.Lines) != 10_000 {
			b.Fatal(layout, err)
		}
	}
}
