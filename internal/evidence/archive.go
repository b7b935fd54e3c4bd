package evidence

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math"
)

// The parts of a zip file that have a fixed size, in bytes, and how they begin. The numbers are those of section 4.3 of the
// format's description (APPNOTE.TXT).
const (
	localSize, localBegin     = 30, 0x04034b50
	describedAs               = 0x08074b50
	centralSize, centralBegin = 46, 0x02014b50
	endSize, wideEndSize      = 22, 56 + 20

	described = 0x8   // the sizes of a file stand behind it
	inUTF8    = 0x800 // so does its name
	wideExtra = 1     // of a file or an archive of more than 4 GiB
)

// readArchive reads a zip file of which there is only one reading. Programs differ in what they believe: a list at the end, or
// what stands before each file; the first of two files of one name, or the last; bytes between the files, links, other
// names on the side. So an archive holds what riskgate writes and nothing besides: plain files as they are, one behind the other
// from the first byte on, and their list.
func readArchive(from io.ReaderAt, size int64) (*zip.Reader, error) {
	files, err := zip.NewReader(from, size)
	if err != nil {
		return nil, refuse("%s is no archive", PackFile)
	}
	if files.Comment != "" {
		return nil, refuse("%s has a comment, which may be anything", PackFile)
	}
	end, list := int64(0), int64(0)
	named := map[string]bool{}
	for _, file := range files.File {
		if named[file.Name] {
			return nil, refuse("the pack holds %s twice", file.Name)
		}
		named[file.Name] = true
		if !isPlain(file) {
			return nil, refuse("the pack holds %s in another form than its own", file.Name)
		}
		if end, err = behind(from, file, end, size); err != nil {
			return nil, err
		}
		list += centralSize + int64(len(file.Name)+len(file.Extra))
	}
	if rest := size - end - list; rest != endSize && rest != endSize+wideEndSize {
		return nil, refuse("%s has bytes that belong to no file", PackFile)
	}
	return files, checkCentral(files.File, io.NewSectionReader(from, end, list))
}

// isPlain reports whether the list has a file as riskgate writes it.
func isPlain(file *zip.File) bool {
	wide := len(file.Extra) >= 4 && binary.LittleEndian.Uint16(file.Extra) == wideExtra &&
		int(binary.LittleEndian.Uint16(file.Extra[2:])) == len(file.Extra)-4
	return file.Method == zip.Store && file.CompressedSize64 == file.UncompressedSize64 &&
		file.Flags|inUTF8 == described|inUTF8 && file.Mode().IsRegular() &&
		file.Comment == "" && (wide || len(file.Extra) == 0)
}

// behind is the place behind a file that begins at a place, once all around its content is what the list says.
func behind(from io.ReaderAt, file *zip.File, begin, size int64) (int64, error) {
	head := make([]byte, localSize+len(file.Name))
	if _, err := from.ReadAt(head, begin); err != nil {
		return 0, refuse("the pack ends within %s", file.Name)
	}
	content, err := file.DataOffset()
	word := func(at int) uint16 { return binary.LittleEndian.Uint16(head[at:]) }
	switch {
	case err != nil || binary.LittleEndian.Uint32(head) != localBegin || content != begin+int64(len(head)):
		return 0, refuse("the pack holds %s elsewhere than behind the file before it", file.Name)
	case word(6) != file.Flags || word(8) != zip.Store || !bytes.Equal(head[14:26], make([]byte, 12)) || string(head[localSize:]) != file.Name:
		return 0, refuse("the pack calls %s otherwise where it stands", file.Name)
	case file.UncompressedSize64 > uint64(size-content):
		return 0, refuse("the pack ends within %s", file.Name)
	}
	tail := binary.LittleEndian.AppendUint32(nil, describedAs)
	tail = binary.LittleEndian.AppendUint32(tail, file.CRC32)
	for range 2 { // the size as it is stored, and as it is
		if file.UncompressedSize64 >= math.MaxUint32 {
			tail = binary.LittleEndian.AppendUint64(tail, file.UncompressedSize64)
		} else {
			tail = binary.LittleEndian.AppendUint32(tail, uint32(file.UncompressedSize64))
		}
	}
	found := make([]byte, len(tail))
	end := content + int64(file.UncompressedSize64)
	if _, err := from.ReadAt(found, end); err != nil || !bytes.Equal(found, tail) {
		return 0, refuse("the pack describes %s otherwise where it ends", file.Name)
	}
	return end + int64(len(tail)), nil
}

// checkCentral holds what stands where the list must be to the list that was read, which can stand elsewhere.
func checkCentral(files []*zip.File, from io.Reader) error {
	list, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	for _, file := range files {
		name := list[centralSize : centralSize+len(file.Name)]
		if binary.LittleEndian.Uint32(list) != centralBegin || string(name) != file.Name {
			return refuse("%s has another list behind its files", PackFile)
		}
		list = list[centralSize+len(file.Name)+len(file.Extra):]
	}
	return nil
}
