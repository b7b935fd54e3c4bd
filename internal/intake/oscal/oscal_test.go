package oscal

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

const (
	risk1 = "aaaaaaaa-0000-4000-8000-000000000001"
	risk2 = "11111111-0000-4000-8000-000000000002"
	item1 = "22222222-0000-4000-8000-000000000001"
	file1 = "33333333-0000-4000-8000-000000000001"
	amy   = "bbbbbbbb-0000-4000-8000-000000000001"
	acme  = "44444444-0000-4000-8000-000000000002"
	fix1  = "55555555-0000-4000-8000-000000000001"
	task1 = "66666666-0000-4000-8000-000000000001"
	task2 = "66666666-0000-4000-8000-000000000002"
	seen1 = "77777777-0000-4000-8000-000000000001"
	seen2 = "77777777-0000-4000-8000-000000000002"
	find1 = "88888888-0000-4000-8000-000000000001"
	part1 = "99999999-0000-4000-8000-000000000001"
)

const people = `"parties":[
	{"uuid":"` + amy + `","type":"person","name":"Amy Assessor"},
	{"uuid":"` + acme + `","type":"organization","name":"Acme"}]`

// file is a plan of action and milestones; each part is "name":value, and metadata's begin with "metadata.".
func file(parts ...string) string {
	var metadata, top strings.Builder
	for _, part := range parts {
		if rest, ok := strings.CutPrefix(part, "metadata."); ok {
			metadata.WriteString("," + rest)
			continue
		}
		top.WriteString("," + part)
	}
	if !strings.Contains(top.String(), `"poam-items"`) {
		top.WriteString(`,"poam-items":[]`)
	}
	return `{"plan-of-action-and-milestones":{"uuid":"` + file1 + `","metadata":{"title":"GoodRead",` +
		`"last-modified":"2026-02-01T23:30:00-04:00","version":"1","oscal-version":"1.1.3"` + metadata.String() + `}` + top.String() + `}}`
}

// aRisk is the file's one risk, with more members.
func aRisk(members string) string { return `"risks":[` + riskObject(risk1, "open", members) + `]` }

