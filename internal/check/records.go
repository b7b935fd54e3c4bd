package check

import (
	"context"
	"runtime"

	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// Records are a run's records, joined but not judged.
type Records struct{ *run }

// Join reads and joins the records below the roots as Run does, and asks no rule. The records must be closed.
func Join(ctx context.Context, c Config) (*Records, error) {
	r, err := join(ctx, c)
	return &Records{r}, err
}

// join holds the records to their schemas and brings together what belongs together.
func join(ctx context.Context, c Config) (*run, error) {
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	work, err := workspace.Load(c.Roots, c.Limits)
	if err != nil {
		return nil, err
	}
	r := &run{Config: c, work: work}
	if err := r.takeIn(ctx); err != nil {
		work.Close()
		return nil, err
	}
	r.portfolio = r.index.Join()
	return r, nil
}

// Close lets go of the files.
func (r *Records) Close() { r.work.Close() }

// Subject is one thing that rules are asked about.
type Subject = portfolio.Subject

// Subjects lists what rules are asked about, of one kind, or of every kind where kind is empty: in the order of reports.
func (r *Records) Subjects(kind string) []Subject {
	var subjects []Subject
	for i := range r.portfolio.Len() {
		if s := r.portfolio.Subject(i); kind == "" || s.Kind == kind {
			subjects = append(subjects, s)
		}
	}
	return subjects
}

// Input is the whole of what rules see of a subject. The error says that a file changed since it was read.
func (r *Records) Input(s Subject) (portfolio.Input, error) {
	return r.portfolio.Input(s, nil, new(source.Parser))
}
