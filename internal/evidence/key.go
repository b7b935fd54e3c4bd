package evidence

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/youmark/pkcs8"
)

// Algorithms lists the kinds of key by name, the usual one first.
func Algorithms() []string { return []string{"ed25519", "ecdsa-p256"} }

// The blocks of PEM that keys come in.
const (
	plainBlock     = "PRIVATE KEY"
	encryptedBlock = "ENCRYPTED PRIVATE KEY"
	publicBlock    = "PUBLIC KEY"
)

// PrivateKey signs statements.
type PrivateKey struct {
	key    crypto.Signer
	public *PublicKey
}

// PublicKey verifies what its private key signed.
type PublicKey struct {
	key crypto.PublicKey
	// Fingerprint is the SHA-256 of the key's DER form, in lower-case hex.
	Fingerprint string
}

// Generate makes a key of one of the Algorithms.
func Generate(algorithm string) (*PrivateKey, error) {
	switch algorithm {
	case "ed25519":
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		return newPrivateKey(key)
	case "ecdsa-p256":
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		return newPrivateKey(key)
	}
	return nil, fmt.Errorf("no kind of key is called %q", algorithm)
}

func newPrivateKey(key crypto.Signer) (*PrivateKey, error) {
	public, err := newPublicKey(key.Public())
	return &PrivateKey{key, public}, err
}

func newPublicKey(key crypto.PublicKey) (*PublicKey, error) {
	if err := supported(key); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(der)
	return &PublicKey{key, hex.EncodeToString(sum[:])}, nil
}

func supported(key crypto.PublicKey) error {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return nil
	case *ecdsa.PublicKey:
		if key.Curve == elliptic.P256() {
			return nil
		}
	}
	return errors.New("the key is neither ed25519 nor ECDSA P-256")
}

// ParsePrivate reads a private key in PKCS#8 PEM. It asks for the passphrase of a key that is encrypted.
func ParsePrivate(text []byte, passphrase func() ([]byte, error)) (*PrivateKey, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != plainBlock && block.Type != encryptedBlock {
		return nil, errors.New("holds no private key in PKCS#8 PEM")
	}
	if more, _ := pem.Decode(rest); more != nil {
		return nil, errors.New("holds more than one key")
	}
	var secret []byte
	if block.Type == encryptedBlock {
		var err error
		if secret, err = passphrase(); err != nil {
			return nil, err
		}
		if len(secret) == 0 {
			return nil, errors.New("is encrypted, and the passphrase is empty")
		}
	}
	key, _, err := pkcs8.ParsePrivateKey(block.Bytes, secret)
	if err != nil && block.Type == encryptedBlock {
		return nil, errors.New("can't be decrypted: is the passphrase right?")
	}
	if err != nil {
		return nil, errors.New("holds no private key that can be read")
	}
	switch key := key.(type) {
	case ed25519.PrivateKey:
		return newPrivateKey(key)
	case *ecdsa.PrivateKey:
		return newPrivateKey(key)
	}
	return nil, errors.New("holds a key that is neither ed25519 nor ECDSA P-256")
}

// iterations is how much work a guess at a passphrase costs: what OWASP asks of PBKDF2 with SHA-256.
const iterations = 600_000

// Encode returns the key in PKCS#8 PEM, encrypted unless the passphrase is empty.
func (k *PrivateKey) Encode(passphrase []byte) ([]byte, error) {
	block := &pem.Block{Type: plainBlock}
	if len(passphrase) > 0 {
		block.Type = encryptedBlock
	} else {
		passphrase = nil
	}
	var err error
	block.Bytes, err = pkcs8.MarshalPrivateKey(k.key, passphrase, &pkcs8.Opts{
		Cipher:  pkcs8.AES256CBC,
		KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: iterations, HMACHash: crypto.SHA256},
	})
	return pem.EncodeToMemory(block), err
}

// Public returns the key that verifies.
func (k *PrivateKey) Public() *PublicKey { return k.public }

func (k *PrivateKey) sign(message []byte) ([]byte, error) {
	if _, pure := k.key.(ed25519.PrivateKey); pure {
		return k.key.Sign(rand.Reader, message, crypto.Hash(0))
	}
	sum := sha256.Sum256(message)
	return k.key.Sign(rand.Reader, sum[:], crypto.SHA256)
}

// ParsePublic reads a public key in PEM.
func ParsePublic(text []byte) (*PublicKey, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != publicBlock {
		return nil, errors.New("holds no public key in PEM")
	}
	if more, _ := pem.Decode(rest); more != nil {
		return nil, errors.New("holds more than one key")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, errors.New("holds no public key that can be read")
	}
	return newPublicKey(key)
}

// Encode returns the key in PEM.
func (k *PublicKey) Encode() ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(k.key)
	return pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der}), err
}

// verifies reports whether a signature of a message is this key's.
func (k *PublicKey) verifies(message, signature []byte) bool {
	switch key := k.key.(type) {
	case ed25519.PublicKey:
		return ed25519.Verify(key, message, signature)
	case *ecdsa.PublicKey:
		sum := sha256.Sum256(message)
		return ecdsa.VerifyASN1(key, sum[:], signature)
	}
	return false
}
