package sarif

import (
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
)

// message writes a message that is plain text.
func (l log) message(name, text string) {
	l.Object(name, func() { l.Member("text", plain(text)) })
}

// plain returns text in which SARIF sees no embedded link and no placeholder (sections 3.11.5 and 3.11.6).
func plain(text string) string {
	return messageEscapes.Replace(prose.Plain(text))
}

// A link is broken by an escape that a reader sees, since SARIF 2.1.0 has none for brackets outside of links.
var messageEscapes = strings.NewReplacer("](", `\x5d(`, "{", "{{", "}", "}}")
