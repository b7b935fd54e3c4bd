package oscal

import (
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/source"
)

// plans makes one plan of each POA&M item, and one of each remediation that no item takes in, so that no milestone is lost.
func (c *converter) plans() *source.Value {
	document := c.document("action_plans", c.file.uuid)
	plans := arrayAt(c.file.value)
	covered := map[string]bool{}
	for _, i := range c.file.items {
		if i.isNone() {
			continue
		}
		ids, risks := c.answered(i)
		for _, r := range risks {
			covered[key(r.uuid)] = true
		}
		plans.Elements = append(plans.Elements, c.itemPlan(i, ids, risks))
	}
	for _, r := range c.file.risks {
		if covered[key(r.uuid)] {
			continue
		}
		for _, remediation := range undertaken(r) {
			plans.Elements = append(plans.Elements, c.remediationPlan(r, remediation))
		}
	}
	set(document, "plans", plans)
	return c.finish(document, planFields)
}

// answered are the risks that an item relates to, itself or by a finding: as ids, spelled as the risk spells its uuid
// where the file has such a risk, and as those risks.
func (c *converter) answered(i item) (*source.Value, []risk) {
	related := slices.Clone(i.risks)
	for _, uuid := range i.findings {
		related = append(related, c.findings[key(uuid)].risks...)
	}
	ids := arrayAt(i.value)
	var risks []risk
	seen := map[string]bool{}
	for _, uuid := range related {
		if seen[key(uuid)] {
			continue
		}
		seen[key(uuid)] = true
		r, ok := c.risks[key(uuid)]
		if ok {
			risks = append(risks, r)
			uuid = wordAt(textOf(r.id), uuid)
		}
		ids.Elements = append(ids.Elements, uuid)
	}
	return ids, risks
}

// undertaken are the remediations that somebody decided on; a recommendation is none, and neither is a decision that
// riskgate wrote apart from the plans.
func undertaken(r risk) []remediation {
	var all []remediation
	for _, remediation := range r.remediations {
		switch textOf(remediation.lifecycle) {
		case "planned", "completed":
			if textOf(remediation.plan) != oscal.None {
				all = append(all, remediation)
			}
		}
	}
	return all
}

// remediationsOf are those of the risks that are an item's: the one that riskgate wrote for it, or all that were
// undertaken where it wrote none.
func remediationsOf(i item, risks []risk) []remediation {
	var written, all []remediation
	for _, r := range risks {
		for _, remediation := range r.remediations {
			if remediation.plan != nil && key(remediation.plan) == key(i.uuid) {
				written = append(written, remediation)
			}
		}
		for _, remediation := range undertaken(r) {
			if remediation.plan == nil {
				all = append(all, remediation)
			}
		}
	}
	if len(written) > 0 {
		return written
	}
	return all
}

func (c *converter) itemPlan(i item, ids *source.Value, risks []risk) *source.Value {
	plan := objectAt(i.value)
	set(plan, "id", i.id)
	set(plan, "title", i.title)
	set(plan, "objective", i.description)
	set(plan, "risk_ids", ids)
	remediations := remediationsOf(i, risks)
	c.detail(plan, risks, remediations)
	restore(plan, i.own, oscal.PlanFields)
	if due := valueOf(i.own, oscal.DueProperty); textOf(due) == oscal.None {
		plan.Members = slices.DeleteFunc(plan.Members, func(m source.Member) bool { return m.Name == "due" })
	}
	if status := valueOf(i.own, oscal.StatusProperty); status != nil && agrees(status, remediations) {
		replace(plan, "status", status)
	}
	return plan
}

// agrees reports whether the status that riskgate wrote is still what the remediations say.
func agrees(status *source.Value, remediations []remediation) bool {
	return !slices.ContainsFunc(remediations, func(r remediation) bool {
		return textOf(r.lifecycle) != oscal.Lifecycle(textOf(status))
	})
}

func (c *converter) remediationPlan(r risk, only remediation) *source.Value {
	plan := objectAt(only.value)
	set(plan, "id", only.uuid)
	set(plan, "title", only.title)
	set(plan, "objective", only.description)
	ids := arrayAt(r.value)
	if r.id != nil {
		ids.Elements = append(ids.Elements, r.id)
	}
	set(plan, "risk_ids", ids)
	c.detail(plan, []risk{r}, []remediation{only})
	return plan
}

