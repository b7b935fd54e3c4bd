package source

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Kind is what sort of JSON value a Value is.
type Kind uint8

// The kinds of JSON value.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String returns the name that JSON Schema gives to the kind.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Value is one JSON value, as it was written and where.
type Value struct {
	Kind     Kind
	Offset   int      // byte offset within the text that was parsed
	Text     string   // String: decoded; Number, Bool and Null: as written
	Members  []Member // of an Object, in the order of the file
	Elements []*Value // of an Array
}

// Member is one key of an object with its value.
type Member struct {
	Name   string
	Offset int // byte offset of the key
	Value  *Value
}

// NewNull returns a null that stands in no file.
func NewNull() *Value {
	return &Value{Kind: Null, Text: "null"}
}

// NewBool returns a boolean that stands in no file.
func NewBool(b bool) *Value {
	return &Value{Kind: Bool, Text: strconv.FormatBool(b)}
}

// NewNumber returns a number that stands in no file.
func NewNumber(n int) *Value {
	return &Value{Kind: Number, Text: strconv.Itoa(n)}
}

// NewString returns a string that stands in no file.
func NewString(s string) *Value {
	return &Value{Kind: String, Text: s}
}

// NewArray returns an array that stands in no file.
func NewArray(elements ...*Value) *Value {
	return &Value{Kind: Array, Elements: elements}
}

// NewObject returns an object that stands in no file.
func NewObject(members ...Member) *Value {
	return &Value{Kind: Object, Members: members}
}

// Get returns the value of a key, or nil when v is nil, is no object or lacks
// the key.
func (v *Value) Get(name string) *Value {
	member := v.Member(name)
	if member == nil {
		return nil
	}
	return member.Value
}

// Member returns the member with that key, or nil as Get does.
func (v *Value) Member(name string) *Member {
	if v == nil {
		return nil
	}
	for i := range v.Members {
		if v.Members[i].Name == name {
			return &v.Members[i]
		}
	}
	return nil
}

// Lookup returns the value that p names, or else its nearest ancestor that
// exists, and the pointer of what was found: a missing value has no place of
// its own, and its parent is where the reader must add it.
func (v *Value) Lookup(p Pointer) (*Value, Pointer) {
	var found Pointer
	for _, token := range p.Tokens() {
		child := v.child(token)
		if child == nil {
			break
		}
		v, found = child, found.Append(token)
	}
	return v, found
}

func (v *Value) child(token string) *Value {
	if v == nil || v.Kind != Array {
		return v.Get(token)
	}
	index, err := strconv.Atoi(token)
	if err != nil || index < 0 || index >= len(v.Elements) || token != strconv.Itoa(index) {
		return nil
	}
	return v.Elements[index]
}

// String returns the value as JSON on one line.
func (v *Value) String() string {
	return string(v.AppendJSON(nil))
}

// AppendJSON appends the value as JSON on one line: numbers as they were
// written, keys in the order of the file.
func (v *Value) AppendJSON(dst []byte) []byte {
	switch v.Kind {
	case String:
		return appendQuoted(dst, v.Text)
	case Array:
		dst = append(dst, '[')
		for i, element := range v.Elements {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = element.AppendJSON(dst)
		}
		return append(dst, ']')
	case Object:
		dst = append(dst, '{')
		for i, member := range v.Members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(appendQuoted(dst, member.Name), ':')
			dst = member.Value.AppendJSON(dst)
		}
		return append(dst, '}')
	default:
		return append(dst, v.Text...)
	}
}

// appendQuoted writes U+FFFD where s is not UTF-8, which no parsed value is.
func appendQuoted(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s)
	return dst
}

// Clone returns a copy that holds on to nothing of the text that v was parsed from, nor of the values beside it.
func (v *Value) Clone() *Value {
	clone := &Value{Kind: v.Kind, Offset: v.Offset, Text: strings.Clone(v.Text)}
	for _, member := range v.Members {
		clone.Members = append(clone.Members, Member{Name: strings.Clone(member.Name), Offset: member.Offset, Value: member.Value.Clone()})
	}
	for _, element := range v.Elements {
		clone.Elements = append(clone.Elements, element.Clone())
	}
	return clone
}

// Equal reports whether two values say the same, wherever they stand: the order of an object's members and white space
// make no difference, the order of an array and the digits of a number do.
func (v *Value) Equal(other *Value) bool {
	if v == nil || other == nil {
		return v == other
	}
	if v.Kind != other.Kind || v.Text != other.Text || len(v.Members) != len(other.Members) || len(v.Elements) != len(other.Elements) {
		return false
	}
	for i, member := range v.Members {
		same := &other.Members[i] // as it mostly stands
		if same.Name != member.Name {
			same = other.Member(member.Name)
		}
		if same == nil || !member.Value.Equal(same.Value) {
			return false
		}
	}
	for i, element := range v.Elements {
		if !element.Equal(other.Elements[i]) {
			return false
		}
	}
	return true
}

// Generic returns the value in the types of encoding/json, with numbers as json.Number: what libraries that know nothing
// of Value take.
func (v *Value) Generic() any {
	switch v.Kind {
	case Bool:
		return v.Text == "true"
	case Number:
		return json.Number(v.Text)
	case String:
		return v.Text
	case Array:
		elements := make([]any, len(v.Elements))
		for i, element := range v.Elements {
			elements[i] = element.Generic()
		}
		return elements
	case Object:
		members := make(map[string]any, len(v.Members))
		for _, member := range v.Members {
			members[member.Name] = member.Value.Generic()
		}
		return members
	}
	return nil
}

// Merge returns the value with another laid over it: objects member by member,
// all else as a whole. Neither is changed; nil stands for nothing.
func (v *Value) Merge(over *Value) *Value {
	if over == nil {
		return v
	}
	if v == nil || v.Kind != Object || over.Kind != Object {
		return over
	}
	var members []Member
	for _, member := range v.Members {
		members = append(members, Member{Name: member.Name, Value: member.Value.Merge(over.Get(member.Name))})
	}
	for _, member := range over.Members {
		if v.Get(member.Name) == nil {
			members = append(members, member)
		}
	}
	return NewObject(members...)
}
