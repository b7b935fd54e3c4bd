package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/internal/source"
)

// Folder holds rules under rules/ and what they share under lib/.
type Folder struct {
	FS fs.FS
	// Name is how messages and reports call the folder; empty for the one that riskgate holds itself.
	Name string
	// Builtin lets the rules stand in the groups that riskgate keeps for itself.
	Builtin bool
}

// SettingsFile is where a folder says which settings its rules bring along.
const SettingsFile = "settings.json"

const (
	ruleFile = "rule.rego"
	testFile = "_test.rego"
)

// IsFile reports whether a path within a folder is one at which a folder has a
// file of its own, and nobody keeps records.
func IsFile(name string) bool {
	return slices.ContainsFunc([]string{
		"lib/*/*.rego", "rules/*/*/*.rego", "rules/*/*/examples/*.json",
		SettingsFile, catalogue.DutiesFile, catalogue.ControlsFile,
	}, func(pattern string) bool {
		matched, _ := path.Match(pattern, name)
		return matched
	})
}

// file is one Rego file of a folder.
type file struct {
	folder Folder
	path   string // within the folder
	text   []byte
}

// name is how messages call the file.
func (f file) name() string { return path.Join(f.folder.Name, f.path) }

func (f file) isShared() bool { return strings.HasPrefix(f.path, "lib/") }

// files reads all Rego files of a folder but the tests. One that stands where no
// rule is looked for is a mistake: it would be left out without a word.
func (m *mistakes) files(folder Folder) []file {
	var files []file
	before := len(m.found)
	take := func(name string) {
		if path.Ext(name) != ".rego" || strings.HasSuffix(name, testFile) {
			return
		}
		one := file{folder: folder, path: name}
		text, err := fs.ReadFile(folder.FS, name)
		if err != nil {
			m.addFile(one.name(), err)
			return
		}
		one.text = text
		files = append(files, one)
	}
	top, err := fs.ReadDir(folder.FS, ".")
	if err != nil {
		m.addFile(path.Join(folder.Name, "."), err)
		return nil
	}
	for _, entry := range top {
		switch {
		case entry.Name() != "lib" && entry.Name() != "rules":
			take(entry.Name())
		case !entry.IsDir():
			m.addf(source.Position{File: path.Join(folder.Name, entry.Name())}, "", "%s is no directory", entry.Name())
		default:
			_ = fs.WalkDir(folder.FS, entry.Name(), func(name string, entry fs.DirEntry, err error) error {
				if err != nil {
					m.addFile(path.Join(folder.Name, name), err)
					return fs.SkipDir
				}
				if !entry.IsDir() {
					take(name)
				}
				return nil
			})
		}
	}
	if len(files) == 0 && len(m.found) == before {
		m.addf(source.Position{File: path.Join(folder.Name, ".")}, "a rule's file is rules/<group>/<claim>/"+ruleFile, "the folder holds no rule")
	}
	return files
}

func (m *mistakes) addFile(name string, err error) {
	var inPath *fs.PathError
	if errors.As(err, &inPath) {
		err = inPath.Err
	}
	m.addf(source.Position{File: name}, "", "can't be read: %w", err)
}

// digest is the SHA-256 of the sorted lines "<hex>  <path>\n", which sha256sum
// alone can repeat.
func digest(files []file) string {
	lines := make([]string, len(files))
	for i, file := range files {
		lines[i] = fmt.Sprintf("%x  %s\n", sha256.Sum256(file.text), file.path)
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:])
}
