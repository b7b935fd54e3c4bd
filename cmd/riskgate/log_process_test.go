//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/translog"
)

// journal is a log with keys, and evidence that can be logged any number of times: no two bundles of it are the same.
type journal struct {
	t         *testing.T
	directory string
	approver  *evidence.PrivateKey
	payload   []byte
}

func newJournal(t *testing.T) *journal {
	t.Helper()
	j := &journal{t: t, directory: t.TempDir()}
	write(t, filepath.Join(j.directory, "plan.json"), compliant)
	for _, command := range []string{
		"evidence keygen log --no-passphrase",
		"evidence keygen ci --no-passphrase --type ecdsa-p256",
		"check --quiet --as-of 2026-06-30 --evidence proof --sign ci.key plan.json",
		"evidence log init log --origin example.com/risks --sign log.key",
	} {
		if code, said := riskgate(t, j.directory, strings.Fields(command)...); code != 0 {
			t.Fatalf("%s: exit code %d: %s", command, code, said)
		}
	}
	text := j.read("proof", evidence.BundleFile)
	bundle, err := evidence.DecodeBundle(source.File{Name: evidence.BundleFile, Text: text})
	must(t, err)
	j.payload = bundle.Payload
	j.approver, err = evidence.ParsePrivate(j.read("ci.key"), nil)
	must(t, err)
	return j
}

func (j *journal) read(path ...string) []byte {
	j.t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{j.directory}, path...)...))
	must(j.t, err)
	return text
}

// bundle writes another bundle, and returns its name: an ECDSA signature is never the same twice.
func (j *journal) bundle(name string) string {
	j.t.Helper()
	bundle, err := evidence.Sign(j.payload, j.approver)
	must(j.t, err)
	var text strings.Builder
	must(j.t, bundle.Encode(&text))
	write(j.t, filepath.Join(j.directory, "proof", name), text.String())
	return filepath.Join("proof", name)
}

// add is a command that appends bundles, ready to start.
func (j *journal) add(bundles ...string) *exec.Cmd {
	args := append([]string{"evidence", "log", "append", "log"}, bundles...)
	command := exec.CommandContext(j.t.Context(), "riskgate", append(args, "--key", "ci.pub", "--sign", "log.key")...)
	command.Dir = j.directory
	return command
}

// verify wants the log to be good, and returns what it says and how often each bundle is in it.
func (j *journal) verify() (said string, logged map[string]int) {
	j.t.Helper()
	code, said := riskgate(j.t, j.directory, "evidence", "log", "verify", "log", "--key", "log.pub")
	if code != 0 {
		j.t.Fatalf("exit code %d: %s", code, said)
	}
	logged = map[string]int{}
	for line := range bytes.Lines(j.read("log", translog.EntriesFile)) {
		_, rest, _ := strings.Cut(string(line), `"bundle":"`)
		digest, _, _ := strings.Cut(rest, `"`)
		logged[digest]++
	}
	return said, logged
}

func TestFiftyAppendsAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	const appends = 50
	var group sync.WaitGroup
	for i := range appends {
		bundle := j.bundle(fmt.Sprint(i, ".sigstore.json"))
		group.Go(func() {
			if said, err := j.add(bundle).CombinedOutput(); err != nil || !strings.Contains(string(said), bundle+": logged as entry ") {
				t.Errorf("%v: %s", err, said)
			}
		})
	}
	for range 5 {
		group.Go(func() { // whoever reads meanwhile sees the log between two appends
			if code, said := riskgate(t, j.directory, "evidence", "log", "verify", "log", "--key", "log.pub"); code != 0 || strings.Contains(said, "unfinished") {
				t.Errorf("exit code %d: %s", code, said)
			}
		})
	}
	group.Wait()
	said, logged := j.verify()
	if !strings.Contains(said, "example.com/risks, 50 entries") {
		t.Errorf("it says %s", said)
	}
	for i := range appends {
		if n := logged[translog.Digest(j.read("proof", fmt.Sprint(i, ".sigstore.json")))]; n != 1 {
			t.Errorf("bundle %d is logged %d times", i, n)
		}
	}
}

