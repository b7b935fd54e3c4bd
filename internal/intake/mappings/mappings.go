// Package mappings holds what riskgate knows of the exports of other tools.
package mappings

import "embed"

// FS has each mapping as <format>.json.
//
//go:embed *.json
var FS embed.FS
