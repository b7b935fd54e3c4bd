package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/waiver"
)

// controls lists the files that say what is right and that the change adds, changes or removes.
func (c *change) controls(b *rulebook, chosen runFlags) ([]report.Control, error) {
	what := map[string]string{}
	for _, side := range []side{c.before, c.after} {
		side.addControls(what, b, chosen)
	}
	var controls []report.Control
	for _, name := range slices.Sorted(maps.Keys(what)) {
		if change := c.changeOf(name); change != "" {
			controls = append(controls, report.Control{Name: c.shown(name), What: what[name], Change: change})
		}
	}
	return controls, nil
}

// addControls notes the settings of a side and the rules that they name, with what they are. Settings that can't be read
// name no rules; that they changed is noted all the same.
func (s *side) addControls(what map[string]string, b *rulebook, chosen runFlags) {
	note := func(name, kind string) {
		if within, inside := s.within(name); inside {
			what[within] = kind
		}
	}
	for _, folder := range chosen.policies {
		s.addFolder(what, folder)
	}
	if chosen.join != "" {
		note(chosen.join, "settings")
	}
	for _, file := range chosen.mappings {
		note(file, "mapping")
	}
	note(b.acceptedName(b.settings.Waivers(), waiver.FileName, s.first), "waivers")
	note(b.acceptedName(b.settings.Baseline(), baseline.FileName, s.first), "baseline")
	written, err := readSettings(s.origin, chosen.config, s.first)
	if err != nil || written.Name == "" {
		return
	}
	note(written.Name, "settings")
	folders, _ := settings.Policies(written, b.schemas)
	for _, folder := range folders {
		s.addFolder(what, besideSettings(written, folder.Path))
	}
	mappings, _ := settings.Mappings(written, b.schemas)
	for _, mapping := range mappings {
		note(besideSettings(written, mapping.Path), "mapping")
	}
}

// addFolder notes all files of a folder of rules.
func (s *side) addFolder(what map[string]string, name string) {
	within, inside := s.within(name)
	if !inside {
		return
	}
	_ = fs.WalkDir(s.files, within, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			what[name] = "rules"
		}
		return nil
	})
}

// changeOf says what the change does to a file: added, changed or removed, or nothing.
func (c *change) changeOf(name string) string {
	before, wasThere := content(c.before.files, name)
	after, isThere := content(c.after.files, name)
	switch {
	case !wasThere && !isThere:
		return ""
	case !wasThere:
		return "added"
	case !isThere:
		return "removed"
	case before == nil || after == nil || !bytes.Equal(plainLines(before), plainLines(after)):
		return "changed"
	}
	return ""
}

// content is what a file holds, and whether there is one; nil for one that can't be read.
func content(files fs.FS, name string) ([]byte, bool) {
	text, err := fs.ReadFile(plainFiles{files}, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false
	case err != nil:
		return nil, true
	}
	return append([]byte{}, text...), true
}

// plainLines undoes what git may do to the ends of lines when it writes a file into the work tree.
func plainLines(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }
