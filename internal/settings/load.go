package settings

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// Config is what settings are held to.
type Config struct {
	Profiles fs.FS    // each profile as <name>.json
	Schemas  fs.FS    // settings.schema.json, which says what each setting holds
	Checker  Checker  // of the same schema
	Rules    []string // ids of the rules there are; what a profile says of others is left out
	Own      []File   // what policy folders say of the settings that their rules bring along
	Profile  string   // chosen by the user instead of the file; "" leaves the choice to the file
}

// Checker holds files and values to the schemas of settings.
type Checker interface {
	Settings(*source.Value) []schema.Problem
	PolicySettings(*source.Value) []schema.Problem
	Setting(kind, name string, value *source.Value) []schema.Problem
}

// Load overlays a profile with what a settings file changes. Without a file,
// its zero value, the default profile is in force. All mistakes of the file
// come at once, each as a *source.Error.
func Load(c Config, file File) (*Settings, error) {
	kinds, err := readKinds(c.Schemas)
	if err != nil {
		return nil, err
	}
	own, err := readOwn(c.Own, c.Checker)
	if err != nil {
		return nil, err
	}
	kinds.addOwn(own)
	l := &loader{config: c, kinds: kinds, own: own, file: file, root: source.NewObject()}
	if file.Name != "" {
		l.root, err = new(source.Parser).Parse(file.Text, source.Position{File: file.Name})
		if err != nil {
			return nil, err
		}
	}
	return l.load()
}

// loader reads one settings file, and collects what is wrong with it.
type loader struct {
	config   Config
	kinds    kinds
	own      []entry
	file     File
	root     *source.Value
	problems []schema.Problem
	faults   []fault
	settings Settings
}

// fault is a mistake, with its place as an offset to sort by.
type fault struct {
	offset int
	err    *source.Error
}

func (l *loader) load() (*Settings, error) {
	l.settings.file = l.file.Name
	l.checkSchema()
	l.checkOwn()
	l.settings.asOf = l.choice("as_of")
	l.settings.documents = l.choice("expected_documents")
	l.settings.ids = l.choice("expected_ids")
	l.settings.policies = l.choice("policies")
	l.settings.mappings = l.choice("mappings")
	l.settings.waivers = l.choice("waivers")
	l.settings.baseline = l.choice("baseline")
	l.settings.joins = l.choice("joins")
	if policies := l.settings.policies.value; policies != nil {
		l.checkRepeated("policies", policies)
	}
	if mappings := l.settings.mappings.value; mappings != nil {
		l.checkRepeated("mappings", mappings)
	}
	l.readExpected()
	l.readRules()
	if err := l.readProfile(); err != nil {
		return nil, err
	}
	if len(l.faults) > 0 {
		return nil, l.error()
	}
	return &l.settings, nil
}

// checkSchema notes what the schema has against the file, if there is one.
func (l *loader) checkSchema() {
	if l.file.Name == "" {
		return
	}
	l.add("", l.config.Checker.Settings(l.root))
}

// offset returns where a problem stands in the file: at the key, when a key
// is wrong.
func (l *loader) offset(p schema.Problem) int {
	value, _ := l.root.Lookup(p.At)
	if member := value.Member(p.Key); p.Key != "" && member != nil {
		return member.Offset
	}
	return value.Offset
}

// sound reports whether the schema has nothing against a value or its parts.
func (l *loader) sound(tokens ...string) bool {
	at := source.Pointer("").Append(tokens...)
	return !slices.ContainsFunc(l.problems, func(p schema.Problem) bool {
		return p.At == at || strings.HasPrefix(string(p.At), string(at)+"/")
	})
}

// choice returns a sound value from the top of the file.
func (l *loader) choice(name string) choice {
	value := l.root.Get(name)
	if value == nil || !l.sound(name) {
		return choice{}
	}
	return choice{value: value, pos: l.position(value.Offset)}
}

