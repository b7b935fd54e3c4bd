// Command measure runs a command and writes what it took as JSON: measure USAGE OUTPUT COMMAND [ARGUMENT...].
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/riskgate/riskgate/bench/measure"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return errors.New("want USAGE OUTPUT COMMAND [ARGUMENT...]")
	}
	usage, err := measure.Run(args[1], args[2:]...)
	if err != nil {
		return err
	}
	text, err := json.Marshal(usage)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], text, 0o644)
}
