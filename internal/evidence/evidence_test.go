package evidence_test

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/schemas"
)

const (
	register = `{"kind": "risk_register"}`
	rego     = "package rules.risk.named\n"
	settings = `{"kind": "riskgate_settings"}`
)

var ended = time.Date(2026, 2, 1, 10, 0, 9, 0, time.UTC)

// folder is a folder of evidence in memory.
type folder struct{ fstest.MapFS }

type file struct {
	bytes.Buffer
	close func([]byte)
}

func (f *file) Close() error { f.close(f.Bytes()); return nil }

// creating guards what two goroutines write at once.
var creating sync.Mutex

func (f folder) create(name string) (io.WriteCloser, error) {
	return &file{close: func(text []byte) {
		creating.Lock()
		defer creating.Unlock()
		f.MapFS[name] = &fstest.MapFile{Data: text}
	}}, nil
}

func (f folder) clone() folder {
	again := fstest.MapFS{}
	for name, file := range f.MapFS {
		again[name] = &fstest.MapFile{Data: bytes.Clone(file.Data)}
	}
	return folder{again}
}

// files are some of the folder's.
func (f folder) files(names ...string) []source.File {
	var files []source.File
	for _, name := range names {
		files = append(files, source.File{Name: name, Text: f.MapFS[name].Data})
	}
	return files
}

// sample is a run of one rule on one risk that complies.
func sample(t testing.TB, change func(*report.About)) *evidence.Run {
	t.Helper()
	return answered(t, change, report.Answer{Verdict: report.Pass})
}

// answered is a run of one rule on one risk, about which the rule says what is given, evaluated twice.
func answered(t testing.TB, change func(*report.About), answer report.Answer) *evidence.Run {
	t.Helper()
	twice := 0
	if answer.Verdict.IsAnswer() {
		twice = 1
	}
	return sampled(t, change, answer, twice, 0)
}

