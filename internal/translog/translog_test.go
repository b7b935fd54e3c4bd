package translog_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/translog"
)

const origin = "example.com/risks"

var noon = time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)

func newKey(t testing.TB) *evidence.PrivateKey {
	t.Helper()
	key, err := evidence.Generate("ed25519")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newSigner(t testing.TB) *translog.Signer { return signerOf(t, newKey(t)) }

func signerOf(t testing.TB, key *evidence.PrivateKey) *translog.Signer {
	t.Helper()
	signer, err := translog.NewSigner("log.pub", key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// run is the entry of a run that ended at a time on a commit, and was logged a minute later.
func run(t testing.TB, bundle string, at time.Time, change func(*evidence.Statement)) translog.Entry {
	t.Helper()
	s := &evidence.Statement{
		Mode:     evidence.Audit,
		Verdict:  evidence.Verdict{Text: "complies"},
		Finished: at,
		Source:   &evidence.Source{Commit: strings.Repeat("c", 40), Clean: true},
	}
	if change != nil {
		change(s)
	}
	v := &evidence.Verification{Statement: s, Payload: []byte("the statement of " + bundle), Signers: []evidence.Signer{{Fingerprint: translog.Digest([]byte("ci"))}}}
	entry, err := translog.NewEntry([]byte(bundle), v, at.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

// grow appends runs to a log as it is stored.
func grow(t testing.TB, stored translog.Stored, signer *translog.Signer, added ...translog.Entry) translog.Stored {
	t.Helper()
	log, err := translog.Open(stored, signer.Key)
	if err != nil {
		t.Fatal(err)
	}
	grown := bytes.Clone(stored.Entries[:log.Size])
	for _, entry := range added {
		grown = append(grown, log.Add(entry)...)
	}
	checkpoint, err := log.Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	return translog.Stored{Entries: grown, Checkpoint: checkpoint}
}

func begin(t testing.TB, signer *translog.Signer, origin string) translog.Stored {
	t.Helper()
	checkpoint, err := signer.Begin(origin)
	if err != nil {
		t.Fatal(err)
	}
	return translog.Stored{Checkpoint: checkpoint}
}

// runs is a log of so many runs, an hour apart.
func runs(t testing.TB, signer *translog.Signer, count int) translog.Stored {
	t.Helper()
	var added []translog.Entry
	for i := range count {
		added = append(added, run(t, fmt.Sprint("bundle ", i), noon.Add(time.Duration(i)*time.Hour), nil))
	}
	return grow(t, begin(t, signer, origin), signer, added...)
}

func open(t testing.TB, stored translog.Stored, key *translog.Key) *translog.Log {
	t.Helper()
	log, err := translog.Open(stored, key)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func entries(t testing.TB, log *translog.Log) translog.Entries {
	t.Helper()
	all, err := log.Entries()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// refused wants an error that is a refusal for a reason.
func refused(t *testing.T, err error, reason string) {
	t.Helper()
	if _, ok := err.(*evidence.Refusal); !ok || !strings.Contains(err.Error(), reason) {
		t.Errorf("got %v (%T), want a refusal with %q", err, err, reason)
	}
}

// lines are those of a text, each with its end.
func lines(text []byte) []string { return slices.Collect(strings.Lines(string(text))) }

func TestAnEntryIsALineThatAPersonCanRead(t *testing.T) {
	signer := newSigner(t)
	without := run(t, "b", noon, func(s *evidence.Statement) {
		s.Source, s.Mode, s.Verdict.Text = nil, evidence.Gate, "does not comply"
	})
	stored := grow(t, begin(t, signer, origin), signer, run(t, "a", noon, nil), without)
	const digests = `"bundle":"%s","statement":"%s","key":"%s"`
	key := translog.Digest([]byte("ci"))
	want := fmt.Sprintf(`{"index":0,"logged":"2026-06-30T12:01:00Z",`+digests+`,"mode":"audit","verdict":"complies","finished":"2026-06-30T12:00:00Z","commit":"cccccccccccccccccccccccccccccccccccccccc","clean":true}
{"index":1,"logged":"2026-06-30T12:01:00Z",`+digests+`,"mode":"gate","verdict":"does not comply","finished":"2026-06-30T12:00:00Z"}
`, translog.Digest([]byte("a")), translog.Digest([]byte("the statement of a")), key, translog.Digest([]byte("b")), translog.Digest([]byte("the statement of b")), key)
	if string(stored.Entries) != want {
		t.Errorf("got\n%s\nwant\n%s", stored.Entries, want)
	}
	if read := entries(t, open(t, stored, signer.Key)); read[0] != run(t, "a", noon, nil) {
		t.Errorf("it is read as %+v", read[0])
	}
}

// merkle is the hash of a tree, word by word as RFC 6962 defines it in section 2.1.
func merkle(leaves []string) [32]byte {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256([]byte("\x00" + leaves[0]))
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	left, right := merkle(leaves[:k]), merkle(leaves[k:])
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// verifier is the key of the log as other programs get it.
func verifier(t testing.TB, key *translog.Key) note.Verifier {
	t.Helper()
	text, err := key.VerifierKey(origin)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// owner signs any note with the key of a log.
type owner struct {
	note.Verifier
	key *evidence.PrivateKey
}

func (o owner) Sign(text []byte) ([]byte, error) { return o.key.Sign(text) }

// signed is any text under the signature of a log.
func signed(t testing.TB, key *evidence.PrivateKey, text string) []byte {
	t.Helper()
	all, err := note.Sign(&note.Note{Text: text}, owner{verifier(t, signerOf(t, key).Key), key})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOtherProgramsCanReadACheckpoint(t *testing.T) {
	signer := newSigner(t)
	for size := range 20 {
		stored := runs(t, signer, size)
		opened, err := note.Open(stored.Checkpoint, note.VerifierList(verifier(t, signer.Key)))
		if err != nil {
			t.Fatal(err)
		}
		var leaves []string
		for _, line := range lines(stored.Entries) {
			leaves = append(leaves, strings.TrimSuffix(line, "\n"))
		}
		root := merkle(leaves)
		want := fmt.Sprintf("example.com/risks\n%d\n%s\n", size, base64.StdEncoding.EncodeToString(root[:]))
		if opened.Text != want {
			t.Errorf("the checkpoint over %d entries is %q, want %q", size, opened.Text, want)
		}
	}
}

func TestALogExtendsEveryCheckpointOfItsPast(t *testing.T) {
	signer := newSigner(t)
	stored := begin(t, signer, origin)
	past := []translog.Stored{stored}
	for i := range 12 {
		stored = grow(t, stored, signer, run(t, fmt.Sprint(i), noon, nil))
		past = append(past, stored)
		log := open(t, stored, signer.Key)
		for size, before := range past {
			if err := log.Extends(open(t, before, signer.Key).Checkpoint); err != nil {
				t.Errorf("%d entries don't extend %d: %v", i+1, size, err)
			}
		}
	}
}

func TestALogIsRefusedForWhatIsWrongWithIt(t *testing.T) {
	signer, other := newSigner(t), newSigner(t)
	good := runs(t, signer, 5)
	foreign := runs(t, other, 5)
	tests := []struct {
		name   string
		damage func(*translog.Stored)
		want   string
	}{
		{"a value is changed", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte("complies"), []byte("could not check"), 1)
		}, "the entries are not those that checkpoint was signed over: one was changed or replaced"},
		{"a line is not an entry", func(s *translog.Stored) { s.Entries[0] = '[' }, "entries.jsonl:1: is not JSON"},
		{"a line has white space", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte(`{"index":2`), []byte(`{ "index":2`), 1)
		}, "entries.jsonl:3: is not written as riskgate writes it"},
		{"a line says more", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte(`,"clean":true}`), []byte(`,"clean":true,"also":1}`), 1)
		}, "entries.jsonl:1: is not written as riskgate writes it"},
		{"a digest is none", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte(`"bundle":"`), []byte(`"bundle":"x`), 1)
		}, "entries.jsonl:1: \"x"},
		{"a mode is none", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte(`"audit"`), []byte(`"draft"`), 1)
		}, `entries.jsonl:1: no mode is called "draft"`},
		{"a verdict is none", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte(`"complies"`), []byte(`"fine"`), 1)
		}, `entries.jsonl:1: no verdict is "fine"`},
		{"a commit is none", func(s *translog.Stored) {
			s.Entries = bytes.Replace(s.Entries, []byte(`"commit":"c`), []byte(`"commit":"`), 1)
		}, "entries.jsonl:1: no commit is called"},
		{"the last entry is cut off", func(s *translog.Stored) {
			s.Entries = []byte(strings.Join(lines(s.Entries)[:4], ""))
		}, "entries.jsonl has 4 whole entries, and checkpoint was signed over 5: the end was cut off"},
		{"the last entry is cut within", func(s *translog.Stored) {
			s.Entries = s.Entries[:len(s.Entries)-1]
		}, "entries.jsonl has 4 whole entries, and checkpoint was signed over 5: the end was cut off"},
		{"all entries are gone", func(s *translog.Stored) { s.Entries = nil }, "entries.jsonl has 0 whole entries"},
		{"an entry is dropped", func(s *translog.Stored) {
			all := lines(s.Entries)
			s.Entries = []byte(strings.Join(append(all[:1:1], all[2:]...), ""))
		}, "entries.jsonl:2: entry 2 stands in the place of entry 1: entries were dropped or moved"},
		{"two entries are swapped", func(s *translog.Stored) {
			all := lines(s.Entries)
			all[1], all[2] = all[2], all[1]
			s.Entries = []byte(strings.Join(all, ""))
		}, "entries.jsonl:2: entry 2 stands in the place of entry 1: entries were dropped or moved"},
		{"an entry is repeated", func(s *translog.Stored) {
			all := lines(s.Entries)
			s.Entries = []byte(strings.Join(append([]string{all[0]}, all...), ""))
		}, "entries.jsonl:2: entry 0 stands in the place of entry 1: entries were moved or repeated"},
		{"entries are renumbered to hide one that was dropped", func(s *translog.Stored) {
			all := lines(s.Entries)
			for i := 2; i < 5; i++ {
				all[i] = strings.Replace(all[i], fmt.Sprintf(`"index":%d`, i), fmt.Sprintf(`"index":%d`, i-1), 1)
			}
			s.Entries = []byte(strings.Join(append(all[:1:1], all[2:]...), ""))
		}, "entries.jsonl has 4 whole entries"},
		{"an entry is added behind the checkpoint", func(s *translog.Stored) {
			s.Entries = append(s.Entries, strings.Replace(lines(s.Entries)[4], `"index":4`, `"index":5`, 1)...)
		}, "entries.jsonl goes on behind entry 4, the last that checkpoint was signed over, and no append was under way: was the checkpoint replaced by an older one?"},
		{"the checkpoint is an older one", func(s *translog.Stored) {
			s.Checkpoint = runs(t, signer, 3).Checkpoint
		}, "goes on behind entry 2, the last that checkpoint was signed over"},
		{"the checkpoint is of other entries", func(s *translog.Stored) {
			s.Checkpoint = grow(t, begin(t, signer, origin), signer, run(t, "x", noon, nil), run(t, "y", noon, nil)).Checkpoint
		}, "the entries are not those that checkpoint was signed over"},
		{"the checkpoint is gone", func(s *translog.Stored) { s.Checkpoint = nil }, "checkpoint is missing"},
		{"the checkpoint is empty", func(s *translog.Stored) { s.Checkpoint = []byte{} }, "checkpoint is no checkpoint: its first line names no log"},
		{"the checkpoint is no note", func(s *translog.Stored) { s.Checkpoint = []byte("example.com/risks\n5\n") }, "checkpoint is no checkpoint: it is not a signed note"},
		{"another key signed it", func(s *translog.Stored) { s.Checkpoint = foreign.Checkpoint }, "checkpoint is not signed by key log.pub: another key signed it"},
		{"its size is changed", func(s *translog.Stored) {
			s.Checkpoint = bytes.Replace(s.Checkpoint, []byte("\n5\n"), []byte("\n4\n"), 1)
		}, "checkpoint is not as key log.pub signed it: the checkpoint or the signature was changed"},
		{"its name is changed", func(s *translog.Stored) {
			s.Checkpoint = bytes.ReplaceAll(s.Checkpoint, []byte("risks"), []byte("disks"))
		}, "checkpoint is not signed by key log.pub: another key signed it, or it was for another log than example.com/disks"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			broken := translog.Stored{Entries: bytes.Clone(good.Entries), Checkpoint: bytes.Clone(good.Checkpoint)}
			test.damage(&broken)
			_, err := translog.Open(broken, signer.Key)
			refused(t, err, test.want)
		})
	}
	open(t, good, signer.Key)
}

