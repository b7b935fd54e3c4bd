package contest

import (
	"bytes"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/riskgate/riskgate/bench/generate"
	"github.com/riskgate/riskgate/bench/measure"
)

// Arena holds what every run needs: the programs, and their rules and settings.
type Arena struct {
	folder string // of this module
	work   string // where programs and settings are
}

// Root is the checkout of riskgate that this module stands in.
func (a *Arena) Root() string { return filepath.Join(a.folder, "..") }

func (a *Arena) program(name string) string { return filepath.Join(a.work, name) }

// settings are out of sight from the records: riskgate finds a riskgate.json upward from what it checks.
func (a *Arena) settings() string { return filepath.Join(a.work, "subset", "riskgate.json") }

func (a *Arena) wholeData() string { return filepath.Join(a.work, "data.json") }

func (a *Arena) wholeRules() string { return filepath.Join(a.folder, "whole") }

const (
	conftestPackage = "github.com/open-policy-agent/conftest"
	opaPackage      = "github.com/open-policy-agent/opa"
)

// Prepare builds the programs into a folder and writes their settings beside them. With peers the first time takes minutes.
func Prepare(folder, work string, peers bool) (*Arena, error) {
	work, err := filepath.Abs(work)
	if err != nil {
		return nil, err
	}
	a := &Arena{folder: folder, work: work}
	own := []string{"./cmd/measure"}
	if peers {
		own = append(own, conftestPackage, opaPackage)
	}
	for _, build := range []struct {
		from     string
		packages []string
	}{{a.folder, own}, {a.Root(), []string{"./cmd/riskgate"}}} {
		args := append([]string{"build", "-C", build.from, "-o", a.work + string(filepath.Separator)}, build.packages...)
		if _, err := output("go", args...); err != nil {
			return nil, err
		}
	}
	return a, a.writeSettings()
}

func (a *Arena) writeSettings() error {
	list, err := output(a.program("riskgate"), "rules")
	if err != nil {
		return err
	}
	subset, err := SubsetSettings(list)
	if err != nil {
		return err
	}
	data, err := WholeData(a.Root())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(a.settings()), 0o755); err != nil {
		return err
	}
	return errors.Join(os.WriteFile(a.settings(), subset, 0o644), os.WriteFile(a.wholeData(), data, 0o644))
}

// Versions says what the programs were built from.
func (a *Arena) Versions() (string, error) {
	info, err := buildinfo.ReadFile(a.program("conftest"))
	if err != nil {
		return "", err
	}
	opa := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == opaPackage })
	if info.Main.Path != conftestPackage || opa < 0 {
		return "", fmt.Errorf("%s: not built from conftest", a.program("conftest"))
	}
	return fmt.Sprintf("conftest %s (opa %s), opa %[2]s, %s", info.Main.Version, info.Deps[opa].Version, info.GoVersion), nil
}

func output(program string, args ...string) (string, error) { return outputIn("", program, args...) }

// outputIn is output for a command that runs in a folder.
func outputIn(folder, program string, args ...string) (string, error) {
	command := exec.Command(program, args...)
	command.Dir = folder
	var stderr bytes.Buffer
	command.Stderr = &stderr
	text, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", command, err, stderr.String())
	}
	return string(text), nil
}

// Data is a folder with the five documents that generate.Write makes.
type Data struct {
	Folder   string
	Findings Findings
	Bytes    int64
}

// combined is the file in which opa finds all documents: its input is one file. Conftest makes the same of them.
func (d Data) combined() string {
	return filepath.Join(d.Folder, "..", filepath.Base(d.Folder)+".combined.json")
}

// Generate writes the documents into a new folder, and beside it the same for opa.
func Generate(folder string, o generate.Options) (Data, error) {
	d := Data{Folder: folder}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return d, err
	}
	summary, err := generate.Write(folder, o)
	if err != nil {
		return d, err
	}
	d.Findings = SetOf(summary.Findings)
	d.Bytes, err = d.combine()
	return d, err
}

