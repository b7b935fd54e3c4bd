package cli

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/riskgate/riskgate/internal/evidence"
)

// witness keeps what is read of a folder: evidence must hold what was read, whatever becomes of the folder.
type witness struct {
	fs.FS
	mu   sync.Mutex
	read map[string][]byte
}

// Open opens a file that was read to its end.
func (w *witness) Open(name string) (fs.File, error) {
	file, err := w.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return file, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.read == nil {
		w.read = map[string][]byte{}
	}
	w.read[name] = text
	return heldFile{bytes.NewReader(text), info}, nil
}

// contents lists what was read, by name.
func (w *witness) contents() []evidence.Content {
	var all []evidence.Content
	for _, name := range slices.Sorted(maps.Keys(w.read)) {
		all = append(all, evidence.Held(name, w.read[name]))
	}
	return all
}

// heldFile is a file in memory.
type heldFile struct {
	*bytes.Reader
	info fs.FileInfo
}

func (f heldFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f heldFile) Close() error               { return nil }
