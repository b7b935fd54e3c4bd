package prose_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/prose"
)

func TestOneIsNotMany(t *testing.T) {
	tests := []struct {
		n    int
		want string
	}{
		{0, "0 risks"},
		{1, "1 risk"},
		{2, "2 risks"},
		{999, "999 risks"},
		{1000, "1,000 risks"},
		{2500000, "2,500,000 risks"},
	}
	for _, test := range tests {
		t.Run(test.want, func(t *testing.T) {
			if got := prose.Count(test.n, "risk", "risks"); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestForeignTextDoesNothing(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain text stays", "Zahlungsdaten für Kühlhäuser, 漏洞", "Zahlungsdaten für Kühlhäuser, 漏洞"},
		{"a terminal escape", "a\x1b[31mb", `a\x1b[31mb`},
		{"an eight-bit escape", "a\u009b31mb", `a\u009b31mb`},
		{"a new line", "a\nb\r\n::error::c", `a\x0ab\x0d\x0a\x3a:error::c`},
		{"a turn of direction", "invoice\u202egpj.exe", `invoice\u202egpj.exe`},
		{"an isolate", "a\u2066b\u2069", `a\u2066b\u2069`},
		{"a line separator", "a\u2028b\u2029c", `a\u2028b\u2029c`},
		{"no width at all", "a\u200bb\ufeffc", `a\u200bb\ufeffc`},
		{"a tag character", "a\U000e0041b", `a\U000e0041b`},
		{"no character", "a\xffb", `a\ufffdb`},
		{"never a character", "a\ufffe\ufdd0\U0001ffffb", `a\ufffe\ufdd0\U0001ffffb`},
		{"a workflow command", "::error::a ::set-output name=b", `\x3a:error::a \x3a:set-output name=b`},
		{"colons within a word", "std::vector a: :b", "std::vector a: :b"},
		{"an older command", "a##[error]b ##vso[c]", `a#\x23[error]b #\x23vso[c]`},
		{"one number sign", "issue #12", "issue #12"},
		{"delete and bell", "a\x7f\ab", `a\x7f\x07b`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := prose.Plain(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestLinesBreakBetweenWords(t *testing.T) {
	tests := []struct {
		name, text string
		width      int
		want       []string
	}{
		{"what fits stays", "a risk owner", 12, []string{"a risk owner"}},
		{"one column less", "a risk owner", 11, []string{"a risk", "owner"}},
		{"a word too long", "see docs/rules/response.md now", 8, []string{"see", "docs/rules/response.md", "now"}},
		{"wide letters", "倉庫 管理", 8, []string{"倉庫", "管理"}},
		{"letters without width", "e\u0301 e\u0301", 3, []string{"e\u0301 e\u0301"}},
		{"a line of its own", "a\n::error::b", 40, []string{`a\x0a\x3a:error::b`}},
		{"no room at all", "a b", 0, []string{"a", "b"}},
		{"nothing", " ", 10, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := prose.Wrap(test.text, test.width); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatIsCutIsSaid(t *testing.T) {
	tests := []struct {
		name, text string
		most       int
		want       string
	}{
		{"what fits stays", "Kühlhaus", 8, "Kühlhaus"},
		{"what is too long", strings.Repeat("ü", 60), 40, strings.Repeat("ü", 16) + "... (44 more characters)"},
		{"no room for the note", strings.Repeat("ü", 60), 10, "... (60 more characters)"},
		{"nothing", "", 0, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := prose.Cut(test.text, test.most); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
