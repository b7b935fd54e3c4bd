//go:build linux && !race

package bypass_test

import (
	"os"
	"strings"
	"syscall"
)

// The files of the base.
const (
	register   = "data/register.json"
	plans      = "data/plans.json"
	reviews    = "data/reviews.json"
	monitoring = "data/monitoring.json"
	reports    = "data/report.json"
	settings   = "riskgate.json"
	waivers    = "riskgate.waivers.json"
	ownRule    = "own/rules/acme/described/rule.rego"
	added      = "data/R-5.json"
)

// newRisk is a risk that complies.
const newRisk = `{"kind": "risk", "register": "stores", "id": "R-5", "title": "The gate sticks", "description": "It sticks in the rain.",
  "identified_on": "2026-06-01", "owner": "ben", "affected_services": ["stock"], "status": "assessed",
  "assessment": {"on": "2026-06-02", "by": "dan", "likelihood": "possible", "impact": "minor", "severity": "low"}}
`

// undescribed breaks a rule of the organisation's own, and unowned one of riskgate's.
var (
	undescribed  = add(`"description": "It sticks in the rain."`, `"x_note": "none"`)
	unowned      = add(`"owner": "ben"`, `"x_note": "none"`)
	waivedBefore = all(swap(waivers, `"waivers": [`, `"waivers": [`+waiver("W-2", "cleo")+`,`), merge, undescribed)
)

// add writes the new risk with a text in the place of another.
func add(old, text string) edit {
	return func(w *work) {
		if !strings.Contains(newRisk, old) {
			w.Fatalf("the new risk has no %q", old)
		}
		record(strings.Replace(newRisk, old, text, 1))(w)
	}
}

// record writes the file of the new risk, and has the risk monitored.
func record(text string) edit {
	return all(put(added, text), swap(monitoring, `"risk_ids": ["R-1", "R-2", "R-4"], "method"`, `"risk_ids": ["R-1", "R-2", "R-4", "R-5"], "method"`))
}

// honest are changes as they should be made, by what the tries call them.
var honest = map[string]edit{
	"nothing":                      nothing,
	"a new risk":                   record(newRisk),
	"a stricter setting":           swap(settings, `"rules": {`, `"rules": { "plan.actions_tracked": { "level": "deny" },`),
	"a finding waived in the base": waivedBefore,
	"a new waiver":                 swap(waivers, `"waivers": [`, `"waivers": [`+waiver("W-2", "cleo")+`,`),
	"a better own rule":            swap(ownRule, "has no description", "isn't described"),
	"a rule turned off":            turnOff("risk.owner_named"),
	"a lower severity after an assessment": all(
		swap(register, `"on": "2026-05-11", "by": "dan", "likelihood": "likely", "impact": "major", "score": 6, "severity": "high"`,
			`"on": "2026-06-02", "by": "dan", "likelihood": "possible", "impact": "major", "score": 6, "severity": "moderate"`),
		told("severity", "high", "moderate")),
	"another owner, told": swap(register, ownerOfR4, `"owner": "ana",
      "history": [{ "at": "2026-06-02", "by": "dan", "field": "owner", "from": "ben", "to": "ana", "reason": "Ana answers for the stock now." }],
      "assessment": { "on": "2026-05-30"`),
	"an acceptance extended with a new approval": all(
		swap(register, `"expires_on": "2026-07-31"`, `"expires_on": "2026-08-07"`),
		swap(register, `{ "by": "ben", "at": "2026-05-12", "decision": "approved" }`,
			`{ "by": "ben", "at": "2026-05-12", "decision": "approved" }, { "by": "cleo", "at": "2026-06-02", "decision": "approved" }`)),
	"a due date moved as recorded": all(
		swap(plans, `"due": "2026-07-09",`, `"due": "2026-07-10",
      "due_changes": [{ "at": "2026-06-02", "by": "ana", "from": "2026-07-09", "to": "2026-07-10", "reason": "The digger is late.", "approved_by": "cleo" }],`)),
	"a deadline moved with a reason": all(
		swap(register, `"deadline": "2026-07-15"`, `"deadline": "2026-07-20"`),
		swap(register, historyEnd, historyEnd+`, { "at": "2026-06-02", "by": "cleo", "field": "deadline", "from": "2026-07-15", "to": "2026-07-20", "reason": "The digger is late." }`)),
	"a new version, approved": version2("cleo", "2026-06-02"),
	"a second result": swap(monitoring, `"results": [
`, `"results": [
    { "id": "MR-2", "activity_id": "MA-1", "risk_ids": ["R-1", "R-2", "R-4"], "on": "2026-06-02", "by": "dan", "outcome": "no_issue", "exploited": false, "summary": "All is as it was.", "evidence": [{ "ref": "https://wiki.example/round2", "collected_on": "2026-06-02" }] },
`),
	"minutes of the review":                         swap(reviews, `"chair": "dan",`, `"chair": "dan", "minutes_ref": "https://wiki.example/minutes",`),
	"a newer export":                                swap(register, `"as_of": "2026-06-01"`, `"as_of": "2026-06-02"`),
	"a renamed file":                                rename(reports, "data/reports-2026.json"),
	"more evidence of a closure":                    swap(register, `"collected_on": "2026-05-15" }]`, `"collected_on": "2026-05-15" }, { "ref": "https://wiki.example/lock", "collected_on": "2026-06-01" }]`),
	"a closer watch":                                swap(monitoring, `"interval_days": 14`, `"interval_days": 7`),
	"a new risk beside a source that omits a field": all(omitting("audience"), record(newRisk)),
	"a report of a source that omits what it has always omitted": all(omitting("audience"), swap(reports, `"reports": [`, `"reports": [`+newReport+`,`)),
	"an issued report gains what its source lacked":              all(omitting("audience"), swap(reports, `"metrics": {`, `"audience": ["management"], "metrics": {`)),
	"all of the base is there, and differs":                      all(indented(register, plans), record(newRisk)),
	"a hostile title":                                            add("The gate sticks", `::error::\u001b[31m<script>`),
}

