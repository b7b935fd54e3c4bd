package revision

import (
	"bytes"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/riskgate/riskgate/internal/source"
)

// Commit is the files of one commit. It is an fs.FS, and safe for concurrent use.
type Commit struct {
	// ID is the full id, in hexadecimal.
	ID string

	root    entry
	objects *objects
	maxFile int64

	mu    sync.Mutex
	trees map[string][]entry // by id
}

// maxTree is far more than the list of a directory ever needs, in bytes.
const maxTree = 256 << 20

// Close ends the git process behind the files.
func (c *Commit) Close() error {
	c.objects.close()
	return nil
}

// ContentID names the content of a file: two files of one name hold the same bytes. It is empty where there is no such
// file.
func (c *Commit) ContentID(name string) string {
	found, err := c.find(name)
	if err != nil || !found.mode.IsRegular() {
		return ""
	}
	return found.id
}

// NewHash computes the name that ContentID gives a content of a size, in bytes.
func (c *Commit) NewHash(size int64) hash.Hash {
	return newHash("blob", size, len(c.ID))
}

// entry is one file or directory of a tree, and its own fs.FileInfo.
type entry struct {
	name string
	mode fs.FileMode
	id   string
	size int64 // of a file that was read
}

func (e entry) Name() string       { return e.name }
func (e entry) IsDir() bool        { return e.mode.IsDir() }
func (e entry) Type() fs.FileMode  { return e.mode.Type() }
func (e entry) Mode() fs.FileMode  { return e.mode }
func (e entry) Size() int64        { return e.size }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) Sys() any           { return nil }

// modes are what a tree can hold. A submodule is neither file nor directory: its content is in another repository.
var modes = map[string]fs.FileMode{
	"40000":  fs.ModeDir | 0o755,
	"100644": 0o644,
	"100664": 0o644, // of old repositories
	"100755": 0o755,
	"120000": fs.ModeSymlink | 0o777,
	"160000": fs.ModeIrregular,
}

// Open opens a file or a directory. Links are not followed.
func (c *Commit) Open(name string) (fs.File, error) {
	found, err := c.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	switch {
	case found.mode.IsDir():
		entries, err := c.tree(found.id)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return &directory{entry: found, left: c.listed(name, entries)}, nil
	case !found.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("it is a link or a submodule")}
	}
	content, size, err := c.objects.read(found.id, "blob", c.maxFile)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if isPointer(content) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errPointer}
	}
	found.size = size
	return &file{entry: found, Reader: bytes.NewReader(content)}, nil
}

// ReadDir lists a directory by name.
func (c *Commit) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := c.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	entries, err := c.tree(found.id)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	return c.listed(name, entries), nil
}

// Lstat describes a file, and a link as what it is. With ReadLink, it makes Commit an fs.ReadLinkFS.
func (c *Commit) Lstat(name string) (fs.FileInfo, error) {
	found, err := c.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: err}
	}
	return listing{entry: found, commit: c, path: name}.Info()
}

// Has reports whether there is anything of that name. It reads no file.
func (c *Commit) Has(name string) (bool, error) {
	_, err := c.find(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return true, nil
}

// ReadLink returns where a link leads.
func (c *Commit) ReadLink(name string) (string, error) {
	found, err := c.find(name)
	if err == nil && found.mode&fs.ModeSymlink == 0 {
		err = fs.ErrInvalid
	}
	var content []byte
	if err == nil {
		content, _, err = c.objects.read(found.id, "blob", 4<<10)
	}
	if err != nil {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: err}
	}
	return string(content), nil
}

// find follows a path from the top, directory by directory.
func (c *Commit) find(name string) (entry, error) {
	if !fs.ValidPath(name) {
		return entry{}, fs.ErrInvalid
	}
	at := c.root
	if name == "." {
		return at, nil
	}
	for step := range strings.SplitSeq(name, "/") {
		if !at.mode.IsDir() {
			return entry{}, fs.ErrNotExist
		}
		entries, err := c.tree(at.id)
		if err != nil {
			return entry{}, err
		}
		i, ok := slices.BinarySearchFunc(entries, step, func(e entry, name string) int { return strings.Compare(e.name, name) })
		if !ok {
			return entry{}, fs.ErrNotExist
		}
		at = entries[i]
	}
	return at, nil
}

// tree reads a directory, once.
func (c *Commit) tree(id string) ([]entry, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if entries, ok := c.trees[id]; ok {
		return entries, nil
	}
	content, size, err := c.objects.read(id, "tree", maxTree)
	if err != nil {
		return nil, err
	}
	if size > maxTree {
		return nil, errTree
	}
	entries, err := parseTree(content, len(c.ID)/2)
	if err == nil {
		c.trees[id] = entries
	}
	return entries, err
}

var errTree = errors.New("git holds a list of files there that no file system could have")

// parseTree reads the entries of a tree, sorted by name: git sorts directories as if their names ended in a slash. Names
// that no file system would take, and the same name twice, are refused.
func parseTree(content []byte, idLength int) ([]entry, error) {
	var entries []entry
	for len(content) > 0 {
		mode, rest, ok := bytes.Cut(content, []byte{' '})
		name, rest, named := bytes.Cut(rest, []byte{0})
		kind, known := modes[string(mode)]
		if !ok || !named || !known || len(rest) < idLength || !isName(string(name)) {
			return nil, errTree
		}
		entries = append(entries, entry{name: string(name), mode: kind, id: hex.EncodeToString(rest[:idLength])})
		content = rest[idLength:]
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for i := range entries {
		if i > 0 && entries[i].name == entries[i-1].name {
			return nil, errTree
		}
	}
	return entries, nil
}

func isName(name string) bool {
	return name != "" && name != "." && name != ".." && path.Base(name) == name
}

// pointerStart is how a file begins that Git LFS has put in the place of another.
const pointerStart = "version https://git-lfs.github.com/spec/v1\n"

var errPointer = &source.Error{
	Err:  errors.New("the commit holds a Git LFS pointer in its place"),
	Hint: "keep records in git itself, or compare two directories with --base-dir",
}

func isPointer(content []byte) bool {
	return len(content) < 1<<10 && bytes.HasPrefix(content, []byte(pointerStart))
}

// file is a file that was read.
type file struct {
	entry
	*bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *file) Close() error               { return nil }
func (f *file) Size() int64                { return f.entry.size }

// directory is a directory that is listed step by step.
type directory struct {
	entry
	left []fs.DirEntry
}

func (d *directory) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *directory) Close() error               { return nil }

func (d *directory) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errors.New("it is a directory")}
}

// ReadDir lists the next n entries, or all that are left.
func (d *directory) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.left)
	} else if len(d.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.left))
	next := d.left[:n]
	d.left = d.left[n:]
	return next, nil
}

// listing is an entry of a directory. How large a file is isn't known before it is read.
type listing struct {
	entry
	commit *Commit
	path   string
}

func (l listing) Info() (fs.FileInfo, error) {
	if l.mode.IsRegular() {
		return fs.Stat(l.commit, l.path)
	}
	return l.entry, nil
}

func (c *Commit) listed(name string, entries []entry) []fs.DirEntry {
	all := make([]fs.DirEntry, len(entries))
	for i, e := range entries {
		all[i] = listing{entry: e, commit: c, path: path.Join(name, e.name)}
	}
	return all
}
