package portfolio

import (
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// kind is what a record or a named thing is.
type kind uint8

const (
	riskKind kind = iota
	planKind
	activityKind
	resultKind
	reviewKind
	reportKind
	recordKinds // the kinds above are records of lists

	personKind = recordKinds + iota - 1
	serviceKind
	registerKind
	actionKind
)

var kindNames = [...]string{
	riskKind: "risk", planKind: "plan", activityKind: "activity", resultKind: "result", reviewKind: "review", reportKind: "report",
	personKind: "person", serviceKind: "service", registerKind: "register", actionKind: "action",
}

func (k kind) String() string { return kindNames[k] }

func recordKind(name string) kind {
	return kind(slices.Index(kindNames[:recordKinds], name))
}

// reference is one field by which records of a kind name others. In its path, [] steps into each element of an array.
type reference struct {
	path   string
	target kind
	steps  []string
	join   bool // risks that are named here have this record among what belongs to them
}

// references is the only place that knows how records refer to each other.
var references = compile([recordKinds][]reference{
	riskKind: {
		{path: "owner", target: personKind},
		{path: "accountable", target: personKind},
		{path: "tracked_by", target: personKind},
		{path: "assessment/by", target: personKind},
		{path: "response/decided_by", target: personKind},
		{path: "response/acceptance/approvals/[]/by", target: personKind},
		{path: "deviations/[]/approvals/[]/by", target: personKind},
		{path: "closure/by", target: personKind},
		{path: "affected_services/[]", target: serviceKind},
		{path: "related_risks/[]", target: riskKind},
		{path: "plan_ids/[]", target: planKind},
	},
	planKind: {
		{path: "risk_ids/[]", target: riskKind, join: true},
		{path: "supersedes", target: planKind},
		{path: "owner", target: personKind},
		{path: "actions/[]/owner", target: personKind},
		{path: "actions/[]/service", target: serviceKind},
		{path: "due_changes/[]/by", target: personKind},
		{path: "due_changes/[]/approved_by", target: personKind},
		{path: "approvals/[]/by", target: personKind},
		{path: "effectiveness/by", target: personKind},
	},
	activityKind: {
		{path: "risk_ids/[]", target: riskKind, join: true},
		{path: "owner", target: personKind},
	},
	resultKind: {
		{path: "risk_ids/[]", target: riskKind, join: true},
		{path: "activity_id", target: activityKind},
	},
	reviewKind: {
		{path: "items/[]/risk_id", target: riskKind, join: true},
		{path: "chair", target: personKind},
		{path: "attendees/[]", target: personKind},
		{path: "items/[]/results/[]", target: resultKind},
	},
	reportKind: {
		{path: "covers/[]", target: riskKind, join: true},
		{path: "author", target: personKind},
		{path: "results/[]", target: resultKind},
		{path: "management_review/by", target: personKind},
		{path: "erm/inputs/[]/report_id", target: reportKind},
	},
})

func compile(table [recordKinds][]reference) [recordKinds][]reference {
	for _, fields := range table {
		for i := range fields {
			fields[i].steps = strings.Split(fields[i].path, "/")
		}
	}
	return table
}

// name is the path as a reader of the data would write it: actions[].owner.
func (r reference) name() string {
	return strings.ReplaceAll(strings.ReplaceAll(r.path, "/[]", "[]"), "/", ".")
}

// named calls visit for each text that the steps lead to, in the order of the document.
func named(value *source.Value, steps []string, visit func(text string)) {
	switch {
	case value == nil:
	case len(steps) == 0:
		if value.Kind == source.String {
			visit(value.Text)
		}
	case steps[0] == "[]":
		for _, element := range value.Elements {
			named(element, steps[1:], visit)
		}
	default:
		named(value.Get(steps[0]), steps[1:], visit)
	}
}

// pointers lists where the texts stand that named visits, in the same order.
func pointers(value *source.Value, steps []string, at source.Pointer) []source.Pointer {
	switch {
	case value == nil:
		return nil
	case len(steps) == 0:
		if value.Kind == source.String {
			return []source.Pointer{at}
		}
		return nil
	case steps[0] == "[]":
		var found []source.Pointer
		for i, element := range value.Elements {
			found = append(found, pointers(element, steps[1:], at.Append(strconv.Itoa(i)))...)
		}
		return found
	default:
		return pointers(value.Get(steps[0]), steps[1:], at.Append(steps[0]))
	}
}