func TestACheckpointThatSaysOtherThingsIsRefusedWhoeverSignsIt(t *testing.T) {
	key := newKey(t)
	for _, text := range []string{
		"example.com/risks\n",
		"example.com/risks\n0\n",
		"example.com/risks\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"example.com/risks\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"example.com/risks\n9223372036854775807\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"example.com/risks\n0\n47DEQpj8HBSa\n",
		"example.com/risks\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
		"example.com/risks\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n",
	} {
		_, err := signerOf(t, key).OpenCheckpoint(source.File{Name: "kept", Text: signed(t, key, text)})
		refused(t, err, "kept is no checkpoint: it does not hold the name, the size and the root of a log")
	}
}

func TestEveryFlippedByteOfALogIsRefused(t *testing.T) {
	signer := newSigner(t)
	good := runs(t, signer, 3)
	for i := range good.Entries {
		broken := good
		broken.Entries = bytes.Clone(good.Entries)
		broken.Entries[i] ^= 1 << (i % 8)
		if _, err := translog.Open(broken, signer.Key); err == nil {
			t.Fatalf("bit %d of byte %d of the entries may be flipped", i%8, i)
		}
	}
	for i := range good.Checkpoint {
		for bit := range 8 { // some stand for nothing in base64
			broken := good
			broken.Checkpoint = bytes.Clone(good.Checkpoint)
			broken.Checkpoint[i] ^= 1 << bit
			if _, err := translog.Open(broken, signer.Key); err == nil {
				t.Fatalf("bit %d of byte %d of the checkpoint may be flipped", bit, i)
			}
		}
	}
}

