package evidence_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

// ring is a file of one key.
func ring(t *testing.T, key *evidence.PrivateKey, role, from, until string) (*evidence.Keyring, error) {
	t.Helper()
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	public, err := key.Public().Encode()
	if err != nil {
		t.Fatal(err)
	}
	text := `{"kind": "riskgate_keys", "schema_version": "1", "keys": [{"name": "ci", "public_key": ` + strconv.Quote(string(public)) +
		`, "roles": ["` + role + `"], "valid_from": "` + from + `", "valid_until": "` + until + `"}]}`
	return evidence.ReadKeyring(source.File{Name: "keys.json", Text: []byte(text)}, checker)
}

func TestAKeySignsOnlyItsRoleInItsTime(t *testing.T) {
	key := newKey(t, "ed25519")
	f := written(t, sample(t, nil), key) // of 2026-02-01
	tests := []struct{ name, role, from, until, want string }{
		{"its only day", "runner", "2026-02-01", "2026-02-01", ""},
		{"a day late", "runner", "2026-01-01", "2026-01-31", "key ci was valid until 2026-01-31, and the run is of 2026-02-01"},
		{"a day early", "runner", "2026-02-02", "2026-12-31", "key ci was not valid before 2026-02-02, and the run is of 2026-02-01"},
		{"another role", "approver", "2026-01-01", "2026-12-31", "key ci is not for the role runner"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			keys, err := ring(t, key, test.role, test.from, test.until)
			if err != nil {
				t.Fatal(err)
			}
			if got := verify(t, f, evidence.Demands{Keys: keys}); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestAListOfKeysMustBeRight(t *testing.T) {
	_, err := ring(t, newKey(t, "ed25519"), "boss", "2026-01-01", "2026-12-31")
	if err == nil || !strings.Contains(err.Error(), `must be one of runner, approver; got "boss"`) {
		t.Errorf("got %v", err)
	}
}
