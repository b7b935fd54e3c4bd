package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/internal/workspace"
)

// packed is a run that left evidence, made ready to be gone through again from what its pack holds: nothing of this
// program's own rules, profiles and schemas is in it.
type packed struct {
	*matter
	pack     *evidence.Pack
	recorded report.About
	limits   source.Limits
}

// unpack opens what a run read, but for the records.
func (c *command) unpack(e *exhibit, v *evidence.Verification) (*packed, error) {
	pack, err := evidence.OpenPack(e.folder.FS(), v.Statement)
	if err != nil {
		return nil, e.fault(err)
	}
	p := &packed{
		matter:   &matter{roots: &roots{open: []io.Closer{pack}}, authors: v.Statement.Authors},
		pack:     pack,
		recorded: v.Results.About,
	}
	p.book, err = packedRulebook(pack, p.recorded)
	if err == nil {
		err = p.book.holdToSettings()
	}
	if err != nil {
		p.Close()
		c.unrepeatable(e, err)
		return nil, err
	}
	return p, nil
}

// holdToSettings refuses a pack that lacks the rules of a folder which its settings name: who leaves out rules leaves out what
// they would find. A folder that is named by its place on the disk may go by another name in the report.
func (b *rulebook) holdToSettings() error {
	named, err := settings.Policies(b.written, b.schemas)
	if err != nil {
		return err
	}
	for _, folder := range named {
		name := filepath.ToSlash(besideSettings(b.written, folder.Path))
		known := slices.ContainsFunc(b.folders, func(f policy.Folder) bool { return f.Name == name })
		if !known && !filepath.IsAbs(folder.Path) {
			return evidence.Refuse("the settings name the folder of rules %s, and the results don't follow it", name)
		}
	}
	mappings, err := settings.Mappings(b.written, b.schemas)
	if err != nil {
		return err
	}
	for _, file := range mappings {
		name := filepath.ToSlash(besideSettings(b.written, file.Path))
		known := slices.ContainsFunc(b.own, func(f source.File) bool { return f.Name == name })
		if !known && !filepath.IsAbs(file.Path) {
			return evidence.Refuse("the settings name the mapping %s, and the pack doesn't hold it", name)
		}
	}
	return nil
}

// unrepeatable says what an error is about, unless it is a refusal, which says so itself.
func (c *command) unrepeatable(e *exhibit, err error) {
	if _, refused := errors.AsType[*evidence.Refusal](err); refused {
		return
	}
	fmt.Fprintf(c.Err, "riskgate: %s: the run can't be gone through again with what its pack holds:\n", prose.Plain(e.name))
}

// packedRulebook reads what the run held its records to.
func packedRulebook(pack *evidence.Pack, about report.About) (*rulebook, error) {
	b := &rulebook{files: files{pack.Folder(evidence.Schemas), pack.Folder(evidence.Profiles), pack.Shipped()}}
	var err error
	if b.schemas, err = schema.New(b.files.schemas); err != nil {
		return nil, err
	}
	if about.SettingsFile != "" {
		text, err := pack.Read(evidence.Settings, about.SettingsFile)
		if err != nil {
			return nil, err
		}
		b.written = settings.File{Name: about.SettingsFile, Text: text}
	}
	b.folders = []policy.Folder{{FS: pack.Rules(0), Builtin: true}}
	for i, folder := range about.Policies {
		b.folders = append(b.folders, policy.Folder{Name: folder.Name, FS: pack.Rules(i + 1)})
	}
	if err := b.load(about.Profile); err != nil {
		return nil, err
	}
	if err := b.readPackedMappings(pack); err != nil {
		return nil, err
	}
	return b, b.readPackedAccepted(pack, about)
}

// readPackedMappings reads how exports of other tools were read.
func (b *rulebook) readPackedMappings(pack *evidence.Pack) error {
	chosen, err := pack.Intake()
	if err != nil {
		return err
	}
	b.intake = intakeFlags{format: chosen.Format, dateOrder: chosen.DateOrder}
	if b.own, err = pack.OwnMappings(); err != nil {
		return err
	}
	return b.loadMappings()
}

