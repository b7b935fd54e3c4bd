package evidence_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/evidence"
)

// entry is a file of an archive.
type entry struct {
	zip.FileHeader
	content []byte
}

func unzipped(t testing.TB, pack []byte) []entry {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	var all []entry
	for _, file := range archive.File {
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry{zip.FileHeader{Name: file.Name, Method: zip.Store}, content})
	}
	return all
}

// zipped writes an archive that holds the given bytes before it.
func zipped(t testing.TB, before, comment string, all []entry) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString(before)
	archive := zip.NewWriter(&out)
	archive.SetOffset(int64(len(before)))
	for _, e := range all {
		w, err := archive.CreateHeader(&e.FileHeader)
		if err == nil {
			_, err = w.Write(e.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.SetComment(comment); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withPack is a folder whose statement speaks of another pack, and is signed all the same.
func (f folder) withPack(t testing.TB, key *evidence.PrivateKey, pack []byte) folder {
	t.Helper()
	again := f.clone()
	payload := rebind(f.payload(t), f.MapFS[evidence.PackFile].Data, pack)
	again.MapFS[evidence.PackFile] = &fstest.MapFile{Data: pack}
	bundle, err := evidence.Sign(payload, key)
	again.write(t, bundle, err)
	return again
}

const (
	packedRegister = "inputs/register.json"
	twin           = "inputs/registeR.json"
)

// A pack is an archive in which no two programs can see different files, whoever signed it.
func TestAPackHasOnlyOneReading(t *testing.T) {
	const elsewhere = "the pack holds inputs/register.json elsewhere than behind the file before it"
	const otherForm = "the pack holds inputs/register.json in another form than its own"
	// change makes a forgery of an archive by one of its entries, the register.
	change := func(forge func(*entry)) func([]entry) []byte {
		return func(all []entry) []byte {
			for i := range all {
				if all[i].Name == packedRegister {
					forge(&all[i])
				}
			}
			return zipped(t, "", "", all)
		}
	}
	// patch makes a forgery by bytes of a good archive.
	patch := func(forge func(pack []byte) []byte) func([]entry) []byte {
		return func(all []entry) []byte { return forge(zipped(t, "", "", all)) }
	}
	// extra adds a file.
	extra := func(name, content string) func([]entry) []byte {
		return func(all []entry) []byte {
			return zipped(t, "", "", append(all, entry{zip.FileHeader{Name: name, Method: zip.Store}, []byte(content)}))
		}
	}
	tests := []struct {
		name  string
		forge func([]entry) []byte
		want  string
	}{
		{"as it is", change(func(*entry) {}), ""},
		{"no archive", func([]entry) []byte { return []byte("PK") }, "pack.zip is no archive"},
		{"two files of one name", extra(packedRegister, "{}"), "the pack holds inputs/register.json twice"},
		{"a name that differs in case", extra(twin, register), "the pack holds inputs/registeR.json, which no list has"},
		{"a list whose name differs in case", extra("Inputs.sha256", ""), "the pack holds Inputs.sha256, which no list has"},
		{"a name in other code points", extra("inputs/re\u0301gister.json", register), "the pack holds inputs/re\u0301gister.json, which no list has"},
		{"a path that leads out", extra("../register.json", register), "the pack holds ../register.json, which no list has"},
		{"a path from the root", extra("/etc/passwd", "root"), "the pack holds /etc/passwd, which no list has"},
		{"a path of another system", extra(`inputs\register.json`, register), `the pack holds inputs\register.json, which no list has`},
		{"a directory", extra("inputs/", ""), "the pack holds inputs/ in another form than its own"},
		{"a link", change(func(e *entry) { e.SetMode(fs.ModeSymlink | 0o777) }), otherForm},
		{"a compressed file", change(func(e *entry) { e.Method = zip.Deflate }), otherForm},
		{"an encrypted file", change(func(e *entry) { e.Flags |= 1 }), otherForm},
		{"another name on the side", change(func(e *entry) { e.Extra = unicodePath("inputs/other.json") }), otherForm},
		{"a file with a comment", change(func(e *entry) { e.Comment = "as agreed" }), otherForm},
		{"a comment", func(all []entry) []byte { return zipped(t, "", "as agreed", all) }, "pack.zip has a comment, which may be anything"},
		{"bytes before it", func(all []entry) []byte { return zipped(t, "#!/bin/sh\n", "", all) }, elsewhere},
		{"bytes before it that its list does not know", patch(func(pack []byte) []byte { return append([]byte("#!/bin/sh\n"), pack...) }), elsewhere},
		{"bytes behind it", patch(func(pack []byte) []byte { return append(pack, "more"...) }), "pack.zip has bytes that belong to no file"},
		{"a file that its list does not have", patch(func(pack []byte) []byte {
			return spliced(pack, listBegins(t, pack), register)
		}), "pack.zip has bytes that belong to no file"},
		{"another name where the file stands", patch(func(pack []byte) []byte {
			return bytes.Replace(pack, []byte(packedRegister), []byte(twin), 1)
		}), "the pack calls inputs/register.json otherwise where it stands"},
		{"a size where the file stands", patch(func(pack []byte) []byte { pack[18] = 1; return pack }), "the pack calls inputs/register.json otherwise where it stands"},
		{"another size where the file ends", patch(func(pack []byte) []byte {
			pack[bytes.Index(pack, []byte("PK\x07\x08"))+8]++
			return pack
		}), "the pack describes inputs/register.json otherwise where it ends"},
		{"sizes of more than there is", patch(func(pack []byte) []byte {
			list := listBegins(t, pack)
			binary.LittleEndian.PutUint32(pack[list+20:], 1<<31)
			binary.LittleEndian.PutUint32(pack[list+24:], 1<<31)
			return pack
		}), "the pack ends within inputs/register.json"},
		{"sizes of more than there can be", patch(func(pack []byte) []byte { return widened(t, pack, 1<<62) }), "the pack ends within inputs/register.json"},
	}
	key := newKey(t, "ed25519")
	original := written(t, sample(t, nil), key)
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := original.withPack(t, key, test.forge(unzipped(t, original.MapFS[evidence.PackFile].Data)))
			if got := verify(t, f, trusted); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// unicodePath is an extra field from which some programs take the name of the file (APPNOTE.TXT, 4.6.9).
func unicodePath(name string) []byte {
	field := binary.LittleEndian.AppendUint16(nil, 0x7075)
	field = binary.LittleEndian.AppendUint16(field, uint16(5+len(name)))
	field = append(field, 1)
	field = binary.LittleEndian.AppendUint32(field, crc32.ChecksumIEEE([]byte(packedRegister)))
	return append(field, name...)
}

// listBegins is the place of the list of an archive.
func listBegins(t testing.TB, pack []byte) int {
	t.Helper()
	begin := bytes.Index(pack, []byte("PK\x01\x02"))
	if begin < 0 {
		t.Fatal("the archive has no list")
	}
	return begin
}

// spliced puts bytes into an archive before its list, which still is where the end says.
func spliced(pack []byte, at int, text string) []byte {
	again := append(bytes.Clone(pack[:at]), text...)
	again = append(again, pack[at:]...)
	end := again[len(again)-22:]
	binary.LittleEndian.PutUint32(end[16:], uint32(at+len(text)))
	return again
}

// widened claims a size in the field that is for large files.
func widened(t testing.TB, pack []byte, size uint64) []byte {
	t.Helper()
	list := listBegins(t, pack)
	name := int(binary.LittleEndian.Uint16(pack[list+28:]))
	field := binary.LittleEndian.AppendUint16(nil, 1)
	field = binary.LittleEndian.AppendUint16(field, 16)
	field = binary.LittleEndian.AppendUint64(field, size)
	field = binary.LittleEndian.AppendUint64(field, size)
	behind := list + 46 + name
	again := append(bytes.Clone(pack[:behind]), field...)
	again = append(again, pack[behind:]...)
	binary.LittleEndian.PutUint32(again[list+20:], 1<<32-1)
	binary.LittleEndian.PutUint32(again[list+24:], 1<<32-1)
	binary.LittleEndian.PutUint16(again[list+30:], uint16(len(field)))
	end := again[len(again)-22:]
	binary.LittleEndian.PutUint32(end[12:], binary.LittleEndian.Uint32(end[12:])+uint32(len(field)))
	return again
}
