// Package spelling finds the known word that somebody most likely meant.
package spelling

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// longest is how many characters a word may have to be compared: no name that
// we know comes near.
const longest = 64

// listed is how many known words a hint may list where none is near.
const listed = 12

// Hint says which known word was meant, or which there are when they are few,
// or nothing.
func Hint(word string, known []string) string {
	switch near := Meant(word, known); {
	case near != "":
		return fmt.Sprintf("did you mean %q?", near)
	case len(known) == 1:
		return fmt.Sprintf("there is only %q", known[0])
	case 1 < len(known) && len(known) <= listed:
		return "there are " + strings.Join(known, ", ")
	}
	return ""
}

// Meant returns the known word that somebody who wrote word most likely meant,
// or "".
func Meant(word string, known []string) string {
	near, mistakes := Nearest(word, known)
	if mistakes > max(1, utf8.RuneCountInString(near)/3) {
		return ""
	}
	return near
}

// Nearest returns the known word that is most like word, the first of several,
// and by how many mistakes they differ. Case is no mistake.
func Nearest(word string, known []string) (near string, mistakes int) {
	lower := []rune(strings.ToLower(word))
	for _, candidate := range known {
		distance := distance(lower, []rune(strings.ToLower(candidate)))
		if near == "" || distance < mistakes {
			near, mistakes = candidate, distance
		}
	}
	return near, mistakes
}

// distance counts the letters to add, drop, replace or swap with their
// neighbour that turn a into b.
func distance(a, b []rune) int {
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