func riskObject(uuid, status, members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"uuid":"` + uuid + `","title":"T","description":"D","statement":"S","status":"` + status + `"` + members + `}`
}

func anItem(members string) string {
	return `"poam-items":[{"uuid":"` + item1 + `","title":"Mend it","description":"So that it holds",` + members + `}]`
}

func parse(t testing.TB, text string) *source.Value {
	t.Helper()
	root, err := new(source.Parser).Parse([]byte(text), source.Position{File: "poam.json", Line: 1, Column: 1})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func convert(t testing.TB, text string) (register, plans *source.Value) {
	t.Helper()
	natives, problems := Convert(parse(t, text))
	for _, p := range problems {
		t.Errorf("unexpected problem at %s: %s", p.At, p.Message)
	}
	return natives[0].Document, natives[1].Document
}

// read is what a document has at a pointer, as JSON, or nothing.
func read(document *source.Value, at source.Pointer) string {
	v, found := document.Lookup(at)
	if found != at {
		return ""
	}
	return v.String()
}

func facets(actor, all string) string {
	return `{"origin":{"actors":[` + actor + `]},"facets":[` + all + `]}`
}

func facetOf(name, value, state string) string {
	props := ""
	if state != "" {
		props = `,"props":[{"name":"state","value":"` + state + `"}]`
	}
	return `{"name":"` + name + `","system":"https://fedramp.gov","value":"` + value + `"` + props + `}`
}

const (
	byAmy  = `{"type":"party","actor-uuid":"` + amy + `"}`
	byTool = `{"type":"tool","actor-uuid":"` + part1 + `"}`
)

func observed(uuid, collected, more string) string {
	return `{"uuid":"` + uuid + `","description":"Seen","methods":["TEST"],"collected":"` + collected + `"` + more + `}`
}

func fedramp(name, value string) string {
	return `{"name":"` + name + `","ns":"https://fedramp.gov/ns/oscal","value":"` + value + `"}`
}

func own(name, value string) string {
	return `{"name":"` + name + `","ns":"https://riskgate.dev/ns/oscal","value":"` + value + `"}`
}

func remedy(uuid, lifecycle, more string) string {
	return `{"uuid":"` + uuid + `","lifecycle":"` + lifecycle + `","title":"Fix","description":"Because"` + more + `}`
}

func typed(name string) string { return `,"props":[{"name":"type","value":"` + name + `"}]` }

const twoTasks = `,"tasks":[
	{"uuid":"` + task1 + `","type":"milestone","title":"First","timing":{"within-date-range":{"start":"2026-03-01T00:00:00Z","end":"2026-03-31T23:00:00-05:00"}}},
	{"uuid":"` + task2 + `","type":"milestone","title":"Second","timing":{"on-date":{"date":"2026-03-15T00:00:00Z"}},"dependencies":[{"task-uuid":"` + task1 + `"}],
		"responsible-roles":[{"role-id":"system-owner"}]}]`

func TestRegister(t *testing.T) {
	for _, test := range []struct {
		name string
		file string
		at   source.Pointer
		want string
	}{
		{"the system's id is the register's", file(`"system-id":{"id":"F00000000"}`), "/id", `"F00000000"`},
		{"a system's id that is no native id is left to the uuid", file(`"system-id":{"id":"https://example.org/7"}`), "/id", `"` + file1 + `"`},
		{"a file without a system id has its uuid", file(), "/id", `"` + file1 + `"`},
		{"a date keeps the day of its own zone", file(), "/as_of", `"2026-02-01"`},
		{"the title names the unit", file(), "/business_unit", `"GoodRead"`},
		{"the only organization is the organization", file("metadata." + people), "/organization", `"Acme"`},
		{"no organization is invented", file(), "/organization", ``},
		{"of two organizations, the one that owns the system",
			file(`metadata."parties":[{"uuid":"` + amy + `","type":"organization","name":"PMO"},{"uuid":"` + acme + `","type":"organization","name":"Acme"}],
				"responsible-parties":[{"role-id":"cloud-service-provider","party-uuids":["` + acme + `"]}]`),
			"/organization", `"Acme"`},
		{"of two organizations without a role, none",
			file(`metadata."parties":[{"uuid":"` + amy + `","type":"organization","name":"PMO"},{"uuid":"` + acme + `","type":"organization","name":"Acme"}]`),
			"/organization", ``},

		{"persons are people", file("metadata." + people), "/people", `[{"id":"` + amy + `","name":"Amy Assessor"}]`},
		{"a person's role is one beyond the document",
			file("metadata." + people + `,"responsible-parties":[{"role-id":"prepared-by","party-uuids":["` + amy + `"]},{"role-id":"system-owner","party-uuids":["` + strings.ToUpper(amy) + `"]}]`),
			"/people/0/role", `"system-owner"`},
		{"an organization that assessed is among the people",
			file("metadata."+people, aRisk(`"characterizations":[`+facets(`{"type":"party","actor-uuid":"`+acme+`"}`, facetOf("risk", "low", ""))+`]`)),
			"/people/1/name", `"Acme"`},

		{"a risk keeps its words", file(aRisk("")), "/risks/0", `{"id":"` + risk1 + `","title":"T","description":"D","status":"identified"}`},
		{"a blank description gives way to the statement", file(strings.Replace(aRisk(""), `"D"`, `""`, 1)), "/risks/0/description", `"S"`},
		{"a deadline is a day", file(aRisk(`"deadline":"2026-06-30T05:00:00.5+05:45"`)), "/risks/0/deadline", `"2026-06-30"`},
		{"a plain date is a day", file(aRisk(`"deadline":"2026-06-30"`)), "/risks/0/deadline", `"2026-06-30"`},
		{"mitigating factors are controls",
			file(aRisk(`"mitigating-factors":[{"uuid":"` + part1 + `","description":"x"},{"uuid":"` + part1 + `","implementation-uuid":"` + task1 + `","description":"y"}]`)),
			"/risks/0/controls", `["oscal-poam:` + part1 + `","oscal-ssp:` + task1 + `"]`},

		{"identified by the earliest observation of the risk and its item",
			file(`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", "")+`,`+observed(seen2, "2026-01-05T00:00:00Z", "")+`]`,
				aRisk(`"related-observations":[{"observation-uuid":"`+seen1+`"}]`),
				anItem(`"related-observations":[{"observation-uuid":"`+seen2+`"}],"related-risks":[{"risk-uuid":"`+risk1+`"}]`)),
			"/risks/0/identified_on", `"2026-01-05"`},
		{"identified by the observation of a finding",
			file(`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", "")+`]`,
				`"findings":[{"uuid":"`+find1+`","related-observations":[{"observation-uuid":"`+seen1+`"}],"related-risks":[{"risk-uuid":"`+risk1+`"}]}]`,
				aRisk("")),
			"/risks/0/identified_on", `"2026-01-20"`},
		{"without an observation, no day is invented", file(aRisk("")), "/risks/0/identified_on", ``},
		{"assets are what observations are about, but for a vendor's product",
			file(`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", `,"subjects":[{"subject-uuid":"`+part1+`","type":"component"},{"subject-uuid":"`+amy+`","type":"party"}]`)+`,`+
				observed(seen2, "2026-01-20T00:00:00Z", `,"types":["vendor-dependency"],"subjects":[{"subject-uuid":"`+task1+`","type":"component"}]`)+`]`,
				aRisk(`"related-observations":[{"observation-uuid":"`+seen1+`"},{"observation-uuid":"`+seen2+`"},{"observation-uuid":"`+seen1+`"}]`)),
			"/risks/0/affected_assets", `["` + part1 + `"]`},

		{"figures of one characterization are the assessment",
			file("metadata."+people, aRisk(`"characterizations":[`+facets(byAmy, facetOf("likelihood", "Low", "")+`,`+facetOf("impact", "medium", "")+`,`+facetOf("severity", "HIGH", ""))+`]`)),
			"/risks/0/assessment", `{"likelihood":"low","impact":"moderate","severity":"high","by":"` + amy + `"}`},
		{"a severity counts more than a later likelihood",
			file(aRisk(`"characterizations":[` + facets(byTool, facetOf("risk", "high", "")) + `,` + facets(byAmy, facetOf("likelihood", "low", "")) + `]`)),
			"/risks/0/assessment", `{"severity":"high"}`},
		{"a party's severity counts more than a tool's",
			file("metadata."+people, aRisk(`"characterizations":[`+facets(byAmy, facetOf("risk", "low", ""))+`,`+facets(byTool, facetOf("risk", "high", ""))+`]`)),
			"/risks/0/assessment/severity", `"low"`},
		{"of two alike, the last",
			file(aRisk(`"characterizations":[` + facets(byTool, facetOf("risk", "high", "")) + `,` + facets(byTool, facetOf("risk", "low", "")) + `]`)),
			"/risks/0/assessment/severity", `"low"`},
		{"facets of another meaning are no assessment",
			file(aRisk(`"characterizations":[` + facets(byTool, facetOf("AV", "network", "")) + `]`)),
			"/risks/0/assessment", ``},
		{"an adjusted severity is the residual until it is approved",
			file(aRisk(`"props":[` + fedramp("risk-adjustment", "pending") + `],"characterizations":[` + facets(byTool, facetOf("risk", "high", "initial")+`,`+facetOf("risk", "low", "adjusted")) + `]`)),
			"/risks/0/assessment/severity", `"high"`},
		{"an approved adjustment is the assessment",
			file(aRisk(`"props":[` + fedramp("risk-adjustment", "approved") + `],"characterizations":[` + facets(byTool, facetOf("risk", "high", "initial")+`,`+facetOf("impact", "high", "initial")+`,`+facetOf("risk", "low", "adjusted")) + `]`)),
			"/risks/0/assessment", `{"impact":"high","severity":"low"}`},
		{"what is stated as initial is inherent",
			file(aRisk(`"characterizations":[` + facets(byTool, facetOf("risk", "high", "initial")+`,`+facetOf("risk", "low", "adjusted")) + `]`)),
			"/risks/0/inherent", `{"severity":"high"}`},
		{"what is stated as adjusted is residual",
			file(aRisk(`"characterizations":[` + facets(byTool, facetOf("risk", "high", "initial")+`,`+facetOf("risk", "low", "adjusted")) + `]`)),
			"/risks/0/residual", `{"severity":"low"}`},
		{"what states nothing is not inherent", file(aRisk(`"characterizations":[` + facets(byTool, facetOf("risk", "high", "")) + `]`)), "/risks/0/inherent", ``},
		{"the scale has the known levels in use, in order",
			file(`"risks":[` + riskObject(risk1, "open", `"characterizations":[`+facets(byTool, facetOf("risk", "high", ""))+`]`) + `,` +
				riskObject(risk2, "open", `"characterizations":[`+facets(byTool, facetOf("risk", "low", ""))+`,`+facets(byTool, facetOf("risk", "low", ""))+`]`) + `,` +
				riskObject(part1, "open", `"characterizations":[`+facets(byTool, facetOf("risk", "dire", ""))+`]`) + `]`),
			"/scale/levels", `["low","high"]`},

		{"a response is the planned one",
			file(aRisk(`"remediations":[` + remedy(part1, "recommendation", typed("avoid")) + `,` + remedy(task1, "completed", typed("share")) + `,` + remedy(fix1, "planned", typed("accept")) + `]`)),
			"/risks/0/response", `{"type":"accept","rationale":"Because"}`},
		{"without a planned response, the completed one", file(aRisk(`"remediations":[` + remedy(fix1, "completed", typed("share")) + `]`)), "/risks/0/response/type", `"transfer"`},
		{"a recommendation is no response", file(aRisk(`"remediations":[` + remedy(fix1, "recommendation", typed("avoid")) + `]`)), "/risks/0/response", ``},
		{"contingency is a form of mitigation", file(aRisk(`"remediations":[` + remedy(fix1, "planned", typed("contingency")) + `]`)), "/risks/0/response/type", `"mitigate"`},
		{"a treatment word is translated", file(aRisk(`"remediations":[` + remedy(fix1, "planned", typed("Retain")) + `]`)), "/risks/0/response/type", `"accept"`},
		{"none is no response", file(aRisk(`"remediations":[` + remedy(fix1, "planned", typed("none")) + `]`)), "/risks/0/response", ``},
		{"a remediation without a type is no decision", file(aRisk(`"remediations":[` + remedy(fix1, "planned", "") + `]`)), "/risks/0/response", ``},
		{"the type of another namespace is another type",
			file(aRisk(`"remediations":[` + remedy(fix1, "planned", `,"props":[{"name":"type","ns":"https://acme.example","value":"accept"}]`) + `]`)), "/risks/0/response", ``},

		{"a deviation has its state, and the observation's rationale",
			file(`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", `,"types":["false-positive"],"relevant-evidence":[{"href":"#shot","description":"x"}]`)+`]`,
				aRisk(`"props":[`+fedramp("false-positive", "pending")+`],"related-observations":[{"observation-uuid":"`+seen1+`"}]`),
				anItem(`"related-observations":[{"observation-uuid":"`+seen1+`"}],"related-risks":[{"risk-uuid":"`+risk1+`"}]`)),
			"/risks/0/deviations", `[{"type":"false_positive","state":"pending","rationale":"Seen","evidence":[{"ref":"#shot","collected_on":"2026-01-20"}]}]`},
		{"a vendor dependency has its product and its last check-in",
			file(`"local-definitions":{"components":[{"uuid":"`+part1+`","title":"Frobnicator"}]}`,
				`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", `,"types":["vendor-dependency"],"subjects":[{"subject-uuid":"`+part1+`","type":"component"}]`)+`]`,
				aRisk(`"props":[`+fedramp("vendor-dependency", "tracking")+`],"related-observations":[{"observation-uuid":"`+seen1+`"}],
					"risk-log":{"entries":[
						{"uuid":"`+task1+`","title":"Call","start":"2026-01-30T00:00:00Z","props":[{"name":"type","value":"vendor-check-in"}]},
						{"uuid":"`+task2+`","title":"Vendor Check-in","start":"2026-01-21T00:00:00Z","end":"2026-01-22T00:00:00Z"}]}`)),
			"/risks/0/vendor_dependency", `{"product":"Frobnicator","state":"tracking","last_checkin":"2026-01-30"}`},

		{"a text is without the escapes of its markup", file(strings.Replace(aRisk(""), `"T"`, `"R&amp;D: \\*T\\*"`, 1)), "/risks/0/title", `"R&D: *T*"`},
		{"riskgate's own id counts", file(aRisk(`"props":[` + own("id", "R-1") + `]`)), "/risks/0/id", `"R-1"`},
		{"what can be no id is none of riskgate's", file(aRisk(`"props":[` + own("id", "R 1") + `]`)), "/risks/0/id", `"` + risk1 + `"`},
		{"the id of another namespace is another id", file(aRisk(`"props":[` + fedramp("id", "R-1") + `]`)), "/risks/0/id", `"` + risk1 + `"`},
		{"a plan names a risk as riskgate does",
			file(aRisk(`"props":[`+own("id", "R-1")+`]`), anItem(`"related-risks":[{"risk-uuid":"`+risk1+`"}]`)), "/risks/0/id", `"R-1"`},
		{"riskgate's own status counts while OSCAL's agrees", file(`"risks":[` + riskObject(risk1, "remediating", `"props":[`+own("status", "monitoring")+`]`) + `]`), "/risks/0/status", `"monitoring"`},
		{"a risk that another tool closed is closed", file(`"risks":[` + riskObject(risk1, "closed", `"props":[`+own("status", "monitoring")+`]`) + `]`), "/risks/0/status", `"closed"`},
		{"a decision's day needs the decision", file(aRisk(`"props":[` + own("decided-on", "2026-06-01") + `]`)), "/risks/0/response", ``},
		{"a field of the organisation's own comes back", file(aRisk(`"props":[` + own("x_desk", "7") + `]`)), "/risks/0/x_desk", `"7"`},
		{"an open risk is identified", file(aRisk("")), "/risks/0/status", `"identified"`},
		{"a risk under investigation is identified", file(`"risks":[` + riskObject(risk1, "investigating", "") + `]`), "/risks/0/status", `"identified"`},
		{"a risk under remediation is responded to", file(`"risks":[` + riskObject(risk1, "remediating", "") + `]`), "/risks/0/status", `"responding"`},
		{"a requested deviation follows an assessment", file(`"risks":[` + riskObject(risk1, "deviation-requested", "") + `]`), "/risks/0/status", `"assessed"`},
		{"an approved deviation alone accepts nothing", file(`"risks":[` + riskObject(risk1, "deviation-approved", "") + `]`), "/risks/0/status", `"assessed"`},
		{"an approved acceptance is accepted",
			file(`"risks":[` + riskObject(risk1, "deviation-approved", `"remediations":[`+remedy(fix1, "planned", typed("accept"))+`]`) + `]`), "/risks/0/status", `"accepted"`},
		{"an approved operational requirement is accepted",
			file(`"risks":[` + riskObject(risk1, "deviation-approved", `"props":[`+fedramp("operational-requirement", "approved")+`]`) + `]`), "/risks/0/status", `"accepted"`},
		{"a closed risk is closed", file(`"risks":[` + riskObject(risk1, "closed", "") + `]`), "/risks/0/status", `"closed"`},

		{"the log tells the closure, an observation its evidence",
			file("metadata."+people,
				`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", `,"types":["closure"],"relevant-evidence":[{"href":"#scan","description":"x"},{"description":"y"},{"description":"z","links":[{"href":"#shot"}]}]`)+`]`,
				`"risks":[`+riskObject(risk1, "closed", `"related-observations":[{"observation-uuid":"`+seen1+`"}],"risk-log":{"entries":[
					{"uuid":"`+task1+`","start":"2026-01-21T00:00:00Z","status-change":"closed","logged-by":[{"party-uuid":"`+amy+`"}]}]}`)+`]`),
			"/risks/0/closure", `{"on":"2026-01-21","by":"` + amy + `","reason":"resolved","evidence":[{"ref":"#scan","collected_on":"2026-01-20"},{"ref":"#shot","collected_on":"2026-01-20"}]}`},
		{"a false positive is closed as one",
			file(`"risks":[` + riskObject(risk1, "closed", `"props":[`+fedramp("false-positive", "approved")+`],"risk-log":{"entries":[{"uuid":"`+task1+`","start":"2026-01-21T00:00:00Z","status-change":"closed"}]}`) + `]`),
			"/risks/0/closure/reason", `"false_positive"`},
		{"a risk that was opened again has no closure",
			file(aRisk(`"risk-log":{"entries":[{"uuid":"` + task1 + `","start":"2026-01-22T00:00:00Z","status-change":"open"},{"uuid":"` + task2 + `","start":"2026-01-21T00:00:00Z","status-change":"closed"}]}`)),
			"/risks/0/closure", ``},
		{"the log is the history",
			file(aRisk(`"risk-log":{"entries":[
				{"uuid":"` + task1 + `","start":"2026-01-21T00:00:00Z","status-change":"remediating"},
				{"uuid":"` + part1 + `","start":"2026-01-22T00:00:00Z"},
				{"uuid":"` + task2 + `","title":"Done","start":"2026-01-23T00:00:00Z","status-change":"closed"}]}`)),
			"/risks/0/history", `[{"at":"2026-01-21","field":"status","to":"responding"},{"at":"2026-01-23","field":"status","from":"responding","to":"closed","reason":"Done"}]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			register, _ := convert(t, test.file)
			if got := read(register, test.at); got != test.want {
				t.Errorf("%s is\n%s, want\n%s", test.at, got, test.want)
			}
		})
	}
}