// readExpected reads what a run must hold.
func (l *loader) readExpected() {
	if kinds := l.settings.documents.value; kinds != nil {
		l.checkRepeated("expected_documents", kinds)
		for _, kind := range texts(kinds) {
			l.settings.expected = append(l.settings.expected, report.Expected{Kind: kind})
		}
	}
	if ids := l.settings.ids.value; ids != nil {
		for _, kind := range ids.Members {
			l.checkRepeated("expected_ids."+kind.Name, kind.Value)
			for _, id := range texts(kind.Value) {
				l.settings.expected = append(l.settings.expected, report.Expected{Kind: kind.Name, ID: id})
			}
		}
	}
}

// readRules reads the changes of rules that exist.
func (l *loader) readRules() {
	rules := l.root.Get("rules")
	if rules == nil {
		return
	}
	for _, member := range rules.Members {
		if !slices.Contains(l.config.Rules, member.Name) {
			l.fault(member.Offset, spelling.Hint(member.Name, l.config.Rules), "no rule is called %q", member.Name)
			continue
		}
		if !l.sound("rules", member.Name) {
			continue
		}
		l.settings.changes = append(l.settings.changes, RuleChange{
			Rule:   member.Name,
			Level:  report.Level(member.Value.Get("level").Text),
			Reason: member.Value.Get("reason").Text,
			Origin: l.position(member.Offset).String(),
		})
	}
}

// addRules adds what the profile says of the rules there are, where the file
// says nothing of them.
func (l *loader) addRules(changes []RuleChange) {
	for _, change := range changes {
		said := slices.ContainsFunc(l.settings.changes, func(c RuleChange) bool { return c.Rule == change.Rule })
		if !said && slices.Contains(l.config.Rules, change.Rule) {
			l.settings.changes = append(l.settings.changes, change)
		}
	}
	slices.SortFunc(l.settings.changes, func(a, b RuleChange) int { return cmp.Compare(a.Rule, b.Rule) })
}

// readProfile reads the profile, overlays it with what the file says, and
// holds the whole to itself.
func (l *loader) readProfile() error {
	names, err := Profiles(l.config.Profiles)
	if err != nil {
		return err
	}
	chosen := choice{value: source.NewString(DefaultProfile), otherwise: "chosen when nothing else is"}
	if l.root.Get("profile") != nil {
		chosen = l.choice("profile")
	}
	if l.config.Profile != "" {
		chosen = choice{value: source.NewString(l.config.Profile), otherwise: "--profile"}
	}
	if chosen.value == nil {
		return nil // the schema has said why
	}
	name := chosen.value.Text
	if !slices.Contains(names, name) && l.config.Profile != "" {
		return fileError("--profile", fmt.Sprintf("no profile is called %q", name), "profiles: "+strings.Join(names, ", "))
	}
	if !slices.Contains(names, name) {
		l.fault(chosen.value.Offset, spelling.Hint(name, names), "no profile is called %q", name)
		return nil
	}
	profile, err := readProfile(l.config.Profiles, name, l.kinds)
	if err != nil {
		return err
	}
	l.settings.profile = chosen
	l.settings.entries = l.overlay(append(profile.entries, l.own...))
	l.addRules(profile.rules)
	if l.sound("settings", "scale") && l.sound("settings", "authority") {
		l.checkEntries()
	}
	return nil
}

func (l *loader) fault(offset int, hint, format string, args ...any) {
	l.faults = append(l.faults, fault{offset, &source.Error{Pos: l.position(offset), Err: fmt.Errorf(format, args...), Hint: hint}})
}

// faultAt notes a mistake that stands in another file.
func (l *loader) faultAt(at source.Position, hint, format string, args ...any) {
	l.faults = append(l.faults, fault{-1, &source.Error{Pos: at, Err: fmt.Errorf(format, args...), Hint: hint}})
}

func (l *loader) position(offset int) source.Position {
	return source.PositionAt(l.file.Text, source.Position{File: l.file.Name}, offset)
}

// error returns all faults in the order of the file.
func (l *loader) error() error {
	slices.SortStableFunc(l.faults, func(a, b fault) int {
		return cmp.Compare(a.offset, b.offset)
	})
	var all *multierror.Error
	for _, f := range l.faults {
		all = multierror.Append(all, f.err)
	}
	return all
}
