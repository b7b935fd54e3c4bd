// Package evidence binds the answer of a run to all that it came from, so that others can trust and repeat it.
//
// A folder of evidence holds three files: the results, the pack with everything that the run read, and a statement about
// both. The statement is signed, and then stands in a bundle, or it isn't, and then stands by itself.
package evidence

import (
	"time"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/waiver"
)

// The files of a folder of evidence.
const (
	ResultsFile   = "results.json"
	PackFile      = "pack.zip"
	BundleFile    = "bundle.sigstore.json"
	StatementFile = "statement.json" // instead of a bundle, where nobody signed
)

// The types that the formats around a statement know it by.
const (
	StatementType = "https://in-toto.io/Statement/v1"
	PredicateType = "https://riskgate.dev/evidence/v1"
	PayloadType   = "application/vnd.in-toto+json"
	MediaType     = "application/vnd.dev.sigstore.bundle.v0.3+json"
)

// MaxSubjects is how many inputs a statement names one by one; of more, it names the list.
const MaxSubjects = 1024

// Sample is how many answers of each verdict of each rule a run evaluates twice for evidence, at least: all answers about a
// few records, and so few about ten thousand (some six hundred of half a million) that they take some per cent of the check.
const Sample = 5

// Mode says what a run was for.
type Mode string

// The modes: the check of one state, or of a change.
const (
	Audit Mode = "audit"
	Gate  Mode = "gate"
)

// Statement says what a run was and what came of it.
type Statement struct {
	Subjects []Subject
	Verdict  Verdict
	Mode     Mode
	Tool     report.Tool
	// Source is the commit that the records belong to; nil where they are in no repository.
	Source     *Source
	Authors    []waiver.Author // of the change that was gated, as far as they are known
	AsOf       report.Date
	AsOfSource string
	SelfCheck  report.SelfCheck
	Started    time.Time // UTC, to the second
	Finished   time.Time // UTC, to the second
	Options    gate.Options
	Found      int              // files: those that were checked, and those that were ignored
	Checked    int              // files
	Ignored    []report.Ignored // by name
	Rules      []Rule           // by id
	Waivers    []Waiver         // in force, by id
	Sets       []Set
	// OmitsInputs says that the pack holds the digests of the records, and not the records.
	OmitsInputs bool
	Results     File
	Pack        File
}

// Subject is an input that was checked, or the list of all inputs.
type Subject struct {
	Name    string
	SHA256  string // lower-case hex
	GitBlob string // the name that git gives the content; empty for the list
}

// Verdict is the decision of a run.
type Verdict struct {
	Code    int // the exit code
	Text    string
	Reasons []string
}

// Source says where in version control the records of a run stand.
type Source struct {
	Commit string // the full id
	// Clean says that every input was as the commit has it, and that no file of the commit was changed or missing.
	Clean bool
	// Base is the commit that a change was made to; empty for a check of one state.
	Base string
}

// Rule counts the outcomes of one rule.
type Rule struct {
	ID     string
	Level  report.Level
	Counts report.Counts
}

// Waiver is one that accepts findings of the run.
type Waiver struct {
	ID         string
	ApprovedBy string
	Expires    string // its last day
	Findings   int
}

// Set is a set of files that the run read.
type Set struct {
	Name   string
	Files  int
	SHA256 string // of its list, which has a line "<hex>  <path>" for each file, as sha256sum prints it
}

// File is one of the files beside the statement.
type File struct {
	SHA256 string // lower-case hex
	Size   int64  // bytes
}

// The sets of files. Of a check of one state, the base is empty.
const (
	Inputs       = "inputs"
	Base         = "base"
	Policies     = "policies"
	Profiles     = "profiles"
	Schemas      = "schemas"
	Mappings     = "mappings" // by which exports of other tools are read, and what was chosen of them
	Settings     = "settings"
	Accepted     = "accepted" // the waivers and the baseline
	Capabilities = "capabilities"
)

// setNames lists the sets in the order of every statement.
var setNames = []string{Inputs, Base, Policies, Profiles, Schemas, Mappings, Settings, Accepted, Capabilities}

// set returns the set of a name.
func (s *Statement) set(name string) Set {
	for _, set := range s.Sets {
		if set.Name == name {
			return set
		}
	}
	return Set{}
}

// Population counts the checks of all rules.
func (s *Statement) Population() report.Counts {
	var all report.Counts
	for _, rule := range s.Rules {
		c := rule.Counts
		all.Passed += c.Passed
		all.Failed += c.Failed
		all.Waived += c.Waived
		all.NotApplicable += c.NotApplicable
		all.NotAssessable += c.NotAssessable
		all.Errors += c.Errors
	}
	return all
}
