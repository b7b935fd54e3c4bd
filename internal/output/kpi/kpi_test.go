package kpi_test

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/output/kpi"
	"github.com/riskgate/riskgate/internal/output/sample"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/schemas"
)

var reports = []struct {
	name   string
	report *report.Report
}{
	{"enterprise", sample.Enterprise()},
	{"sample", sample.Report()},
	{"empty", sample.Empty()},
}

func write(t *testing.T, r *report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := kpi.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFiguresKeepTheirSchema(t *testing.T) {
	schema := compile(t)
	for _, test := range reports {
		t.Run(test.name, func(t *testing.T) {
			if err := schema.Validate(decode(t, write(t, test.report))); err != nil {
				t.Errorf("%#v", err)
			}
		})
	}
}

// The schema is closed: a key that the writer misspells shows here.
func TestSchemaIsClosed(t *testing.T) {
	schema := compile(t)
	for _, key := range []string{
		"registers", "apart", "kpis", "definition", "by_severity", "by_register", "severity", "register", "not_assessable",
		"trend", "course", "since", "earlier", "records", "weight", "message", "due", "days_30", "left_out", "history", "notes", "reason",
	} {
		t.Run(key, func(t *testing.T) {
			text := string(write(t, sample.Enterprise()))
			changed := strings.Replace(text, `"`+key+`":`, `"`+key+`_":`, 1)
			if changed == text {
				t.Fatal("the sample has no such key")
			}
			if schema.Validate(decode(t, []byte(changed))) == nil {
				t.Error("the schema takes another key for it")
			}
		})
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := schemas.FS.Open("kpi.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	compiler := jsonschema.NewCompiler()
	compiler.LoadURL = func(url string) (io.ReadCloser, error) { return nil, fmt.Errorf("%s is not needed", url) }
	if err := compiler.AddResource("kpi", file); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("kpi")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func decode(t *testing.T, text []byte) any {
	t.Helper()
	decoder := stdjson.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
