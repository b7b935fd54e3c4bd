package oscal

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/source"
)

// converted is what one native risk becomes.
type converted struct {
	uuid, title, description, status, deadline string

	properties        []oscal.Property
	characterizations []characterization
	factors           []factor
	remediations      []remediation
	entries           []entry
	observations      []observation
	assets            []asset // that the observations are about
}

type characterization struct {
	by         string // UUID of a party; "" where nobody is known
	properties []oscal.Property
	state      string
	facets     []facet
}

type facet struct{ name, system, value string }

type factor struct {
	uuid, implementation, description string
	properties                        []oscal.Property
}

type remediation struct {
	uuid, lifecycle, title, description string

	by         string // UUID of a party
	properties []oscal.Property
	resources  string
	tasks      []task
}

type task struct {
	uuid, title, start, due, owner string

	properties   []oscal.Property
	dependencies []string
	links        []string
}

type observation struct {
	uuid, title, description, collected string

	method, kind string // a type of observation; "" for none
	properties   []oscal.Property
	subjects     []asset
	evidence     []evidence
}

type evidence struct {
	href, description string
	properties        []oscal.Property
}

// entry is one of a risk's log.
type entry struct {
	uuid, title, description, start, end, by, status string

	properties []oscal.Property
	response   string // UUID of a remediation, one of whose tasks the entry is about
	task       string
}

// risk converts a risk, and the remediations of the plans that stand with it.
func (e *export) risk(of record, r loss.Record, input *source.Value) converted {
	id := r.Text("id")
	c := converted{
		uuid:        of.uuid,
		title:       line(r, "title"),
		description: r.Text("description"),
		deadline:    r.Text("deadline"),
		status:      riskStatus(r),
		properties:  slices.Concat(identity(of.uuid, id), []oscal.Property{oscal.Own(oscal.StatusProperty, r.Text("status"))}),
	}
	if status := r.Text("status"); status == "assessed" || status == "monitoring" {
		r.Mark("status", loss.Extended)
	}
	e.identify(&c, r)
	for _, rating := range oscal.Ratings {
		e.characterize(&c, r, rating.Member, rating.State)
	}
	for i, control := range r.Texts("controls") {
		c.factors = append(c.factors, e.factor(of, i, control))
	}
	e.respond(&c, r)
	e.deviate(&c, r)
	e.depend(&c, r)
	e.history(&c, r)
	c.properties = append(c.properties, properties(r, oscal.RiskFields)...)
	if e.first[id] == of.uuid {
		for _, n := range e.planned[id] {
			e.planWith(&c, e.plans[n])
		}
	}
	e.results(&c, input)
	e.reviews(&c, input)
	sortLog(c.entries)
	return c
}

// riskStatus is OSCAL's word for the risk's status.
func riskStatus(r loss.Record) string {
	words := oscal.RiskStatuses(r.Text("status"))
	for _, d := range r.Each("deviations") {
		state := d.Get("state")
		if state != nil && slices.Contains([]string{"pending", "investigating"}, state.Text) && slices.Contains(words, "deviation-requested") {
			return "deviation-requested"
		}
	}
	return words[0]
}

// identify says when and by what the risk was identified, and what it affects.
func (e *export) identify(c *converted, r loss.Record) {
	on := r.Text("identified_on")
	if on == "" {
		return // an observation must say when: without one, what the risk affects has no place
	}
	o := observation{
		uuid:        oscal.UUID("identification", c.uuid),
		title:       "Risk identified",
		description: "The risk was identified" + bySource(r.Text("source")) + ".",
		collected:   on,
		method:      methods[r.Text("source")],
		properties:  []oscal.Property{oscal.Own(oscal.RecordProperty, oscal.IdentificationRecord)},
	}
	for _, id := range r.Texts("affected_services") {
		if uuid, ok := e.provided[id]; ok {
			o.subjects = append(o.subjects, asset{component, uuid, id})
		} else {
			r.Mark("affected_services", loss.LeftOut)
		}
	}
	for _, name := range r.Texts("affected_assets") {
		a := asset{inventoryItem, e.uuidOf("asset", name), name}
		o.subjects = append(o.subjects, a)
		c.assets = append(c.assets, a)
	}
	c.observations = append(c.observations, o)
}

func bySource(source string) string {
	if source == "" || source == "other" {
		return ""
	}
	return " by " + strings.ReplaceAll(source, "_", " ")
}

