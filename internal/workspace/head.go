package workspace

import (
	"path"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// findHeads gives each file of single records the document that it is a part of: what the source of the document can't carry
// holds for these records too. A risk says which register it is of; else it is the document of the kind that stands in the
// same directory or the nearest above, where it is the only one there.
func (w *Workspace) findHeads() error {
	heads := map[string]map[string][]*Document{} // by the kind of a file of single records, and directory
	byID := map[string][]*Document{}             // registers
	for _, d := range w.Documents {
		if d.Header == nil {
			continue
		}
		if d.Kind == schema.Register {
			byID[textOf(d.Header.Get("id"))] = append(byID[textOf(d.Header.Get("id"))], d)
		}
		for _, list := range schema.Lists(d.Kind) {
			if heads[list.Single] == nil {
				heads[list.Single] = map[string][]*Document{}
			}
			directory := path.Dir(d.Name)
			heads[list.Single][directory] = append(heads[list.Single][directory], d)
		}
	}
	for _, d := range w.Documents {
		if d.Header != nil {
			continue
		}
		register, err := d.member("register")
		if err != nil {
			return err
		}
		d.Head = nearest(heads[d.Kind], path.Dir(d.Name))
		if register != nil && schema.RecordsOf(schema.Register)[0] == schema.RecordsOf(d.Kind)[0] {
			d.Head = only(byID[register.Text])
		}
		d.Omits = nil
		if d.Head != nil {
			d.Omits = d.Head.Omits
		}
	}
	return nil
}

// nearest is the only document of a directory, or of the nearest above that has any.
func nearest(heads map[string][]*Document, directory string) *Document {
	for len(heads[directory]) == 0 {
		if directory == path.Dir(directory) {
			return nil
		}
		directory = path.Dir(directory)
	}
	return only(heads[directory])
}

func only(documents []*Document) *Document {
	if len(documents) != 1 {
		return nil
	}
	return documents[0]
}

func textOf(v *source.Value) string {
	if v == nil || v.Kind != source.String {
		return ""
	}
	return v.Text
}