// TestAKilledAppendLosesNothing kills appends, half of them anywhere, and half while they write, which is a small part of their
// time. Whatever one said is logged must be there to the end, and nothing else may stand in its way.
func TestAKilledAppendLosesNothing(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	kept := j.read("log", translog.CheckpointFile)
	acknowledged := map[string]bool{}
	silent, unfinished := 0, 0
	for i := range 100 {
		bundle := j.bundle(fmt.Sprint(i, ".sigstore.json"))
		digest := translog.Digest(j.read(bundle))
		bundles := []string{bundle}
		for more := range (i * 7) % 4 { // what one leaves is longer or shorter than what the next one adds
			bundles = append(bundles, j.bundle(fmt.Sprint(i, "-", more, ".sigstore.json")))
		}
		adds := j.add(bundles...)
		var said bytes.Buffer
		adds.Stdout = &said
		must(t, adds.Start())
		if i%2 == 0 {
			time.Sleep(time.Duration(i) * 2 * time.Millisecond)
		} else {
			for limit := time.Now().Add(time.Second); !j.writes(digest) && time.Now().Before(limit); {
				time.Sleep(50 * time.Microsecond)
			}
			time.Sleep(time.Duration(i%20) * 100 * time.Microsecond)
		}
		_ = adds.Process.Signal(syscall.SIGKILL)
		_ = adds.Wait()
		if strings.Contains(said.String(), bundle+": logged as entry ") {
			acknowledged[digest] = true
		} else {
			silent++
		}
		if j.writes(digest) {
			unfinished++
		}
	}
	if code, said := riskgate(t, j.directory, "evidence", "log", "append", "log", j.bundle("last.sigstore.json"), "--key", "ci.pub", "--sign", "log.key"); code != 0 {
		t.Fatalf("exit code %d: %s", code, said)
	}
	acknowledged[translog.Digest(j.read("proof", "last.sigstore.json"))] = true
	said, logged := j.verify()
	if strings.Contains(said, "did not come to its end") {
		t.Errorf("it says %s", said)
	}
	for bundle := range acknowledged {
		if logged[bundle] != 1 {
			t.Errorf("bundle %s is logged %d times", bundle, logged[bundle])
		}
	}
	for bundle, n := range logged {
		if n != 1 {
			t.Errorf("bundle %s is logged %d times", bundle, n)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(j.directory, "log", ".*")); len(left) > 0 {
		t.Errorf("they leave %v", left)
	}
	if unfinished == 0 {
		t.Error("no append was killed while it wrote")
	}
	write(t, filepath.Join(j.directory, "kept"), string(kept))
	if code, said := riskgate(t, j.directory, "evidence", "log", "verify", "log", "--key", "log.pub", "--checkpoint", "kept"); code != 0 {
		t.Errorf("exit code %d: %s", code, said)
	}
	t.Logf("%d appends were killed before they said that they were done, %d while they wrote, and %d were done", silent, unfinished, len(acknowledged)-1)
}

// writes reports whether an append of a bundle has begun to write, and not ended.
func (j *journal) writes(digest string) bool {
	pending, err := os.ReadFile(filepath.Join(j.directory, "log", translog.PendingFile))
	return err == nil && bytes.Contains(pending, []byte(digest))
}

func TestAKilledHolderOfTheLogHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	file, err := os.OpenFile(filepath.Join(j.directory, "log", translog.EntriesFile), os.O_RDWR, 0)
	must(t, err)
	holder := exec.CommandContext(t.Context(), "sleep", "60") // holds the lock of the file that it inherits
	holder.ExtraFiles = []*os.File{file}
	must(t, syscall.Flock(int(file.Fd()), syscall.LOCK_EX))
	must(t, holder.Start())
	file.Close()
	waits := j.add(j.bundle("a.sigstore.json"))
	var said bytes.Buffer
	waits.Stdout = &said
	must(t, waits.Start())
	time.Sleep(300 * time.Millisecond)
	if said.Len() > 0 {
		t.Errorf("while another holds the log, it says %s", said.String())
	}
	must(t, holder.Process.Kill())
	_ = holder.Wait()
	if err := waits.Wait(); err != nil || !strings.Contains(said.String(), "logged as entry 0") {
		t.Errorf("%v: %s", err, said.String())
	}
}

