package oscal

import "github.com/riskgate/riskgate/internal/source"

// wordAt is a text of our own whose place is that of the value it follows from.
func wordAt(text string, origin *source.Value) *source.Value {
	return &source.Value{Kind: source.String, Offset: origin.Offset, Text: text}
}

// objectAt is an object, empty as yet, whose place is that of its origin.
func objectAt(origin *source.Value) *source.Value {
	return &source.Value{Kind: source.Object, Offset: origin.Offset}
}

func arrayAt(origin *source.Value, elements ...*source.Value) *source.Value {
	return &source.Value{Kind: source.Array, Offset: origin.Offset, Elements: elements}
}

// set adds a member, unless there is nothing to add.
func set(object *source.Value, name string, value *source.Value) {
	if value == nil {
		return
	}
	object.Members = append(object.Members, source.Member{Name: name, Offset: value.Offset, Value: value})
}

// replace sets a member, instead of one of that name.
func replace(object *source.Value, name string, value *source.Value) {
	if member := object.Member(name); member != nil {
		*member = source.Member{Name: name, Offset: value.Offset, Value: value}
		return
	}
	set(object, name, value)
}

// setFilled adds an object or array, unless it is empty.
func setFilled(object *source.Value, name string, value *source.Value) {
	if value == nil || len(value.Members) == 0 && len(value.Elements) == 0 {
		return
	}
	set(object, name, value)
}

// textOf is a string's text; anything else has none.
func textOf(v *source.Value) string {
	if v == nil || v.Kind != source.String {
		return ""
	}
	return v.Text
}
