package evidence_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/youmark/pkcs8"

	"github.com/riskgate/riskgate/internal/evidence"
)

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func inPKCS8(t *testing.T, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func encoded(t *testing.T, key *evidence.PrivateKey, passphrase string) []byte {
	t.Helper()
	text, err := key.Encode([]byte(passphrase))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func encodedPublic(t *testing.T, key *evidence.PrivateKey) []byte {
	t.Helper()
	text, err := key.Public().Encode()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// saying returns a passphrase when it is asked.
func saying(passphrase string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(passphrase), nil }
}

// said is the text and the hint of an error.
func said(err error) string {
	var unusable *evidence.KeyError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &unusable) && unusable.Hint != "":
		return err.Error() + "; hint: " + unusable.Hint
	}
	return err.Error()
}

func TestAFileThatIsNoPrivateKeyIsRefusedForWhatItIs(t *testing.T) {
	key := newKey(t, "ed25519")
	onP256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(onP256)
	if err != nil {
		t.Fatal(err)
	}
	onP384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	const foreign = "holds a key that is neither ed25519 nor ECDSA P-256; hint: riskgate evidence keygen makes one"
	const anew = "is damaged, or encrypted in a way that riskgate doesn't read; hint: openssl pkcs8 -topk8 -v2 aes-256-cbc encrypts it anew"
	plain, encrypted := encoded(t, key, ""), encoded(t, key, "open sesame")
	sealed, _ := pem.Decode(encrypted)
	tests := []struct {
		name       string
		text       []byte
		passphrase string
		want       string
	}{
		{"nothing", nil, "", "holds no private key in PEM"},
		{"other text", []byte("sesame"), "", "holds no private key in PEM"},
		{"two keys", append(bytes.Clone(plain), plain...), "", "holds more than one key"},
		{"a public key", encodedPublic(t, key), "", "holds a public key, and only a private key can sign; hint: name the private key; riskgate evidence keygen writes it to NAME.key"},
		{"a certificate", block("CERTIFICATE", sec1), "", `holds "CERTIFICATE", not a private key in PKCS#8 PEM; hint: openssl pkcs8 -topk8 makes one of an EC key`},
		{"an EC key of another form", block("EC PRIVATE KEY", sec1), "", `holds "EC PRIVATE KEY", not a private key in PKCS#8 PEM; hint: openssl pkcs8 -topk8 makes one of an EC key`},
		{"another curve", block("PRIVATE KEY", inPKCS8(t, onP384)), "", foreign},
		{"RSA", block("PRIVATE KEY", inPKCS8(t, rsaKey)), "", foreign},
		{"no key at all", block("PRIVATE KEY", []byte("sesame")), "", "holds no private key that can be read"},
		{"a wrong passphrase", encrypted, "sesame", "can't be decrypted: is the passphrase right?"},
		{"an empty passphrase", encrypted, "", "is encrypted, and the passphrase is empty"},
		{"encrypted, and said not to be", block("PRIVATE KEY", sealed.Bytes), "", "holds no private key that can be read"},
		{"not encrypted, and said to be", block("ENCRYPTED PRIVATE KEY", inPKCS8(t, onP256)), "sesame", anew},
		{"cut within its ciphertext", block("ENCRYPTED PRIVATE KEY", sealed.Bytes[:len(sealed.Bytes)-3]), "open sesame", anew},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := evidence.ParsePrivate(test.text, saying(test.passphrase))
			if got := said(err); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestAFileThatIsNoPublicKeyIsRefusedForWhatItIs(t *testing.T) {
	key := newKey(t, "ecdsa-p256")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := x509.MarshalPKIXPublicKey(rsaKey.Public())
	if err != nil {
		t.Fatal(err)
	}
	const private = "holds a private key, which is for nobody but its owner; hint: name the public key; riskgate evidence keygen writes it to NAME.pub"
	public := encodedPublic(t, key)
	tests := []struct {
		name string
		text []byte
		want string
	}{
		{"nothing", nil, "holds no public key in PEM"},
		{"a private key", encoded(t, key, ""), private},
		{"an encrypted private key", encoded(t, key, "open sesame"), private},
		{"a private key of another form", block("EC PRIVATE KEY", []byte("secret")), private},
		{"two keys", append(bytes.Clone(public), public...), "holds more than one key"},
		{"a certificate", block("CERTIFICATE", foreign), `holds "CERTIFICATE", not a public key in PEM; hint: openssl x509 -pubkey -noout takes it from a certificate`},
		{"RSA", block("PUBLIC KEY", foreign), "holds a key that is neither ed25519 nor ECDSA P-256; hint: riskgate evidence keygen makes one"},
		{"no key at all", block("PUBLIC KEY", []byte("sesame")), "holds no public key that can be read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := evidence.ParsePublic(test.text)
			if got := said(err); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// What a key file holds is in no error, whatever is wrong with the file.
func TestNoErrorTellsAKey(t *testing.T) {
	key := newKey(t, "ed25519")
	plain := encoded(t, key, "")
	secret, _ := pem.Decode(plain)
	_, asPublic := evidence.ParsePublic(plain)
	tries := []error{asPublic}
	for kind := range strings.SplitSeq("CERTIFICATE,EC PRIVATE KEY,PUBLIC KEY,ENCRYPTED PRIVATE KEY,X", ",") {
		_, private := evidence.ParsePrivate(block(kind, secret.Bytes), saying("open sesame"))
		_, public := evidence.ParsePublic(block(kind, secret.Bytes))
		tries = append(tries, private, public)
	}
	seed := secret.Bytes[len(secret.Bytes)-32:]
	for _, err := range tries {
		if err == nil {
			t.Fatal("a key is taken for what it is not")
		}
		for _, part := range []string{string(seed[:4]), base64.StdEncoding.EncodeToString(secret.Bytes)[20:30], "open sesame"} {
			if strings.Contains(err.Error(), part) {
				t.Errorf("it says %s", err)
			}
		}
	}
}

// Nothing that happens to a key file on a disk ends the program in another way than with an error.
func TestADamagedKeyIsAnError(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := pkcs8.MarshalPrivateKey(key, []byte("sesame"), &pkcs8.Opts{
		Cipher:  pkcs8.AES256CBC,
		KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: 1, HMACHash: crypto.SHA256}, // thousands of tries are to be quick
	})
	if err != nil {
		t.Fatal(err)
	}
	read := func(der []byte) error {
		_, err := evidence.ParsePrivate(block("ENCRYPTED PRIVATE KEY", der), saying("sesame"))
		return err
	}
	if err := read(whole); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		for bit := range 8 {
			damaged := bytes.Clone(whole)
			damaged[i] ^= 1 << bit
			if err := read(damaged); err != nil && said(err) == "" {
				t.Errorf("byte %d without bit %d: an error that says nothing", i, bit)
			}
		}
		if read(whole[:i]) == nil {
			t.Errorf("its first %d bytes are read", i)
		}
	}
}

// What is encrypted as it was done long ago is refused in words, and not by a question about the passphrase.
func TestOldEncryptionIsRefusedInWords(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed")
	}
	directory := t.TempDir()
	plain, old := filepath.Join(directory, "plain.key"), filepath.Join(directory, "old.key")
	if err := os.WriteFile(plain, encoded(t, newKey(t, "ecdsa-p256"), ""), 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command(openssl, "pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-in", plain, "-passout", "pass:sesame", "-out", old).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	text, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	_, err = evidence.ParsePrivate(text, saying("sesame"))
	want := "is damaged, or encrypted in a way that riskgate doesn't read; hint: openssl pkcs8 -topk8 -v2 aes-256-cbc encrypts it anew"
	if got := said(err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
