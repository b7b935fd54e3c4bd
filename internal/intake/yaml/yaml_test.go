package yaml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/yaml"
	"github.com/riskgate/riskgate/internal/source"
)

var start = source.Position{File: "r.yaml"}

// show writes each value as line:column and itself, with those that it holds.
func show(text string, v *source.Value) string {
	at := source.PositionAt([]byte(text), source.Position{}, v.Offset)
	shown := fmt.Sprintf("%d:%d ", at.Line, at.Column)
	switch v.Kind {
	case source.Object:
		shown += "{"
		for _, m := range v.Members {
			key := source.PositionAt([]byte(text), source.Position{}, m.Offset)
			shown += fmt.Sprintf(" %d:%d %s=%s", key.Line, key.Column, m.Name, show(text, m.Value))
		}
		return shown + " }"
	case source.Array:
		shown += "["
		for _, e := range v.Elements {
			shown += " " + show(text, e)
		}
		return shown + " ]"
	}
	return shown + v.String()
}

func TestAWordIsWhatTheCoreSchemaSays(t *testing.T) {
	for word, want := range map[string]string{
		"no": `"no"`, "on": `"on"`, "yes": `"yes"`, "Off": `"Off"`, "y": `"y"`, "n": `"n"`, "2026-01-02": `"2026-01-02"`, "2026-01-02T10:00:00Z": `"2026-01-02T10:00:00Z"`,
		"1_000": `"1_000"`, "12:30:45": `"12:30:45"`, "0b101": `"0b101"`, "tRUE": `"tRUE"`, "nULL": `"nULL"`, "1e": `"1e"`, ".": `"."`, "-": `[null]`, "+": `"+"`, "0o8": `"0o8"`, "-0x1": `"-0x1"`, "1.2.3": `"1.2.3"`, "R-1": `"R-1"`, "==": `"=="`,
		"true": "true", "True": "true", "TRUE": "true", "false": "false", "FALSE": "false",
		"~": "null", "null": "null", "Null": "null", "NULL": "null", "": "null",
		"0": "0", "4": "4", "-4": "-4", "+4": "4", "007": "7", "0o17": "15", "0x1F": "31", "1.50": "1.50", ".5": "0.5", "-.5": "-0.5", "5.": "5", "1e3": "1e3", "1.E+3": "1E+3", "00.5": "0.5",
		"18446744073709551616": "18446744073709551616", "0xFFFFFFFFFFFFFFFFF": "295147905179352825855",
		`"no"`: `"no"`, `'~'`: `"~"`, `"4"`: `"4"`, "'it''s'": `"it's"`, `"a\tb"`: `"a\tb"`,
	} {
		values, err := yaml.Parse([]byte("key: "+word+"\n"), start)
		if word == "-" {
			values, err = yaml.Parse([]byte("key:\n- \n"), start)
		}
		if err != nil || len(values) != 1 || values[0].Get("key").String() != want {
			t.Errorf("%q is %v, %v, want %s", word, values, err, want)
		}
	}
}

