package sigstore

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/sigstore/sigstore-go/pkg/bundle"
	"github.com/sigstore/sigstore-go/pkg/root"
	"github.com/sigstore/sigstore-go/pkg/verify"
	"github.com/sigstore/sigstore/pkg/signature"
)

const records = `{"kind": "action_plan", "id": "P-1", "title": "Renew the certificate", "risk_ids": ["R-1"], "version": 1, "status": "draft"}`

// build makes the program of this checkout.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "riskgate")
	run(t, filepath.Join("..", "..", ".."), 0, "go", "build", "-o", program, "./cmd/riskgate")
	return program
}

func run(t *testing.T, directory string, code int, name string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = directory
	said, err := command.CombinedOutput()
	if command.ProcessState == nil || command.ProcessState.ExitCode() != code {
		t.Fatalf("%s %q: %v, want exit code %d\n%s", name, args, err, code, said)
	}
}

// evidence is a bundle, and the public key that belongs to it.
type evidence struct {
	bundle []byte
	key    []byte // DER
}

// leave has a run leave evidence of the records, which don't comply.
func leave(t *testing.T, program, algorithm string) evidence {
	t.Helper()
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "plan.json"), []byte(records), 0o666); err != nil {
		t.Fatal(err)
	}
	run(t, directory, 0, program, "evidence", "keygen", "ci", "--type", algorithm, "--no-passphrase")
	run(t, directory, 1, program, "check", "--evidence", "proof", "--sign", "ci.key", "plan.json")
	text := read(t, filepath.Join(directory, "proof", "bundle.sigstore.json"))
	block, _ := pem.Decode(read(t, filepath.Join(directory, "ci.pub")))
	return evidence{text, block.Bytes}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// accepts has sigstore-go verify a bundle with the key that its reader trusts, about an input that the reader has.
func accepts(text, key, input []byte) (*verify.VerificationResult, error) {
	public, err := x509.ParsePKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	verifier, err := signature.LoadDefaultVerifier(public)
	if err != nil {
		return nil, err
	}
	fingerprint := sha256.Sum256(key)
	trusted := root.NewTrustedPublicKeyMaterialFromMapping(map[string]*root.ExpiringKey{
		hex.EncodeToString(fingerprint[:]): root.NewExpiringKey(verifier, time.Time{}, time.Time{}),
	})
	stored := &bundle.Bundle{}
	if err := stored.UnmarshalJSON(text); err != nil {
		return nil, err
	}
	reader, err := verify.NewVerifier(trusted, verify.WithNoObserverTimestamps())
	if err != nil {
		return nil, err
	}
	return reader.Verify(stored, verify.NewPolicy(verify.WithArtifact(bytes.NewReader(input)), verify.WithKey()))
}

func TestSigstoreAcceptsTheBundle(t *testing.T) {
	program := build(t)
	foreign := map[string][]byte{
		"ed25519":    leave(t, program, "ed25519").key,
		"ecdsa-p256": leave(t, program, "ecdsa-p256").key,
	}
	for algorithm, other := range foreign {
		t.Run(algorithm, func(t *testing.T) {
			e := leave(t, program, algorithm)
			result, err := accepts(e.bundle, e.key, []byte(records))
			if err != nil {
				t.Fatal(err)
			}
			holds(t, result)
			if _, err := accepts(e.bundle, other, []byte(records)); err == nil {
				t.Error("it accepts a foreign key")
			}
			if _, err := accepts(e.bundle, e.key, []byte(records+" ")); err == nil {
				t.Error("it accepts another input")
			}
			refusesFlips(t, e)
		})
	}
}

// holds looks at what sigstore-go read of the statement.
func holds(t *testing.T, result *verify.VerificationResult) {
	t.Helper()
	if got, want := result.Statement.GetPredicateType(), "https://riskgate.dev/evidence/v1"; got != want {
		t.Errorf("it reads a predicate of type %s, want %s", got, want)
	}
	subjects := result.Statement.GetSubject()
	if len(subjects) != 1 {
		t.Fatalf("it reads %d subjects, want 1", len(subjects))
	}
	sum := sha256.Sum256([]byte(records))
	if got, want := subjects[0].GetDigest()["sha256"], hex.EncodeToString(sum[:]); subjects[0].GetName() != "plan.json" || got != want {
		t.Errorf("it reads subject %s with digest %s, want plan.json with %s", subjects[0].GetName(), got, want)
	}
}

// refusesFlips changes a bit of many bytes of the statement and of every byte of the signature. The last four characters of
// either stay, for there base64 has bits that hold nothing; riskgate refuses a change of those as well.
func refusesFlips(t *testing.T, e evidence) {
	t.Helper()
	payload, sig := span(t, e.bundle, `"payload":"`), span(t, e.bundle, `"sig":"`)
	var places []int
	for i := payload.from; i < payload.to-4; i += 97 {
		places = append(places, i)
	}
	for i := sig.from; i < sig.to-4; i++ {
		places = append(places, i)
	}
	if len(places) < 200 {
		t.Errorf("%d bytes are tried, want 200 at least", len(places))
	}
	for _, place := range places {
		flipped := bytes.Clone(e.bundle)
		flipped[place] = other(flipped[place])
		if _, err := accepts(flipped, e.key, []byte(records)); err == nil {
			t.Fatalf("it accepts a bundle whose byte %d is flipped", place)
		}
	}
}

// other is another character of base64.
func other(c byte) byte {
	if c == 'A' {
		return 'B'
	}
	return 'A'
}

type stretch struct{ from, to int }

// span finds the text of a member of the bundle.
func span(t *testing.T, text []byte, begins string) stretch {
	t.Helper()
	from := bytes.Index(text, []byte(begins))
	if from < 0 {
		t.Fatalf("the bundle has no %s", begins)
	}
	from += len(begins)
	return stretch{from, from + bytes.IndexByte(text[from:], '"')}
}
