// Command riskgate holds risk registers and action plans to the duties of a documented risk process.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/riskgate/riskgate/internal/cli"
)

func main() {
	// A closed pipe is a write error like any other: it is reported and ends with 2, not with a signal.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Run(ctx, os.Args[1:], cli.Process())
	stop()
	os.Exit(code)
}
