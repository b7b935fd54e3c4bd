package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/revision"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// evidenceFlags say where the evidence of a run goes, and who signs it.
type evidenceFlags struct {
	directory string
	signing   signing
	noInputs  bool
}

func (f *evidenceFlags) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.directory, "evidence", "", "new `directory` for evidence: the results, all that they came from, and a statement about both")
	f.signing.flags(cmd)
	flags.BoolVar(&f.noInputs, "no-inputs", false, "keep the records out of the evidence, and only their digests in it")
	_ = cmd.MarkFlagDirname("evidence")
}

// check refuses what no evidence can mean.
func (f *evidenceFlags) check(cmd *cobra.Command) error {
	if err := filled(cmd, "evidence", "sign", "passphrase-file"); err != nil {
		return err
	}
	switch {
	case f.directory != "" && f.signing.key == "" && f.signing.passphraseFile != "":
		return usage(cmd, "--passphrase-file: there is no key without --sign")
	case f.directory != "":
		return nil
	case f.signing.passphraseFile != "":
		return usage(cmd, "--passphrase-file: there is nothing to sign without --evidence")
	case f.signing.key != "":
		return usage(cmd, "--sign: there is nothing to sign without --evidence")
	case f.noInputs:
		return usage(cmd, "--no-inputs: there is nothing to leave out without --evidence")
	}
	return nil
}

// collector writes the evidence of a run.
type collector struct {
	*command
	flags   evidenceFlags
	key     *evidence.PrivateKey
	started time.Time
}

// collect makes ready to write evidence, so that what can't be written or signed shows before the work; nil where nobody
// asks for it.
func (c *command) collect(cmd *cobra.Command, flags evidenceFlags) (*collector, error) {
	if err := flags.check(cmd); err != nil || flags.directory == "" {
		return nil, err
	}
	if here, err := os.Getwd(); err == nil {
		if wanted, err := filepath.Abs(flags.directory); err == nil && wanted == here {
			return nil, usage(cmd, "--evidence: the working directory can't be replaced; name a new one in it")
		}
	}
	if err := vacant(flags.directory); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Dir(filepath.Clean(flags.directory))); err != nil {
		return nil, writeError(flags.directory, err)
	}
	c.tellOfUnfinished(flags.directory)
	key, err := c.signingKey(cmd.Context(), flags.signing)
	return &collector{command: c, flags: flags, key: key, started: c.Now()}, err
}

// tellOfUnfinished names what runs that were killed have left behind of evidence of the same name: it may hold records, and
// nobody else takes it away. A run that still goes on can't be told from one that was killed, so that it stays.
func (c *command) tellOfUnfinished(name string) {
	parent, prefix := filepath.Dir(filepath.Clean(name)), hiddenPrefix(name)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return // what can't be read shows when evidence is written
	}
	for _, entry := range entries {
		if entry.IsDir() && strings.HasPrefix(entry.Name(), prefix) && len(entry.Name()) == len(prefix)+len(rand.Text()) {
			fmt.Fprintf(c.Err, "riskgate: %s is unfinished evidence, of a run that was killed or still goes on\nhint: delete it once no run goes on\n",
				prose.Plain(shown(filepath.Join(parent, entry.Name()))))
		}
	}
}

// hiddenPrefix is how the name of evidence begins that is not finished yet.
func hiddenPrefix(name string) string { return "." + filepath.Base(filepath.Clean(name)) + "." }

// vacant refuses a directory that holds something: evidence is never written over, and never mixed.
func vacant(name string) error {
	entries, err := os.ReadDir(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return writeError(name, err)
	case len(entries) > 0:
		return &source.Error{
			Pos:  source.Position{File: shown(name)},
			Err:  errors.New("the directory is not empty, and evidence is never written over"),
			Hint: "name a new directory for each run",
		}
	}
	return nil
}

// write writes the evidence of a run that is over.
func (e *collector) write(ctx context.Context, m *matter, r *report.Report, d gate.Decision, o gate.Options) error {
	from, err := m.source(ctx, r)
	if err != nil {
		return err
	}
	run := &evidence.Run{
		Report:     r,
		Decision:   d,
		Options:    o,
		Source:     from,
		Authors:    m.authors,
		Started:    e.started,
		Finished:   e.Now(),
		Inputs:     contents(m.list, r.Inputs),
		OmitInputs: e.flags.noInputs,
	}
	if r.Comparison != nil {
		run.Base = contents(m.base, r.Comparison.Inputs)
	}
	if err := m.book.describe(run); err != nil {
		return err
	}
	return writeEvidence(e.flags.directory, func(create evidence.Create) error { return run.Write(create, e.key) })
}

