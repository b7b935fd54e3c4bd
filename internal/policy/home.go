package policy

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
)

// reserved are the groups in which only riskgate itself has rules, unless a rule
// says that it extends one: a later version may bring a rule of the same name, and
// readers of a report take them for riskgate's.
var reserved = []string{
	"register", "risk", "response", "approval", "plan", "monitoring", "review", "report", "waiver", "change", "schema",
}

var nameOfHome = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// checkHome holds a file to its place: one package, one file, and a rule's
// package is its folder. Rego would merge two files of one package without a word.
func (m *mistakes) checkHome(file file, module *ast.Module, homes map[string]file) bool {
	at := position(module.Package.Location)
	declared := strings.TrimPrefix(module.Package.Path.String(), "data.")
	if other, taken := homes[declared]; taken {
		m.addTaken(file, other, declared, at)
		return false
	}
	homes[declared] = file

	place, levels := "a rule's file is rules/<group>/<claim>/"+ruleFile, 3
	if file.isShared() {
		place, levels = "a shared package's file is lib/<name>/<name>.rego", 2
	}
	folder := path.Dir(file.path)
	names := strings.Split(folder, "/")
	if len(names) != levels || !file.isShared() && (names[0] != "rules" || path.Base(file.path) != ruleFile) {
		m.addf(at, place, "%s is no place for a rule", file.name())
		return false
	}
	for _, name := range names {
		if !nameOfHome.MatchString(name) {
			m.addf(at, "write it with small letters, digits and _, a letter first", "%q is no name that a rule can have", name)
			return false
		}
	}
	if wanted := strings.Join(names, "."); declared != wanted {
		m.addf(at, "write: package "+wanted, "package %s doesn't match its folder %s", declared, folder)
		return false
	}
	return true
}

// addTaken names both files of one package.
func (m *mistakes) addTaken(file, other file, declared string, at source.Position) {
	whose, hint := other.name(), "keep one of the two files"
	if other.folder.Builtin && !file.folder.Builtin {
		whose = "riskgate's own " + whose
		hint = "choose another name; settings change a rule's level or turn it off, and nothing replaces one"
	}
	m.addf(at, hint, "package %s is declared by %s already", declared, whose)
}

// IsReserved reports whether a group is one of those that riskgate keeps for itself.
func IsReserved(group string) bool { return slices.Contains(reserved, group) }

// IsID reports whether a rule can have this id: group.claim, each a name that Rego takes without quotes.
func IsID(id string) bool {
	names := strings.Split(id, ".")
	return len(names) == 2 && !slices.ContainsFunc(names, func(name string) bool {
		return !nameOfHome.MatchString(name) || ast.IsKeywordInRegoVersion(name, ast.RegoV1)
	})
}

// checkGroup keeps an organisation's rules out of riskgate's groups.
func (m *mistakes) checkGroup(rule *rule, folder Folder) {
	group, _, _ := strings.Cut(rule.ID, ".")
	isReserved := IsReserved(group)
	switch {
	case folder.Builtin && !isReserved:
		m.addf(rule.stated, "", "group %s isn't among riskgate's own", group)
	case !folder.Builtin && isReserved && rule.extends != group:
		m.addf(rule.stated, "choose a group of your own, or write extends: "+group+" under custom",
			"rule %q stands in group %s, which is riskgate's own", rule.ID, group)
	case rule.extends != "" && !isReserved:
		m.addf(rule.stated, "leave extends out", "metadata extends %q, which is no group of riskgate's", rule.extends)
	}
}
