package cli

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/riskgate/riskgate/internal/revision"
)

// origin is where settings, rules and waivers are read from. Names are as the user types them, or relative to the
// directory of the settings file that holds them.
type origin interface {
	// locate finds the file system that has a name, and the path of the name in it. There need not be such a file.
	locate(name string) (fs.FS, string, error)
	// folder opens a folder so that no link leads out of it.
	folder(name string) (fs.FS, fs.FileInfo, error)
}

// disk is the origin of everything that is checked as it stands.
type disk struct{}

func (disk) locate(name string) (fs.FS, string, error) {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return nil, "", err
	}
	top := filepath.VolumeName(absolute) + string(filepath.Separator)
	within, err := filepath.Rel(top, absolute)
	return os.DirFS(top), filepath.ToSlash(within), err
}

// folder stays open to the end of the run.
func (disk) folder(name string) (fs.FS, fs.FileInfo, error) {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return nil, info, err
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, nil, err
	}
	return root.FS(), info, nil
}

// committed is the origin of what a commit holds: whatever a change does to these files, it isn't seen. What lies outside
// of the repository is on the disk.
type committed struct {
	*revision.Commit
	top  string // of the work tree; empty where there is none
	here string // path of the working directory in the tree
}

func (c committed) locate(name string) (fs.FS, string, error) {
	if within, inside := c.within(name); inside {
		return c.Commit, within, nil
	}
	return disk{}.locate(name)
}

func (c committed) folder(name string) (fs.FS, fs.FileInfo, error) {
	within, inside := c.within(name)
	if !inside {
		return disk{}.folder(name)
	}
	info, err := fs.Stat(c.Commit, within)
	if err != nil || !info.IsDir() {
		return nil, info, err
	}
	folder, err := fs.Sub(c.Commit, within)
	return folder, info, err
}

// within is the path in the tree, if it isn't outside of it.
func (c committed) within(name string) (string, bool) {
	relative := path.Join(c.here, filepath.ToSlash(name))
	if filepath.IsAbs(name) {
		if resolved, err := filepath.EvalSymlinks(name); err == nil {
			name = resolved
		}
		found, err := filepath.Rel(filepath.FromSlash(c.top), name)
		if err != nil || c.top == "" {
			return "", false
		}
		relative = filepath.ToSlash(found)
	}
	return relative, relative != ".." && !strings.HasPrefix(relative, "../")
}

// sameFolder reports whether two folders that were opened are one.
func sameFolder(a, b fs.FileInfo) bool { return os.SameFile(a, b) || a == b }