// describe adds what the records were held to.
func (b *rulebook) describe(run *evidence.Run) error {
	for _, folder := range b.folders {
		if read, ok := folder.FS.(*witness); ok {
			run.Policies = append(run.Policies, read.contents())
		}
	}
	var err error
	if run.Profiles, err = heldFiles(b.files.profiles); err != nil {
		return err
	}
	if run.Schemas, err = heldFiles(b.files.schemas); err != nil {
		return err
	}
	shipped, err := heldFiles(b.files.mappings)
	if err != nil {
		return err
	}
	run.Mappings = [][]evidence.Content{shipped}
	for _, file := range b.own {
		run.Mappings = append(run.Mappings, []evidence.Content{evidence.Held(file.Name, file.Text)})
	}
	run.Intake = evidence.Intake{Format: b.intake.format, DateOrder: b.intake.dateOrder}
	if b.settings.File() != "" {
		run.Settings = append(run.Settings, evidence.Held(b.settings.File(), b.written.Text))
	}
	if b.waivers != nil {
		run.Accepted = append(run.Accepted, evidence.Held(b.waivers.Name, b.waivers.Text))
	}
	if b.baseline != nil {
		run.Accepted = append(run.Accepted, evidence.Held(b.baseline.Name, b.baseline.Text))
	}
	functions, err := functionNames()
	run.Capabilities = evidence.Held(capabilitiesFile, []byte(functions))
	return err
}

// capabilitiesFile is where a pack has the functions that rules may use.
const capabilitiesFile = "functions.txt"

// functionNames lists the functions that rules may use, one on a line.
func functionNames() (string, error) {
	capabilities, err := policy.Capabilities()
	if err != nil {
		return "", err
	}
	var functions strings.Builder
	for _, function := range capabilities.Builtins {
		functions.WriteString(function.Name + "\n")
	}
	return functions.String(), nil
}

// heldFiles are the files of a file system that this program holds.
func heldFiles(files fs.FS) ([]evidence.Content, error) {
	var all []evidence.Content
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		all = append(all, evidence.Held(name, text))
		return err
	})
	return all, err
}

// contents finds the files of a run again.
func contents(roots []workspace.Root, inputs []report.Input) []evidence.Content {
	var all []evidence.Content
	for _, input := range inputs {
		all = append(all, evidence.Content{Name: input.Name, SHA256: input.SHA256, Size: input.Size, Open: func() (io.ReadCloser, error) {
			for _, root := range roots {
				if file, err := root.Reopen(input.Name); err == nil {
					return file, nil
				}
			}
			return nil, &source.Error{Pos: source.Position{File: input.Name}, Err: errors.New("vanished while it was being checked")}
		}})
	}
	return all
}

// sourceOf says in which commit the records of a directory stand; nil where they are in no repository. Whoever has no git
// has no commit either.
func sourceOf(ctx context.Context, directory string, inputs []report.Input) (*evidence.Source, error) {
	repository, err := revision.Open(ctx, directory)
	if err != nil {
		return nil, ctx.Err()
	}
	head, err := repository.Head(ctx)
	if err != nil || head == "" {
		return nil, ctx.Err()
	}
	commit, err := repository.Commit(ctx, "HEAD", "HEAD")
	if err != nil {
		return nil, err
	}
	defer commit.Close()
	same, err := repository.Unchanged(ctx)
	if err != nil {
		return nil, err
	}
	for _, input := range inputs {
		same = same && holds(repository, commit, input)
	}
	return &evidence.Source{Commit: head, Clean: same}, nil
}

// holds reports whether a commit has an input as it was read.
func holds(repository *revision.Repository, commit *revision.Commit, input report.Input) bool {
	absolute, err := filepath.Abs(filepath.FromSlash(input.Name))
	if err != nil {
		return false
	}
	within, inside := committed{Commit: commit, top: repository.Top}.within(absolute)
	if !inside {
		return false
	}
	digest, err := digestOf(commit, within)
	return err == nil && digest == input.SHA256
}

// digestOf is the SHA-256 of a file, in lower-case hex.
func digestOf(files fs.FS, name string) (string, error) {
	file, err := files.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// writeEvidence writes a directory so that it's there whole or not at all: beside it, under another name until every byte
// is on the disk. Of two runs that want the same name, one gets it.
func writeEvidence(name string, write func(evidence.Create) error) (err error) {
	name = filepath.Clean(name)
	hidden := filepath.Join(filepath.Dir(name), hiddenPrefix(name)+rand.Text())
	if err := os.Mkdir(hidden, 0o777); err != nil { // as the umask allows
		return writeError(name, err)
	}
	defer func() {
		if err != nil {
			os.RemoveAll(hidden)
		}
	}()
	err = write(func(file string) (io.WriteCloser, error) {
		f, err := os.OpenFile(filepath.Join(hidden, file), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return nil, err
		}
		return &durable{Writer: bufio.NewWriterSize(f, 256<<10), file: f}, nil
	})
	if err != nil {
		return folderError(name, err)
	}
	if err := syncDirectory(hidden); err != nil {
		return err
	}
	if err := vacant(name); err != nil {
		return err
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return writeError(name, err)
	}
	if err := os.Rename(hidden, name); err != nil {
		return writeError(name, err)
	}
	return syncDirectory(filepath.Dir(name))
}

// folderError names the directory that the user knows, unless the error is about a file that was read.
func folderError(name string, err error) error {
	var placed *source.Error
	if errors.As(err, &placed) {
		return err
	}
	return writeError(name, err)
}

// durable is a file whose bytes are on the disk once it is closed.
type durable struct {
	*bufio.Writer
	file *os.File
}

// Close ends the file, and returns the first error of all that was written.
func (d *durable) Close() error {
	return errors.Join(d.Flush(), d.file.Sync(), d.file.Close())
}
