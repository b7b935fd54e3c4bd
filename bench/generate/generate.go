// Package generate writes the records of an organisation's risks, of any number, of which 2 % break a rule in known ways.
package generate

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// Files names the five documents that Write makes.
var Files = []string{"register.json", "plans.json", "reviews.json", "monitoring.json", "reports.json"}

// Options says what to write.
type Options struct {
	Risks int
	// Seed settles everything else: the same seed gives the same bytes.
	Seed uint64
	// AsOf is the day that the data is about, as YYYY-MM-DD; empty for the constant of that name.
	AsOf string
	// Unbroken breaks no record: all of them comply with the whole library.
	Unbroken bool
}

// Summary says what was written.
type Summary struct {
	Risks, Plans, Reviews, Activities, Results, Reports, People, Services int
	// RiskBytes and PlanBytes are the sizes of the records of risks and of plans together.
	RiskBytes, PlanBytes int64
	// Findings are those that the rules of the benchmark must report, and all of them.
	Findings []Finding
}

// Write writes the documents into a folder that exists. It holds a few records at a time.
func Write(folder string, o Options) (Summary, error) {
	days, err := newCalendar(cmp.Or(o.AsOf, AsOf))
	if err != nil {
		return Summary{}, err
	}
	w, err := create(folder)
	if err != nil {
		return Summary{}, err
	}
	summary := w.records(o, days)
	return summary, w.close()
}

// writer holds the documents while they grow.
type writer struct {
	register, plans, reviews, monitoring, reports *document
	// results belong behind the activities in the monitoring document; until those are complete they are kept apart.
	results *document
}

