package oscal

import (
	"slices"

	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/source"
)

func (c *converter) register() *source.Value {
	file := c.file
	id := file.uuid
	if identifier.MatchString(textOf(file.systemID)) {
		id = file.systemID
	}
	register := c.document("risk_register", id)
	risks := arrayAt(file.value)
	for _, r := range file.risks {
		risks.Elements = append(risks.Elements, c.risk(r))
	}
	c.noteUndated(risks)
	if levels := severities(risks); len(levels.Elements) > 0 {
		scale := objectAt(file.value)
		set(scale, "levels", levels)
		set(register, "scale", scale)
	} else if level := valueOf(file.own, oscal.LevelProperty); level != nil {
		set(register, "scale", objectAt(level))
	}
	restore(register, file.own, oscal.RegisterFields)
	setFilled(register, "people", c.people())
	setFilled(register, "services", c.provided())
	set(register, "risks", risks)
	return c.finish(register, registerFields)
}

// noteUndated notes the risks without a day of identification in a file that has it for others: where none has it, the
// file doesn't follow that convention, and the register omits the field.
func (c *converter) noteUndated(risks *source.Value) {
	if has, _ := look(risks, []string{"identified_on"}); !has {
		return
	}
	for i, r := range c.file.risks {
		if risks.Elements[i].Get("identified_on") == nil {
			c.note(r.value, "relate an observation to the risk or to its POA&M item", "no observation says when the risk was identified")
		}
	}
}

// severities are the known levels that risks have, in order, each at its first use.
func severities(risks *source.Value) *source.Value {
	used := arrayAt(risks)
	for _, name := range levels {
		for _, r := range risks.Elements {
			severity := r.Get("assessment").Get("severity")
			if textOf(severity) == name {
				used.Elements = append(used.Elements, severity)
				break
			}
		}
	}
	return used
}

// people are the persons of the file, and the organizations that a record names as an actor.
func (c *converter) people() *source.Value {
	people := arrayAt(c.file.value)
	for _, p := range c.file.parties {
		if textOf(p.kind) == "organization" && !c.named[key(p.uuid)] {
			continue
		}
		person := objectAt(p.value)
		set(person, "id", p.id)
		set(person, "name", p.name)
		set(person, "role", c.roleOf(p))
		restore(person, p.own, oscal.PersonFields)
		people.Elements = append(people.Elements, person)
	}
	return people
}

// provided are the services that riskgate wrote as components.
func (c *converter) provided() *source.Value {
	services := arrayAt(c.file.value)
	for _, s := range c.file.services {
		native := objectAt(s.value)
		set(native, "id", s.id)
		set(native, "name", s.name)
		restore(native, s.own, oscal.ServiceFields)
		services.Elements = append(services.Elements, native)
	}
	return services
}

// roleOf is the first role that a party has beyond the making of the document.
func (c *converter) roleOf(p party) *source.Value {
	for _, r := range c.file.responsible {
		if slices.Contains(documentRoles, textOf(r.role)) {
			continue
		}
		if slices.ContainsFunc(r.parties, func(uuid *source.Value) bool { return key(uuid) == key(p.uuid) }) {
			return r.role
		}
	}
	return nil
}

func (c *converter) risk(r risk) *source.Value {
	observations := c.observationsOf(r)
	native := objectAt(r.value)
	set(native, "id", r.id)
	set(native, "title", r.title)
	set(native, "description", described(r))
	set(native, "identified_on", identifiedOn(observations))
	set(native, "status", statusOf(r, r.status, r.own))
	set(native, "deadline", r.deadline)
	setFilled(native, "affected_services", c.affectedServices(r, observations))
	setFilled(native, "affected_assets", c.affected(r, observations))
	setFilled(native, "controls", controls(r))
	c.assess(native, r)
	setFilled(native, "response", response(r))
	setFilled(native, "deviations", deviations(r, observations))
	setFilled(native, "vendor_dependency", c.dependency(r, observations))
	setFilled(native, "closure", c.closure(r, observations))
	setFilled(native, "history", c.history(r))
	restore(native, r.own, oscal.RiskFields)
	return native
}

// described is the description, or the statement of a risk whose description is blank.
func described(r risk) *source.Value {
	return firstOf(r.description, r.statement)
}

// identifiedOn is the earliest day of an observation, of those that riskgate wrote for it where there are such.
func identifiedOn(observations []observation) *source.Value {
	var first, written *source.Value
	for _, o := range observations {
		first = earliest(first, o.collected)
		if textOf(valueOf(o.own, oscal.RecordProperty)) == oscal.IdentificationRecord {
			written = earliest(written, o.collected)
		}
	}
	return firstOf(written, first)
}

