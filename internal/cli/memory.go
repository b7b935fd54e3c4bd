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

// collectOften is for reading: what is read is of no use a moment later, and what is kept grows to the end. A change has
// two states, and so twice the index to look through each time: it's allowed as much more memory.
func collectOften(states int) { setPace(15 * states) }

// ceiling is what the heap may grow to before the collector runs, once the index is in place: a small check hardly needs
// it, and a large one runs it as often as its index asks for.
const ceiling = 86 << 20

// inFlight is about what the workers and the report take beside the index, at any size.
const inFlight = 16 << 20

// collectByUse is for the checking itself, when what is in use no longer grows.
func collectByUse(states int) {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	live := int64(sample[0].Value.Uint64()) + inFlight
	percent := (int64(states)*ceiling - live) * 100 / live
	setPace(int(min(max(percent, 25), 400)))
}

func setPace(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
