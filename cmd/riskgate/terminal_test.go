package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/cli"
)

func TestColoursAreForTerminalsThatWantThem(t *testing.T) {
	plan := filepath.Join(t.TempDir(), "plan.json")
	write(t, plan, `{"kind": "action_plan", "id": "P-1", "title": "T", "risk_ids": ["R-1"], "version": 1, "status": "draft"}`)
	tests := []struct {
		name        string
		terminal    bool
		environment map[string]string
		args        []string
		want        bool
	}{
		{name: "a terminal", terminal: true, want: true},
		{name: "a file"},
		{name: "a terminal with NO_COLOR", terminal: true, environment: map[string]string{"NO_COLOR": "1"}},
		{name: "a terminal with an empty NO_COLOR, which says nothing", terminal: true, environment: map[string]string{"NO_COLOR": ""}, want: true},
		{name: "a terminal with --no-color", terminal: true, args: []string{"--no-color"}},
		{name: "a terminal that can't", terminal: true, environment: map[string]string{"TERM": "dumb"}},
		{name: "a terminal that reads JSON", terminal: true, args: []string{"--output", "json"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var said, complained bytes.Buffer
			code := cli.Run(t.Context(), append([]string{"check", plan}, test.args...), cli.Environment{
				In:          strings.NewReader(""),
				Out:         &said,
				Err:         &complained,
				Now:         func() time.Time { return time.Date(2026, 6, 30, 23, 59, 0, 0, time.UTC) },
				Getenv:      func(name string) string { return test.environment[name] },
				OutTerminal: cli.Terminal{Is: test.terminal, Width: 100},
			})
			if code != 1 || complained.Len() > 0 {
				t.Fatalf("exit code %d, and it says %s", code, &complained)
			}
			if got := strings.Contains(said.String(), "\x1b["); got != test.want {
				t.Errorf("colours: %v, want %v\n%q", got, test.want, &said)
			}
		})
	}
}

func TestTodayIsADayInUTC(t *testing.T) {
	plan := filepath.Join(t.TempDir(), "plan.json")
	write(t, plan, `{"kind": "action_plan", "id": "P-1", "title": "T", "risk_ids": ["R-1"], "version": 1, "status": "cancelled"}`)
	var said bytes.Buffer
	cli.Run(t.Context(), []string{"check", plan}, cli.Environment{
		Out:    &said,
		Err:    &said,
		Now:    func() time.Time { return time.Date(2026, 7, 1, 1, 0, 0, 0, time.FixedZone("east", 2*60*60)) },
		Getenv: func(string) string { return "" },
	})
	if want := "As of      2026-06-30 (today, UTC)"; !strings.Contains(said.String(), want) {
		t.Errorf("it does not say %q but\n%s", want, &said)
	}
}