// statusOf is a status of the risk in native words: riskgate's own where it still agrees with OSCAL's. The approved
// deviation that lets a risk stay is its acceptance.
func statusOf(r risk, status *source.Value, own []property) *source.Value {
	if textOf(status) == "" {
		return status
	}
	if native := valueOf(own, oscal.StatusProperty); slices.Contains(oscal.RiskStatuses(textOf(native)), textOf(status)) {
		return wordAt(textOf(native), status)
	}
	if textOf(status) == "deviation-approved" && staysByDecision(r) {
		return wordAt("accepted", status)
	}
	return wordAt(riskStatuses.native(status.Text), status)
}

func staysByDecision(r risk) bool {
	return textOf(response(r).Get("type")) == "accept" || hasProperty(r.properties, "operational-requirement", "approved")
}

// affected are the components and inventory items that the observations are about, each once. What a risk depends on a
// vendor for is no asset of it, and neither is a service.
func (c *converter) affected(r risk, observations []observation) *source.Value {
	assets := arrayAt(r.value)
	for _, uuid := range subjectsOf(observations, "component", "inventory-item") {
		if _, service := c.services[key(uuid)]; service {
			continue
		}
		if name, ok := c.file.named[key(uuid)]; ok {
			uuid = wordAt(textOf(name), uuid)
		}
		assets.Elements = append(assets.Elements, uuid)
	}
	return assets
}

func (c *converter) affectedServices(r risk, observations []observation) *source.Value {
	services := arrayAt(r.value)
	for _, uuid := range subjectsOf(observations, "component") {
		if s, ok := c.services[key(uuid)]; ok {
			services.Elements = append(services.Elements, wordAt(textOf(s.id), uuid))
		}
	}
	return services
}

// subjectsOf are the uuids of subjects of those kinds, each once.
func subjectsOf(observations []observation, kinds ...string) []*source.Value {
	var uuids []*source.Value
	seen := map[string]bool{}
	for _, o := range observations {
		if o.isOf(vendorDependency) {
			continue
		}
		for _, s := range o.subjects {
			if !slices.Contains(kinds, textOf(s.kind)) || s.uuid == nil || seen[key(s.uuid)] {
				continue
			}
			seen[key(s.uuid)] = true
			uuids = append(uuids, s.uuid)
		}
	}
	return uuids
}

func (o observation) isOf(kind string) bool {
	return slices.ContainsFunc(o.types, func(t *source.Value) bool { return textOf(t) == kind })
}

func ofType(observations []observation, kind string) []observation {
	var all []observation
	for _, o := range observations {
		if o.isOf(kind) {
			all = append(all, o)
		}
	}
	return all
}

// evidenceOf is what the observations rest on, as far as it can be found.
func evidenceOf(origin *source.Value, observations []observation) *source.Value {
	all := arrayAt(origin)
	for _, o := range observations {
		for _, e := range o.evidence {
			if e.href == nil {
				continue
			}
			piece := objectAt(e.value)
			set(piece, "ref", e.href)
			set(piece, "sha256", e.sum)
			if !e.undated {
				set(piece, "collected_on", o.collected)
			}
			all.Elements = append(all.Elements, piece)
		}
	}
	return all
}

// controls are the mitigating factors: what is in place and lowers the risk, by the SSP's statement where one is named.
func controls(r risk) *source.Value {
	all := arrayAt(r.value)
	for _, f := range r.factors {
		switch {
		case f.control != nil:
			all.Elements = append(all.Elements, f.control)
		case textOf(f.implementation) != "":
			all.Elements = append(all.Elements, wordAt("oscal-ssp:"+f.implementation.Text, f.implementation))
		case textOf(f.uuid) != "":
			all.Elements = append(all.Elements, wordAt("oscal-poam:"+f.uuid.Text, f.uuid))
		}
	}
	return all
}

// response is the planned remediation that says of which type it is, else the completed one.
func response(r risk) *source.Value {
	for _, lifecycle := range []string{"planned", "completed"} {
		for _, remediation := range r.remediations {
			stated := valueOf(remediation.properties, "type")
			if textOf(remediation.lifecycle) != lifecycle || stated == nil {
				continue
			}
			native := responseTypes.native(textOf(stated))
			if native == "" {
				continue
			}
			response := objectAt(remediation.value)
			set(response, "type", wordAt(native, stated))
			set(response, "rationale", remediation.description)
			return response
		}
	}
	return nil
}

