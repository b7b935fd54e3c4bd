package oscal_test

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/export/oscal"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
	"github.com/riskgate/riskgate/schemas"
)

// shared are the directories beside the repository, where they are at all.
var shared = filepath.Join("..", "..", "..", "..", "shared")

// inputs are what the tests convert; a file that isn't there is skipped.
var inputs = []struct{ name, directory, file, register string }{
	{"northwind payments", "../../../examples/northwind", ".", "payments"},
	{"northwind logistics", "../../../examples/northwind", ".", "logistics"},
	{"violations", "../../../examples/violations", ".", ""},
	{"IFA GoodRead", filepath.Join(shared, "data", "oscal"), "ifa_plan-of-action-and-milestones.json", ""},
	{"FedRAMP template", filepath.Join(shared, "data", "fedramp"), "FedRAMP-POAM-OSCAL-Template.rev5.json", ""},
}

// checker is made once: it takes longer than a conversion.
var checker = sync.OnceValues(func() (*schema.Checker, error) { return schema.New(schemas.FS) })

func read(t *testing.T, fsys fs.FS, file string, workers int) *check.Records {
	t.Helper()
	checker, err := checker()
	if err != nil {
		t.Fatal(err)
	}
	records, err := check.Join(t.Context(), check.Config{
		Roots:   []workspace.Root{{Name: file, FS: fsys, Path: file}},
		Schemas: checker,
		Workers: workers,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(records.Close)
	return records
}

// convert writes the register of that id, or the first.
func convert(t *testing.T, records *check.Records, register string) ([]byte, *loss.Losses) {
	t.Helper()
	for _, s := range records.Subjects("register") {
		if register != "" && s.ID != register {
			continue
		}
		var b bytes.Buffer
		losses, err := oscal.Write(&b, records, s)
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes(), losses
	}
	t.Fatal("there is no register")
	return nil, nil
}

func each(t *testing.T, test func(t *testing.T, records *check.Records, register string)) {
	for _, input := range inputs {
		t.Run(input.name, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(input.directory, input.file)); err != nil {
				t.Skip("the file is not here")
			}
			test(t, read(t, os.DirFS(input.directory), input.file, 2), input.register)
		})
	}
}

func TestPlansKeepTheOfficialSchema(t *testing.T) {
	official := compile(t)
	if official == nil {
		t.Skip("the official schema is not here")
	}
	each(t, func(t *testing.T, records *check.Records, register string) {
		written, _ := convert(t, records, register)
		validate(t, official, written)
	})
}

func validate(t *testing.T, official *jsonschema.Schema, written []byte) {
	t.Helper()
	if official == nil {
		return
	}
	if err := official.Validate(generic(t, written)); err != nil {
		t.Errorf("%#v", err)
	}
}

