package commonmark_test

import (
	"testing"

	"github.com/riskgate/riskgate/internal/commonmark"
)

// That nothing is found in such text is shown where pages of it are read, in internal/output.
func TestTextStaysReadable(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"words stay", "risk R-12 (high) has no owner: name one.", "risk R-12 (high) has no owner: name one."},
		{"letters of the world stay", "Kühlhäuser, 倉庫管理", "Kühlhäuser, 倉庫管理"},
		{"dates and numbers stay", "2026-06-30, 1,204 of 100,000", "2026-06-30, 1,204 of 100,000"},
		{"markup is a reference to its characters", "a_b <c> `d`", "a&#95;b &#60;c> &#96;d&#96;"},
		{"a mention is broken", "@ana", "&#64;&#8203;ana"},
		{"an address is broken", "https://a.example", "https&#58;&#8203;//a.example"},
		{"an address without http is broken", "www.a.example", "www&#8203;.a.example"},
		{"a commit is broken", "8789005a", "878900&#8203;5a"},
		{"a reference by hyphen is broken", "gh-12", "gh&#8203;-12"},
		{"a colon at the end is one", "why:", "why:"},
		{"controls are shown", "a\nb", "a&#92;x0ab"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := commonmark.Text(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestANameIsCodeWhereCodeCanHoldIt(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a place", "plans/P-7.json:14:7", "`plans/P-7.json:14:7`"},
		{"a mention in code is none", "@ana", "`@ana`"},
		{"controls are shown", "a\x1bb", "`a\\x1bb`"},
		{"a backtick", "a`b", "a&#96;b"},
		{"the end of a cell", "a|b", "a&#124;b"},
		{"nothing", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := commonmark.Code(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
