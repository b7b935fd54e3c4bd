// Package html writes a report as one page that needs nothing besides itself, for a manager to open and an auditor to file.
package html

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// files are the page's templates, its style and its script.
//
//go:embed page
var files embed.FS

// Write writes the page. It depends on nothing but the report and the decision about it.
func Write(w io.Writer, r *report.Report, d gate.Decision) error {
	page, err := newPage(r, d)
	if err != nil {
		return err
	}
	all, err := template.New("page.html").Option("missingkey=zero").Funcs(template.FuncMap{
		"plain":  prose.Plain,
		"number": prose.Number,
		"count":  prose.Count,
		"rank":   page.ranks.of,
		"column": func(number int) int { return number + 1 }, // after that of the row's name
		"blank":  func() map[string]string { return nil },    // the row that the script copies
	}).ParseFS(files, "page/*.html")
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 64<<10)
	if err := all.Execute(b, page); err != nil {
		return err
	}
	return b.Flush()
}

// assets are what makes the page look and work, and the policy that lets a browser run these and load nothing else.
type assets struct {
	Style  template.CSS
	Script template.JS
	Policy string
}

func newAssets() (assets, error) {
	style, err := files.ReadFile("page/page.css")
	if err != nil {
		return assets{}, err
	}
	script, err := files.ReadFile("page/page.js")
	if err != nil {
		return assets{}, err
	}
	return assets{
		Style:  template.CSS(style),
		Script: template.JS(script),
		Policy: fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'", hash(style), hash(script)),
	}, nil
}

// hash names a text as a Content-Security-Policy does.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
