package workspace

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/intake/archive"
	"github.com/riskgate/riskgate/internal/intake/csv"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/intake/xlsx"
	"github.com/riskgate/riskgate/internal/intake/yaml"
	"github.com/riskgate/riskgate/internal/source"
)

// form is how a file of another tool is written.
type form uint8

const (
	noForm form = iota
	csvForm
	workbookForm
	yamlForm
	archiveForm
)

// formOf tells by its name how a file of another tool is written.
func formOf(name string) form {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv":
		return csvForm
	case ".xlsx", ".xlsm", ".xls":
		return workbookForm
	case ".yaml", ".yml":
		return yamlForm
	case ".zip":
		return archiveForm
	}
	return noForm
}

// readTable reads a file of another tool as the mapping says that fits it. It returns the name of the file's content, if
// that is known.
func (w *Workspace) readTable(c candidate, limits source.Limits, shelf *shelf) (string, error) {
	f, sum, err := shelf.open(c, limits)
	if err != nil {
		return "", err
	}
	w.files = append(w.files, f)
	d := &Document{Name: c.name, SHA256: sum, Size: f.size, file: f}
	switch formOf(c.path) {
	case archiveForm:
		return f.contentID, w.readArchive(f, limits, shelf)
	case yamlForm:
		return f.contentID, w.readYAML(d, c)
	case workbookForm:
		book, err := xlsx.Open(f, f.size, c.name, limits)
		if err != nil {
			return f.contentID, err
		}
		return f.contentID, w.readForeign(d, c, mapping.Book{Name: c.name, Sheets: book.Sheets, Notes: book.Notes()})
	}
	table, err := csv.Open(f, f.size, c.name, csv.Options{Limits: limits})
	if err != nil {
		return f.contentID, err
	}
	return f.contentID, w.readForeign(d, c, mapping.Book{Name: c.name, Sheets: []grid.Sheet{table.Sheet}, Notes: table.Dialect.Reasons, Again: table.Row})
}

// readArchive reads the files of an archive, whose names begin with its own.
func (w *Workspace) readArchive(f *file, limits source.Limits, shelf *shelf) error {
	files, err := archive.Open(f, f.size, f.name, archive.Limits{MaxBytes: limits.Most()})
	if err != nil {
		return err
	}
	found := &finder{seen: map[string]bool{}, tables: true}
	found.walk(Root{Name: f.name, FS: files, Path: "."})
	w.Ignored = append(w.Ignored, found.ignored...)
	errs := found.errs
	for _, c := range found.files {
		if formOf(c.path) == archiveForm {
			w.ignore(c.name, "an archive within an archive")
			continue
		}
		if _, err := w.read(c, limits, shelf); err != nil {
			errs = multierror.Append(errs, err)
		}
	}
	return errs.ErrorOrNil()
}

// reopenWithin opens a file of an archive, which it closes.
func reopenWithin(whole io.ReadCloser, name, within string) (io.ReadCloser, error) {
	defer whole.Close()
	content, err := io.ReadAll(whole)
	if err != nil {
		return nil, err
	}
	files, err := archive.Open(bytes.NewReader(content), int64(len(content)), name, archive.Limits{})
	if err != nil {
		return nil, err
	}
	return files.Open(within)
}

// readYAML reads a file of YAML: several documents in it are the elements of a list.
func (w *Workspace) readYAML(d *Document, c candidate) error {
	text, err := d.file.bytes(source.Span{Length: int(d.Size)}, nil)
	if err != nil {
		return c.fault(readFault(err))
	}
	start := source.Position{File: c.name, Line: 1, Column: 1}
	documents, err := yaml.Parse(text, start)
	var fault *source.Error
	switch {
	case errors.As(err, &fault) && !c.named: // of all that is written in YAML, little is a register
		w.ignore(c.name, "it is not YAML that riskgate reads: "+fault.Error())
		return nil
	case err != nil:
		return err
	case len(documents) == 1:
		return w.readTree(d, c, text, documents[0])
	}
	return w.readTree(d, c, text, &source.Value{Kind: source.Array, Elements: documents})
}

// readTree reads a tree of values that stand in a text.
func (w *Workspace) readTree(d *Document, c candidate, text []byte, tree *source.Value) error {
	return w.readForeign(d, c, d.bookOf(text, tree))
}

// bookOf is a tree of values that stand in a text, for mappings.
func (d *Document) bookOf(text []byte, tree *source.Value) mapping.Book {
	d.original = newOriginal(source.Position{File: d.Name, Line: 1, Column: 1}, text)
	return mapping.Book{Name: d.Name, Tree: tree, Position: d.original.position}
}

// readForeign makes documents of the file of another tool: each like the one that is given.
func (w *Workspace) readForeign(like *Document, c candidate, book mapping.Book) error {
	match, err := w.mappings.Recognize(book)
	if errors.Is(err, mapping.ErrUnrecognized) && !c.named {
		w.ignore(c.name, unrecognized(err).Err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	return w.take(like, match)
}

// unrecognized is the error about a file that no mapping fits.
func unrecognized(err error) *source.Error {
	var fault *source.Error
	errors.As(err, &fault)
	return fault
}

// take makes documents of a file that a mapping fits.
func (w *Workspace) take(like *Document, match *mapping.Match) error {
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
func (s *shelf) open(c candidate, limits source.Limits) (*file, [sha256.Size]byte, error) {
	if c.content != nil {
		return &file{candidate: c, size: int64(len(c.content))}, sha256.Sum256(c.content), nil
	}
	var sum [sha256.Size]byte
	handle, err := c.fsys.Open(c.path)
	if err != nil {
		return nil, sum, c.fault(readFault(err))
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
		return nil, sum, c.fault(readFault(err))
	case !info.Mode().IsRegular():
		return nil, sum, c.fault(fault{text: "is not a regular file", hint: "put a copy of the file in its place"})
	case info.Size() > limits.Most():
		return nil, sum, c.fault(fault{text: fmt.Sprintf("is larger than %d bytes", limits.Most()), hint: "raise the limit with --max-file-size, or split the file", unavailable: true})
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
		return nil, sum, c.fault(worded)
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
	return f, sum, nil
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
