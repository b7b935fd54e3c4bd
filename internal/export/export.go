// Package export is the table of the formats that records can be converted to.
package export

import (
	"io"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/export/oscal"
	"github.com/riskgate/riskgate/internal/portfolio"
)

// Records are those of a run, joined.
type Records = oscal.Records

// Target is a format that records can be converted to.
type Target struct {
	Name        string
	Description string
	// Write writes a register with all that belongs to it, and returns what the format can't carry as it was.
	Write func(io.Writer, Records, portfolio.Subject) (*loss.Losses, error)
}

// Targets returns all targets.
func Targets() []Target {
	return []Target{
		{"oscal-poam", "an OSCAL plan of action and milestones of one register", oscal.Write},
	}
}

// Find returns the target of a name.
func Find(name string) (Target, bool) {
	for _, t := range Targets() {
		if t.Name == name {
			return t, true
		}
	}
	return Target{}, false
}

// Names returns the names of all targets.
func Names() []string {
	var names []string
	for _, t := range Targets() {
		names = append(names, t.Name)
	}
	return names
}
