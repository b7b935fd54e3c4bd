package schema

import (
	"strings"
	"unicode/utf8"
)

// suggest returns the known word that somebody who wrote word most likely meant, or "".
func suggest(word string, known []string) string {
	near, mistakes := nearest(word, known)
	if mistakes > max(1, utf8.RuneCountInString(near)/3) {
		return ""
	}
	return near
}

// nearest returns the known word that is most like word, the first of several, and by how many mistakes they differ.
// Case is no mistake.
func nearest(word string, known []string) (near string, mistakes int) {
	lower := []rune(strings.ToLower(word))
	for _, candidate := range known {
		distance := distance(lower, []rune(strings.ToLower(candidate)))
		if near == "" || distance < mistakes {
			near, mistakes = candidate, distance
		}
	}
	return near, mistakes
}

// distance counts the letters to add, drop, replace or swap with their neighbour that turn a into b.
func distance(a, b []rune) int {
	const longest = 64 // no name that we know comes near
	if len(a) > longest || len(b) > longest {
		return max(len(a), len(b))
	}
	var before, above, row [longest + 1]int
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replaced := above[j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			row[j] = min(replaced, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
