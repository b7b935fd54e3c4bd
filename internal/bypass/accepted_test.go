//go:build linux && !race

package bypass_test

import "strings"

// acceptances are tries of waivers and baselines that stand in the base: those of a change accept nothing.
var acceptances = group{
	about: "what is accepted in the base",
	tries: []try{
		{"a waiver ended yesterday", waived(`"expires_on": "2026-06-12"`, `"expires_on": "2026-06-01"`), nil, 1, "waiver.in_date", "a waiver that ends today"},
		{"a waiver begins tomorrow", waived(`"approved_on": "2026-06-02"`, `"approved_on": "2026-06-03"`), nil, 1, "waiver.in_date", "a waiver that ends today"},
		{"a waiver is only asked for", waived(`"approved_by": "cleo", "approved_on": "2026-06-02", `, ""), nil, 1, "waiver.approved", "a waiver that ends today"},
		{"a waiver is approved by whoever asked for it", waived(`"requested_by": "ana"`, `"requested_by": "cleo"`), nil, 1, "waiver.independent", "a waiver that ends today"},
		{"a waiver is approved by the owner of the risk", waived(`"approved_by": "cleo"`, `"approved_by": "ben"`), nil, 1, "waiver.independent", "a waiver that ends today"},
		{"a waiver is approved by too low a role", waived(`"approved_by": "cleo"`, `"approved_by": "ana"`, `"requested_by": "ana"`, `"requested_by": "dan"`), nil, 1, "waiver.approved_at_level", "a waiver that ends today"},
		{"a waiver is approved by nobody whom a register has", waived(`"approved_by": "cleo"`, `"approved_by": "gil"`), nil, 1, "gil", "a waiver that ends today"},
		{"a waiver lasts for years", waived(`"expires_on": "2026-06-12"`, `"expires_on": "2036-06-12"`), nil, 1, "waiver.limited_in_time", "a waiver that ends today"},
		{"a waiver is renewed without end", all(accept(waiver("W-2", "cleo"), waiver("W-3", "cleo"), waiver("W-4", "cleo"), waiver("W-5", "cleo")), undescribed), nil, 1, "waiver.renewals_limited", "a waiver that is renewed once"},
		{"a waiver is of a rule that can't be waived", all(accept(strings.Replace(waiver("W-2", "cleo"), "acme.described", "schema.conforms", 1)), add(`"owner"`, `"ownr"`)), nil, 1, "(schema.conforms)", "a waiver that ends today"},
		{"a waiver is of a rule about the change itself", all(accept(strings.NewReplacer("acme.described", "change.records_kept", `"risk", "id": "R-5"`, `"change", "id": "report:RP-1"`).Replace(waiver("W-2", "cleo"))), remove(reports)), nil, 1, "(change.records_kept)", "a waiver that ends today"},
		{"a waiver is of every rule", all(accept(strings.Replace(waiver("W-2", "cleo"), "acme.described", "*", 1)), undescribed), nil, 2, "riskgate.waivers.json", "a waiver that ends today"},
		{"a waiver is of every record", waived(`"id": "R-5"`, `"id": "*"`), nil, 1, "waiver.matches_finding", "a waiver that ends today"},
		{"a waiver is of every record of a kind", waived(`"kind": "risk", "id": "R-5"`, `"kind": "risk"`), nil, 2, "riskgate.waivers.json", "a waiver that ends today"},
		{"a waiver is of another record", waived(`"id": "R-5"`, `"id": "R-4"`), nil, 1, "(acme.described)", "a waiver that ends today"},
		{"a waiver of one finding is used for another", waived(`"reason": "Later."`, `"fingerprint": "`+strings.Repeat("0", 24)+`", "reason": "Later."`), nil, 1, "(acme.described)", "a waiver that ends today"},
		{"a waiver has a misspelled key", waived(`"expires_on"`, `"expire_on"`), nil, 2, "riskgate.waivers.json", "a waiver that ends today"},
		{"a waiver has a key twice", waived(`"reason": "Later."`, `"reason": "Later.", "reason": "Never."`), nil, 2, "riskgate.waivers.json", "a waiver that ends today"},
		{"the waivers that the settings name are gone", all(swap(settings, `"policies": ["own"],`, `"policies": ["own"], "waivers": "accepted.json",`), merge, undescribed), nil, 2, "accepted.json", "a waiver that ends today"},
		{"the waivers are a link", all(accept(waiver("W-2", "cleo")), rename(waivers, "elsewhere.json"), link("elsewhere.json", waivers), merge, undescribed), nil, 2, "riskgate.waivers.json", "a waiver that ends today"},

		{"the baseline grows in the change", all(baselined("2026-06-30"), undescribed, func(w *work) {
			w.riskgate("baseline", "data", "--mend-by", "2026-12-31", "-o", baseline)
		}), nil, 1, "(acme.described)", "what the baseline has stays"},
		{"a finding is new beside those of the baseline", all(baselined("2026-06-30"), undescribed), nil, 1, "(acme.described)", "what the baseline has stays"},
		{"the baseline is over", all(baselined("2026-06-30"), func(w *work) { w.write(baseline, strings.ReplaceAll(w.read(baseline), "2026-06-30", "2026-06-01")) }, merge), []string{"--base", "main", "--all", "--fail-on-warn", "data"}, 1, "(plan.actions_tracked)", "what the baseline has stays"},
		{"the baseline is broken", all(baselined("2026-06-30"), put(baseline, "{"), merge, record(newRisk)), nil, 2, baseline, "what the baseline has stays"},
		{"the baseline that the settings name is gone", all(swap(settings, `"policies": ["own"],`, `"policies": ["own"], "baseline": "known.json",`), merge, record(newRisk)), nil, 2, "known.json", "what the baseline has stays"},
		{"the baseline counts more than there was", all(baselined("2026-06-30"), func(w *work) {
			w.write(baseline, strings.Replace(w.read(baseline), `"count": 1`, `"count": 0`, 1))
		}, merge, record(newRisk)), nil, 2, baseline, "what the baseline has stays"},

		{"an id is missing that the base expects", all(swap(settings, `"policies": ["own"],`, `"policies": ["own"], "expected_ids": { "risk_register": ["stores", "depots"] },`), merge, record(newRisk)), nil, 3, "risk_register:depots", "an id is there that the base expects"},
		{"an id that the base expects is no longer expected", all(swap(settings, `"policies": ["own"],`, `"policies": ["own"], "expected_ids": { "report": ["RP-1", "RP-2"] },`), merge, swap(settings, `"RP-1", "RP-2"`, `"RP-1"`)), nil, 3, "report:RP-2", "an id is there that the base expects"},
	},
	honest: map[string]twin{
		"a waiver that ends today":             {change: waived(`"expires_on": "2026-06-12"`, `"expires_on": "2026-06-02"`)},
		"a waiver that is renewed once":        {change: all(accept(waiver("W-2", "cleo"), waiver("W-3", "cleo")), undescribed)},
		"what the baseline has stays":          {all(baselined("2026-06-30"), record(newRisk)), []string{"--base", "main", "--all", "--fail-on-warn", "data"}},
		"an id is there that the base expects": {change: all(swap(settings, `"policies": ["own"],`, `"policies": ["own"], "expected_ids": { "risk_register": ["stores"], "risk": ["R-5"] },`), merge, record(newRisk))},
	},
}

const baseline = "riskgate.baseline.json"

// accept adds waivers to those of the base.
func accept(waiver ...string) edit {
	return all(swap(waivers, `"waivers": [`, `"waivers": [`+strings.Join(waiver, ",")+","), merge)
}

// waived has the base waive the missing description of the new risk, but for what is replaced in it, and adds that risk.
func waived(oldnew ...string) edit {
	return func(w *work) {
		bad := strings.NewReplacer(oldnew...).Replace(waiver("W-2", "cleo"))
		if bad == waiver("W-2", "cleo") {
			w.Fatalf("the waiver has no %q", oldnew[0])
		}
		all(accept(bad), undescribed)(w)
	}
}

// baselined has the base list all that is wrong in it, to be mended by a day.
func baselined(mendBy string) edit {
	return all(func(w *work) {
		if code, said := w.riskgate("baseline", "data", "--mend-by", mendBy, "-o", baseline); code != 0 {
			w.Fatal(said)
		}
	}, merge)
}
