package settings

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

func config(t *testing.T) Config {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Profiles: profiles.FS,
		Schemas:  schemas.FS,
		Checker:  checker,
		Rules:    []string{"risk.owner_named", "risk.assessed", "plan.detailed"},
	}
}

func load(t *testing.T, text string) *Settings {
	t.Helper()
	s, err := Load(config(t), File{Name: FileName, Text: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at returns a value in force by its path.
func at(t *testing.T, s *Settings, path string) string {
	t.Helper()
	pointer := source.Pointer("").Append(strings.Split(path, ".")...)
	value, found := s.Values().Lookup(pointer)
	if found != pointer {
		t.Fatalf("no setting %s", path)
	}
	return value.String()
}

func origin(t *testing.T, s *Settings, name string) string {
	t.Helper()
	for _, e := range s.Effective() {
		if e.Name == name {
			return e.Value + " from " + e.Origin
		}
	}
	t.Fatalf("no entry %s", name)
	return ""
}

func TestTheUserChoosesTheProfileOverTheFile(t *testing.T) {
	c := config(t)
	c.Profile = "iso"
	text, err := fs.ReadFile(profiles.FS, "default.json")
	if err != nil {
		t.Fatal(err)
	}
	c.Profiles = fstest.MapFS{"default.json": {Data: text}, "iso.json": {Data: text}}
	s, err := Load(c, File{Name: FileName, Text: []byte(`{"profile": "default"}`)})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := origin(t, s, "profile"), `"iso" from --profile`; got != want {
		t.Errorf("profile is %s, want %s", got, want)
	}
	c.Profile = "is0"
	if _, err = Load(c, File{}); err == nil || err.Error() != `--profile: no profile is called "is0"` {
		t.Errorf("an unknown profile gives %v", err)
	}
}

func TestWithoutAFileTheDefaultProfileIsInForce(t *testing.T) {
	s, err := Load(config(t), File{})
	if err != nil {
		t.Fatal(err)
	}
	if s.Profile() != "default" || s.File() != "" || s.AsOf() != "" || len(s.Expected()) != 0 || len(s.Rules()) != 0 {
		t.Errorf("something was set by nobody: %+v", s)
	}
	if want := []string{"low", "moderate", "high", "critical"}; !slices.Equal(s.Levels(), want) {
		t.Errorf("levels %q, want %q", s.Levels(), want)
	}
	for path, want := range map[string]string{
		"response.decision_days": `{"low":60,"moderate":30,"high":10,"critical":5}`,
		"acceptance.approver":    `{"low":"service_manager","moderate":"director","high":"executive","critical":null}`,
		"authority.ladders":      `{"line":["service_lead","service_manager","director","executive"],"risk":["risk_team","risk_lead"]}`,
		"erm.business_units":     `[]`,
		"plan.minimum_actions":   `1`,
	} {
		if got := at(t, s, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	for name, want := range map[string]string{
		"profile":                           `"default" from chosen when nothing else is`,
		"plan.deadline_days.high":           "30 from profile default: FedRAMP: 30, 90 and 180 days for high, moderate and low",
		"review.interval_days.low":          "360 from profile default: SimpleRisk's default review intervals",
		"authority.ladders.risk":            `["risk_team","risk_lead"] from profile default: a starting point; set your own`,
		"monitoring.interval_days.critical": "30 from profile default: a starting point; set your own",
	} {
		if got := origin(t, s, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

func TestAFileChangesWhatItSays(t *testing.T) {
	s := load(t, `{
  "$schema": "schemas/settings.schema.json",
  "profile": "default",
  "as_of": "2026-06-30",
  "expected_documents": ["risk_register", "action_plans"],
  "rules": {
    "plan.detailed": {"level": "warn", "reason": "plans are moved over"},
    "risk.assessed": {"level": "off", "reason": "assessed elsewhere"}
  },
  "settings": {
    "response": {
      "decision_days": {"high": 7},
      "allowed": {"critical": ["avoid"]}
    },
    "acceptance": {"approver": {"low": "director"}},
    "authority": {"ladders": {"risk": ["risk_team", "risk_partner", "risk_lead"], "board": ["chair"]}},
    "report": {"channels": [], "period_days": 31},
    "erm": {"business_units": ["Retail", "Logistics"]},
    "waiver": {"approver": {"low": "director"}}
  },
  "waivers": "accepted/waivers.json",
  "expected_ids": { "risk_register": ["stores"], "risk": ["R-1", "R-2"] }
}
`)
	for path, want := range map[string]string{
		"response.decision_days": `{"low":60,"moderate":30,"high":7,"critical":5}`,
		"response.allowed":       `{"low":["mitigate","avoid","transfer","accept"],"moderate":["mitigate","avoid","transfer","accept"],"high":["mitigate","avoid","transfer","accept"],"critical":["avoid"]}`,
		"acceptance.approver":    `{"low":"director","moderate":"director","high":"executive","critical":null}`,
		"authority.ladders":      `{"line":["service_lead","service_manager","director","executive"],"risk":["risk_team","risk_partner","risk_lead"],"board":["chair"]}`,
		"report.channels":        `[]`,
		"report.period_days":     `31`,
		"erm.business_units":     `["Retail","Logistics"]`,
	} {
		if got := at(t, s, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	for name, want := range map[string]string{
		"profile":                     `"default" from riskgate.json:3:14`,
		"as_of":                       `"2026-06-30" from riskgate.json:4:12`,
		"expected_documents":          `["risk_register","action_plans"] from riskgate.json:5:25`,
		"expected_ids":                `{"risk_register":["stores"],"risk":["R-1","R-2"]} from riskgate.json:22:19`,
		"response.decision_days.high": "7 from riskgate.json:12:33",
		"response.decision_days.low":  "60 from profile default: a starting point; set your own",
		"authority.ladders.board":     `["chair"] from riskgate.json:16:92`,
		"report.channels":             `[] from riskgate.json:17:28`,
		"rules.plan.detailed":         `"warn" from riskgate.json:7:5: plans are moved over`,
		"rules.risk.assessed":         `"off" from riskgate.json:8:5: assessed elsewhere`,
	} {
		if got := origin(t, s, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if named := s.Waivers(); named.Path != "accepted/waivers.json" || named.Pos.String() != "riskgate.json:21:14" || s.Baseline() != (Named{}) {
		t.Errorf("waivers are %+v, the baseline is %+v", named, s.Baseline())
	}
	if s.File() != FileName || s.AsOf() != "2026-06-30" || !slices.Equal(s.Expected(), []report.Expected{{Kind: "risk_register"}, {Kind: "action_plans"}, {Kind: "risk_register", ID: "stores"}, {Kind: "risk", ID: "R-1"}, {Kind: "risk", ID: "R-2"}}) {
		t.Errorf("file %s, as of %s, expected %q", s.File(), s.AsOf(), s.Expected())
	}
	want := []RuleChange{
		{Rule: "plan.detailed", Level: report.Warn, Reason: "plans are moved over", Origin: "riskgate.json:7:5"},
		{Rule: "risk.assessed", Level: report.Off, Reason: "assessed elsewhere", Origin: "riskgate.json:8:5"},
	}
	if !slices.Equal(s.Rules(), want) {
		t.Errorf("\n got %+v\nwant %+v", s.Rules(), want)
	}
}

func TestTheFileHasTheLastWordOnARuleOfTheProfile(t *testing.T) {
	c := config(t)
	text, err := fs.ReadFile(profiles.FS, "default.json")
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte(`"rules": {`), []byte(`"rules": {
		"risk.owner_named": {"level": "off", "reason": "not for everybody"},
		"plan.detailed": {"level": "warn", "reason": "not at first"},
		"our.own": {"level": "off", "reason": "the run has no such rule"},`), 1)
	c.Profiles = fstest.MapFS{"default.json": {Data: text}}
	s, err := Load(c, File{Name: FileName, Text: []byte(`{"rules": {"risk.owner_named": {"level": "deny", "reason": "we do"}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	want := []RuleChange{
		{Rule: "plan.detailed", Level: report.Warn, Reason: "not at first", Origin: "profile default"},
		{Rule: "risk.owner_named", Level: report.Deny, Reason: "we do", Origin: "riskgate.json:1:12"},
	}
	if !slices.Equal(s.Rules(), want) {
		t.Errorf("\n got %+v\nwant %+v", s.Rules(), want)
	}
}

func TestAnOrganisationMayHaveItsOwnScale(t *testing.T) {
	s := load(t, `{"settings": {
		"scale": {"levels": ["low", "high", "critical"]},
		"response": {"decision_days": {"high": 7}}
	}}`)
	if got, want := at(t, s, "response.decision_days"), `{"low":60,"high":7,"critical":5}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEffectiveKeepsTheOrderOfTheProfile(t *testing.T) {
	s := load(t, `{"settings": {"erm": {"interval_days": 180}, "scale": {"levels": ["low", "high"]}, "authority": {"ladders": {"board": ["chair"]}}}}`)
	var names []string
	for _, e := range s.Effective() {
		names = append(names, e.Name)
	}
	want := []string{
		"profile", "scale.levels", "authority.ladders.line", "authority.ladders.risk", "authority.ladders.board", "register.max_age_days",
		"risk.accountable_from", "risk.accountable_role", "risk.tracked_from", "risk.tracking_role", "response.decision_days.low", "response.decision_days.high",
		"response.allowed.low", "response.allowed.high",
	}
	if !slices.Equal(names[:len(want)], want) || names[slices.Index(names, "erm.business_units")-1] != "erm.interval_days" {
		t.Errorf("\n got %q\nwant %q", names, want)
	}
}

// mistakes returns each error of a file with its hint.
func mistakes(t *testing.T, err error) []string {
	t.Helper()
	errs := []error{err}
	var several *multierror.Error
	if errors.As(err, &several) {
		errs = several.Errors
	}
	var all []string
	for _, err := range errs {
		var fault *source.Error
		if !errors.As(err, &fault) {
			t.Fatalf("no place: %v", err)
		}
		all = append(all, fault.Error()+" -- "+fault.Hint)
	}
	return all
}

func TestMistakesInAFile(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"no JSON", `{"profile": default}`, []string{
			`riskgate.json:1:13: default is not a JSON value -- write it in double quotes if it is a text: "default"`,
		}},
		{"a duplicate key", `{"rules": {}, "rules": {}}`, []string{
			`riskgate.json:1:15: duplicate key "rules" -- keep one of them: readers disagree on which one counts`,
		}},
		{"a list", `[]`, []string{`riskgate.json:1:1: the file must be an object, got a list -- `}},
		{"an unknown key", `{"profil": "default"}`, []string{
			`riskgate.json:1:2: unknown key "profil" -- did you mean "profile"?`,
		}},
		{"an unknown group", `{"settings": {"respons": {}}}`, []string{
			`riskgate.json:1:15: unknown key "respons" -- did you mean "response"?`,
		}},
		{"an unknown setting", `{"settings": {"response": {"decision_day": {}}}}`, []string{
			`riskgate.json:1:28: unknown key "decision_day" -- did you mean "decision_days"?`,
		}},
		{"a setting under the wrong name's parts", `{"settings": {"scale": {"levls": ["low", "severe"]}}}`, []string{
			`riskgate.json:1:25: unknown key "levls" -- did you mean "levels"?`,
		}},
		{"a value of another type", `{"settings": {"plan": {"minimum_actions": "1"}}}`, []string{
			`riskgate.json:1:43: "minimum_actions" must be a whole number, got "1" -- `,
		}},
		{"a negative number of days", `{"settings": {"response": {"decision_days": {"high": -1}}}}`, []string{
			`riskgate.json:1:54: "high" must be at least 0, got -1 -- `,
		}},
		{"an interval of no days", `{"settings": {"erm": {"interval_days": 0}}}`, []string{
			`riskgate.json:1:40: "interval_days" must be at least 1, got 0 -- `,
		}},
		{"a scale without levels", `{"settings": {"scale": {"levels": []}}}`, []string{
			`riskgate.json:1:35: "levels" must have at least 1 entry, got 0 -- `,
		}},
		{"a scale that is wrong, and what rests on it", `{"settings": {"scale": {"levels": ["low", 7]}, "acceptance": {"residual_ceiling": "seven"}}}`, []string{
			`riskgate.json:1:43: entry 2 of "levels" must be text, got 7 -- `,
		}},
		{"a response that there is not", `{"settings": {"response": {"allowed": {"low": ["reduce"]}}}}`, []string{
			`riskgate.json:1:48: entry 1 of "low" must be one of mitigate, avoid, transfer, accept; got "reduce" -- `,
		}},
		{"a date that there is not", `{"as_of": "2026-02-30"}`, []string{
			`riskgate.json:1:11: "as_of" must be a date YYYY-MM-DD, got "2026-02-30" -- February 2026 has 28 days`,
		}},
		{"an id of a kind that there is not", `{"expected_ids": {"risks": ["R-1"], "report": ["R 1"]}}`, []string{
			`riskgate.json:1:19: unknown key "risks" -- did you mean "risk"?`,
			`riskgate.json:1:48: entry 1 of "report" must be an id, got "R 1" -- what others refer to it by`,
		}},
		{"a kind of document that there is not", `{"expected_documents": ["action_plan"]}`, []string{
			`riskgate.json:1:25: entry 1 of "expected_documents" must be one of risk_register, action_plans, risk_reviews, risk_monitoring, risk_report; got "action_plan" -- did you mean "action_plans"?`,
		}},
		{"an unknown profile", `{"profile": "defualt", "settings": {"response": {"decision_days": {"hihg": 1}}}}`, []string{
			`riskgate.json:1:13: no profile is called "defualt" -- did you mean "default"?`,
		}},
		{"an unknown rule", "{\n  \"rules\": {\n    \"risk.owner_naned\": {\"level\": \"off\", \"reason\": \"later\"}\n  }\n}", []string{
			`riskgate.json:3:5: no rule is called "risk.owner_naned" -- did you mean "risk.owner_named"?`,
		}},
		{"an unknown level of a rule", `{"rules": {"risk.assessed": {"level": "of", "reason": "later"}}}`, []string{
			`riskgate.json:1:39: "level" must be one of deny, warn, off; got "of" -- did you mean "off"?`,
		}},
		{"no reason", `{"rules": {"risk.assessed": {"level": "off"}}}`, []string{
			`riskgate.json:1:29: missing key "reason" -- reason: why the organisation departs from the rule; reports quote it`,
		}},
		{"a blank reason", `{"rules": {"risk.assessed": {"level": "off", "reason": " "}}}`, []string{
			`riskgate.json:1:56: "reason" must not be blank -- `,
		}},
		{"a severity level that there is not", `{"settings": {"response": {"decision_days": {"hihg": 1}}}}`, []string{
			`riskgate.json:1:46: no severity level is called "hihg" -- did you mean "high"?`,
		}},
		{"a ceiling that is no level", `{"settings": {"acceptance": {"residual_ceiling": "medium"}}}`, []string{
			`riskgate.json:1:50: no severity level is called "medium" -- there are low, moderate, high, critical`,
		}},
		{"the severity of old risks, which is no level", `{"settings": {"report": {"aging_limits": [{"severity": "low", "days": 1, "count": 1, "consequence": "x"}, {"severity": "hihg", "days": 1, "count": 1, "consequence": "x"}]}}}`, []string{
			`riskgate.json:1:120: no severity level is called "hihg" -- did you mean "high"?`,
		}},
		{"a role on no ladder", `{"settings": {"report": {"management_role": "directer"}}}`, []string{
			`riskgate.json:1:45: no role is called "directer" -- did you mean "director"?`,
		}},
		{"a role by severity on no ladder", `{"settings": {"approval": {"reviewer": {"high": "risk_lad"}}}}`, []string{
			`riskgate.json:1:49: no role is called "risk_lad" -- did you mean "risk_lead"?`,
		}},
		{"nobody where somebody must", `{"settings": {"approval": {"approver": {"high": null}}}}`, []string{
			`riskgate.json:1:49: "high" must be text, got null -- `,
		}},
		{"a scale with a new level", `{"settings": {
  "scale": {"levels": ["low", "moderate", "high", "critical", "severe"]},
  "response": {"decision_days": {"severe": 1}, "allowed": {"severe": []}},
  "acceptance": {"max_days": {"severe": 0}, "approver": {"severe": null}},
  "approval": {"reviewer": {"severe": "risk_lead"}},
  "plan": {"deadline_days": {"severe": 1}},
  "review": {"interval_days": {"severe": 1}}
}}`, []string{
			`riskgate.json:2:23: approval.approver has no value for severity level "severe" -- set approval.approver.severe`,
			`riskgate.json:2:23: monitoring.interval_days has no value for severity level "severe" -- set monitoring.interval_days.severe`,
			`riskgate.json:2:23: monitoring.methods has no value for severity level "severe" -- set monitoring.methods.severe`,
			`riskgate.json:2:23: waiver.approver has no value for severity level "severe" -- set waiver.approver.severe`,
			`riskgate.json:2:23: waiver.max_days has no value for severity level "severe" -- set waiver.max_days.severe`,
		}},
		{"a scale that lacks a level of the profile", `{"settings": {"scale": {"levels": ["low", "critical"]}}}`, []string{
			`riskgate.json:1:35: scale.levels lacks "high", which is risk.accountable_from in profile default -- set risk.accountable_from to one of low, critical`,
			`riskgate.json:1:35: scale.levels lacks "high", which is risk.tracked_from in profile default -- set risk.tracked_from to one of low, critical`,
			`riskgate.json:1:35: scale.levels lacks "high", which is response.vendor_reduce_from in profile default -- set response.vendor_reduce_from to one of low, critical`,
			`riskgate.json:1:35: scale.levels lacks "high", which is response.exposure_from in profile default -- set response.exposure_from to one of low, critical`,
			`riskgate.json:1:35: scale.levels lacks "high", which is acceptance.residual_ceiling in profile default -- set acceptance.residual_ceiling to one of low, critical`,
			`riskgate.json:1:35: scale.levels lacks "high", which is deviation.no_operational_requirement_from in profile default -- set deviation.no_operational_requirement_from to one of low, critical`,
			`riskgate.json:1:35: scale.levels lacks "high", which is waiver.ticket_from in profile default -- set waiver.ticket_from to one of low, critical`,
		}},
		{"a ladder that lacks a role of the profile", `{"settings": {"authority": {"ladders": {"risk": ["risk_lead"], "board": ["chair"]}}, "approval": {"reviewer": {"low": "risk_lead"}}}}`, []string{
			`riskgate.json:1:49: authority.ladders.risk lacks "risk_team", which is risk.tracking_role in profile default -- set risk.tracking_role to one of service_lead, service_manager, director, executive, risk_lead, chair`,
			`riskgate.json:1:49: authority.ladders.risk lacks "risk_team", which is approval.reviewer.moderate in profile default -- set approval.reviewer.moderate to one of service_lead, service_manager, director, executive, risk_lead, chair`,
			`riskgate.json:1:49: authority.ladders.risk lacks "risk_team", which is review.attending_role in profile default -- set review.attending_role to one of service_lead, service_manager, director, executive, risk_lead, chair`,
		}},
		{"a level twice", `{"settings": {"scale": {"levels": ["low", "moderate", "high", "high", "critical"]}}}`, []string{
			`riskgate.json:1:63: "high" stands twice in scale.levels -- leave one out`,
		}},
		{"a role twice", `{"settings": {"authority": {"ladders": {"risk": ["risk_team", "risk_lead", "risk_team"]}}}}`, []string{
			`riskgate.json:1:76: "risk_team" stands twice in authority.ladders.risk -- leave one out`,
		}},
		{"several at once, in the order of the file", `{
  "settings": {"response": {"decision_days": {"hihg": 1, "low": "x"}}, "report": {"management_role": "boss"}},
  "as_of": "today",
  "rules": {"plan.details": {"level": "warn", "reason": "later"}, "risk.assessed": {"level": "off"}},
  "expected": []
}`, []string{
			`riskgate.json:2:65: "low" must be a whole number, got "x" -- `,
			`riskgate.json:2:102: no role is called "boss" -- there are service_lead, service_manager, director, executive, risk_team, risk_lead`,
			`riskgate.json:3:12: "as_of" must be a date YYYY-MM-DD, got "today" -- `,
			`riskgate.json:4:13: no rule is called "plan.details" -- did you mean "plan.detailed"?`,
			`riskgate.json:4:84: missing key "reason" -- reason: why the organisation departs from the rule; reports quote it`,
			`riskgate.json:5:3: unknown key "expected" -- did you mean "expected_ids"?`,
		}},
	}
	c := config(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Load(c, File{Name: FileName, Text: []byte(tt.text)})
			if err == nil {
				t.Fatalf("loaded: %v", s.Values())
			}
			if got := mistakes(t, err); !slices.Equal(got, tt.want) {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

func TestFindGoesUpward(t *testing.T) {
	fsys := fstest.MapFS{
		"org/riskgate.json":        {Data: []byte("{}")},
		"org/unit/team/other.json": {Data: []byte("{}")},
		"riskgate.json":            {Data: []byte("{}")},
	}
	tests := []struct {
		name        string
		directories []string
		want        string
	}{
		{"the nearest one counts", []string{"org/unit/team", "org/unit", "org", "."}, "org/riskgate.json"},
		{"the root's", []string{"elsewhere", "."}, "riskgate.json"},
		{"none", []string{"org/unit/team", "org/unit"}, ""},
		{"nowhere to search", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Find(fsys, tt.directories)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestReadRefusesWhatIsNoSettingsFile(t *testing.T) {
	fsys := fstest.MapFS{
		"dir/riskgate.json/x": {},
		"big.json":            {Data: make([]byte, maxSize+1)},
		"full.json":           {Data: make([]byte, maxSize)},
	}
	tests := []struct {
		name, path, want string
	}{
		{"an absent file", "riskgate.json", "shown.json: no such settings file"},
		{"a directory", "dir/riskgate.json", "shown.json: settings must be a regular file"},
		{"a large file", "big.json", "shown.json: settings are larger than 1 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(fsys, tt.path, "shown.json")
			var fault *source.Error
			if !errors.As(err, &fault) || fault.Error() != tt.want || fault.Hint == "" {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	_, err := Read(locked{}, "secret/riskgate.json", "shown.json")
	if want := "shown.json: can't be read: permission denied"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if file, err := Read(fsys, "full.json", "shown.json"); err != nil || file.Name != "shown.json" || len(file.Text) != maxSize {
		t.Errorf("a file of the largest size: %v", err)
	}
}

func TestFindTellsWhatItMustNotSee(t *testing.T) {
	found, err := Find(locked{}, []string{"secret", "."})
	if want := "secret/riskgate.json: can't be read: permission denied"; found != "" || err == nil || err.Error() != want {
		t.Errorf("got %q, %v, want %s", found, err, want)
	}
}

// locked is a file system of which nothing may be read.
type locked struct{}

func (locked) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: "/home/somebody/" + name, Err: fs.ErrPermission}
}
