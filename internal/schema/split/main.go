// Command split writes the schemas of files that hold one record, made from those of the documents that hold many.
//
// It is run by go generate, with the folder of the schemas as its argument.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: split FOLDER")
	}
	files, err := split(os.DirFS(args[0]))
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(args[0], name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// split returns the text of each single record's schema, by the name of its file.
func split(schemas fs.FS) (map[string]string, error) {
	files := map[string]string{}
	for _, kind := range schema.Kinds() {
		text, err := fs.ReadFile(schemas, fileOf(kind.Name))
		if err != nil {
			return nil, err
		}
		document, err := new(source.Parser).Parse(text, source.Position{File: fileOf(kind.Name), Line: 1, Column: 1})
		if err != nil {
			return nil, err
		}
		for _, list := range kind.Lists {
			record := document.Get("$defs").Get(list.Record)
			if record == nil {
				return nil, fmt.Errorf("%s: no $defs/%s", fileOf(kind.Name), list.Record)
			}
			files[fileOf(list.Single)] = single(document, record, list.Single).Layout(130) + "\n"
		}
	}
	return files, nil
}

func fileOf(kind string) string { return kind + ".schema.json" }

// single is the schema of a record that says itself what it is and which register it belongs to.
func single(document, record *source.Value, kind string) *source.Value {
	id, _, _ := strings.Cut(document.Get("$id").Text, document.Get("properties").Get("kind").Get("const").Text)
	own := document.Get("properties")
	properties := source.NewObject(
		*own.Member("$schema"),
		source.Member{Name: "kind", Value: source.NewObject(
			*own.Get("kind").Member("title"),
			text("description", "What this file holds."),
			text("const", kind),
		)},
		*own.Member("schema_version"),
		source.Member{Name: "register", Value: source.NewObject(
			text("title", "Register"),
			text("$ref", "#/$defs/id"),
			text("description", "The register whose risks the record is about."),
		)},
	)
	properties.Members = append(properties.Members, record.Get("properties").Members...)
	required := source.NewArray(append([]*source.Value{source.NewString("kind")}, record.Get("required").Elements...)...)
	result := source.NewObject(
		*document.Member("$schema"),
		text("$id", id+fileOf(kind)),
	)
	for _, member := range record.Members {
		switch member.Name {
		case "properties":
			member.Value = properties
		case "required":
			member.Value = required
		}
		result.Members = append(result.Members, member)
	}
	result.Members = append(result.Members, source.Member{Name: "$defs", Value: used(document.Get("$defs"), result)})
	return result
}

func text(name, value string) source.Member {
	return source.Member{Name: name, Value: source.NewString(value)}
}

// used is those of the definitions that a schema refers to, in their order.
func used(defs, schema *source.Value) *source.Value {
	var names []string
	var visit func(*source.Value)
	visit = func(v *source.Value) {
		for _, member := range v.Members {
			name, ok := strings.CutPrefix(member.Value.Text, "#/$defs/")
			if member.Name == "$ref" && ok && !slices.Contains(names, name) {
				names = append(names, name)
				visit(defs.Get(name))
			}
			visit(member.Value)
		}
		for _, element := range v.Elements {
			visit(element)
		}
	}
	visit(schema)
	kept := source.NewObject()
	for _, member := range defs.Members {
		if slices.Contains(names, member.Name) {
			kept.Members = append(kept.Members, member)
		}
	}
	return kept
}
