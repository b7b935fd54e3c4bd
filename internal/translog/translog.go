// Package translog keeps the log of evidence, which can only grow.
//
// A log is a Merkle tree as in RFC 6962, whose leaves are the lines of a file. Its head is signed, as a checkpoint: whoever
// keeps one can tell later whether what was logged by then is still there. Checkpoints are as c2sp.org/tlog-checkpoint has
// them, and proofs as c2sp.org/tlog-proof.
package translog

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
)

// The files of a log's directory.
const (
	EntriesFile    = "entries.jsonl" // a line for each entry
	CheckpointFile = "checkpoint"    // the signed head of the tree
	// PendingFile holds the lines of an append that is under way. It is there before the first of them is in EntriesFile, and
	// goes when the checkpoint covers them: whatever stands behind the checkpoint without it was not left by a killed append.
	PendingFile = "entries.pending"
)

// Stored is what the directory of a log holds; nil for a file that is not there.
type Stored struct{ Entries, Checkpoint, Pending []byte }

// Log is a log whose entries are those that its checkpoint was signed over.
type Log struct {
	Checkpoint *Checkpoint
	// Size is how many bytes of the file of entries are in the log.
	Size int64
	// Tail is how many bytes stand after them: what a killed append has left.
	Tail int64
	// Unfinished is how many entries a killed append was about to add that are not in the log.
	Unfinished int
	lines      [][]byte
	hashes     hashes
}

// hashes are the stored hashes of a tree, in the order of package tlog.
type hashes []tlog.Hash

// ReadHashes makes hashes a tlog.HashReader.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = h[index]
	}
	return found, nil
}

func refuse(format string, args ...any) error {
	return &evidence.Refusal{Err: fmt.Errorf(format, args...)}
}

// Open reads a log, and holds all of it to its checkpoint. The error is an evidence.Refusal.
func Open(stored Stored, key *Key) (*Log, error) {
	if stored.Checkpoint == nil {
		return nil, refuse("%s is missing", CheckpointFile)
	}
	checkpoint, err := key.OpenCheckpoint(source.File{Name: CheckpointFile, Text: stored.Checkpoint})
	if err != nil {
		return nil, err
	}
	l := &Log{Checkpoint: checkpoint}
	for int64(len(l.lines)) < checkpoint.Size {
		line, _, whole := bytes.Cut(stored.Entries[l.Size:], []byte{'\n'})
		if !whole {
			break
		}
		l.extend(line)
	}
	if int64(len(l.lines)) < checkpoint.Size || l.root(checkpoint.Size) != checkpoint.Root {
		return nil, l.explain()
	}
	return l, l.settle(stored)
}

// extend adds the line of an entry.
func (l *Log) extend(line []byte) {
	added, _ := tlog.StoredHashes(int64(len(l.lines)), line, l.hashes) // hashes can always be read
	l.hashes = append(l.hashes, added...)
	l.lines = append(l.lines, line)
	l.Size += int64(len(line)) + 1
}

// explain finds what is wrong with entries that are not those of the checkpoint.
func (l *Log) explain() error {
	if _, err := l.Entries(); err != nil {
		return err
	}
	if have := len(l.lines); int64(have) < l.Checkpoint.Size {
		return refuse("%s has %s, and %s was signed over %d: the end was cut off",
			EntriesFile, prose.Count(have, "whole entry", "whole entries"), CheckpointFile, l.Checkpoint.Size)
	}
	return refuse("the entries are not those that %s was signed over: one was changed or replaced", CheckpointFile)
}

// Entries reads all entries. The error is an evidence.Refusal.
func (l *Log) Entries() (Entries, error) {
	var parser source.Parser
	var all Entries
	for i, line := range l.lines {
		entry, err := decodeEntry(&parser, line)
		place, index := fmt.Sprintf("%s:%d", EntriesFile, i+1), int64(i)
		switch {
		case err != nil:
			return nil, refuse("%s: %w", place, err)
		case entry.Index > index:
			return nil, refuse("%s: entry %d stands in the place of entry %d: entries were dropped or moved", place, entry.Index, index)
		case entry.Index < index:
			return nil, refuse("%s: entry %d stands in the place of entry %d: entries were moved or repeated", place, entry.Index, index)
		}
		all = append(all, entry)
	}
	return all, nil
}

// root is the hash over the first entries.
func (l *Log) root(entries int64) tlog.Hash {
	root, _ := tlog.TreeHash(entries, l.hashes)
	return root
}

// settle says what stands behind the checkpoint.
func (l *Log) settle(stored Stored) error {
	l.Tail = int64(len(stored.Entries)) - l.Size
	if l.Tail > int64(len(stored.Pending)) {
		return refuse("%s goes on behind entry %d, the last that %s was signed over, and no append was under way: was the checkpoint replaced by an older one?",
			EntriesFile, l.Checkpoint.Size-1, CheckpointFile)
	}
	if !bytes.HasSuffix(stored.Entries[:l.Size], stored.Pending) {
		l.Unfinished = bytes.Count(stored.Pending, []byte{'\n'})
	}
	return nil
}

// Find returns the index of the entry of a bundle, by the SHA-256 of its file; -1 where there is none.
func (l *Log) Find(bundle string) int {
	member := fmt.Appendf(nil, `"bundle":"%s"`, bundle) // nowhere else in a line, for quotes in a text are escaped
	return slices.IndexFunc(l.lines, func(line []byte) bool { return bytes.Contains(line, member) })
}

// Add adds an entry, whose index it sets, and returns its line.
func (l *Log) Add(entry Entry) []byte {
	entry.Index = int64(len(l.lines))
	line := entry.encode()
	l.extend(line)
	return append(line, '\n')
}

// Sign returns a checkpoint over all entries.
func (l *Log) Sign(s *Signer) ([]byte, error) {
	size := int64(len(l.lines))
	return s.sign(l.Checkpoint.Origin, size, l.root(size))
}

// Extends holds the log to a checkpoint that somebody kept: all that was logged by then must be there. The error is an
// evidence.Refusal.
func (l *Log) Extends(kept *Checkpoint) error {
	now := l.Checkpoint
	switch {
	case kept.Origin != now.Origin:
		return refuse("%s is a checkpoint of the log %s, and this log is %s", kept.File, kept.Origin, now.Origin)
	case kept.Size > now.Size:
		return refuse("the log was rolled back: %s has %s, and the log has %d", kept.File, prose.Count(int(kept.Size), "entry", "entries"), now.Size)
	case l.root(kept.Size) != kept.Root:
		return refuse("history was rewritten: the log does not begin with the %s of %s", prose.Count(int(kept.Size), "entry", "entries"), kept.File)
	}
	return nil
}