// readPackedAccepted reads what was accepted.
func (b *rulebook) readPackedAccepted(pack *evidence.Pack, about report.About) error {
	for _, accepting := range about.WaivedBy {
		text, err := pack.Read(evidence.Accepted, accepting.Name)
		if err != nil {
			return err
		}
		file := source.File{Name: accepting.Name, Text: text}
		if accepting.Kind == baseline.Kind {
			b.baseline, err = baseline.Read(file, b.schemas)
		} else {
			b.waivers, err = waiver.Read(file, b.schemas)
		}
		if err != nil {
			return err
		}
	}
	if b.waivers == nil {
		b.unasked = append(b.unasked, report.WaiverKind)
	}
	if about.Comparison == nil {
		b.unasked = append(b.unasked, report.ChangeKind)
	}
	return nil
}

// findRecords makes roots of the records of both states, each by the name that the run gave it. Directories hold those that
// the pack leaves out.
func (p *packed) findRecords(ctx context.Context, e *exhibit, omitted bool, directories []string) error {
	sets := map[string][]report.Input{evidence.Inputs: p.recorded.Inputs}
	if p.recorded.Comparison != nil {
		sets[evidence.Base] = p.recorded.Comparison.Inputs
	}
	var found *foundFiles
	if !omitted && len(directories) > 0 {
		return &usageError{
			err:  fmt.Errorf("--inputs: the pack of %s holds the records itself", e.name),
			hint: "leave --inputs out: what is repeated is what the pack holds",
		}
	}
	if omitted {
		var err error
		if found, err = p.search(ctx, e, directories, sets); err != nil {
			return err
		}
	}
	for set, inputs := range sets {
		root := []workspace.Root{{FS: p.pack, Files: []workspace.File{}}}
		for _, input := range inputs {
			p.limits.MaxBytes = max(p.limits.MaxBytes, input.Size)
			root[0].Files = append(root[0].Files, workspace.File{Name: input.Name, Path: evidence.Path(set, input.Name)})
		}
		if omitted {
			root = found.roots(inputs)
		}
		if set == evidence.Base {
			p.base = root
		} else {
			p.list = root
		}
	}
	return nil
}

// search finds by their digests the records that the pack leaves out.
func (p *packed) search(ctx context.Context, e *exhibit, directories []string, sets map[string][]report.Input) (*foundFiles, error) {
	fail := func(hint, format string, args ...any) error {
		return &source.Error{Pos: source.Position{File: e.name}, Err: fmt.Errorf(format, args...), Hint: hint}
	}
	if len(directories) == 0 {
		return nil, fail("name the directories that hold them, as --inputs registers/; each file is found by its digest", "the pack has the digests of the records, and not the records")
	}
	var wanted []report.Input
	for _, set := range []string{evidence.Inputs, evidence.Base} {
		wanted = append(wanted, sets[set]...)
	}
	found := newFoundFiles(wanted)
	for _, directory := range directories {
		if err := p.addPath(directory); err != nil {
			return nil, err
		}
	}
	for i, root := range p.list {
		if err := found.search(ctx, i, root); err != nil {
			return nil, err
		}
	}
	found.places, p.list = p.list, nil
	if lacking := found.lacking(wanted); len(lacking) > 0 {
		text := "of the files that were checked, " + prose.Count(len(lacking), "is not", "are not") + " below " + strings.Join(directories, ", ") + ": " + strings.Join(lacking[:min(len(lacking), mostLacking)], ", ")
		if more := len(lacking) - mostLacking; more > 0 {
			text += " and " + prose.Count(more, "other", "others")
		}
		return nil, fail("each file must be as it was, to the byte", "%w", errors.New(text))
	}
	return found, nil
}

// mostLacking is how many files an error names.
const mostLacking = 5

// about is what the report of the repetition says of its run: what the pack holds says it anew, and what no pack can hold
// is as it was recorded.
func (p *packed) about() report.About {
	about := p.book.about()
	about.AsOf, about.AsOfSource = p.recorded.AsOf, p.recorded.AsOfSource
	if c := p.recorded.Comparison; c != nil {
		about.Comparison = &report.Comparison{
			Base: c.Base, BaseCommit: c.BaseCommit, Head: c.Head, HeadCommit: c.HeadCommit,
			Diverged: c.Diverged, TrustsHead: c.TrustsHead, Controls: c.Controls,
		}
	}
	return about
}

