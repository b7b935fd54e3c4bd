package bundle_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"testing"

	"github.com/riskgate/riskgate/internal/bundle"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

var content = bundle.Content{
	Modules:  []policy.Module{{Path: "rules/risk/owned/rule.rego", Text: []byte("package rules.risk.owned\n")}, {Path: "lib/days/days.rego", Text: []byte("package lib.days\n")}},
	Rules:    []report.Rule{{ID: "risk.owned", Title: "Owned", Subject: "risk", Level: report.Warn, Remedy: "Name one."}},
	Settings: source.NewObject(source.Member{Name: "risk", Value: source.NewObject()}),
	Profile:  "default",
	AsOf:     "2026-06-30",
}

func TestABundleHoldsTheRulesTheSettingsAndWhatTheyAre(t *testing.T) {
	files, names := read(t, write(t, content))
	want := []string{"/data.json", "/lib/days/days.rego", "/riskgate/riskgate.rego", "/rules/risk/owned/rule.rego", "/.manifest"}
	if len(names) != len(want) {
		t.Fatalf("got %q, want %q", names, want)
	}
	for i := range want {
		if names[i] != want[i] {
			t.Errorf("got %q, want %q", names, want)
		}
	}
	if got, want := files["/data.json"], `{
  "riskgate": {
    "profile": "default",
    "rules": { "risk.owned": { "title": "Owned", "subject": "risk", "level": "warn", "remedy": "Name one." } },
    "as_of": "2026-06-30"
  },
  "settings": { "risk": {} }
}
`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := files["/rules/risk/owned/rule.rego"], "package rules.risk.owned\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(write(t, content), write(t, content)) {
		t.Error("two bundles of the same content differ")
	}
}

func TestTheRevisionFollowsTheContent(t *testing.T) {
	other := content
	other.Profile = "strict"
	one, _ := read(t, write(t, content))
	two, _ := read(t, write(t, other))
	if one["/.manifest"] == two["/.manifest"] {
		t.Errorf("both are %s", one["/.manifest"])
	}
}

func write(t *testing.T, c bundle.Content) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := bundle.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, packed []byte) (files map[string]string, names []string) {
	t.Helper()
	compressed, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(compressed)
	files = map[string]string{}
	for {
		header, err := archive.Next()
		if err == io.EOF {
			return files, names
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = string(text)
		names = append(names, header.Name)
	}
}