func TestAKeptCheckpointTellsWhatBecameOfTheLog(t *testing.T) {
	signer := newSigner(t)
	log := open(t, runs(t, signer, 5), signer.Key)
	rewritten := grow(t, begin(t, signer, origin), signer, run(t, "x", noon, nil), run(t, "y", noon, nil))
	tests := []struct {
		name string
		kept translog.Stored
		want string
	}{
		{"another log", grow(t, begin(t, signer, "example.com/other"), signer), "kept is a checkpoint of the log example.com/other, and this log is example.com/risks"},
		{"rolled back", runs(t, signer, 6), "the log was rolled back: kept has 6 entries, and the log has 5"},
		{"rewritten", rewritten, "history was rewritten: the log does not begin with the 2 entries of kept"},
		{"a second view of the same size", grow(t, rewritten, signer, run(t, "z", noon, nil), run(t, "u", noon, nil), run(t, "v", noon, nil)), "history was rewritten: the log does not begin with the 5 entries of kept"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			kept, err := signer.OpenCheckpoint(source.File{Name: "kept", Text: test.kept.Checkpoint})
			if err != nil {
				t.Fatal(err)
			}
			refused(t, log.Extends(kept), test.want)
		})
	}
}

func TestAWitnessMaySignBesideTheLog(t *testing.T) {
	signer := newSigner(t)
	stored := runs(t, signer, 2)
	skey, _, err := note.GenerateKey(strings.NewReader(strings.Repeat("w", 64)), "witness.example.com")
	if err != nil {
		t.Fatal(err)
	}
	witness, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := bytes.Cut(stored.Checkpoint, []byte("\n\n"))
	alone, err := note.Sign(&note.Note{Text: string(text) + "\n"}, witness)
	if err != nil {
		t.Fatal(err)
	}
	_, signature, _ := bytes.Cut(alone, []byte("\n\n"))
	both := append(bytes.Clone(stored.Checkpoint), signature...)
	kept, err := signer.OpenCheckpoint(source.File{Name: "kept", Text: both})
	if err != nil || kept.Size != 2 {
		t.Errorf("got %+v, %v", kept, err)
	}
	_, err = signer.OpenCheckpoint(source.File{Name: "kept", Text: alone})
	refused(t, err, "kept is not signed by key log.pub")
}

