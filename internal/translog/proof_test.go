package translog_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/translog"
)

// prove is a proof of an entry of a log.
func prove(t testing.TB, stored translog.Stored, key *translog.Key, index int) []byte {
	t.Helper()
	log := open(t, stored, key)
	proof, err := log.Prove(index, log.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	return proof.Encode()
}

func openProof(key *translog.Key, text []byte) (*translog.Proof, error) {
	return key.OpenProof(source.File{Name: "proof", Text: text})
}

func TestEveryEntryIsProvedUnderEveryCheckpointThatCoversIt(t *testing.T) {
	signer := newSigner(t)
	stored := runs(t, signer, 9)
	log := open(t, stored, signer.Key)
	for size := range 10 {
		kept, err := signer.OpenCheckpoint(source.File{Name: "kept", Text: runs(t, signer, size).Checkpoint})
		if err != nil {
			t.Fatal(err)
		}
		for index, entry := range entries(t, log) {
			proof, err := log.Prove(index, kept)
			if index >= size {
				refused(t, err, fmt.Sprintf("entry %d was logged after kept was signed", index))
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			read, err := openProof(signer.Key, proof.Encode())
			if err != nil {
				t.Fatal(err)
			}
			if read.Entry != entry || read.Of(entry.Bundle) != nil || read.Under(kept) != nil {
				t.Errorf("the proof of entry %d of %d is read as one of %+v", index, size, read.Entry)
			}
		}
	}
}

func TestAProofIsAsOtherProgramsKnowIt(t *testing.T) {
	signer := newSigner(t)
	stored := runs(t, signer, 3)
	all := lines(stored.Entries)
	leaf := func(i int) tlog.Hash { return tlog.RecordHash([]byte(strings.TrimSuffix(all[i], "\n"))) }
	want := "c2sp.org/tlog-proof@v1\n" +
		"extra " + base64.StdEncoding.EncodeToString([]byte(strings.TrimSuffix(all[1], "\n"))) + "\n" +
		"index 1\n" +
		leaf(0).String() + "\n" +
		leaf(2).String() + "\n" +
		"\n" + string(stored.Checkpoint)
	if got := string(prove(t, stored, signer.Key, 1)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEveryFlippedByteOfAProofIsRefused(t *testing.T) {
	signer := newSigner(t)
	good := prove(t, runs(t, signer, 3), signer.Key, 1)
	for i := range good {
		broken := bytes.Clone(good)
		broken[i] ^= 1 << (i % 8)
		if _, err := openProof(signer.Key, broken); err == nil {
			t.Fatalf("bit %d of byte %d may be flipped: %s", i%8, i, broken)
		}
	}
}

func TestAProofIsRefusedForWhatIsWrongWithIt(t *testing.T) {
	signer := newSigner(t)
	stored := runs(t, signer, 3)
	good := string(prove(t, stored, signer.Key, 1))
	other := string(prove(t, stored, signer.Key, 2))
	foreign := newSigner(t)
	about, checkpoint, _ := strings.Cut(good, "\n\n")
	extra := strings.Split(good, "\n")[1]
	tests := []struct{ name, text, want string }{
		{"empty", "", "proof is no proof"},
		{"of another version", strings.Replace(good, "@v1", "@v2", 1), "proof is no proof: it is not as c2sp.org/tlog-proof@v1 has it"},
		{"without a checkpoint", about + "\n", "proof is no proof"},
		{"without an entry", strings.Replace(good, extra+"\n", "", 1), "proof is no proof: it holds no entry"},
		{"of what is no entry", strings.Replace(good, extra, "extra e30=", 1), "proof: the entry is not written as riskgate writes it"},
		{"of another entry", strings.Replace(good, extra, strings.Split(other, "\n")[1], 1), "proof is not written as riskgate writes a proof"},
		{"with a hash that is none", strings.Replace(good, "index 1\n", "index 1\nx\n", 1), `proof is no proof: "x" is no hash`},
		{"with a hash too many", strings.Replace(good, "index 1\n", "index 1\n"+strings.Split(good, "\n")[3]+"\n", 1), "proof proves nothing: entry 1 is not in the tree of its checkpoint"},
		{"with a hash too few", strings.Replace(good, strings.Split(good, "\n")[3]+"\n", "", 1), "proof proves nothing"},
		{"under the checkpoint of other entries", about + "\n\n" + string(runs(t, signer, 4).Checkpoint), "proof proves nothing"},
		{"under a checkpoint before it", about + "\n\n" + string(runs(t, signer, 1).Checkpoint), "proof proves nothing"},
		{"under the checkpoint of another key", about + "\n\n" + string(runs(t, foreign, 3).Checkpoint), "proof is not signed by key log.pub"},
		{"under a changed checkpoint", about + "\n\n" + strings.Replace(checkpoint, "\n3\n", "\n4\n", 1), "proof is not as key log.pub signed it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := openProof(signer.Key, []byte(test.text))
			refused(t, err, test.want)
		})
	}
}

func TestAProofIsOfOneBundleUnderOneCheckpoint(t *testing.T) {
	signer := newSigner(t)
	proof, err := openProof(signer.Key, prove(t, runs(t, signer, 3), signer.Key, 1))
	if err != nil {
		t.Fatal(err)
	}
	refused(t, proof.Of(translog.Digest([]byte("bundle 2"))), "the proof is of another bundle, with sha256 "+translog.Digest([]byte("bundle 1")))
	kept, err := signer.OpenCheckpoint(source.File{Name: "kept", Text: runs(t, signer, 4).Checkpoint})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, proof.Under(kept), "the proof is for another checkpoint than kept")
}
