package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

// readJoins adds what a file that the user names says of ids that mean the same record; the settings have said theirs.
func (b *rulebook) readJoins(from origin, name string) error {
	if name == "" {
		return nil
	}
	fsys, within, err := from.locate(name)
	if err != nil {
		return err
	}
	file, err := source.ReadFile(fsys, within, shown(name), source.Limits{})
	if err != nil {
		return err
	}
	named, err := joinsOf(file, b.schemas)
	b.joins = b.joins.And(named)
	return err
}

// joinsOf reads a table of joins: as CSV, or as JSON like the joins of the settings.
func joinsOf(file source.File, checker *schema.Checker) (*alias.Table, error) {
	switch strings.ToLower(filepath.Ext(file.Name)) {
	case ".csv":
		return alias.ReadCSV(file)
	case ".json":
		root, err := file.Parse()
		if err != nil {
			return nil, err
		}
		if err := schema.Errors(file, root, checker.Setting("joins", "the file", root)); err != nil {
			return nil, err
		}
		return alias.Parse(root), nil
	}
	return nil, &usageError{fmt.Errorf("--join: %s is neither a .csv nor a .json file", file.Name), "see riskgate check --help"}
}
