package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Content is a file that a run read.
type Content struct {
	Name string // as the run called it
	// SHA256 is what the run read, in lower-case hex; empty for what is still in memory, and so can't have changed.
	SHA256 string
	Size   int64 // bytes
	Open   func() (io.ReadCloser, error)
}

// Held is the content of a file that a run still has in memory.
func Held(name string, text []byte) Content {
	return Content{Name: name, Size: int64(len(text)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(text)), nil
	}}
}

// packer writes a pack, and notes what goes into it.
type packer struct {
	archive *zip.Writer
	lists   map[string][]string // the lines of each set
}

func newPacker(w io.Writer) *packer {
	return &packer{archive: zip.NewWriter(w), lists: map[string][]string{}}
}

// add puts a file into a set, and returns its digests. Where the content is to stay out, it is read all the same, and listed.
func (p *packer) add(set string, c Content, omit bool) (Subject, error) {
	path := place(set, c.Name)
	out := io.Discard
	if !omit {
		var err error
		// Stored as it is: the same bytes in the pack and in memory, and nothing that could unfold into more.
		if out, err = p.archive.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Store}); err != nil {
			return Subject{}, err
		}
	}
	in, err := c.Open()
	if err != nil {
		return Subject{}, err
	}
	defer in.Close()
	digests := newDigests(c.Size)
	size, err := io.Copy(io.MultiWriter(out, digests), in)
	if err != nil {
		return Subject{}, fmt.Errorf("%s: %w", c.Name, err)
	}
	subject := digests.subject(c.Name)
	if size != c.Size || c.SHA256 != "" && c.SHA256 != subject.SHA256 {
		return Subject{}, fmt.Errorf("%s changed while it was being checked; run the check again when nothing writes to the file", c.Name)
	}
	p.lists[set] = append(p.lists[set], listLine(subject.SHA256, path))
	return subject, nil
}

// listLine is a line of sha256sum.
func listLine(hex, path string) string { return hex + "  " + path + "\n" }

// close writes the lists of the sets, and returns what each of them holds.
func (p *packer) close() ([]Set, error) {
	var sets []Set
	for _, name := range setNames {
		lines := p.lists[name]
		slices.Sort(lines)
		list := strings.Join(lines, "")
		out, err := p.archive.CreateHeader(&zip.FileHeader{Name: listFile(name), Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(out, list); err != nil {
			return nil, err
		}
		sets = append(sets, Set{Name: name, Files: len(lines), SHA256: sum([]byte(list))})
	}
	return sets, p.archive.Close()
}

// listFile is where the pack has the list of a set.
func listFile(set string) string { return set + ".sha256" }

func sum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// digests computes both digests of a file while it is copied.
type digests struct{ sha256, gitBlob hash.Hash }

func newDigests(size int64) digests {
	d := digests{sha256.New(), sha1.New()}
	fmt.Fprintf(d.gitBlob, "blob %d\x00", size)
	return d
}

func (d digests) Write(p []byte) (int, error) {
	d.sha256.Write(p)
	return d.gitBlob.Write(p)
}

func (d digests) subject(name string) Subject {
	return Subject{name, hex.EncodeToString(d.sha256.Sum(nil)), hex.EncodeToString(d.gitBlob.Sum(nil))}
}

// Pack is what a run read. It is an fs.FS, and so are its folders.
type Pack struct {
	file  fs.File
	from  io.ReaderAt
	files *zip.Reader
	named map[string]*zip.File
	lists map[string]map[string]string // set -> path -> SHA-256
	blobs map[string]string            // path -> the name that git gives the content
}

// OpenPack opens the pack of a folder whose evidence was verified.
func OpenPack(folder fs.FS, s *Statement) (*Pack, error) {
	p, err := openPack(folder, s.Pack.Size)
	if err != nil {
		return nil, err
	}
	for _, name := range setNames {
		if _, err := p.checkList(name, s); err != nil {
			p.Close()
			return nil, err
		}
	}
	return p, nil
}

// Path is where a pack has a file of a set, by the name that the run gave the file.
func Path(set, name string) string { return place(set, name) }

// Read returns what the run read of a file of a set.
func (p *Pack) Read(set, name string) ([]byte, error) { return fs.ReadFile(p, place(set, name)) }

// Folder is what the pack has of a set whose files stand in it under their own names: the profiles and the schemas.
func (p *Pack) Folder(set string) fs.FS {
	folder, err := fs.Sub(p, set)
	if err != nil {
		panic(err) // no set has a name that is no path
	}
	return folder
}

// Rules is what the pack has of a folder of rules: riskgate's own is number 0, and the others follow in the order of the
// report.
func (p *Pack) Rules(number int) fs.FS { return p.Folder(policyFolder(number)) }

// openPack opens a pack whose bytes are known to be those that a statement speaks of.
func openPack(folder fs.FS, size int64) (_ *Pack, err error) {
	file, err := openFile(folder, PackFile)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	from, ok := file.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("%s can't be read from its middle", PackFile)
	}
	files, err := readArchive(from, size)
	if err != nil {
		return nil, err
	}
	p := &Pack{file: file, from: from, files: files, named: map[string]*zip.File{}, lists: map[string]map[string]string{}, blobs: map[string]string{}}
	for _, entry := range files.File {
		p.named[entry.Name] = entry
	}
	return p, nil
}

// Close lets go of the file.
func (p *Pack) Close() error { return p.file.Close() }

// Open opens a file or folder of the pack. A file can be read from any place in it.
func (p *Pack) Open(name string) (fs.File, error) {
	file, err := p.files.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return file, err
	}
	file.Close()
	offset, err := p.named[name].DataOffset()
	return stored{io.NewSectionReader(p.from, offset, info.Size()), info}, err
}

