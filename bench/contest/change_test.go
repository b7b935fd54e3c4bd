package contest

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/bench/generate"
)

func TestAChangeIsOfTenRecordsThatTheGateLetsIn(t *testing.T) {
	work := t.TempDir()
	a := withRiskgate(t, work)
	for layout, file := range map[Layout]string{Documents: "register.json", Lines: "register.jsonl"} {
		d, err := Repository(filepath.Join(work, string(layout)), layout, generate.Options{Risks: 300, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		changed, err := output("git", "-C", d.Folder, "diff", "--numstat")
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Fields(changed), "10 10 "+file; strings.Join(got, " ") != want {
			t.Errorf("%s: the change is %q, want %q", layout, got, want)
		}
		if len(d.Findings) == 0 || d.Bytes < 300*1280 {
			t.Errorf("%s: %d findings in %d bytes", layout, len(d.Findings), d.Bytes)
		}
		gate := exec.Command(a.program("riskgate"), "gate", "--base", "HEAD", "--output", "json", ".")
		gate.Dir = d.Folder
		text, err := gate.Output()
		if err != nil || !strings.Contains(string(text), `"affected":`) {
			t.Errorf("%s: gate: %v", layout, err)
		}
	}
}
