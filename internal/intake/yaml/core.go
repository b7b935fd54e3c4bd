package yaml

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// The forms of numbers in the core schema; YAML 1.2.2, 10.3.2.
var (
	decimal = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	octal   = regexp.MustCompile(`^0o[0-7]+$`)
	hex     = regexp.MustCompile(`^0x[0-9a-fA-F]+$`)
	beyond  = regexp.MustCompile(`^([-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN)$`)
)

func isNull(word string) bool {
	return word == "" || word == "~" || word == "null" || word == "Null" || word == "NULL"
}

// resolve returns what a word without quotes is, written as JSON writes it. An infinite number, none, and one
// of endless digits have no such form.
func resolve(word string) (source.Kind, string) {
	switch word {
	case "true", "True", "TRUE":
		return source.Bool, "true"
	case "false", "False", "FALSE":
		return source.Bool, "false"
	}
	switch {
	case isNull(word):
		return source.Null, "null"
	case decimal.MatchString(word):
		return source.Number, number(word)
	case octal.MatchString(word):
		return source.Number, integer(word[2:], 8)
	case hex.MatchString(word):
		return source.Number, integer(word[2:], 16)
	case beyond.MatchString(word):
		return source.Number, ""
	}
	return source.String, word
}

// number writes a decimal number as JSON does: without a plus and zeros at its beginning, with digits on both sides of a
// point.
func number(word string) string {
	sign := ""
	if word[0] == '-' {
		sign = "-"
	}
	mantissa := strings.TrimLeft(word, "+-")
	exponent := ""
	if i := strings.IndexAny(mantissa, "eE"); i >= 0 {
		mantissa, exponent = mantissa[:i], mantissa[i:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction + exponent
}

// maxDigits is how many digits an integer may have: more than any number that is read.
const maxDigits = 128

func integer(digits string, base int) string {
	if len(digits) > maxDigits {
		return ""
	}
	n, _ := new(big.Int).SetString(digits, base)
	return n.String()
}
