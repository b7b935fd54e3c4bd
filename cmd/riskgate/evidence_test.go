//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// trustedKey is an entry of a list of keys.
type trustedKey struct {
	Name      string   `json:"name"`
	PublicKey string   `json:"public_key"`
	Roles     []string `json:"roles"`
	From      string   `json:"valid_from"`
	Until     string   `json:"valid_until"`
}

// trust writes a list of keys.
func trust(t *testing.T, name string, keys ...trustedKey) {
	t.Helper()
	text, err := json.Marshal(map[string]any{"kind": "riskgate_keys", "schema_version": "1", "keys": keys})
	must(t, err)
	write(t, name, string(text))
}

// keygen makes a key in a directory, and returns it as one that is trusted now.
func keygen(t *testing.T, directory, name string, roles ...string) trustedKey {
	t.Helper()
	if code, said := riskgate(t, directory, "evidence", "keygen", name, "--no-passphrase"); code != 0 {
		t.Fatal(said)
	}
	public, err := os.ReadFile(filepath.Join(directory, name+".pub"))
	must(t, err)
	today := time.Now().UTC()
	return trustedKey{name, string(public), roles, today.AddDate(0, 0, -1).Format(time.DateOnly), today.AddDate(0, 0, 1).Format(time.DateOnly)}
}

// proven is a directory with evidence in proof, signed by ci.
func proven(t *testing.T) (directory string, ci trustedKey) {
	t.Helper()
	directory = t.TempDir()
	write(t, filepath.Join(directory, "plan.json"), compliant)
	ci = keygen(t, directory, "ci", "runner")
	if code, said := riskgate(t, directory, "check", "--quiet", "--as-of", "2026-06-30", "--evidence", "proof", "--sign", "ci.key", "plan.json"); code != 0 {
		t.Fatal(said)
	}
	return directory, ci
}

// answers runs a command that must end with an exit code and say something.
func answers(t *testing.T, directory string, code int, want, line string) {
	t.Helper()
	if got, said := riskgate(t, directory, strings.Fields(line)...); got != code || !strings.Contains(said, want) {
		t.Errorf("riskgate %s\nends with %d, want %d, and says\n%swant %s", line, got, code, said, want)
	}
}

func TestAnApprovalIsOfAnApprover(t *testing.T) {
	t.Parallel()
	directory, ci := proven(t)
	boss := keygen(t, directory, "boss", "approver")
	late := keygen(t, directory, "late", "approver")
	late.From, late.Until = "2020-01-01", "2020-12-31"
	keygen(t, directory, "foreign")
	trust(t, filepath.Join(directory, "keys.json"), ci, boss, late)
	copied, err := os.ReadFile(filepath.Join(directory, "ci.key"))
	must(t, err)
	write(t, filepath.Join(directory, "copy.key"), string(copied))
	must(t, os.Chmod(filepath.Join(directory, "copy.key"), 0o600))

	const countersign = "evidence countersign proof --keys keys.json --file approval.json --sign "
	answers(t, directory, 2, "the evidence is signed by this key already; an approval is somebody else's", countersign+"ci.key")
	answers(t, directory, 2, "the evidence is signed by this key already; an approval is somebody else's", countersign+"copy.key")
	answers(t, directory, 2, "key late was valid until 2020-12-31, and the run is of", countersign+"late.key")
	if _, err := os.Stat(filepath.Join(directory, "approval.json")); err == nil {
		t.Fatal("an approval was written")
	}
	answers(t, directory, 0, "approval.json: approved", countersign+"boss.key")
	answers(t, directory, 2, "approval.json: can't be written: file exists", countersign+"boss.key")
	answers(t, directory, 0, "signed by   boss, as approver", "evidence verify proof approval.json --keys keys.json")

	// The same signatures mean less to those who trust less.
	answers(t, directory, 1, "refused: no key that you trust signed the statement", "evidence verify proof approval.json --key ci.pub")
	answers(t, directory, 1, "refused: key boss is not for the role runner", "evidence verify approval.json --keys keys.json")
	boss.Roles = []string{"runner"}
	trust(t, filepath.Join(directory, "other.json"), ci, boss)
	answers(t, directory, 1, "refused: key boss is not for the role approver", "evidence verify proof approval.json --keys other.json")
	answers(t, directory, 2, "key boss is not for the role approver", "evidence countersign proof --keys other.json --file other.bundle --sign boss.key")

	// Whom nobody lists can sign, and nobody is impressed.
	answers(t, directory, 0, "foreign.json: approved", "evidence countersign proof --keys keys.json --file foreign.json --sign foreign.key")
	answers(t, directory, 1, "refused: no key that you trust signed the statement", "evidence verify proof foreign.json --keys keys.json")
}

func TestAListOfKeysIsReadAsStrictlyAsARegister(t *testing.T) {
	t.Parallel()
	directory, ci := proven(t)
	again, turned, private := ci, ci, ci
	again.Name = "somebody else"
	turned.From, turned.Until = turned.Until, turned.From
	text, err := os.ReadFile(filepath.Join(directory, "ci.key"))
	must(t, err)
	private.PublicKey = string(text)
	tests := []struct {
		name string
		keys []trustedKey
		want string
	}{
		{"one key under two names", []trustedKey{ci, again}, "key somebody else is the same as ci"},
		{"an end before the beginning", []trustedKey{turned}, "key ci is valid until " + turned.Until + ", before it is valid from " + turned.From},
		{"a private key", []trustedKey{private}, "key ci: public_key holds a private key, which is for nobody but its owner"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			trust(t, filepath.Join(directory, "keys.json"), test.keys...)
			code, said := riskgate(t, directory, "evidence", "verify", "proof", "--keys", "keys.json")
			if code != 2 || !strings.HasPrefix(said, "keys.json:1:") || !strings.Contains(said, test.want) || strings.Contains(said, "PRIVATE") {
				t.Errorf("exit code %d, and it says %s", code, said)
			}
		})
	}
}

// Evidence comes from others: nothing in its directory is followed out of it, or waited for.
func TestADirectoryOfEvidenceIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"bundle.sigstore.json", "results.json", "pack.zip"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			directory, _ := proven(t)
			file := filepath.Join(directory, "proof", name)
			must(t, os.Rename(file, filepath.Join(directory, name)))
			must(t, os.Symlink(filepath.Join("..", name), file))
			answers(t, directory, 2, "proof/"+name+": can't be read: path escapes from parent", "evidence verify proof --key ci.pub")
			must(t, os.Remove(file))
			must(t, syscall.Mkfifo(file, 0o666))
			code, said := riskgate(t, directory, "evidence", "verify", "proof", "--key", "ci.pub")
			if code == 0 || !strings.Contains(said, name) || !strings.Contains(said, "is not a regular file") {
				t.Errorf("exit code %d, and it says %s", code, said)
			}
			must(t, os.Remove(file))
			answers(t, directory, 2, "proof/"+name+": no such file", "evidence verify proof --key ci.pub")
		})
	}
}

// A file that has no end is no key.
func TestAKeyIsNotReadForEver(t *testing.T) {
	t.Parallel()
	directory, _ := proven(t)
	answers(t, directory, 2, "/dev/zero: is too large for a key or a bundle", "evidence verify proof --key /dev/zero")
}
