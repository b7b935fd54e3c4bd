package policy

import (
	"errors"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// checkSandbox holds a module to what it may lean on: its input, the settings
// and the shared packages, none of which it may replace.
func (m *mistakes) checkSandbox(module *ast.Module) {
	for _, imported := range module.Imports {
		if ref, ok := imported.Path.Value.(ast.Ref); ok {
			m.checkData(module, ref, imported.Location)
		}
	}
	for _, rule := range module.Rules {
		ast.WalkExprs(rule, func(expr *ast.Expr) bool {
			for _, with := range expr.With {
				m.addf(position(with.Location), "", "with is for tests: a rule can't replace what it is asked about")
			}
			return false
		})
		ast.WalkTerms(rule, func(term *ast.Term) bool {
			if ref, ok := term.Value.(ast.Ref); ok {
				m.checkData(module, ref, term.Location)
			}
			return false
		})
	}
}

func (m *mistakes) checkData(module *ast.Module, ref ast.Ref, at *ast.Location) {
	if !ref[0].Equal(ast.DefaultRootDocument) {
		return
	}
	if len(ref) > 1 && (ref[1].Equal(ast.StringTerm("lib")) || ref[1].Equal(ast.StringTerm("settings"))) {
		return
	}
	if ref.HasPrefix(module.Package.Path) && len(ref) > len(module.Package.Path) {
		return
	}
	m.addf(position(at), "share what two rules need in a package under lib/", "%s is none of a rule's business: it sees input, data.settings and data.lib", ref)
}

// checkSettings looks up each setting that a module names.
func (m *mistakes) checkSettings(module *ast.Module, settings *source.Value) {
	for _, rule := range module.Rules {
		ast.WalkTerms(rule, func(term *ast.Term) bool {
			if ref, ok := term.Value.(ast.Ref); ok && ref.HasPrefix(settingsRef) {
				m.checkSetting(ref, term.Location, settings)
			}
			return false
		})
	}
}

var settingsRef = ast.MustParseRef("data.settings")

func (m *mistakes) checkSetting(ref ast.Ref, at *ast.Location, settings *source.Value) {
	var walked []string
	for _, element := range ref[len(settingsRef):] {
		name, isName := element.Value.(ast.String)
		if !isName || settings.Kind != source.Object {
			return
		}
		next := settings.Get(string(name))
		walked = append(walked, string(name))
		if next == nil {
			hint := spelling.Hint(string(name), names(settings))
			if walked[0] == "own" && hint == "" {
				hint = "a policy folder brings its rules' settings along in settings.json"
			}
			m.addf(position(at), hint, "there is no setting %s", strings.Join(walked, "."))
			return
		}
		settings = next
	}
}

func (m *mistakes) checkStatedSettings(rule *rule, settings *source.Value) {
	for _, setting := range rule.Settings {
		ref := slices.Clone(settingsRef)
		for _, name := range strings.Split(setting, ".") {
			ref = append(ref, ast.StringTerm(name))
		}
		m.checkSetting(ref, rule.module.Package.Location, settings)
	}
}

func names(object *source.Value) []string {
	names := make([]string, len(object.Members))
	for i, member := range object.Members {
		names[i] = member.Name
	}
	return names
}

// addRego adds what OPA says about a library, in its words but with our hints.
func (m *mistakes) addRego(err error) {
	var errs ast.Errors
	var one *ast.Error
	var own *source.Error
	switch {
	case errors.As(err, &own):
		m.found = append(m.found, own)
	case errors.As(err, &errs):
		for _, err := range errs {
			m.addf(position(err.Location), regoHint(err), "%s", plainly(firstLine(err.Message)))
		}
	case errors.As(err, &one):
		m.addRego(ast.Errors{one})
	default:
		m.addf(position(nil), "", "%s", firstLine(err.Error()))
	}
}

func regoHint(err *ast.Error) string {
	if detail, ok := err.Details.(*ast.RefErrInvalidDetail); ok {
		var known []string
		for _, value := range detail.OneOf {
			if name, isText := value.(ast.String); isText {
				known = append(known, string(name))
			}
		}
		if misspelled, isText := detail.Ref[detail.Pos].Value.(ast.String); isText {
			return spelling.Hint(string(misspelled), known)
		}
	}
	name, isUndefined := strings.CutPrefix(err.Message, "undefined function ")
	switch {
	case isUndefined && name == "sprintf":
		return `write a template string, $"... {value} ...": sprintf with something undefined makes a rule pass`
	case isUndefined && ast.BuiltinMap[name] != nil:
		return "rules call only what can't reach out of the process or differ from run to run"
	}
	return ""
}

// plainly words what OPA says too shortly.
func plainly(text string) string {
	if text == "match error" {
		return "the two sides can never be equal: they are of different types or sizes"
	}
	return text
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
