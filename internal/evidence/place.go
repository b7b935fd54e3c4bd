package evidence

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// place is where a file stands in the pack: under the name that the run gave it, with what can't be part of a path within
// an archive written as %XX. No two names share a place.
func place(set, name string) string {
	steps := strings.Split(name, "/")
	for i, step := range steps {
		steps[i] = escapeStep(step)
	}
	return set + "/" + strings.Join(steps, "/")
}

func escapeStep(step string) string {
	switch step {
	case "":
		return "%"
	case ".", "..":
		return strings.ReplaceAll(step, ".", "%2E")
	}
	isText := utf8.ValidString(step)
	var safe strings.Builder
	for _, b := range []byte(step) {
		if b < ' ' || b == 0x7f || b == '%' || b == '\\' || b == ':' || b >= utf8.RuneSelf && !isText {
			fmt.Fprintf(&safe, "%%%02X", b)
		} else {
			safe.WriteByte(b)
		}
	}
	return safe.String()
}

// nameAt is the name of the file that stands at a place of a set.
func nameAt(set, place string) string {
	steps := strings.Split(strings.TrimPrefix(place, set+"/"), "/")
	for i, step := range steps {
		if step == "%" {
			steps[i] = ""
		} else if name, err := url.PathUnescape(step); err == nil {
			steps[i] = name
		}
	}
	return strings.Join(steps, "/")
}
