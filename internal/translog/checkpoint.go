package translog

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/source"
)

// Checkpoint is the head of a log's tree, as the log signed it.
type Checkpoint struct {
	File   string // by which messages call it
	Origin string // the name of the log
	Size   int64  // entries
	Root   tlog.Hash
	text   []byte // with its signatures
}

// Key verifies the checkpoints of logs.
type Key struct {
	Name        string // by which messages call it
	Fingerprint string
	public      *evidence.PublicKey
}

// Signer signs the checkpoints of a log.
type Signer struct {
	*Key
	private *evidence.PrivateKey
}

var errKind = errors.New("the key is not ed25519, the one kind of key that checkpoints are signed with")

// NewKey returns the key of a log, by a name for messages.
func NewKey(name string, public *evidence.PublicKey) (*Key, error) {
	if public.Ed25519() == nil {
		return nil, errKind
	}
	return &Key{name, public.Fingerprint, public}, nil
}

// NewSigner returns the private key of a log, by a name for messages.
func NewSigner(name string, private *evidence.PrivateKey) (*Signer, error) {
	key, err := NewKey(name, private.Public())
	return &Signer{key, private}, err
}

// VerifierKey is the key as other programs that read signed notes take it, for the log of a name.
func (k *Key) VerifierKey(origin string) (string, error) {
	text, err := note.NewEd25519VerifierKey(origin, k.public.Ed25519())
	if err != nil {
		return "", err
	}
	if _, err := note.NewVerifier(text); err != nil || strings.ContainsFunc(origin, func(r rune) bool { return r < ' ' }) {
		return "", fmt.Errorf("%q can't name a log: a name is like example.com/risks, without spaces or +", origin)
	}
	return text, nil
}

func (k *Key) verifier(origin string) (note.Verifier, error) {
	text, err := k.VerifierKey(origin)
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(text)
}

// OpenCheckpoint reads a checkpoint that the key must have signed; signatures of others, as of witnesses, may stand beside
// it. The error is an evidence.Refusal.
func (k *Key) OpenCheckpoint(file source.File) (*Checkpoint, error) {
	origin, _, _ := strings.Cut(string(file.Text), "\n")
	verifier, err := k.verifier(origin)
	if err != nil {
		return nil, refuse("%s is no checkpoint: its first line names no log", file.Name)
	}
	opened, err := note.Open(file.Text, note.VerifierList(verifier))
	var bad *note.InvalidSignatureError
	var unknown *note.UnverifiedNoteError
	switch {
	case errors.As(err, &bad):
		return nil, refuse("%s is not as key %s signed it: the checkpoint or the signature was changed", file.Name, k.Name)
	case errors.As(err, &unknown):
		return nil, refuse("%s is not signed by key %s: another key signed it, or it was for another log than %s", file.Name, k.Name, origin)
	case err != nil:
		return nil, refuse("%s is no checkpoint: it is not a signed note", file.Name)
	case !canonical(opened.Sigs[0].Base64):
		return nil, refuse("%s is not as key %s signed it: the signature was changed", file.Name, k.Name)
	}
	c := &Checkpoint{File: file.Name, Origin: origin, text: file.Text}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) == 4 {
		c.Size, _ = strconv.ParseInt(lines[1], 10, 64)
		c.Root, _ = tlog.ParseHash(lines[2])
	}
	if c.Size < 0 || c.Size > mostEntries || head(c.Origin, c.Size, c.Root) != opened.Text {
		return nil, refuse("%s is no checkpoint: it does not hold the name, the size and the root of a log", file.Name)
	}
	return c, nil
}

// mostEntries is far more than any log has; package tlog can't reckon with the largest numbers.
const mostEntries = 1 << 40

// canonical reports whether a text is the one that base64 makes of its bytes.
func canonical(text string) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(text)
	return err == nil
}

// head is the text of a checkpoint.
func head(origin string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
}

// Begin returns the checkpoint of a new log, which has no entries.
func (s *Signer) Begin(origin string) ([]byte, error) {
	root, err := tlog.TreeHash(0, nil)
	if err != nil {
		return nil, err
	}
	return s.sign(origin, 0, root)
}

func (s *Signer) sign(origin string, size int64, root tlog.Hash) ([]byte, error) {
	verifier, err := s.verifier(origin)
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: head(origin, size, root)}, signer{verifier, s.private})
}

// signer makes a private key a note.Signer.
type signer struct {
	note.Verifier
	private *evidence.PrivateKey
}

func (s signer) Sign(text []byte) ([]byte, error) { return s.private.Sign(text) }
