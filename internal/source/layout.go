package source

import (
	"strings"
	"unicode/utf8"
)

// Layout returns the value as JSON laid out for people: what ends within so many columns stands on one line, except the
// value itself where it holds others.
func (v *Value) Layout(width int) string {
	return v.layout(0, 0, width)
}

// layout begins at a column of a line that is indented.
func (v *Value) layout(indent, column, width int) string {
	line := v.oneLine()
	if len(v.Members)+len(v.Elements) == 0 || column > 0 && column+utf8.RuneCountInString(line) < width {
		return line
	}
	inner := strings.Repeat(" ", indent+2)
	var parts []string
	for _, member := range v.Members {
		name := inner + NewString(member.Name).String() + ": "
		parts = append(parts, name+member.Value.layout(indent+2, utf8.RuneCountInString(name), width))
	}
	for _, element := range v.Elements {
		parts = append(parts, inner+element.layout(indent+2, indent+2, width))
	}
	open, end := "{", "}"
	if v.Kind == Array {
		open, end = "[", "]"
	}
	return open + "\n" + strings.Join(parts, ",\n") + "\n" + strings.Repeat(" ", indent) + end
}

func (v *Value) oneLine() string {
	var parts []string
	for _, member := range v.Members {
		parts = append(parts, NewString(member.Name).String()+": "+member.Value.oneLine())
	}
	for _, element := range v.Elements {
		parts = append(parts, element.oneLine())
	}
	switch {
	case v.Kind == Object && len(parts) > 0:
		return "{ " + strings.Join(parts, ", ") + " }"
	case v.Kind == Array:
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return v.String()
}
