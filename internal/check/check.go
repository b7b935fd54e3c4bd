// Package check walks the straight line from the files of a run to its report.
package check

import (
	"context"
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/riskgate/riskgate/internal/alias"
	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/intake/mapping"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Config is everything that a run depends on.
type Config struct {
	Roots []workspace.Root
	// Base is where the state before the change stands, in a gated change; nil in a check of one state.
	Base    []workspace.Root
	Limits  source.Limits
	Schemas *schema.Checker
	// Mappings say how the exports of other tools are read; nil where only riskgate's own documents are.
	Mappings *mapping.Library
	Engine   *policy.Engine
	// Rules are those that the engine asks, with the levels that the settings give them.
	Rules []report.Rule
	// Severity lists the levels of the settings' scale, low to high.
	Severity []string
	// Expected is what the run must hold.
	Expected []report.Expected
	// Joins says which ids mean the same record; nil says it of none.
	Joins *alias.Table
	// Overview collects besides what the records show apart from the rules; the engine must then ask what is due.
	Overview bool
	// DueApart ends a run that can't tell what falls due, so that no outcome depends on whether anybody asks.
	DueApart bool
	// Waivers are what somebody has accepted; nil where there are none.
	Waivers *waiver.List
	// Baseline is what was wrong when it was written, to be mended in time; nil where there is none.
	Baseline *baseline.Baseline
	// Recorded is what a run left out, where it is repeated from what it took in; its zero value in any other run.
	Recorded Recorded
	// Authors made the change that is gated; nil in a check of one state. Who makes a change can't waive what it brings.
	Authors []waiver.Author
	// Twice is how many answers of each verdict of each rule are evaluated in a second way as well, All for every one. In a
	// gated change, those that it touches always are. Where the second answer is another one, the outcome is an error.
	Twice int
	// Workers is how many goroutines share the work; 0 means one for each processor.
	Workers int
	// Progress, when it isn't nil, hears now and then how much is done. It may be called from several goroutines.
	Progress func(stage string, done, total int)
	// Joined, when it isn't nil, is called when the records are joined: what stays in memory is then in place.
	Joined func()
}

// Recorded are files of a run that its repetition hasn't got, as the report of the run names them.
type Recorded struct {
	Ignored []report.Ignored
	Unread  []report.Ignored // of the base of a gated change
}

// All has Config.Twice evaluate every answer in a second way as well.
const All = math.MaxInt

// Run reads, checks and joins the records below the roots and asks every rule about every subject. The error holds all
// that could not be read, each as a *source.Error; findings are never errors.
func Run(ctx context.Context, c Config, about report.About) (*report.Report, error) {
	r, err := join(ctx, c)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if c.Joined != nil {
		c.Joined()
	}
	return r.ask(ctx, about)
}

type run struct {
	Config
	work      *workspace.Workspace
	index     *portfolio.Index
	portfolio *portfolio.Portfolio
	overview  *portfolio.Overview // nil where nobody asks for it
	files     []file
	fileOf    []int // document -> file
	// waiverInputs are what rules saw of the waivers, by id, once these are judged.
	waiverInputs map[string]portfolio.Input

	// Of a gated change.
	base       *run
	unread     []error // of a base: its files that can't be read
	comparison *portfolio.Comparison
	twins      []portfolio.Twin
	effect     effect

	twice atomic.Int64 // answers that were evaluated in two ways
}

func (r *run) close() {
	if r.work != nil {
		r.work.Close()
	}
	if r.base != nil {
		r.base.close()
	}
}

// file is one file of the run; an intake may make several documents of one.
type file struct {
	input    report.Input
	mu       sync.Mutex
	problems []report.Violation
	told     []source.Position // where an intake has said what is wrong
}

// batch is how many records a worker takes at a time.
const batch = 64

// takeIn holds every header and record to its schema and gives it to the index: with a digest where there is another state
// to compare it with, and but for what that state says too, where it was taken in before.
func (r *run) takeIn(ctx context.Context, seed *maphash.Seed, other *run) error {
	documents := r.work.Documents
	r.index = portfolio.NewIndex(documents, r.Severity)
	if seed != nil {
		r.index.Digest(*seed)
	}
	r.listFiles()
	total := 0
	for i, d := range documents {
		r.noteIntake(i, d.Problems)
		clean := true
		if d.Header != nil {
			problems := r.Schemas.Header(d.Kind, d.Header, d.Omits)
			clean = len(problems) == 0
			r.note(i, workspace.Header, d.Header, problems)
		}
		r.index.Header(i, clean)
		total += d.Records()
	}
	if other != nil {
		r.index.Follow(other.index)
	}
	var jobs []job
	for i, d := range documents {
		for l, list := range d.Lists {
			for from := 0; from < list.Len(); from += batch {
				jobs = append(jobs, job{document: i, list: l, from: from, to: min(from+batch, list.Len())})
			}
		}
	}
	var done atomic.Int64
	return r.parallel(ctx, len(jobs), func() func(int) error {
		parser, known := new(source.Parser), r.follow(other)
		return func(i int) error {
			j := jobs[i]
			for n := j.from; n < j.to; n++ {
				place := workspace.Place{List: j.list, Index: n}
				taken, err := known.takeOver(j.document, place)
				if err != nil {
					return err
				}
				if taken {
					continue
				}
				if err := r.takeInRecord(j.document, place, parser); err != nil {
					return err
				}
			}
			r.progress("reading", &done, j.to-j.from, total)
			return nil
		}
	})
}

type job struct{ document, list, from, to int }

func (r *run) takeInRecord(document int, at workspace.Place, parser *source.Parser) error {
	parser.Free() // of the record before
	d := r.work.Documents[document]
	value, body, err := d.Read(at, parser)
	if err != nil {
		return err
	}
	record, problems := r.conform(d, at, value)
	r.note(document, at, value, problems)
	if record != "" {
		r.index.Add(document, at, record, value, body, len(problems) == 0)
	}
	return nil
}

// conform holds a record to its schema, and says what kind of record it is; empty for one that doesn't belong there.
func (r *run) conform(d *workspace.Document, at workspace.Place, value *source.Value) (string, []schema.Problem) {
	if record := d.Lists[at.List].Record; record != "" {
		return record, r.Schemas.Record(record, value, d.Omits)
	}
	kind := ""
	if member := value.Get("kind"); member != nil {
		kind = member.Text
	}
	expected := []string{d.Kind} // a file of one record, or of such records alone
	if lists := schema.Lists(d.Kind); lists != nil {
		expected = expected[:0]
		for _, list := range lists {
			expected = append(expected, list.Single)
		}
	}
	if !slices.Contains(expected, kind) {
		return "", []schema.Problem{{
			At:      "/kind",
			Message: fmt.Sprintf("a record of this file needs a kind of %s", strings.Join(expected, " or ")),
			Hint:    "each line after the header names its kind; records of another kind go into a file of their own",
		}}
	}
	return schema.RecordsOf(kind)[0], r.Schemas.Single(kind, value, d.Omits)
}

// listFiles makes one entry of the report for each file.
func (r *run) listFiles() {
	r.fileOf = make([]int, len(r.work.Documents))
	number := map[string]int{}
	for i, d := range r.work.Documents {
		n, ok := number[d.Name]
		if !ok {
			n = len(number)
			number[d.Name] = n
			r.files = append(r.files, file{input: report.Input{Name: d.Name, Kind: d.Format(), SHA256: d.Digest(), Size: d.Size, Intake: d.Intake}})
		}
		r.files[n].input.Records += d.Records()
		r.files[n].limit(d)
		r.fileOf[i] = n
	}
}

// limit notes what the source behind a document can't carry; of records in files of their own, their document says it.
func (f *file) limit(d *workspace.Document) {
	if len(d.Omits) == 0 || d.Header == nil {
		return
	}
	f.input.Format = d.Source()
	f.input.Omits = append(f.input.Omits, d.Omits...)
	slices.Sort(f.input.Omits)
	f.input.Omits = slices.Compact(f.input.Omits)
}

// note keeps what the schema says of a header or record.
func (r *run) note(document int, at workspace.Place, value *source.Value, problems []schema.Problem) {
	if len(problems) == 0 {
		return
	}
	d := r.work.Documents[document]
	violations := make([]report.Violation, len(problems))
	for i, p := range problems {
		position := d.Position(at, p.At)
		if p.Key != "" {
			position = d.KeyPosition(at, p.At, p.Key)
		}
		violations[i] = report.Violation{
			At:      d.Pointer(at, p.At),
			Pos:     position,
			IDs:     identify(value, p),
			Message: p.Message,
			Remedy:  p.Hint,
		}
	}
	r.files[r.fileOf[document]].add(violations)
}

// identify names the place of a problem by the id of its record instead of by row.
func identify(value *source.Value, p schema.Problem) []string {
	var ids []string
	if id := value.Get("id"); id != nil {
		ids = append(ids, id.Text)
	}
	ids = append(ids, p.At.Tokens()...)
	return append(ids, p.Key)
}

// noteIntake keeps what an intake could not understand. Its words are about the file that the user gave, so they stand
// instead of the schema's about the same place.
func (r *run) noteIntake(document int, problems []workspace.Problem) {
	f := &r.files[r.fileOf[document]]
	for _, p := range problems {
		f.problems = append(f.problems, report.Violation{Pos: p.Position, IDs: []string{p.Message}, Message: p.Message, Remedy: p.Hint})
		f.told = append(f.told, p.Position)
	}
}

func (f *file) add(violations []report.Violation) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, v := range violations {
		if !slices.Contains(f.told, v.Pos) {
			f.problems = append(f.problems, v)
		}
	}
}

