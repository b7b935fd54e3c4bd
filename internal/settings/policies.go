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
	named, err := listed(file, checker, "policies")
	var folders []Policy
	for _, one := range named {
		folders = append(folders, Policy(one))
	}
	return folders, err
}

// Mappings lists the organisation's own mappings that a settings file names, as
// Policies does with folders of rules.
func Mappings(file File, checker Checker) ([]Named, error) {
	return listed(file, checker, "mappings")
}

// listed are the paths of a list at the top of a settings file.
func listed(file File, checker Checker, key string) ([]Named, error) {
	l := &loader{config: Config{Checker: checker}, file: file, root: source.NewObject()}
	if file.Name != "" {
		root, err := new(source.Parser).Parse(file.Text, source.Position{File: file.Name})
		if err != nil {
			return nil, err
		}
		l.root = root
	}
	l.checkSchema()
	named := l.choice(key).value
	if named == nil {
		return nil, nil
	}
	var all []Named
	for _, element := range named.Elements {
		all = append(all, Named{Path: element.Text, Pos: l.position(element.Offset)})
	}
	return all, nil
}
