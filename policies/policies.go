// Package policies holds the rules that riskgate ships and what they share.
package policies

import "embed"

//go:generate go run ../internal/ruledoc/pages ../docs

// FS has the rules at rules/<group>/<claim>, with their tests and examples,
// their shared packages at lib/<name>, and the duties and controls that they name.
//
//go:embed lib rules duties.json controls.json
var FS embed.FS
