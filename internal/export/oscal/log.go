package oscal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/source"
)

// log adds an entry to the risk's log.
func (c *converted) log(e entry) {
	e.uuid = oscal.UUID("entry", c.uuid, fmt.Sprint(len(c.entries)), e.title, e.start)
	c.entries = append(c.entries, e)
}

// sortLog puts a log in the order of its days. Changes of status keep theirs: what the history has later, stays later.
func sortLog(entries []entry) {
	days := map[string]string{}
	latest := ""
	for _, e := range entries {
		days[e.uuid] = e.start
		if e.status != "" {
			latest = max(latest, e.start)
			days[e.uuid] = latest
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(days[a.uuid], days[b.uuid]) })
}

// history writes the changes of the risk, of its status as OSCAL has them and of all else in words, and its closure.
func (e *export) history(c *converted, r loss.Record) {
	closed := -1 // the entry that closed the risk last
	for _, change := range r.Each("history") {
		on := change.Text("at")
		if on == "" {
			continue // the log needs a day
		}
		to := change.Text("to")
		words := oscal.RiskStatuses(to)
		if change.Text("field") != "status" || words == nil || isNumber(change, "from") {
			e.tell(c, change)
			continue
		}
		if to == "assessed" || to == "monitoring" {
			change.Mark("to", loss.Extended)
		}
		properties := []oscal.Property{oscal.Own(oscal.StatusProperty, to)}
		if from := change.Text("from"); from != "" {
			change.Mark("from", loss.Extended)
			properties = append(properties, oscal.Own(oscal.FromProperty, from))
		}
		if to == "closed" {
			closed = len(c.entries)
		}
		by, unknown := e.person(change, oscal.ByProperty)
		c.log(entry{
			title:       "Status changed to " + to,
			description: change.Text("reason"),
			start:       on,
			by:          by,
			status:      words[0],
			properties:  append(properties, unknown...),
		})
	}
	e.close(c, r, closed)
}

// isNumber reports whether a value of the history is a score.
func isNumber(change loss.Record, path string) bool {
	v := change.Get(path)
	return v != nil && v.Kind == source.Number
}

func (e *export) tell(c *converted, change loss.Record) {
	title := "Change of " + change.Text("field")
	if from := change.Text("from"); from != "" {
		title += " from " + from
	}
	if to := change.Text("to"); to != "" {
		title += " to " + to
	}
	c.log(entry{title: title, description: change.Text("reason"), start: change.Text("at"), by: e.known[change.Text("by")]})
	for _, path := range []string{"at", "by", "field", "from", "to", "reason"} {
		change.Mark(path, loss.Told)
	}
}

// close says of the entry that closed the risk why it did, or adds one. An entry of the history that no closure goes with
// is marked, for OSCAL knows no difference.
func (e *export) close(c *converted, r loss.Record, closed int) {
	closure := r.Part("closure")
	if closure.Value == nil {
		if closed >= 0 {
			c.entries[closed].properties = append(c.entries[closed].properties, oscal.Own(oscal.ClosureProperty, oscal.None))
		}
		return
	}
	on, reason := closure.Text("on"), closure.Text("reason")
	by, unknown := e.person(closure, oscal.ByProperty)
	if on == "" {
		closure.Mark("by", loss.LeftOut)
		closure.Mark("reason", loss.LeftOut)
		return // the log needs a day
	}
	if closed >= 0 && c.entries[closed].isBy(by, unknown) && c.entries[closed].start <= on {
		if c.entries[closed].start < on {
			c.entries[closed].end = on
		}
	} else {
		if closed >= 0 {
			c.entries[closed].properties = append(c.entries[closed].properties, oscal.Own(oscal.ClosureProperty, oscal.None))
		}
		closed = len(c.entries)
		properties := append([]oscal.Property{oscal.Own(oscal.HistoryProperty, oscal.None)}, unknown...)
		c.log(entry{title: "Closed", start: on, by: by, status: "closed", properties: properties})
	}
	if reason != "" {
		closure.Mark("reason", loss.Extended)
	}
	c.entries[closed].properties = append(c.entries[closed].properties, oscal.Own(oscal.ClosureProperty, cmp.Or(reason, oscal.Unstated)))
	c.observations = append(c.observations, e.collected(closure, oscal.UUID("closure", c.uuid), "closure", on)...)
}

// isBy reports whether an entry was logged by that party, or by the same one that the register doesn't have.
func (e entry) isBy(uuid string, unknown []oscal.Property) bool {
	isBy := func(p oscal.Property) bool { return p.Name == oscal.ByProperty }
	if i := slices.IndexFunc(e.properties, isBy); i >= 0 {
		return len(unknown) > 0 && e.properties[i] == unknown[0]
	}
	return e.by == uuid && len(unknown) == 0
}
