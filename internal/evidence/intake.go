package evidence

import (
	"cmp"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/source"
)

// Intake is what the user chose of how the exports of other tools are read.
type Intake struct {
	Format    string // the name of the only mapping to use; empty for whichever fits
	DateOrder string // of dates of which no mapping says it; empty where nobody chose one
}

// intakeFile is where the pack has the choice, among the mappings.
const intakeFile = "chosen.json"

func (i Intake) content() Content {
	var text strings.Builder
	out := jsonstream.New(&text)
	out.Begin('{')
	out.Member("format", i.Format)
	out.Member("date_order", i.DateOrder)
	out.End('}')
	_ = out.Close() // a builder takes everything
	return Held(intakeFile, []byte(text.String()))
}

// Intake returns the choice that the pack holds.
func (p *Pack) Intake() (Intake, error) {
	text, err := p.Read(Mappings, intakeFile)
	if err != nil {
		return Intake{}, err
	}
	v, err := parse(place(Mappings, intakeFile), text)
	return Intake{Format: textOf(v, "format"), DateOrder: textOf(v, "date_order")}, err
}

// Shipped is what the pack has of riskgate's own mappings.
func (p *Pack) Shipped() fs.FS { return p.Folder(mappingFolder(0)) }

// OwnMappings returns the organisation's mappings, in the order in which they were named.
func (p *Pack) OwnMappings() ([]source.File, error) {
	type numbered struct {
		number int
		path   string
	}
	var own []numbered
	for path := range p.lists[Mappings] {
		folder, _, _ := strings.Cut(strings.TrimPrefix(path, Mappings+"/"), "/")
		if number, err := strconv.Atoi(folder); err == nil && number > 0 {
			own = append(own, numbered{number, path})
		}
	}
	slices.SortFunc(own, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.path, b.path))
	})
	var files []source.File
	for _, one := range own {
		text, err := fs.ReadFile(p, one.path)
		if err != nil {
			return nil, err
		}
		files = append(files, source.File{Name: nameAt(mappingFolder(one.number), one.path), Text: text})
	}
	return files, nil
}