func TestPlans(t *testing.T) {
	relates := anItem(`"related-risks":[{"risk-uuid":"` + risk1 + `"}]`)
	for _, test := range []struct {
		name string
		file string
		at   source.Pointer
		want string
	}{
		{"the document has the uuid of the file", file(`"system-id":{"id":"F00000000"}`), "/id", `"` + file1 + `"`},
		{"an item is a plan with the tasks of the planned remediation",
			file(aRisk(`"remediations":[`+remedy(part1, "recommendation", "")+`,`+remedy(fix1, "planned", twoTasks)+`]`), relates),
			"/plans", `[{"id":"` + item1 + `","title":"Mend it","objective":"So that it holds","risk_ids":["` + risk1 + `"],"status":"active","due":"2026-03-31","actions":[` +
				`{"id":"` + task1 + `","title":"First","start":"2026-03-01","due":"2026-03-31","status":"open"},` +
				`{"id":"` + task2 + `","title":"Second","due":"2026-03-15","status":"open","depends_on":["` + task1 + `"]}]}]`},
		{"a risk reached by a finding",
			file(`"findings":[{"uuid":"`+find1+`","related-risks":[{"risk-uuid":"`+risk1+`"}]}]`, aRisk(`"remediations":[`+remedy(fix1, "planned", "")+`]`),
				anItem(`"related-findings":[{"finding-uuid":"`+find1+`"}],"related-risks":[{"risk-uuid":"`+risk1+`"}]`)),
			"/plans/0/risk_ids", `["` + risk1 + `"]`},
		{"a reference in capitals is spelled as the risk is", file(aRisk(""), anItem(`"related-risks":[{"risk-uuid":"`+strings.ToUpper(risk1)+`"}]`)), "/plans/0/risk_ids", `["` + risk1 + `"]`},
		{"a blank description is no objective", file(`"poam-items":[{"uuid":"` + item1 + `","title":"Mend it","description":" ","related-risks":[{"risk-uuid":"` + risk1 + `"}]}]`), "/plans/0/objective", ``},
		{"a reference to no risk stays", file(aRisk(""), anItem(`"related-risks":[{"risk-uuid":"`+part1+`"}]`)), "/plans/0/risk_ids", `["` + part1 + `"]`},
		{"an item whose finding has no risk names none", file(anItem(`"related-findings":[{"finding-uuid":"` + find1 + `"}]`)), "/plans/0/risk_ids", `[]`},
		{"an item without a uuid has its POA&M id",
			file(`"poam-items":[{"title":"Mend it","description":" ","related-risks":[{"risk-uuid":"` + risk1 + `"}],"props":[` + fedramp("POAM-ID", "V-1") + `]}]`), "/plans/0/id", `"V-1"`},
		{"a planned remediation that no item takes in is a plan",
			file(aRisk(`"remediations":[`+remedy(fix1, "planned", twoTasks)+`]`), anItem(`"related-risks":[{"risk-uuid":"`+part1+`"}]`)),
			"/plans/1/id", `"` + fix1 + `"`},
		{"it answers its risk", file(aRisk(`"remediations":[` + remedy(fix1, "planned", twoTasks) + `]`)), "/plans/0/risk_ids", `["` + risk1 + `"]`},
		{"a recommendation that no item takes in is no plan", file(aRisk(`"remediations":[` + remedy(fix1, "recommendation", twoTasks) + `]`)), "/plans", `[]`},
		{"tasks within tasks are actions too",
			file(aRisk(`"remediations":[` + remedy(fix1, "planned", `,"tasks":[{"uuid":"`+task1+`","type":"action","title":"Outer","tasks":[{"uuid":"`+task2+`","type":"action","title":"Inner"}]}]`) + `]`)),
			"/plans/0/actions/1/title", `"Inner"`},
		{"the origin of a remediation owns the plan",
			file("metadata."+people, aRisk(`"remediations":[`+remedy(fix1, "planned", `,"origins":[{"actors":[`+byTool+`,`+byAmy+`]}]`)+`]`)), "/plans/0/owner", `"` + amy + `"`},
		{"required assets are resources",
			file(aRisk(`"remediations":[` + remedy(fix1, "planned", `,"required-assets":[{"uuid":"`+part1+`","description":"Money"},{"uuid":"`+part1+`","description":"Time"}]`) + `]`)),
			"/plans/0/resources", `"Money\nTime"`},
		{"a task's party owns the action",
			file("metadata."+people, aRisk(`"remediations":[`+remedy(fix1, "planned", `,"tasks":[{"uuid":"`+task1+`","title":"x","responsible-roles":[{"role-id":"dev","party-uuids":["`+amy+`"]}]}]`)+`]`)),
			"/plans/0/actions/0/owner", `"` + amy + `"`},
		{"who has the task's role owns the action",
			file("metadata."+people+`,"responsible-parties":[{"role-id":"dev","party-uuids":["`+amy+`"]}]`,
				aRisk(`"remediations":[`+remedy(fix1, "planned", `,"tasks":[{"uuid":"`+task1+`","title":"x","responsible-roles":[{"role-id":"dev"}]}]`)+`]`)),
			"/plans/0/actions/0/owner", `"` + amy + `"`},
		{"an action without a party has no owner",
			file(aRisk(`"remediations":[` + remedy(fix1, "planned", twoTasks) + `]`)), "/plans/0/actions/0/owner", ``},
		{"a task is done when the log says so",
			file(aRisk(`"remediations":[` + remedy(fix1, "planned", twoTasks) + `],"risk-log":{"entries":[{"uuid":"` + part1 + `","start":"2026-03-20T00:00:00Z","props":[{"name":"type","value":"milestone-complete"}],
				"related-responses":[{"response-uuid":"` + fix1 + `","related-tasks":[{"task-uuid":"` + task1 + `"}]}]}]}`)),
			"/plans/0/actions/0", `{"id":"` + task1 + `","title":"First","start":"2026-03-01","due":"2026-03-31","status":"done","completed_on":"2026-03-20"}`},
		{"a task that the log only mentions is not done",
			file(aRisk(`"remediations":[` + remedy(fix1, "planned", twoTasks) + `],"risk-log":{"entries":[{"uuid":"` + part1 + `","start":"2026-03-20T00:00:00Z",
				"related-responses":[{"response-uuid":"` + fix1 + `","related-tasks":[{"task-uuid":"` + task1 + `"}]}]}]}`)),
			"/plans/0/actions/0/status", `"open"`},
		{"the tasks of a completed remediation are done", file(aRisk(`"remediations":[` + remedy(fix1, "completed", twoTasks) + `]`)), "/plans/0/actions/0/status", `"done"`},
		{"a completed remediation is a completed plan", file(aRisk(`"remediations":[` + remedy(fix1, "completed", "") + `]`)), "/plans/0/status", `"completed"`},
		{"an item for which nothing was decided is a draft", file(aRisk(`"remediations":[`+remedy(fix1, "recommendation", "")+`]`), relates), "/plans/0/status", `"draft"`},
		{"a plan whose risks are closed is completed",
			file(`"risks":[`+riskObject(risk1, "closed", `"remediations":[`+remedy(fix1, "planned", "")+`]`)+`]`, relates), "/plans/0/status", `"completed"`},
		{"a plan with a risk that can't be found is not",
			file(`"risks":[`+riskObject(risk1, "closed", `"remediations":[`+remedy(fix1, "planned", "")+`]`)+`]`, anItem(`"related-risks":[{"risk-uuid":"`+risk1+`"},{"risk-uuid":"`+part1+`"}]`)),
			"/plans/0/status", `"active"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, plans := convert(t, test.file)
			if got := read(plans, test.at); got != test.want {
				t.Errorf("%s is\n%s, want\n%s", test.at, got, test.want)
			}
		})
	}
}

func TestOmits(t *testing.T) {
	bare := file(aRisk(""))
	rated := file("metadata."+people, aRisk(`"characterizations":[`+facets(byAmy, facetOf("risk", "low", "adjusted"))+`]`))
	for _, test := range []struct {
		name, file, path string
		plans            bool
		want             bool
	}{
		{"what OSCAL has no place for", rated, "risks.owner", false, true},
		{"a severity that no risk carries", bare, "risks.assessment.severity", false, true},
		{"a residual that no risk carries", bare, "risks.residual", false, true},
		{"a part of a residual that is there", rated, "risks.residual.on", false, true},
		{"a part of an object that is omitted goes without saying", bare, "risks.residual.on", false, false},
		{"a residual that a risk carries", rated, "risks.residual", false, false},
		{"people where there are none", bare, "people", false, true},
		{"people where there are some", rated, "people", false, false},
		{"a role that one person lacks",
			file(`metadata."parties":[{"uuid":"` + amy + `","type":"person","name":"A"},{"uuid":"` + acme + `","type":"person","name":"B"}],"responsible-parties":[{"role-id":"dev","party-uuids":["` + amy + `"]}]`),
			"people.role", false, true},
		{"an organization that isn't named", bare, "organization", false, true},
		{"a deadline is the file's to give", bare, "risks.deadline", false, false},
		{"what documents of another kind hold", bare, "reviews", false, false},
		{"approvals of plans", bare, "plans.approvals", true, true},
		{"an action's owner is the file's to give", bare, "plans.actions.owner", true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			document, plans := convert(t, test.file)
			if test.plans {
				document = plans
			}
			omits := document.Get("source").Get("omits").Elements
			got := slices.ContainsFunc(omits, func(v *source.Value) bool { return v.Text == test.path })
			if got != test.want {
				t.Errorf("omits %s: %t, want %t", test.path, got, test.want)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	const poam = "/plan-of-action-and-milestones"
	for _, test := range []struct {
		name, file string
		at         source.Pointer
		want       string
	}{
		{"the model is no object", `{"plan-of-action-and-milestones":[]}`, poam, `"plan-of-action-and-milestones" must be an object`},
		{"metadata is missing", `{"plan-of-action-and-milestones":{"uuid":"` + file1 + `","poam-items":[]}}`, poam, `the plan of action and milestones has no "metadata"`},
		{"risks are no array", file(`"risks":{}`), poam + "/risks", `"risks" must be an array of objects`},
		{"a risk is no object", file(`"risks":[null]`), poam + "/risks/0", `"risks" must hold objects only`},
		{"a title is no string", file(strings.Replace(aRisk(""), `"T"`, `5`, 1)), poam + "/risks/0/title", `"title" must be a string`},
		{"a risk has no uuid", file(`"risks":[{"title":"T","status":"open"}]`), poam + "/risks/0", `the risk has no "uuid"`},
		{"a status is unknown", file(`"risks":[` + riskObject(risk1, "mitigated", "") + `]`), poam + "/risks/0/status", `status "mitigated" is not one that riskgate knows`},
		{"a status is no string", file(strings.Replace(aRisk(""), `"open"`, `5`, 1)), poam + "/risks/0/status", `"status" must be a string`},
		{"a lifecycle is unknown", file(aRisk(`"remediations":[` + remedy(fix1, "dreamt", "") + `]`)), poam + "/risks/0/remediations/0/lifecycle", `lifecycle "dreamt" is not one that riskgate knows`},
		{"a response type is unknown", file(aRisk(`"remediations":[` + remedy(fix1, "planned", typed("pray")) + `]`)), poam + "/risks/0/remediations/0/props/0/value", `response type "pray" is not one that riskgate knows`},
		{"a deviation's state is unknown", file(aRisk(`"props":[` + fedramp("false-positive", "maybe") + `]`)), poam + "/risks/0/props/0/value", `false-positive "maybe" is not one that riskgate knows`},
		{"a date has no zone", file(aRisk(`"deadline":"2026-06-30T00:00:00"`)), poam + "/risks/0/deadline", `"deadline" must be a date-time with a time zone`},
		{"a date is not real", file(aRisk(`"deadline":"2026-02-30T00:00:00Z"`)), poam + "/risks/0/deadline", `"deadline" must be a date-time with a time zone`},
		{"an item has no id at all", file(`"poam-items":[{"title":"x","related-risks":[{"risk-uuid":"` + risk1 + `"}]}]`), poam + "/poam-items/0", `the POA&M item has no uuid`},
		{"an item relates to nothing", file(anItem(`"remarks":"x"`)), poam + "/poam-items/0", `the POA&M item relates to no risk`},
		{"one of two risks has no day",
			file(`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", "")+`]`, `"risks":[`+riskObject(risk1, "open", `"related-observations":[{"observation-uuid":"`+seen1+`"}]`)+`,`+riskObject(risk2, "open", "")+`]`),
			poam + "/risks/1", `no observation says when the risk was identified`},
		{"a key with a slash keeps its pointer", file(`"risks":5`, `"x/y":1`), poam + "/risks", `"risks" must be an array of objects`},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := parse(t, test.file)
			_, problems := Convert(root)
			if len(problems) != 1 {
				t.Fatalf("%d problems: %v", len(problems), problems)
			}
			p := problems[0]
			if p.At != test.at || p.Message != test.want {
				t.Errorf("%s: %s, want\n%s: %s", p.At, p.Message, test.at, test.want)
			}
			if v, _ := root.Lookup(p.At); v.Offset != p.Offset {
				t.Errorf("offset %d, want that of %s: %d", p.Offset, p.At, v.Offset)
			}
		})
	}
}

