// Package oscal turns an OSCAL plan of action and milestones into native documents whose values keep their place in the file.
package oscal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// Format is the name by which the native documents call the format that they were taken from.
const Format = "oscal-poam"

const poamModel = "plan-of-action-and-milestones"

var otherModels = []string{
	"assessment-plan",
	"assessment-results",
	"catalog",
	"component-definition",
	"mapping-collection",
	"profile",
	"system-security-plan",
}

// Recognizes reports whether a file with this top-level member is one that Convert reads.
func Recognizes(top string) bool { return top == poamModel }

// Reason says why a file with this top-level member is no input, or is empty when the member is not of OSCAL or is
// recognized.
func Reason(top string) string {
	if !slices.Contains(otherModels, top) {
		return ""
	}
	return "OSCAL " + strings.ReplaceAll(top, "-", " ") + "; of OSCAL, only a plan of action and milestones is read"
}

// Native is a document made of an OSCAL file. The Offset of each of its values, and of each member, is that of the value
// in the OSCAL file that it was taken from, or that made it so: the place of a native value is the place of its Offset.
type Native struct {
	Kind     string
	Document *source.Value
}

// Problem is a value of the OSCAL file that can't be understood. A native document still has the value as it is written,
// so that its schema refuses the record too, in words about the native field: at the same Offset, the words here are the
// better ones.
type Problem struct {
	At      source.Pointer // in the OSCAL file
	Offset  int
	Message string
	Hint    string
}

// Convert makes a risk register and its action plans of a file whose top-level member it Recognizes, as docs/oscal.md
// describes. Both are always there, however little could be made, beside all problems in the order of the file.
func Convert(root *source.Value) ([]Native, []Problem) {
	notes := &notes{}
	c := newConverter((&decoder{notes}).decode(root), notes)
	plans := c.plans()
	register := c.register() // after the plans: it lists the organizations that they name
	return []Native{
		{Kind: "risk_register", Document: register},
		{Kind: "action_plans", Document: plans},
	}, notes.problems(root)
}

// notes are problems by the value that they are about; its pointer is found when all are known.
type notes struct{ all map[*source.Value][]Problem }

func (n *notes) note(v *source.Value, hint, format string, arguments ...any) {
	if n.all == nil {
		n.all = map[*source.Value][]Problem{}
	}
	problem := Problem{Offset: v.Offset, Message: fmt.Sprintf(format, arguments...), Hint: hint}
	n.all[v] = append(n.all[v], problem)
}

// problems are the notes in the order of the file.
func (n *notes) problems(root *source.Value) []Problem {
	if len(n.all) == 0 {
		return nil
	}
	var problems []Problem
	walk(root, "", func(at source.Pointer, v *source.Value) {
		for _, p := range n.all[v] {
			p.At = at
			problems = append(problems, p)
		}
	})
	return problems
}

func walk(v *source.Value, at source.Pointer, visit func(source.Pointer, *source.Value)) {
	if v == nil {
		return
	}
	visit(at, v)
	for _, member := range v.Members {
		walk(member.Value, at.Append(member.Name), visit)
	}
	for i, element := range v.Elements {
		walk(element, at.Append(strconv.Itoa(i)), visit)
	}
}
