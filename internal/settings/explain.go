package settings

import (
	"io/fs"

	"github.com/riskgate/riskgate/internal/source"
)

// Explanation is what a person is told of a setting, a group of settings or a
// profile.
type Explanation struct{ Name, Title, Text string }

// Group is a group of settings.
type Group struct {
	Explanation
	Settings []Setting
}

// Setting is one setting, under the name by which people know it.
type Setting struct {
	Explanation
	Kind Explanation // what its value is
}

// Explain returns all settings in the order of their schema.
func Explain(schemas fs.FS) ([]Group, error) {
	kinds, err := readKinds(schemas)
	if err != nil {
		return nil, err
	}
	var groups []Group
	for _, member := range kinds.groups() {
		group := Group{Explanation: explanation(member.Name, member.Value)}
		for _, setting := range member.Value.Get("properties").Members {
			kind, err := kinds.of(member.Name, setting.Name)
			if err != nil {
				return nil, err
			}
			definition, _ := kinds.schema.Lookup(source.Pointer("/$defs").Append(string(kind)))
			group.Settings = append(group.Settings, Setting{
				Explanation: explanation(member.Name+"."+setting.Name, setting.Value),
				Kind:        explanation(string(kind), definition),
			})
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// ExplainProfile returns what a profile says of itself.
func ExplainProfile(profiles fs.FS, name string) (Explanation, error) {
	root, err := parse(profiles, name+profileSuffix)
	if err != nil {
		return Explanation{}, err
	}
	return explanation(name, root), nil
}

func explanation(name string, v *source.Value) Explanation {
	return Explanation{Name: name, Title: v.Get("title").Text, Text: v.Get("description").Text}
}
