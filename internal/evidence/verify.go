package evidence

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
)

// Refusal says why evidence is not believed.
type Refusal struct{ Err error }

func (r *Refusal) Error() string { return r.Err.Error() }
func (r *Refusal) Unwrap() error { return r.Err }

// Refuse is a refusal in words of the caller's own.
func Refuse(format string, args ...any) error { return refuse(format, args...) }

func refuse(format string, args ...any) error { return &Refusal{fmt.Errorf(format, args...)} }

// Demands are what a reader wants of evidence.
type Demands struct {
	Keys *Keyring // nil takes a statement that nobody signed
	// Mode is what the run must have been for; empty for any.
	Mode Mode
	// Commit is the commit that the records must be of, in full; empty for any.
	Commit string
	// MaxAge is how long ago the run may have ended, by Now; 0 for any time.
	MaxAge time.Duration
	Now    time.Time
	// RequirePass refuses a run that found what blocks.
	RequirePass bool
}

// Verification is what was found to hold, in the order in which it was looked at.
type Verification struct {
	Statement *Statement // nil until its signature is known to be good
	Signers   []Signer
	Checks    []Check
	Results   *Results // nil until they are known to be those of the statement
	Payload   []byte   // the statement as it was signed
	// Refused is why the evidence is not believed; nil for good evidence.
	Refused error

	keys *Keyring
}

// MayApprove refuses a key that those who trust the evidence know, and don't trust to approve it. Of a key that they don't
// know it says nothing.
func (v *Verification) MayApprove(key *PublicKey) error {
	known := v.keys.find(key.Fingerprint)
	if known == nil {
		return nil
	}
	return known.may(Approver, report.DateOf(v.Statement.Finished))
}

// Signer is a key that signed the statement.
type Signer struct {
	Name, Fingerprint string
	Role              string
}

// Check is one thing that was found to hold.
type Check struct{ Name, Found string }

func (v *Verification) found(name, format string, args ...any) {
	v.Checks = append(v.Checks, Check{name, fmt.Sprintf(format, args...)})
}

// Verify looks at everything that the statement of a folder says, and ends with the first thing that doesn't hold. The first
// bundle is that of the run; all others are of approvers. The error says what can't be read.
func Verify(folder fs.FS, bundles []source.File, d Demands) (*Verification, error) {
	v := &Verification{keys: d.Keys}
	err := v.verify(folder, bundles, d)
	var refused *Refusal
	if errors.As(err, &refused) {
		v.Refused = refused
		return v, nil
	}
	return v, err
}

func (v *Verification) verify(folder fs.FS, bundles []source.File, d Demands) error {
	if err := v.verifySignatures(folder, bundles, d.Keys); err != nil {
		return err
	}
	s := v.Statement
	v.found("predicate", "%s", PredicateType)
	if err := v.verifyFile(folder, ResultsFile, s.Results); err != nil {
		return err
	}
	if err := v.verifyFile(folder, PackFile, s.Pack); err != nil {
		return err
	}
	results, err := ReadResults(folder, s.Results.Size)
	if err != nil {
		return err
	}
	pack, err := openPack(folder, s.Pack.Size)
	if err != nil {
		return err
	}
	defer pack.Close()
	if err := pack.check(s); err != nil {
		return err
	}
	v.found("pack", "%s", packed(s))
	if err := agree(s, results, pack); err != nil {
		return err
	}
	v.Results = results
	v.found("invariants", "%s, %s, each with its outcome", prose.Count(s.Checked, "file", "files"), prose.Count(s.Population().Population(), "check", "checks"))
	return v.meet(d)
}

func packed(s *Statement) string {
	files := 0
	for _, set := range s.Sets {
		files += set.Files
	}
	text := prose.Count(files, "file", "files")
	if s.OmitsInputs {
		return text + ", the inputs by their digests alone"
	}
	return text
}

