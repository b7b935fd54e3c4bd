package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/intake/mappings"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// rulebook is what a run holds records to: schemas, rules, and what the organisation chose.
type rulebook struct {
	schemas  *schema.Checker
	files    files
	written  settings.File   // its zero value where there are no settings
	folders  []policy.Folder // where the rules come from: riskgate's own first
	library  *policy.Library
	settings *settings.Settings
	rules    []report.Rule // those that are asked, with their levels
	changes  []report.RuleChange
	joins    *alias.Table // nil where all ids are written alike
	// mappings say how the exports of other tools are read, and own are those of the organisation, once readMappings has
	// read them.
	mappings *mapping.Library
	own      []source.File
	intake   intakeFlags // what the user chose of them
	// unasked are the kinds of subject that the run has none of, so that rules about them need not be made ready.
	unasked []string
	// What is accepted, once readAccepted has read it; nil where nothing is.
	waivers      *waiver.List
	baseline     *baseline.Baseline
	waiversFile  string // where it stands, or would
	baselineFile string // likewise
	// due says that the rules are asked what falls due, too.
	due bool
}

// files are what riskgate brings along, besides rules.
type files struct{ schemas, profiles, mappings fs.FS }

// embedded are the files that this program holds.
func embedded() files { return files{schemas.FS, profiles.FS, mappings.FS} }

// choice is what the user says about settings and rules on the command line.
type choice struct {
	config, profile string
	policies        []string
	join            string // a file that says which ids mean the same record
	// witnessed keeps what is read of rules, as evidence.
	witnessed bool
}

func (c *choice) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.config, "config", "", "settings `file` instead of the riskgate.json found upward from the path")
	cmd.Flags().StringVar(&c.profile, "profile", "", "`name` of the profile, instead of the one that the settings name")
	cmd.Flags().StringArrayVar(&c.policies, "policy", nil, "`folder` with rules of your own, repeatable; beside those that the settings name")
	cmd.Flags().StringVar(&c.join, "join", "", "`file` (.csv or .json) that says which ids mean the same record; beside the joins of the settings")
	_ = cmd.MarkFlagFilename("join", "csv", "json")
	_ = cmd.MarkFlagFilename("config", "json")
	_ = cmd.MarkFlagDirname("policy")
	complete(cmd, "profile", func() []string {
		names, _ := settings.Profiles(profiles.FS)
		for i, name := range names {
			about, _ := settings.ExplainProfile(profiles.FS, name)
			names[i] = name + "\t" + about.Title
		}
		return names
	})
}

// rulebook loads the schemas and rules that this program holds, the settings: those that the user chose, or of the
// riskgate.json that is found upward from a directory, and the rules of the organisation's own that either names.
func (c *command) rulebook(chosen choice, directory string) (*rulebook, error) {
	return readRulebook(disk{}, chosen, directory)
}

// readRulebook is rulebook for what stands elsewhere than on the disk.
func readRulebook(from origin, chosen choice, directory string) (*rulebook, error) {
	b, err := openRulebook(from, chosen, directory)
	if err != nil {
		return nil, err
	}
	if chosen.witnessed {
		for i, folder := range b.folders {
			b.folders[i].FS = &witness{FS: folder.FS}
		}
	}
	if err := b.load(chosen.profile); err != nil {
		return b, err
	}
	return b, b.readJoins(from, chosen.join)
}

// load reads the rules, and puts the settings in force.
func (b *rulebook) load(profile string) (err error) {
	if b.library, err = policy.Load(b.folders...); err != nil {
		return err
	}
	return b.settle(profile)
}

// openRulebook finds the settings and the folders of rules, and reads no rule.
func openRulebook(from origin, chosen choice, directory string) (*rulebook, error) {
	own := embedded()
	checker, err := schema.New(own.schemas)
	if err != nil {
		return nil, err
	}
	written, err := readSettings(from, chosen.config, directory)
	if err != nil {
		return nil, err
	}
	folders, err := policyFolders(from, chosen.policies, written, checker)
	return &rulebook{schemas: checker, files: own, written: written, folders: folders}, err
}

// settle puts the settings in force.
func (b *rulebook) settle(profile string) error {
	own, err := b.ownSettings()
	if err != nil {
		return err
	}
	b.settings, err = settings.Load(settings.Config{
		Profiles: b.files.profiles,
		Schemas:  b.files.schemas,
		Checker:  b.schemas,
		Rules:    b.ids(),
		Own:      own,
		Profile:  profile,
	}, b.written)
	if err != nil {
		return err
	}
	b.joins = alias.Parse(b.settings.Joins())
	b.apply(b.settings.Rules())
	return nil
}

