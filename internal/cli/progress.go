package cli

import (
	"fmt"
	"sync"
	"time"
)

// progress tells a person at a terminal how far a long check is.
type progress struct {
	command *command
	mu      sync.Mutex
	started time.Time
	next    time.Time
	shown   bool
	quiet   bool
}

const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
	eraseLine     = "\r\x1b[K"
)

func (c *command) progress(quiet bool) *progress {
	return &progress{command: c, started: c.Now(), quiet: quiet || !c.ErrTerminal.Is}
}

func (p *progress) show(stage string, done, total int) {
	if p.quiet {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.command.Now()
	if now.Sub(p.started) < progressAfter || now.Before(p.next) {
		return
	}
	p.next, p.shown = now.Add(progressEvery), true
	fmt.Fprintf(p.command.Err, "%s%s %d of %d records", eraseLine, stage, done, total)
}

func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.command.Err, eraseLine)
	}
}
