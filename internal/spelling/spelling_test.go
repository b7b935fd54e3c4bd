package spelling

import (
	"strings"
	"testing"
)

func TestHintNamesTheWordThatWasMeant(t *testing.T) {
	known := []string{"risk.owner_named", "risk.assessed", "high", "critical"}
	tests := []struct {
		name, word, want string
	}{
		{"letters swapped", "risk.owner_naned", `did you mean "risk.owner_named"?`},
		{"neighbours swapped are one mistake", "hihg", `did you mean "high"?`},
		{"another case", "HIGH", `did you mean "high"?`},
		{"a letter missing", "criticl", `did you mean "critical"?`},
		{"a letter that only looks alike", "hіgh", `did you mean "high"?`},
		{"nothing near", "severe-ish", "there are risk.owner_named, risk.assessed, high, critical"},
		{"two mistakes in a short word", "huge", "there are risk.owner_named, risk.assessed, high, critical"},
		{"a word without end", strings.Repeat("high", 1000), "there are risk.owner_named, risk.assessed, high, critical"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Hint(tt.word, known); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestHintListsOnlyAFew(t *testing.T) {
	for want, known := range map[string][]string{
		"":                        nil,
		`there is only "default"`: {"default"},
		"there are a, b":          {"a", "b"},
	} {
		if got := Hint("something else", known); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := Hint("something else", strings.Fields("a b c d e f g h i j k l m")); got != "" {
		t.Errorf("got %q of many", got)
	}
}
