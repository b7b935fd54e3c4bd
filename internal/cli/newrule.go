package cli

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/scaffold"
	"github.com/riskgate/riskgate/internal/spelling"
)

func (c *command) newRule() *cobra.Command {
	var subject, directory string
	cmd := &cobra.Command{
		Use:   "new GROUP.CLAIM",
		Short: "Write the folder of a new rule of your own, with tests and examples that hold",
		Long: `New writes a rule with its tests and examples below a policy folder, as a claim that
works and that you change into your own. It changes nothing that is there.

A rule's name says what holds: acme.supplier_named. The group is your own, since
riskgate keeps its groups for itself.`,
		Example: `  riskgate rules new acme.supplier_named
  riskgate rules new acme.minutes_kept --subject review --dir governance/policies`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := newFiles(cmd, args[0], subject)
			if err != nil {
				return err
			}
			folder := filepath.Join(directory, "rules", filepath.FromSlash(strings.ReplaceAll(args[0], ".", "/")))
			if err := writeFolder(folder, files); err != nil {
				return err
			}
			return c.print(func(w io.Writer) error { return tellNew(w, args[0], directory, folder, files) })
		},
	}
	cmd.Flags().StringVar(&subject, "subject", "risk", "`kind` of record that the rule is about")
	cmd.Flags().StringVar(&directory, "dir", "policies", "policy `folder` that the rule goes into; it is made if need be")
	_ = cmd.MarkFlagDirname("dir")
	complete(cmd, "subject", func() []string {
		subjects, _ := scaffold.Subjects()
		return subjects
	})
	return cmd
}

// newFiles holds the name and the subject to what a rule can have.
func newFiles(cmd *cobra.Command, id, subject string) ([]scaffold.File, error) {
	group, claim, _ := strings.Cut(id, ".")
	if !policy.IsID(id) {
		return nil, &usageError{
			err:  fmt.Errorf("%q is no name of a rule", id),
			hint: "write it as group.claim, with small letters, digits and _, as acme.supplier_named",
		}
	}
	if policy.IsReserved(group) {
		return nil, &usageError{
			err:  fmt.Errorf("group %s is riskgate's own", group),
			hint: "choose a group of your own, as acme." + claim,
		}
	}
	subjects, err := scaffold.Subjects()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(subjects, subject) {
		return nil, &usageError{
			err:  fmt.Errorf("--subject: there is no subject %q", subject),
			hint: cmp.Or(spelling.Hint(subject, subjects), helpHint(cmd)),
		}
	}
	return scaffold.Rule(group, claim, subject)
}

// writeFolder writes a folder so that it's there whole or not at all: under another name beside it, which becomes its
// own when every file is on the disk.
func writeFolder(folder string, files []scaffold.File) (err error) {
	if _, err := os.Lstat(folder); err == nil {
		return writeError(folder, errors.New("it is there already"))
	}
	parent := filepath.Dir(folder)
	hidden := filepath.Join(parent, "."+filepath.Base(folder)+"."+rand.Text())
	if err := os.MkdirAll(hidden, 0o777); err != nil { // as the umask allows
		return writeError(folder, err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(hidden)
		}
	}()
	for _, file := range files {
		name := filepath.Join(hidden, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return writeError(folder, err)
		}
		write := func(w io.Writer) error {
			_, err := w.Write(file.Text)
			return err
		}
		if err := writeFile(name, write); err != nil {
			return err
		}
	}
	if err := os.Rename(hidden, folder); err != nil {
		return writeError(folder, err)
	}
	return syncDirectory(parent)
}

// tellNew says what was written and how to go on.
func tellNew(w io.Writer, id, directory, folder string, files []scaffold.File) error {
	for _, file := range files {
		if _, err := fmt.Fprintln(w, shown(filepath.Join(folder, file.Name))); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, `
The rule, its tests and its examples hold as they stand. Change them into what
you mean, then:
  riskgate test %[1]s --run '%[2]s'
  riskgate rules lint %[1]s
  riskgate rules show %[3]s --policy %[1]s
  riskgate check --policy %[1]s
`, shown(directory), "^"+id+"$", id)
	return err
}