const ownerOfR4 = `"owner": "ben",
      "assessment": { "on": "2026-05-30"`

const historyEnd = `"reason": "Ben answers for the tills." }`

// told adds an entry to the history of R-1.
func told(field, from, to string) edit {
	return swap(register, historyEnd, historyEnd+`, { "at": "2026-06-02", "by": "dan", "field": "`+field+`", "from": "`+from+`", "to": "`+to+`", "reason": "It was looked at again." }`)
}

// newReport lacks an audience.
const newReport = `{ "id": "RP-2", "type": "kpi_set", "period": { "from": "2026-05-01", "to": "2026-05-31" }, "issued_on": "2026-06-02", "author": "dan", "results": ["MR-1"], "metrics": { "open": 3 } }`

const ownMapping = "own/stores.mapping.json"

// mapped has the base say how an export of the stores' is read.
var mapped = all(
	put(ownMapping, `{ "kind": "riskgate_mapping", "schema_version": "1", "title": "The stores' list",
	"tables": [{ "records": [{ "record": "risk", "fields": { "id": { "column": "No" }, "title": { "column": "What" } } }] }] }`),
	swap(settings, `"policies": ["own"],`, `"policies": ["own"], "mappings": ["own/stores.mapping.json"],`),
	merge)

// omitting has the base say that the source of the report has no place for a field of it.
func omitting(field string) edit {
	values := map[string]string{"audience": ` "audience": ["management"],`, "issued_on": ` "issued_on": "2026-06-01",`}
	return all(
		swap(reports, values[field], ""),
		swap(reports, `"source": { "format": "spreadsheet" }`, `"source": { "format": "spreadsheet", "omits": ["reports.`+field+`"] }`),
		merge)
}

// indented lays files out otherwise, so that what the base has of them must be read.
func indented(names ...string) edit {
	return func(w *work) {
		for _, name := range names {
			w.write(name, strings.ReplaceAll(w.read(name), "\n", "\n "))
		}
	}
}

// unfetched takes from the repository what main has under a name, and broken leaves something else in its place.
func unfetched(name string) edit { return broken(name, nil) }

func broken(name string, content func(w *work) string) edit {
	return func(w *work) {
		file := w.object("main:" + name)
		w.must(os.Remove(w.path(file)))
		if content != nil {
			w.write(file, content(w))
		}
	}
}

func turnOff(rule string) edit {
	return swap(settings, `"rules": {`, `"rules": { "`+rule+`": { "level": "off", "reason": "It is in the way." },`)
}

// waiver is one of the new risk's description.
func waiver(id, approvedBy string) string {
	return `{ "id": "` + id + `", "rule": "acme.described", "subject": { "kind": "risk", "id": "R-5" }, "reason": "Later.",
      "requested_by": "ana", "approved_by": "` + approvedBy + `", "approved_on": "2026-06-02", "expires_on": "2026-06-12", "ticket": "STORES-8" }`
}

