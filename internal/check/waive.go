package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/baseline"
	"github.com/riskgate/riskgate/internal/portfolio"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/waiver"
)

// waive judges the waivers by what they accept, when everything else is judged, and then marks what the good ones accept and
// what stands in the baseline.
func (r *run) waive(ctx context.Context, builder *report.Builder, about report.About) error {
	if r.Waivers == nil && r.Baseline == nil {
		return nil
	}
	good, err := r.judgeWaivers(ctx, builder, about)
	if err != nil {
		return err
	}
	known := func(report.Finding) *report.Waiver { return nil }
	if r.Baseline != nil {
		known = r.Baseline.Accepter(about.AsOf)
	}
	builder.Waive(func(f report.Finding) *report.Waiver {
		if w := r.Waivers.Holder(f); good[w] {
			return w.Accepted()
		}
		return known(f)
	})
	return nil
}

// judgeWaivers asks the rules about each waiver, and returns those that accept something: one that breaks a rule at level
// deny, or that such a rule can't judge, would else hide what it is about.
func (r *run) judgeWaivers(ctx context.Context, builder *report.Builder, about report.About) (map[*waiver.Waiver]bool, error) {
	if r.Waivers == nil {
		return nil, nil
	}
	good := map[*waiver.Waiver]bool{}
	worker := r.Engine.Worker()
	r.waiverInputs = map[string]portfolio.Input{}
	twice := r.base != nil || r.Twice > 0 // waivers are few
	for i, c := range r.Waivers.Cases(builder.Findings()) {
		input, err := r.waiverInput(c, builder, about, new(source.Parser))
		if err != nil {
			return nil, err
		}
		r.waiverInputs[c.ID] = input
		asked := worker.Ask(ctx, asking(report.WaiverKind, input, twice))
		if err := r.dueFault(report.WaiverKind, c.ID, asked); err != nil {
			return nil, err
		}
		if r.overview != nil {
			subject := Subject{Kind: report.WaiverKind, ID: c.ID, Position: c.Pos}
			r.overview.Add(r.len()+i, subject, input, r.due(report.WaiverKind, asked))
		}
		answers := answered(asked, input.Locate)
		if twice {
			r.countTwice(answers)
		}
		r.age(about, c, answers)
		builder.Set(len(r.files)+r.len()+i, answers)
		good[c.Waiver] = c.Approved() && r.keepsToRules(answers)
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("the check was stopped: %w", context.Cause(ctx))
	}
	return good, nil
}

// age says that what is wrong with a waiver was so before a gated change, unless the change brings the waiver along or what
// the waiver is about.
func (r *run) age(about report.About, c waiver.Case, answers []report.Answer) {
	if r.base == nil {
		return
	}
	trustsHead := about.Comparison != nil && about.Comparison.TrustsHead
	age := report.ExistingFinding
	if trustsHead || slices.ContainsFunc(c.Matched, func(f report.Finding) bool { return f.Age == report.NewFinding }) {
		age = report.NewFinding
	}
	for _, answer := range answers {
		for i := range answer.Violations {
			answer.Violations[i].Age = age
		}
	}
}

// keepsToRules reports whether every rule about waivers that blocks holds, or doesn't apply.
func (r *run) keepsToRules(answers []report.Answer) bool {
	for i, rule := range r.Engine.Rules(report.WaiverKind) {
		asked := r.rule(rule.ID)
		if asked.Level == report.Deny && answers[i].Verdict != report.Pass && answers[i].Verdict != report.NotApplicable {
			return false
		}
	}
	return true
}

// waiverInput is what the rules about waivers see of one.
func (r *run) waiverInput(c waiver.Case, builder *report.Builder, about report.About, parser *source.Parser) (portfolio.Input, error) {
	found := r.find(c.Subject)
	standing, err := r.standing(c.Subject, parser)
	if err != nil {
		return portfolio.Input{}, err
	}
	rule := r.rule(c.Rule)
	facts := waiver.Facts{
		Rule:        becomes(c.Rule, rule, about.Changes),
		Waivable:    !rule.Unwaivable,
		Present:     len(found) > 0,
		Responsible: standing.Responsible,
		Authors:     r.Authors,
	}
	gaps := standing.Gaps
	if reason := r.unseen(c.Waiver, found, builder); reason != "" {
		gaps = append(gaps, portfolio.Gap{Path: "matched", Reason: reason})
	}
	return portfolio.NewInput(c.Input(standing.People, facts), gaps, func(at source.Pointer) portfolio.Location {
		position, path := c.Locate(at)
		if person, ok := r.authority().PersonAt(at); ok {
			position = person
		}
		return portfolio.Location{Position: position, Path: path}
	}), nil
}