// methods are OSCAL's for what finds risks, and for what monitors them.
var methods = map[string]string{
	"assessment":          "EXAMINE",
	"audit":               "EXAMINE",
	"scan":                "TEST",
	"penetration_test":    "TEST",
	"monitoring":          "TEST",
	"security_monitoring": "TEST",
	"vulnerability_scan":  "TEST",
	"risk_review":         "EXAMINE",
}

// characterize writes a rating of the risk as a characterization of its own, so that none is mixed with another.
func (e *export) characterize(c *converted, r loss.Record, member, state string) {
	rating := r.Part(member)
	if rating.Value == nil {
		return
	}
	written := characterization{state: state, properties: []oscal.Property{oscal.Own(oscal.RatingProperty, member)}}
	for _, f := range []struct{ name, path string }{{"likelihood", "likelihood"}, {"impact", "impact"}, {"risk", "severity"}, {"score", "score"}} {
		value := rating.Text(f.path)
		if value == "" {
			continue
		}
		if oscal.String(value) != value {
			rating.Mark(f.path, loss.Changed)
		}
		written.facets = append(written.facets, facet{f.name, system(f.name, value), value})
	}
	if len(written.facets) == 0 {
		return // a characterization needs one
	}
	if on := rating.Text("on"); on != "" {
		rating.Mark("on", loss.Extended)
		written.properties = append(written.properties, oscal.Own(oscal.DayProperty, on))
	}
	by, unknown := e.person(rating, oscal.ByProperty)
	written.by = by
	written.properties = append(written.properties, unknown...)
	c.characterizations = append(c.characterizations, written)
}

// system is FedRAMP's where the facet is one that FedRAMP knows, with a level that it knows.
func system(name, value string) string {
	if name != "score" && slices.Contains([]string{"low", "moderate", "high"}, value) {
		return oscal.FedRAMP
	}
	return oscal.Namespace
}

// person is the UUID of the party that a field names, or the property for one that the register doesn't have.
func (e *export) person(r loss.Record, field string) (uuid string, unknown []oscal.Property) {
	id := r.Text(field)
	uuid, known := e.known[id]
	if id != "" && !known {
		r.Mark(field, loss.Extended)
		unknown = []oscal.Property{oscal.Own(field, id)}
	}
	return uuid, unknown
}

func (e *export) factor(of record, number int, control string) factor {
	kind, uuid, _ := strings.Cut(control, ":")
	switch {
	case kind == "oscal-ssp" && oscal.IsUUID(uuid):
		return factor{uuid: oscal.UUID("factor", of.uuid, fmt.Sprint(number)), implementation: uuid, description: "A control that the system security plan describes."}
	case kind == "oscal-poam" && oscal.IsUUID(uuid):
		return factor{uuid: uuid, description: "A mitigating factor of an earlier plan of action and milestones."}
	}
	return factor{
		uuid:        oscal.UUID("factor", of.uuid, fmt.Sprint(number)),
		description: "Control " + control + " is in place.",
		properties:  []oscal.Property{oscal.Own(oscal.ControlProperty, control)},
	}
}

// respond writes the decision as a remediation that is no plan's.
func (e *export) respond(c *converted, r loss.Record) {
	response := r.Part("response")
	if response.Value == nil {
		return
	}
	kind := response.Text("type")
	c.remediations = append(c.remediations, remediation{
		uuid:        oscal.UUID("response", c.uuid),
		lifecycle:   "planned",
		title:       "Decision: " + kind,
		description: response.Text("rationale"),
		properties:  []oscal.Property{{Name: "type", Value: kind}, oscal.Own(oscal.PlanProperty, oscal.None)},
	})
	for _, approval := range response.Each("acceptance.approvals") {
		e.approval(c, approval, "Acceptance")
	}
}

// approval tells an approval in the log.
func (e *export) approval(c *converted, a loss.Record, of string) {
	told := []string{"by", "role", "at", "decision", "severity", "expires_on", "comment", "act", "plan_version"}
	on := a.Text("at")
	if on == "" {
		return // the log needs a day
	}
	words := fmt.Sprintf("%s: %s by %s", of, strings.ReplaceAll(a.Text("decision"), "_", " "), a.Text("by"))
	if role := a.Text("role"); role != "" {
		words += " (" + role + ")"
	}
	var more []string
	for _, part := range []struct{ words, path string }{{"act", "act"}, {"version", "plan_version"}, {"for severity", "severity"}, {"until", "expires_on"}, {"comment:", "comment"}} {
		if text := a.Text(part.path); text != "" {
			more = append(more, part.words+" "+text)
		}
	}
	for _, path := range told {
		a.Mark(path, loss.Told)
	}
	c.log(entry{title: words, description: strings.Join(more, ", "), start: on, by: e.known[a.Text("by")]})
}