func (d Data) combine() (size int64, err error) {
	file, err := os.Create(d.combined())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	before := "["
	for _, name := range generate.Files {
		document, err := os.Open(filepath.Join(d.Folder, name))
		if err != nil {
			return 0, err
		}
		if _, err := fmt.Fprintf(file, "%s{\"path\": %q, \"contents\": ", before, name); err != nil {
			return 0, err
		}
		copied, err := io.Copy(file, document)
		if err := errors.Join(err, document.Close()); err != nil {
			return 0, err
		}
		if _, err := io.WriteString(file, "}"); err != nil {
			return 0, err
		}
		size += copied
		before = ",\n"
	}
	_, err = io.WriteString(file, "]\n")
	return size, err
}

// Contestant is one way to ask the rules.
type Contestant struct {
	Name    string
	command func(d Data) []string
	// findings reads the result; nil where the result is for people, and the exit code has to do.
	findings func(result string) (Findings, error)
	// found is the exit code that says that there are findings.
	found int
	// inside runs it in the folder of the records.
	inside bool
	// before makes ready for a run, if it isn't nil; that isn't counted.
	before func() error
}

// Contestants are riskgate, its peers, and riskgate once more with its full ledger.
func (a *Arena) Contestants() []Contestant {
	riskgate := func(d Data, format string) []string {
		return []string{a.program("riskgate"), "check", "--config", a.settings(), "--as-of", generate.AsOf, "--output", format, d.Folder}
	}
	return []Contestant{
		{Name: "riskgate", command: func(d Data) []string { return riskgate(d, "text") }, found: 1},
		{Name: "riskgate ledger", command: func(d Data) []string { return riskgate(d, "json") }, findings: fromLedger, found: 1},
		{Name: "conftest", command: func(d Data) []string {
			command := []string{a.program("conftest"), "test", "--combine", "--policy", a.wholeRules(), "--data", a.wholeData(), "--output", "json"}
			for _, name := range generate.Files {
				command = append(command, filepath.Join(d.Folder, name))
			}
			return command
		}, findings: fromConftest, found: 1},
		{Name: "opa", command: func(d Data) []string {
			return []string{a.program("opa"), "eval", "--format", "json", "--data", a.wholeRules(), "--data", a.wholeData(), "--input", d.combined(), "data.main.deny"}
		}, findings: fromOPA},
	}
}

// AllRules is riskgate with its whole library, which its peers don't have.
func (a *Arena) AllRules() Contestant {
	return Contestant{Name: "riskgate, all rules", command: func(d Data) []string {
		return []string{a.program("riskgate"), "check", "--as-of", generate.AsOf, d.Folder}
	}, found: 1}
}

// Run asks once, and refuses an answer that isn't the right one.
func (a *Arena) Run(c Contestant, d Data) (measure.Usage, error) {
	usage, err := a.run(c, d)
	if err != nil {
		return usage, fmt.Errorf("%s on %s: %w", c.Name, d.Folder, err)
	}
	return usage, nil
}

func (a *Arena) run(c Contestant, d Data) (usage measure.Usage, err error) {
	took, result := filepath.Join(a.work, "usage.json"), filepath.Join(a.work, "result")
	if c.before != nil {
		if err := c.before(); err != nil {
			return usage, err
		}
	}
	where := ""
	if c.inside {
		where = d.Folder
	}
	args := append([]string{took, result}, c.command(d)...)
	if _, err := outputIn(where, a.program("measure"), args...); err != nil {
		return usage, err
	}
	if err := readJSON(took, &usage); err != nil {
		return usage, err
	}
	want := 0
	if len(d.Findings) > 0 {
		want = c.found
	}
	if usage.ExitCode != want {
		return usage, fmt.Errorf("exit code %d, want %d", usage.ExitCode, want)
	}
	if c.findings == nil {
		return usage, nil
	}
	found, err := c.findings(result)
	if err != nil {
		return usage, err
	}
	return usage, found.Differ(d.Findings)
}
