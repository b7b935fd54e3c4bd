// Package report is the vocabulary of an answer: what was asked, of what, and what came of it.
package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

// Level says whether a rule's finding blocks.
type Level string

// The levels, the graver first. Off is that of a rule which is not asked, so
// that no finding has it.
const (
	Deny Level = "deny"
	Warn Level = "warn"
	Off  Level = "off"
)

// Verdict is what came of asking one rule about one subject. Its zero value is
// none of them, so that an answer nobody gave is never a pass.
type Verdict uint8

// The verdicts.
const (
	Pass Verdict = iota + 1
	Fail
	NotApplicable
	NotAssessable
	Errored
)

var verdictNames = [...]string{
	Pass:          "pass",
	Fail:          "fail",
	NotApplicable: "not_applicable",
	NotAssessable: "not_assessable",
	Errored:       "error",
}

// String returns the verdict as it stands in reports.
func (v Verdict) String() string {
	return verdictNames[v]
}

// Document is the kind of the subjects that are files; all others are records.
const Document = "document"

// WaiverKind is the kind of the subjects that say which findings are accepted.
const WaiverKind = "waiver"

// ChangeKind is the kind of the subjects that are a record on both sides of a gated change, or on the one that has it.
const ChangeKind = "change"

// kinds lists the kinds of subject in the order of every report.
var kinds = []string{Document, "register", "risk", "plan", "review", "report", WaiverKind, ChangeKind}

// Rule is one claim about the subjects of one kind.
type Rule struct {
	ID, Title, Description, Remedy string
	// Subject is the kind of the subjects that the rule is asked about.
	Subject string
	Level   Level
	// Reads lists the fields that the rule needs, as paths into its input.
	Reads []string
	// Optional lists the fields that the rule looks at where they are, and whose absence proves nothing: a source that
	// can't carry them doesn't keep the rule from being judged.
	Optional []string
	// Settings lists the settings that change what the rule asks for.
	Settings []string
	// Controls lists what the rule is evidence for, each with its framework.
	Controls []string
	// Duties lists the duties of the risk process that the rule holds records to.
	Duties []string
	// Collections names the groups that the rule belongs to besides its own.
	Collections []string
	// Policy is the folder that the rule comes from; empty for riskgate's own.
	Policy string
	// Unwaivable says that nobody can accept what the rule finds.
	Unwaivable bool
}

// Policy is a folder of the organisation's own rules.
type Policy struct {
	Name   string
	Digest string // of its rules, lower-case hex
}

// RuleChange is a rule that the settings turn off, or give another level than
// its own.
type RuleChange struct {
	Rule     string
	From, To Level
	Reason   string
	Origin   string // the profile, or the place in the settings file, that says so
}

// String says in one line what the settings changed, why and where.
func (c RuleChange) String() string {
	return fmt.Sprintf("%s: %s instead of %s, because: %s (%s)", c.Rule, c.To, c.From, c.Reason, c.Origin)
}

// SubjectRef names a subject.
type SubjectRef struct{ Kind, ID string }

// Subject is one record, or one document, that rules are asked about.
type Subject struct {
	SubjectRef
	Severity string // "" when it has none
	// Register is the id of the register that it belongs to; empty where the run has none, or it belongs to several.
	Register string
	Open     bool // of a risk: it isn't closed
	Pos      source.Position
}

// Finding is one violation of one rule.
type Finding struct {
	Rule     string
	Level    Level
	Subject  SubjectRef
	Severity string // of the subject
	Message  string
	Remedy   string
	At       source.Pointer
	Pos      source.Position
	// Base is the place in the base of a gated change; its Line is 0 and its File empty where there is none.
	Base source.Position
	// Fingerprint tells the finding from others in every run, wherever the record stands.
	Fingerprint string
	Waived      *Waiver // nil when nobody has accepted it
	// Age says whether the base of a gated change has the finding too; empty in a check of one state.
	Age Age
}

// Age says whether a finding came with the change that is gated.
type Age string

// The ages.
const (
	NewFinding      Age = "new"
	ExistingFinding Age = "existing"
)