// answer says whether a file conforms.
func (f *file) answer() []report.Answer {
	if len(f.problems) == 0 {
		return []report.Answer{{Verdict: report.Pass}}
	}
	return []report.Answer{{Verdict: report.Fail, Violations: f.problems}}
}

// ask asks every rule about every subject.
func (r *run) ask(ctx context.Context, about report.About) (*report.Report, error) {
	r.describe(&about)
	builder, err := report.New(about, r.subjects())
	if err != nil {
		return nil, err
	}
	if r.base != nil {
		r.compareFiles()
	}
	for i, answers := range r.problems() {
		builder.Set(i, answers)
	}
	if r.Overview {
		r.overview = r.portfolio.Overview(about.AsOf, r.len()+len(r.waiverSubjects()))
	}
	var done atomic.Int64
	total := r.items()
	batches := (total + batch - 1) / batch
	err = r.parallel(ctx, batches, func() func(int) error {
		d := desk{worker: r.Engine.Worker(), parser: new(source.Parser)}
		return func(i int) error {
			from, to := i*batch, min((i+1)*batch, total)
			for n := from; n < to; n++ {
				item := r.item(n)
				answers, err := r.answers(ctx, item, d)
				if err != nil {
					return err
				}
				for i, of := range answers {
					builder.Set(len(r.files)+item.Head.From+i, of)
				}
			}
			r.progress("checking", &done, to-from, total)
			return nil
		}
	})
	if err == nil {
		err = r.confirm(ctx, builder)
	}
	if err == nil {
		err = r.waive(ctx, builder, about)
	}
	if err != nil {
		return nil, err
	}
	builder.CheckedItself(int(r.twice.Load()), r.sample())
	if r.overview != nil {
		builder.Show(r.overview.Report())
	}
	if about.Comparison != nil {
		builder.Compare(r.compared(*about.Comparison))
	}
	return builder.Report(), nil
}

