// Package profiles holds the sets of settings that an organisation can start from.
package profiles

import "embed"

// FS has each profile as <name>.json: every setting with its value and the
// origin of that value.
//
//go:embed *.json
var FS embed.FS