// Waiver says who accepted a finding, why, and how long.
type Waiver struct {
	ID, Reason  string
	RequestedBy string // a person of the register
	ApprovedBy  string // a person of the register
	ApprovedOn  Date
	Expires     Date   // its last day
	Ticket      string // "" when there is none
	// Baseline says that the finding stands in the list of what was wrong when the organisation began, to be mended until
	// Expires; nobody has approved it by itself.
	Baseline bool
}

// Outcome is the answer of one rule about one subject.
type Outcome struct {
	Rule     string
	Subject  SubjectRef
	Verdict  Verdict
	Reason   string // why it is not assessable, or what went wrong
	Findings []Finding
}

// Waived reports whether somebody has accepted every finding of a failure.
func (o Outcome) Waived() bool {
	for _, f := range o.Findings {
		if f.Waived == nil {
			return false
		}
	}
	return o.Verdict == Fail
}

// Input is a file that was read.
type Input struct {
	Name, Kind string
	SHA256     string // lower-case hex
	Size       int64
	Records    int
	// Format is what a foreign file or the source of its documents is called; empty for native documents that name none.
	Format string
	// Omits are the fields that the source behind the file can't carry, as risks.owner, in order.
	Omits []string
	// Intake says how the export of another tool was read; nil for riskgate's own documents.
	Intake *Intake
}

// Called is the name of the file with that of its format, where it names one.
func (i Input) Called() string {
	if i.Format == "" {
		return i.Name
	}
	return i.Name + " (" + i.Format + ")"
}

// Intake is how the export of another tool was read.
type Intake struct {
	Title   string // of the mapping
	Mapping string // its file; empty for one that riskgate ships
	Why     string // by what the export was recognised
	Tables  []Table
	Unread  []Ignored // sheets that hold no table
}

// Table is what came of one table of an export: Rows = Used + all that were skipped.
type Table struct {
	Name     string // of the sheet; in a tree, the pointer; empty for a file of one table
	Rows     int    // below the header row
	Used     int    // that records were made of
	Skipped  []Skipped
	Unmapped []string // headers of columns, or keys, that no field comes from
	Notes    []string // what the reader of the table should know, such as hidden rows
}

// Skipped are rows of a table that are no records.
type Skipped struct {
	Reason string
	Rows   int
	First  source.Position
}

// Ignored is a file that was found and not checked.
type Ignored struct {
	Name, Reason string
	// Data says that the file looks like JSON: without it, records may be missing.
	Data bool
	// Existing says that the base of a gated change leaves the file out as well, for the same reason.
	Existing bool
}

// Expected is what a run must hold: a document of a kind or, with an id, the one document or record of it.
type Expected struct{ Kind, ID string }

// String names it, as risk_register or risk_register:stores.
func (e Expected) String() string {
	if e.ID == "" {
		return e.Kind
	}
	return e.Kind + ":" + e.ID
}

// Absence says in one clause that it was not found.
func (e Expected) Absence() string {
	if e.ID == "" {
		return "the settings expect a document of kind " + e.Kind + ", and none was found"
	}
	return "the settings expect " + e.Kind + " " + e.ID + ", and it was not found"
}

// MissingNames names what the settings expect, and the run doesn't hold.
func (a *About) MissingNames() []string {
	names := make([]string, len(a.Missing))
	for i, missing := range a.Missing {
		names[i] = missing.String()
	}
	return names
}

// Tool says what made a report.
type Tool struct {
	Version, Revision string
	Go, OPA           string // versions
	Library           string // digest of riskgate's own rules
}

// About is what a report says of its run, besides the answers.
type About struct {
	Tool         Tool
	AsOf         Date
	AsOfSource   string // where the date came from
	SelfCheck    SelfCheck
	Profile      string
	SettingsFile string // "" when there is none
	// SettingsDigest tells settings in force from others: the SHA-256 of their values, lower-case hex.
	SettingsDigest string
	Policies       []Policy   // in the order in which they were named
	Severities     []string   // the levels of the scale, low to high
	Registers      []Register // by id
	Inputs         []Input    // by name
	Ignored        []Ignored
	Missing        []Expected   // what the settings expect, and the run doesn't hold
	Lacks          []Lack       // what the records can't show, by name
	Rules          []Rule       // those asked, by id
	Joins          []Join       // how records of several inputs, or of another tool, belong together, by kind
	Changes        []RuleChange // by rule
	// WaivedBy are the files that say what is accepted: the waivers, and the baseline.
	WaivedBy []Input
	// Comparison is what a gated change is held against; nil in a check of one state.
	Comparison *Comparison
	// Overview is what the records show apart from the rules; nil where no format of the run asks for it.
	Overview *Overview
	// History is what earlier reports said; nil where nobody asks for it.
	History *History
}