// config is what the repetition depends on, but for its engine.
func (p *packed) config() check.Config {
	config := p.matter.config(p.limits)
	config.Twice = cmp.Or(p.recorded.SelfCheck.Sample, check.All)
	config.Recorded.Ignored = p.recorded.Ignored
	if p.recorded.Comparison != nil {
		config.Recorded.Unread = p.recorded.Comparison.Unread
	}
	return config
}

// compile makes the rules of the pack ready, to be evaluated in two ways about everything, whatever sample the run took.
func (p *packed) compile() (*policy.Engine, error) { return p.book.compile(p.recorded.AsOf, true) }

// foreign lists what of the pack passes for riskgate's own, and isn't what this program holds.
func (p *packed) foreign() ([]string, error) {
	var all []string
	own := embedded()
	sets := []struct {
		name      string
		pack, own fs.FS
	}{
		{evidence.Policies, p.pack.Rules(0), builtin().FS},
		{evidence.Profiles, p.book.files.profiles, own.profiles},
		{evidence.Schemas, p.book.files.schemas, own.schemas},
		{evidence.Mappings, p.book.files.mappings, own.mappings},
	}
	for _, set := range sets {
		files, err := heldFiles(set.pack)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if same, err := sameFile(set.pack, set.own, file.Name); err != nil {
				return nil, err
			} else if !same {
				all = append(all, set.name+": "+file.Name)
			}
		}
	}
	library, err := policy.Load(builtin())
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && library.Digest("") != p.book.library.Digest("") {
		all = append(all, evidence.Policies+": a file is missing")
	}
	functions, err := functionNames()
	if err != nil {
		return nil, err
	}
	packed, err := p.pack.Read(evidence.Capabilities, capabilitiesFile)
	if err != nil || string(packed) != functions {
		all = append(all, evidence.Capabilities+": "+capabilitiesFile)
	}
	return all, nil
}

func sameFile(a, b fs.FS, name string) (bool, error) {
	one, err := fs.ReadFile(a, name)
	if err != nil {
		return false, err
	}
	other, err := fs.ReadFile(b, name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return bytes.Equal(one, other), err
}

// foundFiles are files that were found by their digests.
type foundFiles struct {
	sizes  map[int64]bool       // of those that are wanted, in bytes
	wanted map[string]bool      // by SHA-256
	files  map[string]foundFile // by SHA-256
	places []workspace.Root     // where they are
}

type foundFile struct {
	place int
	path  string
}

func newFoundFiles(wanted []report.Input) *foundFiles {
	f := &foundFiles{sizes: map[int64]bool{}, wanted: map[string]bool{}, files: map[string]foundFile{}}
	for _, input := range wanted {
		f.sizes[input.Size], f.wanted[input.SHA256] = true, true
	}
	return f
}

// search looks into all files of a place that have the size of one that is wanted.
func (f *foundFiles) search(ctx context.Context, number int, place workspace.Root) error {
	return fs.WalkDir(place.FS, place.Path, func(name string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err != nil || !f.sizes[info.Size()] {
			return err
		}
		digest, err := digestOf(place.FS, name)
		if _, again := f.files[digest]; err == nil && f.wanted[digest] && !again {
			f.files[digest] = foundFile{number, name}
		}
		return err
	})
}

// lacking names the files that were not found.
func (f *foundFiles) lacking(wanted []report.Input) []string {
	var names []string
	for _, input := range wanted {
		if _, ok := f.files[input.SHA256]; !ok {
			names = append(names, fmt.Sprintf("%s (sha256 %.16s...)", input.Name, input.SHA256))
		}
	}
	return names
}

// roots are the places with those of the files that are wanted.
func (f *foundFiles) roots(wanted []report.Input) []workspace.Root {
	list := make([]workspace.Root, len(f.places))
	for i, place := range f.places {
		list[i] = workspace.Root{FS: place.FS, Files: []workspace.File{}}
	}
	for _, input := range wanted {
		at := f.files[input.SHA256]
		list[at.place].Files = append(list[at.place].Files, workspace.File{Name: input.Name, Path: at.path})
	}
	return list
}
