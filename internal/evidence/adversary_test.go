package evidence_test

import (
	"bytes"
	"crypto/elliptic"
	"encoding/asn1"
	"fmt"
	"io/fs"
	"math/big"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

const foreignForm = " is not written as riskgate writes it"

// Of all texts that a lenient reader takes for the same bundle, one is a bundle.
func TestABundleIsReadInOneFormAlone(t *testing.T) {
	key := newKey(t, "ed25519")
	original := written(t, sample(t, nil), key)
	text := original.MapFS[evidence.BundleFile].Data
	sig := between(t, text, `"sig":"`)
	tests := []struct {
		name     string
		old, new string
		want     string
	}{
		{"as it is", "", "", ""},
		{"a blank more", `{"sig"`, `{ "sig"`, "the bundle" + foreignForm},
		{"a blank less", "{\n", "{", "the bundle" + foreignForm},
		{"a letter escaped", `"mediaType":"a`, `"mediaType":"\u0061`, "the bundle" + foreignForm},
		{"a slash escaped", `vnd.in-toto+json"`, `vnd.in-toto\u002bjson"`, "the bundle" + foreignForm},
		{"a key that stands twice further down", `{"sig"`, `{"sig":"","sig"`, `bundle.sigstore.json:1:1: duplicate key "sig"`},
		{"a key twice, in another case", `{"sig"`, `{"SIG":"","sig"`, "the bundle" + foreignForm},
		{"a signature of another alphabet", sig, "-_" + sig[2:], "the signature is not base64"},
		{"a signature without padding", sig, strings.TrimRight(sig, "="), "the signature is not base64"},
		{"a signature with more padding", sig, sig + "====", "the signature is not base64"},
		{"a signature on two lines", sig, sig[:40] + `\n` + sig[40:], "the bundle" + foreignForm},
		{"a signature with bits that hold nothing", sig, spareBit(sig), "the bundle" + foreignForm},
		{"an empty signature", sig, "", "the signature is not that of key ci: the statement or the signature was changed"},
		{"half a signature", sig, sig[:44], "the signature is not that of key ci: the statement or the signature was changed"},
		{"no hint", `{"hint":"` + key.Public().Fingerprint + `"}`, `{}`, "the bundle" + foreignForm},
		{"a certificate besides", `{"hint"`, `{"rawBytes":"AA==","hint"`, "the bundle" + foreignForm},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := original.clone()
			changed := strings.Replace(string(text), test.old, test.new, 1)
			if test.old != "" && changed == string(text) {
				t.Fatal("nothing is changed")
			}
			f.MapFS[evidence.BundleFile].Data = []byte(changed)
			got := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())})
			if strings.HasPrefix(got, evidence.BundleFile+":") {
				got = evidence.BundleFile + ":1:1: " + got[strings.Index(got, ": ")+2:]
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	for name, more := range map[string]string{"a line end": "\n", "a second bundle": string(text), "a zero byte": "\x00"} {
		t.Run("behind it "+name, func(t *testing.T) {
			f := original.clone()
			f.MapFS[evidence.BundleFile].Data = append(bytes.Clone(text), more...)
			if verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}) == "" {
				t.Error("it is believed")
			}
		})
	}
}

// between is what stands in quotes behind a text.
func between(t *testing.T, text []byte, begins string) string {
	t.Helper()
	_, rest, found := strings.Cut(string(text), begins)
	inside, _, closed := strings.Cut(rest, `"`)
	if !found || !closed {
		t.Fatalf("there is no %s", begins)
	}
	return inside
}

// spareBit sets a bit of base64 that is not part of what it encodes.
func spareBit(text string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	body := strings.TrimRight(text, "=")
	last := strings.IndexByte(alphabet, body[len(body)-1])
	return body[:len(body)-1] + alphabet[last^1:last^1+1] + text[len(body):]
}