// verifySignatures verifies before it reads: what nobody signed is not looked into.
func (v *Verification) verifySignatures(folder fs.FS, bundles []source.File, keys *Keyring) error {
	if keys == nil {
		text, err := readStatement(folder)
		if err != nil {
			return err
		}
		v.found("signature", "none: the statement is unsigned, and anybody can have written it")
		v.Payload = text
		v.Statement, err = Decode(text)
		return err
	}
	var payload []byte
	var signers []*trusted
	if len(bundles) == 0 {
		return refuse("nobody signed the statement")
	}
	for i, file := range bundles {
		bundle, err := DecodeBundle(file)
		if err != nil {
			return err
		}
		key, err := keys.signer(bundle)
		switch {
		case err != nil:
			return err
		case i > 0 && !bytes.Equal(payload, bundle.Payload):
			return refuse("%s is about another statement than %s", file.Name, bundles[0].Name)
		case slices.ContainsFunc(signers, func(k *trusted) bool { return k.Fingerprint == key.Fingerprint }):
			return refuse("key %s signed twice: a second signature must be somebody else's", key.name)
		}
		payload = bundle.Payload
		signers = append(signers, key)
	}
	statement, err := Decode(payload)
	if err != nil {
		return err
	}
	day := report.DateOf(statement.Finished)
	for i, key := range signers {
		role := Runner
		if i > 0 {
			role = Approver
		}
		if err := key.may(role, day); err != nil {
			return err
		}
		v.Signers = append(v.Signers, Signer{key.name, key.Fingerprint, role})
		v.found("signature", "%s, as %s (key %.16s)", key.name, role, key.Fingerprint)
	}
	v.Payload, v.Statement = payload, statement
	return nil
}

// mostStatement is far more than a statement of 1,024 inputs ever needs, in bytes.
const mostStatement = 64 << 20

// readStatement reads a statement that nobody signed.
func readStatement(folder fs.FS) ([]byte, error) {
	file, err := openFile(folder, StatementFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, mostStatement+1))
	if len(text) > mostStatement {
		return nil, refuse("%s is too large for a statement", StatementFile)
	}
	return text, err
}

func (v *Verification) verifyFile(folder fs.FS, name string, wanted File) error {
	found, err := digestOf(folder, name, wanted.Size)
	if err != nil {
		return err
	}
	if found != wanted {
		return refuse("%s is not the file that the statement speaks of", name)
	}
	v.found("digest", "%s, sha256 %s", name, found.SHA256)
	return nil
}

// agree holds a statement to the results and the pack that it speaks of: whoever signs can be wrong, or lie.
func agree(s *Statement, r *Results, p *Pack) error {
	if err := r.check(); err != nil {
		return err
	}
	about := r.About
	decision := r.decide(s.Options)
	switch {
	case s.Found != s.Checked+len(s.Ignored):
		return refuse("%d files were found, and %d checked and %d ignored", s.Found, s.Checked, len(s.Ignored))
	case s.Checked != len(about.Inputs) || s.Checked != r.Totals.Documents:
		return refuse("the statement speaks of %d files that were checked, and the results have %d", s.Checked, len(about.Inputs))
	case !r.judges(about.Inputs):
		return refuse("the documents that the results judge are not their inputs")
	case !slices.Equal(s.Ignored, about.Ignored):
		return refuse("the statement ignores other files than the results")
	case !slices.Equal(s.Rules, r.ruled()):
		return refuse("the statement counts other outcomes than the results have")
	case s.Verdict.Code != decision.Code || s.Verdict.Text != decision.Verdict() || !slices.Equal(s.Verdict.Reasons, decision.Reasons):
		return refuse("the verdict is %q, and the results say: %s", s.Verdict.Text, decision)
	case slices.ContainsFunc(r.findings, func(f report.Finding) bool {
		return f.Waived != nil && !f.Waived.Baseline && f.Waived.Expires.Before(about.AsOf)
	}):
		return refuse("the results accept a finding by a waiver that had expired")
	case !slices.Equal(s.Waivers, waiversInForce(r.findings)):
		return refuse("the statement has other waivers in force than the results")
	case s.Tool != about.Tool || s.AsOf != about.AsOf || s.AsOfSource != about.AsOfSource || s.SelfCheck != about.SelfCheck:
		return refuse("the statement and the results are of different runs")
	case s.Finished.Before(s.Started):
		return refuse("the run ended before it began")
	}
	if err := r.agreeOnSelfCheck(); err != nil {
		return err
	}
	if err := s.agreeOnMode(about.Comparison); err != nil {
		return err
	}
	if err := s.agreeOnSubjects(p, about.Inputs); err != nil {
		return err
	}
	var base []report.Input
	if about.Comparison != nil {
		base = about.Comparison.Inputs
	}
	if err := p.agreeOn(Base, base); err != nil {
		return err
	}
	return p.agreeOnFiles(about)
}

