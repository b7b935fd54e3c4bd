package revision

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
)

// objects is a git process that hands out objects by their ids, one after the other.
type objects struct {
	ctx context.Context
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader

	mu     sync.Mutex
	broken error
}

// objects starts the process. It ends with the context, or when it is closed.
func (r *Repository) objects(ctx context.Context) (*objects, error) {
	o := &objects{ctx: ctx, cmd: command(ctx, r.directory, r.named([]string{"cat-file", "--batch"})...)}
	var err error
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	o.out = bufio.NewReaderSize(out, 64<<10)
	return o, o.cmd.Start()
}

func (o *objects) close() {
	o.in.Close() // ends git, which needs nothing else to be told
	io.Copy(io.Discard, o.out)
	_ = o.cmd.Wait()
}

var (
	errMissing = errors.New("this clone does not have the object; was it made with a filter?")
	errGarbled = errors.New("git answers in a way that is not understood")
)

// read returns the first bytes of an object, at most so many, and how many it has. A failure half-way leaves the rest of
// an answer unread, so that nothing can be asked after it.
func (o *objects) read(id, kind string, most int64) ([]byte, int64, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken != nil {
		return nil, 0, o.broken
	}
	content, size, err := o.ask(id, kind, most)
	if err != nil && !errors.Is(err, errMissing) {
		o.broken = err
		if o.ctx.Err() != nil {
			o.broken = stopped(o.ctx)
		}
		err = o.broken
	}
	return content, size, err
}

func (o *objects) ask(id, kind string, most int64) ([]byte, int64, error) {
	if _, err := io.WriteString(o.in, id+"\n"); err != nil {
		return nil, 0, fmt.Errorf("git ended: %w", err)
	}
	header, err := o.out.ReadString('\n')
	if err != nil {
		return nil, 0, fmt.Errorf("git ended: %w", err)
	}
	if strings.TrimSuffix(header, "\n") == id+" missing" {
		return nil, 0, errMissing
	}
	var size int64
	answered := strings.TrimPrefix(header, id+" "+kind+" ")
	if _, err := fmt.Sscanf(answered, "%d\n", &size); err != nil || size < 0 || answered == header {
		return nil, 0, errGarbled
	}
	content := make([]byte, min(size, most))
	if _, err := io.ReadFull(o.out, content); err != nil {
		return nil, 0, fmt.Errorf("git ended: %w", err)
	}
	if _, err := io.CopyN(io.Discard, o.out, size-int64(len(content))); err != nil {
		return nil, 0, fmt.Errorf("git ended: %w", err)
	}
	if end, err := o.out.ReadByte(); err != nil || end != '\n' {
		return nil, 0, errGarbled
	}
	return content, size, nil
}
