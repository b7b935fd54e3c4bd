package oscal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/oscal"
)

// item is what a native plan becomes, beside the remediation that stands with one of its risks.
type item struct {
	uuid, title, description string
	properties               []oscal.Property
	risks                    []string // UUIDs
}

// planned is what a plan becomes, with what its risk's log says of it.
type planned struct {
	item
	remediation remediation
	log         converted
}

// planWith adds to a risk the remediation of a plan, and what the plan's record has for the log.
func (e *export) planWith(c *converted, p plan) {
	made := e.plan(p, loss.Follow(e.input(p.Subject).Get("plan")))
	c.remediations = append(c.remediations, made.remediation)
	for _, entry := range made.log.entries {
		c.log(entry)
	}
}

// plan converts a plan.
func (e *export) plan(p plan, r loss.Record) planned {
	made := planned{item: item{
		uuid:        p.uuid,
		title:       line(r, "title"),
		description: r.Text("objective"),
		properties:  slices.Concat(identity(p.uuid, r.Text("id")), []oscal.Property{oscal.Own(oscal.StatusProperty, r.Text("status"))}),
		risks:       e.risksOf(r),
	}}
	if p.home == "" { // what OSCAL has with a risk has no place
		made.properties = append(made.properties, properties(r, oscal.PlanFields)...)
		r.Mark("status", loss.Extended)
		return made
	}
	status := r.Text("status")
	if !slices.Contains([]string{"draft", "active", "completed"}, status) {
		r.Mark("status", loss.Extended)
	}
	owner, unknown := e.person(r, oscal.OwnerProperty)
	made.remediation = remediation{
		uuid:        oscal.UUID("remediation", p.uuid),
		lifecycle:   oscal.Lifecycle(status),
		title:       made.title,
		description: made.description,
		by:          owner,
		resources:   r.Text("resources"),
		properties:  append([]oscal.Property{oscal.Own(oscal.PlanProperty, p.uuid)}, unknown...),
	}
	made.remediation.tasks = e.tasks(p, r, &made.log, made.remediation.uuid)
	var but []string
	switch latest := latestDue(made.remediation.tasks); r.Text("due") {
	case latest:
		but = append(but, "due")
	case "":
		made.properties = append(made.properties, oscal.Own(oscal.DueProperty, oscal.None))
	}
	if !e.namesOthers(r) {
		but = append(but, "risk_ids")
	}
	made.properties = append(made.properties, properties(r, oscal.PlanFields, but...)...)
	e.told(r, &made.log)
	return made
}

func latestDue(tasks []task) string {
	latest := ""
	for _, t := range tasks {
		latest = max(latest, t.due)
	}
	return latest
}

// risksOf are the UUIDs of the risks that a plan names. One that the register doesn't have keeps its place, and nothing
// in the document bears its UUID.
func (e *export) risksOf(r loss.Record) []string {
	var uuids []string
	for _, id := range r.Texts("risk_ids") {
		uuid, known := e.first[id]
		if !known {
			uuid = e.uuidOf("risk", id)
		}
		uuids = append(uuids, uuid)
	}
	return uuids
}

// namesOthers reports whether a plan names a risk that the register doesn't have by an id that is no UUID.
func (e *export) namesOthers(r loss.Record) bool {
	return slices.ContainsFunc(r.Texts("risk_ids"), func(id string) bool { return e.first[id] == "" && !oscal.IsUUID(id) })
}

// tasks are the actions of a plan.
func (e *export) tasks(p plan, r loss.Record, log *converted, response string) []task {
	uuids := map[string]string{}
	var tasks []task
	for n, a := range r.Each("actions") {
		id := a.Text("id")
		uuid := e.actionUUID(p, id)
		if _, again := uuids[id]; again {
			uuid = oscal.UUID("action", p.uuid, id, fmt.Sprint(n))
		} else {
			uuids[id] = uuid
		}
		owner, unknown := e.person(a, oscal.OwnerProperty)
		tasks = append(tasks, task{uuid: uuid, title: line(a, "title"), start: a.Text("start"), due: a.Text("due"), owner: owner, properties: unknown})
	}
	for n, a := range r.Each("actions") {
		e.detail(&tasks[n], a, uuids, log, response)
	}
	return tasks
}