// deviate writes the deviations as FedRAMP does: a property of the risk, and an observation behind it.
func (e *export) deviate(c *converted, r loss.Record) {
	seen := map[string]bool{}
	for n, d := range r.Each("deviations") {
		kind := strings.ReplaceAll(d.Text("type"), "_", "-")
		state := d.Text("state")
		if kind == "" || state == "" || seen[kind] {
			d.Mark("type", loss.LeftOut)
			d.Mark("state", loss.LeftOut)
			continue
		}
		seen[kind] = true
		c.properties = append(c.properties, oscal.Property{Name: kind, Value: state, Namespace: oscal.FedRAMP})
		all := e.collected(d, oscal.UUID("deviation", c.uuid, fmt.Sprint(n)), kind, dayOf(d.Text("since"), r.Text("identified_on")))
		if len(all) == 0 { // an observation must say when
			d.Mark("since", loss.LeftOut)
			d.Mark("rationale", loss.LeftOut)
		} else if all[0].description = d.Text("rationale"); d.Get("since") != nil {
			d.Mark("since", loss.Told)
			all[0].properties = append(all[0].properties, oscal.Own("since", d.Text("since")))
		}
		c.observations = append(c.observations, all...)
		for _, approval := range d.Each("approvals") {
			e.approval(c, approval, "Deviation, "+kind)
		}
	}
}

// dayOf is the first day that is known.
func dayOf(days ...string) string {
	for _, day := range days {
		if day != "" {
			return day
		}
	}
	return ""
}

// collected are observations of a kind that carry the evidence of a part of the risk, one for each day that something was
// collected on. Where there is no evidence, one of the other day is for the words; there is none where no day is known.
func (e *export) collected(r loss.Record, name, kind, other string) []observation {
	var all []observation
	on := func(day string) *observation {
		i := slices.IndexFunc(all, func(o observation) bool { return o.collected == day })
		if i < 0 {
			i = len(all)
			all = append(all, observation{uuid: oscal.UUID("evidence", name, day), title: "Evidence: " + kind, collected: day, kind: kind})
		}
		return &all[i]
	}
	for _, piece := range r.Each("evidence") {
		day := dayOf(piece.Text("collected_on"), other)
		if day == "" || piece.Text("ref") == "" {
			for _, path := range []string{"ref", "sha256", "collected_on"} {
				piece.Mark(path, loss.LeftOut)
			}
			continue
		}
		made := pieceOf(piece)
		if piece.Text("collected_on") == "" {
			made.properties = append(made.properties, oscal.Own(oscal.DayProperty, oscal.None))
		}
		o := on(day)
		o.evidence = append(o.evidence, made)
	}
	if len(all) == 0 && other != "" && (r.Get("rationale") != nil || r.Get("since") != nil) {
		on(other)
	}
	return all
}

func pieceOf(r loss.Record) evidence {
	ref := r.Text("ref")
	piece := evidence{href: href(ref), description: ref}
	if piece.href != ref {
		piece.properties = append(piece.properties, oscal.Own(oscal.ReferenceProperty, ref))
	}
	if sum := r.Text("sha256"); sum != "" {
		r.Mark("sha256", loss.Extended)
		piece.properties = append(piece.properties, oscal.Own(oscal.SumProperty, sum))
	}
	return piece
}

