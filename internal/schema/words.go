package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// explain says in words what a value does against the schema. Only what may be left out needs no words.
func (n *node) explain(f failure, root *source.Value, w way, name string) []finding {
	v, _ := root.Lookup(f.at)
	problem := Problem{At: f.at, Message: label(root, f.at, name)}
	switch {
	case n == nil:
		problem.Message += " is not what its schema demands"
	case f.keyword == "required":
		return n.missing(f, root, v, w)
	case f.keyword == "additionalProperties":
		return n.unknown(f, v)
	default:
		problem.Message += " " + n.demand(f.keyword, v)
		problem.Hint = n.hint(f.keyword, v)
	}
	return []finding{{problem, v, f.keyword}}
}

func (n *node) missing(f failure, root, v *source.Value, w way) []finding {
	for parent, tokens := root, f.at.Tokens(); len(tokens) > 0; tokens = tokens[1:] {
		if parent.Kind == source.Object {
			w.enter(tokens[0])
		}
		parent, _ = parent.Lookup(source.Pointer("").Append(tokens[0]))
	}
	meant := n.meant(v)
	var all []finding
	for _, key := range n.required {
		if v.Get(key) != nil || meant[key] || w.mayLack(key) {
			continue
		}
		problem := Problem{At: f.at, Message: fmt.Sprintf("missing key %q", key)}
		if about := n.properties[key].about; about != "" {
			problem.Hint = key + ": " + sentence(about)
		}
		all = append(all, finding{problem, v, f.keyword})
	}
	return all
}

// meant are the keys that the unknown keys of an object stand for: each is one mistake, not an unknown key and a missing
// one.
func (n *node) meant(v *source.Value) map[string]bool {
	lacking := n.lacking(v)
	meant := map[string]bool{}
	for _, member := range v.Members {
		if n.closed && !n.knows(member.Name) {
			meant[spelling.Meant(member.Name, lacking)] = true
		}
	}
	return meant
}

func (n *node) unknown(f failure, v *source.Value) []finding {
	lacking := n.lacking(v)
	var all []finding
	for _, member := range v.Members {
		if n.knows(member.Name) {
			continue
		}
		problem := Problem{At: f.at, Key: member.Name, Message: "unknown key " + quote(member.Name)}
		switch near := spelling.Meant(member.Name, lacking); {
		case near != "":
			problem.Message = "unknown key " + strconv.QuoteToASCII(clip(member.Name)) // letters may only look alike
			problem.Hint = fmt.Sprintf("did you mean %q?", near)
		case n.matches("x_"):
			problem.Hint = "a key of your own must begin with x_"
		}
		all = append(all, finding{problem, member.Value, f.keyword})
	}
	return all
}

// lacking lists the keys that an object may have and doesn't.
func (n *node) lacking(v *source.Value) []string {
	var names []string
	for _, name := range n.names {
		if v.Get(name) == nil {
			names = append(names, name)
		}
	}
	return names
}

func (n *node) knows(key string) bool {
	_, ok := n.properties[key]
	return ok || n.matches(key)
}

// matches reports whether a pattern of keys takes a key.
func (n *node) matches(key string) bool {
	return slices.ContainsFunc(n.patterned, func(p patterned) bool { return p.pattern.match(key) })
}

// label names a value in a message: by its key, or by its number in a list.
func label(root *source.Value, at source.Pointer, name string) string {
	tokens := at.Tokens()
	if len(tokens) == 0 {
		return name
	}
	last := tokens[len(tokens)-1]
	parent, _ := root.Lookup(source.Pointer("").Append(tokens[:len(tokens)-1]...))
	if parent.Kind != source.Array {
		return quote(last)
	}
	number, _ := strconv.Atoi(last)
	if len(tokens) == 1 {
		return fmt.Sprintf("entry %d", number+1)
	}
	return fmt.Sprintf("entry %d of %s", number+1, quote(tokens[len(tokens)-2]))
}