// version2 is another version of plan P-2, approved by somebody on a day.
func version2(by, at string) edit {
	return all(
		swap(plans, `"version": 1,
      "updated_on": "2026-06-01"`, `"version": 2, "change_reason": "Another scanner.",
      "updated_on": "2026-06-02"`),
		swap(plans, `"title": "Buy a scanner"`, `"title": "Buy another scanner"`),
		swap(plans, `"by": "cleo", "at": "2026-06-01", "decision": "approved", "plan_version": 1, "severity": "low" }`,
			`"by": "cleo", "at": "2026-06-01", "decision": "approved", "plan_version": 1, "severity": "low" },
        { "act": "review", "by": "dan", "at": "2026-06-02", "decision": "approved", "plan_version": 2, "severity": "low" },
        { "act": "approve", "by": "`+by+`", "at": "`+at+`", "decision": "approved", "plan_version": 2, "severity": "low" }`))
}

// catalogue are the tries, by what they abuse.
var catalogue = []group{
	repositories, policies, acceptances,
	{about: "what is right", tries: []try{
		{"the rule that is broken is turned off in the same change", all(unowned, turnOff("risk.owner_named")), nil, 1, "(risk.owner_named)", "a rule turned off"},
		{"the rule that is broken only warns after the same change", all(unowned, swap(settings, `"rules": {`, `"rules": { "risk.owner_named": { "level": "warn", "reason": "Later." },`)), nil, 1, "(risk.owner_named)", "a rule turned off"},
		{"a limit is raised in the same change", all(swap(settings, `"rules": {`, `"settings": { "change": { "backdate_days": 365 } }, "rules": {`), version2("cleo", "2026-01-05")), nil, 1, "(change.not_backdated)", "a new version, approved"},
		{"the rule about changes is turned off in the same change", all(turnOff("change.records_kept"), remove(reviews)), nil, 1, "(change.records_kept)", "a rule turned off"},
		{"a rule of the organisation's own is removed in the same change", all(undescribed, remove("own")), nil, 1, "(acme.described)", "a better own rule"},
		{"a rule of the organisation's own is made to say nothing", all(undescribed, swap(ownRule, "applies if true", "applies if false")), nil, 1, "(acme.described)", "a better own rule"},
		{"a rule of the organisation's own comes to warn", all(undescribed, swap(ownRule, "level: deny", "level: warn")), nil, 1, "(acme.described)", "a better own rule"},
		{"a rule of the organisation's own is broken, so that nothing runs", all(undescribed, put(ownRule, "package nothing")), nil, 1, "(acme.described)", "a better own rule"},
		{"the settings no longer name the folder of rules", all(undescribed, swap(settings, `"policies": ["own"],`, "")), nil, 1, "(acme.described)", "a stricter setting"},
		{"the settings are removed", all(undescribed, remove(settings)), nil, 1, "(acme.described)", "a stricter setting"},
		{"the settings are broken", all(undescribed, put(settings, "{")), nil, 1, "(acme.described)", "a stricter setting"},
		{"the expected documents are no longer expected", all(swap(settings, `, "risk_report"]`, "]"), remove(reports)), nil, 1, "(change.records_kept)", "a stricter setting"},
		{"settings of its own lie beside the records", all(undescribed, put("data/riskgate.json", `{"profile": "default"}`)), nil, 1, "(acme.described)", "a new risk"},
		{"one waives one's own finding in the same change", all(undescribed, swap(waivers, `"waivers": [`, `"waivers": [`+waiver("W-2", "cleo")+`,`)), nil, 1, "(acme.described)", "a new waiver"},
		{"a waiver that is there comes to be about one's own finding", all(undescribed, swap(waivers, `"id": "R-4"`, `"id": "R-5"`)), nil, 1, "(acme.described)", "a new waiver"},
		{"one writes one's finding into a baseline in the same change", all(undescribed, func(w *work) {
			w.riskgate("baseline", "data", "--mend-by", "2026-12-31", "-o", baseline)
		}), nil, 1, "(acme.described)", "a new risk"},
		{"a change of the settings goes in with records where that blocks", all(turnOff("risk.owner_named")), []string{"--base", "main", "--fail-on-control-change", "data"}, 1, "changed: riskgate.json (settings)", "a new risk"},
		{"a mapping changes with records where that blocks", all(mapped, swap(ownMapping, "The stores' list", "Another list")), []string{"--base", "main", "--fail-on-control-change", "data"}, 1, "changed: own/stores.mapping.json (mapping)", "a new risk"},
		{"a mapping is broken, so that nothing is read", all(mapped, put(ownMapping, "{"), undescribed), nil, 1, "(acme.described)", "a new risk"},
		{"the waivers of the base are broken before", all(put(waivers, "{"), merge, record(newRisk)), nil, 2, "riskgate.waivers.json", "a new risk"},
		{"who makes the change approved the waiver of it", all(waivedBefore, func(w *work) {
			w.git("config", "user.name", "Cleo Martin")
			w.git("config", "user.email", "cleo@example.com")
		}), nil, 1, "waiver W-2 is approved by cleo, who made", "a finding waived in the base"},
		{"a waiver of the base has lapsed", all(swap(waivers, `"expires_on": "2026-07-20"`, `"expires_on": "2026-06-01"`), merge, nothing), []string{"--base", "main", "--all", "data"}, 1, "(waiver.in_date)", "nothing"},
		{"the rule that is broken is turned off in the commit that is gated", all(undescribed, turnOff("acme.described"), commit), []string{"--base", "main", "--head", "change", "data"}, 1, "(acme.described)", "a new risk"},
	}},
	{about: "how the gate is called", tries: []try{
		{"another day is asked for", unowned, []string{"--base", "main", "--as-of", "2020-01-01", "data"}, 2, "a change is judged as of today", "a new risk"},
		{"the settings of the base fix another day", all(swap(settings, `"profile": "default",`, `"profile": "default", "as_of": "2026-05-30",`), merge, unowned), nil, 2, "a change is judged as of today", "a new risk"},
		{"the base is left out", unowned, []string{"data"}, 2, "a change is made to something", "a new risk"},
		{"the base isn't there", unowned, []string{"--base", "origin/main", "data"}, 2, "the repository has no such commit", "a new risk"},
		{"the base is an option for git", unowned, []string{"--base=--help", "data"}, 2, "--help", "a new risk"},
		{"an empty directory is gated", func(w *work) { w.must(os.Mkdir(w.path("empty"), 0o777)) }, []string{"--base", "main", "empty"}, 3, "nothing was checked", "a new risk"},
		{"a directory outside the repository is gated", unowned, []string{"--base", "main", ".."}, 2, "is not part of the repository", "a new risk"},
		{"standard input is gated", unowned, []string{"--base", "main", "-"}, 2, "standard input has no base", "a new risk"},
		{"a link to the records of somebody else is gated", link("data", "link"), []string{"--base", "main", "link"}, 2, "leads through a link", "a new risk"},
		{"the time is over before anything is found", unowned, []string{"--base", "main", "--timeout", "1ns", "data"}, 2, "time limit", "a new risk"},
		{"git leaves out the file with the fault", all(put(".gitignore", "R-5.json\n"), unowned, put("data/R-4.json", "{")), nil, 2, "data/R-4.json", "a new risk"},
		{"the report can't be written", unowned, []string{"--base", "main", "-o", "json=nowhere/report.json", "data"}, 2, "nowhere", "a new risk"},
		{"the report goes to a device that is full", record(newRisk), []string{"--base", "main", "-o", "json=/dev/full", "data"}, 2, "/dev/full", "a new risk"},
	}},
	{about: "what vanishes", tries: []try{
		{"a risk is deleted instead of closed", func(w *work) {
			before, _, _ := strings.Cut(w.read(register), ",\n    {\n      \"id\": \"R-4\"")
			w.write(register, before+"\n  ]\n}\n")
		}, nil, 1, "(change.records_kept)", "a new risk"},
		{"all plans are deleted", remove(plans), nil, 1, "(change.records_kept)", "a new risk"},
		{"the reviews are deleted", remove(reviews), nil, 1, "(change.records_kept)", "minutes of the review"},
		{"the results are deleted", remove(monitoring), nil, 1, "(change.records_kept)", "a second result"},
		{"the report is deleted", remove(reports), nil, 1, "(change.records_kept)", "a renamed file"},
		{"the directory is emptied", all(remove("data"), put("data/.keep", "")), nil, 1, "(change.records_kept)", "a new risk"},
		{"the directory is removed", remove("data"), nil, 2, "data", "a new risk"},
		{"a file is renamed so that nothing reads it", rename(reports, "data/report.txt"), nil, 2, "(change.records_kept)", "a renamed file"},
		{"a file is hidden", rename(reports, "data/.report.json"), nil, 2, "(change.records_kept)", "a renamed file"},
		{"a file moves out of what is gated", rename(reports, "elsewhere/report.json"), nil, 1, "(change.records_kept)", "a renamed file"},
		{"an issued report is changed whose source omits a field", all(omitting("audience"), swap(reports, `"open": 3`, `"open": 2`)), nil, 1, "(change.reports_unaltered)", "an issued report gains what its source lacked"},
		{"a report is deleted whose source doesn't say when it was issued", all(omitting("issued_on"), swap(reports, `"id": "RP-1"`, `"id": "RP-2"`)), nil, 1, "report RP-1 is gone (change.records_kept)", "a new risk beside a source that omits a field"},
		{"a new document says that its source lacks a field", put("data/more.json", `{ "kind": "risk_report", "schema_version": "1", "id": "more", "organization": "Northwind", "business_unit": "Stores", "as_of": "2026-06-02",
		  "source": { "format": "memo", "omits": ["reports.audience"] }, "reports": [`+newReport+`] }`), nil, 1, "the change leaves 1 check not assessable", "a report of a source that omits what it has always omitted"},
		{"a document says that its source lacks a field", swap(reports, `"source": { "format": "spreadsheet" }`, `"source": { "format": "spreadsheet", "omits": ["reports.results"] }`), nil, 1, "(change.omits_kept)", "a renamed file"},
	}},
	{about: "what changes", tries: []try{
		{"a severity is lowered without an assessment", swap(register, `"score": 6, "severity": "high"`, `"score": 6, "severity": "moderate"`), nil, 1, "(change.severity_justified)", "a lower severity after an assessment"},
		{"a severity is lowered without a reason", swap(register, `"on": "2026-05-11", "by": "dan", "likelihood": "likely", "impact": "major", "score": 6, "severity": "high"`,
			`"on": "2026-06-02", "by": "dan", "likelihood": "possible", "impact": "major", "score": 6, "severity": "moderate"`), nil, 1, "(change.severity_justified)", "a lower severity after an assessment"},
		{"the matrix makes less of a severity", swap(register, `"likelihood": "likely", "impact": "major", "severity": "high" }
`, `"likelihood": "likely", "impact": "major", "severity": "moderate" }
`), nil, 1, "(change.scale_kept)", "a new risk"},
		{"the owner changes without a word", swap(register, ownerOfR4, strings.Replace(ownerOfR4, "ben", "ana", 1)), nil, 1, "(change.history_written)", "another owner, told"},
		{"the history is rewritten", swap(register, `"from": "ana", "to": "ben"`, `"from": "cleo", "to": "ben"`), nil, 1, "(change.history_kept)", "another owner, told"},
		{"an acceptance is extended silently", swap(register, `"expires_on": "2026-07-31"`, `"expires_on": "2026-08-07"`), nil, 1, "(change.acceptance_reapproved)", "an acceptance extended with a new approval"},
		{"an acceptance loses its condition", swap(register, `"conditions": ["The readers are in sight of the staff."],`, ""), nil, 1, "(change.acceptance_reapproved)", "an acceptance extended with a new approval"},
		{"a residual risk falls by itself", swap(register, `"residual": { "severity": "low", "on": "2026-05-11" },
`, ""), nil, 1, "(change.residual_justified)", "an acceptance extended with a new approval"},
		{"a due date moves silently", swap(plans, `"due": "2026-07-09"`, `"due": "2026-07-10"`), nil, 1, "(change.due_date_justified)", "a due date moved as recorded"},
		{"a deadline moves silently", swap(register, `"deadline": "2026-07-15"`, `"deadline": "2026-07-20"`), nil, 1, "(change.deadline_justified)", "a deadline moved with a reason"},
		{"a plan changes under its approval", swap(plans, `"title": "Buy a scanner"`, `"title": "Think about a scanner"`), nil, 1, "(change.plan_versioned)", "a new version, approved"},
		{"one approves one's own plan", version2("ana", "2026-06-02"), nil, 1, "(approval.", "a new version, approved"},
		{"an approval is dated before what it approves", version2("cleo", "2026-06-01"), nil, 1, "(change.approval_follows_content)", "a new version, approved"},
		{"an approval is dated back by months", version2("cleo", "2026-01-05"), nil, 1, "(change.not_backdated)", "a new version, approved"},
		{"an approval is dated back where the source omits something else", all(swap(plans, `"as_of": "2026-06-01",`, `"as_of": "2026-06-01", "source": { "format": "tool", "omits": ["plans.effectiveness"] },`), merge, version2("cleo", "2026-01-05")), nil, 1, "(change.not_backdated)", "a new version, approved"},
		{"an approval is dated in the future", version2("cleo", "2026-06-20"), nil, 1, "2026-06-20", "a new version, approved"},
		{"one gets the role to approve in the same change", all(swap(register, `"role": "service_lead", "team"`, `"role": "director", "team"`), version2("ana", "2026-06-02")), nil, 1, "(change.authority_from_base)", "a new version, approved"},
		{"one invents an approver", all(swap(register, `"people": [`, `"people": [ { "id": "gil", "name": "Gil", "role": "director" },`), version2("gil", "2026-06-02")), nil, 1, "(change.authority_from_base)", "a new version, approved"},
		{"a rejection becomes an approval by deletion", swap(plans, `{ "act": "review", "by": "dan", "at": "2026-05-19", "decision": "approved", "plan_version": 1, "severity": "high" },`, ""), nil, 1, "(change.approvals_kept)", "a new version, approved"},
		{"an approval changes its day", swap(plans, `"at": "2026-05-20"`, `"at": "2026-05-21"`), nil, 1, "(change.approvals_kept)", "a new version, approved"},
		{"a closed risk is opened at the end", swap(register, `"status": "closed"`, `"status": "monitoring"`), nil, 1, "(change.status_allowed)", "more evidence of a closure"},
		{"the id of a closed risk is used again", swap(register, `"identified_on": "2026-03-02"`, `"identified_on": "2026-06-01"`), nil, 1, "(change.ids_not_reused)", "more evidence of a closure"},
		{"a closed risk is told otherwise", swap(register, `"title": "Keys of the safe were copied"`, `"title": "Keys were lost"`), nil, 1, "(change.closed_unaltered)", "more evidence of a closure"},
		{"the evidence of a closure is exchanged", swap(register, `https://wiki.example/keys`, `https://wiki.example/other`), nil, 1, "(change.evidence_kept)", "more evidence of a closure"},
		{"the evidence of a closure is exchanged where the source omits something else", all(swap(register, `"as_of": "2026-06-01",`, `"as_of": "2026-06-01", "source": { "format": "tool", "omits": ["risks.deviations", "risks.inherent"] },`), merge, swap(register, `https://wiki.example/keys`, `https://wiki.example/other`)), nil, 1, "(change.evidence_kept)", "more evidence of a closure"},
		{"a day is set back where the source omits another", all(swap(register, `"as_of": "2026-06-01",`, `"as_of": "2026-06-01", "source": { "format": "tool", "omits": ["risks.inherent"] },`), merge, swap(register, `"decided_on": "2026-05-15"`, `"decided_on": "2026-05-14"`)), nil, 1, "(change.days_not_set_back)", "another owner, told"},
		{"a risk is closed without evidence", swap(register, `"status": "assessed"`, `"status": "closed", "closure": { "on": "2026-06-02", "by": "ben", "reason": "resolved", "evidence": [] }`), nil, 1, "R-4", "more evidence of a closure"},
		{"a result is told otherwise", swap(monitoring, `"summary": "All is as it was."`, `"summary": "All is well."`), nil, 1, "(change.results_unaltered)", "a second result"},
		{"a review is told otherwise", swap(reviews, `"attendees": ["ben", "dan"]`, `"attendees": ["ben", "dan", "cleo"]`), nil, 1, "(change.reviews_unaltered)", "minutes of the review"},
		{"a figure of an issued report is changed", swap(reports, `"open": 3`, `"open": 2`), nil, 1, "(change.reports_unaltered)", "a renamed file"},
		{"a risk sheds a service", swap(register, `"affected_services": ["tills", "stock"]`, `"affected_services": ["tills"]`), nil, 1, "(change.scope_justified)", "a lower severity after an assessment"},
		{"a response becomes another overnight", swap(register, `"type": "mitigate", "decided_on": "2026-05-15"`, `"type": "avoid", "decided_on": "2026-05-15"`), nil, 1, "(change.response_decided)", "a lower severity after an assessment"},
		{"an older export takes the place of a newer one", swap(register, `"as_of": "2026-06-01"`, `"as_of": "2026-05-31"`), nil, 1, "(change.as_of_advances)", "a newer export"},
		{"an activity watches less closely where warnings block", swap(monitoring, `"interval_days": 14`, `"interval_days": 28`), []string{"--base", "main", "--fail-on-warn", "data"}, 1, "(change.monitoring_not_weakened)", "a closer watch"},
	}},
	{about: "what JSON can be", tries: []try{
		{"a key stands twice", add(`"id": "R-5"`, `"id": "R-5", "owner": "ana"`), nil, 2, "owner", "a new risk"},
		{"a key is written in capitals", add(`"owner"`, `"Owner"`), nil, 1, "Owner", "a new risk"},
		{"a key is misspelled", add(`"owner"`, `"ownr"`), nil, 1, "ownr", "a new risk"},
		{"a key is written with an escape as well", add(`"id": "R-5"`, `"id": "R-5", "\u006fwner": "ana"`), nil, 2, "owner", "a new risk"},
		{"a BOM stands first", record("\ufeff" + newRisk), nil, 2, "byte order mark", "a new risk"},
		{"the text isn't UTF-8", add("The gate sticks", "The gate \xff"), nil, 2, "UTF-8", "a new risk"},
		{"a surrogate stands alone", add("The gate sticks", `The gate \ud800`), nil, 2, "surrogate", "a new risk"},
		{"a number is larger than any", add(`"status"`, `"x_n": 1e400, "status"`), nil, 2, "1e400", "a new risk"},
		{"a number isn't one", add(`"status"`, `"x_n": NaN, "status"`), nil, 2, added, "a new risk"},
		{"a value is nested ten thousand deep", add(`"status"`, `"x_n": `+strings.Repeat("[", 10000)+strings.Repeat("]", 10000)+`, "status"`), nil, 2, "64", "a new risk"},
		{"something follows the document", record(newRisk + "{}"), nil, 2, added, "a new risk"},
		{"a comment hides a line", add(`"owner"`, "/* */ \"owner\""), nil, 2, added, "a new risk"},
		{"the file is empty", record(""), nil, 2, added, "a new risk"},
		{"the file is cut off", record(newRisk[:100]), nil, 2, added, "a new risk"},
		{"a day is none", add("2026-06-01", "2026-02-30"), nil, 1, "2026-02-30", "a new risk"},
		{"a day is in the year 9999", add("2026-06-01", "9999-12-31"), nil, 1, "9999-12-31", "a new risk"},
		{"a moment has a small t", add(`"2026-06-01"`, `"2026-06-01t00:00:00z"`), nil, 1, "2026-06-01t00:00:00z", "a new risk"},
		{"a list is a text", add(`["stock"]`, `"stock"`), nil, 1, "affected_services", "a new risk"},
		{"an id only looks like another", add(`"owner": "ben"`, `"owner": "bеn"`), nil, 1, "R-5", "a new risk"},
		{"an id is decomposed", add(`"owner": "ben"`, `"owner": "be\u0301n"`), nil, 1, "owner", "a new risk"},
		{"a number is a text", add(`"severity": "low"}`, `"score": "1", "severity": "low"}`), nil, 1, "score", "a new risk"},
		{"a version is larger than 2^63", swap(plans, `"version": 1,
      "updated_on": "2026-06-01"`, `"version": 9223372036854775809,
      "updated_on": "2026-06-01"`), nil, 1, "9223372036854775809", "a new version, approved"},
		{"an id is there already", add(`"id": "R-5"`, `"id": "R-4"`), nil, 1, "(register.ids_unique)", "a new risk"},
		{"a kind is unknown", add(`"kind": "risk"`, `"kind": "rìsk"`), nil, 2, added, "a new risk"},
		{"a risk belongs to no register", record(strings.NewReplacer(`"register": "stores"`, `"register": "nowhere"`, `"owner": "ben", `, "").Replace(newRisk)), nil, 1, "the run doesn't have register nowhere, which the risk names", "a new risk"},
	}},
	{about: "what a file can be", tries: []try{
		{"a record is a link out of the directory", all(put("secret.json", newRisk), link("../secret.json", added)), nil, 2, added, "a new risk"},
		{"a record is a link out of the repository", link("/etc/hostname", added), nil, 2, added, "a new risk"},
		{"a record is a link to another", all(put("data/R-5.txt", ""), record(newRisk), rename(added, "data/R-6.json"), link("R-6.json", added)), nil, 2, added + ": is a symbolic link", "a new risk"},
		{"a directory has the name of a document", all(put(added+"/R-5.json", newRisk)), nil, 2, added + ": is a directory with the name of a document", "a new risk"},
		{"a directory of records becomes a link", all(rename(reports, "data/reports/report.json"), merge, rename("data/reports", "reports"), link("../reports", "data/reports")), nil, 1, "(change.records_kept)", "a renamed file"},
		{"a record has the name of a copy", all(unowned, rename(added, added+".bak")), nil, 2, "1 JSON file was ignored", "a new risk"},
		{"a record stands in a list", record("[" + newRisk + "]"), nil, 1, "does not comply: the change leaves", "a new risk"},
		{"a record doesn't say its kind", add(`"kind": "risk", `, ``), nil, 1, "does not comply: the change leaves", "a new risk"},
		{"a document that was read is none any more", swap(reports, `"kind": "risk_report",`, ``), nil, 2, "(change.records_kept)", "a renamed file"},
		{"a document that was read is packed into an archive that is none", all(remove(reports), put("data/report.zip", "PK\x03\x04")), nil, 2, "data/report.zip: is no whole zip archive", "a renamed file"},
		{"the name of a file commands a terminal", all(unowned, rename(added, "data/\x1b[2J\n::error::R-5.json")), nil, 1, `data/\x1b[2J\x0a\x3a:error::R-5.json:1:1: deny: risk R-5 has no owner`, "a new risk"},
		{"the name of a file isn't UTF-8", all(unowned, rename(added, "data/R-5\xff.json")), nil, 2, "its name is not UTF-8", "a new risk"},
		{"a record is a pipe", func(w *work) { w.must(syscall.Mkfifo(w.path(added), 0o666)) }, nil, 2, added, "a new risk"},
		{"a record is larger than allowed", add("It sticks in the rain.", strings.Repeat("rain ", 5000)), []string{"--base", "main", "--max-file-size", "20KiB", "data"}, 2, added, "a new risk"},
	}},
	{about: "what the repository holds", tries: []try{
		{"the plans of the base are not fetched", all(indented(plans), unfetched(plans)), nil, 2, "data/plans.json: can't be read: this clone lacks what the commit has there", "all of the base is there, and differs"},
		{"the records of the base are not fetched", all(indented(plans), unfetched("data")), nil, 2, "can't be read: this clone lacks what the commit has there", "all of the base is there, and differs"},
		{"the settings of the base are not fetched", all(undescribed, unfetched(settings)), nil, 2, "riskgate.json: can't be read: this clone lacks what the commit has there", "all of the base is there, and differs"},
		{"the waivers of the base are not fetched", all(undescribed, unfetched(waivers)), nil, 2, "riskgate.waivers.json: can't be read: this clone lacks what the commit has there", "all of the base is there, and differs"},
		{"the rules of the base are not fetched", all(undescribed, unfetched(ownRule)), nil, 2, "own/rules/acme/described/rule.rego: can't be read: this clone lacks what the commit has there", "all of the base is there, and differs"},
		{"the plans of the base are broken", all(indented(plans), broken(plans, func(w *work) string { return w.read(w.object("main:" + register))[:40] })), nil, 2, "data/plans.json: can't be read: ", "all of the base is there, and differs"},
		{"the plans of the base are others than the commit names", all(indented(plans), broken(plans, func(w *work) string { return w.read(w.object("main:" + register)) })), nil, 2, "data/plans.json: can't be read: what git holds there is not what the commit names", "all of the base is there, and differs"},
		{"the settings of the base are others than the commit names", all(undescribed, func(w *work) {
			w.write("other.json", strings.Replace(w.read(settings), `"policies": ["own"],`, "", 1))
			w.git("add", "other.json")
			broken(settings, func(w *work) string { return w.read(w.object(":other.json")) })(w)
		}), nil, 2, "riskgate.json: can't be read: what git holds there is not what the commit names", "all of the base is there, and differs"},
	}},
	{about: "what a record says", tries: []try{
		{"a title is a command for the build server", record(strings.NewReplacer(`"owner": "ben", `, "", "The gate sticks", "::error::all is well").Replace(newRisk)), []string{"--base", "main", "-o", "github", "data"}, 1, "risk.owner_named", "a hostile title"},
	}},
}
