package settings

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// DefaultProfile is the profile where nobody chose one.
const DefaultProfile = "default"

const profileSuffix = ".json"

// Profiles lists the names of the profiles there are.
func Profiles(profiles fs.FS) ([]string, error) {
	files, err := fs.Glob(profiles, "*"+profileSuffix)
	for i, file := range files {
		files[i] = strings.TrimSuffix(file, profileSuffix)
	}
	return files, err
}

// profile is what a profile says.
type profile struct {
	entries []entry
	rules   []RuleChange
}

// readProfile reads a profile, and refuses one that is not complete.
func readProfile(profiles fs.FS, name string, kinds kinds) (*profile, error) {
	file := name + profileSuffix
	root, err := parse(profiles, file)
	if err != nil {
		return nil, err
	}
	if root.Get("rules") == nil || root.Get("settings") == nil {
		return nil, fmt.Errorf("%s: a profile must have rules and settings", file)
	}
	p := new(profile)
	for _, rule := range root.Get("rules").Members {
		level, reason := rule.Value.Get("level"), rule.Value.Get("reason")
		if level == nil || reason == nil {
			return nil, fmt.Errorf("%s: rules.%s must have a level and a reason", file, rule.Name)
		}
		p.rules = append(p.rules, RuleChange{Rule: rule.Name, Level: report.Level(level.Text), Reason: reason.Text, Origin: profileOrigin(name)})
	}
	for _, group := range root.Get("settings").Members {
		for _, setting := range group.Value.Members {
			value, origin := setting.Value.Get("value"), setting.Value.Get("origin")
			if value == nil || origin == nil {
				return nil, fmt.Errorf("%s: %s.%s must have a value and an origin", file, group.Name, setting.Name)
			}
			kind, err := kinds.of(group.Name, setting.Name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			p.entries = append(p.entries, split(entry{group: group.Name, name: setting.Name, kind: kind, value: value, origin: origin.Text})...)
		}
	}
	return p, p.complete(file, kinds)
}

// complete says which setting a profile lacks, if any.
func (p *profile) complete(file string, kinds kinds) error {
	for _, group := range kinds.groups() {
		for _, setting := range group.Value.Get("properties").Members {
			if !slices.ContainsFunc(p.entries, entry{group: group.Name, name: setting.Name}.same) {
				return fmt.Errorf("%s: %s.%s is missing", file, group.Name, setting.Name)
			}
		}
	}
	return nil
}

func parse(fsys fs.FS, name string) (*source.Value, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	return new(source.Parser).Parse(text, source.Position{File: name})
}

// kinds tells what a setting holds: the schema of settings says so, by the
// $def that it refers to, and policy folders say it of their own.
type kinds struct {
	schema *source.Value
	own    map[string]kind
}

// kind is the name of a $def in the schema of settings.
type kind string

func readKinds(schemas fs.FS) (kinds, error) {
	root, err := parse(schemas, "settings.schema.json")
	return kinds{root, map[string]kind{}}, err
}

func (k kinds) addOwn(entries []entry) {
	for _, e := range entries {
		k.own[e.name] = e.kind
	}
}

// groups returns the groups of settings that every profile has: all but the
// one of the settings that policy folders bring along.
func (k kinds) groups() []source.Member {
	groups, _ := k.schema.Lookup("/$defs/settings/properties")
	return slices.DeleteFunc(slices.Clone(groups.Members), func(m source.Member) bool { return m.Name == ownGroup })
}

func (k kinds) of(group, name string) (kind, error) {
	if own, known := k.own[name]; known && group == ownGroup {
		return own, nil
	}
	at := source.Pointer("/$defs/settings/properties").Append(group, "properties", name, "$ref")
	ref, found := k.schema.Lookup(at)
	if found != at {
		return "", fmt.Errorf("the schema of settings does not know %s.%s", group, name)
	}
	return kind(strings.TrimPrefix(ref.Text, "#/$defs/")), nil
}

// bySeverity reports whether a setting has one value for each severity level.
func (k kind) bySeverity() bool {
	return strings.HasSuffix(string(k), "_by_severity")
}

// namesRoles reports whether the values of a setting are roles.
func (k kind) namesRoles() bool {
	return slices.Contains([]kind{"role", "role_by_severity", "role_or_nobody_by_severity"}, k)
}

// orders reports whether a setting puts in order what others name.
func (k kind) orders() bool {
	return k == "levels" || k == "ladders"
}

// namesLevel reports whether the value of a setting is a severity level, or
// nothing in its place.
func (k kind) namesLevel() bool {
	return k == "level" || k == "level_or_none"
}
