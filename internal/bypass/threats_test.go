//go:build linux && !race

package bypass_test

import (
	"os"
	"strings"
	"testing"
)

// threats are what the gate is built against, each with a try of the catalogue, or with the test of another package where it
// needs a process or a reader of its own.
var threats = map[string][]string{
	"one's own finding is waived in the same change": {"one waives one's own finding in the same change", "a waiver that is there comes to be about one's own finding"},
	"a rule is edited in the same change":            {"a rule of the organisation's own is made to say nothing", "a rule of the organisation's own comes to warn"},
	"a level is edited in the same change":           {"the rule that is broken only warns after the same change"},
	"a threshold is edited in the same change":       {"a limit is raised in the same change"},
	"the waivers are edited in the same change":      {"a waiver that is there comes to be about one's own finding"},
	"a rule is removed":                              {"a rule of the organisation's own is removed in the same change"},
	"a severity falls without approval":              {"a severity is lowered without an assessment", "a severity is lowered without a reason"},
	"a risk is deleted":                              {"a risk is deleted instead of closed"},
	"an approval is dated back":                      {"an approval is dated back by months", "an approval is dated before what it approves"},
	"one approves one's own plan":                    {"one approves one's own plan"},
	"history is rewritten":                           {"the history is rewritten"},
	"a file is renamed so that it isn't matched":     {"a file is renamed so that nothing reads it", "a record has the name of a copy"},
	"the data directory is emptied":                  {"the directory is emptied", "the directory is removed"},
	"the run points at an empty set":                 {"an empty directory is gated"},
	"the day is in the past":                         {"another day is asked for", "the settings of the base fix another day"},
	"an acceptance is extended silently":             {"an acceptance is extended silently"},
	"a due date is extended silently":                {"a due date moves silently"},
	"a closed id is used again":                      {"the id of a closed risk is used again"},

	"duplicate key":                   {"a key stands twice", "a key is written with an escape as well"},
	"case variant of a key":           {"a key is written in capitals"},
	"misspelled key":                  {"a key is misspelled"},
	"homoglyph or decomposed id":      {"an id only looks like another", "an id is decomposed"},
	"byte order mark":                 {"a BOM stands first"},
	"invalid UTF-8":                   {"the text isn't UTF-8", "a surrogate stands alone"},
	"1e400":                           {"a number is larger than any"},
	"2^63+1":                          {"a version is larger than 2^63"},
	"depth 10,000":                    {"a value is nested ten thousand deep"},
	"trailing data":                   {"something follows the document"},
	"empty file":                      {"the file is empty"},
	"2026-02-30":                      {"a day is none"},
	"lower-case t":                    {"a moment has a small t"},
	"year 9999":                       {"a day is in the year 9999"},
	"string where a number belongs":   {"a number is a text", "a list is a text"},
	"symlink out of the root":         {"a record is a link out of the directory", "a record is a link out of the repository"},
	"FIFO":                            {"a record is a pipe"},
	"directory named x.json":          {"a directory has the name of a document"},
	"unreadable file":                 {"the commit of the change lacks a record", "the plans of the base are not fetched"},
	"archive":                         {"a document that was read is packed into an archive that is none"},
	"http.send":                       {"it asks the network"},
	"opa.runtime":                     {"it looks at the environment"},
	"time.now_ns as a clock":          {"it holds only until it is noon"},
	"a rule that never evaluates":     {"it doesn't say when it applies", "it says nothing", "it contradicts itself"},
	"runaway comprehension":           {"it never comes to an end", "../../cmd/riskgate/hostile_policy_test.go TestARunawayRuleEndsWithTheTimeLimit"},
	"package clash":                   {"another file adds to it", "it takes the place of one of riskgate's", "it redefines what all rules share"},
	"a field that doesn't exist":      {"it reads a field that doesn't exist"},
	"workflow commands":               {"a title is a command for the build server", "../output/hostile_test.go TestHostileTextStaysText", "words_test.go TestNoTextOfARecordCommandsAnybody"},
	"terminal escapes, bidi controls": {"the name of a file commands a terminal", "../output/hostile_test.go TestHostileTextStaysText", "words_test.go TestNoTextOfARecordCommandsAnybody"},
	"Markdown, HTML, formulas":        {"../output/hostile_test.go TestHostileTextStaysText", "words_test.go TestNoTextOfARecordCommandsAnybody"},
	"full disk":                       {"the report goes to a device that is full", "../../cmd/riskgate/outputs_test.go TestNoFormatLeavesATornReport", "../../cmd/riskgate/testdata/script/output_full_disk.txtar"},
	"closed pipe":                     {"../../cmd/riskgate/process_test.go TestAReaderThatLeavesIsAWriteError", "../../cmd/riskgate/outputs_test.go TestNoFormatIsTornOnStandardOutput"},
	"SIGINT":                          {"../../cmd/riskgate/process_test.go TestASignalEndsTheWaitForInput", "../../cmd/riskgate/interrupt_linux_test.go TestASignalEndsAGate"},
	"read-only directory":             {"../../cmd/riskgate/testdata/script/output_read_only_directory.txtar"},
	"two runs at once":                {"../../cmd/riskgate/process_test.go TestRunsAtOnceLeaveOneWholeReport"},
	"a record that nobody can judge":  {"a risk belongs to no register", "a new document says that its source lacks a field"},
	"a base that can't be had":        {"the records of the base are not fetched", "a shallow clone lacks the base"},
	"a base that is forged":           {"the settings of the base are others than the commit names", "the base is replaced by another commit"},
}

func TestEveryThreatIsTried(t *testing.T) {
	tried := map[string]bool{}
	for _, group := range catalogue {
		for _, try := range group.tries {
			tried[try.name] = true
		}
	}
	for threat, proofs := range threats {
		for _, proof := range proofs {
			file, name, _ := strings.Cut(proof, " Test")
			text, err := os.ReadFile(file)
			if !tried[proof] && (err != nil || !strings.Contains(string(text), "func Test"+name+"(") && name != "") {
				t.Errorf("%s: there is neither a try nor a test %q", threat, proof)
			}
		}
	}
}
