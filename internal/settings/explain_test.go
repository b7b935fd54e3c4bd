package settings

import (
	"testing"

	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

func TestEverySettingIsExplained(t *testing.T) {
	groups, err := Explain(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]Setting{}
	for _, group := range groups {
		for _, setting := range group.Settings {
			explained[setting.Name] = setting
			if group.Title == "" || group.Text == "" || setting.Title == "" || setting.Text == "" || setting.Kind.Text == "" {
				t.Errorf("%s is not explained: %+v", setting.Name, setting)
			}
		}
	}
	s, err := Load(config(t), File{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range s.entries {
		if explained[e.group+"."+e.name].Kind.Name != string(e.kind) {
			t.Errorf("%s is not explained as %s", e.path(), e.kind)
		}
	}
}

func TestAProfileSaysWhatItIs(t *testing.T) {
	about, err := ExplainProfile(profiles.FS, "fedramp-rev5")
	if err != nil || about.Name != "fedramp-rev5" || about.Title != "FedRAMP Rev 5" || about.Text == "" {
		t.Errorf("got %+v, %v", about, err)
	}
	if _, err := ExplainProfile(profiles.FS, "other"); err == nil {
		t.Error("a profile that there is not says what it is")
	}
}
