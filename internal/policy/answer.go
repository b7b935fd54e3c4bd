package policy

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

var (
	errTime      = errors.New("the time ran out")
	errPanic     = errors.New("the engine broke down on it")
	errNoResult  = errors.New("violations has no value")
	errNoSet     = errors.New("violations is no set")
	errNoObject  = errors.New(`a violation is no object {"at": [...], "message": "..."}`)
	errMessage   = errors.New("a violation's message is empty or no text")
	errRemedy    = errors.New("a violation's remedy is empty or no text")
	errAt        = errors.New("a violation's at is no array of names and positions")
	errAttribute = errors.New("a violation has a key besides at, message and remedy")
)

// errored says what happened in our words: the engine's differ between versions,
// and some between runs.
func errored(q *question, err error) Answer {
	at, what := source.Position{File: q.file}, err.Error()
	var failure *topdown.Error
	if errors.As(err, &failure) {
		what = "the rule couldn't be evaluated"
		switch failure.Code {
		case topdown.CancelErr:
			at, what = source.Position{File: q.file}, errTime.Error()
			failure.Location = nil
		case topdown.BuiltinErr:
			what = "a function was called with a value that it can't take"
		case topdown.TypeErr:
			what = "a value has a type that doesn't belong there"
		case topdown.ConflictErr:
			what = "a definition has two different values"
		}
		if failure.Location != nil {
			at = source.Position{File: failure.Location.File, Line: failure.Location.Row, Column: failure.Location.Col}
		}
	}
	return Answer{Verdict: report.Errored, Reason: fmt.Sprintf("%s: %s", at, what)}
}

// same holds for findings that nobody could tell apart.
func (f finding) same(other finding) bool {
	return other.err == nil && f.applies == other.applies && slices.Equal(f.violations, other.violations)
}

func readViolations(term *ast.Term) ([]Violation, error) {
	set, isSet := term.Value.(ast.Set)
	if !isSet {
		return nil, errNoSet
	}
	violations := make([]Violation, 0, set.Len())
	for _, element := range set.Slice() {
		violation, err := readViolation(element)
		if err != nil {
			return nil, err
		}
		violations = append(violations, violation)
	}
	slices.SortFunc(violations, compareViolations)
	return violations, nil
}

func compareViolations(a, b Violation) int {
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Remedy, b.Remedy))
}

// remedied are the violations, sorted, each with a remedy of its own or that of the rule.
func remedied(violations []Violation, remedy string) []Violation {
	all := slices.Clone(violations)
	for i := range all {
		all[i].Remedy = cmp.Or(all[i].Remedy, remedy)
	}
	slices.SortFunc(all, compareViolations)
	return all
}

func readViolation(term *ast.Term) (Violation, error) {
	object, isObject := term.Value.(ast.Object)
	if !isObject {
		return Violation{}, errNoObject
	}
	at, message, remedy := object.Get(atKey), object.Get(messageKey), object.Get(remedyKey)
	if at == nil || message == nil {
		return Violation{}, errNoObject
	}
	known := 2
	violation := Violation{}
	if remedy != nil {
		known = 3
		if violation.Remedy = text(remedy); violation.Remedy == "" {
			return Violation{}, errRemedy
		}
	}
	if object.Len() != known {
		return Violation{}, errAttribute
	}
	if violation.Message = text(message); violation.Message == "" {
		return Violation{}, errMessage
	}
	var isPlace bool
	if violation.At, isPlace = pointerOf(at); !isPlace {
		return Violation{}, errAt
	}
	return violation, nil
}

// pointerOf reads an array of names and positions.
func pointerOf(at *ast.Term) (source.Pointer, bool) {
	segments, isArray := at.Value.(*ast.Array)
	if !isArray {
		return "", false
	}
	var pointer source.Pointer
	for i := range segments.Len() {
		switch segment := segments.Elem(i).Value.(type) {
		case ast.String:
			pointer = pointer.Append(string(segment))
		case ast.Number:
			if index, isInt := segment.Int(); !isInt || index < 0 {
				return "", false
			}
			pointer = pointer.Append(segment.String())
		default:
			return "", false
		}
	}
	return pointer, true
}

var (
	atKey      = ast.InternedTerm("at")
	messageKey = ast.InternedTerm("message")
	remedyKey  = ast.InternedTerm("remedy")
)

func text(term *ast.Term) string {
	text, _ := term.Value.(ast.String)
	return string(text)
}
