//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/source"
)

// believed reports why a directory is no whole evidence that the key of a test signed, or "".
func believed(t *testing.T, directory, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(directory, "ci.pub"))
	must(t, err)
	key, err := evidence.ParsePublic(text)
	must(t, err)
	root, err := os.OpenRoot(filepath.Join(directory, name))
	must(t, err)
	defer root.Close()
	bundle, err := source.ReadFile(root.FS(), evidence.BundleFile, evidence.BundleFile, source.Limits{})
	if err != nil {
		return err.Error()
	}
	v, err := evidence.Verify(root.FS(), []source.File{bundle}, evidence.Demands{Keys: evidence.Trust("ci", key)})
	switch {
	case err != nil:
		return err.Error()
	case v.Refused != nil:
		return v.Refused.Error()
	}
	return ""
}

// desk is a directory with a record, a key, and nothing else.
func desk(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	write(t, filepath.Join(directory, "plan.json"), compliant)
	keygen(t, directory, "ci")
	return directory
}

// left lists what is in a directory besides what was on the desk.
func left(t *testing.T, directory string) []string {
	t.Helper()
	entries, err := os.ReadDir(directory)
	must(t, err)
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); name != "plan.json" && name != "ci.key" && name != "ci.pub" {
			names = append(names, name)
		}
	}
	return names
}

// leave is a run that leaves evidence.
const leave = "riskgate check --quiet --as-of 2026-06-30 --sign ci.key plan.json --evidence "

// Where there is no room for all of it, there is no evidence, and that is said.
func TestAFullDiskLeavesNoEvidence(t *testing.T) {
	t.Parallel()
	t.Run("a limit on the size of a file", func(t *testing.T) {
		t.Parallel()
		directory := desk(t)
		for _, blocks := range []int{0, 1, 300, 900} { // within the results, and within the pack
			got := shell(t, directory, fmt.Sprintf("ulimit -f %d; ", blocks)+leave+"proof")
			if want := "proof: can't be written: file too large\n"; got.code != 2 || got.complains != want || got.said != "" {
				t.Errorf("%d blocks: exit code %d, and it says %q", blocks, got.code, got.complains)
			}
			if names := left(t, directory); len(names) > 0 {
				t.Fatalf("%d blocks: it leaves %q", blocks, names)
			}
		}
	})
	t.Run("a disk", func(t *testing.T) {
		t.Parallel()
		directory := desk(t)
		disk := mounted(t, "size=4m")
		if got := shell(t, directory, leave+disk+"/proof && cp -r "+disk+"/proof proof"); got.code != 0 {
			t.Fatal(got.complains)
		}
		if reason := believed(t, directory, "proof"); reason != "" {
			t.Error(reason)
		}
		results, pack := pages(t, disk+"/proof/results.json"), pages(t, disk+"/proof/pack.zip")
		for within, size := range map[string]int64{"the results": results / 2, "the pack": results + pack/2, "the bundle": results + pack + 1} {
			disk := mounted(t, fmt.Sprintf("size=%dk", 4*size))
			got := shell(t, directory, leave+disk+"/proof")
			if want := disk + "/proof: can't be written: no space left on device\n"; got.code != 2 || got.complains != want || got.said != "" {
				t.Errorf("within %s: exit code %d, and it says %q, want %q", within, got.code, got.complains, want)
			}
			if names := left(t, disk); len(names) > 0 {
				t.Errorf("within %s: it leaves %q", within, names)
			}
		}
	})
}

// pages is the room that a file takes on such a disk, in pages of 4 KiB.
func pages(t *testing.T, name string) int64 {
	t.Helper()
	info, err := os.Stat(name)
	must(t, err)
	return (info.Size() + 4095) / 4096
}

