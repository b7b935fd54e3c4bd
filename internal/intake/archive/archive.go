// Package archive opens a zip file as a file system in which nothing is larger, more or elsewhere than it says.
package archive

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/riskgate/riskgate/internal/source"
)

// What an archive may hold at most, unless its reader says otherwise.
const (
	defaultMaxBytes = 2 << 30
	defaultMaxFiles = 10_000
)

const (
	maxPath  = 512 // bytes of a name
	maxDepth = 32  // directories in one another

	// maxRatio is how many times larger a file may become when it is unpacked. Text rarely becomes thirty times larger, and
	// the sheets of a workbook a hundred times; what small files do harms nobody.
	maxRatio   = 400
	smallBytes = 16 << 20
)

// Limits is what the reader of an archive may change.
type Limits struct {
	MaxBytes int64 // of all files, unpacked; 0: 2 GiB
	MaxFiles int   // 0: 10,000
}

// FS holds the regular files and directories of an archive. It can be used by several goroutines at once.
type FS struct {
	name string
	zip  *zip.Reader
}

// Open reads the list of files of an archive of so many bytes, by which messages call it by name. It refuses an archive
// that a well-meant export never is. The file must stay open as long as the archive is read.
func Open(file io.ReaderAt, size int64, name string, limits Limits) (*FS, error) {
	limits.MaxBytes = cmp.Or(limits.MaxBytes, defaultMaxBytes)
	limits.MaxFiles = cmp.Or(limits.MaxFiles, defaultMaxFiles)
	reader, err := zip.NewReader(file, size)
	if err != nil {
		return nil, fault(name, "is no whole zip archive", "copy or export it again; it may have been cut off")
	}
	a := &FS{name: name, zip: reader}
	if err := a.refuse(limits); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *FS) refuse(limits Limits) error {
	if len(a.zip.File) > limits.MaxFiles {
		return fault(a.name, fmt.Sprintf("holds %d files, and at most %d are read", len(a.zip.File), limits.MaxFiles), "unpack it, and check the files that matter")
	}
	var total uint64
	for _, entry := range a.zip.File {
		if reason := misnamed(entry.Name); reason != "" {
			return a.fault(entry, reason, "make the archive again from files below one directory")
		}
		if reason := unreadable(entry); reason != "" {
			return a.fault(entry, reason, "make the archive again from plain files, deflated, without a password")
		}
		total += min(entry.UncompressedSize64, 1<<62/uint64(limits.MaxFiles))
		if total > uint64(limits.MaxBytes) {
			return fault(a.name, fmt.Sprintf("holds more than %d bytes when it is unpacked", limits.MaxBytes), "unpack it, and check the files that matter")
		}
		if entry.UncompressedSize64 > smallBytes && entry.UncompressedSize64/maxRatio > entry.CompressedSize64 {
			return a.fault(entry, fmt.Sprintf("becomes more than %d times larger when it is unpacked, as no export does", maxRatio), "check where the archive comes from")
		}
	}
	if err := a.clashes(); err != nil {
		return err
	}
	return a.overlaps()
}

// misnamed says why a name is none of a file below the archive; "" for a good one.
func misnamed(name string) string {
	plain := strings.TrimSuffix(name, "/")
	switch {
	case len(name) > maxPath:
		return fmt.Sprintf("has a name of more than %d bytes", maxPath)
	case strings.Count(plain, "/") >= maxDepth:
		return fmt.Sprintf("lies more than %d directories deep", maxDepth)
	case !utf8.ValidString(name):
		return "has a name that is not UTF-8"
	case strings.ContainsAny(name, "\x00\\"):
		return "has a name with a backslash or NUL"
	case len(name) > 1 && name[1] == ':':
		return "has a name with a drive letter"
	case path.IsAbs(name), !fs.ValidPath(plain), plain == ".":
		return "has a name that leads out of the archive or to nowhere"
	}
	return ""
}

func unreadable(entry *zip.File) string {
	const encrypted = 0x1 | 0x40 | 0x2000 // by itself, strongly, or with its header
	mode := entry.Mode()
	switch {
	case mode&fs.ModeSymlink != 0:
		return "is a symbolic link"
	case !mode.IsRegular() && !mode.IsDir():
		return "is no regular file"
	case mode.IsDir() != strings.HasSuffix(entry.Name, "/"):
		return "is a file and a directory at once"
	case entry.Flags&encrypted != 0:
		return "is encrypted"
	case entry.Method != zip.Store && entry.Method != zip.Deflate:
		return fmt.Sprintf("is packed by method %d", entry.Method)
	}
	return ""
}

// clashes refuses names that are there twice, or of a file in a file.
func (a *FS) clashes() error {
	files, directories := map[string]bool{}, map[string]bool{}
	for _, entry := range a.zip.File {
		name, directory := strings.CutSuffix(entry.Name, "/")
		if files[name] || directory && directories[entry.Name] {
			return a.fault(entry, "is there twice", "make the archive again")
		}
		if directory {
			directories[entry.Name] = true // with its slash, since its files may have come before it
			directories[name] = true
		} else {
			files[name] = true
		}
		for parent := path.Dir(name); parent != "."; parent = path.Dir(parent) {
			directories[parent] = true
		}
	}
	for _, entry := range a.zip.File {
		if name, directory := strings.CutSuffix(entry.Name, "/"); files[name] && (directory || directories[name]) {
			return a.fault(entry, "is a file and a directory at once", "make the archive again")
		}
	}
	return nil
}

// overlaps refuses files that share bytes, by which a small archive can hold a very large amount.
func (a *FS) overlaps() error {
	const header = 30 // of a file, without its name
	type extent struct {
		entry      *zip.File
		start, end int64
	}
	var extents []extent
	for _, entry := range a.zip.File {
		start, err := entry.DataOffset()
		if err != nil {
			return a.fault(entry, "doesn't stand where the archive says", "copy or export the archive again; it may have been cut off")
		}
		extents = append(extents, extent{entry, start, start + int64(entry.CompressedSize64)})
	}
	slices.SortFunc(extents, func(x, y extent) int { return cmp.Compare(x.start, y.start) })
	for i := 1; i < len(extents); i++ {
		this := extents[i]
		if extents[i-1].end > this.start-header-int64(len(this.entry.Name)) {
			return a.fault(this.entry, "shares bytes with another file, as no export does", "check where the archive comes from")
		}
	}
	return nil
}

// Open opens a file or directory of the archive. That a file ends where the archive says, with the sum that it says, is
// archive/zip's to see.
func (a *FS) Open(name string) (fs.File, error) {
	opened, err := a.zip.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := opened.Stat()
	if err != nil || info.IsDir() {
		return opened, err
	}
	return file{opened, a.name + "/" + name}, nil
}

// file says in our words what is wrong with it.
type file struct {
	fs.File
	name string
}

func (f file) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, fault(f.name, "is damaged, or not of the size that the archive says", "copy or export the archive again")
	}
	return n, err
}

// fault shows a hostile name in quotes.
func (a *FS) fault(entry *zip.File, text, hint string) error {
	return fault(a.name, fmt.Sprintf("%q %s", entry.Name, text), hint)
}

func fault(name, text, hint string) error {
	return &source.Error{Pos: source.Position{File: name}, Err: errors.New(text), Hint: hint}
}