// desk is what one goroutine asks rules with.
type desk struct {
	worker *policy.Worker
	parser *source.Parser
	twice  bool // each rule is evaluated in two ways
}

// judge asks the rules about one subject, and finds the places of what they say.
func (r *run) judge(ctx context.Context, number int, d desk) ([]report.Answer, error) {
	s := r.subject(number)
	if len(r.Engine.Rules(s.Kind)) == 0 && r.overview == nil {
		return nil, nil
	}
	if s.Unclean != "" {
		if r.overview != nil {
			r.overview.LeaveOut(number, s)
		}
		return r.unassessable(s), nil
	}
	d.parser.Free() // of the subject before
	input, err := r.input(s, r.Engine.Needs(s.Kind), d.parser)
	if err != nil {
		return nil, err
	}
	asked := d.worker.Ask(ctx, asking(s.Kind, input, d.twice))
	if err := r.dueFault(s.Kind, s.ID, asked); err != nil {
		return nil, err
	}
	if r.overview != nil {
		r.overview.Add(number, s, input, r.due(s.Kind, asked))
	}
	return answered(asked, input.Locate), nil
}

// dueFault says that a rule can't tell what falls due about a subject, where that must not become its outcome.
func (r *run) dueFault(kind, id string, asked []policy.Answer) error {
	i := slices.IndexFunc(asked, func(a policy.Answer) bool { return a.NoDue })
	if !r.DueApart || i < 0 {
		return nil
	}
	return fmt.Errorf("%s (what falls due about %s %s)", asked[i].Reason, kind, id)
}

