//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/prose"
)

// hostile is an input that means harm, or that nobody meant.
type hostile struct {
	title string
	// file is what the text stands in: x.json where it is empty. The command runs in its directory.
	file string
	text string
	// beside is a plan in the same directory, if any.
	beside string
	// arrange makes what a text can't, in the directory.
	arrange func(t *testing.T, directory string)
	args    []string // beside check and the date
	code    int
	// want is a place and a reason, as printed but for the breaks of lines.
	want string
}

// each shows that no input is refused only because of another one in its directory; it takes three times as long.
var each = flag.Bool("each", false, "run each hostile input in a command of its own")

func TestHostileInputIsRefusedAtItsPlaceWithAReason(t *testing.T) {
	groups := []struct {
		name   string
		shared bool // one command reads the inputs as the files of one directory: none changes what is said of another
		inputs []hostile
	}{
		{"reader", true, hostileJSON()},
		{"broken lines", true, brokenLines()},
		{"misspelled kinds", true, misspelledKinds()},
		{"records", true, hostileRecords()},
		{"kinds", false, hostileKinds()},
		{"lines", false, hostileLines()},
		{"registers", false, hostileRegisters()},
		{"texts", false, hostileTexts()},
		{"OSCAL", false, hostileOSCAL()},
		{"settings", false, hostileSettings()},
		{"files", false, hostileFiles()},
	}
	for _, group := range groups {
		if group.shared && !*each {
			t.Run(group.name, func(t *testing.T) {
				t.Parallel()
				runTogether(t, group.inputs)
			})
			continue
		}
		for _, input := range group.inputs {
			t.Run(group.name+"/"+input.title, func(t *testing.T) {
				t.Parallel()
				input.run(t)
			})
		}
	}
}

func (h hostile) run(t *testing.T) {
	directory := t.TempDir()
	if h.text != "" || h.arrange == nil {
		write(t, filepath.Join(directory, h.name()), h.text)
	}
	if h.beside != "" {
		write(t, filepath.Join(directory, "plan.json"), h.beside)
	}
	if h.arrange != nil {
		h.arrange(t, directory)
	}
	code, said := check(t, directory, h.args...)
	if code == 0 || code != h.code {
		t.Errorf("exit code %d, want %d", code, h.code)
	}
	tells(t, said, h.want)
	harmless(t, said)
	obeyed(t, said, atWord)
	for _, format := range output.Names() {
		if report, err := os.ReadFile(filepath.Join(directory, "report."+format)); err == nil {
			harmlessReport(t, format, string(report))
		}
	}
}

// harmlessReport looks at a report as at what a command prints. What each format makes of hostile texts is shown in
// internal/output; here they come from records.
func harmlessReport(t *testing.T, format, report string) {
	t.Helper()
	switch format {
	case "csv", "request-list-csv":
		report = strings.ReplaceAll(strings.TrimPrefix(report, "\ufeff"), "\r\n", "\n")
	case "github":
		report = annotation.ReplaceAllString(report, "") // what follows it on its line is text
	case "json":
		if !json.Valid([]byte(report)) {
			t.Errorf("the report is not JSON:\n%s", report)
		}
	}
	harmless(t, report)
	obeyed(t, report, atLine)
}

// runTogether runs inputs that all end a command with the same code, in files of their own.
func runTogether(t *testing.T, inputs []hostile) {
	directory := t.TempDir()
	named := func(i int) string { return fmt.Sprintf("%03d%s", i, filepath.Ext(inputs[i].name())) }
	for i, input := range inputs {
		write(t, filepath.Join(directory, named(i)), input.text)
	}
	code, said := check(t, directory)
	if code == 0 || code != inputs[0].code {
		t.Errorf("exit code %d, want %d", code, inputs[0].code)
	}
	for i, input := range inputs {
		t.Run(input.title, func(t *testing.T) {
			tells(t, said, strings.Replace(input.want, input.name(), named(i), 1))
		})
	}
	harmless(t, said)
	obeyed(t, said, atWord)
}

// name is that of the file.
func (h hostile) name() string {
	if h.file == "" {
		return "x.json"
	}
	return h.file
}

// check runs riskgate check in a directory, as of 30 June 2026.
func check(t *testing.T, directory string, args ...string) (code int, said string) {
	t.Helper()
	return riskgate(t, directory, append([]string{"check", "--as-of", "2026-06-30"}, args...)...)
}

// tells wants a place and a reason among what was said.
func tells(t *testing.T, said, want string) {
	t.Helper()
	if want == "" || !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
		t.Errorf("it does not say %q but\n%s", want, said)
	}
}

// What is left of a breakdown, and what the log of a build obeys: in a text that is wrapped, any word may begin a line.
var (
	breakdown  = regexp.MustCompile(`internal fault|panic:|goroutine \d|runtime error`)
	atWord     = regexp.MustCompile(`(?m)(^|\s)::|##`)
	atLine     = regexp.MustCompile(`(?m)^\s*::|##\[`)
	annotation = regexp.MustCompile(`(?m)^::(error|warning|notice|group|endgroup)[ :]`)
)

// harmless refuses what a terminal would obey, and what a breakdown leaves behind.
func harmless(t *testing.T, said string) {
	t.Helper()
	if !utf8.ValidString(said) {
		t.Errorf("the output is not UTF-8: %q", said)
	}
	for _, r := range said {
		if r != '\n' && prose.Unsafe(r) {
			t.Errorf("the output holds %U: %q", r, said)
			break
		}
	}
	if found := breakdown.FindString(said); found != "" {
		t.Errorf("the output holds %q:\n%s", found, said)
	}
	if len(said) > 512<<10 {
		t.Errorf("the output is %d bytes long", len(said))
	}
}

// obeyed refuses what the log of a build would obey.
func obeyed(t *testing.T, said string, command *regexp.Regexp) {
	t.Helper()
	if found := command.FindString(said); found != "" {
		t.Errorf("the output holds the command %q:\n%s", found, said)
	}
}

// utf16 writes text as UTF-16, two bytes a character.
func utf16(text string, bigEndian bool) string {
	var b bytes.Buffer
	for _, c := range []byte(text) {
		if bigEndian {
			b.Write([]byte{0, c})
		} else {
			b.Write([]byte{c, 0})
		}
	}
	return b.String()
}