func TestAStoppedAppendLeavesTheLog(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	file, err := os.OpenFile(filepath.Join(j.directory, "log", translog.EntriesFile), os.O_RDWR, 0)
	must(t, err)
	defer file.Close()
	must(t, syscall.Flock(int(file.Fd()), syscall.LOCK_EX))
	waits := j.add(j.bundle("a.sigstore.json"))
	var said bytes.Buffer
	waits.Stderr = &said
	must(t, waits.Start())
	time.Sleep(time.Second)
	must(t, waits.Process.Signal(syscall.SIGINT))
	_ = waits.Wait()
	if code := waits.ProcessState.ExitCode(); code != 2 || !strings.Contains(said.String(), "stopped while another had the log log") {
		t.Errorf("exit code %d: %s", code, said.String())
	}
}

func TestALogOnAFullDiskStaysAsItWas(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	var many []string
	for i := range 20 {
		many = append(many, j.bundle(fmt.Sprint(i, ".sigstore.json")))
	}
	if said, err := j.add(many...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	before := j.read("log", translog.EntriesFile)
	two := []string{j.bundle("a.sigstore.json"), j.bundle("b.sigstore.json")}
	for _, most := range []int{1, len(before)/512 + 1} { // first there is no room to announce the lines, then none for all of them
		// No file may grow beyond so many times 512 bytes: as on a full disk, a part is written.
		limit := fmt.Sprintf(`ulimit -f %d; trap "" XFSZ; exec "$@"`, most)
		limited := exec.CommandContext(t.Context(), "sh", append([]string{"-c", limit, "sh"}, j.add(two...).Args...)...)
		limited.Dir = j.directory
		said, _ := limited.CombinedOutput()
		if code := limited.ProcessState.ExitCode(); code != 2 || !strings.Contains(string(said), "can't be written: file too large") {
			t.Errorf("exit code %d: %s", code, said)
		}
		if after := j.read("log", translog.EntriesFile); !bytes.Equal(before, after) {
			t.Errorf("the log was %q, and is %q", before, after)
		}
		if left, _ := os.ReadDir(filepath.Join(j.directory, "log")); len(left) != 2 {
			t.Errorf("it leaves %v", left)
		}
	}
	if said, err := j.add(two...).CombinedOutput(); err != nil || !strings.Contains(string(said), "b.sigstore.json: logged as entry 21") {
		t.Errorf("%v: %s", err, said)
	}
}

// An auditor needs no riskgate: what the guide shows says the same.
func TestALogIsVerifiedAsTheGuideShows(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"openssl", "python3"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	guide, err := os.ReadFile("../../docs/evidence.md")
	must(t, err)
	_, section, _ := strings.Cut(string(guide), "\n### Verify a log without riskgate\n")
	_, section, _ = strings.Cut(section, "\n```sh\n")
	shell, section, _ := strings.Cut(section, "\n```\n")
	_, section, _ = strings.Cut(section, "\n```python\n")
	python, _, found := strings.Cut(section, "\n```\n")
	if !found {
		t.Fatal("the guide has no such section")
	}
	j := newJournal(t)
	must(t, os.Mkdir(filepath.Join(j.directory, "work"), 0o777)) // which the page has made by then
	for i := range 7 {
		if said, err := j.add(j.bundle(fmt.Sprint(i, ".sigstore.json"))).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
	}
	follow := func(name, option, text string) (string, error) {
		command := exec.CommandContext(t.Context(), name, option, text)
		command.Dir = j.directory
		said, err := command.CombinedOutput()
		return string(said), err
	}
	if said, err := follow("sh", "-c", shell); err != nil {
		t.Errorf("%v: %s", err, said)
	}
	root := strings.Split(string(j.read("log", translog.CheckpointFile)), "\n")[2]
	if said, err := follow("python3", "-c", python); err != nil || said != root+"\n" {
		t.Errorf("the root is %s, want %s (%v)", said, root, err)
	}
	checkpoint := j.read("log", translog.CheckpointFile)
	write(t, filepath.Join(j.directory, "log", translog.CheckpointFile), strings.Replace(string(checkpoint), "\n7\n", "\n6\n", 1))
	if said, err := follow("sh", "-c", shell); err == nil {
		t.Errorf("openssl accepts a checkpoint that was changed: %s", said)
	}
}
