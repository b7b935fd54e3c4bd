package oscal

import (
	"slices"
	"strings"
	"time"

	"github.com/riskgate/riskgate/internal/source"
)

// word is one value of OSCAL and what the native model calls it.
type word struct{ oscal, native string }

type vocabulary []word

// vendorDependency is FedRAMP's name of a risk's property, and the type of the observation behind it.
const vendorDependency = "vendor-dependency"

// native is the native word for an OSCAL one. A word that the vocabulary doesn't have stays as it is.
func (v vocabulary) native(oscal string) string {
	if i := v.index(oscal); i >= 0 {
		return v[i].native
	}
	return oscal
}

func (v vocabulary) index(oscal string) int {
	return slices.IndexFunc(v, func(w word) bool { return strings.EqualFold(w.oscal, oscal) })
}

func (v vocabulary) list() string {
	words := make([]string, len(v))
	for i, w := range v {
		words[i] = w.oscal
	}
	return strings.Join(words, ", ")
}

var (
	// riskStatuses: OSCAL calls all but the last one open. statusOf refines an approved deviation.
	riskStatuses = vocabulary{
		{"open", "identified"},
		{"investigating", "identified"},
		{"remediating", "responding"},
		{"deviation-requested", "assessed"},
		{"deviation-approved", "assessed"},
		{"closed", "closed"},
	}

	// responseTypes: OSCAL's own seven, then the synonyms of other risk vocabularies.
	responseTypes = vocabulary{
		{"avoid", "avoid"},
		{"mitigate", "mitigate"},
		{"transfer", "transfer"},
		{"accept", "accept"},
		{"share", "transfer"},
		{"contingency", "mitigate"},
		{"none", ""},
		{"mitigation", "mitigate"},
		{"reduce", "mitigate"},
		{"remediate", "mitigate"},
		{"treat", "mitigate"},
		{"modify", "mitigate"},
		{"acceptance", "accept"},
		{"retain", "accept"},
		{"tolerate", "accept"},
		{"avoidance", "avoid"},
		{"terminate", "avoid"},
		{"transference", "transfer"},
	}

	// deviationTypes are FedRAMP's property names, which are the types of the observations behind them too.
	deviationTypes = vocabulary{
		{"risk-adjustment", "risk_adjustment"},
		{"false-positive", "false_positive"},
		{"operational-requirement", "operational_requirement"},
	}

	deviationStates = vocabulary{
		{"investigating", "investigating"},
		{"pending", "pending"},
		{"approved", "approved"},
		{"withdrawn", "withdrawn"},
	}

	lifecycles = vocabulary{
		{"recommendation", "draft"},
		{"planned", "active"},
		{"completed", "completed"},
	}

	// levels are in the order of severity.
	levels = []string{"low", "moderate", "high", "critical"}

	levelSynonyms = vocabulary{{"medium", "moderate"}}

	severityFacets = []string{"risk", "severity"}

	// owningRoles say whose system it is, the best answer first.
	owningRoles = []string{"cloud-service-provider", "system-owner", "asset-owner", "prepared-for"}

	// documentRoles are parts in the making of the document, not in the organization.
	documentRoles = []string{"creator", "prepared-by", "prepared-for", "content-approver", "contact"}

	// namespaces are those whose properties this package knows; a property without one is OSCAL's.
	namespaces = []string{
		"http://csrc.nist.gov/ns/oscal",
		"https://fedramp.gov/ns/oscal",
		"http://fedramp.gov/ns/oscal",
		"https://fedramp.gov",
		"http://fedramp.gov",
	}
)

// level is a level's native word: lower case, and without synonyms.
func level(v *source.Value) *source.Value {
	if v == nil || v.Kind != source.String {
		return v
	}
	return wordAt(levelSynonyms.native(strings.ToLower(v.Text)), v)
}

// day is the calendar date of a date-time in the zone that it is written in. A plain date is one already.
func day(text string) (string, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if _, err := time.Parse(layout, text); err == nil {
			return text[:len(time.DateOnly)], true
		}
	}
	return "", false
}

func isDay(v *source.Value) bool {
	return v != nil && v.Kind == source.String && len(v.Text) == len(time.DateOnly) && v.Text[4] == '-'
}

// earliest is the earlier of two days; what isn't a day doesn't count.
func earliest(a, b *source.Value) *source.Value {
	if !isDay(b) || isDay(a) && a.Text <= b.Text {
		return a
	}
	return b
}

// latest is the later of two days, and the second of two that are equal.
func latest(a, b *source.Value) *source.Value {
	if !isDay(b) || isDay(a) && a.Text > b.Text {
		return a
	}
	return b
}