// TestAKillAtAnyMomentLeavesTheLogAsItWas goes through all that an append can leave: its steps are the pending lines, the lines,
// byte for byte, and the checkpoint.
func TestAKillAtAnyMomentLeavesTheLogAsItWas(t *testing.T) {
	signer := newSigner(t)
	before := runs(t, signer, 3)
	after := grow(t, before, signer, run(t, "x", noon, nil), run(t, "y", noon, nil))
	added := after.Entries[len(before.Entries):]
	for written := range len(added) + 1 {
		left := translog.Stored{Entries: after.Entries[:len(before.Entries)+written], Checkpoint: before.Checkpoint, Pending: added}
		log := open(t, left, signer.Key)
		if len(entries(t, log)) != 3 || log.Size != int64(len(before.Entries)) || log.Tail != int64(written) || log.Unfinished != 2 {
			t.Fatalf("after %d bytes the log has %d entries, a tail of %d bytes, and %d unfinished entries", written, len(entries(t, log)), log.Tail, log.Unfinished)
		}
		left.Pending = nil
		if _, err := translog.Open(left, signer.Key); (err == nil) != (written == 0) {
			t.Fatalf("after %d bytes that no append has left, the error is %v", written, err)
		}
	}
	zeros := append(bytes.Clone(before.Entries), make([]byte, len(added))...) // what a file system may leave after a power cut
	if log := open(t, translog.Stored{Entries: zeros, Checkpoint: before.Checkpoint, Pending: added}, signer.Key); log.Unfinished != 2 {
		t.Errorf("%d entries are unfinished, want 2", log.Unfinished)
	}
	done := after
	done.Pending = added
	if log := open(t, done, signer.Key); len(entries(t, log)) != 5 || log.Tail != 0 || log.Unfinished != 0 {
		t.Errorf("the log has %d entries, a tail of %d bytes, and %d unfinished entries", len(entries(t, log)), log.Tail, log.Unfinished)
	}
}

