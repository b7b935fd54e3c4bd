package settings

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// entry is one value of a setting. A setting that holds an object has one
// entry for each of its parts, so that a file can change one part alone.
type entry struct {
	group, name, part string
	kind              kind
	value             *source.Value
	origin            string          // what the profile or the policy folder says of the value
	stated            source.Position // in the policy folder that brings the setting along, if one does
	pos               source.Position // in the settings file, when it stands there
	offset            int             // likewise: of the value
	key               int             // likewise: of the part
}

func (e entry) fromFile() bool {
	return e.pos.File != ""
}

func (e entry) isOwn() bool {
	return e.stated.File != ""
}

// path returns the name under which people know the value.
func (e entry) path() string {
	path := e.group + "." + e.name
	if e.part != "" {
		path += "." + e.part
	}
	return path
}

func (e entry) same(other entry) bool {
	return e.group == other.group && e.name == other.name
}

// split returns an entry for each part of an object, and any other value as it is.
func split(whole entry) []entry {
	if whole.value.Kind != source.Object {
		return []entry{whole}
	}
	var parts []entry
	for _, member := range whole.value.Members {
		part := whole
		part.part = member.Name
		part.value = member.Value
		part.key = member.Offset
		parts = append(parts, part)
	}
	return parts
}

// overlay puts the settings of the file in the place of the profile's.
func (l *loader) overlay(entries []entry) []entry {
	settings := l.root.Get("settings")
	if settings == nil {
		return entries
	}
	for _, group := range settings.Members {
		for _, setting := range group.Value.Members {
			kind, err := l.kinds.of(group.Name, setting.Name)
			if err != nil || !l.sound("settings", group.Name, setting.Name) {
				continue // the schema has said so
			}
			for _, part := range split(entry{group: group.Name, name: setting.Name, kind: kind, value: setting.Value}) {
				part.offset = part.value.Offset
				part.pos = l.position(part.offset)
				entries = replace(entries, part)
			}
		}
	}
	return entries
}

// replace puts an entry in the place of its namesake, or behind the other
// parts of its setting.
func replace(entries []entry, e entry) []entry {
	last := len(entries)
	for i, old := range entries {
		if !old.same(e) {
			continue
		}
		e.stated = old.stated
		if old.part == e.part {
			entries[i] = e
			return entries
		}
		last = i + 1
	}
	return slices.Insert(entries, last, e)
}

// find returns the first entry of a setting.
func (s *Settings) find(group, name string) entry {
	i := slices.IndexFunc(s.entries, entry{group: group, name: name}.same)
	return s.entries[i]
}

// checkEntries holds the settings to the scale and the ladders among them, and
// to each other when all their names are right. What the file changes is at
// fault, also where only the profile's other values no longer fit it.
func (l *loader) checkEntries() {
	before := len(l.faults)
	scale := l.settings.find("scale", "levels")
	levels := texts(scale.value)
	l.checkRepeats(kind.orders)
	l.checkLadders()
	l.fitLevels(scale, levels)
	ladder, roles := l.roles()
	for _, e := range l.settings.entries {
		switch {
		case e.kind.namesLevel() && e.value.Kind == source.String:
			l.checkName(e, "severity level", levels, scale)
		case e.kind == "aging_limits":
			l.checkAgingLimits(e, levels, scale)
		case e.kind.namesRoles() && e.value.Kind == source.String:
			l.checkName(e, "role", roles, ladder)
		}
	}
	if len(l.faults) == before && l.sound("settings") {
		l.checkSense()
	}
	l.checkRepeats(func(k kind) bool { return !k.orders() })
}

// checkRepeats faults what stands twice in those lists of the file that are of some kinds.
func (l *loader) checkRepeats(of func(kind) bool) {
	for _, e := range l.settings.entries {
		if e.fromFile() && of(e.kind) {
			l.checkRepeated(e.path(), e.value)
		}
	}
}

// roles returns the roles of all ladders, and the first ladder that the file
// changes, if any.
func (l *loader) roles() (changed entry, roles []string) {
	for _, ladder := range l.ladders() {
		roles = append(roles, texts(ladder.value)...)
		if ladder.fromFile() && !changed.fromFile() {
			changed = ladder
		}
	}
	return changed, roles
}

// fitLevels gives what is set by severity one value for each level, in the
// order of the scale.
func (l *loader) fitLevels(scale entry, levels []string) {
	var fitting []entry
	for rest := l.settings.entries; len(rest) > 0; {
		parts := rest[:partsOf(rest)]
		rest = rest[len(parts):]
		if parts[0].kind.bySeverity() {
			parts = l.fit(parts, scale, levels)
		}
		fitting = append(fitting, parts...)
	}
	l.settings.entries = fitting
}

// partsOf counts the entries of the first setting.
func partsOf(entries []entry) int {
	n := slices.IndexFunc(entries, func(e entry) bool { return !e.same(entries[0]) })
	if n < 0 {
		return len(entries)
	}
	return n
}

// fit returns the parts of a setting that the levels ask for. A level that
// the scale lacks is a mistake in the file, and no matter in the profile.
func (l *loader) fit(parts []entry, scale entry, levels []string) []entry {
	var fitting []entry
	for _, level := range levels {
		i := slices.IndexFunc(parts, func(e entry) bool { return e.part == level })
		if i < 0 {
			missing := entry{group: parts[0].group, name: parts[0].name, part: level}
			l.misfit(parts[0], scale, "set "+missing.path(), "%s.%s has no value for severity level %q", missing.group, missing.name, level)
			continue
		}
		fitting = append(fitting, parts[i])
	}
	for _, e := range parts {
		if e.fromFile() && !slices.Contains(levels, e.part) {
			l.fault(e.key, spelling.Hint(e.part, levels), "no severity level is called %q", e.part)
		}
	}
	return fitting
}

// checkAgingLimits holds the severity of each limit to the scale.
func (l *loader) checkAgingLimits(limits entry, levels []string, scale entry) {
	for _, limit := range limits.value.Elements {
		severity := limits
		severity.value = limit.Get("severity")
		severity.offset = severity.value.Offset
		l.checkName(severity, "severity level", levels, scale)
	}
}

// checkName faults a value that is none of the known names: at its own place,
// or at what the file has changed when the value is the profile's.
func (l *loader) checkName(e entry, what string, known []string, cause entry) {
	switch name := e.value.Text; {
	case slices.Contains(known, name):
	case e.fromFile():
		l.fault(e.offset, spelling.Hint(name, known), "no %s is called %q", what, name)
	case !cause.fromFile():
		l.faultAt(e.stated, spelling.Hint(name, known), "no %s is called %q", what, name)
	default:
		l.fault(cause.offset, "set "+e.path()+" to one of "+strings.Join(known, ", "),
			"%s lacks %q, which is %s in %s", cause.path(), name, e.path(), l.settings.bringer(e))
	}
}

// misfit faults what the file has changed when a setting no longer fits it, or
// the policy folder that brings along what never did.
func (l *loader) misfit(e, cause entry, hint, format string, args ...any) {
	if e.isOwn() && !cause.fromFile() {
		l.faultAt(e.stated, hint, format, args...)
		return
	}
	l.fault(cause.offset, hint, format, args...)
}
