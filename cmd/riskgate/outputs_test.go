//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/output"
)

// violations is a directory with something to say in every format.
const violations = "../../examples/violations"

// outcome is how a command ended, and what it printed.
type outcome struct {
	code      int
	said      string
	complains string
}

// shell runs a command line of sh in a directory.
func shell(t *testing.T, directory, line string) outcome {
	t.Helper()
	data, err := filepath.Abs(violations)
	must(t, err)
	var said, complained bytes.Buffer
	command := exec.CommandContext(t.Context(), "sh", "-c", line)
	command.Dir, command.Stdout, command.Stderr = directory, &said, &complained
	command.Env = append(os.Environ(), "DATA="+data)
	err = command.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return outcome{command.ProcessState.ExitCode(), said.String(), complained.String()}
}

// A report that can't be written is exit code 2 with the name of the file, in every format; what stood there stays, and
// nothing else is left behind.
func TestNoFormatLeavesATornReport(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		line    string // each word FORMAT=... is one for every format
		without string // the reason to leave it out, if any
		want    string // with FORMAT for the name of the format
	}{
		{
			name: "the directory is missing",
			line: `riskgate check FORMAT=nowhere/FORMAT "$DATA"`,
			want: "nowhere/FORMAT: can't be written: no such file or directory\n",
		},
		{
			name: "a directory has the name",
			line: `mkdir FORMAT; riskgate check FORMAT=./FORMAT/ "$DATA"; code=$?; rmdir FORMAT; exit $code`,
			want: "FORMAT: can't be written: it is a directory\n",
		},
		{
			name:    "the directory is read-only",
			line:    `chmod 555 old; riskgate check FORMAT=old/FORMAT "$DATA"; code=$?; chmod 755 old; exit $code`,
			without: asRoot(),
			want:    "old/FORMAT: can't be written: permission denied\n",
		},
		{
			name: "there is no room for the whole report",
			line: `ulimit -f 1; riskgate check FORMAT=old/FORMAT "$DATA"/plans.json`, // alone, so that every format has much to say
			want: "old/FORMAT: can't be written: file too large\n",
		},
		{
			name:    "the disk is full",
			line:    `for format in FORMAT; do ln -s /dev/full $format; done; riskgate check FORMAT=FORMAT "$DATA"; code=$?; rm FORMAT; exit $code`,
			without: notOnLinux(),
			want:    "FORMAT: can't be written: no space left on device\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.without != "" {
				t.Skip(test.without)
			}
			directory := t.TempDir()
			var old []string
			for _, format := range output.Names() {
				write(t, filepath.Join(directory, "old", format), "old")
				old = append(old, "old/"+format+": old")
			}
			slices.Sort(old)
			got := shell(t, directory, everyFormat(test.line))
			if want := repeated(test.want, ""); got.code != 2 || got.said != "" || got.complains != want {
				t.Errorf("exit code %d, and it says\n%swant\n%s", got.code, got.complains, want)
			}
			if left := slices.Sorted(slices.Values(tree(t, directory))); !slices.Equal(left, append([]string{".", "old"}, old...)) {
				t.Errorf("it leaves %q", left)
			}
		})
	}
}

// everyFormat writes the words of a line with FORMAT in them once for each format, and as an output where it is one.
func everyFormat(line string) string {
	words := strings.Split(line, " ")
	for i, word := range words {
		switch {
		case strings.HasPrefix(word, "FORMAT="):
			words[i] = repeated("--output "+word, " ")
		case strings.Contains(word, "FORMAT"):
			bare := strings.TrimSuffix(word, ";")
			words[i] = repeated(bare, " ") + word[len(bare):]
		}
	}
	return strings.Join(words, " ")
}

// repeated writes a text once for each format.
func repeated(text, between string) string {
	var all []string
	for _, format := range output.Names() {
		all = append(all, strings.ReplaceAll(text, "FORMAT", format))
	}
	return strings.Join(all, between)
}

// So it is for standard output; that of a reader who is gone is tried in process_test.go.
func TestNoFormatIsTornOnStandardOutput(t *testing.T) {
	t.Parallel()
	if reason := notOnLinux(); reason != "" {
		t.Skip(reason)
	}
	directory := t.TempDir()
	write(t, filepath.Join(directory, "plan.json"), compliant)
	for _, format := range output.Names() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			got := shell(t, directory, "riskgate check --output "+format+" plan.json >/dev/full")
			if want := "standard output: can't be written: no space left on device\n"; got.code != 2 || got.complains != want {
				t.Errorf("exit code %d, and it says %q, want 2 and %q", got.code, got.complains, want)
			}
		})
	}
}

func asRoot() string {
	if os.Geteuid() == 0 {
		return "root may write anywhere"
	}
	return ""
}