// Comparison names the two sides of a gated change.
type Comparison struct {
	Base, Head string // as the user named them
	// BaseCommit and HeadCommit are full commit ids; empty for a directory or a work tree.
	BaseCommit, HeadCommit string
	// Diverged says that the head was not made on top of the base, so that what the base has gained since looks removed.
	Diverged bool
	// TrustsHead says that rules, settings and waivers are those of the change itself, as for the first commit.
	TrustsHead bool
	// Controls are the files that say what is right and that differ between the sides; the change is not held to its own.
	Controls []Control
	// Inputs are the files of the base that were read, by name.
	Inputs []Input
	// Unread are the files of the base that can't be read: what they hold is not compared.
	Unread []Ignored
	// Affected counts the subjects whose input may differ from that of the base, and the changes. Rules were evaluated about
	// them on both sides, and in two ways, which gave the same answers.
	Affected int
	// Emptied lists the kinds of subject that the base has and the head has none of.
	Emptied []string
	// Lost counts the checks that the change leaves not assessable: those that the base gave a verdict for, and those of what
	// the base doesn't have, unless the base leaves checks of the same rule not assessable for the same reason.
	Lost int
	// Fixed counts the findings of the base that the change mends, of records that it keeps.
	Fixed int
}

// Control is a file of rules, settings, schemas or waivers that a gated change adds, changes or removes.
type Control struct {
	Name   string
	What   string // settings, rules, waivers, baseline, mapping
	Change string // added, changed, removed
}

// String names the file, what it holds and what happened to it.
func (c Control) String() string {
	return fmt.Sprintf("%s (%s, %s)", c.Name, c.What, c.Change)
}

// Counts says how many outcomes there are of each sort. A failure whose every
// finding is waived counts as waived, not as failed.
type Counts struct {
	Passed, Failed, Waived, NotApplicable, NotAssessable, Errors int
}

// Population is the number of subjects that a rule was asked about.
func (c Counts) Population() int {
	return c.Passed + c.Failed + c.Waived + c.NotApplicable + c.NotAssessable + c.Errors
}

// Judged is the number of outcomes that say whether the rule holds.
func (c Counts) Judged() int {
	return c.Passed + c.Failed + c.Waived
}

// Answers is the number of outcomes that the rule was evaluated for to the end.
func (c Counts) Answers() int {
	return c.Judged() + c.NotApplicable
}

func (c *Counts) add(other Counts) {
	c.Passed += other.Passed
	c.Failed += other.Failed
	c.Waived += other.Waived
	c.NotApplicable += other.NotApplicable
	c.NotAssessable += other.NotAssessable
	c.Errors += other.Errors
}

// Totals sums up a whole report.
type Totals struct {
	Documents int // files that were checked
	Subjects  int // records; documents are not among them
	Rules     int
	Outcomes  Counts
	// Deny and Warn count the findings that nobody has accepted, Waived the others; Baseline those of them that stand in
	// the baseline.
	Deny, Warn, Waived, Baseline int
}

// Unjudged is one reason why a rule could not be judged, and how often.
type Unjudged struct {
	Rule, Reason string
	Subjects     int
	First        Subject // the first of them
}

// Who names the first of the subjects, and counts the others.
func (u Unjudged) Who() string {
	who := u.First.Kind + " " + u.First.ID
	switch others := u.Subjects - 1; others {
	case 0:
		return who
	case 1:
		return who + " and 1 other"
	default:
		return fmt.Sprintf("%s and %d others", who, others)
	}
}

// Obstacle is one reason why rules could not be judged, whichever rules.
type Obstacle struct {
	Reason   string
	Checks   int
	Unjudged []Unjudged // of this reason, by rule
}