// due lists what falls due about a subject, by the rules that say so.
func (r *run) due(kind string, asked []policy.Answer) []portfolio.Due {
	var all []portfolio.Due
	for i, rule := range r.Engine.Rules(kind) {
		for _, due := range asked[i].Due {
			if on, err := report.ParseDate(due.On); err == nil { // a year beyond the calendar is as good as never
				all = append(all, portfolio.Due{Rule: rule.ID, What: due.What, On: on, At: due.At})
			}
		}
	}
	return all
}

// asking is an input as the engine takes it.
func asking(kind string, input portfolio.Input, twice bool) policy.Subject {
	subject := policy.Subject{Kind: kind, Input: input.Value, Lasting: input.Lasting, Gaps: make([]policy.Gap, len(input.Gaps)), Twice: twice}
	for i, gap := range input.Gaps {
		subject.Gaps[i] = policy.Gap(gap)
	}
	return subject
}

// answered finds where in the files the violations of a subject's answers stand.
func answered(asked []policy.Answer, locate func(source.Pointer) portfolio.Location) []report.Answer {
	answers := make([]report.Answer, len(asked))
	for i, a := range asked {
		answers[i] = report.Answer{Verdict: a.Verdict, Reason: a.Reason, Lacks: a.Lacks}
		for _, v := range a.Violations {
			location := locate(v.At)
			answers[i].Violations = append(answers[i].Violations, report.Violation{
				At:      v.At,
				Pos:     location.Position,
				Base:    location.Base,
				IDs:     location.Path,
				Message: v.Message,
				Remedy:  v.Remedy,
			})
		}
	}
	return answers
}

// unassessable answers for a record that doesn't match its schema: rules may only be asked about what has the right shape.
func (r *run) unassessable(s portfolio.Subject) []report.Answer {
	answers := make([]report.Answer, len(r.Engine.Rules(s.Kind)))
	for i := range answers {
		answers[i] = report.Answer{Verdict: report.NotAssessable, Reason: s.Unclean}
	}
	return answers
}

// subjects lists the files and then the joined records, as the report wants them.
func (r *run) subjects() []report.Subject {
	subjects := make([]report.Subject, 0, len(r.files)+r.len())
	for i := range r.files {
		name := r.files[i].input.Name
		subjects = append(subjects, report.Subject{
			SubjectRef: report.SubjectRef{Kind: report.Document, ID: name},
			Pos:        source.Position{File: name},
		})
	}
	for i := range r.len() {
		subjects = append(subjects, r.subject(i).Reported())
	}
	return append(subjects, r.waiverSubjects()...)
}

// describe completes what the report says about its run.
func (r *run) describe(about *report.About) {
	about.Rules = append([]report.Rule{Conforms}, r.asked()...)
	about.Severities = r.Severity
	about.Missing = r.missing()
	about.Lacks = r.lacks()
	about.Joins = r.portfolio.Joins()
	about.Registers = r.portfolio.Registers()
	about.WaivedBy = r.waivedBy()
	for i := range r.files {
		about.Inputs = append(about.Inputs, r.files[i].input)
	}
	about.Ignored = r.ignored(about.Policies)
}