// readSettings reads the named settings file, or the nearest above a directory.
func readSettings(from origin, file, directory string) (settings.File, error) {
	if file != "" {
		fsys, within, err := from.locate(file)
		if err != nil {
			return settings.File{}, err
		}
		return settings.Read(fsys, within, shown(file))
	}
	fsys, within, err := from.locate(directory)
	if err != nil {
		return settings.File{}, err
	}
	upward := []string{within}
	for d := within; d != "."; {
		d = path.Dir(d)
		upward = append(upward, d)
	}
	found, err := settings.Find(fsys, upward)
	if err != nil || found == "" {
		return settings.File{}, err
	}
	// The name is relative to the directory as the user typed it, so that a report is the same wherever it was made.
	levels := slices.Index(upward, path.Dir(found))
	name := filepath.Join(directory, strings.Repeat("../", levels), settings.FileName)
	return settings.Read(fsys, found, shown(name))
}

func (b *rulebook) ids() []string {
	var ids []string
	for _, rule := range b.library.Rules() {
		ids = append(ids, rule.ID)
	}
	return ids
}

// apply gives each rule the level that the settings want, or turns it off.
func (b *rulebook) apply(wanted []settings.RuleChange) {
	levels := map[string]settings.RuleChange{}
	for _, want := range wanted {
		levels[want.Rule] = want
	}
	for _, rule := range b.library.Rules() {
		if want, ok := levels[rule.ID]; ok && want.Level != rule.Level {
			b.changes = append(b.changes, report.RuleChange{
				Rule: rule.ID, From: rule.Level, To: want.Level, Reason: want.Reason, Origin: want.Origin,
			})
			rule.Level = want.Level
		}
		if rule.Level != report.Off {
			b.rules = append(b.rules, rule)
		}
	}
}

// off are the rules that the settings turn off, and those that have nothing to ask about.
func (b *rulebook) off() map[string]bool {
	off := map[string]bool{}
	for _, rule := range b.library.Rules() {
		off[rule.ID] = slices.Contains(b.unasked, rule.Subject)
	}
	for _, change := range b.changes {
		off[change.Rule] = off[change.Rule] || change.To == report.Off
	}
	return off
}

// compile makes the rules ready to be asked about a day, in two ways where they are to check each other.
func (b *rulebook) compile(asOf report.Date, selfCheck bool) (*policy.Engine, error) {
	config, err := b.config(asOf)
	if err != nil {
		return nil, err
	}
	config.SelfCheck, config.Due = selfCheck, b.due
	return b.library.Compile(config)
}

// config is what the rules are compiled for.
func (b *rulebook) config(asOf report.Date) (policy.Config, error) {
	inputs, err := b.library.Inputs(b.schemas.Inputs())
	return policy.Config{Settings: b.settings.Values(), AsOf: asOf.Time(), Off: b.off(), Inputs: inputs}, err
}

func (c *command) settings() *cobra.Command {
	var chosen choice
	cmd := &cobra.Command{
		Use:   "settings [PATH]",
		Short: "Print every setting in force and where it came from",
		Long: `Settings prints the name, value and origin of every setting that a check of PATH
(default: the working directory) would follow: the profile's, or the place in
riskgate.json that changes it.`,
		Args: between(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := c.rulebook(chosen, directoryOf(args))
			if err != nil {
				return err
			}
			return c.print(func(w io.Writer) error { return listSettings(w, b.settings, c.width()) })
		},
	}
	chosen.flags(cmd)
	return cmd
}

// directoryOf is where the search for settings begins when there may be a path.
func directoryOf(args []string) string {
	if len(args) == 0 {
		return "."
	}
	if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
		return filepath.Dir(args[0])
	}
	return args[0]
}

// listSettings writes each value in force, and below those that come from one place where that is.
func listSettings(w io.Writer, s *settings.Settings, width int) error {
	var text strings.Builder
	if s.File() == "" {
		fmt.Fprintf(&text, "no %s was found: the profile %s holds as it is\n\n", settings.FileName, s.Profile())
	}
	entries := s.Effective()
	for len(entries) > 0 {
		alike := 1
		for alike < len(entries) && entries[alike].Setting == entries[0].Setting && entries[alike].Origin == entries[0].Origin {
			alike++
		}
		table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
		for _, e := range entries[:alike] {
			fmt.Fprintf(table, "%s\t%s\n", prose.Plain(e.Name), prose.Plain(e.Value))
		}
		table.Flush()
		for _, line := range prose.Wrap(entries[0].Origin, width-2) {
			fmt.Fprintf(&text, "  %s\n", line)
		}
		entries = entries[alike:]
	}
	_, err := io.WriteString(w, text.String())
	return err
}
