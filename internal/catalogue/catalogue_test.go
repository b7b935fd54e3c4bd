package catalogue_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/policies"
)

func TestTheOrderOfTheFilesIsKept(t *testing.T) {
	known, err := load(folder(
		`{"b": {"title": "B", "duties": {"two": {"duty": "Two.", "source": "Us"}, "one": {"duty": "One.", "source": "Them"}}},
		  "a": {"title": "A", "duties": {}}}`,
		`{"f": {"title": "F", "controls": {"2": "Second", "1": "First"}}}`,
	))
	if err != nil {
		t.Fatal(err)
	}
	stages, frameworks := known.Stages(), known.Frameworks()
	if len(stages) != 2 || stages[0].Title != "B" || stages[0].Duties[1] != (catalogue.Duty{ID: "one", Text: "One.", Source: "Them"}) {
		t.Errorf("stages: %v", stages)
	}
	if len(frameworks) != 1 || frameworks[0].Title != "F" || frameworks[0].Controls[0] != (catalogue.Control{ID: "f:2", Title: "Second"}) {
		t.Errorf("frameworks: %v", frameworks)
	}
	if duty, known := known.Duty("two"); !known || duty.Text != "Two." {
		t.Errorf("duty: %v", duty)
	}
	if control, known := known.Control("f:1"); !known || control.Title != "First" {
		t.Errorf("control: %v", control)
	}
	if _, known := known.Control("1"); known {
		t.Error("a control without its framework is known")
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name             string
		duties, controls string
		want             []string
	}{
		{
			"one id for two duties",
			"{\"a\": {\"title\": \"A\", \"duties\": {\"one\": {\"duty\": \"One.\", \"source\": \"Us\"}}},\n \"b\": {\"title\": \"B\", \"duties\": {\"one\": {\"duty\": \"Other.\", \"source\": \"Us\"}}}}",
			`{}`,
			[]string{`duties.json:2:33: the duty "one" stands twice`},
		},
		{
			"what lacks its words, in both files at once",
			`{"a": {"duties": {"one": {"duty": "", "source": 1}}}}`,
			`{"f": {"title": "F", "controls": {"1": ""}}, "g": {"title": "G"}}`,
			[]string{
				`duties.json:1:7: title is missing, empty or no text`,
				`duties.json:1:26: duty is missing, empty or no text`,
				`duties.json:1:26: source is missing, empty or no text`,
				`controls.json:1:46: "g" lists no controls`,
				`controls.json:1:35: control f:1 has no title`,
			},
		},
		{"what is no JSON", `{`, `{}`, []string{`duties.json:1:2: file ends inside an object`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(folder(test.duties, test.controls))
			if err == nil {
				t.Fatal("it is taken")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %s", err, want)
				}
			}
		})
	}
}

func TestAFolderWithoutListsHasNothingToName(t *testing.T) {
	known, err := load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if _, exists := known.Duty("one"); exists {
		t.Error("there is a duty")
	}
	if got, want := known.ControlHint("nist:1"), "controls.json lists those there are"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheBuiltInListsAreSound(t *testing.T) {
	known, err := load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"nist-800-53r5:CA-7(4)", "iso27001-2022:6.1.3f", "csf-2.0:GV.RM-04", "fedramp-rev5:RA-5"} {
		if _, exists := known.Control(id); !exists {
			t.Errorf("control %s is missing", id)
		}
	}
	for _, stage := range known.Stages() {
		for _, duty := range stage.Duties {
			if !strings.HasSuffix(duty.Text, ".") || strings.HasSuffix(duty.Source, ".") {
				t.Errorf("%s: %q, %q", duty.ID, duty.Text, duty.Source)
			}
		}
	}
}

func folder(duties, controls string) fstest.MapFS {
	return fstest.MapFS{
		catalogue.DutiesFile:   {Data: []byte(duties)},
		catalogue.ControlsFile: {Data: []byte(controls)},
	}
}

func load(fsys fs.FS) (*catalogue.Catalogue, error) {
	known := catalogue.New()
	return known, known.Add(fsys, "")
}