func TestEachValueKeepsItsPlace(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"a block", "id: R-1\nscores:\n  - 4\n  - likely\n", `1:1 { 1:1 id=1:5 "R-1" 2:1 scores=3:3 [ 3:5 4 4:5 "likely" ] }`},
		{"brackets", "{é: [1, 'b'], c: {}}\n", `1:1 { 1:2 é=1:5 [ 1:6 1 1:9 "b" ] 1:15 c=1:18 { } }`},
		{"line ends of Windows", "a: 1\r\nb: 2\r\n", `1:1 { 1:1 a=1:4 1 2:1 b=2:4 2 }`},
		{"a byte order mark", "\ufeffa: 1\nb: 2\n", `1:2 { 1:2 a=1:5 1 2:1 b=2:4 2 }`},
		{"blocks of text", "a: |\n  one\n  two\nb: >-\n  one\n  two\nc: 1\n", `1:1 { 1:1 a=1:4 "one\ntwo\n" 4:1 b=4:4 "one two" 7:1 c=7:4 1 }`},
		{"a comment and an empty line", "# all\n\na: 1 # one\n", `3:1 { 3:1 a=3:4 1 }`},
		{"keys that are no words", "1: a\ntrue: b\nno: c\n", `1:1 { 1:1 1=1:4 "a" 2:1 true=2:7 "b" 3:1 no=3:5 "c" }`},
		{"tabs between words", "a:\t1\n", `1:1 { 1:1 a=1:4 1 }`},
		{"a key like the merge key, in quotes", `"<<": 1`, `1:1 { 1:1 <<=1:7 1 }`},
		{"several documents", "a: 1\n---\nb: 2\n...\n---\n- 3\n", `1:1 { 1:1 a=1:4 1 } / 3:1 { 3:1 b=3:4 2 } / 6:1 [ 6:3 3 ]`},
		{"nothing", "", ``},
		{"a comment alone", "# nothing\n", ``},
		{"an empty document", "---\n---\na: 1\n", `2:1 null / 3:1 { 3:1 a=3:4 1 }`},
		{"a directive", "%YAML 1.2\n---\na: 1\n", `3:1 { 3:1 a=3:4 1 }`},
		{"a value that is missing", "a:\nb: 1\n", `1:1 { 1:1 a=1:3 null 2:1 b=2:4 1 }`},
		{"as deep as may be", strings.Repeat("[", 64) + strings.Repeat("]", 64), deep()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			values, err := yaml.Parse([]byte(test.text), start)
			var shown []string
			for _, v := range values {
				shown = append(shown, show(test.text, v))
			}
			if got := strings.Join(shown, " / "); err != nil || got != test.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

// deep is how 64 arrays in one another are shown.
func deep() string {
	shown := "1:64 [ ]"
	for column := 63; column > 0; column-- {
		shown = fmt.Sprintf("1:%d [ %s ]", column, shown)
	}
	return shown
}

func TestWhatIsNoPlainYAMLIsRefusedAtItsPlace(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"an alias", "a: &x 1\n", "r.yaml:1:4: anchor &x is not read"},
		{"an anchor", "a: 1\nb: *x\n", "r.yaml:2:1: an alias is not followed"},
		{"a bomb", "a: [x, x]\nb: &b [1]\nc: [*b, *b]\n", "r.yaml:2:4: anchor &b is not read"},
		{"a merge key", "a: 1\nb:\n  <<: {c: 1}\n", "r.yaml:3:3: merge key << is not followed"},
		{"a tag", "a: !!str 1\n", "r.yaml:1:4: tag !!str is not read"},
		{"a tag of somebody's", "a: !ref x\n", "r.yaml:1:4: tag !ref is not read"},
		{"a tag on a key", "!!str a: 1\n", "r.yaml:1:1: tag !!str is not read"},
		{"a key twice", "a: 1\nb: 2\na: 3\n", `r.yaml:3:1: duplicate key "a"`},
		{"a key twice in two forms", "a: 1\n\"a\": 3\n", `r.yaml:2:1: duplicate key "a"`},
		{"a key that is a list", "? [a, b]\n: 1\n", "r.yaml:1:3: a key that is itself a list or an object"},
		{"a key of nothing", "a: 1\n~: 2\n", "r.yaml:2:1: a key that says nothing"},
		{"an endless number", "a: .inf\n", "r.yaml:1:4: a number that can't be written in digits"},
		{"no number", "a: .NaN\n", "r.yaml:1:4: a number that can't be written in digits"},
		{"a number beyond all", "a: 1e999\n", "r.yaml:1:4: number 1e999: its exponent is beyond 308"},
		{"a number of many digits", "a: " + strings.Repeat("9", 129) + "\n", "r.yaml:1:4: number of 129 characters: at most 128 are read"},
		{"a hexadecimal number of many digits", "a: 0x" + strings.Repeat("F", 129) + "\n", "r.yaml:1:4: a number that can't be written in digits"},
		{"nested too deep", strings.Repeat("[", 65) + strings.Repeat("]", 65), "r.yaml:1:65: nested more than 64 levels deep"},
		{"nested without end", strings.Repeat("[", 20_000), "r.yaml:1:1: nested deeper than anybody writes"},
		{"a tab that indents", "a:\n\tb: 1\n", "r.yaml:2:1: a character stands here that no value begins with"},
		{"a quote without end", "a: 1\nb: \"x\nc: 2\n", "r.yaml:2:1: a quote or a bracket that begins here has no end"},
		{"a bracket without end", "a: 1\nb: [1,\nc: 2\n", "r.yaml:3:1: a list or object in brackets is not closed"},
		{"a colon in a text", "a: 1\nb: x: y\n", "r.yaml:2:1: a colon stands where no key can end"},
		{"a line that belongs nowhere", "a:\n    b: 1\n  c: 2\n", "r.yaml:3:3: the line doesn't continue what is above it"},
		{"an item that belongs nowhere", "- a\n- b\nc: 1\n", "r.yaml:3:1: the line doesn't continue the list above it"},
		{"a fault below a directive", "%YAML 1.2\n---\na: 1\nb\nc: 2\n", "r.yaml:4:1: a key has no colon"},
		{"a key without a colon", "a: 1\nb\nc: 2\n", "r.yaml:2:1: a key has no colon"},
		{"an escape that is none", "a: \"C:\\Quarter\"\n", "r.yaml:1:1: a backslash stands before a character that it can't escape"},
		{"a character that begins nothing", "a: @b\n", "r.yaml:1:1: a character stands here that no value begins with"},
		{"the version before", "%YAML 1.1\n---\na: no\n", "r.yaml:1:1: file is YAML 1.1, in which no means false"},
		{"UTF-16", "\xff\xfea\x00", "r.yaml:1:1: file is UTF-16, not UTF-8"},
		{"UTF-16 without a mark", "a\x00:\x00", "r.yaml:1:1: file is UTF-16, not UTF-8"},
		{"Windows-1252", "a: \xe9\n", "r.yaml:1:4: byte 0xE9 is not UTF-8"},
		{"a control character", "a: 1\nb: \x1b[0m\n", "r.yaml:2:4: control character U+001B"},
		{"a line end of one version", "a: x\u2028y\n", "r.yaml:1:5: character U+2028 ends a line in one version of YAML, and not in the other"},
		{"a file that is too large", "a: " + strings.Repeat("x", 64<<20), "r.yaml:1:1: more than 64 MiB of YAML"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := yaml.Parse([]byte(test.text), start)
			var fault *source.Error
			if !errors.As(err, &fault) || fault.Hint == "" {
				t.Fatalf("no place or hint: %#v", err)
			}
			if err.Error() != test.want {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
		})
	}
}
