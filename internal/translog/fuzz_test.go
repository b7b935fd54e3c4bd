package translog_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/translog"
)

// fixedKey is the same in every process of a fuzzer.
func fixedKey(f *testing.F) *evidence.PrivateKey {
	f.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		f.Fatal(err)
	}
	key, err := evidence.ParsePrivate(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil)
	if err != nil {
		f.Fatal(err)
	}
	return key
}

// FuzzOpen reads logs whose checkpoints are signed over whatever comes: what is believed must be what riskgate writes.
func FuzzOpen(f *testing.F) {
	key := fixedKey(f)
	signer := signerOf(f, key)
	for count := range 4 {
		stored := runs(f, signer, count)
		text, _, _ := strings.Cut(string(stored.Checkpoint), "\n\n")
		f.Add(stored.Entries, text+"\n", []byte(nil))
		f.Add(append(bytes.Clone(stored.Entries), "{\"index\""...), text+"\n", []byte("{\"index\":3}\n"))
		f.Add(stored.Entries[:len(stored.Entries)/2], text+"\n", stored.Entries)
	}
	f.Fuzz(func(t *testing.T, entries []byte, checkpoint string, pending []byte) {
		if !strings.HasSuffix(checkpoint, "\n") {
			checkpoint += "\n"
		}
		log, err := translog.Open(translog.Stored{Entries: entries, Checkpoint: signed(t, key, checkpoint), Pending: pending}, signer.Key)
		if err != nil {
			if _, ok := err.(*evidence.Refusal); !ok {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		all, err := log.Entries()
		if err != nil {
			if _, ok := err.(*evidence.Refusal); !ok {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		again := begin(t, signer, log.Checkpoint.Origin)
		again = grow(t, again, signer, all...)
		if !bytes.Equal(again.Entries, entries[:log.Size]) || log.Tail > int64(len(pending)) {
			t.Fatalf("%q is believed, and is %q with a tail of %d bytes", entries, again.Entries, log.Tail)
		}
	})
}

// FuzzProof reads proofs whose checkpoints are signed over whatever comes: what is believed must be what riskgate writes.
func FuzzProof(f *testing.F) {
	key := fixedKey(f)
	signer := signerOf(f, key)
	for count := 1; count < 5; count++ {
		about, checkpoint, _ := strings.Cut(string(prove(f, runs(f, signer, count), signer.Key, count/2)), "\n\n")
		text, _, _ := strings.Cut(checkpoint, "\n\n")
		f.Add(about, text+"\n")
	}
	f.Fuzz(func(t *testing.T, about, checkpoint string) {
		if !strings.HasSuffix(checkpoint, "\n") {
			checkpoint += "\n"
		}
		text := append([]byte(about+"\n\n"), signed(t, key, checkpoint)...)
		proof, err := signer.OpenProof(source.File{Name: "proof", Text: text})
		if err != nil {
			if _, ok := err.(*evidence.Refusal); !ok {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		if !bytes.Equal(proof.Encode(), text) {
			t.Fatalf("%q is believed, and is %q", text, proof.Encode())
		}
	})
}