func TestWhatIsNotUnderstoodStaysForTheSchemaToRefuse(t *testing.T) {
	natives, _ := Convert(parse(t, file(`"risks":[`+riskObject(risk1, "mitigated", `"deadline":20260630`)+`]`)))
	want := `{"id":"` + risk1 + `","title":"T","description":"D","status":"mitigated","deadline":20260630}`
	if got := read(natives[0].Document, "/risks/0"); got != want {
		t.Errorf("the risk is\n%s, want\n%s", got, want)
	}
}

func TestAllProblemsComeAtOnceInTheOrderOfTheFile(t *testing.T) {
	_, problems := Convert(parse(t, file(aRisk(`"deadline":1,"props":{}`), anItem(`"related-risks":[{},{"risk-uuid":"`+risk1+`"}]`))))
	var got []string
	for _, p := range problems {
		got = append(got, p.Message)
	}
	want := []string{`"deadline" must be a string`, `"props" must be an array of objects`, `the entry of related-risks has no "risk-uuid"`}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestRecognizes(t *testing.T) {
	for _, test := range []struct {
		top, reason string
		want        bool
	}{
		{"plan-of-action-and-milestones", "", true},
		{"assessment-results", "OSCAL assessment results; of OSCAL, only a plan of action and milestones is read", false},
		{"system-security-plan", "OSCAL system security plan; of OSCAL, only a plan of action and milestones is read", false},
		{"kind", "", false},
	} {
		if got := Recognizes(test.top); got != test.want {
			t.Errorf("Recognizes(%q) is %t", test.top, got)
		}
		if got := Reason(test.top); got != test.reason {
			t.Errorf("Reason(%q) is %q, want %q", test.top, got, test.reason)
		}
	}
}

// sample has every part that Convert reads.
var sample = file("metadata."+people+`,"responsible-parties":[{"role-id":"system-owner","party-uuids":["`+amy+`"]}]`,
	`"system-id":{"id":"F00000000"}`,
	`"local-definitions":{"components":[{"uuid":"`+part1+`","title":"Frobnicator"}],"inventory-items":[{"uuid":"`+task2+`","description":"Host"}]}`,
	`"observations":[`+observed(seen1, "2026-01-20T00:00:00Z", `,"types":["finding"],"subjects":[{"subject-uuid":"`+task2+`","type":"inventory-item"}]`)+`,`+
		observed(seen2, "2026-01-21T00:00:00Z", `,"types":["closure","risk-adjustment","vendor-dependency"],"subjects":[{"subject-uuid":"`+part1+`","type":"component"}],"relevant-evidence":[{"href":"#scan","description":"x"},{"description":"y","links":[{"href":"#shot"}]}]`)+`]`,
	`"findings":[{"uuid":"`+find1+`","related-observations":[{"observation-uuid":"`+seen2+`"}],"related-risks":[{"risk-uuid":"`+risk1+`"}]}]`,
	`"risks":[`+riskObject(risk1, "closed", `"deadline":"2026-06-30T00:00:00Z",
		"props":[`+fedramp("risk-adjustment", "approved")+`,`+fedramp("vendor-dependency", "tracking")+`],
		"characterizations":[`+facets(byAmy, facetOf("likelihood", "low", "")+`,`+facetOf("impact", "high", "")+`,`+facetOf("risk", "high", "initial")+`,`+facetOf("risk", "medium", "adjusted"))+`],
		"mitigating-factors":[{"uuid":"`+part1+`","description":"x"}],
		"remediations":[`+remedy(fix1, "planned", typed("mitigate")+`,"origins":[{"actors":[`+byAmy+`]}],"required-assets":[{"uuid":"`+part1+`","description":"Money"}]`+twoTasks)+`],
		"related-observations":[{"observation-uuid":"`+seen1+`"}],
		"risk-log":{"entries":[
			{"uuid":"`+part1+`","title":"Vendor Check-in","start":"2026-02-01T00:00:00Z"},
			{"uuid":"`+part1+`","start":"2026-02-02T00:00:00Z","props":[{"name":"type","value":"milestone-complete"}],"related-responses":[{"response-uuid":"`+fix1+`","related-tasks":[{"task-uuid":"`+task1+`"}]}]},
			{"uuid":"`+part1+`","description":"Mended","start":"2026-02-03T00:00:00Z","end":"2026-02-04T00:00:00Z","status-change":"closed","logged-by":[{"party-uuid":"`+amy+`"}]},
			{"uuid":"`+part1+`","start":"2026-01-30T00:00:00Z","status-change":"remediating"}]}`)+`]`,
	anItem(`"related-findings":[{"finding-uuid":"`+find1+`"}],"related-observations":[{"observation-uuid":"`+seen1+`"}],"related-risks":[{"risk-uuid":"`+risk1+`"}]`))

func TestValuesKeepTheirPlace(t *testing.T) {
	root := parse(t, " "+sample)
	natives, _ := Convert(root)
	const poam = source.Pointer("/plan-of-action-and-milestones")
	const risk = poam + "/risks/0"
	for _, test := range []struct {
		document   int
		native, at source.Pointer
	}{
		{0, "", poam},
		{0, "/kind", poam},
		{0, "/id", poam + "/system-id/id"},
		{0, "/organization", poam + "/metadata/parties/1/name"},
		{0, "/as_of", poam + "/metadata/last-modified"},
		{0, "/scale/levels/0", risk + "/characterizations/0/facets/3/value"},
		{0, "/people/0", poam + "/metadata/parties/0"},
		{0, "/people/0/role", poam + "/metadata/responsible-parties/0/role-id"},
		{0, "/risks/0", risk},
		{0, "/risks/0/id", risk + "/uuid"},
		{0, "/risks/0/owner", risk},
		{0, "/risks/0/status", risk + "/status"},
		{0, "/risks/0/deadline", risk + "/deadline"},
		{0, "/risks/0/identified_on", poam + "/observations/0/collected"},
		{0, "/risks/0/affected_assets/0", poam + "/observations/0/subjects/0/subject-uuid"},
		{0, "/risks/0/controls/0", risk + "/mitigating-factors/0/uuid"},
		{0, "/risks/0/assessment", risk + "/characterizations/0"},
		{0, "/risks/0/assessment/by", risk + "/characterizations/0/origin/actors/0/actor-uuid"},
		{0, "/risks/0/assessment/on", risk + "/characterizations/0"},
		{0, "/risks/0/assessment/severity", risk + "/characterizations/0/facets/3/value"},
		{0, "/risks/0/inherent/severity", risk + "/characterizations/0/facets/2/value"},
		{0, "/risks/0/response", risk + "/remediations/0"},
		{0, "/risks/0/response/type", risk + "/remediations/0/props/0/value"},
		{0, "/risks/0/deviations/0/type", risk + "/props/0/name"},
		{0, "/risks/0/deviations/0/rationale", poam + "/observations/1/description"},
		{0, "/risks/0/vendor_dependency/product", poam + "/local-definitions/components/0/title"},
		{0, "/risks/0/vendor_dependency/last_checkin", risk + "/risk-log/entries/0/start"},
		{0, "/risks/0/closure", risk + "/risk-log/entries/2"},
		{0, "/risks/0/closure/on", risk + "/risk-log/entries/2/end"},
		{0, "/risks/0/closure/evidence/1/ref", poam + "/observations/1/relevant-evidence/1/links/0/href"},
		{0, "/risks/0/history/0/to", risk + "/risk-log/entries/2/status-change"},
		{1, "/id", poam + "/uuid"},
		{1, "/plans/0", poam + "/poam-items/0"},
		{1, "/plans/0/risk_ids/0", poam + "/poam-items/0/related-risks/0/risk-uuid"},
		{1, "/plans/0/status", risk + "/status"},
		{1, "/plans/0/owner", risk + "/remediations/0/origins/0/actors/0/actor-uuid"},
		{1, "/plans/0/due", risk + "/remediations/0/tasks/0/timing/within-date-range/end"},
		{1, "/plans/0/approvals", poam + "/poam-items/0"},
		{1, "/plans/0/actions/0", risk + "/remediations/0/tasks/0"},
		{1, "/plans/0/actions/0/status", risk + "/risk-log/entries/1"},
		{1, "/plans/0/actions/0/completed_on", risk + "/risk-log/entries/1/start"},
		{1, "/plans/0/actions/0/owner", risk + "/remediations/0/tasks/0"},
		{1, "/plans/0/actions/1/due", risk + "/remediations/0/tasks/1/timing/on-date/date"},
		{1, "/plans/0/actions/1/status", risk + "/remediations/0/tasks/1"},
		{1, "/plans/0/actions/1/depends_on/0", risk + "/remediations/0/tasks/1/dependencies/0/task-uuid"},
	} {
		native, _ := natives[test.document].Document.Lookup(test.native)
		original, found := root.Lookup(test.at)
		if found != test.at {
			t.Fatalf("the sample has no %s", test.at)
		}
		if native.Offset != original.Offset {
			t.Errorf("%s %s is at %d, want that of %s: %d", natives[test.document].Kind, test.native, native.Offset, test.at, original.Offset)
		}
	}
}

// checkPlaces demands of every native value and key that its offset is that of a value of the file, or of a key in one
// that was taken over as it was.
func checkPlaces(t *testing.T, root *source.Value, natives []Native) {
	t.Helper()
	offsets := map[int]bool{}
	walk(root, "", func(_ source.Pointer, v *source.Value) {
		offsets[v.Offset] = true
		for _, member := range v.Members {
			offsets[member.Offset] = true
		}
	})
	for _, native := range natives {
		walk(native.Document, "", func(at source.Pointer, v *source.Value) {
			if !offsets[v.Offset] {
				t.Errorf("%s %s has no place: %d", native.Kind, at, v.Offset)
			}
			for _, member := range v.Members {
				if member.Offset == 0 || !offsets[member.Offset] {
					t.Errorf("%s %s, key %s has no place: %d", native.Kind, at, member.Name, member.Offset)
				}
			}
		})
	}
}

func TestEveryValueHasAPlace(t *testing.T) {
	root := parse(t, " "+sample)
	natives, problems := Convert(root)
	if len(problems) != 0 {
		t.Errorf("problems of the sample: %v", problems)
	}
	checkPlaces(t, root, natives)
}

func shared(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", name))
	if err != nil {
		t.Skip("the shared data is not here")
	}
	return string(text)
}

func TestSharedFiles(t *testing.T) {
	for _, test := range []struct {
		file         string
		risks, plans int
		at           source.Pointer
		want         string
	}{
		{"oscal/ifa_plan-of-action-and-milestones.json", 2, 3, "/plans/0/risk_ids", `["401c15c9-ad6b-4d4a-a591-7d53a3abb3b6"]`},
		{"oscal/ifa_plan-of-action-and-milestones.json", 2, 3, "/plans/1/due", `"2024-06-23"`},
		{"oscal/ifa_plan-of-action-and-milestones.json", 2, 3, "/plans/2/actions/0/due", `"2024-01-01"`},
		{"fedramp/FedRAMP-POAM-OSCAL-Template.rev5.json", 2, 2, "/plans/0/id", `"6F5FFF73-CAC6-4DA0-A0D9-0F931A5EFAFA"`},
		{"fedramp/FedRAMP-POAM-OSCAL-Template.rev5.json", 2, 2, "/plans/1/owner", `"49f73135-efab-4275-9a79-003656ad890a"`},
	} {
		t.Run(test.file+string(test.at), func(t *testing.T) {
			root := parse(t, shared(t, test.file))
			natives, problems := Convert(root)
			if len(problems) != 0 {
				t.Errorf("problems: %v", problems)
			}
			checkPlaces(t, root, natives)
			register, plans := natives[0].Document, natives[1].Document
			if n := len(register.Get("risks").Elements); n != test.risks {
				t.Errorf("%d risks, want %d", n, test.risks)
			}
			if n := len(plans.Get("plans").Elements); n != test.plans {
				t.Errorf("%d plans, want %d", n, test.plans)
			}
			if got := read(plans, test.at); got != test.want {
				t.Errorf("%s is %s, want %s", test.at, got, test.want)
			}
		})
	}
}

// mutants are what may stand where a value stood.
var mutants = []string{`null`, `true`, `7`, `""`, `"2026-13-45T99:00:00Z"`, `[]`, `{}`, `[null]`, `[[]]`, `[{}]`, `{"uuid":{}}`}

// mutate puts a mutant in the place of the value that a walk meets as number place; a negative mutant takes it out.
func mutate(t testing.TB, root *source.Value, place, mutant int) {
	t.Helper()
	number := -1
	var visit func(v *source.Value)
	visit = func(v *source.Value) {
		for i := range v.Members {
			if number++; number == place {
				if mutant < 0 {
					v.Members = slices.Delete(slices.Clone(v.Members), i, i+1)
					return
				}
				v.Members[i].Value = parse(t, " "+mutants[mutant])
				return
			}
			visit(v.Members[i].Value)
		}
		for i := range v.Elements {
			if number++; number == place {
				v.Elements[i] = parse(t, " "+mutants[max(mutant, 0)])
				return
			}
			visit(v.Elements[i])
		}
	}
	visit(root)
}

// conform holds the native documents to the native schemas, as a run does: the header, then each record.
func conform(t *testing.T, natives []Native) []schema.Problem {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	var problems []schema.Problem
	for _, native := range natives {
		var omits []string
		for _, path := range native.Document.Get("source").Get("omits").Elements {
			omits = append(omits, path.Text)
		}
		header := objectAt(native.Document)
		for _, member := range native.Document.Members {
			i := slices.IndexFunc(schema.Lists(native.Kind), func(l schema.List) bool { return l.Member == member.Name })
			if i < 0 {
				header.Members = append(header.Members, member)
				continue
			}
			for _, record := range member.Value.Elements {
				problems = append(problems, checker.Record(schema.Lists(native.Kind)[i].Record, record, omits)...)
			}
		}
		problems = append(problems, checker.Header(native.Kind, header, omits)...)
	}
	return problems
}

func TestNativeDocumentsConform(t *testing.T) {
	files := map[string]string{
		"the sample":       sample,
		"an empty file":    file(),
		"a bare risk":      file(aRisk("")),
		"IFA GoodRead":     "oscal/ifa_plan-of-action-and-milestones.json",
		"FedRAMP template": "fedramp/FedRAMP-POAM-OSCAL-Template.rev5.json",
	}
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			if strings.HasSuffix(text, ".json") {
				text = shared(t, text)
			}
			natives, _ := Convert(parse(t, text))
			for _, p := range conform(t, natives) {
				t.Errorf("%s: %s", p.At, p.Message)
			}
		})
	}
}