// detail adds to a plan what the remediations say: who, with what, until when, in which actions.
func (c *converter) detail(plan *source.Value, risks []risk, remediations []remediation) {
	var owner, unknown, due *source.Value
	var resources []*source.Value
	actions := arrayAt(plan)
	for _, r := range remediations {
		owner = firstOf(owner, partyOf(r.actors))
		unknown = firstOf(unknown, r.owner)
		resources = append(resources, r.assets...)
		for _, t := range r.tasks {
			due = latest(due, t.due)
			actions.Elements = append(actions.Elements, c.action(t, r))
		}
	}
	set(plan, "status", planStatus(plan, risks, remediations))
	set(plan, "owner", firstOf(c.person(owner), unknown))
	set(plan, "due", due)
	set(plan, "resources", joined(resources))
	setFilled(plan, "actions", actions)
}

// planStatus: when all its risks are closed, a plan has served its purpose. Else what the owner accepted is active, and
// an item for which nothing was decided is a draft.
func planStatus(plan *source.Value, risks []risk, remediations []remediation) *source.Value {
	isOpen := func(r risk) bool { return textOf(r.status) != "closed" }
	allFound := len(risks) == len(plan.Get("risk_ids").Elements)
	if len(risks) > 0 && allFound && !slices.ContainsFunc(risks, isOpen) {
		return wordAt("completed", risks[0].status)
	}
	for _, lifecycle := range []string{"planned", "completed"} {
		for _, r := range remediations {
			if textOf(r.lifecycle) == lifecycle {
				return wordAt(lifecycles.native(lifecycle), r.lifecycle)
			}
		}
	}
	return wordAt("draft", plan)
}

func joined(texts []*source.Value) *source.Value {
	if len(texts) <= 1 {
		return firstOf(texts...)
	}
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = textOf(t)
	}
	return wordAt(strings.Join(all, "\n"), texts[0])
}

func (c *converter) action(t task, of remediation) *source.Value {
	action := objectAt(t.value)
	set(action, "id", t.id)
	set(action, "title", t.title)
	set(action, "owner", firstOf(c.person(c.responsibleFor(t)), valueOf(t.own, oscal.OwnerProperty)))
	set(action, "start", t.start)
	set(action, "due", t.due)
	switch done := c.completed[key(t.uuid)]; {
	case done.value != nil:
		set(action, "status", wordAt("done", done.value))
		set(action, "completed_on", done.done())
	case textOf(of.lifecycle) == "completed":
		set(action, "status", wordAt("done", of.lifecycle))
	case textOf(valueOf(t.own, oscal.StatusProperty)) == oscal.None:
	case valueOf(t.own, oscal.StatusProperty) != nil:
		set(action, "status", valueOf(t.own, oscal.StatusProperty))
	default:
		set(action, "status", wordAt("open", t.value))
	}
	setFilled(action, "controls", changedControls(t))
	setFilled(action, "depends_on", arrayAt(t.value, c.prerequisites(t)...))
	restore(action, t.own, oscal.ActionFields)
	return action
}

// prerequisites are the actions that an action waits for, spelled as those actions spell their ids.
func (c *converter) prerequisites(t task) []*source.Value {
	var ids []*source.Value
	for _, uuid := range t.dependencies {
		if id, ok := c.actions[key(uuid)]; ok {
			uuid = wordAt(textOf(id), uuid)
		}
		ids = append(ids, uuid)
	}
	return ids
}

// changedControls are the controls that riskgate wrote an action to change, and how.
func changedControls(t task) *source.Value {
	all := arrayAt(t.value)
	for _, p := range t.own {
		change, id, ok := strings.Cut(textOf(p.value), " ")
		if textOf(p.name) != oscal.ControlProperty || !ok {
			continue
		}
		control := objectAt(p.value)
		set(control, "id", wordAt(id, p.value))
		set(control, "change", wordAt(change, p.value))
		all.Elements = append(all.Elements, control)
	}
	return all
}

// responsibleFor is the first party that the task names, or that has the role it names.
func (c *converter) responsibleFor(t task) *source.Value {
	for _, r := range t.responsible {
		if len(r.parties) > 0 {
			return r.parties[0]
		}
		if parties := partiesWith(c.file.responsible, textOf(r.role)); len(parties) > 0 {
			return parties[0]
		}
	}
	return nil
}
