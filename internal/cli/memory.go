package cli

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// The collector's pace follows the work, so that a small check is quick and a large one stays within little more than
// its index. Whoever sets GOGC has chosen another pace.

// collectLater is for the start-up: compiled rules stay to the end, and to collect half-way costs half of the time.
func collectLater() { setPace(-1) }

// collectOften is for reading: what is read is of no use a moment later, and what is kept grows to the end.
func collectOften() { setPace(30) }

// garbage is how many bytes may lie about between two collections once the index is in place.
const garbage = 26 << 20

// collectByUse is for the checking itself, when what is in use no longer grows.
func collectByUse() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if live[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	percent := garbage * 100 / max(live[0].Value.Uint64(), 1)
	setPace(int(min(max(percent, 25), 400)))
}

func setPace(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