// compile returns the schema of NIST, which stands beside the repository where it is at all; else nil.
func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	const name = "oscal_complete_schema-1-1-3.json"
	file, err := os.Open(filepath.Join(shared, "standards", name))
	if err != nil {
		return nil
	}
	defer file.Close()
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft7
	compiler.AssertFormat = true
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, fmt.Errorf("%s is not needed", url) }
	if err := compiler.AddResource(name, file); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func generic(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := stdjson.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// What comes back is what went out, but for what the list of losses names.
func TestWhatIsNotLostComesBack(t *testing.T) {
	each(t, func(t *testing.T, records *check.Records, register string) {
		written, losses := convert(t, records, register)
		equalBut(t, records, register, written, losses)
	})
}

// fields are the values of the records of a kind, by record and place.
func fields(t *testing.T, records *check.Records, kind, register string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, s := range records.Subjects(kind) {
		if register != "" && s.Register != register {
			continue
		}
		input, err := records.Input(s)
		if err != nil {
			t.Fatal(err)
		}
		flatten(all, s.ID, input.Value.Get(kind))
	}
	return all
}

func flatten(all map[string]string, at string, v *source.Value) {
	for _, member := range v.Members {
		flatten(all, at+"|"+member.Name, member.Value)
	}
	for i, element := range v.Elements {
		flatten(all, fmt.Sprintf("%s|%d", at, i), element)
	}
	if v.Kind != source.Object && v.Kind != source.Array {
		all[at] = v.String()
	}
}

func compare(t *testing.T, kind string, before, after map[string]string, lost map[string]bool) {
	t.Helper()
	list := map[string]string{"register": "register", "risk": "risks", "plan": "plans"}[kind]
	var wrong []string
	for at, value := range before {
		if after[at] != value && !made(kind, at) && !lost[list+"."+fieldOf(at)] {
			wrong = append(wrong, fmt.Sprintf("%s %s was %s, and came back as %q", kind, at, value, after[at]))
		}
	}
	for at, value := range after {
		if _, was := before[at]; !was && !made(kind, at) && !lost[list+"."+fieldOf(at)] {
			wrong = append(wrong, fmt.Sprintf("%s %s was not there, and came back as %s", kind, at, value))
		}
	}
	slices.Sort(wrong)
	for _, line := range wrong {
		t.Error(line)
	}
}

// fieldOf is a place without the record and the numbers in lists.
func fieldOf(at string) string {
	var names []string
	for _, token := range strings.Split(at, "|")[1:] {
		if strings.Trim(token, "0123456789") != "" {
			names = append(names, token)
		}
	}
	return strings.Join(names, ".")
}

// made reports whether every document of this format has the field, and what a record begins with besides.
func made(kind, at string) bool {
	field := fieldOf(at)
	return kind == "register" && (strings.HasPrefix(field, "source") || field == "title" || field == "people.id")
}

func TestTheSameRecordsGiveTheSameBytes(t *testing.T) {
	each(t, func(t *testing.T, records *check.Records, register string) {
		first, _ := convert(t, records, register)
		again, _ := convert(t, records, register)
		if !bytes.Equal(first, again) {
			t.Error("two conversions differ")
		}
	})
	fsys := os.DirFS("../../../examples/violations")
	one, _ := convert(t, read(t, fsys, ".", 1), "")
	many, _ := convert(t, read(t, fsys, ".", 8), "")
	if !bytes.Equal(one, many) {
		t.Error("one worker and eight differ")
	}
}

var errBroken = errors.New("broken pipe")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestAWriteThatFailsIsSaid(t *testing.T) {
	records := read(t, os.DirFS("../../../examples/violations"), ".", 1)
	if _, err := oscal.Write(broken{}, records, records.Subjects("register")[0]); !errors.Is(err, errBroken) {
		t.Errorf("the error is %v", err)
	}
}

// hostile is a text that tries to be more than text, wherever it stands.
const hostile = " \t<b>*R&D*</b> [x](javascript:alert(1)) {{ insert: param, x }}\r\n# \u202e\x1b[2J ::error:: ##[error]\n1. \"quoted\"\\ "

// full is a value that has every property of its schema, and wherever a text may stand, that text.
func full(t *testing.T, schema, part *source.Value, text string) *source.Value {
	t.Helper()
	if reference := part.Get("$ref"); reference != nil {
		part, _ = schema.Lookup(source.Pointer(strings.TrimPrefix(reference.Text, "#")))
	}
	if constant := part.Get("const"); constant != nil {
		return constant
	}
	if allowed := part.Get("enum"); allowed != nil {
		return allowed.Elements[0]
	}
	kind := part.Get("type")
	if kind == nil || kind.Kind == source.Array {
		return source.NewString("closed")
	}
	switch kind.Text {
	case "object":
		object := source.NewObject()
		if part.Get("properties") == nil { // counts by a level
			return source.NewObject(source.Member{Name: "high", Value: source.NewNumber(1)})
		}
		for _, property := range part.Get("properties").Members {
			if property.Name != "$schema" {
				object.Members = append(object.Members, source.Member{Name: property.Name, Value: full(t, schema, property.Value, text)})
			}
		}
		return object
	case "array":
		return source.NewArray(full(t, schema, part.Get("items"), text))
	case "integer", "number":
		return source.NewNumber(1)
	case "boolean":
		return source.NewBool(true)
	}
	pattern := ""
	if stated := part.Get("pattern"); stated != nil {
		pattern = stated.Text
	}
	switch {
	case strings.HasPrefix(pattern, "^(19"):
		return source.NewString("2026-06-01")
	case strings.HasPrefix(pattern, "^[A-Za-z0-9]"):
		return source.NewString("a.1")
	case strings.HasPrefix(pattern, "^[0-9a-f]"):
		return source.NewString(strings.Repeat("0a", 32))
	case strings.HasPrefix(pattern, "^[a-z]"):
		return source.NewString("people")
	}
	return source.NewString(text)
}

// everything is a register and its plans with every field that there is.
func everything(t *testing.T, text string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, kind := range []string{"risk_register", "action_plans", "risk_reviews", "risk_monitoring", "risk_report"} {
		file, err := schemas.FS.ReadFile(kind + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		root, err := new(source.Parser).Parse(file, source.Position{File: kind, Line: 1, Column: 1})
		if err != nil {
			t.Fatal(err)
		}
		files[kind+".json"] = &fstest.MapFile{Data: []byte(full(t, root, root, text).String())}
	}
	return files
}

func TestEveryFieldIsKeptOrListed(t *testing.T) {
	official := compile(t)
	for name, text := range map[string]string{"plain": "some words", "hostile": hostile} {
		t.Run(name, func(t *testing.T) {
			records := read(t, everything(t, text), ".", 1)
			for _, p := range records.Problems() {
				t.Fatalf("%s: %s", p.Pos, p.Message)
			}
			written := comesBack(t, records)
			for _, bad := range []string{"<b>", "\x1b", "\u202e", "##["} {
				if bytes.Contains(written, []byte(bad)) {
					t.Errorf("the document holds %q", bad)
				}
			}
			validate(t, official, written)
		})
	}
}

// A field that is missing changes what has to stand in for it: an observation without a day, an entry without a person.
func TestWhatLacksAFieldComesBackToo(t *testing.T) {
	official := compile(t)
	for name, files := range lacking(t) {
		records := read(t, files, ".", 1)
		if len(records.Problems()) > 0 || len(records.Subjects("register")) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			validate(t, official, comesBack(t, records))
		})
	}
}

