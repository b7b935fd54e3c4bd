package translog_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/translog"
)

func all(translog.Entry) bool { return true }

func commits(names string) []translog.Commit {
	var branch []translog.Commit
	for i, name := range strings.Fields(names) {
		branch = append(branch, translog.Commit{ID: strings.Repeat(name, 40), Committed: noon.Add(time.Duration(i) * day)})
	}
	return branch
}

const day = 24 * time.Hour

// checked is a log of runs on commits: a capital letter is a run on records that differ from the commit.
func checked(t *testing.T, names string, change func(*evidence.Statement)) translog.Entries {
	t.Helper()
	signer := newSigner(t)
	var added []translog.Entry
	for _, name := range strings.Fields(names) {
		added = append(added, run(t, name, noon, func(s *evidence.Statement) {
			s.Source = &evidence.Source{Commit: strings.Repeat(strings.ToLower(name), 40), Clean: name == strings.ToLower(name)}
			if change != nil {
				change(s)
			}
		}))
	}
	return entries(t, open(t, grow(t, begin(t, signer, origin), signer, added...), signer.Key))
}

func TestACommitWithoutARunOnItsRecordsIsAGap(t *testing.T) {
	tests := []struct{ name, logged, branch, want string }{
		{"all are there", "a b c", "a b c", ""},
		{"one lacks", "a c", "a b c", "b"},
		{"the order of the runs makes no difference", "c a", "a b c", "b"},
		{"what came before the first run doesn't count", "b", "a b c", "c"},
		{"a run on other records doesn't count", "a B c", "a b c", "b"},
		{"a run of another branch doesn't count", "a d", "a b", "b"},
		{"no run at all", "", "a b", "a b"},
		{"no run of the branch", "d", "a b", "a b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			log := checked(t, test.logged, nil)
			if got := log.Unchecked(log.SinceFirst(commits(test.branch)), all); !sameIDs(got, test.want) {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func sameIDs(got []translog.Commit, want string) bool {
	return slices.EqualFunc(got, commits(want), func(a, b translog.Commit) bool { return a.ID == b.ID })
}

func TestABranchBeginsWithADay(t *testing.T) {
	branch := commits("a b c")
	branch[2].Committed = noon.Add(-30 * day) // a commit that claims to be older than it is
	for _, test := range []struct {
		from time.Time
		want string
	}{
		{noon, "a b c"}, {noon.Add(time.Second), "b c"}, {noon.Add(day), "b c"}, {noon.Add(2 * day), ""},
	} {
		if got := translog.SinceDay(branch, test.from); !sameIDs(got, test.want) {
			t.Errorf("since %v: got %v, want %s", test.from, got, test.want)
		}
	}
}

func TestARunCountsAsItIsAskedFor(t *testing.T) {
	failed := checked(t, "a", func(s *evidence.Statement) { s.Verdict.Text = "does not comply" })
	if got := failed.Unchecked(commits("a"), translog.Entry.Complies); len(got) != 1 {
		t.Error("a run that did not comply counts as one that did")
	}
	if got := checked(t, "a", nil).Unchecked(commits("a"), translog.Entry.Complies); len(got) != 0 {
		t.Error("a run that complied doesn't count")
	}
}

func TestATimeWithoutARunIsAGap(t *testing.T) {
	type entry struct{ finished, logged int } // in hours
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	tests := []struct {
		name    string
		entries []entry
		since   int // hours; 0 for the first entry
		now     int
		want    [][2]int
	}{
		{"a run each day", []entry{{0, 0}, {24, 24}, {48, 48}}, 0, 72, nil},
		{"just too late", []entry{{0, 0}, {25, 25}}, 0, 30, [][2]int{{0, 25}}},
		{"none of late", []entry{{0, 0}}, 0, 25, [][2]int{{0, 25}}},
		{"none since the day", []entry{{100, 100}}, 1, 100, [][2]int{{1, 100}}},
		{"before the day doesn't matter", []entry{{0, 0}, {60, 60}, {80, 80}}, 59, 90, nil},
		{"one before the day is none since then", []entry{{0, 0}}, 10, 35, [][2]int{{10, 35}}},
		{"an old run that is logged today fills nothing", []entry{{0, 0}, {1, 40}}, 0, 48, [][2]int{{0, 48}}},
		{"a run that claims to be of then fills nothing", []entry{{0, 0}, {20, 48}, {30, 48}, {40, 48}}, 0, 48, [][2]int{{0, 48}}},
		{"a run that is yet to end fills nothing", []entry{{0, 0}, {40, 20}}, 0, 40, [][2]int{{0, 40}}},
		{"a run of tomorrow fills nothing", []entry{{0, 0}, {48, 48}}, 0, 30, [][2]int{{0, 30}}},
		{"a first entry of a clock that was ahead hides nothing", []entry{{900, 900}, {0, 0}, {40, 40}}, 0, 48, [][2]int{{0, 40}}},
		{"the first entry begins the time, though it came too late to count", []entry{{-40, 0}, {30, 30}}, 0, 48, [][2]int{{0, 30}}},
		{"the order in the log makes no difference", []entry{{0, 0}, {40, 40}, {20, 20}}, 0, 48, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var log translog.Entries
			for _, e := range test.entries {
				log = append(log, translog.Entry{Finished: at(e.finished), Logged: at(e.logged)})
			}
			var since time.Time
			if test.since != 0 {
				since = at(test.since)
			}
			var want []translog.Silence
			for _, silence := range test.want {
				want = append(want, translog.Silence{From: at(silence[0]), To: at(silence[1])})
			}
			if got := log.Silences(24*time.Hour, since, at(test.now), all); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	never := translog.Entries(nil).Silences(day, time.Time{}, noon, all)
	none := translog.Entries{{Finished: noon, Logged: noon}}.Silences(day, time.Time{}, noon, func(translog.Entry) bool { return false })
	for _, got := range [][]translog.Silence{never, none} {
		if want := []translog.Silence{{To: noon}}; !slices.Equal(got, want) {
			t.Errorf("without a run that counts, the silences are %v, want %v", got, want)
		}
	}
}
