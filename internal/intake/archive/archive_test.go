package archive_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/intake/archive"
	"github.com/riskgate/riskgate/internal/source"
)

// pack makes an archive of entries, whose headers a test may spoil.
func pack(t testing.TB, headers ...*zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, header := range headers {
		entry, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, "/") {
			if _, err := entry.Write([]byte("text of " + header.Name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func plain(names ...string) []*zip.FileHeader {
	var headers []*zip.FileHeader
	for _, name := range names {
		headers = append(headers, &zip.FileHeader{Name: name, Method: zip.Deflate})
	}
	return headers
}

func open(b []byte, limits archive.Limits) (*archive.FS, error) {
	return archive.Open(bytes.NewReader(b), int64(len(b)), "e.zip", limits)
}

func TestAnArchiveIsAFileSystem(t *testing.T) {
	a, err := open(pack(t, plain("risks.csv", "plans/", "plans/P-1.json", "other/deep/x.yaml")...), archive.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(a, "risks.csv", "plans/P-1.json", "other/deep/x.yaml"); err != nil {
		t.Error(err)
	}
	text, err := fs.ReadFile(a, "plans/P-1.json")
	if err != nil || string(text) != "text of plans/P-1.json" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestAnArchiveThatIsNoExportIsRefused(t *testing.T) {
	link := &zip.FileHeader{Name: "link"}
	link.SetMode(fs.ModeSymlink | 0o777)
	pipe := &zip.FileHeader{Name: "pipe"}
	pipe.SetMode(fs.ModeNamedPipe | 0o666)
	locked := pack(t, plain("a.csv")...)
	both(locked, 6, 8, 1)
	strange := pack(t, plain("a.csv")...)
	both(strange, 8, 10, 12)
	whole := pack(t, plain("a.csv", "b.csv")...)
	overlapping := bytes.Clone(whole)
	second := bytes.LastIndex(overlapping, []byte("PK\x01\x02"))
	first := bytes.Index(overlapping, []byte("PK\x01\x02"))
	copy(overlapping[second+42:second+46], overlapping[first+42:first+46])
	elsewhere := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(elsewhere[second+42:], 7)

	tests := []struct {
		name   string
		zip    []byte
		limits archive.Limits
		want   string
	}{
		{"no archive", []byte("id,title\n"), archive.Limits{}, "e.zip: is no whole zip archive"},
		{"half an archive", whole[:len(whole)/2], archive.Limits{}, "e.zip: is no whole zip archive"},
		{"a way out", pack(t, plain("../a.csv")...), archive.Limits{}, `e.zip: "../a.csv" has a name that leads out of the archive or to nowhere`},
		{"a way out in the middle", pack(t, plain("a/../../b.csv")...), archive.Limits{}, `e.zip: "a/../../b.csv" has a name that leads out of the archive or to nowhere`},
		{"an absolute name", pack(t, plain("/etc/a.csv")...), archive.Limits{}, `e.zip: "/etc/a.csv" has a name that leads out of the archive or to nowhere`},
		{"no name", pack(t, plain("./")...), archive.Limits{}, `e.zip: "./" has a name that leads out of the archive or to nowhere`},
		{"a backslash", pack(t, plain(`..\a.csv`)...), archive.Limits{}, `e.zip: "..\\a.csv" has a name with a backslash or NUL`},
		{"a drive", pack(t, plain("C:a.csv")...), archive.Limits{}, `e.zip: "C:a.csv" has a name with a drive letter`},
		{"NUL", pack(t, plain("a.csv\x00.txt")...), archive.Limits{}, `e.zip: "a.csv\x00.txt" has a name with a backslash or NUL`},
		{"a name of no characters", pack(t, plain("\xff.csv")...), archive.Limits{}, `e.zip: "\xff.csv" has a name that is not UTF-8`},
		{"a long name", pack(t, plain(strings.Repeat("a", 513))...), archive.Limits{}, fmt.Sprintf("e.zip: %q has a name of more than 512 bytes", strings.Repeat("a", 513))},
		{"a deep name", pack(t, plain(strings.Repeat("a/", 32)+"b")...), archive.Limits{}, fmt.Sprintf("e.zip: %q lies more than 32 directories deep", strings.Repeat("a/", 32)+"b")},
		{"a link", pack(t, link), archive.Limits{}, `e.zip: "link" is a symbolic link`},
		{"a pipe", pack(t, pipe), archive.Limits{}, `e.zip: "pipe" is no regular file`},
		{"a name twice", pack(t, plain("a.csv", "a.csv")...), archive.Limits{}, `e.zip: "a.csv" is there twice`},
		{"a directory twice", pack(t, plain("a/", "a/")...), archive.Limits{}, `e.zip: "a/" is there twice`},
		{"a file in a file", pack(t, plain("a.csv/b", "a.csv")...), archive.Limits{}, `e.zip: "a.csv" is a file and a directory at once`},
		{"a directory that is a file", pack(t, plain("a", "a/")...), archive.Limits{}, `e.zip: "a/" is there twice`},
		{"a password", locked, archive.Limits{}, `e.zip: "a.csv" is encrypted`},
		{"another method", strange, archive.Limits{}, `e.zip: "a.csv" is packed by method 12`},
		{"files on one another", overlapping, archive.Limits{}, `e.zip: "b.csv" shares bytes with another file, as no export does`},
		{"a file elsewhere", elsewhere, archive.Limits{}, `e.zip: "b.csv" doesn't stand where the archive says`},
		{"too many files", whole, archive.Limits{MaxFiles: 1}, "e.zip: holds 2 files, and at most 1 are read"},
		{"too many bytes", whole, archive.Limits{MaxBytes: 20}, "e.zip: holds more than 20 bytes when it is unpacked"},
		{"a bomb", bomb(t, 64<<20), archive.Limits{}, `e.zip: "zeros.csv" becomes more than 400 times larger when it is unpacked, as no export does`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := open(test.zip, test.limits)
			var fault *source.Error
			if !errors.As(err, &fault) || fault.Hint == "" {
				t.Fatalf("no hint: %#v", err)
			}
			if err.Error() != test.want {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
		})
	}
}

// both sets a number in the header of the only file, and in the list of files.
func both(b []byte, local, central int, to uint16) {
	binary.LittleEndian.PutUint16(b[local:], to)
	binary.LittleEndian.PutUint16(b[bytes.LastIndex(b, []byte("PK\x01\x02"))+central:], to)
}

func bomb(t testing.TB, size int64) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	entry, err := w.Create("zeros.csv")
	if err == nil {
		_, err = io.CopyN(entry, zeros{}, size)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestAFileIsNotLargerThanTheArchiveSays(t *testing.T) {
	b := bomb(t, 1<<20)
	binary.LittleEndian.PutUint32(b[bytes.LastIndex(b, []byte("PK\x01\x02"))+24:], 100)
	a, err := open(b, archive.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(a, "zeros.csv")
	if len(text) > 100 || err == nil || err.Error() != "e.zip/zeros.csv: is damaged, or not of the size that the archive says" {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestADamagedFileIsSaidToBe(t *testing.T) {
	b := pack(t, plain("a.csv", "b.csv")...)
	b[30+len("a.csv")+3] ^= 0x55
	a, err := open(b, archive.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(a, "a.csv"); err == nil || err.Error() != "e.zip/a.csv: is damaged, or not of the size that the archive says" {
		t.Errorf("%v", err)
	}
	if text, err := fs.ReadFile(a, "b.csv"); err != nil || string(text) != "text of b.csv" {
		t.Errorf("the file beside it: %q, %v", text, err)
	}
}

// Whatever a file holds, it is refused with a hint, or all of its files are read within the limits.
func FuzzOpen(f *testing.F) {
	f.Add(pack(f, plain("a.csv", "b/", "b/c.json")...))
	f.Add(bomb(f, 1<<16))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := open(b, archive.Limits{MaxBytes: 1 << 20, MaxFiles: 50})
		if err == nil {
			var total int
			err = fs.WalkDir(a, ".", func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				text, err := fs.ReadFile(a, name)
				if total += len(text); total > 1<<20 {
					t.Fatalf("%d bytes", total)
				}
				return err
			})
		}
		var fault *source.Error
		if err != nil && (!errors.As(err, &fault) || fault.Hint == "") {
			t.Fatalf("no hint: %#v", err)
		}
	})
}
