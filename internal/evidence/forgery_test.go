package evidence_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/report"
)

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Whoever has a key can sign what isn't true. Each of these folders breaks one thing that must hold, and is signed.
func TestWhatCannotBeIsRefusedWhoeverSignsIt(t *testing.T) {
	tests := []struct {
		name string
		// In the results, if results is set, else in the statement.
		results  bool
		old, new string
		want     string
	}{
		{"a rule that more subjects pass", false, `"id":"risk.named","level":"deny","population":1,"passed":1`, `"id":"risk.named","level":"deny","population":2,"passed":2`,
			"the statement counts other outcomes than the results have"},
		{"a population that is no sum", false, `"population":1`, `"population":2`, "the statement is not written as riskgate writes it"},
		{"files that nobody counts", false, `"found":2`, `"found":3`, "3 files were found, and 1 checked and 1 ignored"},
		{"files that were not checked", false, `"found":2,"checked":1`, `"found":3,"checked":2`, "the statement speaks of 2 files that were checked, and the results have 1"},
		{"another verdict", false, `"code":0,"text":"complies"`, `"code":1,"text":"does not comply"`, `the verdict is "does not comply", and the results say: complies`},
		{"a waiver that accepts nothing", false, `"waivers":[]`, "\"waivers\":[\n{\"id\":\"W-1\",\"expires\":\"2026-12-31\",\"findings\":1}\n]", "the statement has other waivers in force than the results"},
		{"a file that nobody ignored", false, `"notes.txt"`, `"other.txt"`, "the statement ignores other files than the results"},
		{"another day", false, `"as_of":"2026-01-31"`, `"as_of":"2026-02-01"`, "the statement and the results are of different runs"},
		{"no day", false, `"as_of":"2026-01-31"`, `"as_of":"2026-02-30"`, "the statement is not written as riskgate writes it"},
		{"another tool", false, `"version":"v1"`, `"version":"v2"`, "the statement and the results are of different runs"},
		{"the mode of a gate", false, `"mode":"audit"`, `"mode":"gate"`, "the statement is of mode gate, and the results are not"},
		{"a mode that is none", false, `"mode":"audit"`, `"mode":"other"`, `no mode is called "other"`},
		{"an end before the beginning", false, `"finished":"2026-02-01T10:00:09Z"`, `"finished":"2026-02-01T09:00:09Z"`, "the run ended before it began"},
		{"a subject that was no input", false, `{"name":"register.json","digest"`, `{"name":"registry.json","digest"`, "subject registry.json is not the input register.json of the results"},
		{"another content in git", false, `"gitBlob":"`, `"gitBlob":"00`, "subject register.json has another name in git than its content"},
		{"another list of inputs", false, digest(digest(register) + "  inputs/register.json\n"), digest(""), "the list of inputs is not the one that the statement speaks of"},
		{"more files in a list", false, `"name":"inputs","files":1`, `"name":"inputs","files":2`, "the list of inputs does not hold the 2 files that the statement speaks of"},
		{"records that are said to be left out", false, `"omits_inputs":false`, `"omits_inputs":true`, "the pack holds inputs/register.json, which no list has"},

		{"a subject without an outcome", true, "{\"rule\":\"risk.named\",\"kind\":\"risk\",\"id\":\"R-1\",\"verdict\":\"pass\"},\n", "",
			"the results have an outcome of schema.conforms for document register.json where another must stand"},
		{"the last subject without an outcome", true, ",\n{\"rule\":\"schema.conforms\",\"kind\":\"document\",\"id\":\"register.json\",\"verdict\":\"pass\"}", "",
			"the results lack the outcome of schema.conforms for document register.json"},
		{"an outcome of nobody", true, `"id":"R-1","verdict":"pass"}`, `"id":"R-2","verdict":"pass"}`,
			"the results have an outcome of risk.named for risk R-2 where another must stand"},
		{"an outcome that is none", true, `"id":"R-1","verdict":"pass"`, `"id":"R-1","verdict":"fine"`, `the results have an outcome of risk.named that is none: "fine"`},
		{"a failure without a finding", true, `"id":"R-1","verdict":"pass"`, `"id":"R-1","verdict":"fail"`, `the results have an outcome of risk.named whose findings do not go with "fail"`},
		{"a wrong count of a rule", true, `"outcomes":{"population":1,"passed":1,"failed":0,"waived":0,"not_applicable":0,"not_assessable":0,"errors":0}}` + "\n]",
			`"outcomes":{"population":1,"passed":0,"failed":0,"waived":0,"not_applicable":1,"not_assessable":0,"errors":0}}` + "\n]",
			"the results count the outcomes of schema.conforms wrongly"},
		{"a population of a rule that is no sum", true, `"outcomes":{"population":1,`, `"outcomes":{"population":7,`, "the results count the outcomes of risk.named wrongly"},
		{"a population of all rules that is no sum", true, `"outcomes":{"population":2,`, `"outcomes":{"population":7,`, "the results count 7 outcomes, and have 2"},
		{"a set that is none", false, `{"name":"base"`, `{"name":"bases"`, "the statement does not speak of all that a run reads"},
		{"wrong totals", true, `"subjects":1,"rules":2`, `"subjects":2,"rules":2`, "the totals of the results are not those of their outcomes"},
		{"another self-check", true, `"self_check":{"answers":1,"twice":1,"sample":0}`, `"self_check":{"answers":1,"twice":0,"sample":0}`, "the statement and the results are of different runs"},
		{"another input", true, digest(register), digest(""), "the results have another register.json than the list of inputs"},
		{"other settings", true, `"settings_file":"riskgate.json"`, `"settings_file":"other.json"`, "the results follow other settings than the pack holds"},
		{"a key that stands twice", true, `"profile":"default"`, `"profile":"default",` + "\n" + `"profile":"default"`, `results.json:9:1: duplicate key "profile"`},
	}
	key := newKey(t, "ed25519")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := written(t, sample(t, nil), key)
			payload := f.payload(t)
			change := func(text []byte) []byte {
				if !bytes.Contains(text, []byte(test.old)) {
					t.Fatalf("there is no %s in\n%s", test.old, text)
				}
				return bytes.Replace(text, []byte(test.old), []byte(test.new), 1)
			}
			if test.results {
				before := f.MapFS[evidence.ResultsFile].Data
				after := change(before)
				f.MapFS[evidence.ResultsFile] = &fstest.MapFile{Data: after}
				payload = rebind(payload, before, after)
			} else {
				payload = change(payload)
			}
			bundle, err := evidence.Sign(payload, key)
			f.write(t, bundle, err)
			if got := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// rebind makes a statement speak of other results.
func rebind(payload, before, after []byte) []byte {
	size := func(text []byte) string { return `"` + digest(string(text)) + `","size":` + strconv.Itoa(len(text)) }
	return []byte(strings.Replace(string(payload), size(before), size(after), 1))
}

func TestEvidenceThatDidNotCheckItselfIsRefused(t *testing.T) {
	tests := []struct {
		name          string
		twice, sample int
		want          string
	}{
		{"all of it", 1, 0, ""},
		{"a sample of it", 1, 8, ""},
		{"none of it", 0, 0, "the run did not check itself as evidence must: it evaluated 0 answers twice, and not 1"},
		{"less than a sample", 0, 8, "the run did not check itself as evidence must: it evaluated 0 answers twice, and not 1"},
		{"no sample", 0, -8, "of 1 answers the results have 0 evaluated twice, and there are 1"},
		{"more than there is", 2, 0, "of 1 answers the results have 2 evaluated twice, and there are 1"},
	}
	key := newKey(t, "ed25519")
	for _, test := range tests {
		f := written(t, sampled(t, nil, report.Answer{Verdict: report.Pass}, test.twice, test.sample), key)
		if got := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestAnswersThatTheResultsHaveAreCounted(t *testing.T) {
	key := newKey(t, "ed25519")
	f := written(t, sample(t, nil), key)
	before := f.MapFS[evidence.ResultsFile].Data
	after := bytes.Replace(before, []byte(`"answers":1,"twice":1`), []byte(`"answers":2,"twice":2`), 1)
	f.MapFS[evidence.ResultsFile] = &fstest.MapFile{Data: after}
	payload := bytes.Replace(rebind(f.payload(t), before, after), []byte(`"answers":1,"twice":1`), []byte(`"answers":2,"twice":2`), 1)
	bundle, err := evidence.Sign(payload, key)
	f.write(t, bundle, err)
	got, want := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}), "of 2 answers the results have 2 evaluated twice, and there are 1"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOtherRulesThanThoseThatWereFollowedAreRefused(t *testing.T) {
	key := newKey(t, "ed25519")
	f := written(t, sample(t, func(about *report.About) { about.Tool.Library = digest("") }), key)
	got, want := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}), "the results follow other rules than the pack holds: riskgate's own rules"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
