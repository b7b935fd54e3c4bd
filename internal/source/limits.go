package source

import (
	"strconv"
	"strings"
)

// What a document may hold at most, whatever the file's size.
const (
	maxDepth       = 64
	maxNumberText  = 128
	maxExponent    = 308
	defaultMaxSize = 512 << 20
)

// Limits is what the reader of a file may change.
type Limits struct {
	MaxBytes int64 // 0: 512 MiB
}

// Most returns how many bytes a file may have.
func (l Limits) Most() int64 {
	if l.MaxBytes == 0 {
		return defaultMaxSize
	}
	return l.MaxBytes
}

// numberWithinLimits reports whether a valid JSON number is short enough and
// fits the range of a 64-bit float; integers of any length that is allowed do.
func numberWithinLimits(text []byte) bool {
	if len(text) > maxNumberText {
		return false
	}
	for i := range len(text) {
		if text[i]|0x20 == 'e' {
			number := string(text)
			return exponentWithinLimits(number) && !overflows(number)
		}
	}
	return true
}

func exponentWithinLimits(number string) bool {
	_, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	if exponent == "" {
		return true
	}
	n, err := strconv.Atoi(exponent)
	return err == nil && -maxExponent <= n && n <= maxExponent
}

func overflows(number string) bool {
	_, err := strconv.ParseFloat(number, 64)
	return err != nil
}
