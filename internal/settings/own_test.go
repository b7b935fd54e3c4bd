package settings

import (
	"slices"
	"strings"
	"testing"
)

const acme = `{"settings": {"own": {
  "supplier_days": {"kind": "days_by_severity", "value": {"low": 90, "moderate": 60, "high": 30, "critical": 7}, "origin": "supplier policy 4.2"},
  "buyer": {"kind": "role", "value": "director", "origin": "supplier policy 5"}
}}}`

func own(texts ...string) []File {
	var files []File
	for i, text := range texts {
		files = append(files, File{Name: string(rune('a'+i)) + "/settings.json", Text: []byte(text)})
	}
	return files
}

func TestPolicyFoldersBringSettingsAlong(t *testing.T) {
	c := config(t)
	c.Own = own(acme, `{"settings": {"own": {"audit": {"kind": "percent", "value": 10, "origin": "the auditor"}}}}`)
	s, err := Load(c, File{Name: FileName, Text: []byte(`{"settings": {"own": {"supplier_days": {"high": 14}}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"supplier_days":{"low":90,"moderate":60,"high":14,"critical":7},"buyer":"director","audit":10}`
	if got := at(t, s, "own"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for name, want := range map[string]string{
		"own.supplier_days.high": "14 from riskgate.json:1:49",
		"own.supplier_days.low":  "90 from a/settings.json:2:3: supplier policy 4.2",
		"own.audit":              "10 from b/settings.json:1:23: the auditor",
	} {
		if got := origin(t, s, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestMistakesInWhatPolicyFoldersBringAlong(t *testing.T) {
	tests := []struct {
		name, own, text string
		want            []string
	}{
		{"a setting that no folder brings along", acme, `{"settings": {"own": {"suplier_days": {"high": 1}}}}`, []string{
			`riskgate.json:1:23: no policy folder brings along a setting own.suplier_days -- did you mean "supplier_days"?`,
		}},
		{"a value of another kind", acme, `{"settings": {"own": {"supplier_days": 3, "buyer": {}}}}`, []string{
			`riskgate.json:1:40: own.supplier_days must be an object, got 3 -- `,
			`riskgate.json:1:52: own.buyer must be text, got an object -- `,
		}},
		{"names that the organisation doesn't have", acme, `{"settings": {"own": {"supplier_days": {"hihg": 1}, "buyer": "directer"}}}`, []string{
			`riskgate.json:1:41: no severity level is called "hihg" -- did you mean "high"?`,
			`riskgate.json:1:62: no role is called "directer" -- did you mean "director"?`,
		}},
		{"a scale without a level that the folder names", strings.Replace(acme, `"role", "value": "director"`, `"level", "value": "critical"`, 1), `{"settings": {"scale": {"levels": ["low", "moderate", "high"]}}}`, []string{
			`riskgate.json:1:35: scale.levels lacks "critical", which is own.buyer in a/settings.json:3:3 -- set own.buyer to one of low, moderate, high`,
		}},
		{"a profile without a level that the folder names", strings.Replace(acme, `"role", "value": "director"`, `"level", "value": "critical"`, 1), `{"profile": "fedramp-rev5"}`, []string{
			`a/settings.json:3:3: no severity level is called "critical" -- there are low, moderate, high`,
		}},
		{"a scale with a level that the folder doesn't know", strings.Replace(acme, `"critical"`, `"severe"`, 1), `{}`, []string{
			`a/settings.json:2:3: own.supplier_days has no value for severity level "critical" -- set own.supplier_days.critical`,
		}},
		{"a folder that leaves a level out", strings.Replace(acme, `, "critical": 7`, "", 1), `{}`, []string{
			`a/settings.json:2:3: own.supplier_days has no value for severity level "critical" -- set own.supplier_days.critical`,
		}},
		{"a folder with a role that there is not", strings.Replace(acme, `"director"`, `"directer"`, 1), `{}`, []string{
			`a/settings.json:3:3: no role is called "directer" -- did you mean "director"?`,
		}},
		{"a kind that there is not", strings.Replace(acme, `"role"`, `"rolle"`, 1), `{}`, []string{
			`a/settings.json:3:21: "kind" must be one of days, days_by_severity, interval, interval_by_severity, count, percent, level, level_or_none, role, role_by_severity, role_or_nobody_by_severity, responses_by_severity, names, text, date; got "rolle" -- did you mean "role"?`,
		}},
		{"a value that isn't of its kind", strings.Replace(acme, `"low": 90`, `"low": "x"`, 1), `{}`, []string{
			`a/settings.json:2:66: "low" must be a whole number, got "x" -- `,
		}},
		{"a setting without an origin", strings.Replace(acme, `, "origin": "supplier policy 5"`, "", 1), `{}`, []string{
			`a/settings.json:3:12: missing key "origin" -- origin: where the value comes from: a contract, a law, a decision`,
		}},
		{"a name that a rule can't write", strings.Replace(acme, `"buyer"`, `"Buyer"`, 1), `{}`, []string{
			`a/settings.json:3:3: a setting can't be called "Buyer" -- write it with small letters and _`,
		}},
		{"settings of riskgate's", strings.Replace(acme, `"own"`, `"plan"`, 1), `{}`, []string{
			`a/settings.json:1:14: missing key "own" -- own: each setting by its name, which a riskgate.json uses to change it`,
			`a/settings.json:1:15: unknown key "plan" -- `,
		}},
		{"no JSON", `{`, `{}`, []string{`a/settings.json:1:2: file ends inside an object -- the file was cut off, or } is missing`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := config(t)
			c.Own = own(tt.own)
			_, err := Load(c, File{Name: FileName, Text: []byte(tt.text)})
			if err == nil {
				t.Fatal("loaded")
			}
			if got := mistakes(t, err); !slices.Equal(got, tt.want) {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

func TestTwoFoldersBringOneSetting(t *testing.T) {
	c := config(t)
	c.Own = own(acme, acme)
	_, err := Load(c, File{})
	want := []string{"b/settings.json:2:3: setting own.supplier_days is brought along by a/settings.json:2:3 already -- choose another name for one of the two"}
	if err == nil || !slices.Equal(mistakes(t, err), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
