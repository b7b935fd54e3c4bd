// Package measure runs a command and says what it took.
package measure

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Usage is what one run of a command took.
type Usage struct {
	Wall time.Duration
	// CPU is the time of the user and of the system together, on all cores.
	CPU time.Duration
	// Peak is the largest resident set, in bytes.
	Peak     int64
	ExitCode int
}

// Run runs a command with its standard output in a file. A command that ends with an exit code is no error.
//
// The kernel starts a new process off with the peak of the one that it came from, so call this from a small process:
// that is what cmd/measure is for.
func Run(output string, command ...string) (Usage, error) {
	file, err := os.Create(output)
	if err != nil {
		return Usage{}, err
	}
	defer file.Close()
	run := exec.Command(command[0], command[1:]...)
	run.Stdout = file
	run.Stderr = os.Stderr

	start := time.Now()
	err = run.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Usage{}, err
	}
	state := run.ProcessState
	return Usage{
		Wall:     wall,
		CPU:      state.UserTime() + state.SystemTime(),
		Peak:     peak(state.SysUsage().(*syscall.Rusage)),
		ExitCode: state.ExitCode(),
	}, nil
}

func peak(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss * 1024
}