// hostileJSON are texts that are no strict JSON.
func hostileJSON() []hostile {
	const risk = `{"kind": "risk", "id": "R-1"`
	deep := func(n int, open, shut string) string { return strings.Repeat(open, n) + "1" + strings.Repeat(shut, n) }
	return all(2, []hostile{
		{title: "a key twice", text: risk + `, "id": "R-2"}`, want: `x.json:1:31: duplicate key "id"`},
		{title: "a key twice, once by an escape", text: risk + `, "\u0069d": "R-2"}`, want: `x.json:1:31: duplicate key "id"`},
		{title: "a key twice deep inside", text: risk + `, "closure": {"by": "ana",` + "\n" + `"by": "bob"}}`, want: `x.json:2:1: duplicate key "by"`},
		{title: "the empty key twice", text: `{"": 1, "": 2}`, want: `x.json:1:9: duplicate key ""`},
		{title: "a byte that is not UTF-8 in a text", text: risk + ", \"title\": \"a\xffb\"}", want: `x.json:1:42: byte 0xFF is not UTF-8`},
		{title: "a byte that is not UTF-8 in a key", text: "{\"k\xff\": 1}", want: `x.json:1:4: byte 0xFF is not UTF-8`},
		{title: "a byte that is not UTF-8 between values", text: "{\"k\": 1\xff}", want: `x.json:1:8: byte 0xFF is not UTF-8`},
		{title: "a slash in two bytes", text: "{\"k\": \"\xc0\xaf\"}", want: `x.json:1:8: byte 0xC0 is not UTF-8`},
		{title: "a surrogate in three bytes", text: "{\"k\": \"\xed\xa0\x80\"}", want: `x.json:1:8: byte 0xED is not UTF-8`},
		{title: "the first half of a surrogate pair", text: `{"k": "\ud800"}`, want: `x.json:1:8: \ud800 is half of a surrogate pair`},
		{title: "the second half of a surrogate pair", text: `{"k": "\udc00\ud800"}`, want: `x.json:1:8: \udc00 is half of a surrogate pair`},
		{title: "a byte order mark", text: "\ufeff" + risk + "}", want: `x.json:1:1: file begins with a byte order mark`},
		{title: "a byte order mark inside", text: risk + ",\ufeff \"title\": 1}", want: `x.json:1:30: byte order mark inside the file`},
		{title: "UTF-16 with a byte order mark", text: "\xff\xfe" + utf16(risk+"}", false), want: `x.json:1:1: file is UTF-16, not UTF-8`},
		{title: "UTF-16 without a byte order mark", text: utf16(risk+"}", true), want: `x.json:1:1: file is UTF-16, not UTF-8`},
		{title: "UTF-16, the small end first, without a byte order mark", text: utf16(risk+"}", false), want: `x.json:1:2: character U+0000 outside of a text`},
		{title: "a second value behind the first", text: risk + "}\n{}", want: `x.json:2:1: text after the document's end`},
		{title: "a word behind the value", text: risk + "} end", want: `x.json:1:31: text after the document's end`},
		{title: "a NUL behind the value", text: risk + "}\x00", want: `x.json:1:30: text after the document's end`},
		{title: "a bracket behind the value", text: risk + "}]", want: `x.json:1:30: text after the document's end`},
		{title: "a comma before the end", text: risk + ",}", want: `x.json:1:29: comma before '}'`},
		{title: "a comma first", text: `{,"k": 1}`, want: `x.json:1:2: unexpected ','`},
		{title: "two commas", text: risk + `,, "k": 1}`, want: `x.json:1:30: unexpected ','`},
		{title: "a comment to the end of the line", text: "// a risk\n" + risk + "}", want: `x.json:1:1: comment in JSON`},
		{title: "a comment between marks", text: risk + "/* no */}", want: `x.json:1:29: comment in JSON`},
		{title: "a comment behind a hash", text: "# a risk\n" + risk + "}", want: `x.json:1:1: comment in JSON`},
		{title: "NaN", text: `{"k": NaN}`, want: `x.json:1:7: NaN is not a JSON number`},
		{title: "infinity", text: `{"k": -Infinity}`, want: `x.json:1:7: -Infinity is not a JSON number`},
		{title: "more than 64 levels", text: `{"k": ` + deep(64, "[", "]") + `}`, want: `x.json:1:70: nested more than 64 levels deep`},
		{title: "10,000 levels of arrays", text: deep(10_000, "[", "]"), want: `x.json:1:65: nested more than 64 levels deep`},
		{title: "a million levels of objects, never closed", text: strings.Repeat(`{"k":`, 1_000_000), want: `x.json:1:321: nested more than 64 levels deep`},
		{title: "a number of 129 digits", text: `{"k": ` + strings.Repeat("9", 129) + `}`, want: `x.json:1:7: number of 129 characters: at most 128 are read`},
		{title: "a number of a million digits", text: `{"k": ` + strings.Repeat("9", 1_000_000) + `}`, want: `x.json:1:7: number of 1000000 characters: at most 128 are read`},
		{title: "1e309", text: `{"k": 1e309}`, want: `x.json:1:7: number 1e309: its exponent is beyond 308`},
		{title: "-1e400", text: `{"k": -1e400}`, want: `x.json:1:7: number -1e400: its exponent is beyond 308`},
		{title: "1e1000001, on which libraries break", text: `{"k": 1e1000001}`, want: `x.json:1:7: number 1e1000001: its exponent is beyond 308`},
		{title: "1e-400", text: `{"k": 1e-400}`, want: `x.json:1:7: number 1e-400: its exponent is beyond 308`},
		{title: "an exponent beyond all integers", text: `{"k": 1e99999999999999999999}`, want: `x.json:1:7: number 1e99999999999999999999: its exponent is beyond 308`},
		{title: "1.8e308, within the exponents and beyond the numbers", text: `{"k": 1.8e308}`, want: `x.json:1:7: number 1.8e308 is too large for a 64-bit float`},
		{title: "a leading zero", text: `{"k": 012}`, want: `x.json:1:7: 012 is not a JSON number`},
		{title: "a leading plus", text: `{"k": +1}`, want: `x.json:1:7: +1 is not a JSON number`},
		{title: "a bare point before digits", text: `{"k": .5}`, want: `x.json:1:7: .5 is not a JSON number`},
		{title: "a bare point behind digits", text: `{"k": 5.}`, want: `x.json:1:7: 5. is not a JSON number`},
		{title: "a hexadecimal number", text: `{"k": 0x1F}`, want: `x.json:1:7: 0x1F is not a JSON number`},
		{title: "digits in groups", text: `{"k": 1_000}`, want: `x.json:1:7: 1_000 is not a JSON number`},
		{title: "an escape that isn't one", text: `{"k": "\x41"}`, want: `x.json:1:8: \x is no escape`},
		{title: "an escape with too few digits", text: `{"k": "\u12"}`, want: `x.json:1:8: \u without four hexadecimal digits`},
		{title: "a line break in a text", text: "{\"k\": \"a\nb\"}", want: `x.json:1:9: line break inside a text`},
		{title: "a tab in a text", text: "{\"k\": \"a\tb\"}", want: `x.json:1:9: control character U+0009 inside a text`},
		{title: "a NUL in a text", text: "{\"k\": \"a\x00b\"}", want: `x.json:1:9: control character U+0000 inside a text`},
		{title: "a terminal escape in a text", text: "{\"k\": \"\x1b[31mred\"}", want: `x.json:1:8: control character U+001B inside a text`},
		{title: "a NUL between values", text: "{\"k\":\x00 1}", want: `x.json:1:6: character U+0000 outside of a text`},
		{title: "a form feed between values", text: "{\"k\":\f1}", want: `x.json:1:6: character U+000C outside of a text`},
		{title: "a space that does not break between values", text: "{\"k\":\u00a01}", want: `x.json:1:6: character U+00A0 outside of a text`},
		{title: "a line separator between values", text: "{\"k\":\u20281}", want: `x.json:1:6: character U+2028 outside of a text`},
		{title: "a space of no width between values", text: "{\"k\":\u200b1}", want: `x.json:1:6: character U+200B outside of a text`},
		{title: "typographic quotes", text: "{“k”: 1}", want: `x.json:1:2: typographic quote “`},
		{title: "single quotes", text: `{'k': 1}`, want: `x.json:1:2: key in single quotes`},
		{title: "a key without quotes", text: `{k: 1}`, want: `x.json:1:2: key k is not in double quotes`},
		{title: "a key that is a number", text: `{1: 1}`, want: `x.json:1:2: key 1 is not in double quotes`},
		{title: "True", text: `{"k": True}`, want: `x.json:1:7: True is not a JSON value`},
		{title: "None", text: `{"k": None}`, want: `x.json:1:7: None is not a JSON value`},
		{title: "half a literal", text: `{"k": tru}`, want: `x.json:1:7: tru is not a JSON value`},
		{title: "a literal and more", text: `{"k": nullx}`, want: `x.json:1:7: nullx is not a JSON value`},
		{title: "no comma between members", text: `{"k": 1 "l": 2}`, want: `x.json:1:9: no comma before the next key`},
		{title: "no colon", text: `{"k" 1}`, want: `x.json:1:6: no colon between a key and its value`},
		{title: "a colon in an array", text: `{"k": [1: 2]}`, want: `x.json:1:9: colon after an array's element`},
		{title: "no value", text: `{"k": }`, want: `x.json:1:7: no value after the colon`},
		{title: "brackets that don't match", text: `{"k": [1}`, want: `x.json:1:9: '}' where an array ends`},
		{title: "a bracket that closes nothing", text: `}`, want: `x.json:1:1: '}' closes nothing`},
		{title: "a file cut off in a text", text: risk + `, "title": "The sh`, want: `x.json:1:47: file ends inside a text`},
		{title: "a file cut off in an escape", text: risk + `, "title": "The \u00`, want: `x.json:1:49: file ends inside a text`},
		{title: "a file cut off behind a key", text: risk + `, "title"`, want: `x.json:1:38: file ends inside an object`},
		{title: "a file cut off behind a colon", text: risk + `, "title":`, want: `x.json:1:39: file ends inside an object`},
		{title: "a file cut off in an object", text: risk + `, `, want: `x.json:1:31: file ends inside an object`},
		{title: "a file cut off in an array", text: risk + `, "plan_ids": ["P-1",`, want: `x.json:1:50: file ends inside an array`},
		{title: "an empty file", text: "", want: `x.json:1:1: file is empty`},
		{title: "white space alone", text: " \n\t\r\n", want: `x.json:1:1: file holds nothing but white space`},
		{title: "a ZIP archive", text: "PK\x03\x04\x14\x00\x00\x00", want: `x.json:1:1: file is an archive, not JSON`},
		{title: "a gzip archive", text: "\x1f\x8b\x08\x00\x00\x00", want: `x.json:1:1: file is an archive, not JSON`},
		{title: "a program", text: "\x7fELF\x02\x01\x01\x00", want: `x.json:1:1: character U+007F outside of a text`},
		{title: "a page of the web", text: "<!DOCTYPE html><html></html>", want: `x.json:1:1: '<' where a value belongs`},
		{title: "YAML", text: "kind: risk\nid: R-1\n", want: `x.json:1:1: kind is not a JSON value`},
		{title: "a mistake at the end of a line of a million letters", text: risk + `, "title": "` + strings.Repeat("ä", 1_000_000) + `",}`, want: `x.json:1:1000042: comma before '}'`},
		{title: "a key of a million letters, twice", text: `{"` + strings.Repeat("k", 1_000_000) + `": 1, "` + strings.Repeat("k", 1_000_000) + `": 2}`, want: `x.json:1:1000009: duplicate key "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...`},
		{title: "commands in a key, twice", text: `{"\u001b[2J\n::error::x##[group]\u202e": 1, "\u001b[2J\n::error::x##[group]\u202e": 2}`, want: `x.json:1:45: duplicate key "\x1b[2J\n::error::x#\x23[group]\u202e"`},
		{title: "commands where a value belongs", text: "{\"k\": ##[error]\u202ex}", want: `x.json:1:7: comment in JSON`},
	})
}

