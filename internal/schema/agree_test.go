package schema

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

func parse(t testing.TB, text string) *source.Value {
	t.Helper()
	v, err := new(source.Parser).Parse([]byte(text), source.Position{File: "test.json", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// agree holds the fast check and the library to the same verdict, and a refusal to having words.
func agree(t testing.TB, name string, c *check, v *source.Value) (accepted bool) {
	t.Helper()
	if _, err := c.full(); err != nil {
		t.Fatal(err)
	}
	found, err := c.failures(v)
	accepted = c.node.accepts(v, &way{})
	if slow := err == nil && len(found) == 0; slow != accepted {
		t.Errorf("%s: fast %v, library %v (%v): %s", name, accepted, slow, err, v)
	}
	problems := c.problems(v, "", nil)
	if accepted != (len(problems) == 0) {
		t.Errorf("%s: accepted %v with %d problems: %s", name, accepted, len(problems), v)
	}
	for _, p := range problems {
		if at, found := v.Lookup(p.At); found != p.At || p.Key != "" && at.Get(p.Key) == nil {
			t.Errorf("%s: problem %+v stands nowhere in %s", name, p, v)
		}
		if p.Message == "" || err == nil && strings.Contains(p.Message, "its schema demands") {
			t.Errorf("%s: problem %+v has no words: %s", name, p, v)
		}
	}
	return accepted
}

// checks are all that a checker has, by name.
func (c *Checker) checks(t testing.TB) map[string]*check {
	all := map[string]*check{}
	for name, check := range c.files {
		all["file "+name] = check
	}
	for name, check := range c.records {
		all["record "+name] = check
	}
	for name, input := range c.inputs {
		check, err := input.check()
		if err != nil {
			t.Fatal(err)
		}
		all["input "+name] = check
	}
	return all
}

// sampler makes values from a schema: right ones, and with mistakes.
type sampler struct {
	random   *rand.Rand
	mistakes int // one value in so many is wrong; 0: none
}

func (s sampler) pick(values ...string) string { return values[s.random.IntN(len(values))] }

func (s sampler) sample(n *node) *source.Value {
	if s.mistakes > 0 && s.random.IntN(s.mistakes) == 0 {
		return s.anything(3)
	}
	if n == nil {
		return s.anything(2)
	}
	switch {
	case n.words != nil:
		return source.NewString(s.pick(n.words...))
	case n.kinds == 0:
		return s.anything(2)
	}
	var kinds []source.Kind
	for kind := source.Null; kind <= source.Object; kind++ {
		if n.kinds.has(kind) {
			kinds = append(kinds, kind)
		}
	}
	switch kinds[s.random.IntN(len(kinds))] {
	case source.Bool:
		return source.NewBool(s.random.IntN(2) == 0)
	case source.Number:
		return source.NewNumber(1 + s.random.IntN(500))
	case source.String:
		return source.NewString(s.text(n))
	case source.Array:
		list := source.NewArray()
		for range n.minItems + s.random.IntN(3) {
			list.Elements = append(list.Elements, s.sample(n.items))
		}
		return list
	case source.Object:
		return s.object(n)
	}
	return source.NewNull()
}

func (s sampler) object(n *node) *source.Value {
	object := source.NewObject()
	for _, name := range n.names {
		if slices.Contains(n.required, name) || s.random.IntN(2) == 0 {
			object.Members = append(object.Members, source.Member{Name: name, Value: s.sample(n.properties[name].node)})
		}
	}
	if n.matches("x_") && s.random.IntN(4) == 0 {
		object.Members = append(object.Members, source.Member{Name: "x_own", Value: s.anything(2)})
	}
	if !n.closed && n.others != nil {
		object.Members = append(object.Members, source.Member{Name: "any/~%", Value: s.sample(n.others)})
	}
	if s.mistakes == 0 || len(object.Members) == 0 || s.random.IntN(s.mistakes) > 0 {
		return object
	}
	i := s.random.IntN(len(object.Members))
	if s.random.IntN(2) == 0 {
		object.Members = slices.Delete(object.Members, i, i+1)
		return object
	}
	name := object.Members[i].Name + s.pick("e", "/", "~1", "%41", "é", " ", "\u202e", "#", "$")
	object.Members[i].Name = name
	return object
}

func (s sampler) text(n *node) string {
	switch {
	case n.date:
		return fmt.Sprintf("%d-%02d-%02d", 1970+s.random.IntN(230), 1+s.random.IntN(12), 1+s.random.IntN(28))
	case n.pattern != nil && strings.Contains(n.pattern.text, "{64}"):
		return strings.Repeat("0a", 32)
	case n.pattern != nil && strings.Contains(n.pattern.text, "{40}"):
		return strings.Repeat("0a", 20)
	case n.pattern != nil && strings.Contains(n.pattern.text, "T[0-9]"):
		return "2026-01-31T23:59:59Z"
	case n.pattern != nil && strings.HasPrefix(n.pattern.text, "^[a-z]"):
		return "risks.owner"
	}
	return s.pick("R-1", "a", "x.y_z", "low")
}

func (s sampler) anything(depth int) *source.Value {
	switch s.random.IntN(10) {
	case 0:
		return source.NewNull()
	case 1:
		return source.NewBool(true)
	case 2:
		return source.NewNumber(s.random.IntN(3) - 1)
	case 3:
		return &source.Value{Kind: source.Number, Text: s.pick("1.0", "1e2", "1.5", "-0", "9223372036854775808", "1e-300", "1e308", "0.10")}
	case 4:
		if depth > 0 {
			return source.NewArray(s.anything(depth-1), s.anything(depth-1))
		}
	case 5:
		if depth > 0 {
			return source.NewObject(source.Member{Name: s.pick("id", "", "a b", "x_y"), Value: s.anything(depth - 1)})
		}
	}
	return source.NewString(s.pick("", " ", "\u00a0", "R-1", "-x", "a\n", "é", "2024-02-29", "2023-02-29", "2026-13-01", "2026-00-10", "1969-12-31",
		"2200-01-01", "2100-02-29", "2000-02-29", "2026-1-1", "2026-01-01\n", " 2026-01-01", "2026-01-01T00:00:00Z", "２０２６-01-01", "yes", "open",
		strings.Repeat("a", 64), strings.Repeat("a", 65), strings.Repeat("0a", 32), strings.Repeat("0A", 32), "risks..owner", "risks.owner", "1", "approved"))
}

func TestTheFastCheckAgreesWithTheLibrary(t *testing.T) {
	c, err := New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	const samples = 300
	for name, check := range c.checks(t) {
		t.Run(name, func(t *testing.T) {
			right, wrong := 0, 0
			for seed := range uint64(samples) {
				s := sampler{random: rand.New(rand.NewPCG(seed, 7)), mistakes: []int{0, 5, 20, 60}[seed%4]}
				if agree(t, name, check, s.sample(check.node)) {
					right++
				} else {
					wrong++
				}
			}
			if right < samples/8 || wrong < samples/8 {
				t.Errorf("only %d right and %d wrong samples: the test says little", right, wrong)
			}
		})
	}
}

func FuzzTheFastCheckAgreesWithTheLibrary(f *testing.F) {
	c, err := New(schemas.FS)
	if err != nil {
		f.Fatal(err)
	}
	var names []string
	checks := c.checks(f)
	for name := range checks {
		names = append(names, name)
	}
	slices.Sort(names)
	f.Add(uint8(slices.Index(names, "input plan")), `{"services": {"": {"id": " "}}}`)
	f.Add(uint8(0), `{"kind": "risk", "id": "R-1", "due": "2026-02-30"}`)
	for i, name := range names {
		s := sampler{random: rand.New(rand.NewPCG(uint64(i), 3)), mistakes: 30}
		f.Add(uint8(i), s.sample(checks[name].node).String())
	}
	f.Fuzz(func(t *testing.T, number uint8, text string) {
		v, err := new(source.Parser).Parse([]byte(text), source.Position{})
		if err != nil {
			t.Skip()
		}
		name := names[int(number)%len(names)]
		agree(t, name, checks[name], v)
	})
}

// one compiles a schema that stands alone.
func one(t testing.TB, text string) *check {
	t.Helper()
	root := parse(t, `{"$id": "https://riskgate.dev/schemas/v1/one.schema.json", `+text[1:])
	f := &file{root: root, text: root.AppendJSON(nil), reader: newReader(root)}
	c := f.check("", "the value")
	if err := f.reader.err.ErrorOrNil(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEachKeywordIsHeldTo(t *testing.T) {
	tests := []struct {
		name   string
		schema string
		value  string
		want   string // message and hint, or "" where the value is right
	}{
		{"a whole number is right", `{"type": "integer"}`, `3`, ``},
		{"a whole number may be written with a point", `{"type": "integer"}`, `3.0`, ``},
		{"a whole number may be written with an exponent", `{"type": "integer"}`, `12e1`, ``},
		{"a fraction is not whole", `{"type": "integer"}`, `3.5`, `the value must be a whole number, got 3.5`},
		{"a small exponent makes a fraction", `{"type": "integer"}`, `12e-2`, `the value must be a whole number, got 12e-2`},
		{"a fraction is a number", `{"type": ["integer", "number"]}`, `3.5`, ``},
		{"text is no number", `{"type": "number"}`, `"3"`, `the value must be a number, got "3"`},
		{"true is no number", `{"type": "number"}`, `true`, `the value must be a number, got true`},
		{"a number is no text", `{"type": "string"}`, `3`, `the value must be text, got 3`},
		{"null is nothing else", `{"type": "object"}`, `null`, `the value must be an object, got null`},
		{"one of two types", `{"type": ["string", "null"]}`, `null`, ``},
		{"none of two types", `{"type": ["string", "null"]}`, `[]`, `the value must be null or text, got a list`},
		{"true or false", `{"type": "boolean"}`, `"true"`, `the value must be true or false, got "true"`},
		{"the constant", `{"const": "1"}`, `"1"`, ``},
		{"not the constant", `{"const": "1"}`, `1`, `the value must be "1", got 1`},
		{"almost the constant", `{"const": "risk"}`, `"rsik"`, `the value must be "risk", got "rsik"`},
		{"in the list", `{"enum": ["a", "b"]}`, `"b"`, ``},
		{"not in the list", `{"enum": ["low", "high"]}`, `"purple"`, `the value must be one of low, high; got "purple"`},
		{"an object is in no list of words", `{"enum": ["low", "high"]}`, `{}`, `the value must be one of low, high; got an object`},
		{"pattern", `{"title": "Colour", "description": "A colour. Not a tone.", "pattern": "^[a-z]+$"}`, `"No!"`, `the value must be a colour, got "No!" | a colour`},
		{"pattern without a title", `{"pattern": "^[a-z]+$"}`, `"No!"`, `the value must be text like ^[a-z]+$, got "No!"`},
		{"pattern asks texts only", `{"pattern": "^[a-z]+$"}`, `7`, ``},
		{"a title that is an abbreviation", `{"title": "SHA-256 digest", "pattern": "^[0-9]$"}`, `"x"`, `the value must be a SHA-256 digest, got "x"`},
		{"blank", `{"pattern": "\\S"}`, `" \n"`, `the value must not be blank`},
		{"a day", `{"format": "date"}`, `"2024-02-29"`, ``},
		{"no day", `{"format": "date"}`, `"2023-02-29"`, `the value must be a date YYYY-MM-DD, got "2023-02-29" | February 2023 has 28 days`},
		{"long enough", `{"minLength": 2}`, `"éé"`, ``},
		{"too short", `{"minLength": 3}`, `"éé"`, `the value must have at least 3 characters, got "éé"`},
		{"short enough", `{"maxLength": 2}`, `"éé"`, ``},
		{"too long", `{"maxLength": 1}`, `"éé"`, `the value must have at most 1 character, got 2`},
		{"at the minimum", `{"minimum": 1}`, `1`, ``},
		{"at the minimum, as a fraction", `{"minimum": 1}`, `1.0`, ``},
		{"under the minimum", `{"minimum": 1}`, `0.999999999999999999999`, `the value must be at least 1, got 0.999999999999999999999`},
		{"at the maximum", `{"maximum": 100}`, `1e2`, ``},
		{"over the maximum", `{"maximum": 100}`, `101`, `the value must be at most 100, got 101`},
		{"far over the maximum", `{"maximum": 100}`, `1e308`, `the value must be at most 100, got 1e308`},
		{"far over what fits", `{"maximum": 100}`, `9223372036854775808`, `the value must be at most 100, got 9223372036854775808`},
		{"enough entries", `{"minItems": 1}`, `[0]`, ``},
		{"too few entries", `{"minItems": 1}`, `[]`, `the value must have at least 1 entry, got 0`},
		{"too many entries", `{"maxItems": 2}`, `[1,2,3]`, `the value must have at most 2 entries, got 3`},
		{"a wrong entry", `{"items": {"type": "string"}}`, `["a", 1]`, `/1: entry 2 must be text, got 1`},
		{"a wrong entry of a key", `{"properties": {"a": {"items": {"type": "string"}}}}`, `{"a": [1]}`, `/a/0: entry 1 of "a" must be text, got 1`},
		{"a missing key", `{"required": ["a"], "properties": {"a": {"description": "The first letter. Always."}}}`, `{}`, `missing key "a" | a: the first letter`},
		{"a missing key of which nothing is said", `{"required": ["a"], "properties": {"a": true}}`, `{}`, `missing key "a"`},
		{"any value of a key", `{"properties": {"a": true}}`, `{"a": [{}]}`, ``},
		{"an unknown key in a closed object", `{"properties": {"colour": true}, "additionalProperties": false}`, `{"color": 1}`, `unknown key "color" | did you mean "colour"?`},
		{"an unknown key in an open object", `{"properties": {"colour": true}}`, `{"color": 1}`, ``},
		{"an unknown key where own keys are", `{"patternProperties": {"^x_": true}, "additionalProperties": false}`, `{"color": 1}`, `unknown key "color" | a key of your own must begin with x_`},
		{"an own key", `{"patternProperties": {"^x_": true}, "additionalProperties": false}`, `{"x_color": 1}`, ``},
		{"a wrong own key", `{"patternProperties": {"^x_": {"type": "string"}}}`, `{"x_color": 1}`, `/x_color: "x_color" must be text, got 1`},
		{"an own key that is known too", `{"properties": {"x_a": {"type": "number"}}, "patternProperties": {"^x_": {"minimum": 3}}}`, `{"x_a": 1}`, `/x_a: "x_a" must be at least 3, got 1`},
		{"a key of any name", `{"additionalProperties": {"type": "integer", "minimum": 0}}`, `{"low": 3, "hi/gh": -1}`, `/hi~1gh: "hi/gh" must be at least 0, got -1`},
		{"by reference", `{"$defs": {"é/~": {"type": "string"}}, "properties": {"a": {"$ref": "#/$defs/é~1~0"}}}`, `{"a": 1}`, `/a: "a" must be text, got 1`},
		{"a long text is cut", `{"type": "number"}`, `"` + strings.Repeat("é", 70) + `"`, `the value must be a number, got "` + strings.Repeat("é", 60) + `..."`},
		{"a text with controls is quoted", `{"type": "number"}`, `"\u001b[31m\n\u202e"`, `the value must be a number, got "\x1b[31m\n\u202e"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, test.schema)
			v := parse(t, test.value)
			agree(t, test.name, c, v)
			var got []string
			for _, p := range c.problems(v, "", nil) {
				line := p.Message
				if p.At != "" {
					line = string(p.At) + ": " + line
				}
				if p.Hint != "" {
					line += " | " + p.Hint
				}
				got = append(got, line)
			}
			if line := strings.Join(got, "\n"); line != test.want {
				t.Errorf("got  %s\nwant %s", line, test.want)
			}
		})
	}
}

func TestAHostileValueIsRefusedAndNothingElse(t *testing.T) {
	c := one(t, `{"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}, "s": {"pattern": "\\S"}}, "additionalProperties": false}`)
	deep := source.NewArray()
	for range 10_000 {
		deep = source.NewArray(deep)
	}
	tests := []struct {
		name string
		key  string
		v    *source.Value
	}{
		{"a number beyond the library's reach", "n", &source.Value{Kind: source.Number, Text: "1e1000001"}},
		{"a number of ten thousand digits", "n", &source.Value{Kind: source.Number, Text: "-" + strings.Repeat("9", 10_000)}},
		{"a list in ten thousand lists", "n", deep},
		{"a key of a megabyte", strings.Repeat("k", 1<<20), source.NewNull()},
		{"a key of format characters", "n\u200b\u202e", source.NewNull()},
		{"a key that looks like a pointer", "/n/~0%2F#", source.NewNull()},
		{"an empty key", "", source.NewNull()},
		{"a text of blanks, a megabyte long", "s", source.NewString(strings.Repeat(" ", 1<<20))},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			problems := c.problems(source.NewObject(source.Member{Name: test.key, Value: test.v}), "", nil)
			if len(problems) != 1 {
				t.Fatalf("got %d problems, want 1: %+v", len(problems), problems)
			}
			if p := problems[0]; len(p.Message) > 600 || strings.ContainsAny(p.Message+p.Hint, "\u200b\u202e\n") {
				t.Errorf("the message is unsafe or too long: %q", p.Message)
			}
		})
	}
}

func TestOurOwnSchemasMayNotBeMisspelled(t *testing.T) {
	tests := []struct{ name, schema, want string }{
		{"a misspelled keyword", `{"requried": ["a"]}`, `#/requried: "requried" is no keyword that is used here`},
		{"a keyword that is right but not used", `{"oneOf": []}`, `#/oneOf: "oneOf" is no keyword that is used here`},
		{"a keyword deep down", `{"properties": {"a": {"items": {"Type": "string"}}}}`, `#/properties/a/items/Type: "Type" is no keyword`},
		{"a type that is none", `{"type": "text"}`, `#/type: "text" is no type`},
		{"a format that isn't checked", `{"format": "email"}`, `#/format: the only format is date`},
		{"a required key that isn't described", `{"required": ["a"]}`, `#: required names "a", which is no property`},
		{"another file", `{"$ref": "other.json"}`, `#: $ref must name a place in this file, not "other.json"`},
		{"a reference to nothing", `{"items": {"$ref": "#/$defs/none"}}`, `#/$defs/none: nothing stands here`},
		{"a check beside a reference", `{"items": {"$ref": "#/$defs/a", "minimum": 1}, "$defs": {"a": {}}}`, `#/items: "minimum" must not stand beside $ref`},
		{"a schema in itself", `{"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}, "items": {"$ref": "#/$defs/a"}}`, `a schema must not contain itself`},
		{"a schema that is a text", `{"items": "string"}`, `#/items: a schema must be an object or true`},
		{"a pattern that is none", `{"pattern": "("}`, `#/pattern: "(" is no regular expression`},
		{"an enum of numbers", `{"enum": [1]}`, `#/enum/0: must be a string`},
		{"a limit that is no integer", `{"minimum": "1"}`, `#/minimum: must be an integer`},
		{"definitions below the top", `{"items": {"$defs": {}}}`, `#/items/$defs: "$defs" stands at the top only`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newReader(parse(t, test.schema))
			r.find("")
			if err := r.err.ErrorOrNil(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestInputsWithMistakesAreRefused(t *testing.T) {
	const person = `{"$id": "p.schema.json", "$defs": {"person": {"type": "object", "properties": {"id": {"type": "string"}}}}}`
	tests := []struct{ name, schema, want string }{
		{"a record that isn't there", `{"properties": {"a": {"$ref": "../p.schema.json#/$defs/persn"}}}`, `$ref names nothing: "../p.schema.json#/$defs/persn"`},
		{"a file that isn't there", `{"properties": {"a": {"$ref": "../q.schema.json"}}}`, `$ref names nothing: "../q.schema.json"`},
		{"a property taken away that isn't there", `{"properties": {"a": {"$ref": "../p.schema.json#/$defs/person", "properties": {"name": false}}}}`, `has no property "name" to take away`},
		{"a change of what has no properties", `{"properties": {"a": {"$ref": "../p.schema.json#/$defs/person/properties/id", "properties": {"name": false}}}}`, `has no properties to change`},
		{"a check beside a reference", `{"properties": {"a": {"$ref": "../p.schema.json#/$defs/person", "minimum": 1}}}`, `"minimum" must not stand beside $ref`},
		{"a misspelled keyword", `{"propertys": {}}`, `"propertys" is no keyword`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := fstest.MapFS{"input/i.schema.json": {Data: []byte(`{"$id": "i.schema.json", ` + test.schema[1:])}}
			in, err := readInput(fsys, "input/i.schema.json", map[string]*source.Value{"p.schema.json": parse(t, person)})
			if err == nil {
				_, err = in.check()
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestARightRecordCostsNoMemory(t *testing.T) {
	c, err := New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	risk := sampler{random: rand.New(rand.NewPCG(1, 1))}.sample(c.records["risk"].node)
	allocs := testing.AllocsPerRun(100, func() {
		if problems := c.Record("risk", risk, nil); problems != nil {
			t.Fatal(problems)
		}
	})
	if allocs > 0 {
		t.Errorf("got %v allocations, want none", allocs)
	}
}

func TestMistakesByTheThousandAreAllNamed(t *testing.T) {
	c, err := New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	const many = 20_000
	risk := source.NewObject()
	controls := source.NewArray()
	for i := range many {
		risk.Members = append(risk.Members, source.Member{Name: fmt.Sprintf("unknown_%d", i), Value: source.NewNull()})
		controls.Elements = append(controls.Elements, source.NewNumber(i))
	}
	risk.Members = append(risk.Members, source.Member{Name: "controls", Value: controls})
	problems := c.Record("risk", risk, []string{"risks.id", "risks.title", "risks.status"})
	if want := 2*many + 1; len(problems) != want {
		t.Errorf("got %d problems, want %d", len(problems), want)
	}
}