// Obstacles gathers by reason what could not be judged; what stands in the way of most is first.
func Obstacles(all []Unjudged) []Obstacle {
	numbers := make(map[string]int)
	var obstacles []Obstacle
	for _, u := range all {
		i, known := numbers[u.Reason]
		if !known {
			i = len(obstacles)
			numbers[u.Reason] = i
			obstacles = append(obstacles, Obstacle{Reason: u.Reason})
		}
		obstacles[i].Checks += u.Subjects
		obstacles[i].Unjudged = append(obstacles[i].Unjudged, u)
	}
	slices.SortStableFunc(obstacles, func(a, b Obstacle) int {
		return cmp.Or(cmp.Compare(b.Checks, a.Checks), cmp.Compare(a.Reason, b.Reason))
	})
	return obstacles
}

// Report is the answer of one run. Nothing changes it after it is made.
type Report struct {
	About
	Totals Totals
	// Counts has the outcomes of each rule, in the order of Rules.
	Counts []Counts
	// Findings are in the order of display: deny before warn, the most severe
	// first, then by place.
	Findings []Finding
	// Errors and NotAssessable are in the order of Rules, then by reason.
	Errors        []Unjudged
	NotAssessable []Unjudged
	// Coverage says how much the records can show.
	Coverage Coverage

	subjects roll
	sections []section
	ledger   *ledger
	places   []place // of the findings
	found    []int   // the findings' numbers in the order of outcomes
}

// Idle returns the rules that were asked and applied to nothing.
func (r *Report) Idle() []Rule {
	return r.rules(func(c Counts) bool { return c.Population() > 0 && c.NotApplicable == c.Population() })
}

// Unasked returns the rules whose kind of subject the run has none of.
func (r *Report) Unasked() []Rule {
	return r.rules(func(c Counts) bool { return c.Population() == 0 })
}

func (r *Report) rules(are func(Counts) bool) []Rule {
	var rules []Rule
	for i, rule := range r.Rules {
		if are(r.Counts[i]) {
			rules = append(rules, rule)
		}
	}
	return rules
}

// Subjects returns every subject: by kind, then id, then place.
func (r *Report) Subjects() iter.Seq[Subject] {
	return r.subjects.all
}

// Outcomes returns the outcome of every rule for every subject of its kind: in
// the order of Rules, then of Subjects.
func (r *Report) Outcomes() iter.Seq[Outcome] {
	return func(yield func(Outcome) bool) {
		for _, outcome := range r.outcomes() {
			if !yield(outcome) {
				return
			}
		}
	}
}

// OutcomesOf returns the outcomes of one rule, each with its subject, in the order of Subjects; none for a rule that was
// not asked.
func (r *Report) OutcomesOf(id string) iter.Seq2[Subject, Outcome] {
	return func(yield func(Subject, Outcome) bool) {
		rule, asked := slices.BinarySearchFunc(r.Rules, id, func(rule Rule, id string) int { return cmp.Compare(rule.ID, id) })
		if !asked {
			return
		}
		first, _ := slices.BinarySearchFunc(r.found, rule, func(number, rule int) int { return cmp.Compare(r.places[number].rule, rule) })
		for at, outcome := range r.outcomesOf(rule, r.found[first:]) {
			if !yield(r.subjects.at(at.subject), outcome) {
				return
			}
		}
	}
}

func (r *Report) outcomes() iter.Seq2[place, Outcome] {
	return func(yield func(place, Outcome) bool) {
		found := r.found
		for rule := range r.Rules {
			for at, outcome := range r.outcomesOf(rule, found) {
				if !yield(at, outcome) {
					return
				}
				found = found[len(outcome.Findings):]
			}
		}
	}
}

// outcomesOf returns the outcomes of one rule, whose findings stand first among those found.
func (r *Report) outcomesOf(rule int, found []int) iter.Seq2[place, Outcome] {
	return func(yield func(place, Outcome) bool) {
		s, column := columnOf(r.sections, rule)
		for subject := s.first; subject < s.last; subject++ {
			at := place{rule, subject}
			answer := r.ledger.at(s.cell(subject, column))
			o := Outcome{Rule: r.Rules[rule].ID, Subject: r.subjects.ref(subject), Verdict: answer.verdict, Reason: answer.reason}
			for ; len(found) > 0 && r.places[found[0]] == at; found = found[1:] {
				o.Findings = append(o.Findings, r.Findings[found[0]])
			}
			if !yield(at, o) {
				return
			}
		}
	}
}
