package source

import (
	"errors"
	"strings"
	"testing"
)

// Each text is refused with the position of the fault, in our own words, with
// a hint on how to mend it.
func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name, text, want string
	}{
		{"an empty file", "", "f.json:1:1: file is empty"},
		{"white space alone", " \n\t", "f.json:1:1: file holds nothing but white space"},
		{"a byte order mark", "\ufeff{}", "f.json:1:1: file begins with a byte order mark"},
		{"UTF-16, little endian", "\xff\xfe{\x00}\x00", "f.json:1:1: file is UTF-16, not UTF-8"},
		{"UTF-16, big endian", "\xfe\xff\x00{\x00}", "f.json:1:1: file is UTF-16, not UTF-8"},
		{"UTF-16 without a mark", "{\x00}\x00", "f.json:1:2: character U+0000 outside of a text"},
		{"a zip file", "PK\x03\x04\x14", "f.json:1:1: file is an archive, not JSON"},
		{"a byte order mark inside", "{\n\ufeff\"a\": 1}", "f.json:2:1: byte order mark inside the file"},

		{"a duplicate key", `{"due": 1, "due": 2}`, `f.json:1:12: duplicate key "due"`},
		{"a duplicate key by escape", "{\n  \"due\": 1,\n  \"d\\u0075e\": 2\n}", `f.json:3:3: duplicate key "due"`},
		{"a duplicate key deep inside", `{"a": [{"b": {"c": 1, "c": 1}}]}`, `f.json:1:23: duplicate key "c"`},
		{"a duplicate key with control characters", `{"a\n\u001b": 1, "a\n\u001b": 2}`, `f.json:1:18: duplicate key "a\n\x1b"`},
		{"an empty key twice", `{"": 1, "": 2}`, `f.json:1:9: duplicate key ""`},

		{"invalid UTF-8 in a text", "{\"a\": \"caf\xe9\"}", "f.json:1:11: byte 0xE9 is not UTF-8"},
		{"invalid UTF-8 in a key", "{\"\xc3\x28\": 1}", "f.json:1:3: byte 0xC3 is not UTF-8"},
		{"overlong UTF-8", "[\"\xc0\xaf\"]", "f.json:1:3: byte 0xC0 is not UTF-8"},
		{"a surrogate encoded as UTF-8", "[\"\xed\xa0\x80\"]", "f.json:1:3: byte 0xED is not UTF-8"},
		{"invalid UTF-8 outside of texts", "[1, \x80]", "f.json:1:5: byte 0x80 is not UTF-8"},
		{"a lone high surrogate", `["\ud800"]`, `f.json:1:3: \ud800 is half of a surrogate pair`},
		{"a lone low surrogate", `["ab\uDC00"]`, `f.json:1:5: \udc00 is half of a surrogate pair`},
		{"two high surrogates", `["\ud800\ud800"]`, `f.json:1:3: \ud800 is half of a surrogate pair`},
		{"a high surrogate before other text", `["\ud800abcdef"]`, `f.json:1:3: \ud800 is half of a surrogate pair`},

		{"an escape after a good pair", `["\ud83d\ude00\q"]`, `f.json:1:15: \q is no escape`},

		{"trailing data", "{}\n{}", "f.json:2:1: text after the document's end"},
		{"a trailing bracket", `{}}`, "f.json:1:3: text after the document's end"},
		{"a trailing comma after the document", `{},`, "f.json:1:3: text after the document's end"},
		{"a trailing word", `{} x`, "f.json:1:4: text after the document's end"},
		{"a trailing NUL", "{}\x00", "f.json:1:3: text after the document's end"},

		{"a line comment", "{\n  // due\n  \"due\": 1}", "f.json:2:3: comment in JSON"},
		{"a block comment before a value", `{"due": /* soon */ 1}`, "f.json:1:9: comment in JSON"},
		{"a comment after a value", `{"due": 1 // soon`, "f.json:1:11: comment in JSON"},
		{"a comment after a comma", `{"due": 1, // soon`, "f.json:1:12: comment in JSON"},
		{"a comment after the document", "{} // end", "f.json:1:4: comment in JSON"},
		{"a hash comment", "# register\n{}", "f.json:1:1: comment in JSON"},

		{"NaN", `{"score": NaN}`, "f.json:1:11: NaN is not a JSON number"},
		{"Infinity", `[Infinity]`, "f.json:1:2: Infinity is not a JSON number"},
		{"minus infinity", `[-Infinity]`, "f.json:1:2: -Infinity is not a JSON number"},
		{"a leading zero", `[012]`, "f.json:1:2: 012 is not a JSON number"},
		{"a leading zero in an object", `{"a": -01}`, "f.json:1:7: -01 is not a JSON number"},
		{"a leading zero alone", `01`, "f.json:1:1: 01 is not a JSON number"},
		{"a leading plus", `[+1]`, "f.json:1:2: +1 is not a JSON number"},
		{"a leading point", `[.5]`, "f.json:1:2: .5 is not a JSON number"},
		{"a trailing point", `[1.]`, "f.json:1:2: 1. is not a JSON number"},
		{"an empty exponent", `[1e]`, "f.json:1:2: 1e is not a JSON number"},
		{"a lone minus", `[-]`, "f.json:1:2: - is not a JSON number"},
		{"hexadecimal", `[0x10]`, "f.json:1:2: 0x10 is not a JSON number"},
		{"digit groups", `[1_000]`, "f.json:1:2: 1_000 is not a JSON number"},
		{"an overflow", `[1e400]`, "f.json:1:2: number 1e400: its exponent is beyond 308"},
		{"an overflow below the exponent's limit", `[12345e305]`, "f.json:1:2: number 12345e305 is too large for a 64-bit float"},
		{"an underflow", `[1e-309]`, "f.json:1:2: number 1e-309: its exponent is beyond 308"},
		{"an endless exponent", `[1e99999999999999999999]`, "f.json:1:2: number 1e99999999999999999999: its exponent is beyond 308"},
		{"a long number", "[" + strings.Repeat("1", 129) + "]", "f.json:1:2: number of 129 characters: at most 128 are read"},
		{"a long number with an exponent", "[1e" + strings.Repeat("0", 130) + "]", "f.json:1:2: number of 132 characters: at most 128 are read"},

		{"65 levels", strings.Repeat("[", 65) + strings.Repeat("]", 65), "f.json:1:65: nested more than 64 levels deep"},
		{"65 levels of objects", strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65), "f.json:1:321: nested more than 64 levels deep"},
		{"10,000 levels that never end", strings.Repeat("[", 10000), "f.json:1:65: nested more than 64 levels deep"},
		{"the first fault of several", "[1e999,\n" + strings.Repeat("[", 65) + "tru", "f.json:1:2: number 1e999: its exponent is beyond 308"},

		{"a truncated object", `{"a": 1`, "f.json:1:8: file ends inside an object"},
		{"a truncated object after a comma", "{\"a\": 1,\n", "f.json:2:1: file ends inside an object"},
		{"a truncated object after a key", `{"a"`, "f.json:1:5: file ends inside an object"},
		{"a truncated object after a colon", `{"a": `, "f.json:1:7: file ends inside an object"},
		{"a truncated array", "[\n", "f.json:2:1: file ends inside an array"},
		{"a truncated text", "{\n\"a\": \"b", "f.json:2:8: file ends inside a text"},
		{"a truncated key", `{"a`, "f.json:1:4: file ends inside a key"},
		{"a truncated escape", `["\`, "f.json:1:4: file ends inside a text"},
		{"a truncated code point", `["\ud83d\ude`, "f.json:1:13: file ends inside a text"},
		{"a truncated literal", `{"a": tru`, "f.json:1:7: tru is not a JSON value"},

		{"a comma before the end of an object", "{\"a\": 1,\n}", `f.json:1:8: comma before '}'`},
		{"a comma before the end of an array", `[1, ]`, `f.json:1:3: comma before ']'`},
		{"two commas", `[1,,2]`, `f.json:1:4: unexpected ','`},
		{"a comma first", `[,1]`, `f.json:1:2: unexpected ','`},
		{"no comma between members", "{\"a\": 1\n \"b\": 2}", "f.json:2:2: no comma before the next key"},
		{"no comma between elements", `[1 2]`, "f.json:1:4: no comma before the next element"},
		{"no colon", `{"a" 1}`, "f.json:1:6: no colon between a key and its value"},
		{"a comma for a colon", `{"a", 1}`, "f.json:1:5: ',' between a key and its value, where a colon belongs"},
		{"a colon for a comma", `["a": 1]`, "f.json:1:5: colon after an array's element"},
		{"two colons", `{"a":: 1}`, "f.json:1:6: unexpected ':'"},
		{"no value", `{"a": }`, "f.json:1:7: no value after the colon"},
		{"a key alone", `{"a"}`, "f.json:1:5: key without a value"},
		{"a bracket for a brace", `{"a": 1]`, "f.json:1:8: ']' where an object ends"},
		{"a brace for a bracket", `[1}`, "f.json:1:3: '}' where an array ends"},
		{"a bracket that closes nothing", `]`, "f.json:1:1: ']' closes nothing"},
		{"a number as key", `{1: 2}`, "f.json:1:2: key 1 is not in double quotes"},
		{"an object as key", `{{}: 2}`, "f.json:1:2: '{' where a key belongs"},
		{"a bare key", `{due: 2}`, "f.json:1:2: key due is not in double quotes"},
		{"a key in single quotes", `{'due': 2}`, "f.json:1:2: key in single quotes"},
		{"a text in single quotes", `{"due": 'now'}`, "f.json:1:9: text in single quotes"},
		{"typographic quotes", "{\"due\": “now”}", "f.json:1:9: typographic quote “"},
		{"a no-break space", "{\u00a0\"due\": 1}", "f.json:1:2: character U+00A0 outside of a text"},
		{"a NUL", "[1,\x00]", "f.json:1:4: character U+0000 outside of a text"},
		{"a form feed", "[1,\f2]", "f.json:1:4: character U+000C outside of a text"},
		{"True", `[True]`, "f.json:1:2: True is not a JSON value"},
		{"None", `[None]`, "f.json:1:2: None is not a JSON value"},
		{"a bare word", `[draft]`, "f.json:1:2: draft is not a JSON value"},
		{"a word glued to a literal", `[nullx]`, "f.json:1:2: nullx is not a JSON value"},
		{"a bare sign", `{"a": *}`, "f.json:1:7: '*' where a value belongs"},
		{"a line break in a text", "[\"a\nb\"]", "f.json:1:4: line break inside a text"},
		{"a tab in a text", "[\"a\tb\"]", "f.json:1:4: control character U+0009 inside a text"},
		{"a NUL in a key", "{\"a\x00\": 1}", "f.json:1:4: control character U+0000 inside a key"},
		{"a control character after a backslash", "[\"\\\x1b\"]", `f.json:1:3: a backslash before character U+001B is no escape`},
		{"a line break after a backslash", "[\"\\\n\"]", `f.json:1:3: a backslash before character U+000A is no escape`},
		{"a character that turns the direction of text, after a backslash", "[\"\\\u202e\"]", `f.json:1:3: a backslash before character U+202E is no escape`},
		{"invalid UTF-8 after a backslash", "[\"\\\xff\"]", `f.json:1:4: byte 0xFF is not UTF-8`},
		{"an unknown escape", `["C:\dir"]`, `f.json:1:5: \d is no escape`},
		{"a short escape", `["\u12"]`, `f.json:1:3: \u without four hexadecimal digits`},
		{"a wrong escape", `["\u12G4"]`, `f.json:1:3: \u without four hexadecimal digits`},

		{"after characters of several bytes", "{\"Überwachung\": \"Prüfung 日本 😀\", x}", "f.json:1:33: key x is not in double quotes"},
		{"after lines that end in CRLF", "{\r\n\"a\": 1,\r\n  \"a\": 2}\r\n", `f.json:3:3: duplicate key "a"`},
	}
	var parser Parser
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			value, err := parser.Parse([]byte(tt.text), Position{File: "f.json"})
			if err == nil {
				t.Fatalf("accepted as %v", value)
			}
			if err.Error() != tt.want {
				t.Errorf("\n got %s\nwant %s", err, tt.want)
			}
			var fault *Error
			if !errors.As(err, &fault) || fault.Hint == "" {
				t.Errorf("no hint: %v", err)
			}
			layout, err := Scan(strings.NewReader(tt.text), "f.json", false, Limits{})
			if err == nil {
				t.Fatalf("Scan accepted it: %+v", layout)
			}
			if err.Error() != tt.want {
				t.Errorf("Scan:\n got %s\nwant %s", err, tt.want)
			}
		})
	}
}
