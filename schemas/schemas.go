// Package schemas holds the JSON Schemas of everything that riskgate reads and of what it writes for programs.
//
// An editor finds them by the "$schema" key of a document. Each file stands alone: what several of them define, such as
// a date, is the same in each. Every object is closed, except that keys beginning with x_ belong to the organisation.
//
// risk, action_plan, risk_review, monitoring_activity, monitoring_result and report are one record in a file of its
// own, and are generated from the documents that hold many: run go generate after changing those.
//
// The schemas in input describe what a rule meets as input. There, "properties" beside a "$ref" changes the record that
// the $ref names: a property replaces the record's own, and false takes it away. Nothing is required of an input.
package schemas

import "embed"

//go:generate go run ../internal/schema/split .

// FS has every schema as kind.schema.json, and those of rule inputs as input/subject.schema.json.
//
//go:embed *.schema.json input/*.schema.json
var FS embed.FS
