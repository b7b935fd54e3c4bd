package csv_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/intake/csv"
)

// BenchmarkRows reads 100,000 rows, and tells how much memory is in use at the end.
func BenchmarkRows(b *testing.B) {
	row := strings.Repeat("a field of some words,\"quoted, with a comma\",2026-01-02,", 5) + "end\n"
	text := strings.Repeat(row, 100_000)
	b.SetBytes(int64(len(text)))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		table, err := csv.Open(strings.NewReader(text), int64(len(text)), "r.csv", csv.Options{})
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		for row, err := range table.Rows {
			if err != nil || len(row.Cells) != 16 {
				b.Fatal(row, err)
			}
			rows++
		}
		if rows != 100_000 {
			b.Fatalf("%d rows", rows)
		}
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapSys-before.HeapSys)/(1<<20), "MiB-more")
}
