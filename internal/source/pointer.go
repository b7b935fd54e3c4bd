package source

import "strings"

// Pointer names a value within a document, as in RFC 6901; "" is the whole
// document.
type Pointer string

var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

// Append returns the pointer to a descendant: one token for each key or index
// on the way.
func (p Pointer) Append(tokens ...string) Pointer {
	var b strings.Builder
	b.WriteString(string(p))
	for _, token := range tokens {
		b.WriteByte('/')
		b.WriteString(escapePointer.Replace(token))
	}
	return Pointer(b.String())
}

// Tokens returns the keys and indexes on the way from the root.
func (p Pointer) Tokens() []string {
	if p == "" {
		return nil
	}
	tokens := strings.Split(strings.TrimPrefix(string(p), "/"), "/")
	for i, token := range tokens {
		tokens[i] = unescapePointer.Replace(token)
	}
	return tokens
}