// misspelledKinds are documents that nearly say what they are.
func misspelledKinds() []hostile {
	return all(2, []hostile{
		{title: "a misspelled kind", text: `{"kind": "risk_registr"}`, want: `x.json:1:10: unknown kind "risk_registr"`},
		{title: "a kind in capitals", text: `{"kind": "RISK"}`, want: `x.json:1:10: unknown kind "RISK"`},
		{title: "a kind with a letter that only looks right", text: `{"kind": "rіsk"}`, want: `x.json:1:10: unknown kind "rіsk"`},
		{title: "a kind with a blank", text: `{"kind": "risk "}`, want: `x.json:1:10: unknown kind "risk "`},
		{title: "a kind with a NUL", text: `{"kind": "risk\u0000"}`, want: `x.json:1:10: unknown kind "risk\x00"`},
		{title: "a kind that holds commands", text: `{"schema_version": "1", "kind": "\u001b[2J\n::error::x##[group]\u202e"}`, want: `x.json:1:33: unknown kind "\x1b[2J\n::error::x#\x23[group]\u202e"`},
		{title: "the key of the kind in capitals", text: `{"Kind": "risk", "id": "R-1"}`, want: `x.json:1:2: unknown key "Kind", where a document says its kind`},
		{title: "the key of the kind with a letter that only looks right", text: `{"kіnd": "risk", "id": "R-1"}`, want: `x.json:1:2: unknown key "kіnd", where a document says its kind`},
	})
}

// hostileKinds are documents that don't say what they are. Nothing else was checked.
func hostileKinds() []hostile {
	return all(3, []hostile{
		{title: "a kind that is no text", text: `{"kind": ["risk"], "schema_version": "1"}`, want: `it has no "kind" that riskgate knows: x.json`},
		{title: "no kind", text: `{"id": "R-1", "title": "x"}`, want: `it has no "kind" that riskgate knows: x.json`},
		{title: "an object without anything", text: `{}`, want: `it has no "kind" that riskgate knows: x.json`},
		{title: "an array of records", text: `[{"kind": "risk", "id": "R-1"}]`, want: `the top level is not an object: x.json`},
		{title: "a number", text: `1e5`, want: `the top level is not an object: x.json`},
		{title: "a text", text: `"risk"`, want: `the top level is not an object: x.json`},
		{title: "null", text: `null`, want: `the top level is not an object: x.json`},
		{title: "another tool's kind", text: `{"kind": "Deployment\u001b[2J"}`, want: `kind "Deployment\x1b[2J" is none of riskgate's: x.json`},
		{title: "a kind of a million letters", text: `{"kind": "` + strings.Repeat("k", 1_000_000) + `"}`, want: `kind "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk..." is none of riskgate's: x.json`},
	})
}

// all gives inputs the code that they end a command with.
func all(code int, inputs []hostile) []hostile {
	for i := range inputs {
		inputs[i].code = code
	}
	return inputs
}

