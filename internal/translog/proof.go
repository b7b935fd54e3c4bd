package translog

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/riskgate/riskgate/internal/source"
)

// proofType is the first line of every proof.
const proofType = "c2sp.org/tlog-proof@v1"

// Proof shows that an entry is in a log, to whoever has the log's key.
type Proof struct {
	Entry      Entry
	Checkpoint *Checkpoint
	line       []byte
	path       tlog.RecordProof
}

// Prove proves that the entry of an index was in the log when a checkpoint was signed, which the log extends. The error is an
// evidence.Refusal.
func (l *Log) Prove(index int, at *Checkpoint) (*Proof, error) {
	if err := l.Extends(at); err != nil {
		return nil, err
	}
	if int64(index) >= at.Size {
		return nil, refuse("entry %d was logged after %s was signed", index, at.File)
	}
	entry, err := decodeEntry(new(source.Parser), l.lines[index])
	if err != nil {
		return nil, refuse("%s:%d: %w", EntriesFile, index+1, err)
	}
	path, err := tlog.ProveRecord(at.Size, int64(index), l.hashes)
	return &Proof{entry, at, l.lines[index], path}, err
}

// Encode returns the proof as c2sp.org/tlog-proof has it, with the entry as its extra data.
func (p *Proof) Encode() []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s\nextra %s\nindex %d\n", proofType, base64.StdEncoding.EncodeToString(p.line), p.Entry.Index)
	for _, hash := range p.path {
		fmt.Fprintf(&text, "%s\n", hash)
	}
	fmt.Fprintf(&text, "\n%s", p.Checkpoint.text)
	return text.Bytes()
}

// OpenProof reads a proof, which must hold. The error is an evidence.Refusal.
func (k *Key) OpenProof(file source.File) (*Proof, error) {
	about, checkpoint, found := bytes.Cut(file.Text, []byte("\n\n"))
	lines := strings.Split(string(about), "\n")
	if !found || len(lines) < 3 || lines[0] != proofType {
		return nil, refuse("%s is no proof: it is not as %s has it", file.Name, proofType)
	}
	p := &Proof{}
	var err error
	p.Checkpoint, err = k.OpenCheckpoint(source.File{Name: file.Name, Text: checkpoint})
	if err != nil {
		return nil, err
	}
	p.line, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return nil, refuse("%s is no proof: it holds no entry", file.Name)
	}
	if p.Entry, err = decodeEntry(new(source.Parser), p.line); err != nil {
		return nil, refuse("%s: the entry %w", file.Name, err)
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, refuse("%s is no proof: %q is no hash", file.Name, line)
		}
		p.path = append(p.path, hash)
	}
	if !bytes.Equal(p.Encode(), file.Text) {
		return nil, refuse("%s is not written as riskgate writes a proof", file.Name)
	}
	if err := tlog.CheckRecord(p.path, p.Checkpoint.Size, p.Checkpoint.Root, p.Entry.Index, tlog.RecordHash(p.line)); err != nil {
		return nil, refuse("%s proves nothing: entry %d is not in the tree of its checkpoint", file.Name, p.Entry.Index)
	}
	return p, nil
}

// Of holds the proof to the bundle that it should be of, by the SHA-256 of its file. The error is an evidence.Refusal.
func (p *Proof) Of(bundle string) error {
	if p.Entry.Bundle != bundle {
		return refuse("the proof is of another bundle, with sha256 %s", p.Entry.Bundle)
	}
	return nil
}

// Under holds the proof to a checkpoint that somebody kept: it must be of the same tree. The error is an evidence.Refusal.
func (p *Proof) Under(kept *Checkpoint) error {
	at := p.Checkpoint
	if kept.Origin != at.Origin || kept.Size != at.Size || kept.Root != at.Root {
		return refuse("the proof is for another checkpoint than %s", kept.File)
	}
	return nil
}