// demand says what the schema asks and what it got instead.
func (n *node) demand(keyword string, v *source.Value) string {
	switch keyword {
	case "minimum":
		return fmt.Sprintf("must be at least %d, got %s", *n.minimum, got(v))
	case "maximum":
		return fmt.Sprintf("must be at most %d, got %s", *n.maximum, got(v))
	case "minLength":
		return fmt.Sprintf("must have at least %s, got %s", prose.Count(n.minLength, "character", "characters"), got(v))
	case "maxLength":
		return fmt.Sprintf("must have at most %s, got %d", prose.Count(n.maxLength, "character", "characters"), utf8.RuneCountInString(v.Text))
	case "minItems":
		return fmt.Sprintf("must have at least %s, got %d", prose.Count(n.minItems, "entry", "entries"), len(v.Elements))
	case "maxItems":
		return fmt.Sprintf("must have at most %s, got %d", prose.Count(n.maxItems, "entry", "entries"), len(v.Elements))
	case "pattern":
		if !hasInk(v.Text) {
			return "must not be blank"
		}
	}
	if n.words != nil && !n.constant { // a list, which has commas of its own
		return fmt.Sprintf("must be %s; got %s", n.noun(), got(v))
	}
	return fmt.Sprintf("must be %s, got %s", n.noun(), got(v))
}

// noun names what the schema asks for.
func (n *node) noun() string {
	switch {
	case n.constant:
		return strconv.Quote(n.words[0])
	case n.words != nil:
		return "one of " + strings.Join(n.words, ", ")
	case n.date:
		return "a date YYYY-MM-DD"
	case n.pattern != nil && n.pattern.text != `\S`:
		if n.title == "" {
			return "text like " + n.pattern.text
		}
		return article(lowerFirst(n.title))
	}
	var nouns []string
	for kind := source.Null; kind <= source.Object; kind++ {
		if n.kinds != 0 && n.kinds.has(kind) {
			nouns = append(nouns, n.nounOf(kind))
		}
	}
	return strings.Join(nouns, " or ")
}

func (n *node) nounOf(kind source.Kind) string {
	switch kind {
	case source.Bool:
		return "true or false"
	case source.Number:
		if n.whole {
			return "a whole number"
		}
		return "a number"
	case source.String:
		return "text"
	case source.Array:
		return "a list"
	case source.Object:
		return "an object"
	}
	return "null"
}

func (n *node) hint(keyword string, v *source.Value) string {
	switch {
	case n.words != nil && !n.constant && v.Kind == source.String:
		if near := spelling.Meant(v.Text, n.words); near != "" {
			return fmt.Sprintf("did you mean %q?", near)
		}
	case n.date && v.Kind == source.String:
		return dayHint(v.Text)
	case keyword == "pattern" && hasInk(v.Text):
		return sentence(n.description)
	}
	return ""
}

// dayHint says why a text that looks like a date is none.
func dayHint(text string) string {
	year, month, day, ok := splitDay(text)
	switch {
	case !ok && len(text) > len("YYYY-MM-DD") && isDay(text[:len("YYYY-MM-DD")]):
		return fmt.Sprintf("write the day alone: %q", text[:len("YYYY-MM-DD")])
	case !ok:
		return ""
	case year < 1970 || year > 2199:
		return "years go from 1970 to 2199"
	case month < 1 || month > 12:
		return "months go from 01 to 12"
	case day < 1 || day > daysIn(year, month):
		return fmt.Sprintf("%s %d has %d days", time.Month(month), year, daysIn(year, month))
	}
	return ""
}

// got shows a value, short enough for a line.
func got(v *source.Value) string {
	switch v.Kind {
	case source.String:
		return quote(v.Text)
	case source.Array:
		return "a list"
	case source.Object:
		return "an object"
	}
	return clip(v.Text)
}

func quote(text string) string { return strconv.Quote(clip(text)) }

func clip(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "..."
}

func article(noun string) string {
	if strings.ContainsRune("aeiouAEIOU", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// sentence is the first one of a text, as part of a line.
func sentence(text string) string {
	first, _, _ := strings.Cut(text, ". ")
	return lowerFirst(strings.TrimSuffix(first, "."))
}

// lowerFirst makes a sentence part of another, and leaves abbreviations alone.
func lowerFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	if second, _ := utf8.DecodeRuneInString(text[size:]); unicode.IsUpper(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}
