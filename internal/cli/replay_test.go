package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash/fnv"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/workspace"
)

// examplesDay is the day that the examples are about.
var examplesDay = time.Date(2026, 6, 30, 12, 0, 0, 0, time.UTC)

// runCommand runs a command line on that day.
func runCommand(t testing.TB, args ...string) (code int, out, complaints string) {
	t.Helper()
	var said, complained bytes.Buffer
	code = Run(context.Background(), args, Environment{
		In: strings.NewReader(""), Out: &said, Err: &complained, Now: func() time.Time { return examplesDay },
		Getenv: func(string) string { return "" }, Exit: func(int) {},
	})
	return code, said.String(), complained.String()
}

// cases puts examples with files of other sorts among them into the working directory.
func cases(t testing.TB) {
	t.Helper()
	from, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for name, folder := range map[string]string{
		"violations": "violations", "waivers": "waivers", "change": "change", "change/base": "change/base", "change/careless": "change/careless",
	} {
		entries, err := os.ReadDir(filepath.Join(from, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if entry.Type().IsRegular() {
				text, err := os.ReadFile(filepath.Join(from, folder, entry.Name()))
				if err != nil {
					t.Fatal(err)
				}
				place(t, filepath.Join(name, entry.Name()), string(text))
			}
		}
	}
	for _, folder := range []string{"violations", "change/base", "change/careless"} {
		place(t, folder+"/notes.txt", "not JSON")
		place(t, folder+"/package.json", "{}")
		place(t, folder+"/.hidden/plan.json", "{}")
		place(t, folder+"/deep/er/100% misspelled.json", `{"kind": "action_plan", "id": "P-900", "titel": "Renew it"}`)
	}
	place(t, "change/base/torn.json", `{"kind": "action_plan", `)
	place(t, "own/rules/own/titled/rule.rego", ownRule)
}

const ownRule = `# METADATA
# title: Every risk has a long title
# description: A short one says nothing.
# custom:
#   subject: risk
#   level: warn
#   remedy: Write a longer title.
#   reads: [risk.title]
#   settings: []
package rules.own.titled

applies if input.risk.id

violations contains {"at": ["risk", "title"], "message": $"the title of {input.risk.id} is short"} if {
	count(input.risk.title) < 30
}
`

func place(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// audited and gated are command lines that leave evidence of a run with findings of all sorts.
var (
	audited = []string{"check", "--evidence", "proof", "--output", "csv=ledger.csv", "--config", "waivers/riskgate.json", "--policy", "own", "violations"}
	gated   = []string{"gate", "--evidence", "proof", "--output", "csv=ledger.csv", "--base-dir", "change/base", "change/careless"}
)

// prove runs such a command line, and opens the evidence that it leaves.
func prove(t testing.TB, args []string) (*exhibit, *evidence.Verification) {
	t.Helper()
	if code, _, complaints := runCommand(t, args...); code != gate.FindingsBlock {
		t.Fatalf("exit code %d: %s", code, complaints)
	}
	e, err := openExhibit([]string{"proof"}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	v, err := evidence.Verify(e.folder.FS(), nil, evidence.Demands{})
	if err != nil || v.Refused != nil {
		t.Fatal(err, v.Refused)
	}
	return e, v
}

// shuffled is a file system whose directories list their entries in another order for each seed.
type shuffled struct {
	fs.FS
	seed uint64
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	sum := fnv.New64a()
	io.WriteString(sum, name)
	rand.New(rand.NewPCG(s.seed, sum.Sum64())).Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

// recreate copies a folder into a new one, its files in another order for each seed.
func recreate(t testing.TB, folder string, seed uint64) fs.FS {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(seed, 1)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	again := t.TempDir()
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		place(t, filepath.Join(again, name), string(text))
	}
	return os.DirFS(again)
}

// reshuffle reads the rules of a pack again, from shuffled directories.
func (p *packed) reshuffle(t testing.TB, seed uint64) *policy.Engine {
	t.Helper()
	b := &rulebook{
		schemas: p.book.schemas, written: p.book.written,
		files: files{shuffled{p.book.files.schemas, seed}, shuffled{p.book.files.profiles, seed}, shuffled{p.book.files.mappings, seed}},
	}
	for _, folder := range p.book.folders {
		folder.FS = shuffled{folder.FS, seed}
		b.folders = append(b.folders, folder)
	}
	if err := b.load(p.recorded.Profile); err != nil {
		t.Fatal(err)
	}
	if err := b.readPackedMappings(p.pack); err != nil {
		t.Fatal(err)
	}
	if err := b.readPackedAccepted(p.pack, p.recorded); err != nil {
		t.Fatal(err)
	}
	p.book = b
	engine, err := p.compile()
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// replays is how many are made, of both runs together: RISKGATE_REPLAYS, or as many as take a moment.
func replays(t testing.TB) int {
	t.Helper()
	asked := os.Getenv("RISKGATE_REPLAYS")
	if asked == "" {
		return 32
	}
	n, err := strconv.Atoi(asked)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Half of the replays read the records from the pack, half of them from directories: of several that were filled in other
// orders, and list what they hold in yet others.
func TestReplaysAreEqual(t *testing.T) {
	tests := []struct {
		name    string
		args    []string
		folders []string // of the head, and of the base
	}{
		{"of an audit", audited, []string{"violations"}},
		{"of a gate", gated, []string{"change/careless", "change/base"}},
	}
	zones := []*time.Location{
		time.UTC, time.FixedZone("Kiritimati", 14*3600), time.FixedZone("Niue", -11*3600), time.FixedZone("Nepal", 20700), time.FixedZone("Berlin", 3600),
	}
	languages := []string{"C", "tr_TR.UTF-8", "de_DE.UTF-8", "ja_JP.eucJP", "ar_EG.UTF-8"}
	const orders = 4
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cases(t)
			e, v := prove(t, test.args)
			p, err := (&command{}).unpack(e, v)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			if err := p.findRecords(t.Context(), e, false, nil); err != nil {
				t.Fatal(err)
			}
			var engines []*policy.Engine
			copies := make([][]fs.FS, len(test.folders))
			for seed := range uint64(orders) {
				engines = append(engines, p.reshuffle(t, seed))
				for i, folder := range test.folders {
					copies[i] = append(copies[i], recreate(t, folder, seed))
				}
			}
			local := time.Local
			defer func() { time.Local = local }()
			for i := range replays(t) / len(tests) {
				time.Local = zones[i%len(zones)]
				t.Setenv("LC_ALL", languages[i/len(zones)%len(languages)])
				config := p.config()
				config.Engine, config.Workers = engines[i/3%orders], 1+i%8
				if i%2 == 1 {
					config.Recorded = check.Recorded{}
					roots := make([][]workspace.Root, len(test.folders))
					for n, folder := range test.folders {
						roots[n] = []workspace.Root{{Name: folder, FS: shuffled{copies[n][i/2%orders], uint64(i)}, Path: "."}}
					}
					if config.Roots = roots[0]; len(roots) > 1 {
						config.Base = roots[1]
					}
				}
				r, err := check.Run(t.Context(), config, p.about())
				if err != nil {
					t.Fatal(err)
				}
				sum := sha256.New()
				if err := written(sum, r); err != nil {
					t.Fatal(err)
				}
				if got := hex.EncodeToString(sum.Sum(nil)); got != v.Statement.Results.SHA256 {
					t.Fatalf("replay %d, with %d workers, differs:\n%s", i, config.Workers, difference(t, e, v, r))
				}
			}
		})
	}
}

// written writes results.
func written(w io.Writer, r *report.Report) error {
	format, _ := output.Find("json")
	return format.Write(w, r, output.Options{})
}

func difference(t testing.TB, e *exhibit, v *evidence.Verification, r *report.Report) string {
	t.Helper()
	replay, err := evidence.Compare(e.folder.FS(), v.Statement.Results, r, newSpool)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := replayText(&text, "proof", v, replay); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestARunIsRepeatedWhereverTheEvidenceIs(t *testing.T) {
	for name, args := range map[string][]string{"audit": audited, "gate": gated} {
		t.Run(name, func(t *testing.T) {
			cases(t)
			prove(t, args)
			elsewhere := filepath.Join(t.TempDir(), "kept")
			if err := os.Rename("proof", elsewhere); err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			code, out, complaints := runCommand(t, "evidence", "replay", elsewhere, "--unsigned")
			if code != gate.Complies || !strings.Contains(out, "the results are the same to the byte") {
				t.Errorf("exit code %d\n%s%s", code, out, complaints)
			}
		})
	}
}

// forgery is evidence of a run that isn't what it says.
type forgery struct {
	rules    func(rego string) string     // makes the rules by which the report comes about
	packed   bool                         // those rules are in the pack, too
	records  func(string) string          // makes the records that the report is about; the pack has others
	report   func(*report.Report)         // edits what came of it
	profiles func(profile string) string  // makes the profiles that are in the pack
	settings func(settings string) string // makes the settings that are in the pack
}

// forge makes such evidence of the records below violations, and signs it with a key that is trusted: all of it agrees with
// itself, and verify believes it.
func forge(t testing.TB, f forgery) {
	t.Helper()
	cases(t)
	key, err := evidence.Generate("ed25519")
	if err != nil {
		t.Fatal(err)
	}
	c := &command{Environment: Environment{Out: io.Discard, Now: func() time.Time { return examplesDay }}}
	if err := c.writeKeys("trusted", key, nil); err != nil {
		t.Fatal(err)
	}
	honest := rulesOf(t, nil, nil)
	followed := rulesOf(t, f.rules, nil)
	packed := honest
	if f.packed || f.profiles != nil {
		packed = rulesOf(t, f.rules, f.profiles)
	}
	roots := openRecords(t, "violations")
	seen := roots
	if f.records != nil {
		seen = []workspace.Root{{Name: "violations", FS: edited{os.DirFS("violations"), ".json", f.records}, Path: "."}}
	}
	r := judged(t, followed, seen)
	r.Tool = tool(packed.library)
	if f.records != nil {
		r.Inputs = judged(t, honest, roots).Inputs
	}
	if f.report != nil {
		f.report(r)
	}
	run := &evidence.Run{
		Report: r, Decision: gate.Decide(r, gate.Options{}), Started: examplesDay, Finished: examplesDay, Inputs: contents(roots, r.Inputs),
	}
	if err := packed.describe(run); err != nil {
		t.Fatal(err)
	}
	if f.settings != nil {
		run.Settings = []evidence.Content{evidence.Held("violations/riskgate.json", []byte(f.settings(string(packed.written.Text))))}
	}
	err = writeEvidence("proof", func(create evidence.Create) error { return run.Write(create, key) })
	if err != nil {
		t.Fatal(err)
	}
	if code, out, complaints := runCommand(t, "evidence", "verify", "proof", "--key", "trusted.pub"); code != gate.Complies {
		t.Fatalf("verify sees through it already, so that a replay shows nothing: %s%s", out, complaints)
	}
}

// rulesOf is the rulebook of the records below violations, by rules and profiles that are made of riskgate's own.
func rulesOf(t testing.TB, rules, profiles func(string) string) *rulebook {
	t.Helper()
	b, err := openRulebook(disk{}, choice{}, "violations")
	if err != nil {
		t.Fatal(err)
	}
	if rules != nil {
		b.folders[0].FS = edited{b.folders[0].FS, ".rego", rules}
	}
	if profiles != nil {
		b.files.profiles = edited{b.files.profiles, ".json", profiles}
	}
	b.folders[0].FS = &witness{FS: b.folders[0].FS}
	if err := b.load(""); err != nil {
		t.Fatal(err)
	}
	b.unasked = []string{report.ChangeKind, report.WaiverKind}
	return b
}

func openRecords(t testing.TB, name string) []workspace.Root {
	t.Helper()
	roots, err := (&command{}).openRoots(t.Context(), []string{name}, "", source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(roots.Close)
	return roots.list
}

// judged is the report about some records.
func judged(t testing.TB, b *rulebook, records []workspace.Root) *report.Report {
	t.Helper()
	m := &matter{roots: &roots{list: records}, book: b}
	config, about := m.config(source.Limits{}), b.about()
	about.AsOf, about.AsOfSource = report.DateOf(examplesDay), "--as-of"
	config.Twice = evidence.Sample
	var err error
	if config.Engine, err = b.compile(about.AsOf, false); err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(t.Context(), config, about)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// edited is a file system in which files with an extension hold something else.
type edited struct {
	fs.FS
	extension string
	edit      func(string) string
}

func (e edited) Open(name string) (fs.File, error) {
	file, err := e.FS.Open(name)
	if err != nil || path.Ext(name) != e.extension {
		return file, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(file)
	changed := e.edit(string(text))
	return heldFile{bytes.NewReader([]byte(changed)), resized{info, int64(len(changed))}}, err
}

type resized struct {
	fs.FileInfo
	size int64
}

func (r resized) Size() int64 { return r.size }

// replaced makes text in which something is replaced wherever it stands, among what holds a mark.
func replaced(mark, old, new string) func(string) string {
	return func(text string) string {
		if !strings.Contains(text, mark) {
			return text
		}
		return strings.ReplaceAll(text, old, new)
	}
}

// Whoever has a key can sign results that the rules never gave.
func TestAReplayFindsOutWhatASignatureHides(t *testing.T) {
	const owned = "\npackage rules.risk.owner_named\n"
	pass := replaced(owned, "message} if {", "message} if {\n\tfalse")
	tests := []struct {
		name string
		forgery
		want []string
	}{
		{
			"a pass of what fails", forgery{rules: pass},
			[]string{
				"proof: verified and repeated: the results differ in 1 outcome of 1 rule\n",
				"\nOutcomes that differ\n  risk.owner_named, risk R-112: recorded pass, replayed fail\n    replayed: violations/register.json:516:5: risk R-112 has no owner\n",
				"\n  totals.outcomes.passed: recorded 223, replayed 222\n",
				"\n  rules[risk.owner_named].outcomes.failed: recorded 0, replayed 1\n",
			},
		},
		{
			"other words", forgery{rules: replaced(owned, "has no owner", "may need an owner")},
			[]string{
				"risk R-112: recorded fail, replayed fail\n    recorded: violations/register.json:516:5: risk R-112 may need an owner\n    replayed: violations/register.json:516:5: risk R-112 has no owner\n",
			},
		},
		{
			"other advice", forgery{rules: replaced(owned, "Name the owner by", "Think of")},
			[]string{
				"\n  rules[risk.owner_named].remedy: recorded \"Think of the id",
				"risk R-112: recorded fail, replayed fail\n    findings[0].remedy: recorded \"Think of",
			},
		},
		{
			"a record that nobody asked about", forgery{records: replaced(`"risk_register"`, `"id": "R-112"`, `"id": "R-999"`)},
			[]string{
				"the results differ in 73 outcomes of 37 rules\n",
				"\nOutcomes that differ\n  monitoring.in_place, risk R-112: recorded no outcome, replayed fail\n    replayed: violations/register.json:516:5: no monitoring activity names risk R-112\n",
				"\n  monitoring.in_place, risk R-999: recorded fail, replayed no outcome\n    recorded: ",
				"\n  and 33 more; --output json lists the first of each rule\n",
				"\n  subjects[risk R-112]: recorded nothing, replayed {",
			},
		},
		{
			"settings that were not in force", forgery{report: func(r *report.Report) { r.SettingsDigest = "0" }},
			[]string{"repeated: the results differ, though no outcome does\n", "\nWhat else differs\n  settings_digest: recorded \"0\", replayed \""},
		},
		{
			"weaker rules under the name of riskgate", forgery{rules: pass, packed: true},
			[]string{
				"repeated: the results are the same, and rules that pass for riskgate's own are not\n",
				"\nIn the pack, and not as this version of riskgate has it\n  policies: rules/risk/owner_named/rule.rego\n",
			},
		},
		{
			"another profile under the name of one of riskgate's", forgery{profiles: replaced(`"title": "Default"`, "Four severity levels", "Four levels")},
			[]string{"\n  profiles: default.json\n"},
		},
		{
			"rules that the settings name and nobody asked", forgery{settings: replaced(`"profile"`, `"profile"`, `"policies": ["../own"], "profile"`)},
			[]string{"proof: refused: the settings name the folder of rules own, and the results don't follow it\n"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			forge(t, test.forgery)
			code, out, complaints := runCommand(t, "evidence", "replay", "proof", "--key", "trusted.pub")
			if code != gate.FindingsBlock {
				t.Errorf("exit code %d\n%s%s", code, out, complaints)
			}
			for _, want := range test.want {
				if !strings.Contains(out, want) {
					t.Errorf("it doesn't say %q:\n%s", want, out)
				}
			}
		})
	}
}

func TestAnotherVersionIsRepeatedOnlyWhenAskedTo(t *testing.T) {
	pass := replaced("\npackage rules.risk.owner_named\n", "message} if {", "message} if {\n\tfalse")
	tests := []struct {
		name string
		forgery
		options []string
		code    int
		want    string
	}{
		{"not asked to", forgery{}, nil, gate.CouldNotCheck, "hint: replay with that version, or with --any-version outcome by outcome"},
		{"the same results", forgery{}, []string{"--any-version"}, gate.Complies, "by another version: but for its name, the results are the same to the byte"},
		{
			"other results with the same outcomes", forgery{report: func(r *report.Report) { r.SettingsDigest = "0" }},
			[]string{"--any-version"}, gate.Complies, "by another version: every outcome is the same, and other parts of the results are not",
		},
		{"other outcomes", forgery{rules: pass}, []string{"--any-version"}, gate.FindingsBlock, "risk R-112: recorded pass, replayed fail"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			edit := test.forgery.report
			test.forgery.report = func(r *report.Report) {
				if r.Tool.OPA = "0.1"; edit != nil {
					edit(r)
				}
			}
			forge(t, test.forgery)
			code, out, complaints := runCommand(t, append([]string{"evidence", "replay", "proof", "--key", "trusted.pub"}, test.options...)...)
			if code != test.code || !strings.Contains(out+complaints, test.want) {
				t.Errorf("exit code %d, and it should say %q\n%s%s", code, test.want, out, complaints)
			}
		})
	}
}