// stored is a file that stands in the archive as it is.
type stored struct {
	*io.SectionReader
	info fs.FileInfo
}

func (s stored) Stat() (fs.FileInfo, error) { return s.info, nil }
func (s stored) Close() error               { return nil }

// check holds the pack to a statement: its lists, and each file to its list.
func (p *Pack) check(s *Statement) error {
	wanted := map[string]string{}
	if !slices.EqualFunc(s.Sets, setNames, func(set Set, name string) bool { return set.Name == name }) {
		return refuse("the statement does not speak of all that a run reads")
	}
	for _, name := range setNames {
		list, err := p.checkList(name, s)
		if err != nil {
			return err
		}
		wanted[listFile(name)] = s.set(name).SHA256
		if (name == Inputs || name == Base) && s.OmitsInputs {
			continue
		}
		maps.Copy(wanted, list)
	}
	for _, entry := range p.files.File {
		digest, known := wanted[entry.Name]
		if !known {
			return refuse("the pack holds %s, which no list has", entry.Name)
		}
		delete(wanted, entry.Name)
		found, err := p.digests(entry.Name, entry.UncompressedSize64)
		if err != nil {
			return refuse("the pack holds %s, which can't be read", entry.Name)
		}
		if found.SHA256 != digest {
			return refuse("%s of the pack is not what its list has", entry.Name)
		}
		p.blobs[entry.Name] = found.GitBlob
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		return refuse("the pack lacks %s", name)
	}
	return nil
}

// checkList holds one list to the statement.
func (p *Pack) checkList(name string, s *Statement) (map[string]string, error) {
	text, err := fs.ReadFile(p, listFile(name))
	if err != nil {
		return nil, refuse("the pack lacks %s", listFile(name))
	}
	set := s.set(name)
	if sum(text) != set.SHA256 {
		return nil, refuse("the list of %s is not the one that the statement speaks of", name)
	}
	list := map[string]string{}
	lines := strings.SplitAfter(string(text), "\n")
	for _, line := range lines[:len(lines)-1] {
		digest, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		list[path] = digest
	}
	if lines[len(lines)-1] != "" || len(list) != len(lines)-1 || len(list) != set.Files {
		return nil, refuse("the list of %s does not hold the %d files that the statement speaks of", name, set.Files)
	}
	p.lists[name] = list
	return list, nil
}

// digests are those of a file of the pack.
func (p *Pack) digests(name string, size uint64) (Subject, error) {
	file, err := p.Open(name)
	if err != nil {
		return Subject{}, err
	}
	defer file.Close()
	all := newDigests(int64(size))
	_, err = io.Copy(all, file)
	return all.subject(name), err
}

// digestOf reads a file to its end, or to where it is larger than it may be.
func digestOf(folder fs.FS, name string, most int64) (File, error) {
	file, err := openFile(folder, name)
	if err != nil {
		return File{}, err
	}
	defer file.Close()
	all := sha256.New()
	size, err := io.Copy(all, io.LimitReader(file, most+1))
	return File{hex.EncodeToString(all.Sum(nil)), size}, err
}

// openFile opens a file of a folder. What is no file is refused, for opening a pipe would wait for its writer.
func openFile(folder fs.FS, name string) (fs.File, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse("%s is not a regular file", name)
	}
	return folder.Open(name)
}
