package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/riskgate/riskgate/bench/cost"
	"github.com/riskgate/riskgate/bench/measure"
)

// typical is the median of the times, and the largest of the peaks.
func (r result) typical() measure.Usage {
	return measure.Usage{
		Wall: median(r.runs, func(u measure.Usage) time.Duration { return u.Wall }),
		CPU:  median(r.runs, func(u measure.Usage) time.Duration { return u.CPU }),
		Peak: slices.MaxFunc(r.runs, func(a, b measure.Usage) int { return cmp.Compare(a.Peak, b.Peak) }).Peak,
	}
}

func median(runs []measure.Usage, of func(measure.Usage) time.Duration) time.Duration {
	times := make([]time.Duration, len(runs))
	for i, run := range runs {
		times[i] = of(run)
	}
	slices.Sort(times)
	middle := len(times) / 2
	if len(times)%2 == 0 {
		return (times[middle-1] + times[middle]) / 2
	}
	return times[middle]
}

// print writes a table: what each contestant took, and its share of what some of them took (wall, CPU, memory).
func print(w io.Writer, title string, results []result, shareOf ...string) error {
	if _, err := fmt.Fprintf(w, "\n%s\n", title); err != nil {
		return err
	}
	var peers []result
	for _, r := range results {
		if slices.Contains(shareOf, r.name) {
			peers = append(peers, r)
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\twall\tCPU\tpeak memory\t")
	for _, peer := range peers {
		fmt.Fprintf(table, "wall/%s\tCPU\tmemory\t", peer.name)
	}
	fmt.Fprintln(table)
	for _, r := range results {
		took := r.typical()
		fmt.Fprintf(table, "%s\t%s\t%s\t%.0f MiB\t", r.name, seconds(took.Wall), seconds(took.CPU), float64(took.Peak)/(1<<20))
		for _, peer := range peers {
			base := peer.typical()
			fmt.Fprintf(table, "%.2f\t%.2f\t%.2f\t", share(took.Wall, base.Wall), share(took.CPU, base.CPU), share(took.Peak, base.Peak))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

// printCosts writes what each rule took, the dearest first.
func printCosts(w io.Writer, title string, rules []cost.Rule) error {
	if _, err := fmt.Fprintf(w, "\n%s\n", title); err != nil {
		return err
	}
	median := cost.Median(rules)
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	for _, rule := range rules {
		fmt.Fprintf(table, "%.1f\t%s\t%.1f ms\t%d subjects\t%.1f us each\n",
			share(rule.Took, median), rule.ID, float64(rule.Took)/1e6, rule.Subjects, float64(rule.Each())/1e3)
	}
	return table.Flush()
}

func share[N ~int64](part, whole N) float64 { return float64(part) / float64(whole) }

func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}