// agreeOnSelfCheck holds what the results say of answers that were evaluated twice to the answers: all of them, or the
// sample that was to be taken, at least.
func (r *Results) agreeOnSelfCheck() error {
	found, least := r.About.SelfCheck, 0
	all := 0
	for i, rule := range r.About.Rules {
		c := r.Counts[i]
		if rule.Subject == report.Document {
			continue // which nothing evaluates
		}
		all += c.Answers()
		if c.Errors > 0 {
			continue // some may be what the second evaluation made of an answer
		}
		for _, n := range []int{c.Passed, c.Failed + c.Waived, c.NotApplicable} {
			least += min(n, found.Sample)
		}
	}
	if found.Sample == 0 {
		least = all
	}
	switch {
	case found.Sample < 0 || found.Answers != all || found.Twice > all:
		return refuse("of %d answers the results have %d evaluated twice, and there are %d", found.Answers, found.Twice, all)
	case found.Twice < least:
		return refuse("the run did not check itself as evidence must: it evaluated %d answers twice, and not %d", found.Twice, least)
	}
	return nil
}

func (s *Statement) agreeOnMode(c *report.Comparison) error {
	switch {
	case s.Mode != Gate && s.Mode != Audit:
		return refuse("no mode is called %q", s.Mode)
	case s.Source != nil && !(isCommit(s.Source.Commit) && (s.Source.Base == "" || isCommit(s.Source.Base))):
		return refuse("the statement names a commit that can be none")
	case s.Source != nil && (s.Source.Base != "") != (c != nil && c.BaseCommit != ""):
		return refuse("the statement has another base than the results")
	case (s.Mode == Gate) != (c != nil):
		return refuse("the statement is of mode %s, and the results are not", s.Mode)
	case c != nil && c.HeadCommit != "" && (s.Source == nil || s.Source.Commit != c.HeadCommit):
		return refuse("the statement is about another commit than the results")
	case c != nil && c.BaseCommit != "" && (s.Source == nil || s.Source.Base != c.BaseCommit):
		return refuse("the statement has another base than the results")
	}
	return nil
}

// isCommit reports whether a text can be the full id of a commit.
func isCommit(id string) bool {
	_, err := hex.DecodeString(id)
	return err == nil && (len(id) == 40 || len(id) == 64) && id == strings.ToLower(id)
}

