package measure

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestRunMeasuresTheCommandAndKeepsItsOutput(t *testing.T) {
	output := filepath.Join(t.TempDir(), "output")
	usage, err := Run(output, "sh", "-c", "sleep 0.05; echo done; exit 3")
	if err != nil {
		t.Fatal(err)
	}
	if usage.ExitCode != 3 {
		t.Errorf("exit code %d, want 3", usage.ExitCode)
	}
	if usage.Wall < 50*time.Millisecond {
		t.Errorf("wall %v, want at least 50ms", usage.Wall)
	}
	if usage.CPU <= 0 || usage.CPU >= usage.Wall {
		t.Errorf("CPU %v, want some, and less than %v", usage.CPU, usage.Wall)
	}
	if usage.Peak < 100<<10 || usage.Peak > 1<<30 {
		t.Errorf("peak %d bytes is not that of a shell", usage.Peak)
	}
	if text, err := os.ReadFile(output); string(text) != "done\n" {
		t.Errorf("output is %q, %v", text, err)
	}
}

func TestRunSaysWhenThereIsNoSuchCommand(t *testing.T) {
	if _, err := Run(filepath.Join(t.TempDir(), "output"), "no-such-command-anywhere"); err == nil {
		t.Error("no error")
	}
}