// sampled is answered, where so many answers were evaluated twice for a sample of a size.
func sampled(t testing.TB, change func(*report.About), answer report.Answer, twice, sample int) *evidence.Run {
	t.Helper()
	day, err := report.ParseDate("2026-01-31")
	if err != nil {
		t.Fatal(err)
	}
	about := report.About{
		Tool: report.Tool{
			Version: "v1", Revision: "abc", Go: "go1", OPA: "1",
			Library: digest(digest(rego) + "  rules/risk/named/rule.rego\n"),
		},
		AsOf: day, AsOfSource: "--as-of", Profile: "default", SettingsFile: "riskgate.json",
		Inputs:  []report.Input{{Name: "register.json", Kind: "risk_register", SHA256: digest(register), Size: int64(len(register)), Records: 1}},
		Ignored: []report.Ignored{{Name: "notes.txt", Reason: "not a .json or .jsonl file"}},
		Rules: []report.Rule{
			{ID: "schema.conforms", Subject: report.Document, Level: report.Deny},
			{ID: "risk.named", Subject: "risk", Level: report.Deny},
		},
	}
	if change != nil {
		change(&about)
	}
	builder, err := report.New(about, []report.Subject{
		{SubjectRef: report.SubjectRef{Kind: report.Document, ID: "register.json"}},
		{SubjectRef: report.SubjectRef{Kind: "risk", ID: "R-1"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	builder.Set(0, []report.Answer{{Verdict: report.Pass}})
	builder.Set(1, []report.Answer{answer})
	builder.CheckedItself(twice, sample)
	r := builder.Report()
	input := evidence.Held("register.json", []byte(register))
	input.SHA256 = digest(register)
	return &evidence.Run{
		Report: r, Decision: gate.Decide(r, gate.Options{}), Started: ended.Add(-9 * time.Second), Finished: ended,
		Source:       &evidence.Source{Commit: strings.Repeat("c", 40), Clean: true},
		Inputs:       []evidence.Content{input},
		Policies:     [][]evidence.Content{{evidence.Held("rules/risk/named/rule.rego", []byte(rego)), evidence.Held("duties.json", []byte("{}"))}},
		Profiles:     []evidence.Content{evidence.Held("default.json", []byte("{}"))},
		Schemas:      []evidence.Content{evidence.Held("risk_register.schema.json", []byte("{}"))},
		Settings:     []evidence.Content{evidence.Held("riskgate.json", []byte(settings))},
		Capabilities: evidence.Held("capabilities.json", []byte("{}")),
	}
}

func newKey(t testing.TB, algorithm string) *evidence.PrivateKey {
	t.Helper()
	key, err := evidence.Generate(algorithm)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// written is the folder of a run.
func written(t testing.TB, run *evidence.Run, key *evidence.PrivateKey) folder {
	t.Helper()
	f := folder{fstest.MapFS{}}
	if err := run.Write(f.create, key); err != nil {
		t.Fatal(err)
	}
	return f
}

// verify returns why evidence is refused, or "".
func verify(t testing.TB, f folder, d evidence.Demands, bundles ...string) string {
	t.Helper()
	if len(bundles) == 0 {
		bundles = []string{evidence.BundleFile}
	}
	v, err := evidence.Verify(f, f.files(bundles...), d)
	if err != nil {
		t.Fatal(err)
	}
	if v.Refused == nil {
		return ""
	}
	return v.Refused.Error()
}

func TestGoodEvidenceIsBelieved(t *testing.T) {
	for _, algorithm := range evidence.Algorithms() {
		t.Run(algorithm, func(t *testing.T) {
			key := newKey(t, algorithm)
			f := written(t, sample(t, nil), key)
			d := evidence.Demands{
				Keys: evidence.Trust("ci", key.Public()), Mode: evidence.Audit, Commit: strings.Repeat("c", 40),
				MaxAge: time.Hour, Now: ended.Add(time.Hour), RequirePass: true,
			}
			if got := verify(t, f, d); got != "" {
				t.Error(got)
			}
		})
	}
}

func TestRecordsCanStayOutOfThePack(t *testing.T) {
	key := newKey(t, "ed25519")
	run := sample(t, nil)
	run.OmitInputs = true
	f := written(t, run, key)
	if got := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}); got != "" {
		t.Error(got)
	}
	if bytes.Contains(f.MapFS[evidence.PackFile].Data, []byte(register)) {
		t.Error("the pack holds the register")
	}
}

func TestTheStatementMatchesItsSchema(t *testing.T) {
	text, err := schemas.FS.ReadFile("evidence.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("evidence.schema.json", string(text))
	if err != nil {
		t.Fatal(err)
	}
	f := written(t, sample(t, nil), nil)
	var statement any
	if err := json.Unmarshal(f.MapFS[evidence.StatementFile].Data, &statement); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(statement); err != nil {
		t.Error(err)
	}
}

// What the verdict follows from can't be left out: the verdict would be refused.
func TestEveryOptionOfAGateStandsInTheStatement(t *testing.T) {
	for i := range reflect.TypeFor[gate.Options]().NumField() {
		name := reflect.TypeFor[gate.Options]().Field(i).Name
		t.Run(name, func(t *testing.T) {
			run := sample(t, nil)
			reflect.ValueOf(&run.Options).Elem().Field(i).SetBool(true)
			f := written(t, run, nil)
			statement, err := evidence.Decode(f.MapFS[evidence.StatementFile].Data)
			if err != nil {
				t.Fatal(err)
			}
			if statement.Options != run.Options {
				t.Errorf("the statement has %+v, want %+v", statement.Options, run.Options)
			}
		})
	}
}

func TestDemandsAreHeldTo(t *testing.T) {
	key := newKey(t, "ed25519")
	f := written(t, sample(t, nil), key)
	keys := evidence.Trust("ci", key.Public())
	tests := []struct {
		name    string
		demands evidence.Demands
		want    string
	}{
		{"another mode", evidence.Demands{Mode: evidence.Gate}, "the run is of mode audit, not gate"},
		{"another commit", evidence.Demands{Commit: strings.Repeat("d", 40)}, "the run is of commit " + strings.Repeat("c", 40) + ", not " + strings.Repeat("d", 40)},
		{"too old", evidence.Demands{MaxAge: time.Hour, Now: ended.Add(time.Hour + time.Second)}, "the run ended at 2026-02-01T10:00:09Z, more than 1h0m0s ago"},
		{"from the future", evidence.Demands{MaxAge: time.Hour, Now: ended.Add(-time.Hour)}, "the run ended at 2026-02-01T10:00:09Z, which is yet to come"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.demands.Keys = keys
			if got := verify(t, f, test.demands); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// Nothing of a folder can be changed unnoticed, be it only one bit.
func TestEveryFlippedByteIsRefused(t *testing.T) {
	key := newKey(t, "ed25519")
	d := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	original := written(t, sample(t, nil), key)
	for name, file := range original.MapFS {
		for i := range file.Data {
			f := original.clone()
			f.MapFS[name].Data[i] ^= []byte{1, 0x20, 0x80}[i%3]
			if v, err := evidence.Verify(f, f.files(evidence.BundleFile), d); err == nil && v.Refused == nil {
				t.Fatalf("%s: byte %d of %d can be changed", name, i, len(file.Data))
			}
		}
		for _, length := range []int{0, 1, len(file.Data) / 2, len(file.Data) - 1} {
			f := original.clone()
			f.MapFS[name].Data = f.MapFS[name].Data[:length]
			if v, err := evidence.Verify(f, f.files(evidence.BundleFile), d); err == nil && v.Refused == nil {
				t.Errorf("%s: its first %d bytes are believed", name, length)
			}
		}
	}
}

func TestABundleIsRefusedForWhatIsWrongWithIt(t *testing.T) {
	key, foreign := newKey(t, "ed25519"), newKey(t, "ecdsa-p256")
	original := written(t, sample(t, nil), key)
	replaced := func(old, new string) func(folder) {
		return func(f folder) {
			text := f.MapFS[evidence.BundleFile].Data
			if !bytes.Contains(text, []byte(old)) {
				t.Fatalf("the bundle has no %s", old)
			}
			f.MapFS[evidence.BundleFile].Data = bytes.Replace(text, []byte(old), []byte(new), 1)
		}
	}
	tests := []struct {
		name   string
		key    *evidence.PrivateKey
		change func(folder)
		want   string
	}{
		{"a foreign key", foreign, func(folder) {}, "no key that you trust signed the statement (the bundle names key " + key.Public().Fingerprint[:16] + ")"},
		{"another media type", key, replaced("v0.3+json", "v0.1+json"), `the bundle is of type "application/vnd.dev.sigstore.bundle.v0.1+json", not ` + evidence.MediaType},
		{"another payload type", key, replaced("vnd.in-toto", "vnd.other"), `the envelope holds "application/vnd.other+json", not ` + evidence.PayloadType},
		{"no signature", key, func(f folder) {
			text := f.MapFS[evidence.BundleFile].Data
			from := bytes.Index(text, []byte(`"signatures":[`)) + len(`"signatures":[`)
			to := bytes.LastIndexByte(text, ']')
			f.MapFS[evidence.BundleFile].Data = append(bytes.Clone(text[:from]), text[to:]...)
		}, "the envelope must have exactly one signature"},
		{"two signatures", key, replaced(`"signatures":[{`, `"signatures":[{"sig":"AA=="},{`), "the envelope must have exactly one signature"},
		{"a key id", key, replaced(`{"sig":`, `{"keyid":"","sig":`), "the bundle is not written as riskgate writes it"},
		{"another hint", key, replaced(key.Public().Fingerprint, foreign.Public().Fingerprint), "the bundle names another key than the one that signed it"},
		{"a duplicate key", key, replaced(`"mediaType"`, `"mediaType":"x","mediaType"`), evidence.BundleFile + `:2:17: duplicate key "mediaType"`},
		{"another statement", key, func(f folder) {
			run := sample(t, func(about *report.About) { about.Profile = "other" })
			f.MapFS[evidence.BundleFile] = written(t, run, key).MapFS[evidence.BundleFile]
		}, "results.json is not the file that the statement speaks of"},
		{"another pack", key, func(f folder) {
			run := sample(t, nil)
			run.Profiles = nil
			f.MapFS[evidence.PackFile] = written(t, run, key).MapFS[evidence.PackFile]
		}, "pack.zip is not the file that the statement speaks of"},
		{"another predicate", key, func(f folder) {
			text := original.payload(t)
			bundle, err := evidence.Sign(bytes.Replace(text, []byte("riskgate.dev/evidence/v1"), []byte("slsa.dev/provenance/v1"), 1), key)
			f.write(t, bundle, err)
		}, `the predicate is of type "https://slsa.dev/provenance/v1", not ` + evidence.PredicateType},
		{"a key that nobody reads", key, func(f folder) {
			bundle, err := evidence.Sign(bytes.Replace(original.payload(t), []byte(`"mode"`), []byte(`"x":1,"mode"`), 1), key)
			f.write(t, bundle, err)
		}, "the statement is not written as riskgate writes it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := original.clone()
			test.change(f)
			if got := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", test.key.Public())}); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// forged is a copy whose statement says something else, signed anew.
func (f folder) forged(t testing.TB, key *evidence.PrivateKey, old, text string) folder {
	t.Helper()
	payload := string(f.payload(t))
	if !strings.Contains(payload, old) {
		t.Fatalf("there is no %s in\n%s", old, payload)
	}
	again := f.clone()
	bundle, err := evidence.Sign([]byte(strings.Replace(payload, old, text, 1)), key)
	again.write(t, bundle, err)
	return again
}

// payload is the statement of a folder.
func (f folder) payload(t testing.TB) []byte {
	t.Helper()
	bundle, err := evidence.DecodeBundle(f.files(evidence.BundleFile)[0])
	if err != nil {
		t.Fatal(err)
	}
	return bundle.Payload
}

func (f folder) write(t testing.TB, bundle *evidence.Bundle, err error) {
	t.Helper()
	var text bytes.Buffer
	if err == nil {
		err = bundle.Encode(&text)
	}
	if err != nil {
		t.Fatal(err)
	}
	f.MapFS[evidence.BundleFile] = &fstest.MapFile{Data: text.Bytes()}
}

func TestAnApproverSignsTheSameStatement(t *testing.T) {
	key, approver := newKey(t, "ed25519"), newKey(t, "ecdsa-p256")
	f := written(t, sample(t, nil), key)
	countersign := func(payload []byte, key *evidence.PrivateKey) {
		bundle, err := evidence.Sign(payload, key)
		own := folder{fstest.MapFS{}}
		own.write(t, bundle, err)
		f.MapFS["approval.json"] = own.MapFS[evidence.BundleFile]
	}
	both := []string{evidence.BundleFile, "approval.json"}
	keys := evidence.Demands{Keys: evidence.Trust("ci", key.Public()).And(evidence.Trust("head of risk", approver.Public()))}

	countersign(f.payload(t), approver)
	if got := verify(t, f, keys, both...); got != "" {
		t.Error(got)
	}
	countersign(f.payload(t), key)
	if got, want := verify(t, f, keys, both...), "key ci signed twice: a second signature must be somebody else's"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	countersign(append(f.payload(t), ' '), approver)
	if got, want := verify(t, f, keys, both...), "approval.json is about another statement than bundle.sigstore.json"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAChangedInputIsNotBound(t *testing.T) {
	run := sample(t, nil)
	run.Inputs[0] = evidence.Held("register.json", []byte(`{"kind": "risk_registry"}`))
	run.Inputs[0].SHA256 = digest(register)
	err := run.Write(folder{fstest.MapFS{}}.create, nil)
	if err == nil || !strings.Contains(err.Error(), "register.json changed while it was being checked") {
		t.Errorf("got %v", err)
	}
}

// What verify prints for programs is what its schema says, of evidence of every kind.
func TestTheVerificationMatchesItsSchema(t *testing.T) {
	text, err := schemas.FS.ReadFile("verification.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("verification.schema.json", string(text))
	if err != nil {
		t.Fatal(err)
	}
	key := newKey(t, "ed25519")
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	withoutSource := sample(t, nil)
	withoutSource.Source = nil
	tests := map[string]struct {
		run     *evidence.Run
		demands evidence.Demands
		refused bool
	}{
		"a check":                      {sample(t, nil), trusted, false},
		"a gate":                       {gated(t), trusted, false},
		"a check outside a repository": {withoutSource, trusted, false},
		"one that is refused":          {sample(t, nil), evidence.Demands{Keys: trusted.Keys, Mode: evidence.Gate}, true},
		"a foreign key":                {sample(t, nil), evidence.Demands{Keys: evidence.Trust("other", newKey(t, "ed25519").Public())}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := written(t, test.run, key)
			v, err := evidence.Verify(f, f.files(evidence.BundleFile), test.demands)
			if err != nil || (v.Refused != nil) != test.refused {
				t.Fatal(err, v.Refused)
			}
			var said bytes.Buffer
			if err := v.Encode(&said, "proof", ended.Add(-time.Hour)); err != nil {
				t.Fatal(err)
			}
			var value any
			if err := json.Unmarshal(said.Bytes(), &value); err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%#v\n%s", err, &said)
			}
			if got := strings.Contains(said.String(), `"age_seconds":-3600`); got == test.refused {
				t.Errorf("its age is there: %v\n%s", got, &said)
			}
		})
	}
}
