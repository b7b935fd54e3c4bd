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
	path    string
	targets []kind // any of which the name may be of
	steps   []string
	join    bool // risks that are named here have this record among what belongs to them
}

// references is the only place that knows how records refer to each other.
var references = compile([recordKinds][]reference{
	riskKind: {
		{path: "owner", targets: []kind{personKind}},
		{path: "accountable", targets: []kind{personKind}},
		{path: "tracked_by", targets: []kind{personKind}},
		{path: "assessment/by", targets: []kind{personKind}},
		{path: "response/decided_by", targets: []kind{personKind}},
		{path: "response/acceptance/approvals/[]/by", targets: []kind{personKind}},
		{path: "deviations/[]/approvals/[]/by", targets: []kind{personKind}},
		{path: "response/informed_by/[]", targets: []kind{reportKind, reviewKind, resultKind}},
		{path: "history/[]/by", targets: []kind{personKind}},
		{path: "closure/by", targets: []kind{personKind}},
		{path: "affected_services/[]", targets: []kind{serviceKind}},
		{path: "related_risks/[]", targets: []kind{riskKind}},
		{path: "plan_ids/[]", targets: []kind{planKind}},
	},
	planKind: {
		{path: "risk_ids/[]", targets: []kind{riskKind}, join: true},
		{path: "author", targets: []kind{personKind}},
		{path: "triggered_by/[]", targets: []kind{resultKind, reviewKind, reportKind}},
		{path: "actions/[]/depends_on/[]", targets: []kind{actionKind}},
		{path: "supersedes", targets: []kind{planKind}},
		{path: "owner", targets: []kind{personKind}},
		{path: "actions/[]/owner", targets: []kind{personKind}},
		{path: "actions/[]/service", targets: []kind{serviceKind}},
		{path: "due_changes/[]/by", targets: []kind{personKind}},
		{path: "due_changes/[]/approved_by", targets: []kind{personKind}},
		{path: "approvals/[]/by", targets: []kind{personKind}},
		{path: "effectiveness/by", targets: []kind{personKind}},
	},
	activityKind: {
		{path: "risk_ids/[]", targets: []kind{riskKind}, join: true},
		{path: "owner", targets: []kind{personKind}},
	},
	resultKind: {
		{path: "risk_ids/[]", targets: []kind{riskKind}, join: true},
		{path: "by", targets: []kind{personKind}},
		{path: "activity_id", targets: []kind{activityKind}},
	},
	reviewKind: {
		{path: "items/[]/risk_id", targets: []kind{riskKind}, join: true},
		{path: "chair", targets: []kind{personKind}},
		{path: "attendees/[]", targets: []kind{personKind}},
		{path: "items/[]/results/[]", targets: []kind{resultKind}},
	},
	reportKind: {
		{path: "covers/[]", targets: []kind{riskKind}, join: true},
		{path: "author", targets: []kind{personKind}},
		{path: "results/[]", targets: []kind{resultKind}},
		{path: "management_review/by", targets: []kind{personKind}},
		{path: "erm/inputs/[]/report_id", targets: []kind{reportKind}},
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

// name is the path as a reader of the data would write it: actions.owner.
func (r reference) name() string {
	return strings.ReplaceAll(strings.ReplaceAll(r.path, "/[]", ""), "/", ".")
}

// named says what the field names: report or review.
func (r reference) named() string {
	var names []string
	for _, target := range r.targets {
		names = append(names, target.String())
	}
	return strings.Join(names, " or ")
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
