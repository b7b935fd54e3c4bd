package native

import (
	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Unread counts what of a foreign file stands in no record: the values that nothing was made of, by their path. The
// documents are those that were made of the file.
func Unread(root *source.Value, documents []*workspace.Document) (*loss.Losses, error) {
	made, err := gather(documents)
	if err != nil {
		return nil, err
	}
	known := map[int]bool{}
	for _, d := range made {
		note(d.header, known)
		for _, r := range d.records {
			note(r.value, known)
		}
	}
	lost := &loss.Losses{}
	unread(root, "", known, lost)
	return lost, nil
}

// note collects where texts, numbers and the like were taken from.
func note(v *source.Value, known map[int]bool) {
	for _, member := range v.Members {
		note(member.Value, known)
	}
	for _, element := range v.Elements {
		note(element, known)
	}
	if v.Kind != source.Object && v.Kind != source.Array {
		known[v.Offset] = true
	}
}

func unread(v *source.Value, path string, known map[int]bool, lost *loss.Losses) {
	for _, member := range v.Members {
		unread(member.Value, join(path, member.Name), known, lost)
	}
	for _, element := range v.Elements {
		unread(element, path, known, lost)
	}
	if v.Kind == source.Object || v.Kind == source.Array {
		return
	}
	fate := loss.LeftOut
	if known[v.Offset] {
		fate = loss.Kept
	}
	lost.Add(path, fate)
}
