package evidence

import (
	"fmt"
	"slices"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// The roles that a key can have.
const (
	Runner   = "runner"   // signs what a run found
	Approver = "approver" // signs that a person stands by it
)

// Keyring lists the keys that are trusted.
type Keyring struct{ keys []trusted }

// trusted is a key, whose it is, and for what.
type trusted struct {
	*PublicKey
	name        string
	roles       []string // none: any
	from, until report.Date
}

// Trust is a keyring of one key for any role at any time.
func Trust(name string, key *PublicKey) *Keyring {
	return &Keyring{[]trusted{{PublicKey: key, name: name}}}
}

// And is a keyring of the keys of both.
func (r *Keyring) And(other *Keyring) *Keyring {
	return &Keyring{slices.Concat(r.keys, other.keys)}
}

// ReadKeyring reads a list of keys, as schemas/keys.schema.json describes it.
func ReadKeyring(file source.File, checker *schema.Checker) (*Keyring, error) {
	root, err := file.Parse()
	if err != nil {
		return nil, err
	}
	if err := schema.Errors(file, root, checker.Keys(root)); err != nil {
		return nil, err
	}
	ring := &Keyring{}
	for _, v := range root.Get("keys").Elements {
		fail := func(format string, args ...any) error {
			return &source.Error{Pos: file.Position(v.Offset), Err: fmt.Errorf(format, args...)}
		}
		key, err := ParsePublic([]byte(textOf(v, "public_key")))
		if err != nil {
			return nil, fail("key %s: public_key %w", textOf(v, "name"), err)
		}
		one := trusted{
			PublicKey: key,
			name:      textOf(v, "name"),
			roles:     textsOf(v, "roles"),
			from:      dateOf(v, "valid_from"),
			until:     dateOf(v, "valid_until"),
		}
		if one.until.Before(one.from) {
			return nil, fail("key %s is valid until %s, before it is valid from %s", one.name, one.until, one.from)
		}
		if other := ring.find(key.Fingerprint); other != nil {
			return nil, fail("key %s is the same as %s", one.name, other.name)
		}
		ring.keys = append(ring.keys, one)
	}
	return ring, nil
}

func (r *Keyring) find(fingerprint string) *trusted {
	i := slices.IndexFunc(r.keys, func(k trusted) bool { return k.Fingerprint == fingerprint })
	if i < 0 {
		return nil
	}
	return &r.keys[i]
}

// signer finds the key that signed a bundle.
func (r *Keyring) signer(b *Bundle) (*trusted, error) {
	message := authenticated(b.Payload)
	for i := range r.keys {
		if r.keys[i].verifies(message, b.Signature) {
			if r.keys[i].Fingerprint != b.Hint {
				return nil, refuse("the bundle names another key than the one that signed it")
			}
			return &r.keys[i], nil
		}
	}
	if known := r.find(b.Hint); known != nil {
		return nil, refuse("the signature is not that of key %s: the statement or the signature was changed", known.name)
	}
	return nil, refuse("no key that you trust signed the statement (the bundle names key %.16s)", b.Hint)
}

// may reports whether the key was to be used in a role on a day.
func (k *trusted) may(role string, on report.Date) error {
	switch {
	case len(k.roles) > 0 && !slices.Contains(k.roles, role):
		return refuse("key %s is not for the role %s", k.name, role)
	case !k.from.IsZero() && on.Before(k.from):
		return refuse("key %s was not valid before %s, and the run is of %s", k.name, k.from, on)
	case !k.until.IsZero() && k.until.Before(on):
		return refuse("key %s was valid until %s, and the run is of %s", k.name, k.until, on)
	}
	return nil
}
