package settings

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// ownGroup is the group of all settings that policy folders bring along.
const ownGroup = "own"

var settingName = regexp.MustCompile(`^[a-z][a-z_]*$`)

// readOwn reads what policy folders say of their settings, and holds each to its kind.
func readOwn(files []File, checker Checker) ([]entry, error) {
	var entries []entry
	var faults *multierror.Error
	for _, file := range files {
		root, err := new(source.Parser).Parse(file.Text, source.Position{File: file.Name})
		if err != nil {
			return nil, err
		}
		found, err := readOwnFile(file, root, checker)
		faults = multierror.Append(faults, err)
		for _, one := range found {
			if i := slices.IndexFunc(entries, one.same); i >= 0 && entries[i].stated.File != file.Name {
				faults = multierror.Append(faults, &source.Error{
					Pos:  one.stated,
					Err:  fmt.Errorf("setting %s.%s is brought along by %s already", one.group, one.name, entries[i].stated),
					Hint: "choose another name for one of the two",
				})
				break
			}
			entries = append(entries, one)
		}
	}
	return entries, faults.ErrorOrNil()
}

func readOwnFile(file File, root *source.Value, checker Checker) ([]entry, error) {
	l := &loader{file: file, root: root}
	l.add("", checker.PolicySettings(root))
	if len(l.faults) > 0 {
		return nil, l.error()
	}
	var entries []entry
	for _, setting := range root.Get("settings").Get(ownGroup).Members {
		holds, value := setting.Value.Get("kind").Text, setting.Value.Get("value")
		if !settingName.MatchString(setting.Name) {
			l.fault(setting.Offset, "write it with small letters and _", "a setting can't be called %q", setting.Name)
		}
		at := source.Pointer("").Append("settings", ownGroup, setting.Name, "value")
		l.add(at, checker.Setting(holds, ownGroup+"."+setting.Name, value))
		entries = append(entries, split(entry{
			group:  ownGroup,
			name:   setting.Name,
			kind:   kind(holds),
			value:  value,
			origin: setting.Value.Get("origin").Text,
			stated: l.position(setting.Offset),
		})...)
	}
	if len(l.faults) > 0 {
		return nil, l.error()
	}
	return entries, nil
}

// checkOwn holds what the file sets for the organisation's own rules to what their folders say of it.
func (l *loader) checkOwn() {
	own := l.root.Get("settings").Get(ownGroup)
	if own == nil {
		return
	}
	for _, setting := range own.Members {
		kind, known := l.kinds.own[setting.Name]
		if !known {
			l.fault(setting.Offset, spelling.Hint(setting.Name, slices.Sorted(maps.Keys(l.kinds.own))), "no policy folder brings along a setting %s.%s", ownGroup, setting.Name)
			continue
		}
		l.add(source.Pointer("").Append("settings", ownGroup, setting.Name), l.config.Checker.Setting(string(kind), ownGroup+"."+setting.Name, setting.Value))
	}
}

// add notes what the schema has against the value at a place of the file.
func (l *loader) add(at source.Pointer, problems []schema.Problem) {
	for _, p := range problems {
		p.At = at + p.At
		l.problems = append(l.problems, p)
		l.fault(l.offset(p), p.Hint, "%s", p.Message)
	}
}
