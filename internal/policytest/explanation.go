package policytest

import (
	"errors"
	"io/fs"
	"path"

	"github.com/riskgate/riskgate/internal/mutant"
	"github.com/riskgate/riskgate/internal/source"
)

// survivorsFile stands beside a rule, and says of each change that nothing can
// notice why that is: a list of {"before", "after", "why"}.
const survivorsFile = "survivors.json"

// explanation says why a change makes no difference. It knows the change by the
// lines before and after, which stay the same when the file grows above them.
type explanation struct {
	before, after, why string
	pos                source.Position
	taken              bool
}

type explanations []*explanation

func readExplanations(file file) (explanations, []*source.Error) {
	within := path.Join(path.Dir(file.path), survivorsFile)
	text, err := fs.ReadFile(file.folder.FS, within)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	name := path.Join(file.folder.Name, within)
	if err != nil {
		return nil, []*source.Error{{Pos: source.Position{File: name}, Err: err}}
	}
	written, fault := parseFile(name, text)
	if fault != nil {
		return nil, []*source.Error{fault}
	}
	place := place{name, text}
	if written.Kind != source.Array {
		return nil, []*source.Error{place.errorf(written, `write a list: [{"before": "...", "after": "...", "why": "..."}]`)}
	}
	var all explanations
	var mistakes []*source.Error
	for _, element := range written.Elements {
		one, mistake := place.readExplanation(element)
		if mistake != nil {
			mistakes = append(mistakes, mistake)
			continue
		}
		all = append(all, one)
	}
	return all, mistakes
}

func (p place) readExplanation(written *source.Value) (*explanation, *source.Error) {
	one := &explanation{pos: p.position(written.Offset)}
	for _, member := range written.Members {
		field := map[string]*string{"before": &one.before, "after": &one.after, "why": &one.why}[member.Name]
		if field == nil || member.Value.Kind != source.String {
			return nil, p.errorf(member.Value, "an explanation has no %q of this type: before, after, why", member.Name)
		}
		*field = member.Value.Text
	}
	if one.before == "" || one.after == "" || one.why == "" {
		return nil, p.errorf(written, "an explanation has before, after and why")
	}
	return one, nil
}

// take finds why a change makes no difference. Each explanation is about one change.
func (e explanations) take(changed mutant.Mutant) string {
	for _, one := range e {
		if !one.taken && one.before == changed.Before && one.after == changed.After {
			one.taken = true
			return one.why
		}
	}
	return ""
}

// left are the explanations that no survivor needed.
func (e explanations) left() []*source.Error {
	var stale []*source.Error
	for _, one := range e {
		if !one.taken {
			stale = append(stale, &source.Error{
				Pos:  one.pos,
				Err:  errors.New("no such change survives"),
				Hint: "take the explanation out, or copy before and after from the survivor that it is about",
			})
		}
	}
	return stale
}
