// Package history reads what earlier reports said of the figures that management watches.
package history

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Directory is where earlier reports stand.
type Directory struct {
	FS     fs.FS
	Name   string // by which messages call it
	Limits source.Limits
}

// Read reads the reports of a directory that are older than a day, and says which of its files it leaves out. A file that
// should be a report and can't be read is an error: nobody must take a gap for a trend.
func Read(d Directory, before report.Date) (*report.History, error) {
	entries, err := fs.ReadDir(d.FS, ".")
	if err != nil {
		return nil, fault(d.Name, reasonOf(err), "name a directory with JSON reports of riskgate's")
	}
	h := &report.History{}
	var errs *multierror.Error
	for _, entry := range entries { // by name
		earlier, reason, err := d.take(entry)
		if err != nil {
			errs = multierror.Append(errs, err)
			continue
		}
		if earlier != nil && !earlier.AsOf.Time().Before(before.Time()) {
			reason = fmt.Sprintf("its date, %s, is not before that of this report", earlier.AsOf)
		}
		if reason != "" {
			h.Ignored = append(h.Ignored, report.Ignored{Name: entry.Name(), Reason: reason})
			continue
		}
		h.Earlier = append(h.Earlier, *earlier)
	}
	keepOneADay(h)
	return h, errs.ErrorOrNil()
}

// keepOneADay puts the reports in the order of their dates. Of two of one date the later by name stands.
func keepOneADay(h *report.History) {
	slices.SortStableFunc(h.Earlier, func(a, b report.Earlier) int { return a.AsOf.Time().Compare(b.AsOf.Time()) })
	var kept []report.Earlier
	for i, earlier := range h.Earlier {
		if i+1 < len(h.Earlier) && h.Earlier[i+1].AsOf == earlier.AsOf {
			h.Ignored = append(h.Ignored, report.Ignored{
				Name:   earlier.File,
				Reason: fmt.Sprintf("%s is another report of %s", h.Earlier[i+1].File, earlier.AsOf),
			})
			continue
		}
		kept = append(kept, earlier)
	}
	h.Earlier = kept
	slices.SortStableFunc(h.Ignored, func(a, b report.Ignored) int { return strings.Compare(a.Name, b.Name) })
}

// take reads one entry of the directory, or says why it is left out.
func (d Directory) take(entry fs.DirEntry) (*report.Earlier, string, error) {
	name := entry.Name()
	switch {
	case entry.IsDir():
		return nil, "a directory; earlier reports stand side by side", nil
	case path.Ext(name) != ".json":
		return nil, "not a .json file", nil
	}
	shown := path.Join(d.Name, name)
	info, err := fs.Stat(d.FS, name)
	if err != nil {
		return nil, "", fault(shown, reasonOf(err), "")
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, "", fault(shown, "is not a regular file", "put a copy of the file in its place")
	}
	file, err := d.FS.Open(name)
	if err != nil {
		return nil, "", fault(shown, reasonOf(err), "")
	}
	defer file.Close()
	layout, err := source.Outline(file, shown, d.Limits)
	if err != nil {
		return nil, "", err
	}
	document := document{name: shown, file: file, layout: layout}
	if kind := document.text("kind"); kind != "riskgate_results" && kind != "riskgate_kpis" {
		return nil, "neither a JSON report nor a kpi report of riskgate's", nil
	}
	if document.span("kpis") == nil {
		return nil, "a report from before there were figures", nil
	}
	earlier := document.earlier()
	earlier.File = name
	return &earlier, "", document.err
}

func fault(name, text, hint string) error {
	return &source.Error{Pos: source.Position{File: name}, Err: errors.New(text), Hint: hint}
}

func reasonOf(err error) string {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		err = inPath.Err
	}
	return "can't be read: " + err.Error()
}
