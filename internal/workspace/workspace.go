// Package workspace finds the documents among the files of a run.
package workspace

import (
	"bytes"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// Root is one place that the user named: a directory, a file, or standard input.
type Root struct {
	// Name is what the user typed, cleaned; the names of all files found below begin with it.
	Name string
	// FS holds the files, and Path is the directory or file to read within it ("." for all of it).
	FS   fs.FS
	Path string
	// Files are all that is read of FS, whatever they are called, where a run is repeated; nil reads what is found below Path.
	Files []File
	// Content is standard input, which has a name but no file.
	Content []byte
	// Contents tells which files are the same in another state; its zero value where there is none.
	Contents Contents
	// Left says why a file or directory of FS is not part of the run; "" for one that is. Nil leaves nothing out.
	Left func(path string) string
}

// File is a file of a root, by the name that reports know it by.
type File struct{ Name, Path string }

// renamed is a file system whose files have other names: what a name says of a file holds wherever the file is kept.
type renamed struct {
	fs.FS
	paths map[string]string // by name
}

func (r renamed) Open(name string) (fs.File, error) { return r.FS.Open(r.paths[name]) }

// Contents names what files hold, so that two names are the same where the bytes are.
type Contents struct {
	// ID names the content of the file at a path of the root's FS without reading it; "" where that can't be told.
	ID func(path string) string
	// Hash computes the name of a content of a size, in bytes, while it is read. It returns nil where nobody needs to know.
	Hash func(path string, size int64) hash.Hash
}

// Ignored is a file that isn't part of the run.
type Ignored struct {
	Name   string
	Reason string
	// Data says that the file looks like JSON: leaving it out may leave out records.
	Data bool
}

// Workspace holds the documents of a run and the files that were left out of it.
type Workspace struct {
	Documents []*Document
	Ignored   []Ignored
	mappings  *mapping.Library
	files     []*file
	known     map[string]known // files by name
}

// known is what came of a file, and the name of its content.
type known struct {
	content   string
	documents []*Document
	ignored   []Ignored
}

// Close lets go of the files that are kept open for reading records.
func (w *Workspace) Close() {
	for _, f := range w.files {
		f.close()
	}
}

// Load scans all files below the roots; those of other tools by the mappings, which may be nil. The order of documents is that of their names, so that it depends neither on
// the order of the arguments nor on that of a directory. The error holds every file that can't be read, each as a
// *source.Error with its place.
func Load(roots []Root, limits source.Limits, mappings *mapping.Library) (*Workspace, error) {
	w, errs := load(roots, limits, mappings, nil)
	if err := errs.ErrorOrNil(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// LoadBefore is Load for the state before a change, which is past mending: a file that is wrong is left out, and returned.
// One that can't be had, such as what a clone has not fetched, is an error: nobody knows what is in it. A file that the
// state after it has too, which may be nil, is not read a second time.
func LoadBefore(roots []Root, limits source.Limits, mappings *mapping.Library, after *Workspace) (*Workspace, []error, error) {
	w, errs := load(roots, limits, mappings, after)
	var wrong []error
	var unavailable *multierror.Error
	for _, err := range errs.WrappedErrors() {
		if isUnavailable(err) {
			unavailable = multierror.Append(unavailable, err)
		} else {
			wrong = append(wrong, err)
		}
	}
	return w, wrong, unavailable.ErrorOrNil()
}

// isUnavailable tells a file that could not be read to its end from one that was, and is wrong.
func isUnavailable(err error) bool {
	var fault fault
	return errors.As(err, &fault) && fault.unavailable || errors.Is(err, source.ErrTooLarge)
}

func load(roots []Root, limits source.Limits, mappings *mapping.Library, other *Workspace) (*Workspace, *multierror.Error) {
	found := &finder{seen: map[string]bool{}, incurious: other != nil, tables: mappings != nil}
	for _, root := range roots {
		found.walk(root)
	}
	slices.SortFunc(found.files, func(a, b candidate) int { return strings.Compare(a.name, b.name) })

	w := &Workspace{Ignored: found.ignored, mappings: mappings, known: map[string]known{}}
	errs := found.errs
	shelf := &shelf{budget: shelfBudget}
	for _, c := range found.files {
		if other != nil && w.takeOver(c, other) {
			continue
		}
		documents, ignored := len(w.Documents), len(w.Ignored)
		content, err := w.read(c, limits, shelf)
		if err != nil {
			errs = multierror.Append(errs, err)
		}
		if content != "" {
			w.known[c.name] = known{content, slices.Clone(w.Documents[documents:]), slices.Clone(w.Ignored[ignored:])}
		}
	}
	if err := w.findHeads(); err != nil {
		errs = multierror.Append(errs, err)
	}
	slices.SortFunc(w.Ignored, func(a, b Ignored) int { return strings.Compare(a.Name, b.Name) })
	return w, errs
}

// takeOver takes over what came of a file in another state, if it holds the same there.
func (w *Workspace) takeOver(c candidate, other *Workspace) bool {
	same, ok := other.known[c.name]
	if !ok || c.contents.ID == nil || c.contents.ID(c.path) != same.content {
		return false
	}
	for _, d := range same.documents {
		again := *d
		again.Same = d
		w.Documents = append(w.Documents, &again)
	}
	w.Ignored = append(w.Ignored, same.ignored...)
	return true
}

func (w *Workspace) ignore(name, reason string) {
	w.Ignored = append(w.Ignored, Ignored{Name: name, Reason: reason, Data: true})
}

// candidate is a file whose name says that it may hold records.
type candidate struct {
	name     string // as shown to the user
	fsys     fs.FS
	path     string
	content  []byte // instead of a file
	contents Contents
	named    bool // the user asked for this very file
}

type finder struct {
	files   []candidate
	ignored []Ignored
	errs    *multierror.Error
	seen    map[string]bool
	// incurious says that nobody asks what may be missing: files are not looked into for it.
	incurious bool
	// tables says that tables are read too.
	tables bool
}

func (f *finder) walk(root Root) {
	switch {
	case root.Content != nil:
		f.files = append(f.files, candidate{name: root.Name, path: root.Name, content: root.Content, named: true})
		return
	case root.Files != nil:
		again := renamed{root.FS, map[string]string{}}
		for _, file := range root.Files {
			again.paths[file.Name] = file.Path
			f.files = append(f.files, candidate{name: file.Name, fsys: again, path: file.Name, named: true})
		}
		return
	}
	err := fs.WalkDir(root.FS, root.Path, func(p string, entry fs.DirEntry, err error) error {
		name := root.display(p)
		if err != nil {
			f.fail(name, readFault(err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		named := p == root.Path // the user asked for this very file or directory
		if f.seen[name] {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		f.seen[name] = true
		if reason := root.left(p); reason != "" {
			return f.leave(name, reason, entry)
		}
		if entry.IsDir() {
			return f.enter(name, entry.Name(), named)
		}
		f.take(candidate{name: name, fsys: root.FS, path: p, contents: root.Contents, named: named}, entry, named)
		return nil
	})
	if err != nil {
		f.fail(root.Name, readFault(err))
	}
}

func (r Root) display(p string) string {
	if p == r.Path {
		return r.Name
	}
	relative := strings.TrimPrefix(p, r.Path+"/")
	return path.Join(r.Name, relative)
}

// Reopen opens a file that a run has read below the root, by the name that the run gave it; one within an archive too.
func (r Root) Reopen(name string) (io.ReadCloser, error) {
	file, err := r.reopen(name)
	if err == nil {
		return file, nil
	}
	for i := range name {
		if name[i] != '/' || formOf(name[:i]) != archiveForm {
			continue
		}
		if whole, err := r.reopen(name[:i]); err == nil {
			return reopenWithin(whole, name[:i], name[i+1:])
		}
	}
	return nil, err
}

func (r Root) reopen(name string) (io.ReadCloser, error) {
	switch below, inside := strings.CutPrefix(name, strings.TrimSuffix(r.Name, "/")+"/"); {
	case r.Content != nil && name == r.Name:
		return io.NopCloser(bytes.NewReader(r.Content)), nil
	case r.Content != nil:
		return nil, fs.ErrNotExist
	case name == r.Name:
		return r.FS.Open(r.Path)
	case r.Name == ".":
		return r.FS.Open(path.Join(r.Path, name))
	case inside:
		return r.FS.Open(path.Join(r.Path, below))
	}
	return nil, fs.ErrNotExist
}

func (r Root) left(p string) string {
	if r.Left == nil {
		return ""
	}
	return r.Left(p)
}

func (f *finder) leave(name, reason string, entry fs.DirEntry) error {
	if !entry.IsDir() {
		f.ignored = append(f.ignored, Ignored{Name: name, Reason: reason})
		return nil
	}
	f.ignored = append(f.ignored, Ignored{Name: name + "/", Reason: reason})
	return fs.SkipDir
}

func (f *finder) enter(name, base string, named bool) error {
	switch {
	case named:
		return nil
	case strings.HasPrefix(base, "."):
		f.ignored = append(f.ignored, Ignored{Name: name + "/", Reason: "hidden directory"})
		return fs.SkipDir
	case isJSONName(base):
		f.fail(name, fault{text: "is a directory with the name of a document", hint: "rename the directory, or put the document in its place"})
		return fs.SkipDir
	}
	return nil
}

func (f *finder) take(c candidate, entry fs.DirEntry, named bool) {
	base := entry.Name()
	json := isJSONName(base)
	known := json || f.tables && formOf(base) != noForm
	mode := entry.Type()
	switch {
	case base == schema.SettingsFile && named:
		f.ignored = append(f.ignored, Ignored{Name: c.name, Reason: "settings, not a document", Data: true})
	case !mode.IsRegular() && !(named && mode&fs.ModeSymlink != 0):
		if known || named {
			f.fail(c.name, fault{text: "is " + modeWord(mode) + ", and only regular files are read", hint: "put a copy of the file in its place"})
			return
		}
		f.ignored = append(f.ignored, Ignored{Name: c.name, Reason: modeWord(mode)})
	case strings.HasPrefix(base, ".") && !named:
		f.ignored = append(f.ignored, Ignored{Name: c.name, Reason: "hidden file", Data: known})
	case !known && !named:
		f.ignored = append(f.ignored, Ignored{Name: c.name, Reason: "not a .json or .jsonl file", Data: !f.incurious && looksLikeJSON(c)})
	default:
		f.files = append(f.files, c)
	}
}

func (f *finder) fail(name string, fault fault) {
	f.errs = multierror.Append(f.errs, &source.Error{
		Pos:  source.Position{File: name},
		Err:  fault,
		Hint: fault.hint,
	})
}

// fault is a file's error in our own words, with what to do about it.
type fault struct {
	text, hint string
	// unavailable says that it isn't known what the file holds.
	unavailable bool
}

func (f fault) Error() string { return f.text }

// readFault words the errors of a file system, whose own texts carry absolute paths and vary by platform.
func readFault(err error) fault {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault{"no such file or directory", "check the path; riskgate check takes files, directories or -", true}
	case errors.Is(err, fs.ErrPermission):
		return fault{"can't be read: permission denied", "give the user that runs riskgate the right to read it", true}
	case errors.Is(err, fs.ErrInvalid):
		return fault{"can't be read: its name is not UTF-8", "rename the file", false}
	}
	var told *source.Error
	if errors.As(err, &told) {
		return fault{"can't be read: " + told.Err.Error(), told.Hint, true}
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return fault{"can't be read: " + pathError.Err.Error(), "only regular files inside the named directory are read; links out of it are not followed", true}
	}
	return fault{"can't be read: " + err.Error(), "", true}
}

// delivered words the errors of a file that breaks off.
type delivered struct{ io.Reader }

func (d delivered) Read(b []byte) (int, error) {
	n, err := d.Reader.Read(b)
	if err != nil && err != io.EOF {
		err = readFault(err)
	}
	return n, err
}

func modeWord(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeIrregular != 0: // of a commit
		return "a git submodule"
	default:
		return "a device"
	}
}

func isJSONName(base string) bool {
	switch strings.ToLower(path.Ext(base)) {
	case ".json":
		return true
	}
	return isLinesName(base)
}

func isLinesName(base string) bool {
	ext := strings.ToLower(path.Ext(base))
	return ext == ".jsonl" || ext == ".ndjson"
}

// looksLikeJSON reads the beginning of a file whose name doesn't say JSON: a renamed document must not vanish unseen.
func looksLikeJSON(c candidate) bool {
	f, err := c.fsys.Open(c.path)
	if err != nil {
		return true // what can't be looked at may be anything
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := f.Read(head)
	text := strings.TrimLeft(strings.TrimPrefix(string(head[:n]), "\ufeff"), " \t\r\n")
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, `[{`)
}

// read scans one file and appends its documents, or lists it as ignored. It returns the name of its content, if that is
// known.
func (w *Workspace) read(c candidate, limits source.Limits, shelf *shelf) (string, error) {
	if w.mappings != nil && formOf(c.path) != noForm {
		return w.readTable(c, limits, shelf)
	}
	f, layout, err := shelf.scan(c, limits)
	if err != nil {
		return "", err
	}
	w.files = append(w.files, f)
	document := &Document{Name: c.name, SHA256: layout.SHA256, Size: layout.Size, file: f}
	switch {
	case layout.Shape == source.LinesShape:
		return f.contentID, w.readLines(document, layout)
	case layout.Shape == source.ObjectShape:
		return f.contentID, w.readObject(document, layout)
	case w.mappings.MayRead(nil, true):
		return f.contentID, w.readForeignJSON(document, layout, noObject)
	}
	w.ignore(c.name, noObject)
	return f.contentID, nil
}

// Why files of JSON are no documents.
const (
	noObject = "the top level is not an object"
	noKind   = `it has no "kind" that riskgate knows`
)

// kindOf names what a file holds by its "kind". Only a file that says what it is can be a document; one that nearly
// says so is a mistake, not another kind of file.
func (w *Workspace) kindOf(d *Document, kind, version *source.Value) (string, error) {
	if kind == nil || kind.Kind != source.String {
		if key := d.misspelledKind(); key != "" {
			return "", &source.Error{
				Pos:  d.KeyPosition(Header, "", key),
				Err:  fmt.Errorf("unknown key %q, where a document says its kind", key),
				Hint: `did you mean "kind"?`,
			}
		}
		w.ignore(d.Name, noKind)
		return "", nil
	}
	if schema.IsKind(kind.Text) {
		return kind.Text, nil
	}
	if reason := schema.Beside(kind.Text); reason != "" {
		w.ignore(d.Name, reason)
		return "", nil
	}
	near, distance := schema.NearestKind(kind.Text)
	if version == nil && distance > 2 {
		w.ignore(d.Name, fmt.Sprintf("kind %q is none of riskgate's", clip(kind.Text)))
		return "", nil
	}
	return "", &source.Error{
		Pos:  d.Position(Header, "/kind"),
		Err:  fmt.Errorf("unknown kind %q", clip(kind.Text)),
		Hint: fmt.Sprintf("did you mean %q?", near),
	}
}

// misspelledKind returns the key at the top of a file that holds the name of a kind and is nearly called so, or "".
func (d *Document) misspelledKind() string {
	for _, name := range d.topKeys() {
		if _, mistakes := spelling.Nearest(name, []string{"kind"}); mistakes > 1 {
			continue
		}
		if value := d.topValue(name); value != nil && value.Kind == source.String && schema.IsKind(value.Text) {
			return name
		}
	}
	return ""
}

// topKeys are the keys of the object that a file is, or begins with.
func (d *Document) topKeys() []string {
	var names []string
	if d.line.Length > 0 {
		if first, err := d.parse(d.line); err == nil {
			for _, member := range first.Members {
				names = append(names, member.Name)
			}
		}
	}
	for _, member := range d.members {
		names = append(names, member.Name)
	}
	return names
}

// topValue is the value of such a key, if it can be read.
func (d *Document) topValue(name string) *source.Value {
	if d.line.Length > 0 {
		first, _ := d.parse(d.line)
		return first.Get(name)
	}
	value, _ := d.member(name)
	return value
}

func clip(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "..."
}
