package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/policies"
)

// builtin is the folder of the rules that this program holds.
func builtin() policy.Folder { return policy.Folder{FS: policies.FS, Builtin: true} }

// policyFolders opens the folders that hold the rules of a run: the program's own, those that the settings name, and
// those that the user names. A folder that is named twice is opened once.
func policyFolders(from origin, named []string, written settings.File, checker *schema.Checker) ([]policy.Folder, error) {
	wanted, err := settings.Policies(written, checker)
	if err != nil {
		return nil, err
	}
	for i, one := range wanted {
		wanted[i].Path = besideSettings(written, one.Path)
	}
	for _, name := range named {
		wanted = append(wanted, settings.Policy{Path: name, Pos: source.Position{File: "--policy"}})
	}
	folders := []policy.Folder{builtin()}
	var opened []fs.FileInfo
	var errs *multierror.Error
	for _, one := range wanted {
		folder, info, err := openFolder(from, one)
		switch {
		case err != nil:
			errs = multierror.Append(errs, err)
		case !slices.ContainsFunc(opened, func(other fs.FileInfo) bool { return sameFolder(info, other) }):
			opened = append(opened, info)
			folders = append(folders, folder)
		}
	}
	return folders, errs.ErrorOrNil()
}

// besideSettings is a path that stands in a settings file, as the user would type it.
func besideSettings(written settings.File, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(written.Name), name)
}

// openFolder opens a folder as a root of its own.
func openFolder(from origin, named settings.Policy) (policy.Folder, fs.FileInfo, error) {
	fail := func(text, hint string) error {
		return &source.Error{Pos: named.Pos, Err: errors.New(text), Hint: hint}
	}
	folder, info, err := from.folder(named.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return policy.Folder{}, nil, fail("there is no folder "+shown(named.Path), "riskgate rules new writes the first rule of one")
	case err != nil:
		return policy.Folder{}, nil, pathError(shown(named.Path), err)
	case !info.IsDir():
		return policy.Folder{}, nil, fail(shown(named.Path)+" is no folder", "name the folder that holds rules/<group>/<claim>/rule.rego")
	}
	return policy.Folder{Name: shown(named.Path), FS: plainFiles{folder}}, info, nil
}

// plainFiles opens directories and files of reasonable size, and nothing else: a pipe would wait for ever.
type plainFiles struct{ fs.FS }

// maxPolicyFile is far more than a rule, its tests or an example ever need, in bytes.
const maxPolicyFile = 1 << 20

var (
	errNoFile    = errors.New("it is no regular file")
	errLargeFile = fmt.Errorf("it is larger than %d MiB", maxPolicyFile>>20)
)

func (p plainFiles) Open(name string) (fs.File, error) {
	info, err := fs.Stat(p.FS, name)
	switch {
	case err != nil:
	case info.IsDir():
	case !info.Mode().IsRegular():
		err = errNoFile
	case info.Size() > maxPolicyFile:
		err = errLargeFile
	}
	if err != nil {
		return nil, err
	}
	return p.FS.Open(name)
}

// ownSettings reads what policy folders say of the settings that their rules bring along. A folder may say nothing.
func (b *rulebook) ownSettings() ([]settings.File, error) {
	var files []settings.File
	for _, folder := range b.folders {
		if _, err := fs.Stat(folder.FS, policy.SettingsFile); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		file, err := settings.Read(folder.FS, policy.SettingsFile, path.Join(folder.Name, policy.SettingsFile))
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// folder is where a rule comes from.
func (b *rulebook) folder(rule report.Rule) policy.Folder {
	i := slices.IndexFunc(b.folders, func(f policy.Folder) bool { return f.Name == rule.Policy })
	return b.folders[i]
}

// policies lists the folders of the organisation's own rules for the report.
func (b *rulebook) policies() []report.Policy {
	var own []report.Policy
	for _, folder := range b.folders {
		if !folder.Builtin {
			own = append(own, report.Policy{Name: folder.Name, Digest: b.library.Digest(folder.Name)})
		}
	}
	return own
}
