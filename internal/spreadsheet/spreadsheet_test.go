package spreadsheet_test

import (
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/spreadsheet"
)

func TestACellIsNeverAFormula(t *testing.T) {
	texts := []string{"plain", "=1+1", " +1", "-2", "@SUM(A1)", "＝1", "a;=1", `"=1`, "\t=1", "two\nlines", ""}
	want := []string{"plain", "'=1+1", " '+1", "'-2", "'@SUM(A1)", "'＝1", "a;'=1", `"'=1`, `\x09=1`, `two\x0alines`, ""}
	var b strings.Builder
	sheet := spreadsheet.New(&b)
	sheet.Row(texts)
	if err := sheet.Close(); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("%q has no mark, or no end of its line", text)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(rows[0], want) {
		t.Errorf("got  %q\nwant %q", rows[0], want)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestATableThatCannotBeWrittenIsAnError(t *testing.T) {
	sheet := spreadsheet.New(full{})
	sheet.Row([]string{"a"})
	if sheet.Close() == nil {
		t.Error("nothing went wrong")
	}
}
