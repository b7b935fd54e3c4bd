package settings

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

func lookup(t *testing.T, file string, pointer source.Pointer) *source.Value {
	t.Helper()
	root, err := parse(schemas.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	value, found := root.Lookup(pointer)
	if found != pointer {
		t.Fatalf("%s has no %s", file, pointer)
	}
	return value
}

// The set of settings is what the schema has, and every profile has all of it.
func TestEveryProfileSetsWhatTheSchemaHas(t *testing.T) {
	var want []string
	for _, group := range lookup(t, "settings.schema.json", "/$defs/settings/properties").Members {
		if group.Name == ownGroup {
			continue // policy folders bring these along
		}
		for _, setting := range group.Value.Get("properties").Members {
			want = append(want, group.Name+"."+setting.Name)
		}
	}
	names, err := Profiles(profiles.FS)
	if err != nil || !slices.Contains(names, DefaultProfile) {
		t.Fatalf("profiles %q, %v", names, err)
	}
	for _, name := range names {
		root, err := parse(profiles.FS, name+".json")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, group := range root.Get("settings").Members {
			for _, setting := range group.Value.Members {
				got = append(got, group.Name+"."+setting.Name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("profile %s:\n got %q\nwant %q", name, got, want)
		}
	}
}

// A profile, written as a settings file of its own, is right by the schema, by
// its own scale and by its own ladders.
func TestEveryProfileIsRightAsAFile(t *testing.T) {
	c := config(t)
	names, err := Profiles(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		s, err := Load(c, File{Name: FileName, Text: []byte(`{"profile": "` + name + `"}`)})
		if err != nil {
			t.Errorf("profile %s: %v", name, err)
			continue
		}
		file := source.NewObject(
			source.Member{Name: "profile", Value: source.NewString(name)},
			source.Member{Name: "settings", Value: s.Values()},
		)
		again, err := Load(c, File{Name: FileName, Text: []byte(file.String())})
		if err != nil || again.Values().String() != s.Values().String() {
			t.Errorf("profile %s as a file: %v", name, err)
		}
		for _, e := range s.Effective() {
			if e.Origin == "" || e.Origin == "profile "+name+": " {
				t.Errorf("profile %s: %s has no origin", name, e.Name)
			}
		}
	}
}

// Load leaves out what a profile says of a rule that a run doesn't have, so
// that a misspelled one would stay on in silence.
func TestEveryRuleOfAProfileExists(t *testing.T) {
	names, err := Profiles(profiles.FS)
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := readKinds(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	known := rules(t)
	for _, name := range names {
		p, err := readProfile(profiles.FS, name, kinds)
		if err != nil {
			t.Fatal(err)
		}
		for i, change := range p.rules {
			if !slices.Contains(known, change.Rule) {
				t.Errorf("profile %s: no rule is called %s", name, change.Rule)
			}
			if !slices.Contains([]report.Level{report.Deny, report.Warn, report.Off}, change.Level) || change.Reason == "" {
				t.Errorf("profile %s: %s has level %q for the reason %q", name, change.Rule, change.Level, change.Reason)
			}
			if i > 0 && p.rules[i-1].Rule >= change.Rule {
				t.Errorf("profile %s: %s stands behind %s", name, change.Rule, p.rules[i-1].Rule)
			}
		}
	}
}

// What the schema lists, others list too: a settings file must know the same
// kinds, responses and types of report.
func TestTheSchemaKnowsTheWordsOfDocuments(t *testing.T) {
	var kinds []string
	for _, kind := range schema.Kinds() {
		kinds = append(kinds, kind.Name)
	}
	const settings = "settings.schema.json"
	if got := texts(lookup(t, settings, "/properties/expected_documents/items/enum")); !slices.Equal(got, kinds) {
		t.Errorf("expected documents are of %q, want %q", got, kinds)
	}
	var files []string
	for _, kind := range schema.Kinds() {
		files = append(files, kind.Name)
		for _, list := range kind.Lists {
			files = append(files, list.Single)
		}
	}
	slices.Sort(files)
	var keys []string
	for _, member := range lookup(t, settings, "/properties/expected_ids/properties").Members {
		keys = append(keys, member.Name)
	}
	slices.Sort(keys)
	if !slices.Equal(keys, files) {
		t.Errorf("expected ids are of %q, want %q", keys, files)
	}
	for _, tt := range []struct {
		name  string
		here  source.Pointer
		file  string
		there source.Pointer
	}{
		{"methods", "/$defs/methods_by_severity/additionalProperties/items/enum", "risk_monitoring.schema.json", "/$defs/activity/properties/method/enum"},
		{"responses", "/$defs/responses/items/enum", "risk_register.schema.json", "/$defs/response/properties/type/enum"},
		{"report types", "/$defs/channels/items/enum", "risk_report.schema.json", "/$defs/report/properties/type/enum"},
		{"dates", "/$defs/date", "risk_register.schema.json", "/$defs/date"},
		{"ids", "/$defs/ids/items/pattern", "risk_register.schema.json", "/$defs/id/pattern"},
		{"texts", "/$defs/text", "risk_register.schema.json", "/$defs/text"},
	} {
		got, want := lookup(t, settings, tt.here).String(), lookup(t, tt.file, tt.there).String()
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, want)
		}
	}
}

// An editor shows a title and a description for everything that can be set.
func TestTheSchemaDescribesEverySetting(t *testing.T) {
	var visit func(at source.Pointer, v *source.Value)
	visit = func(at source.Pointer, v *source.Value) {
		for _, member := range v.Get("properties").Members {
			under := at.Append(member.Name)
			if member.Value.Get("title") == nil || member.Value.Get("description") == nil {
				t.Errorf("%s has no title or description", under)
			}
			if member.Value.Get("properties") != nil {
				if closed := member.Value.Get("additionalProperties"); closed == nil || closed.Text != "false" {
					t.Errorf("%s is open", under)
				}
				visit(under, member.Value)
			}
		}
	}
	visit("", lookup(t, "settings.schema.json", ""))
	visit("/settings", lookup(t, "settings.schema.json", "/$defs/settings"))
	visit("/rules", lookup(t, "settings.schema.json", "/$defs/rule_change"))
}

func TestAProfileThatIsNotCompleteIsRefused(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"no rules", `{"settings": {}}`, "default.json: a profile must have rules and settings"},
		{"no settings", `{"rules": {}}`, "default.json: a profile must have rules and settings"},
		{"no reason", `{"rules": {"risk.assessed": {"level": "off"}}, "settings": {}}`, "default.json: rules.risk.assessed must have a level and a reason"},
		{"no level", `{"rules": {"risk.assessed": {"reason": "x"}}, "settings": {}}`, "default.json: rules.risk.assessed must have a level and a reason"},
		{"no origin", `{"rules": {}, "settings": {"erm": {"interval_days": {"value": 1}}}}`, "default.json: erm.interval_days must have a value and an origin"},
		{"a setting left out", `{"rules": {}, "settings": {"scale": {"levels": {"value": ["low"], "origin": "x"}}}}`, "default.json: authority.ladders is missing"},
		{"no such setting", `{"rules": {}, "settings": {"erm": {"interval": {"value": 1, "origin": "x"}}}}`, "default.json: the schema of settings does not know erm.interval"},
		{"no JSON", `{`, "default.json:1:2: file ends inside an object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := config(t)
			c.Profiles = fstest.MapFS{"default.json": {Data: []byte(tt.text)}}
			if _, err := Load(c, File{}); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}