// mounted is an empty disk. It takes a user that may mount one.
func mounted(t *testing.T, options string) string {
	t.Helper()
	directory := t.TempDir()
	if err := syscall.Mount("tmpfs", directory, "tmpfs", 0, options); err != nil {
		t.Skipf("a disk can't be mounted here: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(directory, 0)) })
	return directory
}

func TestAReadOnlyDirectoryGetsNoEvidence(t *testing.T) {
	t.Parallel()
	directory := desk(t)
	t.Run("a disk", func(t *testing.T) {
		disk := mounted(t, "")
		must(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
		got := shell(t, directory, leave+disk+"/proof")
		if want := disk + "/proof: can't be written: read-only file system\n"; got.code != 2 || got.complains != want {
			t.Errorf("exit code %d, and it says %q", got.code, got.complains)
		}
	})
	t.Run("a directory", func(t *testing.T) {
		if reason := asRoot(); reason != "" {
			t.Skip(reason)
		}
		closed := filepath.Join(directory, "closed")
		must(t, os.Mkdir(closed, 0o555))
		got := shell(t, directory, leave+"closed/proof")
		if want := "closed/proof: can't be written: permission denied\n"; got.code != 2 || got.complains != want {
			t.Errorf("exit code %d, and it says %q", got.code, got.complains)
		}
	})
	for _, test := range []struct{ where, want string }{
		{"nowhere/proof", "nowhere/proof: can't be written: no such file or directory\n"},
		{"plan.json", "plan.json: can't be written: not a directory\n"},
		{"plan.json/proof", "plan.json/proof: can't be written: not a directory\n"},
		{"/dev/full", "/dev/full: can't be written: not a directory\n"},
		{"/proc/proof", "/proc/proof: can't be written: no such file or directory\n"},
	} {
		got := shell(t, directory, leave+test.where)
		if got.code != 2 || got.complains != test.want {
			t.Errorf("%s: exit code %d, and it says %q", test.where, got.code, got.complains)
		}
	}
	if names := left(t, directory); len(names) > 1 || len(names) == 1 && names[0] != "closed" {
		t.Errorf("it leaves %q", names)
	}
}

// A report that nobody can read is no success, and the evidence is whole all the same.
func TestEvidenceIsWholeWhateverBecomesOfTheReport(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		line string
		code int
	}{
		"a full disk":        {leave + "proof >/dev/full", 2},
		"a reader who left":  {"{ " + leave + "proof; echo $? >code; } | true; exit $(cat code)", 2},
		"no output at all":   {leave + "proof >&- 2>&-", 0},
		"a file that is not": {leave + "proof --output json=nowhere/report", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			directory := desk(t)
			if got := shell(t, directory, test.line); got.code != test.code {
				t.Errorf("exit code %d, want %d; it says %q", got.code, test.code, got.complains)
			}
			if reason := believed(t, directory, "proof"); reason != "" {
				t.Error(reason)
			}
		})
	}
}

// started is a run that goes on, into a directory of evidence.
func started(t *testing.T, directory, name string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), "riskgate", append(strings.Fields(leave)[1:], name)...)
	command.Dir = directory
	must(t, command.Start())
	return command
}

// unfinished is what a killed run leaves of evidence called proof.
var unfinished = regexp.MustCompile(`^\.proof\.[A-Z2-7]{26}$`)

// Whenever a run is killed, its evidence is whole or not there. One half of the runs are killed at any moment, the other
// half while evidence is being written.
func TestAKilledRunLeavesWholeEvidenceOrNone(t *testing.T) {
	t.Parallel()
	const runs = 200
	directory := desk(t)
	begin := time.Now()
	must(t, started(t, directory, "proof").Wait())
	usual := time.Since(begin)

	var whole, torn atomic.Int32
	var killed atomic.Value // the place of a run that left unfinished evidence
	var group sync.WaitGroup
	next := make(chan int)
	for range 4 {
		group.Go(func() {
			for i := range next {
				place := fmt.Sprintf("run-%d", i)
				must(t, os.Mkdir(filepath.Join(directory, place), 0o777))
				command := started(t, directory, place+"/proof")
				if i%2 == 0 {
					time.Sleep(rand.N(3 * usual))
				} else {
					awaitWriting(filepath.Join(directory, place))
					time.Sleep(rand.N(usual / 4))
				}
				_ = command.Process.Kill()
				ended := command.Wait()
				switch names := left(t, filepath.Join(directory, place)); {
				case len(names) == 1 && names[0] == "proof":
					whole.Add(1)
					if reason := believed(t, directory, place+"/proof"); reason != "" {
						t.Errorf("%s: %s", place, reason)
					}
				case ended == nil:
					t.Errorf("%s: exit code 0 without evidence", place)
				case len(names) == 1 && unfinished.MatchString(names[0]):
					torn.Add(1)
					killed.Store(place)
				case len(names) > 0:
					t.Errorf("%s: it leaves %q", place, names)
				}
			}
		})
	}
	for i := range runs {
		next <- i
	}
	close(next)
	group.Wait()
	t.Logf("of %d runs %d left evidence, and %d were killed while they wrote it", runs, whole.Load(), torn.Load())
	if torn.Load() == 0 || whole.Load() == runs {
		t.Fatal("no run was killed while it wrote evidence")
	}

	// The next run says what a killed one left behind, and is not bothered by it.
	place := killed.Load().(string)
	got := shell(t, directory, leave+place+"/proof")
	if want := regexp.MustCompile(`^riskgate: ` + place + `/\.proof\.[A-Z2-7]{26} is unfinished evidence, of a run that was killed or still goes on\nhint: .*\n$`); got.code != 0 || !want.MatchString(got.complains) {
		t.Errorf("exit code %d, and it says %q", got.code, got.complains)
	}
	if reason := believed(t, directory, place+"/proof"); reason != "" {
		t.Error(reason)
	}
}

