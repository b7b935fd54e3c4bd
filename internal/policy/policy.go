// Package policy compiles a library of Rego rules and asks them about one subject at a time.
package policy

import (
	"time"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Config is what a library is compiled for.
type Config struct {
	Settings *source.Value   // what rules see as data.settings
	AsOf     time.Time       // what rules see as time.now_ns(), cut to midnight UTC
	Off      map[string]bool // ids of the rules that aren't asked
	// Inputs has for each kind of subject the JSON Schema of its input: types,
	// properties and items, where the property "*" stands for every key.
	Inputs map[string][]byte
	// SelfCheck evaluates each rule in a second way as well, as slow and plain as
	// there is. Where the two differ the answer is an error.
	SelfCheck bool
	// Due asks of each rule that passes or fails, besides, what falls due under it.
	Due bool
}

// Subject is what all rules of its kind are asked about.
type Subject struct {
	Kind  string
	Input *source.Value
	// Lasting names the top-level members of the input that outlive the subject and
	// that others share by pointer, so that they need to be taken in only once.
	Lasting []string
	Gaps    []Gap
	// Twice evaluates each rule in a second way as well, as Config.SelfCheck does for every subject.
	Twice bool
}

// Gap is a part of a subject's input that this run or the subject's source
// format cannot show, so that its absence says nothing about the record.
type Gap struct {
	Path   string // "risk.owner", "plans.approvals.act": in terms of the input, without array indices and object keys
	Reason string
	// Lack is what would have to be known to close the gap, as a report names it; empty where nothing would.
	Lack string
}

// Answer is what one rule says about one subject.
type Answer struct {
	Verdict    report.Verdict
	Violations []Violation  // of a Fail, by place and message
	Reason     string       // of NotAssessable and Errored
	Lacks      report.Lacks // of NotAssessable: all that is in the way
	NoDue      bool         // of Errored: the rule was judged, and only what falls due under it can't be told
	Due        []Due        // of Pass and Fail, the earliest first, where Config.Due asks for it
}

// Violation is one thing that is wrong with a subject.
type Violation struct {
	At      source.Pointer // into the subject's input
	Message string
	Remedy  string // empty: the rule's
}
