// Package testreport writes what the tests of a rule library found.
package testreport

import (
	"io"

	"github.com/riskgate/riskgate/internal/policytest"
)

// Writer writes a report. A format for people keeps to lines of a width, in
// columns, where its words allow it.
type Writer func(w io.Writer, r *policytest.Report, width int) error

type format struct {
	name  string
	write Writer
}

func formats() []format {
	return []format{{"text", writeText}, {"json", writeJSON}}
}

// Names lists the formats, the usual one first.
func Names() []string {
	var names []string
	for _, format := range formats() {
		names = append(names, format.name)
	}
	return names
}

// Find returns what writes a format, if there is one of that name.
func Find(name string) (Writer, bool) {
	for _, format := range formats() {
		if format.name == name {
			return format.write, true
		}
	}
	return nil, false
}