func notOnLinux() string {
	if runtime.GOOS != "linux" {
		return "there is no /dev/full"
	}
	return ""
}

// tree lists what is below a directory, files with what is in them.
func tree(t *testing.T, directory string) []string {
	t.Helper()
	var all []string
	must(t, filepath.WalkDir(directory, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		shown, err := filepath.Rel(directory, name)
		if err != nil {
			return err
		}
		if !entry.IsDir() {
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			shown += ": " + string(content)
		}
		all = append(all, shown)
		return nil
	}))
	return all
}

// One run writes every format, each the same to the byte as a run of its own does.
func TestOneRunWritesEveryFormat(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	var outputs strings.Builder
	for _, format := range output.Names() {
		outputs.WriteString(" --output " + format + "=all/report." + format)
	}
	must(t, os.Mkdir(filepath.Join(directory, "all"), 0o777))
	all := shell(t, directory, `riskgate check --output text`+outputs.String()+` "$DATA"`)
	if all.code != 1 || all.complains != "" {
		t.Errorf("exit code %d, and it says %q", all.code, all.complains)
	}
	for _, format := range output.Names() {
		alone := shell(t, directory, `riskgate check --output `+format+` "$DATA"`)
		got, err := os.ReadFile(filepath.Join(directory, "all", "report."+format))
		must(t, err)
		if alone.code != 1 || alone.said != string(got) {
			t.Errorf("%s: exit code %d; by itself it writes %d bytes, among others %d", format, alone.code, len(alone.said), len(got))
		}
		if format == "text" && alone.said != all.said {
			t.Errorf("text among others is %q", all.said)
		}
	}
	if left := tree(t, filepath.Join(directory, "all")); len(left) != len(output.Names())+1 {
		t.Errorf("it leaves %d files for %d formats", len(left)-1, len(output.Names()))
	}
}

// A report that can't be written doesn't keep the others from being, and each that can't is named.
func TestAReportThatCannotBeWrittenKeepsNoOtherFromIt(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	alone := shell(t, directory, `riskgate check --output json "$DATA"`)
	got := shell(t, directory, `riskgate check --output text --output sarif=nowhere/report --output json=report.json --output html=/nowhere/page "$DATA"`)
	if want := "nowhere/report: can't be written: no such file or directory\n/nowhere/page: can't be written: no such file or directory\n"; got.code != 2 || got.complains != want {
		t.Errorf("exit code %d, and it says %q", got.code, got.complains)
	}
	if !strings.Contains(got.said, "does not comply") {
		t.Errorf("it prints %q", got.said)
	}
	if written, err := os.ReadFile(filepath.Join(directory, "report.json")); err != nil || string(written) != alone.said {
		t.Errorf("the other report has %d bytes, want %d; %v", len(written), len(alone.said), err)
	}
}

// The summary of a workflow's step belongs to all that the step does: a report stands behind what is there.
func TestTheSummaryOfAJobIsContinued(t *testing.T) {
	t.Parallel()
	const summary = `export GITHUB_STEP_SUMMARY="$PWD/summary"; riskgate check --output github --output markdown=$GITHUB_STEP_SUMMARY "$DATA"`
	tests := []struct {
		name, before string
		line         string
		code         int
		complains    string
		keeps        bool // nothing but what was there
	}{
		{name: "an empty summary", line: summary, code: 1},
		{name: "a summary of another command", before: "# Built\n\nin 3 s", line: summary, code: 1},
		{name: "a file of another name", before: "# Built", line: `riskgate check --output markdown=summary "$DATA"`, code: 1},
		{
			name: "no room on the disk", before: "# Built", line: "ulimit -f 1; " + summary, code: 2, keeps: true,
			complains: "summary: can't be written: file too large\n",
		},
		{
			name: "no room in the summary", before: strings.Repeat("x", 1<<20-5000), line: summary, code: 2, keeps: true,
			complains: "and GitHub takes 1048576\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			page := shell(t, directory, `riskgate check --output markdown "$DATA"`).said
			want := page
			if test.before != "" {
				write(t, filepath.Join(directory, "summary"), test.before)
				want = test.before + "\n\n" + page
			}
			switch {
			case test.keeps:
				want = test.before
			case !strings.Contains(test.line, "GITHUB_STEP_SUMMARY"):
				want = page
			}
			got := shell(t, directory, test.line)
			if got.code != test.code || !strings.HasSuffix(got.complains, test.complains) || (test.complains == "") != (got.complains == "") {
				t.Errorf("exit code %d, and it says %q", got.code, got.complains)
			}
			written, err := os.ReadFile(filepath.Join(directory, "summary"))
			must(t, err)
			if string(written) != want {
				t.Errorf("the summary has %d bytes, want %d: %.300q", len(written), len(want), written)
			}
		})
	}
}
