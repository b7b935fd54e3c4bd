package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/export/loss"
	"github.com/riskgate/riskgate/internal/export/native"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// nativeFormat is the name of riskgate's own documents among the formats to convert to.
const nativeFormat = "native"

// runInto writes riskgate's own documents into a folder, or brings those that are there up to date.
func (c *command) runInto(cmd *cobra.Command, args []string, flags convertFlags) error {
	switch {
	case flags.to != "" && flags.to != nativeFormat:
		return usage(cmd, "--into: only riskgate's own documents go into a folder, not %s", flags.to)
	case flags.into == "":
		return usage(cmd, "--to native: that is several files; name a folder for them with --into DIR")
	case flags.file != "":
		return usage(cmd, "-o: the documents go into %s", flags.into)
	}
	limits, err := sizeLimit(cmd, flags.maxFileSize)
	if err != nil {
		return err
	}
	records, err := c.joined(cmd.Context(), args, flags, limits)
	if err != nil {
		return err
	}
	defer records.Close()
	if len(records.Documents()) == 0 {
		fmt.Fprintf(c.Err, "riskgate: there is no document to convert below %s\n", prose.Plain(records.below()))
		c.code = gate.NothingChecked
		return nil
	}
	lost, err := records.unread()
	if err != nil {
		return err
	}
	written, notes, err := c.bringInto(cmd.Context(), records, flags, limits)
	if err != nil {
		return err
	}
	if flags.losses != "" {
		if err := writeFile(flags.losses, lost.List().WriteCSV); err != nil {
			return err
		}
	}
	c.tellLosses(lost)
	c.tellNotes(notes, flags, written)
	if len(notes.Conflicts) > 0 && !flags.takeExport {
		c.code = gate.FindingsBlock
	}
	return nil
}

// bringInto merges the records into the folder and writes the files that change, what it remembers last.
func (c *command) bringInto(ctx context.Context, r *records, flags convertFlags, limits source.Limits) (written int, notes *native.Notes, err error) {
	folder, err := openInto(flags.into, limits)
	if err != nil {
		return 0, nil, err
	}
	outputs, notes, err := folder.Merge(r.Documents(), native.Options{Split: flags.split, TakeExport: flags.takeExport, Register: flags.register})
	if err != nil {
		return 0, nil, err
	}
	for _, o := range outputs {
		name := filepath.Join(flags.into, filepath.FromSlash(o.Name))
		if _, err := os.Lstat(name); o.New && err == nil {
			return 0, nil, &source.Error{
				Pos:  source.Position{File: filepath.ToSlash(name)},
				Err:  errors.New("stands where a new document would go, and is none itself"),
				Hint: "move it away, or name another folder",
			}
		}
	}
	remembered := func(o native.Output) bool { return strings.HasPrefix(o.Name, native.Memory+"/") }
	slices.SortStableFunc(outputs, func(a, b native.Output) int { return compareBool(remembered(a), remembered(b)) })
	for _, o := range outputs {
		if err := ctx.Err(); err != nil {
			return written, nil, err
		}
		name := filepath.Join(flags.into, filepath.FromSlash(o.Name))
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, o.Text) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return written, nil, writeError(filepath.Dir(name), err)
		}
		if err := writeFile(name, func(w io.Writer) error { _, err := w.Write(o.Text); return err }); err != nil {
			return written, nil, err
		}
		if !remembered(o) {
			written++
		}
	}
	return written, notes, nil
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// openInto reads a folder that documents go into; one that isn't there yet is empty.
func openInto(name string, limits source.Limits) (*native.Folder, error) {
	below := shown(name)
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return native.Open(below, nil, nil, nil)
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, pathError(below, err)
	}
	defer root.Close()
	work, err := workspace.Load([]workspace.Root{{Name: below, FS: root.FS(), Path: "."}}, limits, nil)
	if err != nil {
		return nil, err
	}
	defer work.Close()
	memory := &workspace.Workspace{}
	if _, err := root.Stat(native.Memory); err == nil {
		if memory, err = workspace.Load([]workspace.Root{{Name: below + "/" + native.Memory, FS: root.FS(), Path: native.Memory}}, limits, nil); err != nil {
			return nil, err
		}
		defer memory.Close()
	}
	return native.Open(below, work.Documents, memory.Documents, func(path string) (source.File, error) {
		return source.ReadFile(root.FS(), path, path, limits)
	})
}

