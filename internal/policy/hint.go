package policy

import (
	"fmt"
	"slices"
)

// didYouMean is a hint that names what is spelled most like a name, or lists
// what there is, or nothing where that would be too long to read.
func didYouMean(name string, known []string) string {
	const readable = 12
	best, fewest := "", len(name)/3+2
	for _, candidate := range slices.Sorted(slices.Values(known)) {
		if edits := distance(name, candidate); edits < fewest {
			best, fewest = candidate, edits
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %q?", best)
	case len(known) > 0 && len(known) <= readable:
		return fmt.Sprintf("there is %q", slices.Sorted(slices.Values(known)))
	}
	return ""
}

// distance is the Levenshtein distance, by bytes: names are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substituted := diagonal
			if a[i] != b[j] {
				substituted++
			}
			diagonal = row[j+1]
			row[j+1] = min(substituted, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