func deviations(r risk, observations []observation) *source.Value {
	all := arrayAt(r.value)
	for _, p := range r.properties {
		i := deviationTypes.index(textOf(p.name))
		if i < 0 {
			continue
		}
		deviation := objectAt(p.value)
		set(deviation, "type", wordAt(deviationTypes[i].native, p.name))
		set(deviation, "state", p.value)
		behind := ofType(observations, deviationTypes[i].oscal)
		if len(behind) > 0 {
			set(deviation, "rationale", behind[0].description)
		}
		setFilled(deviation, "evidence", evidenceOf(p.value, behind))
		all.Elements = append(all.Elements, deviation)
	}
	return all
}

func (c *converter) dependency(r risk, observations []observation) *source.Value {
	state := valueOf(r.properties, vendorDependency)
	if state == nil {
		return nil
	}
	dependency := objectAt(state)
	set(dependency, "product", c.product(observations))
	set(dependency, "state", state)
	var last *source.Value
	for _, e := range r.log {
		if e.isCheckIn() {
			last = latest(last, e.done())
		}
	}
	set(dependency, "last_checkin", last)
	return dependency
}

// product is what the file itself calls the thing that a vendor must mend.
func (c *converter) product(observations []observation) *source.Value {
	for _, o := range ofType(observations, vendorDependency) {
		for _, s := range o.subjects {
			if name := c.file.assets[key(s.uuid)]; name != nil {
				return name
			}
		}
	}
	return nil
}

// isCheckIn knows OSCAL's property, FedRAMP's, and the title that FedRAMP asks for beside it.
func (e entry) isCheckIn() bool {
	return hasProperty(e.properties, "type", "vendor-check-in") ||
		hasProperty(e.properties, vendorDependency, "vendor-check-in") ||
		textOf(e.title) == "Vendor Check-in"
}

// done is the day on which what was logged had been done.
func (e entry) done() *source.Value {
	if e.end != nil {
		return e.end
	}
	return e.start
}

func (c *converter) loggedBy(e entry) *source.Value {
	if len(e.by) == 0 {
		return valueOf(e.own, oscal.ByProperty)
	}
	return c.person(e.by[0])
}

// closure is what the log says of the closing, unless a later entry opens the risk again.
func (c *converter) closure(r risk, observations []observation) *source.Value {
	var last entry
	for _, e := range r.log {
		if e.status != nil && latest(last.done(), e.done()) == e.done() {
			last = e
		}
	}
	said := valueOf(last.own, oscal.ClosureProperty)
	if textOf(last.status) != "closed" || textOf(said) == oscal.None {
		return nil
	}
	closure := objectAt(last.value)
	set(closure, "on", last.done())
	set(closure, "by", c.loggedBy(last))
	if textOf(said) != oscal.Unstated {
		set(closure, "reason", firstOf(said, closingReason(r, last)))
	}
	setFilled(closure, "evidence", evidenceOf(last.value, ofType(observations, "closure")))
	return closure
}

// closingReason: what is closed has been resolved, says OSCAL, but for a false positive.
func closingReason(r risk, closing entry) *source.Value {
	if state := valueOf(r.properties, "false-positive"); textOf(state) == "approved" {
		return wordAt("false_positive", state)
	}
	return wordAt("resolved", closing.status)
}

// history are the changes of status that the log tells, in its order.
func (c *converter) history(r risk) *source.Value {
	all := arrayAt(r.value)
	var before *source.Value
	for _, e := range r.log {
		if e.status == nil || textOf(valueOf(e.own, oscal.HistoryProperty)) == oscal.None {
			continue
		}
		after := statusOf(r, e.status, e.own)
		change := objectAt(e.value)
		set(change, "at", e.start)
		set(change, "by", c.loggedBy(e))
		set(change, "field", wordAt("status", e.status))
		set(change, "from", firstOf(valueOf(e.own, oscal.FromProperty), before))
		set(change, "to", after)
		set(change, "reason", reasonOf(e))
		all.Elements = append(all.Elements, change)
		before = after
	}
	return all
}

// reasonOf is why a status changed. The title that riskgate gives to a change says nothing more than the change.
func reasonOf(e entry) *source.Value {
	if valueOf(e.own, oscal.StatusProperty) != nil {
		return e.description
	}
	return firstOf(e.description, e.title)
}
