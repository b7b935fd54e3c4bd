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
	"fmt"
	"strings"

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
	if err != nil {
		return nil, err
	}
	return &PrivateKey{key, public}, nil
}

func newPublicKey(key crypto.PublicKey) (*PublicKey, error) {
	if !supported(key) {
		return nil, errForeignKey
	}
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(der)
	return &PublicKey{key, hex.EncodeToString(sum[:])}, nil
}

var errForeignKey = unusable("riskgate evidence keygen makes one", "holds a key that is neither ed25519 nor ECDSA P-256")

func supported(key crypto.PublicKey) bool {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return true
	case *ecdsa.PublicKey:
		return key.Curve == elliptic.P256()
	}
	return false
}

// KeyError says why a file can't be used as a key. It never holds anything of the key.
type KeyError struct {
	text string
	Hint string // how to come by one that can be used, or ""
}

func (e *KeyError) Error() string { return e.text }

func unusable(hint, format string, args ...any) error {
	return &KeyError{fmt.Sprintf(format, args...), hint}
}

// onlyBlock finds the one block of PEM that a file is to hold. Text around it is nobody's key.
func onlyBlock(text []byte, wanted string) (*pem.Block, error) {
	block, rest := pem.Decode(text)
	if block == nil {
		return nil, unusable("", "holds no %s key in PEM", wanted)
	}
	if more, _ := pem.Decode(rest); more != nil {
		return nil, unusable("", "holds more than one key")
	}
	return block, nil
}

// ParsePrivate reads a private key in PKCS#8 PEM. It asks for the passphrase of a key that is encrypted.
func ParsePrivate(text []byte, passphrase func() ([]byte, error)) (*PrivateKey, error) {
	block, err := onlyBlock(text, "private")
	if err != nil {
		return nil, err
	}
	var key any
	switch block.Type {
	case plainBlock:
		if key, err = x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
			return nil, unusable("", "holds no private key that can be read")
		}
	case encryptedBlock:
		secret, err := passphrase()
		if err != nil {
			return nil, err
		}
		if len(secret) == 0 {
			return nil, unusable("", "is encrypted, and the passphrase is empty")
		}
		if key, err = decrypt(block.Bytes, secret); err != nil {
			return nil, err
		}
	case publicBlock:
		return nil, unusable("name the private key; riskgate evidence keygen writes it to NAME.key", "holds a public key, and only a private key can sign")
	default:
		return nil, unusable("openssl pkcs8 -topk8 makes one of an EC key", "holds %q, not a private key in PKCS#8 PEM", block.Type)
	}
	if signer, ok := key.(crypto.Signer); ok {
		return newPrivateKey(signer)
	}
	return nil, errForeignKey
}

// decrypt reads a private key that is encrypted.
func decrypt(der, secret []byte) (key any, err error) {
	defer func() {
		if recover() != nil { // the library does not look whether what it decrypts is whole
			key, err = nil, unusable("", "is damaged, and can't be decrypted")
		}
	}()
	key, _, err = pkcs8.ParsePrivateKey(der, secret)
	switch {
	case err == nil:
		return key, nil
	case err.Error() == "pkcs8: incorrect password":
		return nil, unusable("", "can't be decrypted: is the passphrase right?")
	}
	return nil, unusable("openssl pkcs8 -topk8 -v2 aes-256-cbc encrypts it anew", "is damaged, or encrypted in a way that riskgate doesn't read")
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

// Sign signs a message as a whole.
func (k *PrivateKey) Sign(message []byte) ([]byte, error) {
	if _, pure := k.key.(ed25519.PrivateKey); pure {
		return k.key.Sign(rand.Reader, message, crypto.Hash(0))
	}
	sum := sha256.Sum256(message)
	return k.key.Sign(rand.Reader, sum[:], crypto.SHA256)
}

// ParsePublic reads a public key in PEM.
func ParsePublic(text []byte) (*PublicKey, error) {
	block, err := onlyBlock(text, "public")
	switch {
	case err != nil:
		return nil, err
	case strings.HasSuffix(block.Type, plainBlock):
		return nil, unusable("name the public key; riskgate evidence keygen writes it to NAME.pub", "holds a private key, which is for nobody but its owner")
	case block.Type != publicBlock:
		return nil, unusable("openssl x509 -pubkey -noout takes it from a certificate", "holds %q, not a public key in PEM", block.Type)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, unusable("", "holds no public key that can be read")
	}
	return newPublicKey(key)
}

// Ed25519 returns the key for formats that know no other kind; nil for another kind.
func (k *PublicKey) Ed25519() ed25519.PublicKey {
	key, _ := k.key.(ed25519.PublicKey)
	return key
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
