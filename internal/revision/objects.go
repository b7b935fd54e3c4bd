package revision

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os/exec"
	"strings"
	"sync"

	"github.com/riskgate/riskgate/internal/source"
)

// objects is a git process that hands out objects by their ids, one after the other.
type objects struct {
	ctx  context.Context
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	said limited // on standard error

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
	o.said.Buffer = new(bytes.Buffer)
	o.cmd.Stderr = &o.said
	return o, o.cmd.Start()
}

func (o *objects) close() {
	o.in.Close() // ends git, which needs nothing else to be told
	io.Copy(io.Discard, o.out)
	_ = o.cmd.Wait()
}

var (
	errMissing = &source.Error{
		Err:  errors.New("this clone lacks what the commit has there"),
		Hint: "clone without --filter, so that all files are there; git fsck lists what a repository lacks",
	}
	errForged = &source.Error{
		Err:  errors.New("what git holds there is not what the commit names"),
		Hint: "the repository is broken: git fsck says where; clone it again",
	}
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
	if err != nil && !errors.Is(err, errMissing) && !errors.Is(err, errForged) {
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
		return nil, 0, o.ended(err)
	}
	header, err := o.out.ReadString('\n')
	if err != nil {
		return nil, 0, o.ended(err)
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
		return nil, 0, o.ended(err)
	}
	if _, err := io.CopyN(io.Discard, o.out, size-int64(len(content))); err != nil {
		return nil, 0, o.ended(err)
	}
	if end, err := o.out.ReadByte(); err != nil || end != '\n' {
		return nil, 0, errGarbled
	}
	if size == int64(len(content)) && nameOf(kind, content, len(id)) != id {
		return nil, 0, errForged
	}
	return content, size, nil
}

// tree returns the id of the directory that a commit holds.
func (o *objects) tree(commit string) (string, error) {
	content, _, err := o.read(commit, "commit", maxTree)
	if err != nil {
		return "", err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	id, ok := strings.CutPrefix(first, "tree ")
	if !ok || len(id) != len(commit) {
		return "", errGarbled
	}
	return id, nil
}

// ended says why git is gone.
func (o *objects) ended(err error) error {
	o.in.Close()
	_ = o.cmd.Wait()
	if said := o.said.String(); said != "" {
		first, _, _ := strings.Cut(said, "\n")
		err = errors.New(strings.TrimPrefix(first, "error: "))
	}
	return &source.Error{
		Err:  fmt.Errorf("git ended: %w", err),
		Hint: "git fsck says what is wrong with the repository; clone it again",
	}
}

// nameOf is the id, of a length in hexadecimal digits, that an object has by what it holds: git itself doesn't look again
// when it reads one.
func nameOf(kind string, content []byte, length int) string {
	sum := newHash(kind, int64(len(content)), length)
	sum.Write(content)
	return hex.EncodeToString(sum.Sum(nil))
}

// newHash computes the id of an object of a size, in bytes.
func newHash(kind string, size int64, length int) hash.Hash {
	sum := sha1.New()
	if length == hex.EncodedLen(sha256.Size) {
		sum = sha256.New()
	}
	fmt.Fprintf(sum, "%s %d\x00", kind, size)
	return sum
}
