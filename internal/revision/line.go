package revision

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Step is one commit of a branch.
type Step struct {
	ID        string    // in full
	Committed time.Time // as the commit says
}

// Line lists the commits that a branch has stood on, the oldest first: of a merge, the first parent alone. The option is how
// the user gave the name, for messages. A shallow clone is refused, for it doesn't know them all.
func (r *Repository) Line(ctx context.Context, option, name string) ([]Step, error) {
	head, err := r.Commit(ctx, option, name)
	if err != nil {
		return nil, err
	}
	defer head.Close()
	if r.shallow {
		return nil, fault(option, name, "this clone is shallow, and doesn't have all commits", "fetch them: git fetch --unshallow")
	}
	out, err := r.run(ctx, "rev-list", "--first-parent", "--reverse", "--timestamp", head.ID, "--")
	if err != nil {
		return nil, err
	}
	var steps []Step
	for line := range strings.Lines(string(out)) {
		seconds, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		at, err := strconv.ParseInt(seconds, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("git lists a commit as %q", line)
		}
		steps = append(steps, Step{id, time.Unix(at, 0).UTC()})
	}
	return steps, nil
}
