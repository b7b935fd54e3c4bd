package oscal

import (
	"iter"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// Field is a native field that OSCAL has no place for. It stands in properties of riskgate's, which other tools keep
// without understanding them, and comes back from there.
type Field struct {
	Property string
	Path     string // in the native record
	Shape    Shape
}

// Shape is the kind of value that a field has.
type Shape uint8

// The shapes.
const (
	TextShape Shape = iota
	NumberShape
	ListShape // of texts, a property each
)

// The fields of each kind of record that stand in properties.
var (
	RegisterFields = []Field{
		{"business-unit", "business_unit", TextShape},
		{LevelProperty, "scale.levels", ListShape},
		{"likelihood-level", "scale.likelihood", ListShape},
		{"impact-level", "scale.impact", ListShape},
	}
	PersonFields  = []Field{{"role", "role", TextShape}, {"team", "team", TextShape}}
	ServiceFields = []Field{{"team", "team", TextShape}}
	RiskFields    = []Field{
		{"category", "category", TextShape},
		{"source", "source", TextShape},
		{"related-risk", "related_risks", ListShape},
		{"owner", "owner", TextShape},
		{"accountable", "accountable", TextShape},
		{"tracked-by", "tracked_by", TextShape},
		{"plan", "plan_ids", ListShape},
		{"decided-on", "response.decided_on", TextShape},
		{"decided-by", "response.decided_by", TextShape},
		{"informed-by", "response.informed_by", ListShape},
		{"transfer-party", "response.transfer.party", TextShape},
		{"transfer-instrument", "response.transfer.instrument", TextShape},
		{"transfer-valid-until", "response.transfer.valid_until", TextShape},
		{"avoidance-activity", "response.avoidance.activity", TextShape},
		{"avoidance-stopped-on", "response.avoidance.stopped_on", TextShape},
		{"acceptance-from", "response.acceptance.from", TextShape},
		{"acceptance-expires-on", "response.acceptance.expires_on", TextShape},
		{"acceptance-condition", "response.acceptance.conditions", ListShape},
	}
	PlanFields = []Field{
		{"risk", "risk_ids", ListShape},
		{"version", "version", NumberShape},
		{"supersedes", "supersedes", TextShape},
		{"updated-on", "updated_on", TextShape},
		{"change-reason", "change_reason", TextShape},
		{"triggered-by", "triggered_by", ListShape},
		{"author", "author", TextShape},
		{"team", "team", TextShape},
		{"success-measure", "success_measures", ListShape},
		{"target-severity", "target_severity", TextShape},
		{DueProperty, "due", TextShape},
	}
	ActionFields = []Field{
		{"service", "service", TextShape},
		{"start", "start", TextShape},
		{"completed-on", "completed_on", TextShape},
		{"tracking-ref", "tracking_ref", TextShape},
	}
)

// RiskStatuses are OSCAL's words for a native status of a risk, the plainest first.
func RiskStatuses(native string) []string {
	return map[string][]string{
		"identified": {"open", "investigating"},
		"assessed":   {"open", "deviation-requested", "deviation-approved"},
		"responding": {"remediating"},
		"monitoring": {"remediating"},
		"accepted":   {"deviation-approved"},
		"closed":     {"closed"},
	}[native]
}

// Lifecycle is OSCAL's word for how far a plan of that native status is.
func Lifecycle(status string) string {
	switch status {
	case "approved", "active":
		return "planned"
	case "completed":
		return "completed"
	}
	return "recommendation"
}

// The properties by which the parts of a document find each other, or say what OSCAL's parts don't tell apart.
const (
	PlanProperty    = "plan"    // of a remediation: the UUID of the plan it belongs to, or None
	RecordProperty  = "record"  // of an observation: IdentificationRecord or ResultRecord
	HistoryProperty = "history" // of an entry of the risk log: None where it's no entry of the native history
	ClosureProperty = "closure" // of an entry that closes a risk: the reason, Unstated, or None where the native risk has no closure
	ByProperty      = "by"      // of a characterization or an entry: a person whom the document has no party for
	OwnerProperty   = "owner"   // of a remediation or a task: likewise
	DueProperty     = "due"     // of a plan: its own due date, or None, where that isn't the latest of its actions
	DayProperty     = "on"      // of a characterization: its day; of evidence: None where that is not known
	FromProperty    = "from"    // of an entry of the history: the native status before
	ControlProperty = "control" // of a mitigating factor: the native control; of a task: a control that it changes, and how

	ReferenceProperty = "ref"            // of evidence: where it is found, where that is no reference for OSCAL
	SumProperty       = "sha256"         // of evidence
	LevelProperty     = "severity-level" // of the metadata: a level of the register's scale

	None                 = "none"
	Unstated             = "unstated"
	IdentificationRecord = "identification" // what a risk was identified by
	ResultRecord         = "result"         // a result of monitoring
)

// IDProperty names the native id of something whose UUID is another, and StatusProperty its native status, where OSCAL's
// words for it are fewer.
const (
	IDProperty     = "id"
	StatusProperty = "status"
)

// RatingProperty says of a characterization which of the native ratings it is: a member of the risk.
const RatingProperty = "rating"

// Ratings are the members of a native risk that rate it, with OSCAL's word for the state of such facets.
var Ratings = []struct{ Member, State string }{
	{"assessment", ""},
	{"inherent", "initial"},
	{"residual", "adjusted"},
	{"target", ""},
}

// Get is the value at a path of field names, or nil.
func Get(record *source.Value, path string) *source.Value {
	for name := range strings.SplitSeq(path, ".") {
		record = record.Get(name)
	}
	return record
}

// Values yields the texts of a field of a record: one, or those of a list.
func (f Field) Values(record *source.Value) iter.Seq[string] {
	return func(yield func(string) bool) {
		v := Get(record, f.Path)
		switch {
		case v == nil:
		case f.Shape != ListShape:
			yield(v.Text)
		default:
			for _, element := range v.Elements {
				if !yield(element.Text) {
					return
				}
			}
		}
	}
}
