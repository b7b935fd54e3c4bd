// Package settings knows what the organisation chose: a profile, and what its riskgate.json changes in it.
package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Settings is what is in force: the profile, overlaid with the settings file.
type Settings struct {
	file      string
	profile   choice
	asOf      choice
	documents choice // expected
	ids       choice // expected
	policies  choice
	mappings  choice
	waivers   choice
	baseline  choice
	joins     choice
	entries   []entry
	changes   []RuleChange
	expected  []report.Expected
}

// choice is a value from outside of the groups of settings, and where it stands.
type choice struct {
	value     *source.Value
	pos       source.Position // without a file: not from the settings file
	otherwise string          // where it came from then
}

// profileOrigin is how people are told that something comes from a profile.
func profileOrigin(profile string) string {
	return "profile " + profile
}

// Entry is one effective value and where it came from.
type Entry struct {
	Setting string // group.name
	Name    string // the same, with .level or .ladder where a setting has several values
	Value   string // as JSON
	Origin  string // the place in the settings file, or the profile or policy folder with what it says of the value
}

// RuleChange is the level that the profile or the organisation gives a rule,
// and why.
type RuleChange struct {
	Rule   string
	Level  report.Level // Off when the rule is not asked
	Reason string
	Origin string // the place in the settings file, or the profile
}

// Profile returns the name of the profile.
func (s *Settings) Profile() string {
	return s.profile.value.Text
}

// File returns the name of the settings file, or "" when there is none.
func (s *Settings) File() string {
	return s.file
}

// AsOf returns the date of a data set that does not change, or "".
func (s *Settings) AsOf() string {
	if s.asOf.value == nil {
		return ""
	}
	return s.asOf.value.Text
}

// Expected returns what a run must hold: the kinds of document, and then the ids of each kind, as the settings list them.
func (s *Settings) Expected() []report.Expected {
	return slices.Clone(s.expected)
}

// Named is a file that the settings may name.
type Named struct {
	Path string          // as it is written, relative to the settings file; "" where the settings say nothing
	Pos  source.Position // where it is written
}

// Waivers returns the file of waivers.
func (s *Settings) Waivers() Named { return s.waivers.named() }

// Baseline returns the file of the baseline.
func (s *Settings) Baseline() Named { return s.baseline.named() }

// Joins returns which ids mean the same record, as the schema describes it; nil where the settings say it of none.
func (s *Settings) Joins() *source.Value { return s.joins.value }

func (c choice) named() Named {
	if c.value == nil {
		return Named{}
	}
	return Named{Path: c.value.Text, Pos: c.pos}
}

// Levels returns the severity levels, lowest first.
func (s *Settings) Levels() []string {
	return texts(s.find("scale", "levels").value)
}

// Rules returns the rules whose level the profile or the organisation sets, by id.
func (s *Settings) Rules() []RuleChange {
	return slices.Clone(s.changes)
}

// Values returns the settings as rules see them: group, name, value.
func (s *Settings) Values() *source.Value {
	values := source.NewObject()
	for _, e := range s.entries {
		group := object(values, e.group)
		if e.part == "" {
			put(group, e.name, e.value)
		} else {
			put(object(group, e.name), e.part, e.value)
		}
	}
	return values
}

// Digest returns the SHA-256 of the values, and of the joins where there are any, in lower-case hex: it differs where one of
// them does.
func (s *Settings) Digest() string {
	text := s.Values().String()
	if joins := s.Joins(); joins != nil {
		text += joins.String()
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// object returns the object under a key, which it makes if need be.
func object(parent *source.Value, name string) *source.Value {
	child := parent.Get(name)
	if child == nil {
		child = source.NewObject()
		put(parent, name, child)
	}
	return child
}

func put(parent *source.Value, name string, value *source.Value) {
	parent.Members = append(parent.Members, source.Member{Name: name, Value: value})
}

// Effective returns every value in force with its origin, in a stable order.
func (s *Settings) Effective() []Entry {
	effective := []Entry{{Setting: "profile", Name: "profile", Value: s.profile.value.String(), Origin: s.profile.origin()}}
	for _, optional := range []struct {
		name string
		choice
	}{{"as_of", s.asOf}, {"expected_documents", s.documents}, {"expected_ids", s.ids}, {"policies", s.policies}, {"mappings", s.mappings}, {"waivers", s.waivers}, {"baseline", s.baseline}, {"joins", s.joins}} {
		if optional.value != nil {
			effective = append(effective, Entry{Setting: optional.name, Name: optional.name, Value: optional.value.String(), Origin: optional.origin()})
		}
	}
	for _, e := range s.entries {
		effective = append(effective, Entry{Setting: e.group + "." + e.name, Name: e.path(), Value: e.value.String(), Origin: s.originOf(e)})
	}
	for _, c := range s.changes {
		name := "rules." + c.Rule
		effective = append(effective, Entry{Setting: name, Name: name, Value: source.NewString(string(c.Level)).String(), Origin: c.Origin + ": " + c.Reason})
	}
	return effective
}

func (c choice) origin() string {
	if c.pos.File == "" {
		return c.otherwise
	}
	return c.pos.String()
}

// bringer is who brings a setting along: the profile, or a place in a policy folder.
func (s *Settings) bringer(e entry) string {
	if e.isOwn() {
		return e.stated.String()
	}
	return profileOrigin(s.Profile())
}

func (s *Settings) originOf(e entry) string {
	if e.fromFile() {
		return e.pos.String()
	}
	return s.bringer(e) + ": " + e.origin
}

// texts returns the strings of a list.
func texts(list *source.Value) []string {
	all := make([]string, len(list.Elements))
	for i, element := range list.Elements {
		all[i] = element.Text
	}
	return all
}
