package mapping_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestATableOfTextIsNotKept holds what stays of each row between the first reading and the records: where it is, and not
// what it says.
func TestATableOfTextIsNotKept(t *testing.T) {
	const rows, most = 20_000, 120 // bytes a row; its text has more than 400
	var text strings.Builder
	text.WriteString("ID,Title\n")
	for i := range rows {
		fmt.Fprintf(&text, "R-%d,%s\n", i, strings.Repeat("x", 400))
	}
	book := table(t, text.String())
	library, err := load(t, of(risks(`"title": "Title"`)))
	if err != nil {
		t.Fatal(told(err))
	}
	match, err := library.Recognize(book)
	if err != nil {
		t.Fatal(told(err))
	}
	before := heap()
	result, err := match.Read()
	if err != nil {
		t.Fatal(told(err))
	}
	kept := int64(heap()) - int64(before)
	if kept > rows*most {
		t.Errorf("%d bytes stay of each row, want at most %d", kept/rows, most)
	}
	if n := result.Documents[0].Lists[0].Len(); n != rows {
		t.Errorf("%d records, want %d", n, rows)
	}
	runtime.KeepAlive(book)
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
