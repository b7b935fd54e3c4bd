package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// writeFile writes a file so that it's there whole or not at all: into a temporary file beside it, which takes its
// name when every byte is on the disk.
func writeFile(name string, write func(io.Writer) error) (err error) {
	if info, statErr := os.Stat(name); statErr == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return writeDevice(name, write)
	}
	directory := filepath.Dir(name)
	temporary, err := os.CreateTemp(directory, "."+filepath.Base(name)+".*")
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
	if err := temporary.Chmod(0o644); err != nil {
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

func writeError(name string, err error) error {
	return fmt.Errorf("can't write %s: %w", name, err)
}
