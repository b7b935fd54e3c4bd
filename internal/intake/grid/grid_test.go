package grid_test

import (
	"testing"

	"github.com/riskgate/riskgate/internal/intake/grid"
)

func TestACellHasTheNameThatSpreadsheetProgramsShow(t *testing.T) {
	for _, test := range []struct {
		row, column int
		want        string
	}{
		{1, 1, "A1"},
		{12, 5, "E12"},
		{1, 26, "Z1"},
		{1, 27, "AA1"},
		{9, 52, "AZ9"},
		{9, 53, "BA9"},
		{1, 702, "ZZ1"},
		{1, 703, "AAA1"},
		{1048576, 16384, "XFD1048576"},
	} {
		if got := grid.Name(test.row, test.column); got != test.want {
			t.Errorf("row %d, column %d is %s, want %s", test.row, test.column, got, test.want)
		}
	}
}

func TestARowIsEmptyBeyondItsEnd(t *testing.T) {
	row := grid.Row{Number: 3, Cells: []grid.Cell{{}, {Kind: grid.Text, Text: "a"}}}
	for column, want := range map[int]string{0: "", 1: "", 2: "a", 3: "", 16384: ""} {
		if got := row.Cell(column); got.Text != want || (got.Kind == grid.Empty) != (want == "") {
			t.Errorf("column %d holds %v, want %q", column, got, want)
		}
	}
	if row.Blank() {
		t.Error("a row with a text is said to be blank")
	}
	if !(grid.Row{Cells: make([]grid.Cell, 3)}).Blank() {
		t.Error("a row of empty cells is not said to be blank")
	}
}

func TestASheetKnowsWhatIsHiddenAndMerged(t *testing.T) {
	sheet := grid.Sheet{
		HiddenColumns: []grid.Columns{{First: 2, Last: 3}, {First: 9, Last: 16384}},
		Merged:        []grid.Area{{FirstRow: 2, FirstColumn: 2, LastRow: 2, LastColumn: 4}},
	}
	for column, want := range map[int]bool{1: false, 2: true, 3: true, 4: false, 8: false, 9: true, 16384: true} {
		if got := sheet.ColumnHidden(column); got != want {
			t.Errorf("column %d hidden: %t, want %t", column, got, want)
		}
	}
	for _, cell := range [][2]int{{2, 2}, {2, 4}} {
		area, ok := sheet.MergedAt(cell[0], cell[1])
		if !ok || area.String() != "B2:D2" {
			t.Errorf("%s is in %s, %t, want B2:D2", grid.Name(cell[0], cell[1]), area, ok)
		}
	}
	for _, cell := range [][2]int{{1, 2}, {3, 2}, {2, 1}, {2, 5}} {
		if area, ok := sheet.MergedAt(cell[0], cell[1]); ok {
			t.Errorf("%s is said to be in %s", grid.Name(cell[0], cell[1]), area)
		}
	}
}
