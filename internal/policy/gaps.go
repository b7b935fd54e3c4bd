package policy

import (
	"slices"

	"github.com/riskgate/riskgate/internal/report"
)

// obstacle is what keeps a rule from being judged about a subject: the position
// of a gap, or noGap.
type obstacle struct {
	gate  int          // meets what applies reads: the rule can't even be asked
	reads int          // meets what the metadata names: it can't be told what is violated
	lacks report.Lacks // what would have to be known: of every gap that is met
}

const noGap = -1

// obstacles are those of all rules of a kind. Most subjects of a run have the
// same gaps.
func (w *Worker) obstacles(program *program, s Subject) []obstacle {
	key := gapsKey{kind: s.Kind}
	for _, gap := range s.Gaps {
		key.gaps += gap.Path + "\t" + gap.Lack + "\n"
	}
	known := w.known[key]
	if known == nil {
		known = make([]obstacle, len(program.questions))
		for i, question := range program.questions {
			known[i] = obstacle{
				gate:  meeting(question.gates, s.Gaps),
				reads: meeting(question.reads, s.Gaps),
				lacks: lacks(question, s.Gaps),
			}
		}
		w.known[key] = known
	}
	return known
}

type gapsKey struct{ kind, gaps string }

func meeting(reads []read, gaps []Gap) int {
	return slices.IndexFunc(gaps, func(gap Gap) bool { return meets(reads, gap) })
}

func meets(reads []read, gap Gap) bool {
	path := parsePath(gap.Path)
	return slices.ContainsFunc(reads, func(r read) bool { return r.meets(path) })
}

// lacks names what would have to be known for a question to be put and answered, each once.
func lacks(q *question, gaps []Gap) report.Lacks {
	var names []string
	for _, gap := range gaps {
		if gap.Lack != "" && !slices.Contains(names, gap.Lack) && (meets(q.gates, gap) || meets(q.reads, gap)) {
			names = append(names, gap.Lack)
		}
	}
	return report.LacksOf(names...)
}
