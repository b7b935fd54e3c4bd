package plan

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// What is reckoned here is what OPA's own functions say, for whatever arguments.
func TestOwnFunctionsAgreeWithOPAs(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(ownCalls)) {
		t.Run(name, func(t *testing.T) {
			own := ownCalls[name]
			theirs, err := foreign(name)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(5, 6))
			m := machine(t, "{}")
			able := 0
			for range 1_000 {
				var arguments []*value
				for range ast.BuiltinMap[name].Decl.Arity() {
					arguments = append(arguments, m.fromTerm(ast.MustParseTerm(likely(random, name))))
				}
				found, can := own(m, arguments)
				if !can {
					continue
				}
				able++
				want, can := theirs(m, arguments)
				if !can || (found == nil) != (want == nil) || found != nil && !m.term(found).Equal(m.term(want)) {
					t.Fatalf("%s of %v is %v; OPA says %v, %v", name, m.terms(arguments), show(m, found), show(m, want), can)
				}
			}
			if able < 50 {
				t.Errorf("it was able to answer only %d times", able)
			}
		})
	}
}

// likely is an argument that a function has a chance of being able to take.
func likely(random *rand.Rand, function string) string {
	numbers := []string{"0", "1", "-1", "7", "86400000000000", "1782777600000000000", "4611686018427387904", "-4611686018427387903", "3.5"}
	texts := []string{`""`, `"2026"`, `"2026-06-30"`, `"2006-01-02"`, `"1970-01-01"`, `"2199-12-31"`, `"2024-02-29"`, `"6"`, `"2026-6-3"`, `"1969-12-31"`}
	number, text := numbers[random.IntN(len(numbers))], texts[random.IntN(len(texts))]
	switch function {
	case "minus":
		if random.IntN(2) == 0 {
			return smallSet(random)
		}
		return number
	case "and", "or":
		return smallSet(random)
	case "concat":
		if random.IntN(2) == 0 {
			return text
		}
		return "[" + text + ", " + text + "]"
	case "sort":
		return "[" + anything(random, 1) + ", " + anything(random, 1) + ", " + anything(random, 1) + "]"
	case "plus", "mul", "div":
		return number
	case "startswith", "endswith", "contains":
		return text
	case "time.parse_ns":
		if random.IntN(2) == 0 {
			return `"2006-01-02"`
		}
		return text
	case "time.format":
		return "[" + number + `, "UTC", "2006-01-02"]`
	case "internal.template_string":
		return "[" + text + ", {" + number + "}, set(), " + text + ", {" + text + "}]"
	}
	return anything(random, 3)
}

// smallSet has a few of a few elements, so that two sets share some.
func smallSet(random *rand.Rand) string {
	elements := []string{"1", "2", `"a"`, `["a", 1]`, `{"k": 1}`}
	chosen := make([]string, 1+random.IntN(4))
	for i := range chosen {
		chosen[i] = elements[random.IntN(len(elements))]
	}
	return "{" + strings.Join(chosen, ", ") + "}"
}

func show(m *Machine, v *value) string {
	if v == nil {
		return "undefined"
	}
	return m.term(v).String()
}
