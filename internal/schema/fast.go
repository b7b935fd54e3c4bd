package schema

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/source"
)

// way is the keys on the way from a document to a value. Entries of a list share the way of the list.
type way struct {
	names []string
	omits []string // paths of keys that may lack; without any, names stays empty
}

func wayTo(list string, omits []string) way {
	w := way{omits: omits}
	if list != "" {
		w.enter(list)
	}
	return w
}

func (w *way) enter(name string) {
	if len(w.omits) > 0 {
		w.names = append(w.names, name)
	}
}

func (w *way) leave() {
	if len(w.omits) > 0 {
		w.names = w.names[:len(w.names)-1]
	}
}

// mayLack reports whether a path names a key here, or something that holds it.
func (w *way) mayLack(key string) bool {
	for _, path := range w.omits {
		if w.leadsTo(path, key) {
			return true
		}
	}
	return false
}

func (w *way) leadsTo(path, key string) bool {
	for _, name := range w.names {
		rest, ok := strings.CutPrefix(path, name)
		if !ok || rest == "" {
			return ok
		}
		if path, ok = strings.CutPrefix(rest, "."); !ok {
			return false
		}
	}
	return path == key
}

// accepts decides whether a value is what the schema demands, and no more than that: it allocates nothing.
func (n *node) accepts(v *source.Value, w *way) bool {
	if n == nil {
		return true
	}
	if !n.kinds.has(v.Kind) {
		return false
	}
	if n.words != nil && (v.Kind != source.String || !slices.Contains(n.words, v.Text)) {
		return false
	}
	switch v.Kind {
	case source.String:
		return n.acceptsText(v.Text)
	case source.Number:
		return n.acceptsNumber(v.Text)
	case source.Array:
		return n.acceptsArray(v, w)
	case source.Object:
		return n.acceptsObject(v, w)
	}
	return true
}

func (n *node) acceptsText(text string) bool {
	if n.pattern != nil && !n.pattern.match(text) || n.date && !isDay(text) {
		return false
	}
	if n.minLength == 0 && n.maxLength < 0 {
		return true
	}
	length := utf8.RuneCountInString(text)
	return length >= n.minLength && (n.maxLength < 0 || length <= n.maxLength)
}

func (n *node) acceptsNumber(text string) bool {
	if !n.whole && n.minimum == nil && n.maximum == nil {
		return true
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return (n.minimum == nil || i >= *n.minimum) && (n.maximum == nil || i <= *n.maximum)
	}
	exact, ok := new(big.Rat).SetString(text)
	if !ok || n.whole && !exact.IsInt() {
		return false
	}
	return (n.minimum == nil || exact.Cmp(new(big.Rat).SetInt64(*n.minimum)) >= 0) &&
		(n.maximum == nil || exact.Cmp(new(big.Rat).SetInt64(*n.maximum)) <= 0)
}

func (n *node) acceptsArray(v *source.Value, w *way) bool {
	if len(v.Elements) < n.minItems || n.maxItems >= 0 && len(v.Elements) > n.maxItems {
		return false
	}
	if n.items == nil {
		return true
	}
	for _, element := range v.Elements {
		if !n.items.accepts(element, w) {
			return false
		}
	}
	return true
}

func (n *node) acceptsObject(v *source.Value, w *way) bool {
	var found uint64
	for i := range v.Members {
		member := &v.Members[i]
		p, known := n.properties[member.Name]
		found |= p.bit
		w.enter(member.Name)
		if !n.acceptsMember(member, p.node, known, w) {
			return false
		}
		w.leave()
	}
	if found == 1<<len(n.required)-1 {
		return true
	}
	for i, name := range n.required {
		if found&(1<<i) == 0 && !w.mayLack(name) {
			return false
		}
	}
	return true
}

func (n *node) acceptsMember(member *source.Member, own *node, known bool, w *way) bool {
	if known && !own.accepts(member.Value, w) {
		return false
	}
	for i := range n.patterned {
		if n.patterned[i].pattern.match(member.Name) {
			known = true
			if !n.patterned[i].node.accepts(member.Value, w) {
				return false
			}
		}
	}
	return known || !n.closed && n.others.accepts(member.Value, w)
}

// byHand returns a match that does what a regular expression of our schemas does, or nil.
func byHand(pattern string) func(string) bool {
	switch pattern {
	case `\S`:
		return hasInk
	case `^x_`:
		return isOwnKey
	case `^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`:
		return isID
	case `^(19[7-9][0-9]|20[0-9][0-9]|21[0-9][0-9])-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`:
		return looksLikeDay
	}
	return nil
}

func hasInk(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\t', '\n', '\f', '\r':
		default:
			return true
		}
	}
	return false
}

func isOwnKey(key string) bool {
	return strings.HasPrefix(key, "x_")
}

func isID(text string) bool {
	if len(text) == 0 || len(text) > 64 {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case i > 0 && (c == '.' || c == '_' || c == '-'):
		default:
			return false
		}
	}
	return true
}

// looksLikeDay holds for YYYY-MM-DD from 1970 to 2199, however many days the month has.
func looksLikeDay(text string) bool {
	year, month, day, ok := splitDay(text)
	return ok && 1970 <= year && year <= 2199 && 1 <= month && month <= 12 && 1 <= day && day <= 31
}

// isDay holds for a day of the calendar.
func isDay(text string) bool {
	year, month, day, ok := splitDay(text)
	return ok && 1 <= month && month <= 12 && 1 <= day && day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func splitDay(text string) (year, month, day int, ok bool) {
	if len(text) != len("YYYY-MM-DD") || text[4] != '-' || text[7] != '-' {
		return 0, 0, 0, false
	}
	year, yearOK := digits(text[:4])
	month, monthOK := digits(text[5:7])
	day, dayOK := digits(text[8:])
	return year, month, day, yearOK && monthOK && dayOK
}

func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}