func TestAFoundEntryIsThatOfTheBundle(t *testing.T) {
	signer := newSigner(t)
	log := open(t, runs(t, signer, 3), signer.Key)
	if index := log.Find(translog.Digest([]byte("bundle 1"))); index != 1 {
		t.Errorf("found entry %d", index)
	}
	if log.Find(translog.Digest([]byte("bundle 3"))) >= 0 {
		t.Error("a bundle is found that was never logged")
	}
}

func TestWhatCannotNameOrSignALogIsRefused(t *testing.T) {
	signer := newSigner(t)
	for _, name := range []string{"", "two words", "a+b", "a\nb", "a\x1bb", "\xff"} {
		if _, err := signer.Begin(name); err == nil || !strings.Contains(err.Error(), "can't name a log") {
			t.Errorf("%q may name a log: %v", name, err)
		}
	}
	key, err := evidence.Generate("ecdsa-p256")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := translog.NewSigner("x", key); err == nil || !strings.Contains(err.Error(), "the key is not ed25519") {
		t.Errorf("an ECDSA key may sign: %v", err)
	}
}

func TestAStatementThatSaysWhatCannotBeIsNotLogged(t *testing.T) {
	v := &evidence.Verification{
		Statement: &evidence.Statement{Mode: evidence.Audit, Verdict: evidence.Verdict{Text: "complies"}, Finished: noon, Source: &evidence.Source{Commit: "HEAD"}},
		Signers:   []evidence.Signer{{Fingerprint: translog.Digest(nil)}},
	}
	_, err := translog.NewEntry([]byte("x"), v, noon)
	refused(t, err, `no commit is called "HEAD"`)
}
