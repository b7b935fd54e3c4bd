package contest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/bench/generate"
)

// Findings is a set of them. Tools put the same fault into other words, so a rule and a record are what they share.
type Findings map[generate.Finding]bool

// SetOf is the set of a list.
func SetOf(list []generate.Finding) Findings {
	set := Findings{}
	for _, finding := range list {
		set[finding] = true
	}
	return set
}

// Differ says which findings are wanted and missing, or there and not wanted; nil when the sets are equal.
func (f Findings) Differ(wanted Findings) error {
	missing, extra := wanted.without(f), f.without(wanted)
	if len(missing)+len(extra) == 0 {
		return nil
	}
	return fmt.Errorf("%d findings, want %d\nmissing: %s\nextra: %s", len(f), len(wanted), some(missing), some(extra))
}

func (f Findings) without(other Findings) []generate.Finding {
	rest := maps.Clone(f)
	maps.DeleteFunc(rest, func(finding generate.Finding, _ bool) bool { return other[finding] })
	return slices.SortedFunc(maps.Keys(rest), func(a, b generate.Finding) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.Record, b.Record))
	})
}

func some(list []generate.Finding) string {
	const most = 10
	if len(list) == 0 {
		return "none"
	}
	var words []string
	for _, finding := range list[:min(most, len(list))] {
		words = append(words, finding.Rule+" "+finding.Record)
	}
	if len(list) > most {
		words = append(words, fmt.Sprintf("and %d more", len(list)-most))
	}
	return strings.Join(words, ", ")
}

// fromLedger reads riskgate's JSON report, one outcome at a time.
func fromLedger(file string) (Findings, error) {
	set := Findings{}
	err := eachOf(file, "outcomes", func(decoder *json.Decoder) error {
		var outcome struct {
			Rule, ID, Verdict, Reason string
		}
		if err := decoder.Decode(&outcome); err != nil {
			return err
		}
		switch outcome.Verdict {
		case "fail":
			set[generate.Finding{Rule: outcome.Rule, Record: outcome.ID}] = true
		case "error", "not_assessable":
			return fmt.Errorf("%s %s: %s: %s", outcome.Rule, outcome.ID, outcome.Verdict, outcome.Reason)
		}
		return nil
	})
	return set, err
}

// eachOf calls read for each element of a list that the object in a file has, without holding the file in memory.
func eachOf(file, list string, read func(*json.Decoder) error) error {
	text, err := os.Open(file)
	if err != nil {
		return err
	}
	defer text.Close()
	decoder := json.NewDecoder(text)
	if _, err := decoder.Token(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if name != list {
			var skipped json.RawMessage
			if err := decoder.Decode(&skipped); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			continue
		}
		if _, err := decoder.Token(); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for decoder.More() {
			if err := read(decoder); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		return nil
	}
	return fmt.Errorf("%s: there is no %s", file, list)
}

// fromConftest reads what conftest test --output json prints.
func fromConftest(file string) (Findings, error) {
	var results []struct {
		Failures []struct {
			Metadata generate.Finding `json:"metadata"`
		} `json:"failures"`
	}
	if err := readJSON(file, &results); err != nil {
		return nil, err
	}
	set := Findings{}
	for _, result := range results {
		for _, failure := range result.Failures {
			set[failure.Metadata] = true
		}
	}
	return set, nil
}

// fromOPA reads what opa eval --format json prints.
func fromOPA(file string) (Findings, error) {
	var answer struct {
		Result []struct {
			Expressions []struct {
				Value []generate.Finding `json:"value"`
			} `json:"expressions"`
		} `json:"result"`
	}
	if err := readJSON(file, &answer); err != nil {
		return nil, err
	}
	if len(answer.Result) != 1 || len(answer.Result[0].Expressions) != 1 {
		return nil, fmt.Errorf("%s: the query has no result", file)
	}
	return SetOf(answer.Result[0].Expressions[0].Value), nil
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
