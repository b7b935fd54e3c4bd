//go:build linux && !race

package bypass_test

import "strings"

// policies are tries of rules that stand in the base: those of a change are never asked.
var policies = group{
	about: "what a rule of the base does",
	tries: []try{
		{"it asks the network", held(`response := http.send({"method": "GET", "url": "https://example.com"}); response.status_code == 200`), nil, 2, "http.send", soundRule},
		{"it resolves a name", held(`count(net.lookup_ip_addr("example.com")) > 0`), nil, 2, "net.lookup_ip_addr", soundRule},
		{"it looks at the environment", held(`opa.runtime().env.HOME == "/root"`), nil, 2, "opa.runtime", soundRule},
		{"it throws a coin", held(`rand.intn("coin", 2) == 1`), nil, 2, "rand.intn", soundRule},
		{"it makes up an id", held(`uuid.rfc4122("a") == "b"`), nil, 2, "uuid.rfc4122", soundRule},
		{"it compiles other rules", held(`rego.parse_module("x", "package x")`), nil, 2, "rego.parse_module", soundRule},
		{"it holds only until it is noon", held(`time.now_ns() == time.parse_ns("2006-01-02", "2026-06-02")`), nil, 1, "(acme.described)", soundRule},
		{"it never comes to an end", held(`many := [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]; count({[a, b, c, d, e, f, g] | some a in many; some b in many; some c in many; some d in many; some e in many; some f in many; some g in many}) == 0`),
			[]string{"--base", "main", "--timeout", "2s", "data"}, 2, "time limit", soundRule},
		{"it divides by nothing", held(`1 / (count(input.risk.id) - count(input.risk.id)) > 1`), nil, 2, "a function was called with a value that it can't take (acme.described)", soundRule},
		{"it reads a day that is none", held(`time.parse_ns("2006-01-02", "2026-02-30") > 0`), nil, 2, "a function was called with a value that it can't take (acme.described)", soundRule},
		{"it contradicts itself", ruled(described + `
violations contains {"at": ["risk"], "message": verdict} if verdict == "good"

verdict := "good" if input.risk.id

verdict := "bad" if input.risk.title
`), nil, 2, "a definition has two different values (acme.described)", soundRule},
		{"it reads a field that doesn't exist", held(`input.risk.descripton`), nil, 2, "descripton", soundRule},
		{"it looks at a setting that doesn't exist", held(`data.settings.response.dayz`), nil, 2, "dayz", soundRule},
		{"it doesn't say when it applies", ruled(strings.Replace(described, "applies if true", "", 1) + complaint(`input.risk.title == ""`)), nil, 2, "applies", soundRule},
		{"it says nothing", ruled(described), nil, 2, "violations", soundRule},
		{"it isn't Rego", ruled("package rules.acme.described\n\napplies if {"), nil, 2, "own/rules/acme/described/rule.rego", soundRule},
		{"it has the name of another", ruled(strings.Replace(described, "package rules.acme.described", "package rules.acme.told", 1) + complaint(`not input.risk.description`)), nil, 2, "rules.acme.told", soundRule},
		{"another file adds to it", all(put("own/rules/acme/described/more.rego", "package rules.acme.described\n\napplies if false\n"), merge, record(newRisk)), nil, 2, "more.rego", soundRule},
		{"it takes the place of one of riskgate's", all(put("own/rules/risk/owner_named/rule.rego", strings.Replace(described, "package rules.acme.described", "package rules.risk.owner_named", 1)+complaint(`false`)), merge, record(newRisk)), nil, 2, "risk.owner_named", soundRule},
		{"it redefines what all rules share", all(put("own/lib/dates/dates.rego", "package lib.dates\n\ntoday := \"2020-01-01\"\n"), merge, record(newRisk)), nil, 2, "lib.dates", soundRule},
		{"it pretends that the input is another", held(`input.risk.description with input as {"risk": {"description": ""}}`), nil, 2, "with", soundRule},
		{"it reads another rule's answer", held(`data.rules.risk.owner_named.violations`), nil, 2, "rules.risk.owner_named", soundRule},
		{"it calls itself", ruled(described + complaint(`again(1)`) + `
again(n) if again(n)
`), nil, 2, "recursive", soundRule},
		{"the folder of rules is a link", all(rename("own", "real"), link("real", "own"), merge, record(newRisk)), nil, 2, "own", soundRule},
		{"the folder of rules is not there", all(remove("own"), merge, record(newRisk)), nil, 2, "own", soundRule},
		{"the folder of rules holds none", all(remove("own"), put("own/rules/README.md", "# Rules"), merge, record(newRisk)), nil, 2, "own", soundRule},
	},
	honest: map[string]twin{soundRule: {change: held(`input.risk.description == ""`)}},
}

const soundRule = "a sound rule in the base"

// described is a rule that says nothing yet.
const described = `# METADATA
# title: A risk is described
# description: A title is not enough for whoever was not there.
# custom:
#   subject: risk
#   level: deny
#   remedy: Describe the risk.
#   reads: [risk.description]
#   settings: []
package rules.acme.described

applies if true
`

// complaint has it complain under a condition.
func complaint(condition string) string {
	return `
violations contains {"at": ["risk"], "message": $"risk {input.risk.id} has no description"} if {
	` + strings.ReplaceAll(condition, "; ", "\n\t") + `
}
`
}

// held has the base hold risks to a rule that complains under a condition, and adds a risk that complies.
func held(condition string) edit { return ruled(described + complaint(condition)) }

func ruled(text string) edit { return all(put(ownRule, text), merge, record(newRisk)) }
