package generate

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestLinesHoldEveryRecordWithItsKind(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	s, err := Write(from, Options{Risks: 1203, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := Lines(from, to); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"risk_register": 1, "action_plans": 1, "risk_reviews": 1, "risk_monitoring": 1, "risk_report": 1,
		"risk": s.Risks, "action_plan": s.Plans, "risk_review": s.Reviews, "monitoring_activity": s.Activities, "monitoring_result": s.Results, "report": s.Reports,
	}
	names, err := filepath.Glob(filepath.Join(to, "*.jsonl"))
	if err != nil || len(names) != len(Files) {
		t.Fatalf("got %q, %v", names, err)
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var record struct {
				Kind string
				ID   string
			}
			if err := json.Unmarshal(lines.Bytes(), &record); err != nil || record.ID == "" {
				t.Fatalf("%s: %s is no record, %v", name, lines.Text(), err)
			}
			want[record.Kind]--
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
	for kind, missing := range want {
		if missing != 0 {
			t.Errorf("%d records of kind %s are missing", missing, kind)
		}
	}
}