// agreeOnSubjects holds the subjects of the statement and the inputs of the results to the list of inputs.
func (s *Statement) agreeOnSubjects(p *Pack, inputs []report.Input) error {
	if err := p.agreeOn(Inputs, inputs); err != nil {
		return err
	}
	if len(inputs) == 0 || len(inputs) > MaxSubjects {
		if len(s.Subjects) != 1 || s.Subjects[0] != (Subject{Name: listFile(Inputs), SHA256: s.set(Inputs).SHA256}) {
			return refuse("the subject of the statement must be the list of its inputs")
		}
		return nil
	}
	if len(s.Subjects) != len(inputs) {
		return refuse("the statement has %d subjects, and the results have %d inputs", len(s.Subjects), len(inputs))
	}
	for i, input := range inputs {
		subject := s.Subjects[i]
		if subject.Name != input.Name || subject.SHA256 != input.SHA256 {
			return refuse("subject %s is not the input %s of the results", subject.Name, input.Name)
		}
		if s.OmitsInputs {
			continue
		}
		if subject.GitBlob != p.blobs[place(Inputs, input.Name)] {
			return refuse("subject %s has another name in git than its content", subject.Name)
		}
	}
	return nil
}

// agreeOn holds the files that the results name to a list.
func (p *Pack) agreeOn(set string, files []report.Input) error {
	if len(files) != len(p.lists[set]) {
		return refuse("the list of %s has %d files, and the results have %d", set, len(p.lists[set]), len(files))
	}
	for _, file := range files {
		if p.lists[set][place(set, file.Name)] != file.SHA256 {
			return refuse("the results have another %s than the list of %s", file.Name, set)
		}
	}
	return nil
}

// agreeOnFiles holds what the results say of rules, settings and waivers to the pack.
func (p *Pack) agreeOnFiles(about report.About) error {
	if err := p.agreeOn(Accepted, about.WaivedBy); err != nil {
		return err
	}
	settings := 0
	if about.SettingsFile != "" {
		settings = 1
	}
	if _, known := p.lists[Settings][place(Settings, about.SettingsFile)]; len(p.lists[Settings]) != settings || settings == 1 && !known {
		return refuse("the results follow other settings than the pack holds")
	}
	for number := range len(about.Policies) + 1 {
		name, wanted := "riskgate's own rules", about.Tool.Library
		if number > 0 {
			name, wanted = "the rules of "+about.Policies[number-1].Name, about.Policies[number-1].Digest
		}
		if p.ruleDigest(number) != wanted {
			return refuse("the results follow other rules than the pack holds: %s", name)
		}
	}
	return nil
}

// ruleDigest is the digest of a folder of rules as reports have it: of its Rego files, tests aside.
func (p *Pack) ruleDigest(number int) string {
	var lines []string
	for path, digest := range p.lists[Policies] {
		name, inside := strings.CutPrefix(path, policyFolder(number)+"/")
		if inside && strings.HasSuffix(name, ".rego") {
			lines = append(lines, listLine(digest, name))
		}
	}
	slices.Sort(lines)
	return sum([]byte(strings.Join(lines, "")))
}

// meet holds good evidence to what the reader wants of it.
func (v *Verification) meet(d Demands) error {
	s := v.Statement
	switch {
	case d.Mode != "" && s.Mode != d.Mode:
		return refuse("the run is of mode %s, not %s", s.Mode, d.Mode)
	case d.Commit != "" && s.Source == nil:
		return refuse("the run is of no commit, and so not of %s", d.Commit)
	case d.Commit != "" && s.Source.Commit != d.Commit:
		return refuse("the run is of commit %s, not %s", s.Source.Commit, d.Commit)
	case d.Commit != "" && !s.Source.Clean:
		return refuse("the records that were checked are not as commit %s has them", d.Commit)
	case d.MaxAge > 0 && d.Now.Sub(s.Finished) > d.MaxAge:
		return refuse("the run ended at %s, more than %s ago", s.Finished.Format(time.RFC3339), d.MaxAge)
	case d.MaxAge > 0 && s.Finished.Sub(d.Now) > ClockSkew:
		return refuse("the run ended at %s, which is yet to come", s.Finished.Format(time.RFC3339))
	case d.RequirePass && s.Verdict.Code != gate.Complies:
		return refuse("the verdict is: %s", s.Verdict.Text)
	}
	return nil
}

// ClockSkew is how far apart the clocks of two machines may be.
const ClockSkew = 5 * time.Minute
