// Package xlsx reads a workbook as tables whose cells keep their kind.
//
// It is written on encoding/xml because the libraries for workbooks give less than an audit needs: excelize keeps the kind
// of a cell only by holding the whole sheet in memory, and where it reads row by row takes broken XML for the end of the
// sheet; xlsxreader knows neither formulas nor what is hidden or merged.
package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/riskgate/riskgate/internal/intake/archive"
	"github.com/riskgate/riskgate/internal/intake/grid"
	"github.com/riskgate/riskgate/internal/source"
)

// Book is the tables of a workbook.
type Book struct {
	Sheets []grid.Sheet
	// Others are the names of sheets that hold no cells, such as charts.
	Others []string
}

// Notes say in words what of the workbook is no table.
func (b *Book) Notes() []string {
	var notes []string
	for _, name := range b.Others {
		notes = append(notes, fmt.Sprintf("sheet %q holds no cells", name))
	}
	return notes
}

// book is a workbook that is being read.
type book struct {
	name    string
	parts   fs.FS
	strings []string
	dates   dates
}

// Open reads what a workbook of so many bytes says about its sheets; messages call it by name. A workbook with macros, one
// with a password and one of another format is refused. The file must stay open as long as its sheets are read.
func Open(file io.ReaderAt, size int64, name string, limits source.Limits) (*Book, error) {
	if size > limits.Most() {
		return nil, fault(name, fmt.Sprintf("is larger than %d bytes", limits.Most()), "raise --max-file-size")
	}
	if err := refuseOLE(file, size, name); err != nil {
		return nil, err
	}
	parts, err := archive.Open(file, size, name, archive.Limits{})
	if err != nil {
		return nil, err
	}
	b := &book{name: name, parts: parts}
	return b.open()
}

// refuseOLE refuses what Excel wrote before it wrote archives, and still writes where there is a password.
func refuseOLE(file io.ReaderAt, size int64, name string) error {
	head := make([]byte, 8)
	if n, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) || !bytes.Equal(head[:n], []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return nil // whatever it is, it has no such header
	}
	encrypted, err := contains(io.NewSectionReader(file, 0, size), utf16("EncryptedPackage"))
	if err != nil {
		return fault(name, "can't be read", "let the user that runs riskgate read the file")
	}
	if encrypted {
		return fault(name, "is encrypted", "open it with its password, and save it without one")
	}
	return fault(name, "is a workbook of the old format (.xls)", "save it as an Excel workbook (.xlsx)")
}

func utf16(ascii string) []byte {
	var encoded []byte
	for i := range len(ascii) {
		encoded = append(encoded, ascii[i], 0)
	}
	return encoded
}

// contains reports whether some bytes stand in a stream.
func contains(r io.Reader, wanted []byte) (bool, error) {
	buffer := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buffer[kept:])
		if bytes.Contains(buffer[:kept+n], wanted) {
			return true, nil
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		from := max(0, kept+n-len(wanted)+1)
		kept = copy(buffer, buffer[from:kept+n])
	}
}

// relation leads from one part of the workbook to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// is reports what the relation is by the last word of its type: the words before it tell the edition of the standard.
func (r relation) is(kind string) bool { return path.Base(r.Type) == kind && r.Mode != "External" }

// relations returns what a part leads to, with targets as names of parts. The empty name is that of the whole.
func (b *book) relations(part string) ([]relation, error) {
	var list struct {
		Relations []relation `xml:"Relationship"`
	}
	directory, base := path.Split(part)
	if err := b.decode(path.Join(directory, "_rels", base+".rels"), &list); err != nil {
		return nil, err
	}
	for i, r := range list.Relations {
		if path.IsAbs(r.Target) {
			list.Relations[i].Target = strings.TrimPrefix(path.Clean(r.Target), "/")
		} else {
			list.Relations[i].Target = path.Join(directory, r.Target)
		}
	}
	return list.Relations, nil
}

// maxPart is the size of a part that is held in memory, in bytes; sheets are not.
const maxPart = 256 << 20

// decode reads a part that is small.
func (b *book) decode(part string, into any) error {
	file, err := b.openPart(part)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := xml.NewDecoder(file).Decode(into); err != nil {
		return b.broken(part, err)
	}
	return nil
}

func (b *book) openPart(part string) (fs.File, error) {
	file, err := b.parts.Open(part)
	if err != nil {
		return nil, fault(b.name, fmt.Sprintf("lacks its part %q", part), "save the workbook again with the program that made it")
	}
	return file, nil
}

