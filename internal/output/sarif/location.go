package sarif

import (
	"net/url"
	"path"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// base is what file names are relative to. Code hosts take it for the root of the repository.
const base = "%SRCROOT%"

// location writes a place, and the record that it belongs to where one is given.
func (l log) location(at source.Position, subject report.SubjectRef) {
	if at.File != "" {
		l.Object("physicalLocation", func() {
			l.Object("artifactLocation", func() { l.uri(at.File) })
			if at.InText() {
				l.Object("region", func() {
					l.Count("startLine", at.Line)
					l.Count("startColumn", at.Column)
				})
			}
		})
	}
	if subject.Kind == "" && at.Sheet == "" {
		return
	}
	l.Key("logicalLocations")
	l.Begin('[')
	if subject.Kind != "" {
		l.logical(subject.ID, subject.Kind+"/"+subject.ID, subject.Kind)
	}
	if at.Sheet != "" { // a workbook has no regions of text
		l.logical(at.CellName(), at.Cell(), "cell")
	}
	l.End(']')
}

func (l log) logical(name, qualified, kind string) {
	l.Begin('{')
	l.Member("name", prose.Plain(name))
	l.Member("fullyQualifiedName", prose.Plain(qualified))
	l.Member("kind", kind)
	l.End('}')
}

// uri writes the members that name a file.
func (l log) uri(file string) {
	if path.IsAbs(file) {
		l.Member("uri", "file://"+escape(file))
	} else {
		l.Member("uri", escape(file))
		l.Member("uriBaseId", base)
	}
	if i, ok := l.artifacts[file]; ok {
		l.Count("index", i)
	}
}

// escape returns a path as that of a URI. Without its colon, a first name can't be taken for a scheme.
func escape(file string) string {
	names := strings.Split(file, "/")
	for i, name := range names {
		names[i] = strings.ReplaceAll(url.PathEscape(name), ":", "%3A")
	}
	return strings.Join(names, "/")
}