func TestWhatHasAProblemDoesNotConform(t *testing.T) {
	for _, text := range []string{
		`{"plan-of-action-and-milestones":[]}`,
		file(`"risks":[` + riskObject(risk1, "mitigated", "") + `]`),
		file(aRisk(`"deadline":"2026-06-30T00:00:00"`)),
		file(aRisk(`"remediations":[` + remedy(fix1, "planned", typed("pray")) + `]`)),
		file(aRisk(`"props":[` + fedramp("false-positive", "maybe") + `]`)),
		file(`"poam-items":[{"title":"x","related-risks":[{"risk-uuid":"` + risk1 + `"}]}]`),
	} {
		natives, problems := Convert(parse(t, text))
		if len(problems) == 0 {
			t.Errorf("%s has no problem", text)
		}
		if len(conform(t, natives)) == 0 {
			t.Errorf("%s conforms", text)
		}
	}
}

func size(root *source.Value) int {
	n := 0
	walk(root, "", func(source.Pointer, *source.Value) { n++ })
	return n
}

func TestNoMutationPanics(t *testing.T) {
	for place := range size(parse(t, " "+sample)) {
		for mutant := -1; mutant < len(mutants); mutant++ {
			root := parse(t, " "+sample)
			mutate(t, root, place, mutant)
			natives, _ := Convert(root)
			checkPlaces(t, root, natives)
		}
	}
}

