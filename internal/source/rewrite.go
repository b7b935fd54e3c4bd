package source

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rewrite returns the text of the file with the value that it holds turned into another, and all that doesn't change left as
// it was written, byte for byte: old is the value as the file has it. What is new is laid out for people, within so many
// columns where it can be, and follows what it joins in how far that is indented.
func (f File) Rewrite(old, changed *Value, width int) []byte {
	r := rewriting{File: f, width: width}
	r.value(old, changed)
	slices.SortStableFunc(r.edits, func(a, b edit) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	var b bytes.Buffer
	done := 0
	for _, e := range r.edits {
		b.Write(f.Text[done:e.from])
		b.WriteString(e.text)
		done = e.to
	}
	b.Write(f.Text[done:])
	return b.Bytes()
}

type rewriting struct {
	File
	width int
	edits []edit
}

// edit puts a text in the place of another.
type edit struct {
	from, to int
	text     string
}

func (r *rewriting) replace(from, to int, text string) {
	r.edits = append(r.edits, edit{from, to, text})
}

func (r *rewriting) value(old, changed *Value) {
	switch {
	case old == changed || old.Equal(changed):
	case old.Kind == Object && changed.Kind == Object && keepsOne(old, changed):
		r.object(old, changed)
	case old.Kind == Array && changed.Kind == Array && len(old.Elements) > 0 && len(changed.Elements) >= len(old.Elements):
		r.array(old, changed)
	default:
		indent := len(r.indent(old.Offset))
		r.replace(old.Offset, r.End(old), changed.layout(indent, r.column(old.Offset), r.width))
	}
}

// keepsOne says that an object has a member still, by which the others stand.
func keepsOne(old, changed *Value) bool {
	return slices.ContainsFunc(old.Members, func(m Member) bool { return changed.Get(m.Name) != nil })
}

func (r *rewriting) object(old, changed *Value) {
	last, first := -1, true // of what stays
	for i, member := range old.Members {
		value := changed.Get(member.Name)
		switch {
		case value != nil:
			r.value(member.Value, value)
			last, first = i, false
		case first:
			r.replace(member.Offset, r.next(old, i), "")
		default:
			r.replace(r.End(old.Members[i-1].Value), r.End(member.Value), "")
		}
	}
	var added []string
	for _, member := range changed.Members {
		if old.Get(member.Name) != nil {
			continue
		}
		name := NewString(member.Name).String() + ": "
		if inline := !r.begins(old.Members[0].Offset); inline {
			added = append(added, ", "+name+member.Value.oneLine())
			continue
		}
		indent := r.indent(old.Members[0].Offset)
		column := utf8.RuneCountInString(indent + name)
		added = append(added, ",\n"+indent+name+member.Value.layout(len(indent), column, r.width))
	}
	if len(added) > 0 {
		at := r.End(old.Members[last].Value)
		r.replace(at, at, strings.Join(added, ""))
	}
}

// next is where the member after the i-th begins, or the object ends.
func (r *rewriting) next(object *Value, i int) int {
	if i+1 < len(object.Members) {
		return object.Members[i+1].Offset
	}
	return r.End(object.Members[i].Value)
}

func (r *rewriting) array(old, changed *Value) {
	for i, element := range old.Elements {
		r.value(element, changed.Elements[i])
	}
	first := old.Elements[0].Offset
	var added strings.Builder
	for _, element := range changed.Elements[len(old.Elements):] {
		if !r.begins(first) {
			added.WriteString(", " + element.oneLine())
			continue
		}
		indent := r.indent(first)
		added.WriteString(",\n" + indent + element.layout(len(indent), len(indent), r.width))
	}
	if added.Len() > 0 {
		at := r.End(old.Elements[len(old.Elements)-1])
		r.replace(at, at, added.String())
	}
}

// begins says that a byte is the first of its line, white space aside.
func (r *rewriting) begins(offset int) bool {
	return strings.TrimLeft(string(r.Text[r.line(offset):offset]), " \t") == ""
}

// indent is the white space that the line of a byte begins with.
func (r *rewriting) indent(offset int) string {
	line := string(r.Text[r.line(offset):])
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

func (r *rewriting) column(offset int) int { return utf8.RuneCount(r.Text[r.line(offset):offset]) }

func (r *rewriting) line(offset int) int { return bytes.LastIndexByte(r.Text[:offset], '\n') + 1 }