func create(folder string) (*writer, error) {
	w := &writer{}
	for name, document := range map[string]**document{
		"register.json":   &w.register,
		"plans.json":      &w.plans,
		"reviews.json":    &w.reviews,
		"monitoring.json": &w.monitoring,
		"reports.json":    &w.reports,
		"results.partial": &w.results,
	} {
		opened, err := open(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		*document = opened
	}
	return w, nil
}

// divisionSize is how many risks a division has.
const divisionSize = 1000

// division gathers from neighbouring groups what is watched and reported together.
type division struct {
	number int
	// covered are the risks that the reports cover, and results what monitoring said about them since the last report.
	covered, results []string
	// watched are for each of wideMethods the risks that it watches.
	watched [len(wideMethods)][]string
}

func (d *division) add(g *group) {
	d.covered = append(d.covered, g.covered...)
	for _, r := range g.results {
		d.results = append(d.results, r.ID)
	}
	for _, r := range g.risks {
		for i, method := range wideMethods {
			if r.severity >= method.from && slices.Contains(g.activity.RiskIDs, r.ID) {
				d.watched[i] = append(d.watched[i], r.ID)
			}
		}
	}
}

func (w *writer) records(o Options, days calendar) Summary {
	random := rand.New(rand.NewPCG(o.Seed, 0))
	m := &maker{random: random, staff: hire(o.Risks, random), days: days}
	s := Summary{Risks: o.Risks, People: len(m.staff.people), Services: len(m.staff.services)}
	w.begin(m.staff, days.ago(0))
	risks, plans := newQueue(riskDefects), newQueue(planDefects)
	if o.Unbroken {
		risks, plans = newQueue[*riskCase](nil), newQueue[*planCase](nil)
	}
	d := division{number: 1}
	for first := 1; first <= o.Risks; first += groupSize {
		g := m.group(first, min(groupSize, o.Risks-first+1))
		for _, r := range g.risks {
			if rule, broken := risks.pass(m, g, r); broken {
				s.Findings = append(s.Findings, Finding{rule, r.ID})
			}
		}
		for _, p := range g.plans {
			if rule, broken := plans.pass(m, g, p); broken {
				s.Findings = append(s.Findings, Finding{rule, p.ID})
			}
		}
		w.group(g, &s)
		d.add(g)
		if last := first + groupSize - 1; last%divisionSize == 0 || last >= o.Risks {
			w.division(m, d, &s)
			d = division{number: d.number + 1}
		}
	}
	s.Reports += w.assessment(m)
	return s
}

func (w *writer) begin(s *staff, asOf string) {
	w.register.begin("risk_register", asOf, &scale{Levels: levels[:], Likelihood: likelihoods[:], Impact: impacts[:]})
	w.plans.begin("action_plans", asOf, nil)
	w.reviews.begin("risk_reviews", asOf, nil)
	w.monitoring.begin("risk_monitoring", asOf, nil)
	w.reports.begin("risk_report", asOf, nil)

	w.register.list("people")
	for _, p := range s.people {
		w.register.record(p)
	}
	w.register.list("services")
	for _, one := range s.services {
		w.register.record(one)
	}
	w.register.list("risks")
	w.plans.list("plans")
	w.reviews.list("reviews")
	w.monitoring.list("activities")
	w.results.list("results")
	w.reports.list("reports")
}

func (w *writer) group(g *group, s *Summary) {
	for _, r := range g.risks {
		s.RiskBytes += w.register.record(r.risk)
	}
	for _, p := range g.plans {
		s.PlanBytes += w.plans.record(p.plan)
	}
	w.reviews.record(g.review)
	w.monitoring.record(g.activity)
	for _, r := range g.results {
		w.results.record(r)
	}
	s.Plans += len(g.plans)
	s.Reviews++
	s.Activities++
	s.Results += len(g.results)
}

// division watches the severe risks of a division, and reports on all of them through every channel.
func (w *writer) division(m *maker, d division, s *Summary) {
	for i, method := range wideMethods {
		if len(d.watched[i]) > 0 {
			w.monitoring.record(m.watchWidely(method.name, d.number, d.watched[i]))
			s.Activities++
		}
	}
	channels := []string{"kpi_set", "dashboard", "risk_assessment_report"}
	for _, channel := range channels {
		s.Reports++
		w.reports.record(report{
			ID: fmt.Sprintf("REP-%06d", s.Reports), Type: channel, Period: m.lastPeriod(), IssuedOn: m.days.ago(6),
			Author: m.anyone("risk_team"), Audience: []string{"management", "service teams"}, Covers: d.covered, Results: d.results,
			ManagementReview: &managementReview{By: m.anyone("director"), Role: "director", On: m.days.ago(3), Outcome: "accepted", Decisions: []string{"Go on as planned."}},
		})
	}
}

// assessment reports on the enterprise, and takes the first reports of the unit in.
func (w *writer) assessment(m *maker) int {
	w.reports.record(report{
		ID: "ERM-2026-2", Type: "erm_assessment", Period: m.lastPeriod(), IssuedOn: m.days.ago(1),
		Author: m.anyone("risk_lead"), Audience: []string{"board"},
		ERM: &erm{ExpectedBusinessUnits: []string{unit}, Inputs: []ermInput{{BusinessUnit: unit, ReportID: "REP-000003", Scale: levels[:]}}},
	})
	return 1
}

func (m *maker) lastPeriod() period { return period{From: m.days.ago(95), To: m.days.ago(8)} }

// close completes the documents.
func (w *writer) close() error {
	err := errors.Join(w.results.flush(), w.monitoring.append(w.results))
	for _, d := range []*document{w.register, w.plans, w.reviews, w.monitoring, w.reports} {
		err = errors.Join(err, d.end())
	}
	return errors.Join(err, os.Remove(w.results.file.Name()))
}

const (
	organization = "Northwind"
	unit         = "Cloud"
)

// document is one JSON object in a file: a header, and lists with a record on each line. The first error stays in the
// buffered writer until the end.
type document struct {
	file    *os.File
	out     *bufio.Writer
	inList  bool
	records int // in the list at hand
}

func open(name string) (*document, error) {
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &document{file: file, out: bufio.NewWriterSize(file, 1<<18)}, nil
}

func (d *document) begin(kind, asOf string, s *scale) {
	d.out.Write(trimEnd(encode(header{Kind: kind, SchemaVersion: "1", ID: "bench-" + kind, Organization: organization, BusinessUnit: unit, AsOf: asOf, Scale: s})))
}

// list ends the list before it, if there is one, and begins another.
func (d *document) list(name string) {
	if d.inList {
		d.out.WriteString("\n]")
	}
	d.inList, d.records = true, 0
	fmt.Fprintf(d.out, ",\n%q: [", name)
}

// record adds a record to the list at hand, and returns its size.
func (d *document) record(record any) int64 {
	if d.records > 0 {
		d.out.WriteByte(',')
	}
	d.records++
	text := encode(record)
	d.out.WriteByte('\n')
	d.out.Write(text)
	return int64(len(text))
}

// append ends the list at hand and adds what another document holds.
func (d *document) append(other *document) error {
	d.out.WriteString("\n]")
	if _, err := other.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(d.out, other.file)
	return errors.Join(err, other.file.Close())
}

func (d *document) flush() error { return d.out.Flush() }

func (d *document) end() error {
	d.out.WriteString("\n]}\n")
	return errors.Join(d.flush(), d.file.Close())
}

func encode(record any) []byte {
	text, err := json.Marshal(record)
	if err != nil {
		panic(err) // records hold nothing that JSON can't
	}
	return text
}

func trimEnd(object []byte) []byte { return object[:len(object)-1] }
