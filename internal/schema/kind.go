package schema

import (
	"slices"

	"github.com/riskgate/riskgate/internal/spelling"
)

// Register is the kind of the documents that hold risks, people and services.
const Register = "risk_register"

// SettingsFile is the name of the file that holds what an organisation chose: policy data, never a document.
const SettingsFile = "riskgate.json"

// beside are the kinds of what stands beside documents and is none, with what it is.
var beside = map[string]string{
	"riskgate_waivers":  "waivers, not a document",
	"riskgate_baseline": "a baseline, not a document",
	"riskgate_results":  "a report of riskgate's, not a document",
	"riskgate_keys":     "keys, not a document",
	"riskgate_mapping":  "a mapping, not a document",
}

// Beside says what a file of riskgate's own is that is no document; empty for any other kind.
func Beside(kind string) string { return beside[kind] }

// Address is where the schema of a kind is published, for the $schema of a file that riskgate writes.
func Address(kind string) string { return "https://riskgate.dev/schemas/v1/" + kind + suffix }

// Kind is a kind of document: a header, with lists of records beside it.
type Kind struct {
	Name  string
	Lists []List
}

// List is one list of records in a document.
type List struct {
	Member string // the key of the list in its document
	Record string // what each element is
	Single string // the kind of a file that holds one such record
}

// Kinds returns the kinds of document, in the order in which records follow from one another.
func Kinds() []Kind {
	return []Kind{
		{Register, []List{{"risks", "risk", "risk"}}},
		{"action_plans", []List{{"plans", "plan", "action_plan"}}},
		{"risk_reviews", []List{{"reviews", "review", "risk_review"}}},
		{"risk_monitoring", []List{{"activities", "activity", "monitoring_activity"}, {"results", "result", "monitoring_result"}}},
		{"risk_report", []List{{"reports", "report", "report"}}},
	}
}

// Lists returns the lists of a kind of document, or nil for a file of one record and for what isn't a kind.
func Lists(kind string) []List {
	for _, k := range Kinds() {
		if k.Name == kind {
			return k.Lists
		}
	}
	return nil
}

// IsKind reports whether a file can be of that kind, be it a document or one record.
func IsKind(name string) bool {
	return slices.Contains(kindNames(), name)
}

// NearestKind returns the kind whose name is most like a name, and by how many mistakes of typing the two differ.
func NearestKind(name string) (kind string, mistakes int) {
	return spelling.Nearest(name, kindNames())
}

// RecordsOf returns what records a file of that kind can hold.
func RecordsOf(kind string) []string {
	var records []string
	for _, k := range Kinds() {
		for _, list := range k.Lists {
			if k.Name == kind || list.Single == kind {
				records = append(records, list.Record)
			}
		}
	}
	return records
}

func kindNames() []string {
	var names []string
	for _, k := range Kinds() {
		names = append(names, k.Name)
		for _, list := range k.Lists {
			names = append(names, list.Single)
		}
	}
	return names
}
