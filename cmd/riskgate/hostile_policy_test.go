//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// hostileRule is a rule that means harm, or that its author didn't mean.
type hostileRule struct {
	title string
	// text follows the package of a rule that applies to every risk.
	text string
	want string // behind the rule's file
}

const hostileMetadata = `# METADATA
# title: A claim
# description: Why it matters.
# custom:
#   subject: risk
#   level: deny
#   remedy: Mend it.
#   reads: [risk.owner]
#   settings: []
package rules.acme.%s

`

const hostileRegister = `{"kind": "risk_register", "schema_version": "1", "id": "REG", "organization": "Acme", "business_unit": "Shop",
"as_of": "2026-06-30", "scale": {"levels": ["low", "moderate", "high", "critical"], "likelihood": ["rare"], "impact": ["minor"]},
"risks": [{"id": "R-1", "title": "Fire", "status": "identified", "identified_on": "2026-06-29"}]}`

// fires is what a rule says where a condition holds.
func fires(condition string) string {
	return "applies if true\n\nviolations contains {\"at\": [\"risk\"], \"message\": \"x\"} if " + condition + "\n"
}

// says is a rule whose violation is a value.
func says(violation string) string {
	return "applies if true\n\nviolations contains " + violation + " if input.risk.id\n"
}

// Rego is data too: what a rule reaches for, and what it can't be, is refused before a record is read.
func TestHostileRulesEndWithAClearError(t *testing.T) {
	const (
		reaches = "rules call only what can't reach out of the process or differ from run to run"
		alone   = "is none of a rule's business: it sees input, data.settings and data.lib"
	)
	groups := []struct {
		name  string
		rules []hostileRule
	}{
		{"what they are", []hostileRule{
			{"it replaces the settings", fires("violations == set() with data.settings as {}"), ":14:77: with is for tests: a rule can't replace what it is asked about"},
			{"it asks another rule", fires("data.rules.risk.owner_named.applies"), ":14:57: data.rules.risk.owner_named.applies " + alone},
			{"it reads everything", fires("data[x]"), ":14:57: data[x] " + alone},
			{"it hides what it says", fires("true # \u202e eslaf"), ":14:64: '\\u202e' is a character that nobody sees"},
			{"it isn't UTF-8", fires("input.risk.id == \"\xff\""), ":14:74: illegal utf-8 character"},
			{"it nests without end", "x := " + strings.Repeat("(", 200000) + fires("true"), ":12:12506: max parsing recursion depth exceeded"},
			{"it doesn't define applies", "violations contains {} if false\n", ":10:1: the rule doesn't define applies"},
			{"its violations are no set", "applies if true\n\nviolations := []\n", ":14:1: violations is a set"},
			{"its package has a part outside", fires("true") + "\nviolations.more contains 1 if true\n", ":16:1: violations is a set"},
		}},
		{"what they call", []hostileRule{
			{"http.send", fires(`http.send({"method": "get", "url": "http://localhost"}).status_code == 200`), ":14:57: undefined function http.send hint: " + reaches},
			{"the environment", fires("opa.runtime().env.HOME"), ":14:57: undefined function opa.runtime hint: " + reaches},
			{"chance", fires(`rand.intn("x", 5) == 1`), ":14:57: undefined function rand.intn hint: " + reaches},
			{"a name of their own", fires(`uuid.rfc4122("x")`), ":14:57: undefined function uuid.rfc4122 hint: " + reaches},
			{"the network's names", fires(`net.lookup_ip_addr("localhost")`), ":14:57: undefined function net.lookup_ip_addr hint: " + reaches},
			{"more memory than there is", fires("bits.lsh(1, 100000000000) > 1"), ":14:57: undefined function bits.lsh hint: " + reaches},
			{"Rego itself", fires(`rego.parse_module("x", "package x")`), ":14:57: undefined function rego.parse_module hint: " + reaches},
			{"sprintf, which hides what is undefined", fires(`sprintf("%s", [input.risk.id])`), ":14:57: undefined function sprintf hint: write a template string"},
			{"a setting that there is not", fires("data.settings.plan.minimum_action > 1"), `:14:57: there is no setting plan.minimum_action hint: did you mean "minimum_actions"?`},
		}},
		{"what they read", []hostileRule{
			{"a field that no risk has", fires("not input.risk.ownr"), `:14:61: undefined ref: input.risk.ownr hint: did you mean "owner"?`},
			{"a field that a schema of its own allows", "# METADATA\n# schemas:\n# - input: {}\n" + fires("not input.risk.ownr"), `:17:61: undefined ref: input.risk.ownr hint: did you mean "owner"?`},
		}},
		{"what they are made of", []hostileRule{
			{"a function that calls itself", "f(x) := f(x)\n\n" + fires("f(1)"), ":12:1: rule data.rules.acme.case0.f is recursive"},
		}},
		{"what they answer", []hostileRule{
			{"two values for one definition", "y := v if some v in [\"a\", \"b\"]\n\n" + fires(`y == "a"`), ":12:1: a definition has two different values"},
			{"a number that is none", fires("to_number(input.risk.id) > 1"), ":14:57: a function was called with a value that it can't take"},
			{"a day that is none", fires(`time.parse_ns("2006-01-02", "x") > 1`), ":14:57: a function was called with a value that it can't take"},
			{"a text for a violation", says(`"x"`), `: a violation is no object {"at": [...], "message": "..."}`},
			{"a place that is none", says(`{"at": [{}], "message": "x"}`), ": a violation's at is no array of names and positions"},
			{"no message", says(`{"at": [], "message": ""}`), ": a violation's message is empty or no text"},
			{"a level of its own", says(`{"at": [], "message": "x", "level": "warn"}`), ": a violation has a key besides at, message and remedy"},
		}},
	}
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			directory := t.TempDir()
			write(t, filepath.Join(directory, "register.json"), hostileRegister)
			for i, rule := range group.rules {
				name := fmt.Sprintf("case%d", i)
				write(t, filepath.Join(directory, "policies", "rules", "acme", name, "rule.rego"), fmt.Sprintf(hostileMetadata, name)+rule.text)
			}
			code, said := riskgate(t, directory, "check", "--as-of", "2026-06-30", "--policy", "policies", "register.json")
			if code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			said = strings.Join(strings.Fields(said), " ")
			for i, rule := range group.rules {
				if want := fmt.Sprintf("policies/rules/acme/case%d/rule.rego%s", i, rule.want); !strings.Contains(said, want) {
					t.Errorf("%s: nothing says %q", rule.title, want)
				}
			}
			if t.Failed() {
				t.Log(said)
			}
		})
	}
}

