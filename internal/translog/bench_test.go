package translog_test

import (
	"fmt"
	"testing"

	"github.com/riskgate/riskgate/internal/translog"
)

// BenchmarkOpen reads a log of 100,000 runs: what every append does before it adds its own.
func BenchmarkOpen(b *testing.B) {
	signer := newSigner(b)
	log := open(b, begin(b, signer, origin), signer.Key)
	entry := run(b, "bundle", noon, nil)
	var entries []byte
	for i := range 100_000 {
		entry.Bundle = translog.Digest([]byte(fmt.Sprint(i)))
		entries = append(entries, log.Add(entry)...)
	}
	checkpoint, err := log.Sign(signer)
	if err != nil {
		b.Fatal(err)
	}
	stored := translog.Stored{Entries: entries, Checkpoint: checkpoint}
	b.SetBytes(int64(len(entries)))
	b.ReportAllocs()
	for b.Loop() {
		open(b, stored, signer.Key)
	}
}