// hostileRecords are records of the wrong shape. Each stands in a file of its own, with its members on lines of their own.
func hostileRecords() []hostile {
	risk := func(members ...string) string {
		return "{\n" + strings.Join(append([]string{`"kind": "risk"`}, members...), ",\n") + "\n}"
	}
	const id, title, status, day = `"id": "R-1"`, `"title": "T"`, `"status": "identified"`, `"identified_on": "2026-06-01"`
	with := func(member string) string { return risk(id, title, status, day, member) }
	dated := func(value string) string { return risk(id, title, status, `"identified_on": `+value) }
	named := func(value string) string { return risk(title, status, day, `"id": `+value) }
	plan := func(member string) string {
		return "{\n\"kind\": \"action_plan\", \"id\": \"P-1\", \"title\": \"T\", \"risk_ids\": [\"R-1\"], \"status\": \"draft\",\n" + member + "\n}"
	}
	return all(1, []hostile{
		{title: "30 February", text: dated(`"2026-02-30"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-02-30"`},
		{title: "29 February of a year without one", text: dated(`"2025-02-29"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2025-02-29"`},
		{title: "a thirteenth month", text: dated(`"2026-13-01"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-13-01"`},
		{title: "day 0", text: dated(`"2026-01-00"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-01-00"`},
		{title: "the year 9999", text: dated(`"9999-12-31"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "9999-12-31"`},
		{title: "the year 1969", text: dated(`"1969-12-31"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "1969-12-31"`},
		{title: "a year of five digits", text: dated(`"12026-01-01"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "12026-01-01"`},
		{title: "a day of one digit", text: dated(`"2026-1-1"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-1-1"`},
		{title: "a day with a time", text: dated(`"2026-01-01T00:00:00Z"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-01-01T00:00:00Z"`},
		{title: "a day with a time and a small t", text: dated(`"2026-01-01t00:00:00z"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-01-01t00:00:00z"`},
		{title: "a day with a line break behind it", text: dated(`"2026-01-01\n"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "2026-01-01\n"`},
		{title: "a day with a blank before it", text: dated(`" 2026-01-01"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got " 2026-01-01"`},
		{title: "a day in wide digits", text: dated(`"２０２６-01-01"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "２０２６-01-01"`},
		{title: "a day in Arabic digits", text: dated(`"٢٠٢٦-٠١-٠١"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "٢٠٢٦-٠١-٠١"`},
		{title: "a day that is a number", text: dated(`20260101`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got 20260101`},
		{title: "a day that is null", text: dated(`null`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got null`},
		{title: "a day that holds commands", text: dated(`"\u001b[2J\n::error::x##[group]\u202e"`), want: `x.json:6:18: deny: "identified_on" must be a date YYYY-MM-DD, got "\x1b[2J\n::error::x#\x23[group]\u202e"`},
		{title: "an id with a letter that only looks right", text: named(`"Р-1"`), want: `x.json:6:7: deny: "id" must be an id, got "Р-1"`},
		{title: "an id with an accent of its own", text: named(`"Re\u0301-1"`), want: `x.json:6:7: deny: "id" must be an id, got "Ré-1"`},
		{title: "an id with an accented letter", text: named(`"Ré-1"`), want: `x.json:6:7: deny: "id" must be an id, got "Ré-1"`},
		{title: "an id with a letter of no width", text: named(`"R-1\u200b"`), want: `x.json:6:7: deny: "id" must be an id, got "R-1\u200b"`},
		{title: "an id with a line break behind it", text: named(`"R-1\n"`), want: `x.json:6:7: deny: "id" must be an id, got "R-1\n"`},
		{title: "an id with a NUL", text: named(`"R-1\u0000"`), want: `x.json:6:7: deny: "id" must be an id, got "R-1\x00"`},
		{title: "an id that is a path", text: named(`"../R-1"`), want: `x.json:6:7: deny: "id" must be an id, got "../R-1"`},
		{title: "an id that is empty", text: named(`""`), want: `x.json:6:7: deny: "id" must not be blank`},
		{title: "an id that begins with a hyphen", text: named(`"--output"`), want: `x.json:6:7: deny: "id" must be an id, got "--output"`},
		{title: "an id of 65 letters", text: named(`"` + strings.Repeat("R", 65) + `"`), want: `x.json:6:7: deny: "id" must be an id, got "RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR..."`},
		{title: "an id of a million letters", text: named(`"` + strings.Repeat("R", 1_000_000) + `"`), want: `x.json:6:7: deny: "id" must be an id, got "RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR..."`},
		{title: "an id that is a number", text: named(`1`), want: `x.json:6:7: deny: "id" must be an id, got 1`},
		{title: "an id that is an object", text: named(`{}`), want: `x.json:6:7: deny: "id" must be an id, got an object`},
		{title: "an id that holds commands", text: named(`"\u001b[2J\n::error::x##[group]\u202e"`), want: `x.json:6:7: deny: "id" must be an id, got "\x1b[2J\n::error::x#\x23[group]\u202e"`},
		{title: "no id", text: risk(title, status, day), want: `x.json:1:1: deny: missing key "id"`},
		{title: "a key in capitals", text: with(`"Owner": "ana"`), want: `x.json:7:1: deny: unknown key "Owner"`},
		{title: "a misspelled key", text: with(`"onwer": "ana"`), want: `x.json:7:1: deny: unknown key "onwer"`},
		{title: "a key with a letter that only looks right", text: with(`"оwner": "ana"`), want: `x.json:7:1: deny: unknown key "\u043ewner"`},
		{title: "a key with a blank behind it", text: with(`"owner ": "ana"`), want: `x.json:7:1: deny: unknown key "owner "`},
		{title: "a key with a letter of no width", text: with(`"owner\u200b": "ana"`), want: `x.json:7:1: deny: unknown key "owner\u200b"`},
		{title: "the empty key", text: with(`"": 1`), want: `x.json:1:1: deny: unknown key ""`},
		{title: "the key of a prototype", text: with(`"__proto__": {"status": "closed"}`), want: `x.json:7:1: deny: unknown key "__proto__"`},
		{title: "a free key in capitals", text: with(`"X_note": 1`), want: `x.json:7:1: deny: unknown key "X_note"`},
		{title: "a key that holds commands", text: with(`"\u001b[2J\n::error::x##[group]\u202e": 1`), want: `x.json:7:1: deny: unknown key "\x1b[2J\n::error::x#\x23[group]\u202e"`},
		{title: "a key of a million letters", text: with(`"` + strings.Repeat("k", 1_000_000) + `": 1`), want: `x.json:7:1: deny: unknown key "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk..."`},
		{title: "a key of another kind of record", text: with(`"risk_ids": ["R-1"]`), want: `x.json:7:1: deny: unknown key "risk_ids"`},
		{title: "a misspelled key inside", text: with(`"response": {"type": "accept", "decided": "2026-06-01"}`), want: `x.json:7:32: deny: unknown key "decided"`},
		{title: "a text where a number belongs", text: with(`"assessment": {"score": "9"}`), want: `x.json:7:25: deny: "score" must be a number, got "9"`},
		{title: "a number where a text belongs", text: with(`"owner": 7`), want: `x.json:7:10: deny: "owner" must be an id, got 7`},
		{title: "true where a text belongs", text: with(`"title_": true`), want: `x.json:7:1: deny: unknown key "title_"`},
		{title: "null where a text belongs", text: with(`"owner": null`), want: `x.json:7:10: deny: "owner" must be an id, got null`},
		{title: "a text where a list belongs", text: with(`"plan_ids": "P-1"`), want: `x.json:7:13: deny: "plan_ids" must be a list, got "P-1"`},
		{title: "a list where an object belongs", text: with(`"assessment": []`), want: `x.json:7:15: deny: "assessment" must be an object, got a list`},
		{title: "a null in a list", text: with(`"plan_ids": ["P-1", null]`), want: `x.json:7:21: deny: entry 2 of "plan_ids" must be an id, got null`},
		{title: "a status in capitals", text: risk(id, title, day, `"status": "Closed"`), want: `x.json:6:11: deny: "status" must be one of identified, assessed, responding, monitoring, accepted, closed;`},
		{title: "a status with a letter that only looks right", text: risk(id, title, day, `"status": "clоsed"`), want: `x.json:6:11: deny: "status" must be one of identified, assessed, responding, monitoring, accepted, closed;`},
		{title: "a status that is a list", text: risk(id, title, day, `"status": ["closed"]`), want: `x.json:6:11: deny: "status" must be one of identified, assessed, responding, monitoring, accepted, closed;`},
		{title: "a blank title", text: risk(id, status, day, `"title": " \t\n"`), want: `x.json:6:10: deny: "title" must not be blank`},
		{title: "a digest that is too short", text: with(`"closure": {"evidence": [{"sha256": "abc"}]}`), want: `x.json:7:37: deny: "sha256" must be a SHA-256 digest, got "abc"`},
		{title: "a version that is a text", text: plan(`"version": "1"`), want: `x.json:3:12: deny: "version" must be a whole number, got "1"`},
		{title: "a version with a fraction", text: plan(`"version": 1.5`), want: `x.json:3:12: deny: "version" must be a whole number, got 1.5`},
		{title: "a version below nought", text: plan(`"version": -1`), want: `x.json:3:12: deny: "version" must be at least 1, got -1`},
		{title: "a version beyond 64 bits", text: plan(`"version": 9223372036854775809`), want: `x.json:1:1: deny: plan P-1 is at version 9223372036854775809, without a review and an approval; no act is`},
		{title: "a version of 128 digits", text: plan(`"version": ` + strings.Repeat("9", 128)), want: `x.json:1:1: deny: plan P-1 is at version`},
		{title: "a version as 1e300", text: plan(`"version": 1e300`), want: `x.json:1:1: deny: plan P-1 is at version 1e300, without a review and an approval; no act is recorded`},
		{title: "an interval of no days", text: `{"kind": "monitoring_activity", "id": "M-1", "risk_ids": ["R-1"], "method": "risk_review", "interval_days": 0}`, want: `x.json:1:109: deny: "interval_days" must be at least 1, got 0`},
		{title: "a hundred mistakes in one record", text: with(`"plan_ids": [` + strings.TrimSuffix(strings.Repeat("0, ", 100), ", ") + `]`), want: `x.json:7:14: deny: entry 1 of "plan_ids" must be an id, got 0`},
	})
}

// hostileRegisters are registers that are wrong as a whole, one member a line.
func hostileRegisters() []hostile {
	register := func(members ...string) string {
		return "{\n\"kind\": \"risk_register\", \"schema_version\": \"1\", \"id\": \"shop\", \"organization\": \"O\", \"business_unit\": \"B\", \"as_of\": \"2026-06-30\",\n" + strings.Join(members, ",\n") + "\n}"
	}
	const scale = `"scale": {"levels": ["low", "moderate", "high", "critical"]}`
	const risk = `{"id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01"}`
	return all(1, []hostile{
		{title: "a record that is a text", text: register(scale, `"risks": ["R-1"]`), want: `x.json:4:11: deny: entry 1 of "risks" must be an object, got "R-1"`},
		{title: "a record that is null among records", text: register(scale, `"risks": [`+risk+`, null]`), want: `x.json:4:95: deny: a risk must be an object, got null`},
		{title: "a record in a list of its own", text: register(scale, `"risks": [[`+risk+`]]`), want: `x.json:4:11: deny: entry 1 of "risks" must be an object, got a list`},
		{title: "records that are an object", text: register(scale, `"risks": {"R-1": `+risk+`}`), want: `x.json:4:10: deny: "risks" must be a list, got an object`},
		{title: "records that are null", text: register(scale, `"risks": null`), want: `x.json:4:10: deny: "risks" must be a list, got null`},
		{title: "the records' key in capitals", text: register(scale, `"Risks": [`+risk+`]`), want: `x.json:4:1: deny: unknown key "Risks"`},
		{title: "an id twice", text: register(scale, `"risks": [`+risk+",\n"+risk+`]`), want: `x.json:5:1: deny: the risk id R-1 stands 2 times`},
		{title: "no scale", text: register(`"risks": [` + risk + `]`), want: `x.json:1:1: deny: missing key "scale"`},
		{title: "a scale turned round", text: register(`"scale": {"levels": ["critical", "high", "moderate", "low"]}`, `"risks": [`+risk+`]`), want: `x.json:3:34: deny: register shop puts high above critical; the organization's order is low, moderate, high,`},
		{title: "a level twice", text: register(`"scale": {"levels": ["low", "low"]}`, `"risks": [`+risk+`]`), want: `x.json:3:29: deny: register shop puts low above low; the organization's order is low, moderate, high, critical`},
		{title: "a severity with a letter that only looks right", text: register(scale, `"risks": [{"id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01", "assessment": {"severity": "lоw"}}]`), want: `x.json:4:121: deny: risk R-1 is assessed as lоw; the organization's levels are low, moderate, high, critical `},
		{title: "an owner who is nobody", text: register(scale, `"risks": [{"id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01", "owner": "ana"}]`), want: `x.json:4:103: deny: risk R-1 names person ana in owner`},
		{title: "a person twice", text: register(scale, `"people": [{"id": "ana", "name": "A", "role": "director"},`+"\n"+`{"id": "ana", "name": "B", "role": "executive"}]`, `"risks": [`+risk+`]`), want: `x.json:5:1: deny: the person id ana stands 2 times`},
		{title: "another version of the schema", text: strings.Replace(register(scale), `"1"`, `"2"`, 1), want: `x.json:2:44: deny: "schema_version" must be "1", got "2"`},
		{title: "a version of the schema that is a number", text: strings.Replace(register(scale), `"1"`, `1`, 1), want: `x.json:2:44: deny: "schema_version" must be "1", got 1`},
		{title: "a path among what the source omits that is an object", text: register(scale, `"source": {"omits": [{}]}`, `"risks": [`+risk+`]`), want: `x.json:4:22: deny: entry 1 of "omits" must be a field path, got an object`},
	})
}

// payload is a text that tries to command a terminal, a build's log, a browser and a spreadsheet.
const payload = `=cmd()|x\u001b[2J\u001b]0;t\u0007\r\n::error file=x::y\n##[error]z ::set-output name=a::b\u202e\u2066\u200b\u0085\u2028\ufeff<script>\u0000`

// hostileTexts are documents of the right shape with a payload in one text each.
func hostileTexts() []hostile {
	fields := []struct{ name, text, want string }{
		{"the title of a risk", `"title": "%"`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the description of a risk", `"title": "T", "description": "%"`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the category of a risk", `"title": "T", "category": "%"`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"an asset", `"title": "T", "affected_assets": ["%"]`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"a control", `"title": "T", "controls": ["%"]`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the severity of a risk", `"title": "T", "assessment": {"on": "2026-06-01", "by": "ana", "likelihood": "low", "impact": "low", "severity": "%"}`, `x.json:6:182: deny: risk R-1 is assessed as =cmd`},
		{"the residual severity", `"title": "T", "residual": {"severity": "%"}, "inherent": {"severity": "%"}`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the likelihood", `"title": "T", "assessment": {"likelihood": "%"}`, `x.json:6:1: deny: risk R-1 has no owner`},
		{"a rationale", `"title": "T", "response": {"type": "avoid", "rationale": "%"}`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the party of a transfer", `"title": "T", "response": {"type": "transfer", "transfer": {"party": "%"}}`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"a condition", `"title": "T", "response": {"type": "accept", "acceptance": {"conditions": ["%"]}}`, `x.json:6:1: deny: risk R-1 is accepted and doesn't state its residual severity`},
		{"the reason of a change", `"title": "T", "history": [{"from": "%", "to": "%", "reason": "%"}]`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"a reference to evidence", `"title": "T", "closure": {"evidence": [{"ref": "%"}]}`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"a free key", `"title": "T", "x_%": "%"`, `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"a service", `"title": "T", "affected_services": ["%"]`, `x.json:6:106: deny: risk R-1 names service =cmd()|x\x1b[2J\x1b]0;t\x07\x0d\x0a\x3a:error`},
		{"the name of an owner", `"title": "T", "owner": "%"`, `x.json:6:93: deny: risk R-1 names person =cmd()|x\x1b[2J\x1b]0;t\x07\x0d\x0a\x3a:error`},
	}
	var inputs []hostile
	for _, field := range fields {
		record := `{"id": "R-1", "status": "identified", "identified_on": "2026-06-01", ` + strings.ReplaceAll(field.text, "%", payload) + `}`
		inputs = append(inputs, hostile{title: field.name, text: hostileHeader + record + "]}", code: 1, want: field.want})
	}
	headers := []struct{ name, value, want string }{
		{"the organization", "Northwind", `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the business unit", "Sales", `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the name of a person", "Ana", `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the role of a person", "director", `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the name of a service", "Web", `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"the team of a service", "web team", `x.json:6:1: deny: risk R-1 has not been assessed`},
		{"a level of the scale", "critical", `x.json:2:49: deny: register shop has the severity level =cmd()|x\x1b[2J\x1b]0;t\x07\x0d\x0a\x3a:error`},
	}
	for _, header := range headers {
		text := strings.Replace(hostileHeader, `"`+header.value+`"`, `"`+payload+`"`, 1)
		inputs = append(inputs, hostile{title: header.name, code: 1, want: header.want, text: text + `{"id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01", "owner": "ana", "affected_services": ["web"]}]}`})
	}
	for i := range inputs {
		inputs[i].args = []string{"--output", "text"}
		for _, format := range output.Names() {
			inputs[i].args = append(inputs[i].args, "--output", format+"=report."+format)
		}
	}
	return inputs
}

// hostileHeader is a register up to its first risk.
const hostileHeader = `{"kind": "risk_register", "schema_version": "1", "id": "shop", "organization": "Northwind", "business_unit": "Sales", "as_of": "2026-06-30",
"scale": {"levels": ["low", "moderate", "high", "critical"]},
"people": [{"id": "ana", "name": "Ana", "role": "director"}],
"services": [{"id": "web", "name": "Web", "team": "web team"}],
"risks": [
`

// Lines of a register as JSON Lines.
const (
	linesHeader = `{"kind": "risk_register", "schema_version": "1", "id": "shop", "organization": "O", "business_unit": "B", "as_of": "2026-06-30", "scale": {"levels": ["low"]}}` + "\n"
	linesRisk   = `{"kind": "risk", "id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01"}` + "\n"
)

// brokenLines are JSON Lines that can't be read.
func brokenLines() []hostile {
	return inLines(all(2, []hostile{
		{title: "an empty file", text: "", want: `x.jsonl:1:1: file is empty`},
		{title: "line breaks alone", text: "\n\r\n\n", want: `x.jsonl:1:1: file holds nothing but white space`},
		{title: "a line cut off", text: linesHeader + linesRisk + `{"kind": "risk", "id": "R-`, want: `x.jsonl:3:27: line ends inside a text`},
		{title: "two records on one line", text: linesHeader + strings.TrimSpace(linesRisk) + linesRisk, want: `x.jsonl:2:99: text after the record's end`},
		{title: "a record on two lines", text: linesHeader + "{\"kind\":\n\"risk\"}\n", want: `x.jsonl:2:9: line ends inside an object`},
		{title: "a comma behind a record", text: linesHeader + strings.TrimSpace(linesRisk) + ",\n", want: `x.jsonl:2:99: text after the record's end`},
		{title: "a key twice on the third line", text: linesHeader + linesRisk + `{"kind": "risk", "kind": "risk"}`, want: `x.jsonl:3:18: duplicate key "kind"`},
		{title: "a byte order mark on the second line", text: linesHeader + "\ufeff" + linesRisk, want: `x.jsonl:2:1: line begins with a byte order mark`},
		{title: "a comment", text: linesHeader + "# risks\n" + linesRisk, want: `x.jsonl:2:1: comment in JSON`},
		{title: "a NUL between lines", text: linesHeader + "\x00" + linesRisk, want: `x.jsonl:2:1: line is UTF-16, not UTF-8`},
		{title: "lines that end in carriage returns alone", text: strings.ReplaceAll(linesHeader+linesRisk, "\n", "\r"), want: `x.jsonl:1:160: text after the record's end`},
		{title: "a record separator before each record", text: "\x1e" + linesHeader + "\x1e" + linesRisk, want: `x.jsonl:1:1: character U+001E outside of a text`},
		{title: "lines with a number of a million digits", text: linesHeader + strings.Repeat("9", 1_000_000), want: `x.jsonl:2:1: number of 1000000 characters: at most 128 are read`},
		{title: "UTF-16", text: "\xff\xfe" + utf16(linesHeader+linesRisk, false), want: `x.jsonl:1:1: line is UTF-16, not UTF-8`},
		{title: "an array of records", text: "[\n" + linesRisk + "]\n", want: `x.jsonl:1:2: line ends inside an array`},
	}))
}

// hostileLines are JSON Lines of records that don't belong together.
func hostileLines() []hostile {
	return inLines([]hostile{
		{title: "a line that is an array", text: linesHeader + "[1]\n", code: 1, want: `x.jsonl:2:1: deny: a record of this file needs a kind of risk`},
		{title: "a line that is a number", text: linesHeader + "1\n", code: 1, want: `x.jsonl:2:1: deny: a record of this file needs a kind of risk`},
		{title: "a line that is null", text: linesHeader + "null\n", code: 1, want: `x.jsonl:2:1: deny: a record of this file needs a kind of risk`},
		{title: "a second header", text: linesHeader + linesHeader, code: 1, want: `x.jsonl:2:10: deny: a record of this file needs a kind of risk`},
		{title: "a header that comes last", text: linesRisk + linesHeader, code: 1, want: `x.jsonl:2:10: deny: a record of this file needs a kind of risk`},
		{title: "a record of another document", text: linesHeader + `{"kind": "action_plan", "id": "P-1", "title": "T", "risk_ids": ["R-1"], "version": 1, "status": "draft"}`, code: 1, want: `x.jsonl:2:10: deny: a record of this file needs a kind of risk`},
		{title: "a record without a kind", text: linesHeader + `{"id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01"}`, code: 1, want: `x.jsonl:2:1: deny: a record of this file needs a kind of risk`},
		{title: "a record of a misspelled kind", text: linesHeader + `{"kind": "riks", "id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01"}`, code: 1, want: `x.jsonl:2:10: deny: a record of this file needs a kind of risk`},
		{title: "records inside the header", text: strings.Replace(linesHeader, `"scale"`, `"risks": [{"id": "R-9"}], "scale"`, 1) + linesRisk, code: 1, want: `x.jsonl:1:140: deny: missing key "identified_on"`},
		{title: "commands in a record's kind", text: linesHeader + `{"kind": "` + payload + `"}`, code: 1, want: `x.jsonl:2:10: deny: a record of this file needs a kind of risk`},
		{title: "a first line that is an array", text: "[]\n" + linesRisk, code: 3, want: `it has no "kind" that riskgate knows: x.jsonl`},
	})
}

func inLines(inputs []hostile) []hostile {
	for i := range inputs {
		inputs[i].file = "x.jsonl"
	}
	return inputs
}

// hostileOSCAL are plans of action and milestones that are wrong.
func hostileOSCAL() []hostile {
	poam := func(members string) string {
		return "{\"plan-of-action-and-milestones\": {\n\"uuid\": \"714210d2-f8df-448c-be3e-e2213816cf79\",\n\"metadata\": {\"title\": \"Shop\", \"last-modified\": \"2026-06-01T00:00:00Z\", \"version\": \"1\", \"oscal-version\": \"1.1.2\"},\n" + members + "}}"
	}
	const item = `"poam-items": [{"uuid": "1b8bae66-b28c-4fa5-9a20-b79e7322fc01", "title": "T", "description": "D", "related-risks": [{"risk-uuid": "8b8bae66-b28c-4fa5-9a20-b79e7322fc00"}]}]`
	risk := func(members string) string {
		return poam("\"risks\": [{\"uuid\": \"8b8bae66-b28c-4fa5-9a20-b79e7322fc00\", \"title\": \"T\", \"description\": \"D\", \"statement\": \"S\",\n" + members + "}],\n" + item)
	}
	return []hostile{
		{title: "a key twice", text: poam(`"poam-items": [], "poam-items": []`), code: 2, want: `x.json:4:19: duplicate key "poam-items"`},
		{title: "a plan that is a text", text: `{"plan-of-action-and-milestones": "none"}`, code: 1, want: `x.json:1:35: deny: "plan-of-action-and-milestones" must be an object`},
		{title: "a plan that is null", text: `{"plan-of-action-and-milestones": null}`, code: 1, want: `x.json:1:35: deny: "plan-of-action-and-milestones" must be an object`},
		{title: "a plan that is empty", text: `{"plan-of-action-and-milestones": {}}`, code: 1, want: `x.json:1:35: deny: the plan of action and milestones has no "metadata"`},
		{title: "two models in one file", text: `{"plan-of-action-and-milestones": {}, "catalog": {}}`, code: 1, want: `x.json:1:35: deny: the plan of action and milestones has no "metadata"`},
		{title: "risks that are a text", text: poam(`"risks": "none", ` + item), code: 1, want: `x.json:4:10: deny: "risks" must be an array of objects`},
		{title: "risks that are null", text: poam(`"risks": null, ` + item), code: 1, want: `x.json:4:10: deny: "risks" must be an array of objects`},
		{title: "a risk that is a number", text: poam(`"risks": [1], ` + item), code: 1, want: `x.json:4:11: deny: "risks" must hold objects only`},
		{title: "a risk without a uuid", text: poam(`"risks": [{"title": "T", "status": "open"}], ` + item), code: 1, want: `x.json:4:11: deny: the risk has no "uuid"`},
		{title: "a uuid that is a number", text: poam(`"risks": [{"uuid": 1, "title": "T", "status": "open"}], ` + item), code: 1, want: `x.json:4:20: deny: "uuid" must be a string`},
		{title: "a uuid that is a path", text: poam(`"risks": [{"uuid": "../../x", "title": "T", "status": "open"}], ` + item), code: 1, want: `x.json:4:20: deny: "id" must be an id, got "../../x"`},
		{title: "a uuid twice", text: poam(`"risks": [{"uuid": "8b8bae66-b28c-4fa5-9a20-b79e7322fc00", "title": "T", "status": "open"},` + "\n" + `{"uuid": "8b8bae66-b28c-4fa5-9a20-b79e7322fc00", "title": "T", "status": "closed"}], ` + item), code: 1, want: `x.json:5:1: deny: the risk id 8b8bae66-b28c-4fa5-9a20-b79e7322fc00 stands 2 times`},
		{title: "an item for a risk that isn't there", text: poam(item), code: 1, want: `x.json:4:131: deny: plan 1b8bae66-b28c-4fa5-9a20-b79e7322fc01 names risk 8b8bae66-b28c-4fa5-9a20-b79e7322fc00`},
		{title: "items that are an object", text: poam(`"poam-items": {}`), code: 1, want: `x.json:4:15: deny: "poam-items" must be an array of objects`},
		{title: "a status that nobody knows", text: risk(`"status": "opened"`), code: 1, want: `x.json:5:11: deny: status "opened" is not one that riskgate knows`},
		{title: "a status that is a list", text: risk(`"status": ["open"]`), code: 1, want: `x.json:5:11: deny: "status" must be a string`},
		{title: "a deadline on 30 February", text: risk(`"status": "open", "deadline": "2026-02-30T00:00:00Z"`), code: 1, want: `x.json:5:31: deny: "deadline" must be a date-time with a time zone`},
		{title: "a deadline in the year 9999", text: risk(`"status": "open", "deadline": "9999-12-31T23:59:59Z"`), code: 1, want: `x.json:5:31: deny: "deadline" must be a date YYYY-MM-DD, got "9999-12-31"`},
		{title: "a deadline with a small t", text: risk(`"status": "open", "deadline": "2026-07-01t00:00:00z"`), code: 1, want: `x.json:5:31: deny: "deadline" must be a date-time with a time zone`},
		{title: "a deadline that is a number", text: risk(`"status": "open", "deadline": 20260701`), code: 1, want: `x.json:5:31: deny: "deadline" must be a string`},
		{title: "a deadline with an offset of 99 hours", text: risk(`"status": "open", "deadline": "2026-07-01T00:00:00+99:00"`), code: 1, want: `x.json:5:31: deny: "deadline" must be a date-time with a time zone`},
		{title: "commands in a title", text: strings.Replace(risk(`"status": "open"`), `"title": "T"`, `"title": "`+payload+`"`, 2), code: 1, want: `x.json:4:11: deny: risk 8b8bae66-b28c-4fa5-9a20-b79e7322fc00, which plan 1b8bae66-b28c-4fa5-9a20-b79e7322fc01`},
		{title: "commands in a status", text: risk(`"status": "` + payload + `"`), code: 1, want: `x.json:5:11: deny: status "=cmd()|x\x1b[2J\x1b]0;t\a\r\n::error file=x::y\n#\x23[error]z \x3a:set-output`},
		{title: "commands in the title of the plan", text: strings.Replace(risk(`"status": "open"`), "Shop", payload, 1), code: 1, want: `x.json:4:11: deny: risk 8b8bae66-b28c-4fa5-9a20-b79e7322fc00, which plan 1b8bae66-b28c-4fa5-9a20-b79e7322fc01`},
		{title: "another model", text: `{"system-security-plan": {"uuid": "x"}}`, code: 3, want: `OSCAL system security plan; of OSCAL, only a plan of action and milestones is read: x.json`},
		{title: "the key of the plan in capitals", text: `{"Plan-of-action-and-milestones": {}}`, code: 3, want: `it has no "kind" that riskgate knows: x.json`},
	}
}

// compliant is a plan that nothing can be said against.
const compliant = `{
"kind": "action_plan", "id": "P-1", "title": "T", "risk_ids": ["R-1"], "version": 1, "updated_on": "2026-06-30", "status": "approved", "objective": "O", "success_measures": ["S"],
"actions": [{"id": "A-1", "title": "T", "owner": "ana", "due": "2026-07-15", "status": "open", "tracking_ref": "T-1"}],
"approvals": [
{"act": "review", "by": "rita", "at": "2026-06-01", "decision": "approved", "plan_version": 1},
{"act": "approve", "by": "dora", "at": "2026-06-02", "decision": "approved", "plan_version": 1}
]}`

// hostileSettings are settings over a plan that complies with what they should be.
func hostileSettings() []hostile {
	severe := func(values string) string { return `{"settings": {"plan": {"deadline_days": ` + values + `}}}` }
	inputs := all(2, []hostile{
		{title: "an empty file", text: "", want: `riskgate.json:1:1: file is empty`},
		{title: "an array", text: `[]`, want: `riskgate.json:1:1: the file must be an object, got a list`},
		{title: "a text", text: `"default"`, want: `riskgate.json:1:1: the file must be an object, got "default"`},
		{title: "a key twice", text: "{\"rules\": {},\n\"rules\": {}}", want: `riskgate.json:2:1: duplicate key "rules"`},
		{title: "a byte order mark", text: "\ufeff{}", want: `riskgate.json:1:1: file begins with a byte order mark`},
		{title: "a comment", text: "{} // none", want: `riskgate.json:1:4: comment in JSON`},
		{title: "a misspelled key", text: `{"rulse": {}}`, want: `riskgate.json:1:2: unknown key "rulse"`},
		{title: "a key in capitals", text: `{"Rules": {}}`, want: `riskgate.json:1:2: unknown key "Rules"`},
		{title: "a free key, which settings don't have", text: `{"x_note": 1}`, want: `riskgate.json:1:2: unknown key "x_note"`},
		{title: "a rule that nobody knows", text: `{"rules": {"plan.detaild": {"level": "off", "reason": "x"}}}`, want: `riskgate.json:1:12: no rule is called "plan.detaild"`},
		{title: "a rule with a letter that only looks right", text: `{"rules": {"рlan.detailed": {"level": "off", "reason": "x"}}}`, want: `riskgate.json:1:12: no rule is called "рlan.detailed"`},
		{title: "a rule that is off without a reason", text: `{"rules": {"plan.detailed": {"level": "off"}}}`, want: `riskgate.json:1:29: missing key "reason"`},
		{title: "a rule that is off for a blank reason", text: `{"rules": {"plan.detailed": {"level": "off", "reason": " "}}}`, want: `riskgate.json:1:56: "reason" must not be blank`},
		{title: "a rule that is off as a text", text: `{"rules": {"plan.detailed": "off"}}`, want: `riskgate.json:1:29: "plan.detailed" must be an object, got "off"`},
		{title: "a level that nobody knows", text: `{"rules": {"plan.detailed": {"level": "none", "reason": "x"}}}`, want: `riskgate.json:1:39: "level" must be one of deny, warn, off; got "none"`},
		{title: "the check of schemas turned off", text: `{"rules": {"schema.conforms": {"level": "off", "reason": "x"}}}`, want: `riskgate.json:1:12: no rule is called "schema.conforms"`},
		{title: "rules that are a list", text: `{"rules": ["plan.detailed"]}`, want: `riskgate.json:1:11: "rules" must be an object, got a list`},
		{title: "an as-of date on 30 February", text: `{"as_of": "2026-02-30"}`, want: `riskgate.json:1:11: "as_of" must be a date YYYY-MM-DD, got "2026-02-30"`},
		{title: "an as-of date that is a number", text: `{"as_of": 20260630}`, want: `riskgate.json:1:11: "as_of" must be a date YYYY-MM-DD, got 20260630`},
		{title: "an as-of date in the year 9999", text: `{"as_of": "9999-12-31"}`, want: `riskgate.json:1:11: "as_of" must be a date YYYY-MM-DD, got "9999-12-31"`},
		{title: "a number of days below nought", text: severe(`{"low": -1}`), want: `riskgate.json:1:49: "low" must be at least 0, got -1`},
		{title: "a fraction of days", text: severe(`{"low": 1.5}`), want: `riskgate.json:1:49: "low" must be a whole number, got 1.5`},
		{title: "1e308 days", text: severe(`{"low": 1e308}`), want: `riskgate.json:1:49: "low" must be at most 36500, got 1e308`},
		{title: "days beyond 64 bits", text: severe(`{"low": 9223372036854775809}`), want: `riskgate.json:1:49: "low" must be at most 36500, got 9223372036854775809`},
		{title: "days that are a text", text: severe(`{"low": "30"}`), want: `riskgate.json:1:49: "low" must be a whole number, got "30"`},
		{title: "days for a severity that nobody knows", text: severe(`{"none": 30}`), want: `riskgate.json:1:42: no severity level is called "none"`},
		{title: "days that are null", text: severe(`{"low": null}`), want: `riskgate.json:1:49: "low" must be a whole number, got null`},
		{title: "an interval of no days", text: `{"settings": {"report": {"period_days": 0}}}`, want: `riskgate.json:1:41: "period_days" must be at least 1, got 0`},
		{title: "more than a hundred percent", text: `{"settings": {"monitoring": {"acceptance_percent": 1e9}}}`, want: `riskgate.json:1:52: "acceptance_percent" must be at most 100, got 1e9`},
		{title: "a scale of no levels", text: `{"settings": {"scale": {"levels": []}}}`, want: `riskgate.json:1:35: "levels" must have at least 1 entry, got 0`},
		{title: "a level twice", text: `{"settings": {"scale": {"levels": ["low", "moderate", "high", "critical", "low"]}}}`, want: `riskgate.json:1:75: "low" stands twice in scale.levels`},
		{title: "a level without days", text: `{"settings": {"scale": {"levels": ["low", "moderate", "high", "critical", "extreme"]}}}`, want: `riskgate.json:1:35: response.decision_days has no value for severity level "extreme"`},
		{title: "a role that nobody has", text: `{"settings": {"report": {"management_role": "dirеctor"}}}`, want: `riskgate.json:1:45: no role is called "dirеctor"`},
		{title: "a profile that nobody knows", text: `{"profile": "lax"}`, want: `riskgate.json:1:13: no profile is called "lax"`},
		{title: "a profile that is a path", text: `{"profile": "../profiles/default"}`, want: `riskgate.json:1:13: no profile is called "../profiles/default"`},
		{title: "a profile that is a number", text: `{"profile": 1}`, want: `riskgate.json:1:13: "profile" must be text, got 1`},
		{title: "an expected document that nobody knows", text: `{"expected_documents": ["risks"]}`, want: `riskgate.json:1:25: entry 1 of "expected_documents" must be one of risk_register, action_plans, risk_reviews,`},
		{title: "100 levels", text: strings.Repeat(`{"settings":`, 100) + "1" + strings.Repeat("}", 100), want: `riskgate.json:1:769: nested more than 64 levels deep`},
		{title: "more than a mebibyte", text: `{"profile": "` + strings.Repeat("d", 1<<20) + `"}`, want: `riskgate.json: settings are larger than 1 MiB`},
		{title: "commands in a key", text: `{"` + payload + `": 1}`, want: `riskgate.json:1:2: unknown key "=cmd()|x\x1b[2J\x1b]0;t\a\r\n::error file=x::y\n#\x23[error]z`},
		{title: "commands in a rule", text: `{"rules": {"` + payload + `": {"level": "off", "reason": "x"}}}`, want: `riskgate.json:1:12: no rule is called "=cmd()|x\x1b[2J\x1b]0;t\a\r\n::error file=x::y\n#\x23[error]z`},
		{title: "commands in a level", text: `{"rules": {"plan.detailed": {"level": "` + payload + `", "reason": "x"}}}`, want: `riskgate.json:1:39: "level" must be one of deny, warn, off; got "=cmd()|x\x1b[2J\x1b]0;t\a\r\n::error`},
		{title: "commands in a profile", text: `{"profile": "` + payload + `"}`, want: `riskgate.json:1:13: no profile is called "=cmd()|x\x1b[2J\x1b]0;t\a\r\n::error file=x::y\n#\x23[error]z`},
		{title: "a directory instead of a file", want: `riskgate.json: settings must be a regular file`, arrange: func(t *testing.T, directory string) {
			must(t, os.Mkdir(filepath.Join(directory, "riskgate.json"), 0o777))
		}},
		{title: "a named pipe instead of a file", want: `riskgate.json: settings must be a regular file`, arrange: func(t *testing.T, directory string) {
			must(t, syscall.Mkfifo(filepath.Join(directory, "riskgate.json"), 0o666))
		}},
		{title: "a link to itself", want: `riskgate.json: can't be read: too many levels of symbolic links`, arrange: func(t *testing.T, directory string) {
			must(t, os.Symlink("riskgate.json", filepath.Join(directory, "riskgate.json")))
		}},
		{title: "a file that nobody may read", text: `{}`, arrange: unreadable("riskgate.json"), want: `riskgate.json: can't be read: permission denied`},
	})
	inputs = append(inputs, hostile{
		title: "commands in a reason", code: 1, want: `plan.detailed: =cmd()|x\x1b[2J\x1b]0;t`,
		text: `{"rules": {"plan.detailed": {"level": "off", "reason": "` + payload + `"}}}`,
		args: []string{"--fail-on-not-assessable"},
	})
	for i := range inputs {
		inputs[i].file, inputs[i].beside = "riskgate.json", compliant
	}
	return inputs
}

// hostileFiles are files that are no documents, whatever they hold.
func hostileFiles() []hostile {
	const risk = `{"kind": "risk", "id": "R-1", "title": "T", "status": "identified", "identified_on": "2026-06-01"}`
	link := func(target string) func(*testing.T, string) {
		return func(t *testing.T, directory string) { must(t, os.Symlink(target, filepath.Join(directory, "x.json"))) }
	}
	outside := func(t *testing.T, directory string) {
		secret := filepath.Join(t.TempDir(), "secret.json")
		write(t, secret, risk)
		link(secret)(t, directory)
	}
	pipe := func(t *testing.T, directory string) {
		must(t, syscall.Mkfifo(filepath.Join(directory, "x.json"), 0o666))
	}
	named := func(name string) string { return name }
	return []hostile{
		{title: "a link out of the directory", arrange: outside, code: 2, want: `x.json: is a symbolic link, and only regular files are read`},
		{title: "a link out of the directory, named by the user", arrange: outside, args: []string{"x.json"}, code: 2, want: `x.json: can't be read: path escapes from parent`},
		{title: "a link to a neighbour", text: risk, file: "y.json", arrange: link("y.json"), code: 2, want: `x.json: is a symbolic link, and only regular files are read`},
		{title: "a link to nothing", arrange: link("nothing"), code: 2, want: `x.json: is a symbolic link, and only regular files are read`},
		{title: "a link to nothing, named by the user", arrange: link("nothing"), args: []string{"x.json"}, code: 2, want: `x.json: no such file or directory`},
		{title: "a link to itself", arrange: link("x.json"), args: []string{"x.json"}, code: 2, want: `x.json: can't be read: too many levels of symbolic links`},
		{title: "a link to an endless device", arrange: link("/dev/zero"), args: []string{"x.json"}, code: 2, want: `x.json: can't be read: path escapes from parent`},
		{title: "an endless device", args: []string{"/dev/zero"}, arrange: func(*testing.T, string) {}, code: 2, want: `/dev/zero: is a device, and only regular files are read`},
		{title: "a device that is empty", args: []string{"/dev/null"}, arrange: func(*testing.T, string) {}, code: 2, want: `/dev/null: is a device, and only regular files are read`},
		{title: "a named pipe", arrange: pipe, code: 2, want: `x.json: is a named pipe, and only regular files are read`},
		{title: "a named pipe, named by the user", arrange: pipe, args: []string{"x.json"}, code: 2, want: `x.json: is a named pipe, and only regular files are read`},
		{title: "a socket", code: 2, want: `x.json: is a socket, and only regular files are read`, arrange: func(t *testing.T, directory string) {
			must(t, syscall.Mknod(filepath.Join(directory, "x.json"), syscall.S_IFSOCK|0o666, 0))
		}},
		{title: "a directory with the name of a document", text: risk, file: "x.json/y.json", code: 2, want: `x.json: is a directory with the name of a document`},
		{title: "a file that nobody may read", text: risk, arrange: unreadable("x.json"), code: 2, want: `x.json: can't be read: permission denied`},
		{title: "a directory that nobody may read", text: risk, file: "sub/x.json", arrange: unreadable("sub"), code: 2, want: `sub: can't be read: permission denied`},
		{title: "a path through a file", text: risk, args: []string{"x.json/y.json"}, code: 2, want: `x.json/y.json: can't be read: not a directory`},
		{title: "a path with a NUL", text: risk, args: []string{"x.json\u2028"}, code: 2, want: `x.json\u2028: no such file or directory`},
		{title: "a file above the limit", text: risk, args: []string{"--max-file-size", "10"}, code: 2, want: `x.json: file is larger than 10 bytes`},
		{title: "a path that isn't there", text: risk, args: []string{"y.json"}, code: 2, want: `y.json: no such file or directory`},
		{title: "a path that holds commands", text: risk, args: []string{"\x1b[2J\n::error::x##[group]\u202e"}, code: 2, want: `\x1b[2J\x0a\x3a:error::x#\x23[group]\u202e: no such file or directory`},
		{title: "a path of 5,000 letters", text: risk, args: []string{strings.Repeat("x", 5_000)}, code: 2, want: `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`},
		{title: "a hidden document", text: risk, file: ".x.json", code: 3, want: `hidden file: .x.json`},
		{title: "a hidden directory", text: risk, file: ".risks/x.json", code: 3, want: `hidden directory: .risks/`},
		{title: "a document under another name", text: risk, file: "x.json.bak", code: 3, want: `not a .json or .jsonl file: x.json.bak`},
		{title: "a document under another name, refused", text: risk, file: "x.json.bak", args: []string{"--strict-files"}, code: 2, want: `not a .json or .jsonl file: x.json.bak`},
		{title: "a directory without documents", arrange: func(*testing.T, string) {}, code: 3, want: `nothing was checked: no document was found`},
		{title: "a broken file with a suffix in capitals", text: `{`, file: "X.JSON", code: 2, want: `X.JSON:1:2: file ends inside an object`},
		{title: "a broken file whose name holds commands", text: `{`, file: named("\x1b[2J\n::error::x##[group]\u202e.json"), code: 2, want: `\x1b[2J\x0a\x3a:error::x#\x23[group]\u202e.json:1:2: file ends inside an object`},
		{title: "a broken file whose name is not UTF-8", text: `{`, file: named("x\xff.json"), code: 2, want: `x\ufffd.json: can't be read: its name is not UTF-8`},
		{title: "a document whose name holds commands", text: risk, file: named("\x1b[2J\n::error::x##[group]\u202e.json"), code: 1, want: `\x1b[2J\x0a\x3a:error::x#\x23[group]\u202e.json:1:1: deny: risk R-1 has not been assessed`},
		{title: "a broken file 100 directories deep", text: `{`, file: strings.Repeat("d/", 100) + "x.json", code: 2, want: `d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/`},
	}
}

// unreadable takes all rights to a file away. Root may read it all the same.
func unreadable(name string) func(*testing.T, string) {
	return func(t *testing.T, directory string) {
		if os.Geteuid() == 0 {
			t.Skip("root may read everything")
		}
		path := filepath.Join(directory, name)
		must(t, os.Chmod(path, 0))
		t.Cleanup(func() { os.Chmod(path, 0o700) })
	}
}
