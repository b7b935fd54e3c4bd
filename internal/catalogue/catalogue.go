// Package catalogue knows the duties and controls that a rule can be evidence for.
package catalogue

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/hashicorp/go-multierror"

	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
)

// DutiesFile and ControlsFile are the files of a policy folder that list what its rules may name.
const (
	DutiesFile   = "duties.json"
	ControlsFile = "controls.json"
)

// Stage is a part of the risk process with its duties, in the order of the process.
type Stage struct {
	Title  string
	Duties []Duty
}

// Duty is one thing that the risk process asks for.
type Duty struct {
	ID     string // as risks-have-owners
	Text   string // in our own words
	Source string // who asks for it
}

// Framework is a publication whose controls rules are evidence for.
type Framework struct {
	ID       string // as nist-800-53r5
	Title    string
	Controls []Control
}

// Control is one requirement of a framework.
type Control struct {
	ID    string // framework:number, as nist-800-53r5:CA-5
	Title string
}

// Catalogue is all that the rules of a library may name.
type Catalogue struct {
	stages     []Stage
	frameworks []Framework
	duties     map[string]Duty
	controls   map[string]Control
	names      []string // of duties
	numbers    []string // of controls, as they are named in full
}

// New returns a catalogue of nothing.
func New() *Catalogue {
	return &Catalogue{duties: map[string]Duty{}, controls: map[string]Control{}}
}

// Add reads the two files of a policy folder, which messages call by name. A folder without one of them has nothing of
// its kind to name. What two folders list is a mistake of the later one.
func (c *Catalogue) Add(fsys fs.FS, name string) error {
	duties, err := read(fsys, name, DutiesFile)
	if err != nil {
		return err
	}
	controls, err := read(fsys, name, ControlsFile)
	if err != nil {
		return err
	}
	for _, stage := range duties.groups("duties") {
		c.addStage(stage)
	}
	for _, framework := range controls.groups("controls") {
		c.addFramework(framework)
	}
	return multierror.Append(duties.faults, controls.faults).ErrorOrNil()
}

func (c *Catalogue) addStage(g group) {
	stage := Stage{Title: g.text(g.Value, "title")}
	for _, member := range g.members {
		duty := Duty{ID: member.Name, Text: g.text(member.Value, "duty"), Source: g.text(member.Value, "source")}
		if _, taken := c.duties[duty.ID]; taken {
			g.refuse(member.Offset, "the duty %q stands twice", duty.ID)
		}
		c.duties[duty.ID] = duty
		c.names = append(c.names, duty.ID)
		stage.Duties = append(stage.Duties, duty)
	}
	c.stages = append(c.stages, stage)
}

func (c *Catalogue) addFramework(g group) {
	framework := Framework{ID: g.Name, Title: g.text(g.Value, "title")}
	for _, member := range g.members {
		control := Control{ID: framework.ID + ":" + member.Name, Title: member.Value.Text}
		if member.Value.Kind != source.String || control.Title == "" {
			g.refuse(member.Offset, "control %s has no title", control.ID)
		}
		if _, taken := c.controls[control.ID]; taken {
			g.refuse(member.Offset, "the control %q stands twice", control.ID)
		}
		c.controls[control.ID] = control
		c.numbers = append(c.numbers, control.ID)
		framework.Controls = append(framework.Controls, control)
	}
	c.frameworks = append(c.frameworks, framework)
}

// Stages lists the duties in the order of the process.
func (c *Catalogue) Stages() []Stage { return c.stages }

// Frameworks lists the controls in the order of their publications.
func (c *Catalogue) Frameworks() []Framework { return c.frameworks }

// Duty finds a duty by its id.
func (c *Catalogue) Duty(id string) (Duty, bool) {
	duty, known := c.duties[id]
	return duty, known
}

// Control finds a control by its id.
func (c *Catalogue) Control(id string) (Control, bool) {
	control, known := c.controls[id]
	return control, known
}

// DutyHint says which duty somebody meant, or where duties are listed.
func (c *Catalogue) DutyHint(id string) string {
	return hint(id, c.names, DutiesFile)
}

// ControlHint says which control somebody meant, or where controls are listed.
func (c *Catalogue) ControlHint(id string) string {
	return hint(id, c.numbers, ControlsFile)
}

func hint(id string, known []string, file string) string {
	if meant := spelling.Hint(id, known); meant != "" {
		return meant
	}
	return file + " lists those there are"
}

// list is a file that is being read: groups, each with a title and members.
type list struct {
	name    string
	content []byte
	root    *source.Value
	faults  *multierror.Error
}

// group is one of the members of a list.
type group struct {
	*list
	source.Member
	members []source.Member
}

func read(fsys fs.FS, folder, file string) (*list, error) {
	name := path.Join(folder, file)
	text, err := fs.ReadFile(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return &list{name: name, root: source.NewObject()}, nil
	}
	if err != nil {
		var inPath *fs.PathError
		if errors.As(err, &inPath) {
			err = inPath.Err
		}
		return nil, &source.Error{Pos: source.Position{File: name}, Err: fmt.Errorf("can't be read: %w", err)}
	}
	root, err := new(source.Parser).Parse(text, source.Position{File: name, Line: 1, Column: 1})
	return &list{name: name, content: text, root: root}, err
}

func (l *list) groups(of string) []group {
	var groups []group
	for _, member := range l.root.Members {
		members := member.Value.Get(of)
		if members == nil || members.Kind != source.Object {
			l.refuse(member.Offset, "%q lists no %s", member.Name, of)
			continue
		}
		groups = append(groups, group{l, member, members.Members})
	}
	return groups
}

func (l *list) text(of *source.Value, name string) string {
	value := of.Get(name)
	if value == nil || value.Kind != source.String || value.Text == "" {
		l.refuse(of.Offset, "%s is missing, empty or no text", name)
		return ""
	}
	return value.Text
}

func (l *list) refuse(offset int, format string, args ...any) {
	at := source.PositionAt(l.content, source.Position{File: l.name, Line: 1, Column: 1}, offset)
	l.faults = multierror.Append(l.faults, &source.Error{Pos: at, Err: fmt.Errorf(format, args...)})
}