// href is a reference as it is where it is a harmless one, else as the name of a file.
func href(ref string) string {
	u, err := url.Parse(ref)
	if err == nil && u.String() == ref && slices.Contains([]string{"", "http", "https", "urn", "mailto"}, u.Scheme) && !strings.Contains(ref, `\`) {
		return ref
	}
	return oscal.Reference(ref)
}

// depend writes a dependency on a vendor as FedRAMP does.
func (e *export) depend(c *converted, r loss.Record) {
	d := r.Part("vendor_dependency")
	if d.Value == nil || d.Text("state") == "" {
		return
	}
	state := d.Text("state")
	if oscal.String(state) != state {
		d.Mark("state", loss.Changed)
	}
	c.properties = append(c.properties, oscal.Property{Name: vendorDependency, Value: state, Namespace: oscal.FedRAMP})
	checked := d.Text("last_checkin")
	if checked != "" {
		c.log(entry{title: "Vendor Check-in", start: checked, properties: []oscal.Property{{Name: "type", Value: "vendor-check-in"}}})
	}
	product := d.Text("product")
	on := dayOf(r.Text("identified_on"), checked)
	if product == "" || on == "" {
		d.Mark("product", loss.LeftOut)
		return
	}
	if product != oscal.Plain(oscal.Line(product)) {
		d.Mark("product", loss.Changed)
	}
	a := asset{component, oscal.UUID("product", e.id, product), product}
	c.assets = append(c.assets, a)
	c.observations = append(c.observations, observation{
		uuid:      oscal.UUID("dependency", c.uuid),
		title:     "Depends on a vendor",
		collected: on,
		kind:      vendorDependency,
		subjects:  []asset{a},
	})
}

// vendorDependency is FedRAMP's name of a risk's property, and the type of the observation behind it.
const vendorDependency = "vendor-dependency"

// results tells what monitoring showed of the risk.
func (e *export) results(c *converted, input *source.Value) {
	method := map[string]string{}
	for _, a := range loss.Follow(input).Each("activities") {
		method[a.Text("id")] = a.Text("method")
	}
	for _, r := range loss.Follow(input).Each("results") {
		if r.Text("on") == "" {
			continue
		}
		c.observations = append(c.observations, e.result(r, method[r.Text("activity_id")]))
	}
}

func (e *export) result(r loss.Record, method string) observation {
	words := []string{r.Text("summary"), "Outcome: " + strings.ReplaceAll(r.Text("outcome"), "_", " ")}
	for _, part := range []struct{ words, path string }{{"Exploited: ", "exploited"}, {"The response is effective: ", "effective"}, {"Found by: ", "by"}} {
		if text := r.Text(part.path); text != "" {
			words = append(words, part.words+text)
		}
	}
	o := observation{
		uuid:        e.uuidOf("result", r.Text("id")),
		title:       "Monitoring result " + r.Text("id"),
		description: strings.TrimSpace(strings.Join(words, ". ")),
		collected:   r.Text("on"),
		method:      methods[method],
		properties:  []oscal.Property{oscal.Own(oscal.RecordProperty, oscal.ResultRecord), oscal.Own(oscal.IDProperty, r.Text("id"))},
	}
	if method != "" {
		o.title += " (" + strings.ReplaceAll(method, "_", " ") + ")"
	}
	for _, piece := range r.Each("evidence") {
		if piece.Text("ref") != "" {
			o.evidence = append(o.evidence, pieceOf(piece))
		}
	}
	return o
}

// resultFates marks what result tells.
func (e *export) resultFates(r loss.Record) {
	for _, path := range []string{"id", "on", "by", "outcome", "exploited", "effective", "summary", "risk_ids", "evidence.ref", "evidence.sha256"} {
		r.Mark(path, loss.Told)
	}
}

// reviews tells in the log what reviews said of the risk.
func (e *export) reviews(c *converted, input *source.Value) {
	for _, r := range loss.Follow(input).Each("reviews") {
		if r.Text("on") == "" {
			continue
		}
		item := r.Part("item")
		var words []string
		for _, part := range []struct{ words, path string }{
			{"Likelihood", "score.likelihood"}, {"Impact", "score.impact"}, {"Severity", "score.severity"},
			{"Progress", "progress"}, {"Decision", "decision"}, {"Notes", "notes"},
		} {
			if text := item.Text(part.path); text != "" {
				words = append(words, part.words+": "+strings.ReplaceAll(text, "_", " "))
			}
		}
		c.log(entry{
			title:       fmt.Sprintf("Review %s, %s", r.Text("id"), strings.ReplaceAll(r.Text("type"), "_", " ")),
			description: strings.Join(words, ". "),
			start:       r.Text("on"),
		})
	}
}

// reviewFates marks what reviews tells.
func (e *export) reviewFates(r loss.Record) {
	for _, path := range []string{"id", "on", "type", "items.risk_id", "items.score", "items.progress", "items.decision", "items.notes"} {
		r.Mark(path, loss.Told)
	}
}
