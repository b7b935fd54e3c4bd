package translog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/source"
)

// Entry is a run in the log. As JSON on one line, without white space, it is a leaf of the tree.
type Entry struct {
	Index     int64     // from 0
	Logged    time.Time // by the clock of who appended it; UTC, to the second
	Bundle    string    // SHA-256 of the bundle's file, in lower-case hex
	Statement string    // SHA-256 of what the bundle signs, in lower-case hex
	Key       string    // fingerprint of the key that signed it, which was trusted then
	Mode      evidence.Mode
	Verdict   string    // as gate.Decision has it
	Finished  time.Time // when the run ended, as its statement says; UTC, to the second
	Commit    string    // of the records, in full; empty where they are in no repository
	Clean     bool      // says that the records were as the commit has them
}

// Entries are some of a log.
type Entries []Entry

// Digest is the SHA-256 of a file, in lower-case hex.
func Digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// NewEntry is the entry of a bundle that was verified. The error is an evidence.Refusal.
func NewEntry(bundle []byte, v *evidence.Verification, logged time.Time) (Entry, error) {
	s := v.Statement
	e := Entry{
		Logged:    logged.UTC().Truncate(time.Second),
		Bundle:    Digest(bundle),
		Statement: Digest(v.Payload),
		Key:       v.Signers[0].Fingerprint,
		Mode:      s.Mode,
		Verdict:   s.Verdict.Text,
		Finished:  s.Finished,
	}
	if s.Source != nil {
		e.Commit, e.Clean = s.Source.Commit, s.Source.Clean
	}
	if err := e.check(); err != nil {
		return Entry{}, refuse("%w", err)
	}
	return e, nil
}

// Complies reports whether the run found nothing that blocks.
func (e Entry) Complies() bool { return e.Verdict == verdicts[0] }

var verdicts = []string{
	gate.Decision{Code: gate.Complies}.Verdict(),
	gate.Decision{Code: gate.FindingsBlock}.Verdict(),
	gate.Decision{Code: gate.CouldNotCheck}.Verdict(),
	gate.Decision{Code: gate.NothingChecked}.Verdict(),
}

func (e Entry) encode() []byte {
	text := func(name, value string) source.Member {
		return source.Member{Name: name, Value: source.NewString(value)}
	}
	members := []source.Member{
		{Name: "index", Value: source.NewNumber(int(e.Index))},
		text("logged", e.Logged.Format(time.RFC3339)),
		text("bundle", e.Bundle),
		text("statement", e.Statement),
		text("key", e.Key),
		text("mode", string(e.Mode)),
		text("verdict", e.Verdict),
		text("finished", e.Finished.Format(time.RFC3339)),
	}
	if e.Commit != "" {
		members = append(members, text("commit", e.Commit), source.Member{Name: "clean", Value: source.NewBool(e.Clean)})
	}
	return source.NewObject(members...).AppendJSON(nil)
}

// decodeEntry reads what encode writes, byte for byte, so that nothing in it goes unread.
func decodeEntry(parser *source.Parser, line []byte) (Entry, error) {
	v, err := parser.Parse(line, source.Position{})
	if err != nil {
		return Entry{}, errors.New("is not JSON")
	}
	text := func(name string) string {
		if member := v.Get(name); member != nil {
			return member.Text
		}
		return ""
	}
	moment := func(name string) time.Time {
		at, _ := time.Parse(time.RFC3339, text(name))
		return at.UTC()
	}
	e := Entry{
		Logged:    moment("logged"),
		Bundle:    text("bundle"),
		Statement: text("statement"),
		Key:       text("key"),
		Mode:      evidence.Mode(text("mode")),
		Verdict:   text("verdict"),
		Finished:  moment("finished"),
		Commit:    text("commit"),
		Clean:     text("clean") == "true",
	}
	e.Index, _ = strconv.ParseInt(text("index"), 10, 64)
	if !bytes.Equal(e.encode(), line) {
		return Entry{}, errors.New("is not written as riskgate writes it")
	}
	return e, e.check()
}

// check refuses what no run can be.
func (e Entry) check() error {
	for _, digest := range []string{e.Bundle, e.Statement, e.Key} {
		if !isHex(digest, sha256.Size) {
			return fmt.Errorf("%q is no SHA-256", digest)
		}
	}
	switch {
	case e.Index < 0:
		return fmt.Errorf("no entry has the index %d", e.Index)
	case e.Mode != evidence.Audit && e.Mode != evidence.Gate:
		return fmt.Errorf("no mode is called %q", e.Mode)
	case !slices.Contains(verdicts, e.Verdict):
		return fmt.Errorf("no verdict is %q", e.Verdict)
	case e.Commit != "" && !isHex(e.Commit, 20) && !isHex(e.Commit, sha256.Size):
		return fmt.Errorf("no commit is called %q", e.Commit)
	}
	return nil
}

// isHex reports whether a text is so many bytes in lower-case hex.
func isHex(text string, size int) bool {
	decoded, err := hex.DecodeString(text)
	return err == nil && len(decoded) == size && hex.EncodeToString(decoded) == text
}
