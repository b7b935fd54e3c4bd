package evidence

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/output/json"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/waiver"
)

// Run is a run that is over, with what it read.
type Run struct {
	Report            *report.Report
	Decision          gate.Decision
	Options           gate.Options
	Source            *Source // nil where the records are in no repository
	Authors           []waiver.Author
	Started, Finished time.Time

	Inputs []Content
	Base   []Content
	// Policies are the files of each folder of rules, by their paths in it: riskgate's own folder first, then the others in
	// the order of the report.
	Policies [][]Content
	Profiles []Content
	Schemas  []Content
	// Mappings are riskgate's own, and then each of the organisation's, in the order in which they were named.
	Mappings     [][]Content
	Intake       Intake
	Settings     []Content // none, or one
	Accepted     []Content
	Capabilities Content
	// OmitInputs keeps the records out of the pack, which then has their digests alone.
	OmitInputs bool
}

// Create makes a new file of a folder. It may be called from several goroutines.
type Create func(name string) (io.WriteCloser, error)

// Write writes a folder of evidence. Without a key nobody signs the statement.
func (r *Run) Write(create Create, key *PrivateKey) error {
	s := r.statement()
	packed := beside(func() (err error) {
		s.Pack, err = writeFile(create, PackFile, func(w io.Writer) error { return r.pack(w, s) })
		return err
	})
	var err error
	s.Results, err = writeFile(create, ResultsFile, func(w io.Writer) error { return json.Write(w, r.Report) })
	if failed := packed(); err != nil || failed != nil {
		return cmp.Or(err, failed)
	}
	var payload bytes.Buffer
	if err := s.Encode(&payload); err != nil {
		return err
	}
	if key == nil {
		_, err = writeFile(create, StatementFile, func(w io.Writer) error { _, err := w.Write(payload.Bytes()); return err })
		return err
	}
	bundle, err := Sign(payload.Bytes(), key)
	if err != nil {
		return err
	}
	_, err = writeFile(create, BundleFile, bundle.Encode)
	return err
}

// beside begins some work, and returns what waits for its end. A panic in it is an error.
func beside(work func() error) (wait func() error) {
	done := make(chan error, 1)
	go func() {
		defer func() {
			if fault := recover(); fault != nil {
				done <- fmt.Errorf("internal fault: %v", fault)
			}
		}()
		done <- work()
	}()
	return func() error { return <-done }
}

// statement says what the report says of its run.
func (r *Run) statement() *Statement {
	mode := Audit
	if r.Report.Comparison != nil {
		mode = Gate
	}
	s := &Statement{
		Verdict:     Verdict{r.Decision.Code, r.Decision.Verdict(), r.Decision.Reasons},
		Mode:        mode,
		Tool:        r.Report.Tool,
		Source:      r.Source,
		Authors:     r.Authors,
		AsOf:        r.Report.AsOf,
		AsOfSource:  r.Report.AsOfSource,
		SelfCheck:   r.Report.SelfCheck,
		Started:     r.Started.UTC().Truncate(time.Second),
		Finished:    r.Finished.UTC().Truncate(time.Second),
		Options:     r.Options,
		Found:       len(r.Report.Inputs) + len(r.Report.Ignored),
		Checked:     len(r.Report.Inputs),
		Ignored:     r.Report.Ignored,
		Waivers:     waiversInForce(r.Report.Findings),
		OmitsInputs: r.OmitInputs,
	}
	for i, rule := range r.Report.Rules {
		s.Rules = append(s.Rules, Rule{rule.ID, rule.Level, r.Report.Counts[i]})
	}
	return s
}

// waiversInForce lists the waivers that accept some of the findings.
func waiversInForce(findings []report.Finding) []Waiver {
	all := map[string]Waiver{}
	for _, f := range findings {
		if f.Waived == nil || f.Waived.Baseline {
			continue
		}
		w := all[f.Waived.ID]
		all[f.Waived.ID] = Waiver{f.Waived.ID, f.Waived.ApprovedBy, f.Waived.Expires.String(), w.Findings + 1}
	}
	var waivers []Waiver
	for _, w := range all {
		waivers = append(waivers, w)
	}
	slices.SortFunc(waivers, func(a, b Waiver) int { return strings.Compare(a.ID, b.ID) })
	return waivers
}

// pack writes the pack, and completes the statement by what it holds.
func (r *Run) pack(w io.Writer, s *Statement) error {
	p := newPacker(w)
	for _, c := range r.Inputs {
		subject, err := p.add(Inputs, c, r.OmitInputs)
		if err != nil {
			return err
		}
		s.Subjects = append(s.Subjects, subject)
	}
	for _, c := range r.Base {
		if _, err := p.add(Base, c, r.OmitInputs); err != nil {
			return err
		}
	}
	for number, files := range r.Policies {
		for _, c := range files {
			if _, err := p.add(policyFolder(number), c, false); err != nil {
				return err
			}
		}
	}
	p.gather(Policies, len(r.Policies))
	for number, files := range r.Mappings {
		for _, c := range files {
			if _, err := p.add(mappingFolder(number), c, false); err != nil {
				return err
			}
		}
	}
	p.gather(Mappings, len(r.Mappings))
	others := []struct {
		set   string
		files []Content
	}{
		{Profiles, r.Profiles}, {Schemas, r.Schemas}, {Mappings, []Content{r.Intake.content()}}, {Settings, r.Settings}, {Accepted, r.Accepted},
		{Capabilities, []Content{r.Capabilities}},
	}
	for _, other := range others {
		for _, c := range other.files {
			if _, err := p.add(other.set, c, false); err != nil {
				return err
			}
		}
	}
	var err error
	if s.Sets, err = p.close(); err != nil {
		return err
	}
	if len(s.Subjects) == 0 || len(s.Subjects) > MaxSubjects {
		s.Subjects = []Subject{{Name: listFile(Inputs), SHA256: s.set(Inputs).SHA256}}
	}
	return nil
}

// policyFolder is where the pack has a folder of rules.
func policyFolder(number int) string { return path.Join(Policies, strconv.Itoa(number)) }

// mappingFolder is where the pack has riskgate's own mappings, or one of the organisation's.
func mappingFolder(number int) string { return path.Join(Mappings, strconv.Itoa(number)) }

// gather makes one list of those of the folders of a set.
func (p *packer) gather(set string, folders int) {
	for number := range folders {
		p.lists[set] = append(p.lists[set], p.lists[path.Join(set, strconv.Itoa(number))]...)
	}
}

// writeFile writes a file, and says what is in it.
func writeFile(create Create, name string, write func(io.Writer) error) (File, error) {
	out, err := create(name)
	if err != nil {
		return File{}, err
	}
	counted := &counter{to: out, sum: sha256.New()}
	if err := write(counted); err != nil {
		out.Close()
		return File{}, err
	}
	return File{hex.EncodeToString(counted.sum.Sum(nil)), counted.size}, out.Close()
}

// counter measures what is written.
type counter struct {
	to   io.Writer
	sum  hash.Hash
	size int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.sum.Write(p[:n])
	c.size += int64(n)
	return n, err
}