// lacking yields everything without one field, for each field of the register and the plans.
func lacking(t *testing.T) iter.Seq2[string, fstest.MapFS] {
	return func(yield func(string, fstest.MapFS) bool) {
		for _, name := range []string{"risk_register.json", "action_plans.json"} {
			all := everything(t, "some words")
			for number := 0; ; number++ {
				files := maps.Clone(all)
				root, err := new(source.Parser).Parse(files[name].Data, source.Position{File: name, Line: 1, Column: 1})
				if err != nil {
					t.Fatal(err)
				}
				left := number
				field := takeOut(root, &left)
				if field == "" {
					break
				}
				files[name] = &fstest.MapFile{Data: []byte(root.String())}
				if !yield("without "+field, files) {
					return
				}
			}
		}
	}
}

// takeOut takes the member of that number out of a value, and returns the way to it; nothing when there is none.
func takeOut(v *source.Value, number *int) string {
	for i, member := range v.Members {
		if *number == 0 {
			v.Members = slices.Delete(slices.Clone(v.Members), i, i+1)
			return member.Name
		}
		*number--
		if inner := takeOut(member.Value, number); inner != "" {
			return member.Name + "." + inner
		}
	}
	for _, element := range v.Elements {
		if inner := takeOut(element, number); inner != "" {
			return inner
		}
	}
	return ""
}

// comesBack converts the first register, and demands that what is not lost comes back.
func comesBack(t *testing.T, records *check.Records) []byte {
	t.Helper()
	register := records.Subjects("register")[0].ID
	written, losses := convert(t, records, register)
	equalBut(t, records, register, written, losses)
	return written
}

// What came as OSCAL leaves as OSCAL: nothing is lost, and rules find the same fields and the same gaps.
func TestAPlanOfOSCALComesBackWhole(t *testing.T) {
	for _, file := range []string{"oscal/ifa_plan-of-action-and-milestones.json", "fedramp/FedRAMP-POAM-OSCAL-Template.rev5.json"} {
		t.Run(file, func(t *testing.T) {
			directory := filepath.Join(shared, "data")
			if _, err := os.Stat(directory); err != nil {
				t.Skip("the file is not here")
			}
			records := read(t, os.DirFS(directory), file, 1)
			written, losses := convert(t, records, "")
			for _, l := range losses.List() {
				if l.Fate != loss.Extended {
					t.Errorf("%s is %s", l.Field, l.Fate)
				}
			}
			back := read(t, fstest.MapFS{"poam.json": {Data: written}}, "poam.json", 1)
			for _, s := range records.Subjects("") {
				for _, other := range back.Subjects(s.Kind) {
					if other.ID == s.ID {
						same(t, s, inputOf(t, records, s), inputOf(t, back, other))
					}
				}
			}
			if before, after := len(records.Subjects("")), len(back.Subjects("")); before != after {
				t.Errorf("%d records came back as %d", before, after)
			}
		})
	}
}

func inputOf(t *testing.T, records *check.Records, s check.Subject) portfolio.Input {
	t.Helper()
	input, err := records.Input(s)
	if err != nil {
		t.Fatal(err)
	}
	return input
}

func same(t *testing.T, s check.Subject, before, after portfolio.Input) {
	t.Helper()
	for _, name := range []string{s.Kind, "people", "services", "plans", "risks"} {
		if was, is := before.Value.Get(name), after.Value.Get(name); !was.Equal(is) {
			t.Errorf("%s of %s %s was\n%v, and is\n%v", name, s.Kind, s.ID, was, is)
		}
	}
	if !slices.Equal(before.Gaps, after.Gaps) {
		t.Errorf("the gaps of %s %s were\n%v, and are\n%v", s.Kind, s.ID, before.Gaps, after.Gaps)
	}
}

func equalBut(t *testing.T, records *check.Records, register string, written []byte, losses *loss.Losses) {
	t.Helper()
	back := read(t, fstest.MapFS{"poam.json": {Data: written}}, "poam.json", 2)
	for _, p := range back.Problems() {
		t.Errorf("%s: %s", p.Pos, p.Message)
	}
	lost := map[string]bool{}
	for _, l := range losses.List() {
		lost[l.Field] = lost[l.Field] || l.Fate != loss.Extended
	}
	for _, kind := range []string{"register", "risk", "plan"} {
		compare(t, kind, fields(t, records, kind, register), fields(t, back, kind, ""), lost)
	}
}
