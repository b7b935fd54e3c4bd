package policy

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/riskgate/riskgate/internal/catalogue"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

var settingPath = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// readRule takes a rule's name from its package and the rest from the metadata
// that stands over it.
func (m *mistakes) readRule(module *ast.Module, known *catalogue.Catalogue) *rule {
	at := position(module.Package.Location)
	read := &rule{module: module, stated: at}
	read.ID = strings.TrimPrefix(module.Package.Path.String(), "data.rules.")
	m.checkQuestion(module)

	stated := packageMetadata(module)
	if stated == nil {
		m.addf(at, "write a comment # METADATA above the package", "rule %q says nothing about itself", read.ID)
		return read
	}
	fields := metadata{mistakes: m, at: position(stated.Location), left: maps.Clone(stated.Custom)}
	read.stated = fields.at
	read.Title = fields.stated("title", stated.Title)
	read.Description = fields.stated("description", stated.Description)
	read.Subject = fields.stated("subject", fields.text("subject"))
	read.Remedy = fields.stated("remedy", fields.text("remedy"))
	read.Level = fields.level()
	read.Reads = fields.list("reads")
	if len(read.Reads) == 0 {
		m.addf(fields.at, "", "metadata names nothing under reads")
	}
	read.Optional = fields.list("optional")
	fields.require("settings")
	read.Settings = fields.list("settings")
	for _, setting := range read.Settings {
		if !settingPath.MatchString(setting) {
			m.addf(fields.at, "write it as group.name", "metadata settings: %q names no setting", setting)
		}
	}
	read.Controls = fields.list("controls")
	for _, id := range read.Controls {
		if _, exists := known.Control(id); !exists {
			m.addf(fields.at, known.ControlHint(id), "metadata controls: there is no control %q", id)
		}
	}
	read.Duties = fields.list("duties")
	for _, id := range read.Duties {
		if _, exists := known.Duty(id); !exists {
			m.addf(fields.at, known.DutyHint(id), "metadata duties: there is no duty %q", id)
		}
	}
	read.Collections = fields.list("collections")
	read.Unwaivable = fields.unwaivable() || read.Subject == report.WaiverKind
	read.extends = fields.text("extends")
	fields.refuseRest()
	return read
}

func packageMetadata(module *ast.Module) *ast.Annotations {
	for _, annotations := range module.Annotations {
		if annotations.Scope == "package" {
			return annotations
		}
	}
	return nil
}

// checkQuestion looks for the two things that every rule must define, and for the third that it may.
func (m *mistakes) checkQuestion(module *ast.Module) {
	at := position(module.Package.Location)
	var applies, violations bool
	for _, rule := range module.Rules {
		name := rule.Head.Ref().String()
		switch {
		case name == "applies" && (len(rule.Head.Args) > 0 || rule.Head.RuleKind() != ast.SingleValue):
			m.addf(position(rule.Location), "write: applies if { ... }", "applies is true or false of the whole input")
		case strings.HasPrefix(name, "violations") && (name != "violations" || rule.Head.RuleKind() != ast.MultiValue):
			m.addf(position(rule.Location), `write: violations contains {"at": [...], "message": $"..."} if { ... }`, "violations is a set")
		case rule.Head.Ref()[0].String() == "due" && (name != "due" || rule.Head.RuleKind() != ast.MultiValue):
			m.addf(position(rule.Location), `write: due contains {"at": [...], "on": "...", "what": "..."} if { ... }`, "due is a set")
		}
		applies = applies || name == "applies"
		violations = violations || strings.HasPrefix(name, "violations")
	}
	if !applies {
		m.addf(at, "write: applies if { ... }", "the rule doesn't define applies")
	}
	if !violations {
		m.addf(at, `write: violations contains {"at": [...], "message": $"..."} if { ... }`, "the rule doesn't define violations")
	}
}

// metadata takes fields out of a rule's custom metadata, so that what is left is
// what nobody knows.
type metadata struct {
	*mistakes
	at    source.Position
	left  map[string]any
	known []string
}

func (d *metadata) take(name string) any {
	value := d.left[name]
	delete(d.left, name)
	d.known = append(d.known, name)
	return value
}

func (d *metadata) stated(name, text string) string {
	if strings.TrimSpace(text) == "" {
		d.addf(d.at, "", "metadata has no %s", name)
	}
	return strings.TrimSpace(text)
}

func (d *metadata) require(name string) {
	if _, present := d.left[name]; !present {
		d.addf(d.at, "write "+name+": [] where there is none", "metadata has no %s", name)
	}
}

func (d *metadata) text(name string) string {
	text, _ := d.take(name).(string)
	return text
}

func (d *metadata) level() report.Level {
	level := report.Level(d.text("level"))
	if level != report.Deny && level != report.Warn {
		d.addf(d.at, "it is deny or warn", "metadata level is %q", level)
	}
	return level
}

// unwaivable is the one thing that waivable can say.
func (d *metadata) unwaivable() bool {
	value := d.take("waivable")
	waivable, isBool := value.(bool)
	if value != nil && (!isBool || waivable) {
		d.addf(d.at, "leave it out where what the rule finds can be waived", "metadata waivable is %v, and it can only be false", value)
	}
	return isBool && !waivable
}

func (d *metadata) list(name string) []string {
	var texts []string
	value := d.take(name)
	elements, isList := value.([]any)
	if value != nil && !isList {
		d.addf(d.at, "", "metadata %s is no list", name)
	}
	for _, element := range elements {
		text, isText := element.(string)
		if !isText || text == "" || slices.Contains(texts, text) {
			d.addf(d.at, "", "metadata %s: %v is empty, no text, or there twice", name, element)
			continue
		}
		texts = append(texts, text)
	}
	return texts
}

func (d *metadata) refuseRest() {
	for _, name := range slices.Sorted(maps.Keys(d.left)) {
		d.addf(d.at, spelling.Hint(name, d.known), "metadata has an unknown key %q", name)
	}
}
