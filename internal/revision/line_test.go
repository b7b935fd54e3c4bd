package revision_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/revision"
)

func TestALineIsWhereABranchHasStood(t *testing.T) {
	directory := repository(t, map[string]string{"a.json": "{}"})
	first := git(t, directory, "rev-parse", "HEAD")
	git(t, directory, "switch", "--quiet", "--create", "topic")
	git(t, directory, "commit", "--quiet", "--allow-empty", "--message=on the topic")
	git(t, directory, "switch", "--quiet", "-")
	git(t, directory, "commit", "--quiet", "--allow-empty", "--message=on the branch")
	second := git(t, directory, "rev-parse", "HEAD")
	git(t, directory, "merge", "--quiet", "--no-ff", "--message=merge", "topic")
	third := git(t, directory, "rev-parse", "HEAD")
	line, err := open(t, directory).Line(t.Context(), "--branch", "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, step := range line {
		ids = append(ids, step.ID)
	}
	if want := []string{first, second, third}; !slices.Equal(ids, want) {
		t.Errorf("the line is %v, want %v", ids, want)
	}
	if want, err := time.Parse(time.RFC3339, git(t, directory, "show", "--no-patch", "--format=%cI", first)); err != nil || !line[0].Committed.Equal(want) {
		t.Errorf("the first commit is of %v, want %v (%v)", line[0].Committed, want, err)
	}
}

func TestALineThatIsNotWhollyThereIsRefused(t *testing.T) {
	origin := repository(t, map[string]string{"a.json": "{}"})
	git(t, origin, "commit", "--quiet", "--allow-empty", "--message=two")
	clone := t.TempDir()
	git(t, clone, "clone", "--quiet", "--depth=1", "file://"+origin, "shallow")
	_, err := open(t, clone+"/shallow").Line(t.Context(), "--branch", "HEAD")
	if err == nil || !strings.Contains(err.Error(), "--branch HEAD: this clone is shallow, and doesn't have all commits") {
		t.Errorf("the error is %v", err)
	}
	whole, err := revision.Open(t.Context(), origin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := whole.Line(t.Context(), "--branch", "nowhere"); err == nil || !strings.Contains(err.Error(), "the repository has no such commit") {
		t.Errorf("the error is %v", err)
	}
}