// awaitWriting waits until evidence is being written into a place, or is there.
func awaitWriting(place string) {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(500 * time.Microsecond) {
		if entries, _ := os.ReadDir(place); len(entries) > 0 {
			return
		}
	}
}

// A run that is asked to stop cleans up, whenever it is asked.
func TestAStoppedRunLeavesWholeEvidenceOrNothing(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			directory := desk(t)
			for i := range 8 {
				place := fmt.Sprintf("run-%d", i)
				must(t, os.Mkdir(filepath.Join(directory, place), 0o777))
				command := started(t, directory, place+"/proof")
				if i%2 == 0 {
					time.Sleep(50*time.Millisecond + rand.N(200*time.Millisecond))
				} else {
					awaitWriting(filepath.Join(directory, place))
				}
				_ = command.Process.Signal(signal)
				_ = command.Wait()
				names, code := left(t, filepath.Join(directory, place)), command.ProcessState.ExitCode()
				switch {
				case code != 0 && len(names) > 0, code == 0 && (len(names) != 1 || names[0] != "proof"):
					t.Errorf("exit code %d, and it leaves %q", code, names)
				case code == 0:
					if reason := believed(t, directory, place+"/proof"); reason != "" {
						t.Errorf("%s: %s", place, reason)
					}
				}
			}
		})
	}
}

// Of runs that want one directory, one gets it, and the others say so.
func TestOneOfTwoRunsGetsTheDirectory(t *testing.T) {
	t.Parallel()
	directory := desk(t)
	for round := range 4 {
		name := fmt.Sprintf("proof-%d", round)
		if round%2 == 1 {
			must(t, os.Mkdir(filepath.Join(directory, name), 0o777)) // an empty one may be there
		}
		var won atomic.Int32
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				switch got := shell(t, directory, leave+name); {
				case got.code == 0:
					won.Add(1)
				case got.code != 2 || !strings.HasPrefix(tail(got.complains), name+": "):
					t.Errorf("exit code %d, and it says %q", got.code, got.complains)
				}
			})
		}
		group.Wait()
		if won.Load() != 1 {
			t.Errorf("%d runs got the directory, want 1", won.Load())
		}
		if reason := believed(t, directory, name); reason != "" {
			t.Error(reason)
		}
	}
	for _, name := range left(t, directory) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("they leave %s", name)
		}
	}
}

// tail drops what is said of runs that still go on.
func tail(complaint string) string {
	for strings.HasPrefix(complaint, "riskgate: .") {
		_, complaint, _ = strings.Cut(complaint, "\nhint: ")
		_, complaint, _ = strings.Cut(complaint, "\n")
	}
	return complaint
}

// The directory in which the user stands can't be replaced by evidence.
func TestTheWorkingDirectoryIsNotReplaced(t *testing.T) {
	t.Parallel()
	directory := desk(t)
	got := shell(t, directory, `mkdir here && cd here && riskgate check --quiet --evidence . ../plan.json`)
	if want := "riskgate: --evidence: the working directory can't be replaced; name a new one in it\nhint: see riskgate check --help\n"; got.code != 2 || got.complains != want {
		t.Errorf("exit code %d, and it says %q", got.code, got.complains)
	}
}
