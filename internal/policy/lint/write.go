package lint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

// Format is a way to write a result.
type Format struct {
	Name  string
	Write func(r Result, w io.Writer, width int) error // for a terminal of so many columns
}

// Formats lists them, the one for people first.
func Formats() []Format {
	return []Format{{"text", Result.writeText}, {"json", Result.writeJSON}}
}

// writeText writes the findings for a terminal of so many columns, and how many there are.
func (r Result) writeText(w io.Writer, width int) error {
	var b strings.Builder
	for _, finding := range r.Findings {
		paragraph(&b, "", "    ", finding.line(), width)
		if finding.Hint != "" {
			paragraph(&b, "  fix: ", "       ", finding.Hint, width)
		}
	}
	if len(r.Findings) > 0 {
		b.WriteByte('\n')
	}
	verdict := "passes"
	if !r.Passes() {
		verdict = "doesn't pass"
	}
	fmt.Fprintf(&b, "%s: %s, %s, %s\n", verdict, prose.Count(r.Rules, "rule", "rules"),
		prose.Count(r.Errors(), "error", "errors"), prose.Count(len(r.Findings)-r.Errors(), "remark", "remarks"))
	_, err := io.WriteString(w, b.String())
	return err
}

func (f Finding) line() string {
	line := fmt.Sprintf("%s: %s (%s)", f.Level, f.Message, f.Check)
	if f.Pos.File == "" {
		return line
	}
	return f.Pos.String() + ": " + line
}

// paragraph writes text in lines, each but the first indented by rest.
func paragraph(b *strings.Builder, first, rest, text string, width int) {
	for i, line := range prose.Wrap(text, width-len(rest)) {
		indent := rest
		if i == 0 {
			indent = first
		}
		b.WriteString(indent + line + "\n")
	}
}

// writeJSON writes the findings as schemas/lint.schema.json describes them.
func (r Result) writeJSON(w io.Writer, _ int) error {
	findings := source.NewArray()
	for _, finding := range r.Findings {
		findings.Elements = append(findings.Elements, finding.value())
	}
	checks := source.NewArray()
	for _, check := range Checks() {
		checks.Elements = append(checks.Elements, source.NewObject(
			member("id", check.ID), member("level", string(check.Level)), member("why", check.Why),
		))
	}
	whole := source.NewObject(
		member("kind", "riskgate_lint"),
		member("schema_version", "1"),
		source.Member{Name: "passes", Value: source.NewBool(r.Passes())},
		source.Member{Name: "rules", Value: source.NewNumber(r.Rules)},
		source.Member{Name: "findings", Value: findings},
		source.Member{Name: "checks", Value: checks},
	)
	var indented bytes.Buffer
	if err := json.Indent(&indented, whole.AppendJSON(nil), "", "  "); err != nil {
		return err
	}
	indented.WriteByte('\n')
	_, err := w.Write(indented.Bytes())
	return err
}

func member(name, text string) source.Member {
	return source.Member{Name: name, Value: source.NewString(text)}
}

func (f Finding) value() *source.Value {
	v := source.NewObject(member("check", f.Check), member("level", string(f.Level)))
	if f.Rule != "" {
		v.Members = append(v.Members, member("rule", f.Rule))
	}
	if f.Pos.File != "" {
		v.Members = append(v.Members, member("file", f.Pos.File))
	}
	if f.Pos.Line > 0 {
		v.Members = append(v.Members,
			source.Member{Name: "line", Value: source.NewNumber(f.Pos.Line)},
			source.Member{Name: "column", Value: source.NewNumber(f.Pos.Column)},
		)
	}
	v.Members = append(v.Members, member("message", f.Message))
	if f.Hint != "" {
		v.Members = append(v.Members, member("hint", f.Hint))
	}
	return v
}
