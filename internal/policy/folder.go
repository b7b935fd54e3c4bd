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
	"unicode"

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
		"lib/*/*.rego", "rules/*/*/*.rego", "rules/*/*/*.json", "rules/*/*/examples/*.json",
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

// files reads all Rego files of a folder but the tests. What looks like a rule
// and isn't read as one is a mistake: it would be left out without a word.
func (m *mistakes) files(folder Folder) []file {
	top, err := fs.ReadDir(folder.FS, ".")
	if err != nil {
		m.addFile(path.Join(folder.Name, "."), err)
		return nil
	}
	before := len(m.found)
	gathering := gathering{mistakes: m, folder: folder, homes: map[string]bool{}}
	for _, entry := range top {
		name := entry.Name()
		switch {
		case name != "lib" && name != "rules":
			gathering.take(name, entry)
		case !entry.IsDir():
			m.addf(source.Position{File: path.Join(folder.Name, name)}, "", "%s is no directory", name)
		default:
			gathering.walk(name)
		}
	}
	for home, hasRule := range gathering.homes {
		if !hasRule {
			m.addf(source.Position{File: path.Join(folder.Name, home)}, "write the rule, or remove what is there", "there is no %s", ruleFile)
		}
	}
	if len(gathering.files) == 0 && len(m.found) == before {
		m.addf(source.Position{File: path.Join(folder.Name, ".")}, "a rule's file is rules/<group>/<claim>/"+ruleFile, "the folder holds no rule")
	}
	return gathering.files
}

// gathering reads the files of one folder.
type gathering struct {
	*mistakes
	folder Folder
	files  []file
	homes  map[string]bool // folders of rules, and whether the rule is there
}

func (g *gathering) walk(top string) {
	_ = fs.WalkDir(g.folder.FS, top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			g.addFile(path.Join(g.folder.Name, name), err)
			return fs.SkipDir
		}
		if strings.HasPrefix(entry.Name(), ".") { // an editor's, or not finished
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.Type()&fs.ModeSymlink != 0 && !g.isFile(name) {
			g.addf(source.Position{File: path.Join(g.folder.Name, name)}, "put what it leads to in its place", "a link must lead to a file of the folder")
			return nil
		}
		if steps := strings.SplitN(name, "/", 4); top == "rules" && len(steps) == 4 {
			home := path.Join(steps[:3]...)
			g.homes[home] = g.homes[home] || steps[3] == ruleFile
		}
		g.take(name, entry)
		return nil
	})
}

func (g *gathering) take(name string, entry fs.DirEntry) {
	one := file{folder: g.folder, path: name}
	isRego := path.Ext(name) == ".rego"
	switch {
	case entry.IsDir() && isRego:
		g.addf(source.Position{File: one.name()}, "", "a directory has the name of a rule's file")
	case entry.IsDir() || !isRego || strings.HasSuffix(name, testFile):
	default:
		text, err := fs.ReadFile(g.folder.FS, name)
		if err != nil {
			g.addFile(one.name(), err)
			return
		}
		one.text = text
		g.checkText(one)
		g.files = append(g.files, one)
	}
}

func (g *gathering) isFile(name string) bool {
	info, err := fs.Stat(g.folder.FS, name)
	return err == nil && info.Mode().IsRegular()
}

// checkText refuses text that shows its reader something else than it says.
func (g *gathering) checkText(file file) {
	text := string(file.text)
	at := strings.IndexFunc(text, func(r rune) bool { return r == '\uFEFF' || unicode.Is(unicode.Bidi_Control, r) })
	if at >= 0 {
		g.addf(source.PositionAt(file.text, source.Position{File: file.name()}, at), "remove the character",
			"%+q is a character that nobody sees", []rune(text[at:])[0])
	}
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
