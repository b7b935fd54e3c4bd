package oscal

import (
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/jsonstream"
)

// Writer writes an OSCAL document as it comes. Each of its methods takes a text as it is in the data, and gives it the
// form that the member's type in OSCAL asks for.
type Writer struct{ *jsonstream.Writer }

// Line writes a member of one line of markup.
func (w Writer) Line(name, text string) { w.Member(name, Line(text)) }

// Prose writes a member of markup with the paragraphs, each of them a text.
func (w Writer) Prose(name string, paragraphs ...string) { w.Member(name, Paragraphs(paragraphs...)) }

// String writes a member of plain text.
func (w Writer) String(name, text string) { w.Member(name, String(text)) }

// Token writes a member that is a token.
func (w Writer) Token(name, text string) { w.Member(name, Token(text)) }

// Day writes a member that is a moment: the first of a day, YYYY-MM-DD, in UTC.
func (w Writer) Day(name, day string) { w.Member(name, day+"T00:00:00Z") }

// Property is a named value, of OSCAL itself where it has no namespace. A value is one line: what has more stands in the
// remarks, whole.
type Property struct{ Name, Value, Namespace, Remarks string }

// Own is a property of riskgate's.
func Own(name, value string) Property {
	p := Property{Name: name, Value: value, Namespace: Namespace}
	if value != "" && String(value) != value {
		p.Remarks = value
	}
	return p
}

// Properties writes the properties that have a value.
func (w Writer) Properties(all ...Property) {
	filled := slices.DeleteFunc(slices.Clone(all), func(p Property) bool { return p.Value == "" })
	List(w, "props", slices.Values(filled), func(p Property) {
		w.Token("name", p.Name)
		w.Optional("ns", p.Namespace)
		w.String("value", p.Value)
		if p.Remarks != "" {
			w.Member("remarks", Prose(p.Remarks))
		}
	})
}

// References writes a list of objects that hold a UUID each, under the member's name.
func (w Writer) References(name, member string, uuids []string) {
	List(w, name, slices.Values(uuids), func(uuid string) { w.Member(member, uuid) })
}

// Fragment is the reference of something else in the same document.
func Fragment(uuid string) string { return "#" + uuid }

// List writes a member that is a list of objects, whose members write gives: OSCAL has no empty list, so that nothing is
// written for one.
func List[T any](w Writer, name string, values iter.Seq[T], write func(T)) {
	for range values {
		jsonstream.List(w.Writer, name, values, write)
		return
	}
}
