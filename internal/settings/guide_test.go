package settings

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/policies"
)

// The guide shows settings files; a text right behind one is what riskgate
// says of it. All others are right.
func TestTheGuideShowsSettingsThatWork(t *testing.T) {
	text, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	c := config(t)
	c.Rules = rules(t)
	shown := strings.Split(string(text), "```json\n")[1:]
	if len(shown) == 0 {
		t.Fatal("the guide shows no settings")
	}
	for _, part := range shown {
		file, rest, _ := strings.Cut(part, "```\n")
		want := ""
		if says, ok := strings.CutPrefix(rest, "\n```text\n"); ok {
			want, _, _ = strings.Cut(says, "```\n")
		}
		got := ""
		if _, err := Load(c, File{Name: FileName, Text: []byte(file)}); err != nil {
			for _, mistake := range mistakes(t, err) {
				got += strings.Replace(mistake, " -- ", "\nhint: ", 1) + "\n"
			}
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", file, got, want)
		}
	}
}

// rules returns the ids of the rules of the library.
func rules(t *testing.T) []string {
	t.Helper()
	folders, err := fs.Glob(policies.FS, "rules/*/*")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, folder := range folders {
		ids = append(ids, path.Base(path.Dir(folder))+"."+path.Base(folder))
	}
	return ids
}
