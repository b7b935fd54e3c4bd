package csv

import (
	"strings"
	"unicode"

	"github.com/riskgate/riskgate/internal/prose"
)

// cellLimit is how many characters Excel keeps of a cell.
const cellLimit = 32_767

// cell returns text as a cell that a spreadsheet shows and never calculates: an apostrophe stands before what would begin
// a formula. In a country that writes 1,5 for a half, Excel takes the semicolon for the end of a cell, so that one stands
// behind a semicolon as well.
func cell(text string) string {
	var b strings.Builder
	begins := true
	for _, r := range prose.Plain(text) {
		if begins && strings.ContainsRune(formula, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		begins = r == ';' || begins && (r == '"' || unicode.IsSpace(r))
	}
	return prose.Cut(b.String(), cellLimit)
}

// formula is what a formula begins with; Excel takes the wide letters of East Asia for the narrow ones.
const formula = "=+-@＝＋－＠"
