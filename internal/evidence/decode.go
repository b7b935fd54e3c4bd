package evidence

import (
	"bytes"
	"errors"
	"strconv"
	"time"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
)

var errForeignForm = errors.New("is not written as riskgate writes it")

// Decode reads a statement. It accepts what Encode writes, byte for byte, so that nothing in it goes unread.
func Decode(text []byte) (*Statement, error) {
	root, err := parse(StatementFile, text)
	if err != nil {
		return nil, err
	}
	if found := textOf(root, "predicateType"); found != PredicateType {
		return nil, refuse("the predicate is of type %q, not %s", found, PredicateType)
	}
	s := decodePredicate(root.Get("predicate"))
	s.Subjects = list(root, "subject", func(v *source.Value) Subject {
		digest := v.Get("digest")
		return Subject{textOf(v, "name"), textOf(digest, "sha256"), textOf(digest, "gitBlob")}
	})
	var again bytes.Buffer
	if err := s.Encode(&again); err != nil {
		return nil, err
	}
	if !bytes.Equal(text, again.Bytes()) {
		return nil, refuse("the statement %w", errForeignForm)
	}
	return s, nil
}

func decodePredicate(v *source.Value) *Statement {
	s := &Statement{
		Verdict:     Verdict{numberOf(v.Get("verdict"), "code"), textOf(v.Get("verdict"), "text"), textsOf(v.Get("verdict"), "reasons")},
		Mode:        Mode(textOf(v, "mode")),
		Tool:        toolOf(v.Get("tool")),
		AsOf:        dateOf(v, "as_of"),
		AsOfSource:  textOf(v, "as_of_source"),
		SelfCheck:   selfCheckOf(v.Get("self_check")),
		Started:     timeOf(v, "started"),
		Finished:    timeOf(v, "finished"),
		Options:     optionsOf(v.Get("options")),
		Found:       numberOf(v.Get("files"), "found"),
		Checked:     numberOf(v.Get("files"), "checked"),
		Ignored:     list(v, "ignored", ignoredOf),
		OmitsInputs: flagOf(v, "omits_inputs"),
		Results:     fileOf(v.Get("results")),
		Pack:        fileOf(v.Get("pack")),
		Authors: list(v, "authors", func(v *source.Value) waiver.Author {
			return waiver.Author{Name: textOf(v, "name"), Email: textOf(v, "email")}
		}),
		Rules: list(v, "rules", func(v *source.Value) Rule {
			return Rule{textOf(v, "id"), report.Level(textOf(v, "level")), countsOf(v)}
		}),
		Waivers: list(v, "waivers", func(v *source.Value) Waiver {
			return Waiver{textOf(v, "id"), textOf(v, "approved_by"), textOf(v, "expires"), numberOf(v, "findings")}
		}),
		Sets: list(v, "sets", func(v *source.Value) Set {
			return Set{textOf(v, "name"), numberOf(v, "files"), textOf(v, "sha256")}
		}),
	}
	if at := v.Get("source"); at != nil {
		s.Source = &Source{textOf(at, "commit"), flagOf(at, "clean"), textOf(at, "base")}
	}
	return s
}

// parse reads JSON as strictly as any other that comes in.
func parse(name string, text []byte) (*source.Value, error) {
	value, err := new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
	if err != nil {
		return nil, refuse("%w", err)
	}
	return value, nil
}

func textOf(v *source.Value, name string) string {
	if value := v.Get(name); value != nil && value.Kind == source.String {
		return value.Text
	}
	return ""
}

func textsOf(v *source.Value, name string) []string {
	var texts []string
	if value := v.Get(name); value != nil {
		for _, element := range value.Elements {
			texts = append(texts, element.Text)
		}
	}
	return texts
}

func numberOf(v *source.Value, name string) int {
	value := v.Get(name)
	if value == nil {
		return 0
	}
	n, err := strconv.Atoi(value.Text)
	if err != nil {
		return -1 // which nothing here counts
	}
	return n
}

func flagOf(v *source.Value, name string) bool {
	value := v.Get(name)
	return value != nil && value.Kind == source.Bool && value.Text == "true"
}

func dateOf(v *source.Value, name string) report.Date {
	date, _ := report.ParseDate(textOf(v, name))
	return date
}

func timeOf(v *source.Value, name string) time.Time {
	at, _ := time.Parse(time.RFC3339, textOf(v, name))
	return at.UTC()
}

func list[T any](v *source.Value, name string, read func(*source.Value) T) []T {
	var all []T
	if value := v.Get(name); value != nil {
		for _, element := range value.Elements {
			all = append(all, read(element))
		}
	}
	return all
}

func toolOf(v *source.Value) report.Tool {
	return report.Tool{
		Version:  textOf(v, "version"),
		Revision: textOf(v, "revision"),
		Go:       textOf(v, "go"),
		OPA:      textOf(v, "opa"),
		Library:  textOf(v, "library"),
	}
}

func selfCheckOf(v *source.Value) report.SelfCheck {
	return report.SelfCheck{Answers: numberOf(v, "answers"), Twice: numberOf(v, "twice"), Sample: numberOf(v, "sample")}
}

func optionsOf(v *source.Value) gate.Options {
	return gate.Options{
		FailOnWarn:          flagOf(v, "fail_on_warn"),
		FailOnNotAssessable: flagOf(v, "fail_on_not_assessable"),
		StrictFiles:         flagOf(v, "strict_files"),
		All:                 flagOf(v, "all"),
		FailOnControlChange: flagOf(v, "fail_on_control_change"),
		AllowLoss:           flagOf(v, "allow_loss"),
	}
}

func ignoredOf(v *source.Value) report.Ignored {
	return report.Ignored{Name: textOf(v, "name"), Reason: textOf(v, "reason"), Data: flagOf(v, "json"), Existing: flagOf(v, "existing")}
}

func countsOf(v *source.Value) report.Counts {
	return report.Counts{
		Passed:        numberOf(v, "passed"),
		Failed:        numberOf(v, "failed"),
		Waived:        numberOf(v, "waived"),
		NotApplicable: numberOf(v, "not_applicable"),
		NotAssessable: numberOf(v, "not_assessable"),
		Errors:        numberOf(v, "errors"),
	}
}

func fileOf(v *source.Value) File {
	return File{textOf(v, "sha256"), int64(numberOf(v, "size"))}
}