func (e *export) actionUUID(p plan, id string) string {
	if oscal.IsUUID(id) {
		return id
	}
	return oscal.UUID("action", p.uuid, id)
}

func (e *export) detail(t *task, a loss.Record, uuids map[string]string, log *converted, response string) {
	t.properties = append(t.properties, identity(t.uuid, a.Text("id"))...)
	status, done := a.Text("status"), a.Text("completed_on")
	but := []string{"start", "completed_on"}
	if t.due == "" {
		but = slices.DeleteFunc(but, func(path string) bool { return path == "start" })
	}
	for _, piece := range a.Each("evidence") {
		if ref := piece.Text("ref"); ref != "" {
			t.links = append(t.links, href(ref))
			piece.Mark("ref", loss.Told)
		}
	}
	switch {
	case status == "done" && done != "":
		log.log(entry{
			title:      "Action done: " + t.title,
			start:      done,
			properties: []oscal.Property{{Name: "type", Value: "milestone-complete"}},
			response:   response,
			task:       t.uuid,
		})
	case done != "":
		but = slices.DeleteFunc(but, func(path string) bool { return path == "completed_on" })
	}
	t.properties = append(t.properties, oscal.Own(oscal.StatusProperty, cmp.Or(status, oscal.None)))
	if status != "open" && (status != "done" || done == "") {
		a.Mark("status", loss.Extended)
	}
	t.properties = append(t.properties, properties(a, oscal.ActionFields, but...)...)
	for _, control := range a.Each("controls") {
		id, change := control.Text("id"), control.Text("change")
		if id == "" || change == "" {
			control.Mark("id", loss.LeftOut)
			control.Mark("change", loss.LeftOut)
			continue
		}
		control.Mark("id", loss.Extended)
		control.Mark("change", loss.Extended)
		t.properties = append(t.properties, oscal.Own(oscal.ControlProperty, change+" "+id))
	}
	for _, id := range a.Texts("depends_on") {
		uuid, known := uuids[id]
		if !known {
			a.Mark("depends_on", loss.LeftOut)
			continue
		}
		t.dependencies = append(t.dependencies, uuid)
	}
}

// told are the parts of a plan's record that a risk's log has in words.
func (e *export) told(r loss.Record, log *converted) {
	for _, approval := range r.Each("approvals") {
		e.approval(log, approval, "Plan "+r.Text("id"))
	}
	for _, change := range r.Each("due_changes") {
		on := change.Text("at")
		if on == "" {
			continue
		}
		words := fmt.Sprintf("Plan %s: due date moved from %s to %s", r.Text("id"), change.Text("from"), change.Text("to"))
		if by := change.Text("approved_by"); by != "" {
			words += ", approved by " + by
		}
		log.entryOf(change, entry{title: words, description: change.Text("reason"), start: on, by: e.known[change.Text("by")]},
			"at", "by", "from", "to", "reason", "approved_by")
	}
	effect := r.Part("effectiveness")
	if on := effect.Text("on"); on != "" {
		words := fmt.Sprintf("Plan %s judged: %s", r.Text("id"), strings.ReplaceAll(effect.Text("result"), "_", " "))
		log.entryOf(effect, entry{title: words, start: on, by: e.known[effect.Text("by")]}, "on", "by", "result")
	}
}

// entryOf adds an entry that tells parts of a record.
func (c *converted) entryOf(r loss.Record, e entry, told ...string) {
	c.log(e)
	for _, path := range told {
		r.Mark(path, loss.Told)
	}
}
