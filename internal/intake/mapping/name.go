package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// mostOfID is how many characters an id may have, and mostOfName how many of them are the name where a digest follows.
const (
	mostOfID   = 64
	mostOfName = 48
)

// anIdentifier is what the schemas take for an id.
var anIdentifier = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// idOf makes an id of any text: the same text always gives the same id. Blanks become dots, accents go, and where a letter
// has no likeness among those of an id, or the text is too long, a digest keeps it apart from others. Case is kept.
func idOf(text string) string {
	if anIdentifier.MatchString(text) {
		return text
	}
	var id strings.Builder
	lost := false
	for _, r := range norm.NFKD.String(strings.Join(strings.Fields(text), " ")) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			id.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			lost = true
		case id.Len() == 0:
		case r == ' ':
			separate(&id, '.')
		case r == '_' || r == '.':
			separate(&id, byte(r))
		default:
			separate(&id, '-')
		}
	}
	name := strings.TrimRight(id.String(), ".-")
	if name != "" && !lost && len(name) <= mostOfID {
		return name
	}
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:6])
	if len(name) > mostOfName {
		name = strings.TrimRight(name[:mostOfName], ".-_")
	}
	if name == "" {
		return digest
	}
	return name + "." + digest
}

// separate writes a mark between two parts of an id, unless one stands there.
func separate(id *strings.Builder, mark byte) {
	text := id.String()
	if last := text[len(text)-1]; mark == '_' || last != '.' && last != '-' {
		id.WriteByte(mark)
	}
}

// personID is the id of a person or service of that name. Letter case makes no difference between people.
func personID(name string) string { return strings.ToLower(idOf(name)) }
