package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// function of Rego: nil where it is undefined, false where it fails or where
// only OPA's own can say.
type call func(m *Machine, arguments []*value) (found *value, able bool)

// builtin finds a function of Rego. What rules call for each subject is here;
// all else is OPA's own, on OPA's form of the values.
func builtin(name string) (call, error) {
	own := ownCalls[name]
	if own == nil {
		return foreign(name)
	}
	foreign, err := foreign(name)
	return func(m *Machine, arguments []*value) (*value, bool) {
		if found, able := own(m, arguments); able {
			return found, true
		}
		return foreign(m, arguments)
	}, err
}

var ownCalls = map[string]call{
	"equal": func(m *Machine, a []*value) (*value, bool) { return truth(m.compare(a[0], a[1]) == 0), true },
	"neq":   func(m *Machine, a []*value) (*value, bool) { return truth(m.compare(a[0], a[1]) != 0), true },
	"lt":    func(m *Machine, a []*value) (*value, bool) { return truth(m.compare(a[0], a[1]) < 0), true },
	"lte":   func(m *Machine, a []*value) (*value, bool) { return truth(m.compare(a[0], a[1]) <= 0), true },
	"gt":    func(m *Machine, a []*value) (*value, bool) { return truth(m.compare(a[0], a[1]) > 0), true },
	"gte":   func(m *Machine, a []*value) (*value, bool) { return truth(m.compare(a[0], a[1]) >= 0), true },

	"plus":  arithmetic(func(a, b int64) (int64, bool) { return a + b, true }),
	"minus": minus,
	"mul":   arithmetic(func(a, b int64) (int64, bool) { return a * b, a == 0 || a*b/a == b }),
	"div": arithmetic(func(a, b int64) (int64, bool) {
		if b == 0 || a%b != 0 {
			return 0, false
		}
		return a / b, true
	}),

	"and":    both,
	"or":     union,
	"sort":   sorted,
	"concat": concat,

	"internal.member_2":        func(m *Machine, a []*value) (*value, bool) { return truth(m.holds(a[1], a[0])), true },
	"count":                    count,
	"max":                      func(m *Machine, a []*value) (*value, bool) { return m.extreme(a[0], 1) },
	"min":                      func(m *Machine, a []*value) (*value, bool) { return m.extreme(a[0], -1) },
	"internal.template_string": template,
	"startswith":               texts(strings.HasPrefix),
	"endswith":                 texts(strings.HasSuffix),
	"contains":                 texts(strings.Contains),

	"time.now_ns":   func(m *Machine, _ []*value) (*value, bool) { return m.newInteger(m.program.now), true },
	"time.parse_ns": parseDate,
	"time.format":   formatDate,
}

// within holds for numbers small enough to be reckoned with in 64 bits.
func within(n, limit int64) bool { return -limit < n && n < limit }

func arithmetic(reckon func(a, b int64) (int64, bool)) call {
	const limit = 1 << 62
	return func(m *Machine, a []*value) (*value, bool) {
		if !a[0].whole || !a[1].whole || !within(a[0].integer, limit) || !within(a[1].integer, limit) {
			return nil, false
		}
		found, able := reckon(a[0].integer, a[1].integer)
		if !able {
			return nil, false
		}
		return m.newInteger(found), true
	}
}

func texts(holds func(whole, part string) bool) call {
	return func(_ *Machine, a []*value) (*value, bool) {
		if a[0].kind != text || a[1].kind != text {
			return nil, false
		}
		return truth(holds(a[0].text, a[1].text)), true
	}
}

// holds finds an element of a collection: of an object, one of its values.
func (m *Machine) holds(collection, wanted *value) bool {
	switch {
	case collection.kind == set:
		return m.get(collection, wanted) != nil
	case collection.kind < array:
		return false
	}
	for _, element := range m.all(collection) {
		if m.compare(element, wanted) == 0 {
			return true
		}
	}
	return false
}

func count(m *Machine, a []*value) (*value, bool) {
	switch {
	case a[0].kind == text:
		return m.newInteger(int64(utf8.RuneCountInString(a[0].text))), true
	case a[0].kind < array:
		return nil, false
	}
	return m.newInteger(int64(m.count(a[0]))), true
}

