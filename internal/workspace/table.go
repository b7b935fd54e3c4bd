package workspace

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/riskgate/riskgate/internal/intake/csv"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/source"
)

// isTableName reports whether a file is called like the tables of other tools.
func isTableName(base string) bool {
	switch strings.ToLower(path.Ext(base)) {
	case ".csv", ".tsv":
		return true
	}
	return false
}

// readTable reads a table of another tool as the mapping says that fits it. It returns the name of the file's content, if
// that is known.
func (w *Workspace) readTable(c candidate, limits source.Limits, shelf *shelf) (string, error) {
	f, size, sum, err := shelf.open(c, limits)
	if err != nil {
		return "", err
	}
	w.files = append(w.files, f)
	table, err := csv.Open(f, size, c.name, csv.Options{Limits: limits})
	if err != nil {
		return f.contentID, err
	}
	d := &Document{Name: c.name, SHA256: sum, Size: size, file: f}
	return f.contentID, w.readForeign(d, c, mapping.Book{Name: c.name, Sheets: []grid.Sheet{table.Sheet}, Again: table.Row})
}

// readForeign makes documents of the file of another tool: each like the one that is given.
func (w *Workspace) readForeign(like *Document, c candidate, book mapping.Book) error {
	match, err := w.mappings.Recognize(book)
	if errors.Is(err, mapping.ErrUnrecognized) && !c.named {
		var fault *source.Error
		errors.As(err, &fault)
		w.ignore(c.name, fault.Err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	result, err := match.Read()
	if err != nil {
		return err
	}
	for i, native := range result.Documents {
		d := *like
		d.Kind, d.Header, d.Omits = native.Kind, native.Header, omits(native.Header)
		d.format, d.Intake, d.mapped = match.Name, &result.Intake, &native
		before := map[string]int{}
		for _, records := range native.Lists {
			d.Lists = append(d.Lists, List{Record: records.Name, member: records.Member, first: before[records.Member], mapped: records})
			before[records.Member] += records.Len()
		}
		if i == 0 {
			for _, p := range result.Problems {
				d.Problems = append(d.Problems, Problem(p))
			}
		}
		w.Documents = append(w.Documents, &d)
	}
	return nil
}

// open opens a file to be read from anywhere in it, and sums up its bytes.
func (s *shelf) open(c candidate, limits source.Limits) (*file, int64, [sha256.Size]byte, error) {
	if c.content != nil {
		return &file{candidate: c}, int64(len(c.content)), sha256.Sum256(c.content), nil
	}
	var sum [sha256.Size]byte
	handle, err := c.fsys.Open(c.path)
	if err != nil {
		return nil, 0, sum, c.fault(readFault(err))
	}
	f := &file{candidate: c}
	defer func() {
		if f.handle == nil {
			handle.Close()
		}
	}()
	info, err := handle.Stat()
	switch {
	case err != nil:
		return nil, 0, sum, c.fault(readFault(err))
	case !info.Mode().IsRegular():
		return nil, 0, sum, c.fault(fault{text: "is not a regular file", hint: "put a copy of the file in its place"})
	case info.Size() > limits.Most():
		return nil, 0, sum, c.fault(fault{text: fmt.Sprintf("is larger than %d bytes", limits.Most()), hint: "raise the limit with --max-file-size, or split the file", unavailable: true})
	}
	reader, contentID := c.identified(delivered{handle}, info.Size())
	seekable, ok := handle.(readerAtFile)
	keep := info.Size() <= smallFile && info.Size() <= s.budget || !ok
	kept := new(bytes.Buffer)
	if keep {
		reader = io.TeeReader(reader, kept)
	}
	hash := sha256.New()
	size, err := io.Copy(hash, io.LimitReader(reader, limits.Most()+1))
	if err != nil {
		var worded fault
		errors.As(err, &worded)
		return nil, 0, sum, c.fault(worded)
	}
	hash.Sum(sum[:0])
	f.contentID, f.size = contentID(), size
	switch {
	case keep:
		s.budget -= size
		f.content = kept.Bytes()
	case s.opened < openFiles:
		s.opened++
		f.handle = seekable
	}
	return f, size, sum, nil
}

// ReadAt reads a part of the file.
func (f *file) ReadAt(p []byte, offset int64) (int, error) {
	switch {
	case f.content != nil:
		return bytes.NewReader(f.content).ReadAt(p, offset)
	case f.handle != nil:
		return f.handle.ReadAt(p, offset)
	}
	rest := f.size - offset
	if rest <= 0 {
		return 0, io.EOF
	}
	text, err := f.bytes(source.Span{Offset: offset, Length: int(min(rest, int64(len(p))))}, nil)
	if n := copy(p, text); n == len(p) || err != nil {
		return n, err
	}
	return len(text), io.EOF
}