// Whoever signs a statement that a lenient reader takes for another signs in vain.
func TestAStatementIsReadInOneFormAlone(t *testing.T) {
	key := newKey(t, "ed25519")
	original := written(t, sample(t, nil), key)
	tests := []struct {
		name     string
		old, new string
		want     string
	}{
		{"as it is", `"mode":"audit"`, `"mode":"audit"`, ""},
		{"a blank", `"mode":"audit"`, `"mode": "audit"`, "the statement" + foreignForm},
		{"a key that stands twice", `"mode":"audit"`, `"mode":"gate","mode":"audit"`, `duplicate key "mode"`},
		{"a key in another case", `"mode":"audit"`, `"MODE":"gate","mode":"audit"`, "the statement" + foreignForm},
		{"a key in another place", `"mode":"audit",`, ``, "the statement" + foreignForm},
		{"a letter escaped", `"mode":"audit"`, `"mode":"\u0061udit"`, "the statement" + foreignForm},
		{"a number of another form", `"found":2`, `"found":2.0`, "the statement" + foreignForm},
		{"a number with an exponent", `"found":2`, `"found":2e0`, "the statement" + foreignForm},
		{"a negative number", `"found":2`, `"found":-1`, "-1 files were found, and 1 checked and 1 ignored"},
		{"a number that is too large", `"found":2`, `"found":18446744073709551618`, "the statement" + foreignForm},
		{"a number in quotes", `"found":2`, `"found":"2"`, "the statement" + foreignForm},
		{"nothing for a text", `"mode":"audit"`, `"mode":null`, "the statement" + foreignForm},
		{"a moment elsewhere on earth", `T10:00:09Z`, `T11:00:09+01:00`, "the statement" + foreignForm},
		{"a part of a second", `T10:00:09Z`, `T10:00:09.5Z`, "the statement" + foreignForm},
		{"a second subject", `{"name":"register.json","digest":{`, `{"name":"other.json","digest":{"sha256":"00"}},{"name":"register.json","digest":{`, "the statement" + foreignForm},
		{"another type of statement", `in-toto.io/Statement/v1"`, `in-toto.io/Statement/v0.1"`, "the statement" + foreignForm},
		{"a commit that can be none", strings.Repeat("c", 40), strings.Repeat("c", 39), "the statement names a commit that can be none"},
		{"a base of no change", `"clean":true`, `"clean":true,"base":"` + strings.Repeat("b", 40) + `"`, "the statement has another base than the results"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := original.forged(t, key, test.old, test.new)
			got := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())})
			if strings.HasPrefix(got, evidence.StatementFile+":") {
				got = got[strings.Index(got, ": ")+2:]
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// Of every ECDSA signature anybody can make a second one without the key. It is that of the same signer, and so approves nothing.
func TestTheOtherFormOfASignatureIsNoSecondSigner(t *testing.T) {
	key := newKey(t, "ecdsa-p256")
	f := written(t, sample(t, nil), key)
	bundle, err := evidence.DecodeBundle(f.files(evidence.BundleFile)[0])
	if err != nil {
		t.Fatal(err)
	}
	var point struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(bundle.Signature, &point); err != nil {
		t.Fatal(err)
	}
	point.S.Sub(elliptic.P256().Params().N, point.S)
	if bundle.Signature, err = asn1.Marshal(point); err != nil {
		t.Fatal(err)
	}
	other := folder{fstest.MapFS{}}
	other.write(t, bundle, nil)
	f.MapFS["other.json"] = other.MapFS[evidence.BundleFile]
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	if got := verify(t, f, trusted, "other.json"); got != "" {
		t.Errorf("the other form by itself: %s", got)
	}
	if got, want := verify(t, f, trusted, evidence.BundleFile, "other.json"), "key ci signed twice: a second signature must be somebody else's"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What comes in is never taken for an answer to how much there is of it.
func TestAFolderThatIsNoneIsRefused(t *testing.T) {
	key := newKey(t, "ed25519")
	original := written(t, sample(t, nil), key)
	unsigned := written(t, sample(t, nil), nil)
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	for _, name := range []string{evidence.ResultsFile, evidence.PackFile} {
		for _, mode := range []fs.FileMode{fs.ModeNamedPipe, fs.ModeDevice, fs.ModeSocket} {
			f := original.clone()
			f.MapFS[name].Mode = mode | 0o666
			if got, want := verify(t, f, trusted), name+" is not a regular file"; got != want {
				t.Errorf("%s: got %s, want %s", mode, got, want)
			}
		}
		f := original.clone()
		f.MapFS[name].Data = append(f.MapFS[name].Data, make([]byte, 1<<20)...)
		if got, want := verify(t, f, trusted), name+" is not the file that the statement speaks of"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	unsigned.MapFS[evidence.StatementFile].Mode = fs.ModeNamedPipe
	if v, err := evidence.Verify(unsigned, nil, evidence.Demands{}); err != nil || v.Refused == nil || v.Refused.Error() != "statement.json is not a regular file" {
		t.Errorf("got %v, %v", v.Refused, err)
	}
	unsigned.MapFS[evidence.StatementFile] = &fstest.MapFile{Data: make([]byte, 64<<20+1)}
	if v, err := evidence.Verify(unsigned, nil, evidence.Demands{}); err != nil || v.Refused == nil || v.Refused.Error() != "statement.json is too large for a statement" {
		t.Errorf("got %v, %v", v.Refused, err)
	}
}

// A run whose files were torn, and whose statement speaks of them as they are, is refused wherever the tear is; and so is a
// folder that holds less than the statement says.
func TestATornFileIsRefusedWhoeverSignsIt(t *testing.T) {
	key := newKey(t, "ed25519")
	original := written(t, sample(t, nil), key)
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	for _, name := range []string{evidence.ResultsFile, evidence.PackFile, evidence.BundleFile} {
		whole := original.MapFS[name].Data
		for length := 0; length < len(whole)-1; length += 5 { // without its last line end, JSON is still whole
			f := original.clone()
			f.MapFS[name].Data = whole[:length]
			if name != evidence.BundleFile {
				bundle, err := evidence.Sign(rebind(original.payload(t), whole, whole[:length]), key)
				f.write(t, bundle, err)
			}
			if verify(t, f, trusted) == "" {
				t.Errorf("%s: its first %d bytes of %d are believed", name, length, len(whole))
			}
		}
	}
}

// many is a run with more inputs than a statement names one by one.
func many(t *testing.T) *evidence.Run {
	t.Helper()
	run := sample(t, nil)
	var subjects []report.Subject
	about := run.Report.About
	about.Inputs, run.Inputs = nil, nil
	for i := range evidence.MaxSubjects + 1 {
		name := fmt.Sprintf("records/R-%04d.json", i)
		text := fmt.Sprintf(`{"kind": "risk", "id": "R-%d"}`, i)
		about.Inputs = append(about.Inputs, report.Input{Name: name, Kind: "risk", SHA256: digest(text), Size: int64(len(text)), Records: 1})
		run.Inputs = append(run.Inputs, evidence.Held(name, []byte(text)))
		subjects = append(subjects,
			report.Subject{SubjectRef: report.SubjectRef{Kind: report.Document, ID: name}},
			report.Subject{SubjectRef: report.SubjectRef{Kind: "risk", ID: fmt.Sprintf("R-%d", i)}})
	}
	builder, err := report.New(about, subjects)
	if err != nil {
		t.Fatal(err)
	}
	for i := range subjects {
		builder.Set(i, []report.Answer{{Verdict: report.Pass}})
	}
	builder.CheckedItself(len(run.Inputs), 0)
	run.Report = builder.Report()
	run.Decision = gate.Decide(run.Report, gate.Options{})
	return run
}

// What holds for a few bytes holds for many. A large folder is tried at 300 places, which are the same every time.
func TestAFlippedByteOfALargeFolderIsRefused(t *testing.T) {
	key := newKey(t, "ecdsa-p256")
	original := written(t, many(t), key)
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	if got := verify(t, original, trusted); got != "" {
		t.Fatal(got)
	}
	places := rand.New(rand.NewPCG(6, 7))
	for _, name := range []string{evidence.BundleFile, evidence.ResultsFile, evidence.PackFile} {
		for range 100 {
			f := original.clone()
			place := places.IntN(len(f.MapFS[name].Data))
			f.MapFS[name].Data[place] ^= 1 << places.IntN(8)
			if verify(t, f, trusted) == "" {
				t.Errorf("%s: byte %d can be changed", name, place)
			}
		}
	}
}

// Of more than 1,024 inputs the statement names their list, and nothing else will do.
func TestTheSubjectOfManyInputsIsTheirList(t *testing.T) {
	key := newKey(t, "ed25519")
	f := written(t, many(t), key)
	statement, err := evidence.Decode(f.payload(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(statement.Subjects) != 1 || statement.Subjects[0].Name != "inputs.sha256" || statement.Subjects[0].GitBlob != "" {
		t.Fatalf("the subjects are %+v", statement.Subjects)
	}
	for name, change := range map[string]func(){
		"another name":   func() { statement.Subjects[0].Name = "inputs" },
		"another digest": func() { statement.Subjects[0].SHA256 = digest("") },
		"an input":       func() { statement.Subjects[0] = evidence.Subject{Name: "records/R-0000.json", SHA256: digest("")} },
	} {
		t.Run(name, func(t *testing.T) {
			before := statement.Subjects[0]
			defer func() { statement.Subjects[0] = before }()
			change()
			var payload bytes.Buffer
			if err := statement.Encode(&payload); err != nil {
				t.Fatal(err)
			}
			bundle, err := evidence.Sign(payload.Bytes(), key)
			again := f.clone()
			again.write(t, bundle, err)
			got, want := verify(t, again, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}), "the subject of the statement must be the list of its inputs"
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// gated is a run on a change from one commit to another.
func gated(t *testing.T) *evidence.Run {
	t.Helper()
	head, base := strings.Repeat("c", 40), strings.Repeat("b", 40)
	run := sample(t, func(about *report.About) {
		about.Comparison = &report.Comparison{
			Base: "main", Head: "HEAD", BaseCommit: base, HeadCommit: head,
			Inputs: []report.Input{{Name: "register.json", Kind: "risk_register", SHA256: digest("{}"), Size: 2}},
		}
	})
	run.Source = &evidence.Source{Commit: head, Clean: true, Base: base}
	run.Base = []evidence.Content{evidence.Held("register.json", []byte("{}"))}
	return run
}

func TestEvidenceOfAGateIsOfItsCommits(t *testing.T) {
	key := newKey(t, "ed25519")
	original := written(t, gated(t), key)
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public()), Mode: evidence.Gate, Commit: strings.Repeat("c", 40)}
	tests := []struct{ name, old, new, want string }{
		{"as it is", `"mode"`, `"mode"`, ""},
		{"an audit", `"mode":"gate"`, `"mode":"audit"`, "the statement is of mode audit, and the results are not"},
		{"another commit", `"commit":"` + strings.Repeat("c", 40), `"commit":"` + strings.Repeat("d", 40), "the statement is about another commit than the results"},
		{"another base", `"base":"` + strings.Repeat("b", 40), `"base":"` + strings.Repeat("d", 40), "the statement has another base than the results"},
		{"no base", `,"base":"` + strings.Repeat("b", 40) + `"`, ``, "the statement has another base than the results"},
		{"records that differ from the commit", `"clean":true`, `"clean":false`, "the records that were checked are not as commit " + strings.Repeat("c", 40) + " has them"},
		{"another list of the base", digest(digest("{}") + "  base/register.json\n"), digest(""), "the list of base is not the one that the statement speaks of"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := original.forged(t, key, test.old, test.new)
			if got := verify(t, f, trusted); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// A waiver accepts until its last day.
func TestAWaiverThatHadExpiredAcceptsNothing(t *testing.T) {
	key := newKey(t, "ed25519")
	trusted := evidence.Demands{Keys: evidence.Trust("ci", key.Public())}
	for day, want := range map[string]string{"2026-01-31": "", "2026-01-30": "the results accept a finding by a waiver that had expired"} {
		expires, err := report.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		answer := report.Answer{Verdict: report.Fail, Violations: []report.Violation{{
			Message: "has no name", Pos: source.Position{File: "register.json", Line: 1, Column: 1},
			Waived: &report.Waiver{ID: "W-1", ApprovedBy: "dora", Expires: expires},
		}}}
		if got := verify(t, written(t, answered(t, nil, answer), key), trusted); got != want {
			t.Errorf("of the run of 2026-01-31, a waiver until %s: got %q, want %q", day, got, want)
		}
	}
}

func TestADocumentThatWasNoInputIsRefused(t *testing.T) {
	key := newKey(t, "ed25519")
	f := written(t, sample(t, nil), key)
	before := f.MapFS[evidence.ResultsFile].Data
	after := bytes.ReplaceAll(before, []byte(`"kind":"document","id":"register.json"`), []byte(`"kind":"document","id":"registry.json"`))
	f.MapFS[evidence.ResultsFile] = &fstest.MapFile{Data: after}
	bundle, err := evidence.Sign(rebind(f.payload(t), before, after), key)
	f.write(t, bundle, err)
	got, want := verify(t, f, evidence.Demands{Keys: evidence.Trust("ci", key.Public())}), "the documents that the results judge are not their inputs"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// An option that the statement forgets would make verification come to another verdict than the run did.
func TestEveryOptionOfTheDecisionIsInTheStatement(t *testing.T) {
	options := reflect.TypeFor[gate.Options]()
	for i := range options.NumField() {
		run := sample(t, nil)
		reflect.ValueOf(&run.Options).Elem().Field(i).SetBool(true)
		statement, err := evidence.Decode(written(t, run, nil).MapFS[evidence.StatementFile].Data)
		if err != nil {
			t.Fatal(err)
		}
		if statement.Options != run.Options {
			t.Errorf("%s is lost: the statement has %+v", options.Field(i).Name, statement.Options)
		}
	}
}

// Keys of one kind never verify what those of the other signed, nor what nobody signed.
func TestASignatureIsOfOneKeyAlone(t *testing.T) {
	for _, algorithm := range evidence.Algorithms() {
		f := written(t, sample(t, nil), newKey(t, algorithm))
		for _, other := range evidence.Algorithms() {
			if verify(t, f, evidence.Demands{Keys: evidence.Trust("other", newKey(t, other).Public())}) == "" {
				t.Errorf("a key of kind %s verifies a signature of another, of kind %s", other, algorithm)
			}
		}
	}
}