// A rule that takes for ever ends the run when its time is over.
func TestARunawayRuleEndsWithTheTimeLimit(t *testing.T) {
	directory := t.TempDir()
	write(t, filepath.Join(directory, "register.json"), hostileRegister)
	text := `l := split("` + strings.Repeat("a", 64) + `", "")

` + fires("count([1 | some a in l; some b in l; some c in l; some d in l; some e in l; a == b; c == d; d == e]) > 1")
	write(t, filepath.Join(directory, "policies", "rules", "acme", "endless", "rule.rego"), fmt.Sprintf(hostileMetadata, "endless")+text)
	code, said := riskgate(t, directory, "check", "--as-of", "2026-06-30", "--timeout", "1s", "--policy", "policies", "register.json")
	if code != 2 || !strings.Contains(said, "the time limit was reached") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}

// A policy folder is no better trusted than a folder of records: nothing in it makes a run wait, leads out of it or is
// left out without a word.
func TestHostilePolicyFoldersEndWithAClearError(t *testing.T) {
	home := filepath.Join("policies", "rules", "acme", "named")
	rule := fmt.Sprintf(hostileMetadata, "named") + fires("false")
	tests := []struct {
		title   string
		arrange func(t *testing.T)
		want    string
	}{
		{"a pipe for a rule", func(t *testing.T) {
			must(t, syscall.Mkfifo(filepath.Join(home, "rule.rego"), 0o666))
		}, "policies/rules/acme/named/rule.rego: can't be read: it is no regular file"},
		{"a pipe for the settings", func(t *testing.T) {
			write(t, filepath.Join(home, "rule.rego"), rule)
			must(t, syscall.Mkfifo(filepath.Join("policies", "settings.json"), 0o666))
		}, "policies/settings.json: can't be read: it is no regular file"},
		{"a pipe for the duties", func(t *testing.T) {
			write(t, filepath.Join(home, "rule.rego"), rule)
			must(t, syscall.Mkfifo(filepath.Join("policies", "duties.json"), 0o666))
		}, "policies/duties.json: can't be read: it is no regular file"},
		{"a link out of the folder", func(t *testing.T) {
			write(t, "rule.rego", rule)
			must(t, os.Symlink(filepath.Join("..", "..", "..", "..", "rule.rego"), filepath.Join(home, "rule.rego")))
		}, "policies/rules/acme/named/rule.rego: a link must lead to a file of the folder"},
		{"a link to a folder of a rule", func(t *testing.T) {
			write(t, filepath.Join("policies", "old", "rule.rego"), rule)
			must(t, os.Remove(home))
			must(t, os.Symlink(filepath.Join("..", "..", "old"), home))
		}, "policies/rules/acme/named: a link must lead to a file of the folder"},
		{"a directory with the name of a rule", func(t *testing.T) {
			must(t, os.Mkdir(filepath.Join(home, "rule.rego"), 0o777))
		}, "policies/rules/acme/named/rule.rego: a directory has the name of a rule's file"},
		{"a rule under a misspelled name", func(t *testing.T) {
			write(t, filepath.Join(home, "rule.reg"), rule)
		}, "policies/rules/acme/named: there is no rule.rego"},
		{"a rule in another case", func(t *testing.T) {
			write(t, filepath.Join(home, "Rule.rego"), rule)
		}, "policies/rules/acme/named/Rule.rego is no place for a rule"},
		{"a rule of nothing", func(t *testing.T) {
			write(t, filepath.Join(home, "rule.rego"), "")
		}, "policies/rules/acme/named/rule.rego: empty module"},
		{"a rule without end", func(t *testing.T) {
			write(t, filepath.Join(home, "rule.rego"), rule+strings.Repeat("# more\n", 1<<18))
		}, "policies/rules/acme/named/rule.rego: can't be read: it is larger than 1 MiB"},
		{"metadata that grow when they are read", func(t *testing.T) {
			bomb := "# METADATA\n# title: x\n# custom:\n#   a: &a [x, x, x, x, x, x, x, x, x]\n"
			for _, name := range "bcdefghi" {
				before := string(name - 1)
				bomb += fmt.Sprintf("#   %c: &%c [%s]\n", name, name, strings.TrimSuffix(strings.Repeat("*"+before+", ", 9), ", "))
			}
			write(t, filepath.Join(home, "rule.rego"), bomb+"package rules.acme.named\n\n"+fires("false"))
		}, "policies/rules/acme/named/rule.rego:2:1: yaml: document contains excessive aliasing"},
		{"a second file for a rule of riskgate's", func(t *testing.T) {
			text := strings.Replace(rule, "rules.acme.named", "rules.risk.owner_named", 1)
			write(t, filepath.Join("policies", "rules", "risk", "owner_named", "rule.rego"), text)
			write(t, filepath.Join(home, "rule.rego"), rule)
		}, "policies/rules/risk/owner_named/rule.rego:10:1: package rules.risk.owner_named is declared by riskgate's own rules/risk/owner_named/rule.rego already"},
		{"definitions for what riskgate's rules share, from the package above it", func(t *testing.T) {
			write(t, filepath.Join("policies", "lib", "above.rego"), "package lib\n\ndates.is_past(_) := false\n")
			write(t, filepath.Join(home, "rule.rego"), rule)
		}, "policies/lib/above.rego:1:1: policies/lib/above.rego is no place for a rule"},
	}
	for _, test := range tests {
		t.Run(test.title, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, "register.json", hostileRegister)
			must(t, os.MkdirAll(home, 0o777))
			test.arrange(t)
			code, said := riskgate(t, ".", "check", "--as-of", "2026-06-30", "--policy", "policies", "register.json")
			if code != 2 || !strings.Contains(said, test.want) {
				t.Errorf("exit code %d, want 2 and %q:\n%s", code, test.want, said)
			}
		})
	}
}
