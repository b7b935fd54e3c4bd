//go:build linux

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// patience is how long somebody waits for a question, and for a command to end.
const patience = 20 * time.Second

// person is somebody at a terminal in which a command runs.
type person struct {
	*testing.T
	command  *exec.Cmd
	terminal *os.File // the side of the person
	tty      *os.File // the side of the command
	mu       sync.Mutex
	seen     strings.Builder
	gone     chan struct{} // closed when there is no more to see
}

// sit starts a command in a terminal.
func sit(t *testing.T, directory string, args ...string) *person {
	t.Helper()
	terminal, tty, err := pty.Open()
	must(t, err)
	p := &person{T: t, terminal: terminal, tty: tty, gone: make(chan struct{})}
	ctx, stop := context.WithTimeout(t.Context(), patience)
	t.Cleanup(stop)
	p.command = exec.CommandContext(ctx, "riskgate", args...)
	p.command.Dir = directory
	p.command.Env = append(os.Environ(), "RISKGATE_PASSPHRASE=")
	p.command.Stdin, p.command.Stdout, p.command.Stderr = tty, tty, tty
	p.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	must(t, p.command.Start())
	go p.look()
	t.Cleanup(func() { terminal.Close() })
	return p
}

func (p *person) look() {
	defer close(p.gone)
	buffer := make([]byte, 1024)
	for {
		n, err := p.terminal.Read(buffer)
		p.mu.Lock()
		p.seen.Write(buffer[:n])
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (p *person) sees() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

// echoes reports whether the terminal shows what is typed.
func (p *person) echoes() bool {
	p.Helper()
	said, err := exec.Command("stty", "-a", "-F", p.tty.Name()).Output()
	must(p.T, err)
	return strings.Contains(string(said), " echo ")
}

// types answers a question once it is asked, and what is typed is hidden.
func (p *person) types(question, text string) {
	p.Helper()
	for end := time.Now().Add(patience); !strings.HasSuffix(p.sees(), question) || p.echoes(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			p.Fatalf("nobody asks %q, or the terminal shows what is typed; it shows %q", question, p.sees())
		}
	}
	_, err := p.terminal.WriteString(text)
	must(p.T, err)
}

// leaves waits for the end of the command, and returns its exit code and all that was to be seen.
func (p *person) leaves() (code int, seen string) {
	p.Helper()
	_ = p.command.Wait()
	if !p.echoes() {
		p.Error("the terminal no longer shows what is typed")
	}
	p.tty.Close()
	<-p.gone
	return p.command.ProcessState.ExitCode(), strings.ReplaceAll(p.sees(), "\r\n", "\n")
}

const (
	ofNewKey = "passphrase of the new key: "
	again    = "the same passphrase again: "
)

func TestAPersonTypesThePassphraseAndNobodySeesIt(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	write(t, filepath.Join(directory, "plan.json"), compliant)

	p := sit(t, directory, "evidence", "keygen", "boss")
	p.types(ofNewKey, "open sesame\n")
	p.types(again, "open sesame\n")
	code, seen := p.leaves()
	if code != 0 || strings.Contains(seen, "sesame") || !strings.HasPrefix(seen, ofNewKey+"\n"+again+"\nprivate key  boss.key") {
		t.Errorf("exit code %d, and the terminal shows %q", code, seen)
	}

	p = sit(t, directory, "check", "--quiet", "--no-color", "--as-of", "2026-06-30", "--evidence", "proof", "--sign", "boss.key", "plan.json")
	p.types("passphrase of boss.key: ", "open sesame\n")
	if code, seen := p.leaves(); code != 0 || !strings.HasPrefix(seen, "passphrase of boss.key: \ncomplies") {
		t.Errorf("exit code %d, and the terminal shows %q", code, seen)
	}
	if code, said := riskgate(t, directory, "evidence", "verify", "proof", "--key", "boss.pub"); code != 0 {
		t.Errorf("exit code %d, and it says %s", code, said)
	}
}

func TestAPassphraseThatIsNotTypedMakesNoKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		typed []string
		want  string
	}{
		{"another the second time", []string{"open sesame\n", "open barley\n"}, ofNewKey + "\n" + again + "\nriskgate: the two passphrases differ\n"},
		{"nothing", []string{"\n"}, ofNewKey + "\nriskgate: the passphrase is empty\n"},
		{"an interrupt", []string{"\x03"}, ofNewKey + "\nriskgate: the new key needs a passphrase, and none was typed; or --no-passphrase, where another safe keeps it\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			p := sit(t, directory, "evidence", "keygen", "boss")
			for i, typed := range test.typed {
				p.types([]string{ofNewKey, again}[i], typed)
			}
			if code, seen := p.leaves(); code != 2 || seen != test.want {
				t.Errorf("exit code %d, and the terminal shows\n%q\nwant\n%q", code, seen, test.want)
			}
			if left := tree(t, directory); len(left) != 1 {
				t.Errorf("it leaves %q", left)
			}
		})
	}
}