// extreme is the first or last element in Rego's order; none of nothing.
func (m *Machine) extreme(collection *value, sign int) (*value, bool) {
	if collection.kind != array && collection.kind != set {
		return nil, false
	}
	var found *value
	for _, element := range m.all(collection) {
		if found == nil || sign*m.compare(element, found) > 0 {
			found = element
		}
	}
	return found, true
}

var subtract = arithmetic(func(a, b int64) (int64, bool) { return a - b, true })

// minus takes one number from another, or the elements of one set from another.
func minus(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != set || a[1].kind != set {
		return subtract(m, a)
	}
	return m.filter(a[0], func(element *value) bool { return !m.holds(a[1], element) }), true
}

func both(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != set || a[1].kind != set {
		return nil, false
	}
	return m.filter(a[0], func(element *value) bool { return m.holds(a[1], element) }), true
}

func (m *Machine) filter(from *value, keep func(*value) bool) *value {
	filtered := m.allocate(set, false)
	for _, element := range m.all(from) {
		if keep(element) {
			filtered.elements = append(filtered.elements, element)
		}
	}
	return filtered
}

func union(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != set || a[1].kind != set {
		return nil, false
	}
	united := m.allocate(set, false)
	united.elements = slices.Concat(m.all(a[0]), m.all(a[1]))
	united.loose = true
	return united, true
}

func sorted(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != array && a[0].kind != set {
		return nil, false
	}
	list := m.allocate(array, false)
	list.elements = slices.Clone(m.all(a[0]))
	slices.SortStableFunc(list.elements, m.compare)
	return list, true
}

func concat(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != text || a[1].kind != array && a[1].kind != set {
		return nil, false
	}
	parts := make([]string, 0, length(a[1]))
	for _, part := range m.all(a[1]) {
		if part.kind != text {
			return nil, false
		}
		parts = append(parts, part.text)
	}
	return m.newText(strings.Join(parts, a[0].text), false), true
}

// undefinedPart is what OPA's template strings show of what is undefined.
const undefinedPart = "<undefined>"

// template fills in a template string, whose parts are texts and sets of at most
// one value.
func template(m *Machine, a []*value) (*value, bool) {
	var filled strings.Builder
	for _, part := range m.all(a[0]) {
		if part.kind == set {
			switch elements := m.all(part); len(elements) {
			case 0:
				filled.WriteString(undefinedPart)
				continue
			case 1:
				part = elements[0]
			}
		}
		switch {
		case part.kind == text:
			filled.WriteString(part.text)
		case part.kind == number:
			filled.WriteString(string(literal(part)))
		default:
			return nil, false
		}
	}
	return m.newText(filled.String(), false), true
}

// The dates that rules reckon with: time.DateOnly, within the years that the
// schemas allow.
const (
	firstYear, lastYear = 1970, 2199
	dayNanoseconds      = int64(24 * time.Hour)
)

func parseDate(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != text || a[0].text != time.DateOnly || a[1].kind != text {
		return nil, false
	}
	day, err := time.Parse(time.DateOnly, a[1].text)
	if err != nil || day.Year() < firstYear || day.Year() > lastYear {
		return nil, false
	}
	return m.newInteger(day.UnixNano()), true
}

func formatDate(m *Machine, a []*value) (*value, bool) {
	if a[0].kind != array || m.count(a[0]) != 3 {
		return nil, false
	}
	parts := m.all(a[0])
	moment, zone, layout := parts[0], parts[1], parts[2]
	if !moment.whole || zone.kind != text || zone.text != "UTC" || layout.kind != text || layout.text != time.DateOnly {
		return nil, false
	}
	return m.newText(time.Unix(0, moment.integer).UTC().Format(time.DateOnly), false), true
}

// foreign asks OPA.
func foreign(name string) (call, error) {
	function := topdown.GetBuiltin(name)
	if function == nil {
		return nil, fmt.Errorf("a plan that calls %s isn't run", name)
	}
	return func(m *Machine, arguments []*value) (found *value, able bool) {
		asked := topdown.BuiltinContext{
			Context: context.Background(),
			Metrics: metrics.NoOp(),
			Time:    ast.NewTerm(literal(m.newInteger(m.program.now))),
			Cancel:  topdown.NewCancel(),
		}
		answers := 0
		err := function(asked, m.terms(arguments), func(answer *ast.Term) error {
			answers++
			found = m.fromTerm(answer)
			return nil
		})
		if err != nil || answers > 1 {
			return nil, false
		}
		return found, answers == 0 || found != nil
	}, nil
}