// authority is the state whose registers say who has which: of a gated change the base, so that nobody gets authority by the
// change that uses it.
func (r *run) authority() *portfolio.Portfolio {
	if r.base != nil {
		return r.base.portfolio
	}
	return r.portfolio
}

// find returns the numbers of the subjects that a waiver can be about.
func (r *run) find(wanted report.SubjectRef) []int {
	if wanted.Kind != report.ChangeKind {
		return r.portfolio.Find(wanted.Kind, wanted.ID)
	}
	var found []int
	for i := r.portfolio.Len(); i < r.len(); i++ {
		if r.subject(i).ID == wanted.ID {
			found = append(found, i)
		}
	}
	return found
}

// standing tells who may decide about a subject. Of a gated change both states say who answers for it, so that nobody escapes
// that by naming somebody else.
func (r *run) standing(of report.SubjectRef, parser *source.Parser) (portfolio.Standing, error) {
	if of.Kind == report.ChangeKind {
		of.Kind, of.ID, _ = strings.Cut(of.ID, ":")
	}
	head, err := r.portfolio.Standing(r.portfolio.Find(of.Kind, of.ID), parser)
	if err != nil || r.base == nil {
		return head, err
	}
	base, err := r.authority().Standing(r.authority().Find(of.Kind, of.ID), parser)
	base.Responsible = append(base.Responsible, head.Responsible...)
	return base, err
}

// rule is one of those that are asked, as the settings have it; its zero value where none has the id.
func (r *run) rule(id string) report.Rule {
	all := append([]report.Rule{Conforms}, r.Rules...)
	if i := slices.IndexFunc(all, func(rule report.Rule) bool { return rule.ID == id }); i >= 0 {
		return all[i]
	}
	return report.Rule{}
}

// becomes says what becomes of a rule in this run.
func becomes(id string, asked report.Rule, changes []report.RuleChange) string {
	off := slices.ContainsFunc(changes, func(c report.RuleChange) bool { return c.Rule == id && c.To == report.Off })
	switch {
	case asked.ID != "":
		return waiver.RuleAsked
	case off:
		return waiver.RuleOff
	}
	return waiver.RuleUnknown
}

// unseen says why this run can't show what a waiver accepts; empty where it can.
func (r *run) unseen(w *waiver.Waiver, found []int, builder *report.Builder) string {
	if len(found) == 0 && w.Subject.Kind == report.ChangeKind && r.base == nil {
		return "the run compares nothing with a base"
	}
	if len(found) == 0 {
		return r.portfolio.Missing(w.Subject.Kind)
	}
	for _, i := range found {
		if r.rule(w.Rule).Subject != w.Subject.Kind {
			continue // it finds nothing in such a record, whatever the run shows
		}
		if verdict, reason := builder.Verdict(len(r.files)+i, w.Rule); verdict == report.NotAssessable || verdict == report.Errored {
			return reason
		}
	}
	return ""
}

// waiverSubjects lists the waivers as the report wants them, behind all other subjects.
func (r *run) waiverSubjects() []report.Subject {
	var subjects []report.Subject
	if r.Waivers == nil {
		return nil
	}
	for _, w := range r.Waivers.Waivers {
		s := report.Subject{SubjectRef: report.SubjectRef{Kind: report.WaiverKind, ID: w.ID}, Pos: w.Pos}
		for _, i := range r.find(w.Subject) {
			s.Severity = r.subject(i).Severity
		}
		subjects = append(subjects, s)
	}
	return subjects
}

// waivedBy lists the files of what is accepted.
func (r *run) waivedBy() []report.Input {
	var files []report.Input
	if r.Baseline != nil {
		files = append(files, accepting(r.Baseline.File, baseline.Kind, len(r.Baseline.Entries)))
	}
	if r.Waivers != nil {
		files = append(files, accepting(r.Waivers.File, waiver.Kind, len(r.Waivers.Waivers)))
	}
	return files
}

func accepting(file source.File, kind string, records int) report.Input {
	sum := sha256.Sum256(file.Text)
	return report.Input{Name: file.Name, Kind: kind, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(file.Text)), Records: records}
}

// accepts reports whether a file is one of those.
func (r *run) accepts(name string) bool {
	return r.Baseline != nil && r.Baseline.Name == name || r.Waivers != nil && r.Waivers.Name == name
}