func FuzzConvert(f *testing.F) {
	f.Add(10, 2, 90, -1)
	f.Add(60, 5, 61, 9)
	f.Fuzz(func(t *testing.T, place, mutant, otherPlace, otherMutant int) {
		root := parse(t, " "+sample)
		for _, m := range [][2]int{{place, mutant}, {otherPlace, otherMutant}} {
			mutate(t, root, m[0], m[1]%len(mutants))
		}
		natives, _ := Convert(root)
		checkPlaces(t, root, natives)
	})
}

// TestEveryFieldIsCarriedOrOmitted finds the fields of the native schemas that are neither made of the sample nor listed
// as what OSCAL can't carry.
func TestEveryFieldIsCarriedOrOmitted(t *testing.T) {
	natives, _ := Convert(parse(t, " "+sample))
	for i, fields := range [][]field{registerFields, planFields} {
		native := natives[i]
		text, err := schemas.FS.ReadFile(native.Kind + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		schema := parse(t, string(text))
		properties(schema, schema, nil, func(path []string) {
			carried, _ := look(native.Document, path)
			name := strings.Join(path, ".")
			omitted := slices.ContainsFunc(fields, func(f field) bool {
				return f.path == name || strings.HasPrefix(name, f.path+".")
			})
			if !carried && !omitted {
				t.Errorf("%s: %s is neither carried nor omitted", native.Kind, name)
			}
		})
	}
}

// properties visits the path of every property of a flat schema.
func properties(schema, part *source.Value, path []string, visit func(path []string)) {
	if reference := part.Get("$ref"); reference != nil {
		part, _ = schema.Lookup(source.Pointer(strings.TrimPrefix(reference.Text, "#")))
	}
	if items := part.Get("items"); items != nil {
		properties(schema, items, path, visit)
	}
	declared := part.Get("properties")
	if declared == nil {
		return
	}
	for _, property := range declared.Members {
		if property.Name == "$schema" {
			continue
		}
		inner := append(slices.Clone(path), property.Name)
		visit(inner)
		properties(schema, property.Value, inner, visit)
	}
}
