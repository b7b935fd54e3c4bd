package cli

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/riskgate/riskgate/internal/source"
)

// writeFile writes a file so that it's there whole or not at all: into a temporary file beside it, which takes its
// name when every byte is on the disk.
func writeFile(name string, write func(io.Writer) error) (err error) {
	info, statErr := os.Stat(name)
	switch {
	case statErr != nil:
	case info.IsDir():
		return writeError(name, errors.New("it is a directory"))
	case !info.Mode().IsRegular():
		return writeDevice(name, write)
	}
	directory := filepath.Dir(name)
	hidden := filepath.Join(directory, "."+filepath.Base(name)+"."+rand.Text())
	temporary, err := os.OpenFile(hidden, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // as the umask allows
	if err != nil {
		return writeError(name, err)
	}
	defer func() {
		if err != nil {
			temporary.Close()
			os.Remove(temporary.Name())
		}
	}()
	if err := buffered(temporary, write); err != nil {
		return writeError(name, err)
	}
	if err := temporary.Sync(); err != nil {
		return writeError(name, err)
	}
	if err := temporary.Close(); err != nil {
		return writeError(name, err)
	}
	if err := os.Rename(temporary.Name(), name); err != nil {
		return writeError(name, err)
	}
	return syncDirectory(directory)
}

// mostSummary is how large the summary of a step may be on GitHub, which drops all of a larger one.
const mostSummary = 1 << 20

// appendSummary writes at the end of the summary of a GitHub workflow's step, which others of the step write to as well:
// the whole report, or nothing.
func appendSummary(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return writeError(name, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return writeError(name, err)
	}
	var report bytes.Buffer
	if info.Size() > 0 {
		report.WriteString("\n\n") // what stands there may end within a line
	}
	if err := write(&report); err != nil {
		return writeError(name, err)
	}
	if size := info.Size() + int64(report.Len()); size > mostSummary {
		return writeError(name, fmt.Errorf("the job summary would have %d bytes, and GitHub takes %d", size, mostSummary))
	}
	if _, err := file.Write(report.Bytes()); err != nil {
		if info.Mode().IsRegular() {
			err = errors.Join(err, file.Truncate(info.Size()))
		}
		return writeError(name, err)
	}
	if err := file.Close(); err != nil {
		return writeError(name, err)
	}
	return nil
}

// writeDevice writes to what can't be replaced, as /dev/stdout or a named pipe.
func writeDevice(name string, write func(io.Writer) error) error {
	device, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return writeError(name, err)
	}
	if err := buffered(device, write); err != nil {
		device.Close()
		return writeError(name, err)
	}
	if err := device.Close(); err != nil {
		return writeError(name, err)
	}
	return nil
}

// watched remembers the first error of a writer.
type watched struct {
	io.Writer
	err error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	buffer := bufio.NewWriterSize(w, 64<<10)
	if err := write(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// syncDirectory makes a new name last. Some systems can't sync a directory; the file itself is safe by then.
func syncDirectory(name string) error {
	directory, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer directory.Close()
	_ = directory.Sync()
	return nil
}

// writeError names the file that the user knows, whatever file the operation was about.
func writeError(name string, err error) error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		err = inPath.Err
	case errors.As(err, &inLink):
		err = inLink.Err
	}
	return &source.Error{Pos: source.Position{File: filepath.ToSlash(name)}, Err: fmt.Errorf("can't be written: %w", err)}
}
