package oscal

import (
	"regexp"
	"strings"
	"testing"
)

func TestAUUIDFollowsFromItsParts(t *testing.T) {
	first := UUID("risk", "R-1")
	if !IsUUID(first) || first[14] != '5' {
		t.Errorf("%q is no UUID of version 5", first)
	}
	if UUID("risk", "R-1") != first {
		t.Error("the same parts have two UUIDs")
	}
	for _, parts := range [][]string{{"risk", "R-2"}, {"risk"}, {"risk", "R-1", ""}, {"ris", "kR-1"}, {"risk4:R-1,"}, {}} {
		if UUID(parts...) == first {
			t.Errorf("%q have the UUID of others", parts)
		}
	}
}

func TestIsUUID(t *testing.T) {
	for text, want := range map[string]bool{
		"6F5FFF73-CAC6-4DA0-A0D9-0F931A5EFAFA":          true,
		"6f5fff73-cac6-5da0-80d9-0f931a5efafa":          true,
		"6f5fff73-cac6-1da0-80d9-0f931a5efafa":          false, // of version 1
		"6f5fff73-cac6-4da0-c0d9-0f931a5efafa":          false, // of another variant
		"6f5fff73cac64da0a0d90f931a5efafa":              false,
		"{6f5fff73-cac6-4da0-a0d9-0f931a5efafa}":        false,
		"urn:uuid:6f5fff73-cac6-4da0-a0d9-0f931a5efafa": false,
		"R-1": false,
		"":    false,
	} {
		if got := IsUUID(text); got != want {
			t.Errorf("IsUUID(%q) is %t", text, got)
		}
	}
}

func TestMarkupShowsATextAndNothingElse(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"words", "Risk R-12 (high) has no owner, since 2026-06-30.", "Risk R-12 (high) has no owner, since 2026-06-30."},
		{"an element", "<script>&</script>", "&lt;script&gt;&amp;&lt;/script&gt;"},
		{"a link", "[a](b)", `\[a\](b)`},
		{"an image", "![a](b)", `!\[a\](b)`},
		{"emphasis", "*a* _b_ ~c~ ^d^", `\*a\* \_b\_ \~c\~ \^d\^`},
		{"an underscore within a word", "plan.actions_on_time", "plan.actions_on_time"},
		{"code", "`a`", "\\`a\\`"},
		{"a parameter", "{{ insert: param, x }}", `\{\{ insert: param, x \}\}`},
		{"an address", "https://x.example a@b", `https\://x.example a\@b`},
		{"an address without https", "see www.x.example", `see www\.x.example`},
		{"an escape", `\*`, `\\\*`},
		{"a table", "a | b", `a \| b`},
		{"a heading", "# a\n## b\na # b", "\\# a\n\\## b\na # b"},
		{"items", "- a\n+ b\n1. c\n12) d\na - b", "\\- a\n\\+ b\n1\\. c\n12\\) d\na - b"},
		{"a rule below a line", "a\n---\nb\n===", "a\n\\---\nb\n\\==="},
		{"code by its indent", "    a\n\tb", "&#32;&#32;&#32;&#32;a\n&#9;b"},
		{"a quotation", "> a", "&gt; a"},
		{"a break that is none here", "a\rb", "a&#13;b"},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Prose(test.text); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if got := Plain(test.want); got != test.text {
				t.Errorf("comes back as %q, want %q", got, test.text)
			}
		})
	}
}

func TestPlainKeepsWhatIsNoEscape(t *testing.T) {
	for markup, want := range map[string]string{
		`a\b`:                         `a\b`,
		`a\`:                          `a\`,
		`R&D; A & B`:                  `R&D; A & B`,
		"&lt;b&gt;":                   "<b>",
		"&#65;&#x42;":                 "AB",
		"&amp;lt;":                    "&lt;",
		"* item\n* item":              "* item\n* item",
		"&" + strings.Repeat("a", 90): "&" + strings.Repeat("a", 90),
	} {
		if got := Plain(markup); got != want {
			t.Errorf("Plain(%q) is %q, want %q", markup, got, want)
		}
	}
}

var (
	line  = regexp.MustCompile(`^[^\n]+$`)
	plain = regexp.MustCompile(`^\S(.*\S)?$`)
	token = regexp.MustCompile(`^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$`)
)

func FuzzText(f *testing.F) {
	for _, text := range []string{"", " ", "a", "1", "-x", "é", "a b", "\n\na\n", "\ufeff", "\u2028x\u2028", "<&>", "1.\n 2.", "&lt;\\", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if valid := strings.ToValidUTF8(text, "\ufffd"); text == valid && Plain(Prose(text)) != text {
			t.Errorf("%q comes back as %q", text, Plain(Prose(text)))
		}
		if !line.MatchString(Line(text)) {
			t.Errorf("%q is no line: %q", text, Line(text))
		}
		if !plain.MatchString(String(text)) {
			t.Errorf("%q is no string: %q", text, String(text))
		}
		if !token.MatchString(Token(text)) {
			t.Errorf("%q is no token: %q", text, Token(text))
		}
	})
}

func TestTokensThatGiveWayStayApart(t *testing.T) {
	for _, text := range []string{"RA-7", "iso27001-2022_6.1.3", "_x", "é.1"} {
		if got := Token(text); got != text {
			t.Errorf("Token(%q) is %q", text, got)
		}
	}
	seen := map[string]string{}
	for _, text := range []string{"", " ", "a b", "a_b", "a/b", "1", "_1", "-", "."} {
		got := Token(text)
		if other, taken := seen[got]; taken {
			t.Errorf("%q and %q are both %q", text, other, got)
		}
		seen[got] = text
	}
}

func TestAFileIsAReference(t *testing.T) {
	for name, want := range map[string]string{
		"plans/P-7.json": "plans/P-7.json",
		"::error::.json": "./::error::.json",
		"a b#c?d%.json":  "a%20b%23c%3Fd%25.json",
		"//host/x.json":  "/host/x.json",
		"/srv/r.json":    "/srv/r.json",
		"倉庫.json":        "%E5%80%89%E5%BA%AB.json",
		"javascript:x":   "./javascript:x",
	} {
		if got := Reference(name); got != want {
			t.Errorf("Reference(%q) is %q, want %q", name, got, want)
		}
	}
}
