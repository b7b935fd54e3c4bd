package check

import (
	"cmp"
	"context"
	"errors"
	"hash/maphash"
	"runtime"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Records are a run's records, joined but not judged.
type Records struct{ *run }

// Join reads and joins the records below the roots as Run does, and asks no rule. The records must be closed.
func Join(ctx context.Context, c Config) (*Records, error) {
	r, err := join(ctx, c)
	return &Records{r}, err
}

// join holds the records to their schemas and brings together what belongs together: on both sides of a change, and what
// differs between them.
func join(ctx context.Context, c Config) (*run, error) {
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	work, err := workspace.Load(c.Roots, c.Limits, c.Mappings)
	if err != nil {
		return nil, err
	}
	r := &run{Config: c, work: work}
	if err := r.join(ctx); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// sides are the states of the run: the head, and the base of a gated change.
func (r *run) sides() []*run {
	if r.base == nil {
		return []*run{r}
	}
	return []*run{r, r.base}
}

func (r *run) join(ctx context.Context) error {
	if r.Base == nil {
		if err := r.takeIn(ctx, nil, nil); err != nil {
			return err
		}
		return r.joinAll(ctx)
	}
	if err := r.takeInBoth(ctx); err != nil {
		return err
	}
	if err := r.joinAll(ctx); err != nil {
		return err
	}
	unread := ""
	if files := r.base.unreadFiles(); len(files) > 0 {
		unread = files[0].Name
	}
	var err error
	r.comparison, err = portfolio.Compare(r.base.portfolio, r.portfolio, unread)
	if err == nil && r.Engine != nil {
		r.twins = r.comparison.Twins(r.Engine.Sees)
	}
	return err
}

// takeInBoth takes in the head while the base is looked through, and then the base.
func (r *run) takeInBoth(ctx context.Context) error {
	r.base = &run{Config: r.Config}
	seed := maphash.MakeSeed()
	err := r.parallel(ctx, 2, func() func(int) error {
		return func(i int) error {
			if i == 0 {
				return r.takeIn(ctx, &seed, nil)
			}
			var err error
			r.base.work, r.base.unread, err = workspace.LoadBefore(r.Base, r.Limits, r.Mappings, r.work)
			return err
		}
	})
	if err != nil {
		return err
	}
	return r.base.takeIn(ctx, &seed, r)
}

// joinAll brings together what belongs together in each state.
func (r *run) joinAll(ctx context.Context) error {
	sides := r.sides()
	return r.parallel(ctx, len(sides), func() func(int) error {
		return func(i int) error {
			sides[i].portfolio = sides[i].index.Join(r.Joins)
			return nil
		}
	})
}

// unreadFiles lists the files of a base that can't be read, each with the reason.
func (r *run) unreadFiles() []report.Ignored {
	files := slices.Clone(r.Recorded.Unread)
	for _, err := range r.unread {
		var fault *source.Error
		if errors.As(err, &fault) {
			files = append(files, report.Ignored{Name: fault.Pos.File, Reason: fault.Err.Error(), Data: true})
		}
	}
	return files
}

// Close lets go of the files.
func (r *Records) Close() { r.close() }

// Documents are those of the run, by name.
func (r *Records) Documents() []*workspace.Document { return r.work.Documents }

// Problems are what does not match its schema, or could not be understood, by place.
func (r *Records) Problems() []report.Violation {
	var problems []report.Violation
	for i := range r.files {
		problems = append(problems, r.files[i].problems...)
	}
	slices.SortStableFunc(problems, func(a, b report.Violation) int {
		return cmp.Or(strings.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column), strings.Compare(a.Message, b.Message))
	})
	return problems
}

// People lists the ids of the people whom any register has.
func (r *Records) People() []string {
	standing, err := r.portfolio.Standing(nil, nil)
	if err != nil {
		return nil
	}
	var ids []string
	for _, person := range standing.People.Members {
		ids = append(ids, person.Name)
	}
	return ids
}

// Subject is one thing that rules are asked about.
type Subject = portfolio.Subject

// Input is what rules see of a subject.
type Input = portfolio.Input

// Subjects lists what rules are asked about, of one kind, or of every kind where kind is empty: in the order of reports.
func (r *Records) Subjects(kind string) []Subject {
	var subjects []Subject
	for i := range r.len() {
		if s := r.subject(i); kind == "" || s.Kind == kind {
			subjects = append(subjects, s)
		}
	}
	if r.waiverInputs == nil || kind != "" && kind != report.WaiverKind {
		return subjects
	}
	for _, s := range r.waiverSubjects() {
		subjects = append(subjects, Subject{Kind: s.Kind, ID: s.ID, Severity: s.Severity, Position: s.Pos})
	}
	return subjects
}

// Judge asks the engine's rules about all records and then about the waivers, which from then on are among the subjects:
// what a waiver accepts is known no sooner.
func (r *Records) Judge(ctx context.Context, engine *policy.Engine, rules []report.Rule, waivers *waiver.List, about report.About) error {
	r.Engine, r.Rules, r.Waivers = engine, rules, waivers
	_, err := r.ask(ctx, about)
	return err
}

// Input is the whole of what rules see of a subject. The error says that a file changed since it was read.
func (r *Records) Input(s Subject) (portfolio.Input, error) {
	if s.Kind == report.WaiverKind {
		return r.waiverInputs[s.ID], nil
	}
	return r.input(s, nil, new(source.Parser))
}

// len is the number of subjects: the records, and what a change makes of them.
func (r *run) len() int {
	if r.comparison == nil {
		return r.portfolio.Len()
	}
	return r.portfolio.Len() + r.comparison.Len()
}

func (r *run) subject(i int) Subject {
	if records := r.portfolio.Len(); i >= records {
		return r.comparison.Subject(i - records)
	}
	return r.portfolio.Subject(i)
}

func (r *run) input(s Subject, needs map[string]bool, parser *source.Parser) (portfolio.Input, error) {
	if s.Kind == report.ChangeKind {
		return r.comparison.Input(s, needs, parser)
	}
	return r.portfolio.Input(s, needs, parser)
}
