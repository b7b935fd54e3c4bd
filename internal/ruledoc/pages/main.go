// Command pages writes the pages about the rules of the library.
//
// It is run by go generate, with the folder of the documentation as its argument.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/ruledoc"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: pages FOLDER")
	}
	book, err := book()
	if err != nil {
		return err
	}
	files, err := book.Files()
	if err != nil {
		return err
	}
	return write(args[0], files)
}

// write puts the pages in place, and takes away those of rules that are gone.
func write(folder string, files map[string]string) error {
	rules := filepath.Join(folder, "rules")
	if err := os.RemoveAll(rules); err != nil {
		return err
	}
	if err := os.MkdirAll(rules, 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// book gathers what there is to say about the library.
func book() (ruledoc.Book, error) {
	library, err := policy.Load(policy.Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		return ruledoc.Book{}, err
	}
	book := ruledoc.Book{Rules: library.Rules(), Catalogue: library.Catalogue(), Policies: policies.FS}
	names, err := settings.Profiles(profiles.FS)
	if err != nil {
		return ruledoc.Book{}, err
	}
	for _, name := range names {
		profile, err := profile(name, book.Rules)
		if err != nil {
			return ruledoc.Book{}, err
		}
		book.Profiles = append(book.Profiles, profile)
	}
	book.Groups, err = groups()
	return book, err
}

// groups gathers what the schema of settings says of each.
func groups() ([]ruledoc.Group, error) {
	all, err := settings.Explain(schemas.FS)
	if err != nil {
		return nil, err
	}
	var groups []ruledoc.Group
	for _, one := range all {
		group := ruledoc.Group{Name: one.Name, Text: one.Text}
		for _, setting := range one.Settings {
			group.Settings = append(group.Settings, ruledoc.Explained{
				Name: setting.Name, Title: setting.Title, Text: setting.Text, Kind: setting.Kind.Text,
			})
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// profile loads a profile as it is when nobody changes it.
func profile(name string, rules []report.Rule) (ruledoc.Profile, error) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		return ruledoc.Profile{}, err
	}
	config := settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker, Profile: name}
	for _, rule := range rules {
		config.Rules = append(config.Rules, rule.ID)
	}
	chosen, err := settings.Load(config, settings.File{})
	if err != nil {
		return ruledoc.Profile{}, err
	}
	about, err := settings.ExplainProfile(profiles.FS, name)
	if err != nil {
		return ruledoc.Profile{}, err
	}
	profile := ruledoc.Profile{Name: name, Title: about.Title, Text: about.Text}
	for _, entry := range chosen.Effective() {
		origin := strings.TrimPrefix(entry.Origin, "profile "+name+": ")
		profile.Settings = append(profile.Settings, ruledoc.Setting{Name: entry.Name, Value: entry.Value, Origin: origin})
	}
	for _, change := range chosen.Rules() {
		profile.Changes = append(profile.Changes, ruledoc.Change{Rule: change.Rule, Level: change.Level, Reason: change.Reason})
	}
	return profile, nil
}
