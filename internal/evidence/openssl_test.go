package evidence_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/riskgate/riskgate/internal/evidence"
)

// Nobody needs riskgate to verify a signature: what stands in the bundle, openssl and a few lines will do.
func TestOpenSSLAcceptsTheSignature(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	for _, algorithm := range evidence.Algorithms() {
		t.Run(algorithm, func(t *testing.T) {
			key := newKey(t, algorithm)
			f := written(t, sample(t, nil), key)
			var bundle struct {
				Envelope struct {
					Payload, PayloadType string
					Signatures           []struct{ Sig string }
				} `json:"dsseEnvelope"`
			}
			if err := json.Unmarshal(f.MapFS[evidence.BundleFile].Data, &bundle); err != nil {
				t.Fatal(err)
			}
			payload := decoded(t, bundle.Envelope.Payload)
			kind := bundle.Envelope.PayloadType
			public, err := key.Public().Encode()
			if err != nil {
				t.Fatal(err)
			}
			directory := t.TempDir()
			save := func(name string, text []byte) string {
				name = filepath.Join(directory, name)
				if err := os.WriteFile(name, text, 0o600); err != nil {
					t.Fatal(err)
				}
				return name
			}
			message := save("message", fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(kind), kind, len(payload), payload))
			signature := save("signature", decoded(t, bundle.Envelope.Signatures[0].Sig))
			args := []string{"pkeyutl", "-verify", "-pubin", "-inkey", save("key.pub", public), "-rawin", "-in", message, "-sigfile", signature}
			if algorithm != "ed25519" {
				args = append(args, "-digest", "sha256")
			}
			if said, err := exec.Command(openssl, args...).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, said)
			}
			save("message", []byte("another"))
			if exec.Command(openssl, args...).Run() == nil {
				t.Error("openssl accepts the signature of another message")
			}
		})
	}
}

// OpenSSL reads the private keys that riskgate writes, and riskgate those of OpenSSL.
func TestPrivateKeysGoToOpenSSLAndBack(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	secret := func() ([]byte, error) { return []byte("open sesame"), nil }
	for _, algorithm := range evidence.Algorithms() {
		t.Run(algorithm, func(t *testing.T) {
			key := newKey(t, algorithm)
			text, err := key.Encode([]byte("open sesame"))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "key.pem")
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
			again, err := exec.Command(openssl, "pkcs8", "-topk8", "-in", file, "-passin", "pass:open sesame", "-passout", "pass:open sesame").Output()
			if err != nil {
				t.Fatal(err)
			}
			read, err := evidence.ParsePrivate(again, secret)
			if err != nil {
				t.Fatal(err)
			}
			if read.Public().Fingerprint != key.Public().Fingerprint {
				t.Error("openssl gives back another key")
			}
		})
	}
}

func decoded(t *testing.T, text string) []byte {
	t.Helper()
	plain, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
