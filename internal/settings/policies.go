package settings

import "github.com/riskgate/riskgate/internal/source"

// Policy is a folder of rules that the settings file names.
type Policy struct {
	Path string          // as it is written: relative to the settings file
	Pos  source.Position // where it is written
}

// Policies lists the folders of the organisation's own rules that a settings
// file names. It leaves what the schema has against the file to Load, which
// needs the rules first.
func Policies(file File, checker Checker) ([]Policy, error) {
	l := &loader{config: Config{Checker: checker}, file: file, root: source.NewObject()}
	if file.Name != "" {
		root, err := new(source.Parser).Parse(file.Text, source.Position{File: file.Name})
		if err != nil {
			return nil, err
		}
		l.root = root
	}
	l.checkSchema()
	named := l.choice("policies").value
	if named == nil {
		return nil, nil
	}
	var folders []Policy
	for _, element := range named.Elements {
		folders = append(folders, Policy{Path: element.Text, Pos: l.position(element.Offset)})
	}
	return folders, nil
}
