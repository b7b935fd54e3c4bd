// Command bench compares riskgate with conftest and opa: the same rules, the same records, the same findings; and its gate
// and its evidence with a plain check.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/bench/contest"
	"github.com/riskgate/riskgate/bench/cost"
	"github.com/riskgate/riskgate/bench/generate"
	"github.com/riskgate/riskgate/bench/measure"
)

type options struct {
	sizes []int
	runs  int
	seed  uint64
	work  string
	alone bool
}

func main() {
	o, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(os.Stdout, o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
}

func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	sizes := flags.String("sizes", "1000,10000,100000", "numbers of risks, separated by commas")
	flags.IntVar(&o.runs, "runs", 0, "counted runs at each size (default: 5 up to 10000 risks, then 1)")
	flags.Uint64Var(&o.seed, "seed", 1, "of the generated records")
	flags.BoolVar(&o.alone, "alone", false, "riskgate's own modes alone: the gate and the evidence, without conftest and opa")
	flags.StringVar(&o.work, "work", "", "folder for programs and records, kept for the next time (default: in the user's cache)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for text := range strings.SplitSeq(*sizes, ",") {
		size, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || size < 1 {
			return o, fmt.Errorf("-sizes: %q is not a number of risks", text)
		}
		o.sizes = append(o.sizes, size)
	}
	if o.work != "" {
		return o, nil
	}
	cache, err := os.UserCacheDir()
	o.work = filepath.Join(cache, "riskgate-bench")
	return o, err
}

func run(w io.Writer, o options) error {
	if err := os.MkdirAll(o.work, 0o755); err != nil {
		return err
	}
	what := "riskgate, conftest and opa (minutes, the first time)"
	if o.alone {
		what = "riskgate"
	}
	fmt.Fprintln(os.Stderr, "building", what)
	arena, err := contest.Prepare(".", o.work, !o.alone)
	if err != nil {
		return err
	}
	if !o.alone {
		if err := compareWithPeers(w, arena, o); err != nil {
			return err
		}
	}
	for _, size := range o.sizes {
		if err := prove(w, arena, o, size); err != nil {
			return err
		}
		for _, layout := range []contest.Layout{contest.Documents, contest.Lines} {
			if err := gate(w, arena, o, size, layout); err != nil {
				return err
			}
		}
	}
	return nil
}

func compareWithPeers(w io.Writer, arena *contest.Arena, o options) error {
	versions, err := arena.Versions()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "riskgate of this checkout against %s; %d rules\n", versions, len(contest.Rules)); err != nil {
		return err
	}
	if err := startUp(w, arena, o); err != nil {
		return err
	}
	for _, size := range o.sizes {
		if err := compare(w, arena, o, size); err != nil {
			return err
		}
	}
	return costs(w, o)
}

// prove measures what evidence adds to a check.
func prove(w io.Writer, arena *contest.Arena, o options, size int) error {
	data, err := contest.Generate(filepath.Join(o.work, strconv.Itoa(size)), generate.Options{Risks: size, Seed: o.seed})
	if err != nil {
		return err
	}
	results, err := takeTurns(arena, arena.Proving(), data, o.rounds(size))
	if err != nil {
		return err
	}
	return print(w, fmt.Sprintf("evidence: %d risks, %.1f MB; median of %d runs", size, float64(data.Bytes)/1e6, o.rounds(size)), results, "check")
}

// gate measures the gate of a change of a few records.
func gate(w io.Writer, arena *contest.Arena, o options, size int, layout contest.Layout) error {
	folder, err := filepath.Abs(filepath.Join(o.work, fmt.Sprintf("%s-%d", layout, size)))
	if err != nil {
		return err
	}
	data, err := contest.Repository(folder, layout, generate.Options{Risks: size, Seed: o.seed})
	if err != nil {
		return err
	}
	results, err := takeTurns(arena, arena.Gating(), data, o.rounds(size))
	if err != nil {
		return err
	}
	title := fmt.Sprintf("gate: %d of %d risks changed, %.1f MB of %s; median of %d runs", contest.Changed, size, float64(data.Bytes)/1e6, layout, o.rounds(size))
	return print(w, title, results, "check")
}

// rounds is how often each contestant runs at a size.
func (o options) rounds(size int) int {
	switch {
	case o.runs > 0:
		return o.runs
	case size > 10000:
		return 1
	}
	return 5
}

// peers are those that all others are compared with.
var peers = []string{"conftest", "opa"}

// startUp is the time for a register of one risk, where there is next to nothing to check.
func startUp(w io.Writer, arena *contest.Arena, o options) error {
	const runs = 20
	data, err := contest.Generate(filepath.Join(o.work, "start-up"), generate.Options{Risks: 1, Seed: o.seed})
	if err != nil {
		return err
	}
	results, err := takeTurns(arena, append(arena.Contestants(), arena.AllRules()), data, runs)
	if err != nil {
		return err
	}
	return print(w, fmt.Sprintf("start-up: 1 risk, median of %d runs", runs), results, peers...)
}

func compare(w io.Writer, arena *contest.Arena, o options, size int) error {
	data, err := contest.Generate(filepath.Join(o.work, strconv.Itoa(size)), generate.Options{Risks: size, Seed: o.seed})
	if err != nil {
		return err
	}
	runs := o.rounds(size)
	results, err := takeTurns(arena, append(arena.Contestants(), arena.AllRules()), data, runs)
	if err != nil {
		return err
	}
	title := fmt.Sprintf("%d risks, %.1f MB, %d findings, the same from each; median of %d runs", size, float64(data.Bytes)/1e6, len(data.Findings), runs)
	return print(w, title, results, peers...)
}

// costRisks is how many risks the cost of each rule is measured on.
const costRisks = 10000

// costs is what each rule of the library takes.
func costs(w io.Writer, o options) error {
	data, err := contest.Generate(filepath.Join(o.work, strconv.Itoa(costRisks)), generate.Options{Risks: costRisks, Seed: o.seed})
	if err != nil {
		return err
	}
	rules, err := cost.OfRules(context.Background(), data.Folder, generate.AsOf)
	if err != nil {
		return err
	}
	return printCosts(w, fmt.Sprintf("cost of each of %d rules on %d risks, one core, in shares of the median", len(rules), costRisks), rules)
}

// takeTurns lets each contestant run once in each round, and another one begin each round, so that none always runs
// after the same one. Where there are several rounds, one before them isn't counted.
func takeTurns(arena *contest.Arena, contestants []contest.Contestant, data contest.Data, rounds int) ([]result, error) {
	results := make([]result, len(contestants))
	first := 0
	if rounds > 1 {
		first = -1
	}
	for round := first; round < rounds; round++ {
		for turn := range contestants {
			n := (turn + round + 1) % len(contestants)
			usage, err := arena.Run(contestants[n], data)
			if err != nil {
				return nil, err
			}
			results[n].name = contestants[n].Name
			if round >= 0 {
				results[n].runs = append(results[n].runs, usage)
			}
		}
	}
	return results, nil
}

type result struct {
	name string
	runs []measure.Usage
}
