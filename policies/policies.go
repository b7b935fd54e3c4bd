// Package policies holds the rules that riskgate ships and what they share.
package policies

import "embed"

// FS has the rules at rules/<group>/<claim>, with their tests and examples, and
// their shared packages at lib/<name>.
//
//go:embed lib rules
var FS embed.FS
