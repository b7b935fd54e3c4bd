// Package bundle packs a library of rules and the settings in force as an OPA bundle.
package bundle

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	_ "embed" // the text of the entry
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Content is what a bundle holds.
type Content struct {
	Modules  []policy.Module
	Rules    []report.Rule // those of the modules that are asked, with the levels in force
	Settings *source.Value // what rules see as data.settings
	Profile  string
	AsOf     string // the day that the modules state; empty when they ask for it
}

// entry asks all rules about one record.
//
//go:embed riskgate.rego
var entry []byte

// entryPackage is where a bundle says what it holds, and where the entry stands.
const entryPackage = "riskgate"

type file struct {
	name string
	text []byte
}

// Write writes the bundle as a gzip-compressed tar file. The same content gives the same bytes.
func Write(w io.Writer, c Content) error {
	files := []file{
		{"/data.json", layout(c.data())},
		{"/" + entryPackage + "/riskgate.rego", entry},
	}
	for _, module := range c.Modules {
		files = append(files, file{"/" + module.Path, module.Text})
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	files = append(files, file{"/.manifest", layout(manifest(files))})

	compressed := gzip.NewWriter(w)
	archive := tar.NewWriter(compressed)
	for _, file := range files {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: file.name, Mode: 0o644, Size: int64(len(file.text)), Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(file.text); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return compressed.Close()
}

// data is what stands beside the rules: the settings, and what a reader of findings wants to know of each rule.
func (c Content) data() *source.Value {
	rules := source.NewObject()
	for _, rule := range c.Rules {
		rules.Members = append(rules.Members, member(rule.ID, source.NewObject(
			member("title", source.NewString(rule.Title)),
			member("subject", source.NewString(rule.Subject)),
			member("level", source.NewString(string(rule.Level))),
			member("remedy", source.NewString(rule.Remedy)),
		)))
	}
	about := source.NewObject(member("profile", source.NewString(c.Profile)), member("rules", rules))
	if c.AsOf != "" {
		about.Members = append(about.Members, member("as_of", source.NewString(c.AsOf)))
	}
	return source.NewObject(member(entryPackage, about), member("settings", c.Settings))
}

// manifest tells OPA what the bundle owns. Its revision is the SHA-256 of the sorted lines "<hex>  <path>\n".
func manifest(files []file) *source.Value {
	var lines []string
	for _, file := range files {
		lines = append(lines, fmt.Sprintf("%x  %s\n", sha256.Sum256(file.text), strings.TrimPrefix(file.name, "/")))
	}
	slices.Sort(lines)
	var roots []*source.Value
	for _, root := range []string{"lib", entryPackage, "rules", "settings"} {
		roots = append(roots, source.NewString(root))
	}
	return source.NewObject(
		member("revision", source.NewString(fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "")))))),
		member("roots", source.NewArray(roots...)),
		member("rego_version", source.NewNumber(1)),
	)
}

func layout(v *source.Value) []byte { return []byte(v.Layout(120) + "\n") }

func member(name string, value *source.Value) source.Member {
	return source.Member{Name: name, Value: value}
}