// asked are the rules that a run can ask: where there is no base, there is no change to ask about, and without a file of
// waivers there is none to judge.
func (r *run) asked() []report.Rule {
	return slices.DeleteFunc(slices.Clone(r.Rules), func(rule report.Rule) bool {
		return rule.Subject == report.ChangeKind && r.base == nil || rule.Subject == report.WaiverKind && r.Waivers == nil
	})
}

// ignored lists what was found and not checked, with one entry for all the files of a policy folder.
func (r *run) ignored(policies []report.Policy) []report.Ignored {
	all := slices.Clone(r.Recorded.Ignored)
	told := map[string]bool{}
	for _, i := range r.work.Ignored {
		if r.accepts(i.Name) {
			continue
		}
		folder, ok := policyOf(i.Name, policies)
		if !ok {
			all = append(all, report.Ignored{Name: i.Name, Reason: i.Reason, Data: i.Data, Existing: r.leftOutBefore(i)})
			continue
		}
		if !told[folder] {
			told[folder] = true
			all = append(all, report.Ignored{Name: folder + "/", Reason: "rules, not records"})
		}
	}
	slices.SortFunc(all, func(a, b report.Ignored) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// policyOf finds the policy folder that a file is part of.
func policyOf(file string, policies []report.Policy) (string, bool) {
	for _, folder := range policies {
		within, inside := strings.CutPrefix(file, folder.Name+"/")
		if folder.Name == "." {
			within, inside = file, true
		}
		if inside && policy.IsFile(within) {
			return folder.Name, true
		}
	}
	return "", false
}

// missing lists what the run should hold and doesn't.
func (r *run) missing() []report.Expected {
	return slices.DeleteFunc(slices.Clone(r.Expected), func(e report.Expected) bool {
		if e.ID == "" {
			return slices.ContainsFunc(r.work.Documents, func(d *workspace.Document) bool { return isOf(d, e.Kind) })
		}
		return r.portfolio.Holds(e.Kind, e.ID)
	})
}

// isOf reports whether a document is of a kind, whole or as one record of it.
func isOf(d *workspace.Document, kind string) bool {
	return d.Kind == kind || slices.ContainsFunc(schema.Lists(kind), func(l schema.List) bool { return l.Single == d.Kind })
}

// lacks lists what the records can't show, in the words of the schemas.
func (r *run) lacks() []report.Lack {
	lacks := r.portfolio.Lacks()
	for i := range lacks {
		field := lacks[i].Name
		if lacks[i].Record == "" {
			field = ""
		}
		titles, meaning := r.Schemas.Words(lacks[i].Document, field)
		lacks[i].Title, lacks[i].Meaning = strings.Join(titles, ": "), meaning
	}
	return lacks
}

// Conforms is the claim that stands before all rules: a document has the shape that its schema describes.
var Conforms = report.Rule{
	ID:          "schema.conforms",
	Title:       "Every document matches its schema",
	Description: "A rule can only judge what it can read. A misspelled key or a value of the wrong type would make a duty look fulfilled, or broken, that nobody looked at.",
	Remedy:      "Correct the value as the schema of its document describes; an editor shows it through $schema.",
	Subject:     report.Document,
	Level:       report.Deny,
	Unwaivable:  true, // what is not read is not judged either
}

func (r *run) progress(stage string, done *atomic.Int64, more, total int) {
	if r.Progress != nil {
		r.Progress(stage, int(done.Add(int64(more))), total)
	}
}

// parallel runs n jobs on all workers. Each worker makes its own function, so that what it reuses is its own. The first
// error, in the order of the jobs, ends the work; a panic is an error.
func (r *run) parallel(ctx context.Context, n int, worker func() func(int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var failed atomic.Bool
	var group sync.WaitGroup
	for range min(r.Workers, n) {
		group.Go(func() {
			do := worker()
			for {
				i := int(next.Add(1)) - 1
				if i >= n || failed.Load() || ctx.Err() != nil {
					return
				}
				if errs[i] = guarded(do, i); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("the check was stopped: %w", context.Cause(ctx))
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func guarded(do func(int) error, i int) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("internal fault: %v", fault)
		}
	}()
	return do(i)
}
