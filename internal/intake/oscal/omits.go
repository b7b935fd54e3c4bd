package oscal

import (
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// field is one of the native model that OSCAL has no place for, or only by a convention that a file may not follow. A
// document whose records don't have it can't be blamed for that: it says that its source omits it. What stands in
// documents of another kind (reviews, monitoring, reports) is not listed: an organization may keep them beside its OSCAL.
type field struct {
	path  string
	every bool // one record without it is enough: its schema asks for it
}

// registerFields are in the order of the model, a field before those inside it.
var registerFields = []field{
	{path: "organization"},
	{path: "scale"},
	{path: "scale.likelihood"},
	{path: "scale.impact"},
	{path: "scale.matrix"},
	{path: "people"},
	{path: "people.name", every: true},
	{path: "people.role", every: true},
	{path: "people.team"},
	{path: "people.x_"}, // any field of the organization's own
	{path: "services"},
	{path: "risks.category"},
	{path: "risks.identified_on"},
	{path: "risks.source"},
	{path: "risks.affected_services"},
	{path: "risks.aliases"},
	{path: "risks.related_risks"},
	{path: "risks.owner"},
	{path: "risks.accountable"},
	{path: "risks.tracked_by"},
	{path: "risks.assessment.on"},
	{path: "risks.assessment.likelihood"},
	{path: "risks.assessment.impact"},
	{path: "risks.assessment.score"},
	{path: "risks.assessment.severity"},
	{path: "risks.inherent"},
	{path: "risks.inherent.score"},
	{path: "risks.inherent.on"},
	{path: "risks.residual"},
	{path: "risks.residual.score"},
	{path: "risks.residual.on"},
	{path: "risks.target"},
	{path: "risks.response.type"},
	{path: "risks.response.decided_on"},
	{path: "risks.response.decided_by"},
	{path: "risks.response.rationale"},
	{path: "risks.response.informed_by"},
	{path: "risks.response.transfer"},
	{path: "risks.response.avoidance"},
	{path: "risks.response.acceptance"},
	{path: "risks.deviations"},
	{path: "risks.deviations.since"},
	{path: "risks.deviations.approvals"},
	{path: "risks.vendor_dependency"},
	{path: "risks.vendor_dependency.last_checkin"},
	{path: "risks.closure.evidence"},
	{path: "risks.plan_ids"},
	{path: "risks.history"},
	{path: "risks.x_"},
}

var planFields = []field{
	{path: "organization"},
	{path: "plans.version"},
	{path: "plans.aliases"},
	{path: "plans.supersedes"},
	{path: "plans.updated_on"},
	{path: "plans.change_reason"},
	{path: "plans.triggered_by"},
	{path: "plans.author"},
	{path: "plans.owner"},
	{path: "plans.team"},
	{path: "plans.success_measures"},
	{path: "plans.target_severity"},
	{path: "plans.actions.service"},
	{path: "plans.actions.completed_on"},
	{path: "plans.actions.controls"},
	{path: "plans.actions.tracking_ref"},
	{path: "plans.actions.evidence"},
	{path: "plans.actions.x_"},
	{path: "plans.due_changes"},
	{path: "plans.approvals"},
	{path: "plans.effectiveness"},
	{path: "plans.x_"},
}

// omitted are the fields that a document lacks. Where a whole object is lacking, the fields inside it go without saying.
func omitted(document *source.Value, fields []field) []string {
	var paths []string
	for _, f := range fields {
		if len(paths) > 0 && strings.HasPrefix(f.path, paths[len(paths)-1]+".") {
			continue
		}
		has, lacks := look(document, strings.Split(f.path, "."))
		if !has || f.every && lacks {
			paths = append(paths, f.path)
		}
	}
	return paths
}

// look reports whether any record has the field, and whether any lacks it.
func look(v *source.Value, path []string) (has, lacks bool) {
	if v == nil {
		return false, true
	}
	if len(path) == 0 {
		return true, false
	}
	if v.Kind != source.Array {
		return look(v.Get(path[0]), path[1:])
	}
	for _, element := range v.Elements {
		h, l := look(element, path)
		has, lacks = has || h, lacks || l
	}
	return has, lacks
}
