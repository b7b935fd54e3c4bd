package plan

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

func parsed(t testing.TB, text string) *source.Value {
	t.Helper()
	value, err := new(source.Parser).Parse([]byte(text), source.Position{File: "test", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func machine(t testing.TB, input string) *Machine {
	t.Helper()
	program := &Program{settings: parsed(t, "{}"), now: time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC).UnixNano()}
	m := program.NewMachine()
	m.Begin(parsed(t, input), nil)
	return m
}

// anything is a random value as Rego writes it. Each number is written in one
// way: OPA takes 1 and 1.0 for equal, but for two keys of an object.
func anything(random *rand.Rand, depth int) string {
	scalars := []string{
		"null", "true", "false", "0", "1", "-1", "1.5", "1e2", "12345678901234567890", "0.1",
		`""`, `"a"`, `"b"`, `"aa"`, `"é"`, `"2026-06-30"`, `"2026-02-30"`, `"UTC"`, `"2006-01-02"`, "1782777600000000000",
	}
	if depth == 0 || random.IntN(3) > 0 {
		return scalars[random.IntN(len(scalars))]
	}
	elements := make([]string, random.IntN(4))
	for i := range elements {
		elements[i] = anything(random, depth-1)
	}
	switch random.IntN(3) {
	case 0:
		return "[" + strings.Join(elements, ", ") + "]"
	case 1:
		if len(elements) == 0 {
			return "set()"
		}
		return "{" + strings.Join(elements, ", ") + "}"
	}
	keys := map[string]bool{}
	var members []string
	for _, element := range elements {
		if key := anything(random, min(depth-1, 1)); !keys[key] {
			keys[key] = true
			members = append(members, key+": "+element)
		}
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func sign(n int) int { return min(max(n, -1), 1) }

func TestValuesAreSortedAsOPASortsThem(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	m := machine(t, "{}")
	for range 5_000 {
		a, b := ast.MustParseTerm(anything(random, 3)), ast.MustParseTerm(anything(random, 3))
		if got, want := sign(m.compare(m.fromTerm(a), m.fromTerm(b))), sign(ast.Compare(a, b)); got != want {
			t.Fatalf("%v and %v compare as %d, want %d", a, b, got, want)
		}
	}
}

func TestNumbersAreComparedAsOPAComparesThem(t *testing.T) {
	written := []string{"0", "-0", "0.0", "1", "1.0", "1e0", "10e-1", "-1", "1.5", "15e-1", "100", "1e2", "123456789012345678", "1234567890123456789", "1e300", "-1e300"}
	m := machine(t, "{}")
	for _, a := range written {
		for _, b := range written {
			a, b := ast.NumberTerm(json.Number(a)), ast.NumberTerm(json.Number(b))
			if got, want := sign(m.compare(m.fromTerm(a), m.fromTerm(b))), sign(ast.Compare(a, b)); got != want {
				t.Errorf("%v and %v compare as %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestValuesGoToOPAAndBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	m := machine(t, "{}")
	for range 5_000 {
		term := ast.MustParseTerm(anything(random, 3))
		if back := m.term(m.fromTerm(term)); !back.Equal(term) {
			t.Fatalf("%v came back as %v", term, back)
		}
	}
}

func TestWhatWasReadIsFoundByKeyAndPosition(t *testing.T) {
	var many []string
	for i := range 3 * manyMembers {
		many = append(many, fmt.Sprintf(`"k%d": %d`, (i*7)%(3*manyMembers), i))
	}
	m := machine(t, `{"few": {"b": 1, "a": [10, {"c": null}]}, "many": {`+strings.Join(many, ", ")+`}}`)
	key := func(s string) *value { return m.newText(s, false) }
	tests := []struct {
		name string
		path []*value
		want string
	}{
		{"a member", []*value{key("few"), key("b")}, "1"},
		{"an element's member", []*value{key("few"), key("a"), m.newInteger(1), key("c")}, "null"},
		{"a member of many", []*value{key("many"), key("k7")}, "1"},
		{"the last of many", []*value{key("many"), key(fmt.Sprintf("k%d", 3*manyMembers-1))}, "41"},
		{"no member", []*value{key("few"), key("c")}, ""},
		{"no member of many", []*value{key("many"), key("k")}, ""},
		{"no element", []*value{key("few"), key("a"), m.newInteger(2)}, ""},
		{"nothing before the first", []*value{key("few"), key("a"), m.newInteger(-1)}, ""},
		{"no member of a number", []*value{key("few"), key("b"), key("b")}, ""},
		{"a number is no key of a text's", []*value{key("few"), m.newInteger(0)}, ""},
	}
	for range 2 { // the second time what was read is in order
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				v := m.input
				for _, key := range test.path {
					if v = m.get(v, key); v == nil {
						break
					}
				}
				got := ""
				if v != nil {
					got = m.term(v).String()
				}
				if got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			})
		}
		m.term(m.input)
	}
}

func TestWholeNumbersAreThoseThatAreWrittenPlainly(t *testing.T) {
	for written, want := range map[string]bool{
		"0": true, "7": true, "-7": true, "123456789012345678": true, "-123456789012345678": true,
		"-0": false, "1.0": false, "1e2": false, "1234567890123456789": false, "01": false, "": false, "-": false,
	} {
		n, whole := integer(written)
		if whole != want || whole && fmt.Sprint(n) != written {
			t.Errorf("%q is %d, %v; want %v", written, n, whole, want)
		}
	}
}
