package generate

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// kinds are what a record of each list calls itself where it stands on a line of its own.
var kinds = map[string]string{
	"risks":      "risk",
	"plans":      "action_plan",
	"reviews":    "risk_review",
	"activities": "monitoring_activity",
	"results":    "monitoring_result",
	"reports":    "report",
}

// Lines writes the documents of a folder into another one, which exists, as JSON Lines: the header first, and then each
// record on a line of its own.
func Lines(from, to string) error {
	for _, name := range Files {
		out, err := os.Create(filepath.Join(to, strings.TrimSuffix(name, ".json")+".jsonl"))
		if err != nil {
			return err
		}
		lines := bufio.NewWriterSize(out, 1<<18)
		if err := errors.Join(toLines(filepath.Join(from, name), lines), lines.Flush(), out.Close()); err != nil {
			return err
		}
	}
	return nil
}

// toLines relies on how documents are written: people and services stand in the header, and each record on a line.
func toLines(name string, out *bufio.Writer) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var document map[string]json.RawMessage
	if err := json.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	header := map[string]json.RawMessage{}
	for member, value := range document {
		if kinds[member] == "" {
			header[member] = value
		}
	}
	first, err := json.Marshal(header)
	if err != nil {
		return err
	}
	out.Write(first)
	out.WriteByte('\n')
	kind := ""
	for line := range bytes.Lines(text) {
		line = bytes.TrimRight(line, ",\n")
		if list, ok := bytes.CutSuffix(line, []byte(": [")); ok {
			kind = kinds[string(bytes.Trim(list, `]}",`))]
			continue
		}
		if kind != "" && bytes.HasPrefix(line, []byte("{")) {
			fmt.Fprintf(out, "{\"kind\":%q,%s\n", kind, line[1:])
		}
	}
	return nil
}
