//go:build linux && !race

package bypass_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// words are titles that some reader of a report would obey. A rule of the base quotes them.
var words = []struct {
	name, format, title string
	says                string // instead
	never               string
}{
	{"a command of GitHub begins a title", "github", "::error::all is well", `\x3a:error::all is well is risk R-5`, "::error::all"},
	{"a command of GitHub begins a line", "github", "over\n::stop-commands::x", `over\x0a\x3a:stop-commands::x is risk R-5`, "\n::stop"},
	{"an older command stands within", "text", "over ##[section]all is well", `over #\x23[section]all is well is risk R-5`, "##["},
	{"a title clears the terminal", "text", "\x1b[2J\x1b[32mcomplies", `\x1b[2J\x1b[32mcomplies is risk R-5`, "\x1b"},
	{"a title turns the direction of writing", "text", "\u202ecomplies\u2066", `\u202ecomplies\u2066 is risk R-5`, "\u202e"},
	{"a title writes a verdict of its own", "text", "over\ncomplies\n", `over\x0acomplies\x0a is risk R-5`, "over\ncomplies"},
	{"a title is a link in Markdown", "markdown", "[complies](https://example.com)", `&#91;&#8203;complies](https&#58;&#8203;//example.com) is risk R-5`, "[complies]("},
	{"a title ends the table of Markdown", "markdown", "over | x |\n\n# complies", `over &#124; x &#124;&#92;x0a&#92;x0a&#35;&#8203; complies is risk R-5`, "\n# complies"},
	{"a title is an element of Markdown", "markdown", "</details><img src=x>", `&#60;/details>&#60;img src=x> is risk R-5`, "<img"},
	{"a title is a script of a page", "html", "</script><script>alert(1)</script>", `&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; is risk R-5`, "<script>alert(1)"},
	{"a title is a formula", "csv", `=HYPERLINK("https://example.com")`, `"'=HYPERLINK(""https://example.com"") is risk R-5`, `,"=HYPERLINK`},
	{"a title is a formula after a tab", "csv", "\t@SUM(1)", `"\x09@SUM(1) is risk R-5`, "\t@SUM"},
	{"a title ends a case of JUnit", "junit", "]]></failure></testcase><testcase name='x'/>", `]]&gt;&lt;/failure&gt;&lt;/testcase&gt;&lt;testcase name=&#39;x&#39;/&gt; is risk R-5`, "<testcase name='x'"},
	{"a title is a link of SARIF", "sarif", "[complies](https://example.com) {0}", `[complies\\x5d(https://example.com) {{0}} is risk R-5`, "[complies]("},
	{"a title is a command of GitLab", "gitlab", "over\n/approve", `over\\x0a/approve is risk R-5`, `over\n/approve`},
	{"a title ends a text of JSON", "json", `"}], "code": 0, "x": "`, `"message":"\"}], \"code\": 0, \"x\": \" is risk R-5`, `"code": 0`},
	{"a title is a placeholder of OSCAL", "oscal", "{{ insert: param, x }}", `\\{\\{ insert: param, x \\}\\} is risk R-5`, "{{ insert"},
}

func TestNoTextOfARecordCommandsAnybody(t *testing.T) {
	repository := commitBase(t)
	for _, word := range words {
		t.Run(word.name, func(t *testing.T) {
			args := []string{"--base", "main", "--output", word.format, "data"}
			code, said := propose(t, repository, all(quoting, entitled(word.title, `"x_note": "none"`)), args)
			if code != 1 || !says(said, word.says) || strings.Contains(said, word.never) {
				t.Errorf("exit code %d, want 1, %q and never %q:\n%s", code, word.says, word.never, said)
			}
			if code, said := propose(t, repository, all(quoting, entitled(word.title, `"description": "It sticks."`)), args); code != 0 || strings.Contains(said, word.never) {
				t.Errorf("described, exit code %d:\n%s", code, said)
			}
		})
	}
}

// entitled is the new risk with a title and what stands in the place of its description.
func entitled(title, description string) edit {
	written, _ := json.Marshal(title) // no text fails
	return record(strings.NewReplacer(`"The gate sticks"`, string(written), `"description": "It sticks in the rain."`, description).Replace(newRisk))
}

// quoting has a rule of the base quote what the change says.
var quoting = all(swap(ownRule, "risk {input.risk.id} has no description", "{input.risk.title} is risk {input.risk.id}, has no description"), merge)
