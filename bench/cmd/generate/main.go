// Command generate writes a risk register of any size, with plans, reviews, monitoring and reports.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/riskgate/riskgate/bench/generate"
)

func main() {
	risks := flag.Int("risks", 1000, "number of risks")
	seed := flag.Uint64("seed", 1, "the same seed gives the same bytes")
	folder := flag.String("folder", ".", "where to write, made when it doesn't exist")
	unbroken := flag.Bool("unbroken", false, "break no record, so that all of them comply with riskgate's whole library")
	flag.Parse()
	if err := run(*folder, generate.Options{Risks: *risks, Seed: *seed, Unbroken: *unbroken}); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(2)
	}
}

func run(folder string, o generate.Options) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	s, err := generate.Write(folder, o)
	if err != nil {
		return err
	}
	_, err = fmt.Printf("%d risks, %d plans, %d reviews, %d activities, %d results, %d reports, %d people, %d services; %d records are broken\n",
		s.Risks, s.Plans, s.Reviews, s.Activities, s.Results, s.Reports, s.People, s.Services, len(s.Findings))
	return err
}
