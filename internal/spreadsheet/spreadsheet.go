// Package spreadsheet writes foreign text into the cells of a CSV file, where it stays text.
package spreadsheet

import (
	"strings"
	"unicode"

	"github.com/riskgate/riskgate/internal/prose"
)

// Mark is the byte order mark. Excel takes a file without it for one in the letters of the reader's country, and breaks
// every name that isn't ASCII; other spreadsheets and libraries skip it, or can be told to (utf-8-sig).
const Mark = "\ufeff"

// cellLimit is how many characters Excel keeps of a cell.
const cellLimit = 32_767

// Cell returns text as a cell that a spreadsheet shows and never calculates: an apostrophe stands before what would begin
// a formula. In a country that writes 1,5 for a half, Excel takes the semicolon for the end of a cell, so that one stands
// behind a semicolon as well.
func Cell(text string) string {
	plain := prose.Plain(text)
	if plain == "" || isLetter(plain[0]) && !strings.Contains(plain, ";") { // as most are
		return prose.Cut(plain, cellLimit)
	}
	var b strings.Builder
	begins := true
	for _, r := range plain {
		if begins && strings.ContainsRune(formula, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		begins = r == ';' || begins && (r == '"' || unicode.IsSpace(r))
	}
	return prose.Cut(b.String(), cellLimit)
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// formula is what a formula begins with; Excel takes the wide letters of East Asia for the narrow ones.
const formula = "=+-@＝＋－＠"