// broken says that a part can't be read on; err may be the archive's own word for it.
func (b *book) broken(part string, err error) error {
	var told *source.Error
	if errors.As(err, &told) {
		return told
	}
	return fault(b.name+"/"+part, "is no XML that can be read to its end", "save the workbook again with the program that made it")
}

func fault(name, text, hint string) error {
	return &source.Error{Pos: source.Position{File: name}, Err: errors.New(text), Hint: hint}
}

// open reads all parts but the sheets' cells.
func (b *book) open() (*Book, error) {
	main, err := b.mainPart()
	if err != nil {
		return nil, err
	}
	var workbook struct {
		Properties struct {
			From1904 flag `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name     string     `xml:"name,attr"`
			State    string     `xml:"state,attr"`
			Attrs    []xml.Attr `xml:",any,attr"`
			Relation string     `xml:"-"`
		} `xml:"sheets>sheet"`
	}
	if err := b.decode(main, &workbook); err != nil {
		return nil, err
	}
	relations, err := b.relations(main)
	if err != nil {
		return nil, err
	}
	b.dates.from1904 = bool(workbook.Properties.From1904)
	byID := map[string]relation{}
	for _, r := range relations {
		byID[r.ID] = r
		switch {
		case r.is("sharedStrings"):
			err = b.readStrings(r.Target)
		case r.is("styles"):
			err = b.readStyles(r.Target)
		}
		if err != nil {
			return nil, err
		}
	}
	found := &Book{}
	for _, s := range workbook.Sheets {
		for _, attr := range s.Attrs {
			if attr.Name.Local == "id" { // of the relation; sheetId is another
				s.Relation = attr.Value
			}
		}
		r := byID[s.Relation]
		if !r.is("worksheet") {
			found.Others = append(found.Others, s.Name)
			continue
		}
		sheet, err := b.openSheet(s.Name, r.Target)
		if err != nil {
			return nil, err
		}
		sheet.Hidden = s.State == "hidden" || s.State == "veryHidden"
		found.Sheets = append(found.Sheets, sheet)
	}
	return found, nil
}

// mainPart returns the name of the part that lists the sheets.
func (b *book) mainPart() (string, error) {
	if _, err := fs.Stat(b.parts, "[Content_Types].xml"); err != nil {
		if kind, err := fs.ReadFile(b.parts, "mimetype"); err == nil && strings.HasPrefix(string(kind), "application/vnd.oasis.opendocument") {
			return "", fault(b.name, "is an OpenDocument file", "save it as an Excel workbook (.xlsx) or as CSV")
		}
		return "", fault(b.name, "is an archive, but no workbook", "give the workbook itself")
	}
	relations, err := b.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range relations {
		switch {
		case !r.is("officeDocument"):
		case path.Ext(r.Target) == ".bin":
			return "", fault(b.name, "is a binary workbook (.xlsb)", "save it as an Excel workbook (.xlsx)")
		default:
			return r.Target, b.refuseMacros(r.Target)
		}
	}
	return "", fault(b.name, "is an archive, but no workbook", "give the workbook itself")
}

func (b *book) refuseMacros(main string) error {
	var types struct {
		Overrides []struct {
			Part string `xml:"PartName,attr"`
			Type string `xml:"ContentType,attr"`
		} `xml:"Override"`
	}
	if err := b.decode("[Content_Types].xml", &types); err != nil {
		return err
	}
	macros := false
	for _, o := range types.Overrides {
		name := strings.TrimPrefix(o.Part, "/")
		switch {
		case strings.Contains(o.Type, "macroEnabled"), strings.Contains(o.Type, "vbaProject"):
			macros = true
		case name == main && !strings.Contains(o.Type, "spreadsheetml"):
			return fault(b.name, "is a document, but no workbook", "give the workbook itself")
		}
	}
	if _, err := fs.Stat(b.parts, path.Join(path.Dir(main), "vbaProject.bin")); err == nil || macros {
		return fault(b.name, "is a workbook with macros (.xlsm)", "save it as an Excel workbook without macros (.xlsx)")
	}
	return nil
}

// flag is a boolean attribute, which may be written in two ways.
type flag bool

func (f *flag) UnmarshalXMLAttr(attr xml.Attr) error {
	*f = flag(isTrue(attr.Value))
	return nil
}

func isTrue(value string) bool { return value == "1" || value == "true" }
