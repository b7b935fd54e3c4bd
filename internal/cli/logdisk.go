package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/translog"
)

// beginLog makes the directory of a new log, whole or not at all.
func beginLog(name string, checkpoint []byte) error {
	if err := vacant(name); err != nil {
		return err
	}
	return writeEvidence(name, func(create evidence.Create) error {
		for file, text := range map[string][]byte{translog.EntriesFile: nil, translog.CheckpointFile: checkpoint} {
			out, err := create(file)
			if err != nil {
				return err
			}
			_, err = out.Write(text)
			if err := errors.Join(err, out.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

// openLog reads a log, while nobody appends to it.
func openLog(ctx context.Context, name string, key *translog.Key) (*translog.Log, error) {
	entries, err := lockLog(ctx, name, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	stored, err := readLog(name, entries)
	if err != nil {
		return nil, err
	}
	return translog.Open(stored, key)
}

// lockLog opens the file of entries and locks it: for all others to write, or for those who write to it. The system takes the
// lock off whoever is killed.
func lockLog(ctx context.Context, name string, flag int) (*lockedfile.File, error) {
	type answer struct {
		file *lockedfile.File
		err  error
	}
	waits := make(chan answer, 1)
	go func() {
		file, err := lockedfile.OpenFile(filepath.Join(name, translog.EntriesFile), flag, 0)
		waits <- answer{file, err}
	}()
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("stopped while another had the log %s: %w", shown(name), context.Cause(ctx))
	case got := <-waits:
		return got.file, logError(name, got.err)
	}
}

// logError words what can't be opened of a log.
func logError(name string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return pathError(filepath.ToSlash(filepath.Join(shown(name), translog.EntriesFile)), err)
		}
		return nil
	}
	if _, there := os.Stat(filepath.Join(name, translog.CheckpointFile)); there == nil {
		return &evidence.Refusal{Err: fmt.Errorf("%s is missing", translog.EntriesFile)}
	}
	return &source.Error{
		Pos:  source.Position{File: shown(name)},
		Err:  errors.New("there is no log"),
		Hint: "riskgate evidence log init begins one",
	}
}

// readLog reads what is in the directory of a log whose entries are locked.
func readLog(name string, entries *lockedfile.File) (stored translog.Stored, err error) {
	var text bytes.Buffer
	if info, err := entries.Stat(); err == nil {
		text.Grow(int(info.Size()) + bytes.MinRead)
	}
	if _, err := text.ReadFrom(entries); err != nil {
		return stored, pathError(shown(name), err)
	}
	stored.Entries = text.Bytes()
	if stored.Checkpoint, err = readIfThere(filepath.Join(name, translog.CheckpointFile)); err != nil {
		return stored, err
	}
	stored.Pending, err = readIfThere(filepath.Join(name, translog.PendingFile))
	return stored, err
}

// readIfThere reads a file; nil where there is none.
func readIfThere(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, pathError(shown(name), err)
	}
	return text, nil
}

// growing is a log that nobody else reads or writes meanwhile.
type growing struct {
	*translog.Log
	name    string
	entries *lockedfile.File
	signer  *translog.Signer
}

// growLog opens a log to append to it, and cuts off what a killed append has left. It says so.
func (c *command) growLog(ctx context.Context, name string, signer *translog.Signer) (_ *growing, err error) {
	entries, err := lockLog(ctx, name, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			entries.Close()
		}
	}()
	stored, err := readLog(name, entries)
	if err != nil {
		return nil, err
	}
	log, err := translog.Open(stored, signer.Key)
	if err != nil {
		return nil, err
	}
	g := &growing{log, name, entries, signer}
	if log.Unfinished > 0 {
		fmt.Fprintf(c.Err, "riskgate: %s: an append of %s did not come to its end: what it left is cut off\n",
			shown(name), prose.Count(log.Unfinished, "entry", "entries"))
	}
	return g, g.settle()
}

// settle leaves nothing of a killed append.
func (g *growing) settle() error {
	if g.Tail > 0 {
		if err := errors.Join(g.entries.Truncate(g.Size), g.entries.Sync()); err != nil {
			return g.error(err)
		}
	}
	left, err := os.ReadDir(g.name)
	if err != nil {
		return g.error(err)
	}
	for _, file := range left {
		if file.Name() == translog.PendingFile || hides(file.Name(), translog.PendingFile) || hides(file.Name(), translog.CheckpointFile) {
			if err := os.Remove(filepath.Join(g.name, file.Name())); err != nil {
				return g.error(err)
			}
		}
	}
	return nil
}

// hides reports whether a name is one that writeFile gives to a file until it's whole.
func hides(name, file string) bool { return strings.HasPrefix(name, "."+file+".") }

// write adds lines, which the log has taken up already at an offset, and signs them. Each step is on the disk before the next:
// the lines that are about to come, the lines, the checkpoint. A kill before the last of them leaves the log as it was.
func (g *growing) write(lines []byte, offset int64) error {
	pending := filepath.Join(g.name, translog.PendingFile)
	if err := writeFile(pending, whole(lines)); err != nil {
		return err
	}
	if _, err := g.entries.WriteAt(lines, offset); err != nil {
		if g.entries.Truncate(offset) == nil {
			os.Remove(pending)
		}
		return g.error(err)
	}
	if err := g.entries.Sync(); err != nil {
		return g.error(err)
	}
	checkpoint, err := g.Sign(g.signer)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(g.name, translog.CheckpointFile), whole(checkpoint)); err != nil {
		return err
	}
	if err := os.Remove(pending); err != nil {
		return g.error(err)
	}
	return nil
}

func (g *growing) error(err error) error { return writeError(shown(g.name), err) }

// whole writes a text.
func whole(text []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(text); return err }
}
