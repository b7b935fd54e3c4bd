package native

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// merge brings what a newer export says into what stands in a folder, where base is what the export said the last time: what
// only the export changed is taken, what only people changed stays, and where both did it is a conflict. A nil is what isn't
// there.
type merge struct {
	of         string // the record or document, for notes
	takeExport bool   // in a conflict
	notes      *Notes
	updated    []string // fields that the export changed
}

func (m *merge) value(field string, base, mine, theirs *source.Value) *source.Value {
	switch {
	case mine.Equal(theirs):
		return mine
	case isObject(mine) && isObject(theirs):
		return m.object(field, base, mine, theirs)
	case isIdentified(mine) && isIdentified(theirs):
		return m.list(field, base, mine, theirs)
	case theirs.Equal(base):
		if theirs != nil {
			m.notes.Edited = append(m.notes.Edited, Difference{m.of, field, mine, theirs})
		}
		return mine
	case mine.Equal(base):
		m.updated = append(m.updated, field)
		return theirs
	case isNames(mine) && isNames(theirs) && (base == nil || isNames(base)) && !strings.HasPrefix(field, "scale."): // whose order says something
		return m.names(field, base, mine, theirs)
	}
	m.notes.Conflicts = append(m.notes.Conflicts, Difference{m.of, field, mine, theirs})
	if m.takeExport {
		m.updated = append(m.updated, field)
		return theirs
	}
	return mine
}

func (m *merge) object(field string, base, mine, theirs *source.Value) *source.Value {
	merged := &source.Value{Kind: source.Object, Offset: mine.Offset}
	add := func(name string, mine *source.Value) {
		if value := m.value(join(field, name), memberOf(base, name), mine, theirs.Get(name)); value != nil {
			merged.Members = append(merged.Members, source.Member{Name: name, Value: value})
		}
	}
	for _, member := range mine.Members {
		add(member.Name, member.Value)
	}
	for _, member := range theirs.Members {
		if mine.Get(member.Name) == nil {
			add(member.Name, nil)
		}
	}
	return merged
}

func memberOf(base *source.Value, name string) *source.Value {
	if !isObject(base) {
		return nil
	}
	return base.Get(name)
}

// list merges the elements that have an id, each by its own. One that the export no longer has stays, and is told.
func (m *merge) list(field string, base, mine, theirs *source.Value) *source.Value {
	merged := &source.Value{Kind: source.Array, Offset: mine.Offset}
	for _, element := range mine.Elements {
		id := identity(element)
		before, now := elementOf(base, id), elementOf(theirs, id)
		if now == nil {
			if before != nil {
				m.notes.Vanished = append(m.notes.Vanished, m.of+", "+field+" "+id)
			}
			merged.Elements = append(merged.Elements, element)
			continue
		}
		merged.Elements = append(merged.Elements, m.value(field+"["+id+"]", before, element, now))
	}
	for _, element := range theirs.Elements {
		id := identity(element)
		if elementOf(mine, id) != nil {
			continue
		}
		if elementOf(base, id) != nil {
			m.notes.Removed = append(m.notes.Removed, m.of+", "+field+" "+id)
			continue
		}
		m.updated = append(m.updated, field+"["+id+"]")
		merged.Elements = append(merged.Elements, element)
	}
	return merged
}

// names merges lists of names as sets: people's and the export's additions and removals both count.
func (m *merge) names(field string, base, mine, theirs *source.Value) *source.Value {
	merged := &source.Value{Kind: source.Array, Offset: mine.Offset}
	for _, name := range mine.Elements {
		if !holds(base, name) || holds(theirs, name) {
			merged.Elements = append(merged.Elements, name)
		}
	}
	for _, name := range theirs.Elements {
		if !holds(base, name) && !holds(mine, name) {
			merged.Elements = append(merged.Elements, name)
		}
	}
	if !merged.Equal(mine) {
		m.updated = append(m.updated, field)
	}
	return merged
}

func holds(list, element *source.Value) bool {
	return list != nil && slices.ContainsFunc(list.Elements, element.Equal)
}

func isObject(v *source.Value) bool { return v != nil && v.Kind == source.Object }

// isNames says that a list holds texts alone, each once.
func isNames(v *source.Value) bool {
	if v == nil || v.Kind != source.Array {
		return false
	}
	seen := map[string]bool{}
	for _, element := range v.Elements {
		if element.Kind != source.String || seen[element.Text] {
			return false
		}
		seen[element.Text] = true
	}
	return true
}

// isIdentified says that each element of a list has an id of its own.
func isIdentified(v *source.Value) bool {
	if v == nil || v.Kind != source.Array {
		return false
	}
	seen := map[string]bool{}
	for _, element := range v.Elements {
		id := identity(element)
		if id == "" || seen[id] {
			return false
		}
		seen[id] = true
	}
	return len(v.Elements) > 0
}

func identity(element *source.Value) string {
	for _, name := range []string{"id", "risk_id"} {
		if id := textOf(element.Get(name)); id != "" {
			return id
		}
	}
	return ""
}

func elementOf(list *source.Value, id string) *source.Value {
	if list == nil {
		return nil
	}
	for _, element := range list.Elements {
		if identity(element) == id {
			return element
		}
	}
	return nil
}

func join(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}