// unread counts what of foreign files stands in no record.
func (r *records) unread() (*loss.Losses, error) {
	made := map[string][]*workspace.Document{}
	lost := &loss.Losses{}
	told := map[string]bool{}
	for _, d := range r.Documents() {
		switch {
		case d.Intake != nil && told[d.Name]: // one file may hold several documents
		case d.Intake != nil:
			told[d.Name] = true
			for _, table := range d.Intake.Tables {
				for _, column := range table.Unmapped {
					for range table.Used {
						lost.Add(column, loss.LeftOut)
					}
				}
			}
		case d.Format() != d.Kind:
			made[d.Name] = append(made[d.Name], d)
		}
	}
	for name, documents := range made {
		root, err := r.whole(name)
		if err != nil || root == nil {
			return lost, err
		}
		of, err := native.Unread(root, documents)
		if err != nil {
			return nil, err
		}
		lost.Join(of)
	}
	return lost, nil
}

// whole reads a foreign file again; nil where it holds no JSON.
func (r *records) whole(name string) (*source.Value, error) {
	for _, root := range r.roots.list {
		opened, err := root.Reopen(name)
		if err != nil {
			continue
		}
		defer opened.Close()
		text, err := io.ReadAll(opened)
		if err != nil {
			return nil, err
		}
		value, err := source.File{Name: name, Text: text}.Parse()
		if err != nil {
			return nil, nil
		}
		return value, nil
	}
	return nil, nil
}

// mostTold is how many records or fields are named of each sort.
const mostTold = 20

// tellNotes says on standard error what has become of the folder.
func (c *command) tellNotes(n *native.Notes, flags convertFlags, written int) {
	var differences, edited []string
	for _, d := range n.Conflicts {
		differences = append(differences, d.String())
	}
	for _, d := range n.Edited {
		edited = append(edited, d.String())
	}
	var updated []string
	for _, u := range n.Updated {
		updated = append(updated, u.Of+": "+strings.Join(u.Fields, ", "))
	}
	outcome := "the folder's stays, until somebody settles it or --take-export does"
	if flags.takeExport {
		outcome = "the export's is taken"
	}
	c.tellSome("in conflict, as people and the export say different things; "+outcome, differences)
	c.tellSome("kept as people have changed them, though the export says otherwise", edited)
	c.tellSome("no longer in the export, and kept: close or remove them by hand", n.Vanished)
	c.tellSome("removed by people, and not brought back", n.Removed)
	c.tellSome("brought up to date", updated)
	fmt.Fprintf(c.Err, "%s: %s added, %s brought up to date, %s as before, %s written\n", prose.Plain(flags.into),
		prose.Count(len(n.Added), "record", "records"), prose.Number(len(n.Updated)), prose.Number(n.Unchanged), prose.Count(written, "file", "files"))
	if len(n.Updated) > 0 {
		fmt.Fprintln(c.Err, "History and approvals of what changed are people's to add; riskgate gate says which the change needs.")
	}
}

func (c *command) tellSome(title string, all []string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(c.Err, "%s (%s):\n", title, prose.Number(len(all)))
	for i, one := range all {
		if i == mostTold {
			fmt.Fprintf(c.Err, "  and %s\n", prose.Count(len(all)-i, "other", "others"))
			break
		}
		fmt.Fprintln(c.Err, "  "+prose.Plain(one))
	}
}
