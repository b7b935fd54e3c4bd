// Package oscal knows the words, identifiers and texts that riskgate's readers and writers of OSCAL share.
package oscal

import (
	"fmt"

	"github.com/google/uuid"
)

// Version is the OSCAL version of what riskgate writes: the one that FedRAMP's tools and riskgate itself read. What is
// written also holds against the schema of OSCAL 1.2.1, which only adds to it.
const Version = "1.1.3"

// Namespace is that of riskgate's own properties.
const Namespace = "https://riskgate.dev/ns/oscal"

// The namespaces of others whose properties riskgate knows. OSCAL's own is also that of a property without one.
const (
	NIST    = "http://csrc.nist.gov/ns/oscal"
	FedRAMP = "https://fedramp.gov/ns/oscal"
)

// space is that of riskgate's UUIDs: the UUID of the URL Namespace.
var space = uuid.NewSHA1(uuid.NameSpaceURL, []byte(Namespace))

// UUID returns the UUID, of version 5, of what the parts name together: a kind of thing first. The same parts always have
// the same one.
func UUID(parts ...string) string {
	var name []byte
	for _, part := range parts {
		name = fmt.Appendf(name, "%d:%s,", len(part), part) // the length keeps a-bc apart from ab-c
	}
	return uuid.NewSHA1(space, name).String()
}

// IsUUID reports whether a text is a UUID as OSCAL takes it: of version 4 or 5.
func IsUUID(text string) bool {
	id, err := uuid.Parse(text)
	return err == nil && len(text) == len(id.String()) && id.Variant() == uuid.RFC4122 && (id.Version() == 4 || id.Version() == 5)
}
