package waiver

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// Request is what somebody asks for. It is never an approval: that is for a person to write.
type Request struct {
	Rule        string
	Subject     report.SubjectRef
	Fingerprint string // "" for all that the rule finds in the record
	Reason      string
	RequestedBy string
	ExpiresOn   report.Date
	Ticket      string // "" when there is none
}

// Record is the request as it stands in a file.
func (r Request) Record(id string) *source.Value {
	record := source.NewObject(
		member("id", source.NewString(id)),
		member("rule", source.NewString(r.Rule)),
		member("subject", source.NewObject(member("kind", source.NewString(r.Subject.Kind)), member("id", source.NewString(r.Subject.ID)))),
	)
	add := func(name, text string) {
		if text != "" {
			record.Members = append(record.Members, member(name, source.NewString(text)))
		}
	}
	add("fingerprint", r.Fingerprint)
	add("reason", r.Reason)
	add("requested_by", r.RequestedBy)
	add("expires_on", r.ExpiresOn.String())
	add("ticket", r.Ticket)
	return record
}

// Pending is the request in the list that asks for the same already; nil where none does.
func (l *List) Pending(r Request) *Waiver {
	if l == nil {
		return nil
	}
	i := slices.IndexFunc(l.of[key{r.Rule, r.Subject}], func(w *Waiver) bool { return !w.Approved() && w.covers(r.Fingerprint) })
	if i < 0 {
		return nil
	}
	return l.of[key{r.Rule, r.Subject}][i]
}

// NextID is an id that no waiver of the list has had.
func (l *List) NextID() string {
	taken := map[string]bool{}
	if l != nil {
		for _, w := range l.Waivers {
			taken[strings.ToUpper(w.ID)] = true
		}
	}
	for n := len(taken) + 1; ; n++ {
		if id := fmt.Sprintf("W-%d", n); !taken[id] {
			return id
		}
	}
}

// columns is how wide the entries of a file are laid out.
const columns = 120

// With is the text of the file with one more entry at its end; all else stays as it is written. Without a list it is that of
// a new file.
func (l *List) With(record *source.Value) []byte {
	if l == nil {
		file := source.NewObject(
			member("$schema", source.NewString(schema.Address("waivers"))),
			member("kind", source.NewString(Kind)),
			member("schema_version", source.NewString("1")),
			member("waivers", source.NewArray(record)),
		)
		return []byte(file.Layout(columns) + "\n")
	}
	list := l.root.Get("waivers")
	indent, end := "    ", list.Offset+1 // behind the bracket that opens it
	before, after := "", "\n  "
	if n := len(list.Elements); n > 0 {
		last := list.Elements[n-1]
		before, after, end = ",", "", l.End(last)
		indent = indentOf(l.Text[:last.Offset])
	}
	added := before + "\n" + indent + strings.ReplaceAll(record.Layout(columns), "\n", "\n"+indent) + after
	if bytes.Contains(l.Text, []byte("\r\n")) {
		added = strings.ReplaceAll(added, "\n", "\r\n")
	}
	return slices.Concat(l.Text[:end], []byte(added), l.Text[end:])
}

// indentOf is the blank space in front of what begins after a text; that of riskgate's own files where other things stand
// in the line.
func indentOf(text []byte) string {
	line := text[bytes.LastIndexByte(text, '\n')+1:]
	if len(bytes.Trim(line, " \t")) > 0 {
		return "    "
	}
	return string(line)
}
