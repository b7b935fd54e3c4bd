package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/check"
	"github.com/riskgate/riskgate/internal/evidence"
	"github.com/riskgate/riskgate/internal/gate"
	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
	"github.com/riskgate/riskgate/internal/workpaper"
)

// sampleFlags are the options of riskgate evidence sample.
type sampleFlags struct {
	trustFlags
	design  workpaper.Design
	rules   []string
	inputs  []string
	outputs []string
}

// paperFormats are the formats of work papers, the default first.
var paperFormats = []string{"csv", "markdown"}

func (c *command) sample() *cobra.Command {
	var flags sampleFlags
	cmd := &cobra.Command{
		Use:   "sample DIR|BUNDLE --seed TEXT (--key FILE | --keys FILE | --unsigned)",
		Short: "Draw a sample of what rules answered, for an auditor's own test",
		Long: `Sample verifies evidence as verify does, and draws for each rule some of the records that it
was asked about: by a seed that the auditor chooses, so that anybody can draw the same again,
and nobody could know before. Each item has its record and its place, the recorded outcome,
the values that the rule reads and where they stand, and room for a conclusion.

Before that the population is held to the records of the pack: every record that a rule can
be asked about must be in the results, and no other.

The population of a rule are all its outcomes, those included in which it didn't apply.
--outcome limits it, as to pass for a test of what was passed. --stratify severity divides it,
and each severity gives an item in turn, the gravest first; --stratify outcome does so by
outcome. How items are drawn stands in the paper, so that other tools can repeat it: by the
SHA-256 of seed, rule, kind and id.

Of a pack without the records (--no-inputs), the paper lacks the values, unless --inputs names
the directories where the records are.

Exit codes: 0 drawn, 1 refused, 2 could not be drawn.`,
		Example: `  riskgate evidence sample evidence/ --key ci.pub --size 25 --seed "2026 Q2, drawn by Ana"
  riskgate evidence sample evidence/ --key ci.pub --seed 8531 --rule risk.owner_named --stratify severity --output markdown
  riskgate evidence sample evidence/ --key ci.pub --seed 8531 --outcome pass --output csv=passes.csv --output markdown=passes.md`,
		Args: between(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.runSample(cmd, args, flags) },
	}
	flags.trustFlags.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.design.Seed, "seed", "", "any `text` on one line, by which items are drawn")
	f.IntVar(&flags.design.Size, "size", 25, "`number` of items for each rule")
	f.StringVar(&flags.design.Stratify, "stratify", "", "divide populations `by` severity or outcome")
	f.StringArrayVar(&flags.design.Outcomes, "outcome", nil, "draw from this `outcome` alone, repeatable: "+strings.Join(workpaper.Outcomes(), ", "))
	f.StringArrayVar(&flags.rules, "rule", nil, "draw for this rule alone, by its `id`, repeatable")
	f.StringArrayVar(&flags.inputs, "inputs", nil, "`directory` with records that the pack leaves out, repeatable")
	f.StringArrayVarP(&flags.outputs, "output", "o", paperFormats[:1], "`format` or format=file, repeatable; formats: "+strings.Join(paperFormats, ", "))
	_ = cmd.MarkFlagDirname("inputs")
	complete(cmd, "stratify", workpaper.Strata)
	complete(cmd, "outcome", workpaper.Outcomes)
	complete(cmd, "output", func() []string { return paperFormats })
	return cmd
}

// mostSample is far more than anybody tests by hand.
const mostSample = 100_000

func (f *sampleFlags) check(cmd *cobra.Command) error {
	d := f.design
	switch {
	case strings.TrimSpace(d.Seed) == "":
		return usage(cmd, "a sample needs a seed: choose any text, and write it down before you draw, as --seed 8531")
	case prose.Plain(d.Seed) != d.Seed || len(d.Seed) > 200:
		return usage(cmd, "--seed: choose a text of one line, without control characters, of at most 200 bytes")
	case d.Size <= 0 || d.Size > mostSample:
		return usage(cmd, "--size: %d is not within 1 to %d", d.Size, mostSample)
	case d.Stratify != "" && !slices.Contains(workpaper.Strata(), d.Stratify):
		return usage(cmd, "--stratify: %q is neither severity nor outcome", d.Stratify)
	}
	for _, outcome := range d.Outcomes {
		if !slices.Contains(workpaper.Outcomes(), outcome) {
			return &usageError{
				err:  fmt.Errorf("--outcome: no outcome is called %q", outcome),
				hint: spelling.Hint(outcome, workpaper.Outcomes()),
			}
		}
	}
	return nil
}

func (c *command) runSample(cmd *cobra.Command, args []string, flags sampleFlags) error {
	if err := flags.check(cmd); err != nil {
		return err
	}
	targets, err := parseTargets(cmd, flags.outputs, paperFormats)
	if err != nil {
		return err
	}
	e, v, err := c.examine(cmd, args, flags.trustFlags, evidence.Demands{})
	if err != nil {
		return err
	}
	defer e.Close()
	var paper *workpaper.Paper
	if v.Refused == nil {
		d := &draw{command: c, flags: flags, exhibit: e, verified: v}
		paper, err = d.paper(cmd.Context())
	}
	if err := c.refused(e, v, err, "text"); err != nil || v.Refused != nil {
		return err
	}
	for _, target := range targets {
		write := paper.CSV
		if target.format == "markdown" {
			write = paper.Markdown
		}
		if target.file == "" {
			err = c.print(write)
		} else {
			err = writeFile(target.file, write)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// draw is a sample in the making.
type draw struct {
	*command
	flags    sampleFlags
	exhibit  *exhibit
	verified *evidence.Verification
	packed   *packed
	records  *check.Records // nil where nobody has them
	subjects map[report.Subject]check.Subject
	outlines map[string]*policy.Outline // by kind
}

func (d *draw) paper(ctx context.Context) (*workpaper.Paper, error) {
	collectLater()
	var err error
	if d.packed, err = d.unpack(d.exhibit, d.verified); err != nil {
		return nil, err
	}
	defer d.packed.Close()
	wanted, err := d.wanted()
	if err != nil {
		return nil, err
	}
	recorded, err := d.verified.Results.Subjects(d.exhibit.folder.FS(), d.verified.Statement.Results.Size)
	if err != nil {
		return nil, d.exhibit.fault(err)
	}
	completeness := "as the results list it; the pack has no records to hold it to"
	if !d.verified.Statement.OmitsInputs || len(d.flags.inputs) > 0 {
		if err := d.join(ctx, wanted); err != nil {
			return nil, err
		}
		defer d.records.Close()
		if err := d.holdToRecords(recorded); err != nil {
			return nil, err
		}
		completeness = "complete: the results have the " + prose.Count(len(recorded), "file or record", "files and records") + " that the records of the run have, and no other"
	}
	samples, err := d.draw(wanted, recorded)
	if err != nil {
		return nil, err
	}
	paper, err := d.describe()
	if err != nil {
		return nil, err
	}
	paper.Completeness, paper.Samples = completeness, samples
	return paper, nil
}

// wanted are the rules to draw for, by id.
func (d *draw) wanted() (map[string]report.Rule, error) {
	known := map[string]report.Rule{check.Conforms.ID: check.Conforms}
	for _, rule := range d.packed.book.rules {
		known[rule.ID] = rule
	}
	all := map[string]report.Rule{}
	var ids []string
	for _, rule := range d.packed.recorded.Rules {
		ids = append(ids, rule.ID)
		found, ok := known[rule.ID]
		if !ok {
			return nil, evidence.Refuse("the results have outcomes of %s, which no rule of the pack is", rule.ID)
		}
		if len(d.flags.rules) == 0 || slices.Contains(d.flags.rules, rule.ID) {
			all[rule.ID] = found
		}
	}
	for _, rule := range d.packed.book.rules {
		if !slices.Contains(ids, rule.ID) && !slices.Contains(d.packed.book.unasked, rule.Subject) {
			return nil, evidence.Refuse("the results have no outcome of %s, which the rules of the pack ask", rule.ID)
		}
	}
	for _, id := range d.flags.rules {
		if _, ok := all[id]; !ok {
			return nil, &usageError{
				err:  fmt.Errorf("--rule: the run asked no rule %q", id),
				hint: cmp.Or(spelling.Hint(id, ids), "results.json of the evidence lists the rules that were asked"),
			}
		}
	}
	return all, nil
}

// join brings together the records of the run. Waivers are among them once they are judged.
func (d *draw) join(ctx context.Context, wanted map[string]report.Rule) error {
	p := d.packed
	if err := p.findRecords(ctx, d.exhibit, d.verified.Statement.OmitsInputs, d.flags.inputs); err != nil {
		return err
	}
	collectOften(p.states())
	config := p.config()
	var err error
	if d.records, err = check.Join(ctx, config); err != nil {
		d.unrepeatable(d.exhibit, err)
		return err
	}
	aboutWaivers := func(rule report.Rule) bool { return rule.Subject == report.WaiverKind }
	if p.book.waivers == nil || !slices.ContainsFunc(values(wanted), aboutWaivers) {
		return nil
	}
	engine, err := p.book.compile(p.recorded.AsOf, false)
	if err != nil {
		return err
	}
	return d.records.Judge(ctx, engine, p.book.rules, p.book.waivers, p.about())
}

func values(rules map[string]report.Rule) []report.Rule {
	var all []report.Rule
	for _, rule := range rules {
		all = append(all, rule)
	}
	return all
}

// holdToRecords refuses results that are about other records than those of the run: a sample of a population that lacks some
// would say nothing about these.
func (d *draw) holdToRecords(recorded []report.Subject) error {
	d.subjects = map[report.Subject]check.Subject{}
	count := map[report.Subject]int{}
	for _, s := range d.records.Subjects("") {
		if s.Kind == report.WaiverKind {
			d.subjects[identity(s.Reported())] = s
			continue
		}
		d.subjects[identity(s.Reported())] = s
		count[identity(s.Reported())]++
	}
	if waivers := d.packed.book.waivers; waivers != nil {
		for _, w := range waivers.Waivers {
			count[identity(report.Subject{SubjectRef: report.SubjectRef{Kind: report.WaiverKind, ID: w.ID}, Pos: w.Pos})]++
		}
	}
	for _, s := range recorded {
		if s.Kind == report.Document {
			continue // those are the inputs, which verification has compared
		}
		if count[identity(s)]--; count[identity(s)] < 0 {
			return evidence.Refuse("the results have %s %s at %s, which the records of the run don't have", s.Kind, s.ID, s.Pos)
		}
	}
	for s, left := range count {
		if left > 0 {
			return evidence.Refuse("the records of the run have %s %s at %s, which the results don't have", s.Kind, s.ID, s.Pos)
		}
	}
	return nil
}

// identity is what tells a subject from all others.
func identity(s report.Subject) report.Subject {
	return report.Subject{SubjectRef: s.SubjectRef, Pos: s.Pos}
}

// draw draws for each rule, and looks up what it reads of what was drawn.
func (d *draw) draw(wanted map[string]report.Rule, recorded []report.Subject) ([]workpaper.Sample, error) {
	d.flags.design.Severities = d.packed.recorded.Severities
	rules := d.packed.recorded.Rules
	drawers := make([]*workpaper.Drawer, len(rules))
	for i, rule := range rules {
		if rule, ok := wanted[rule.ID]; ok {
			drawers[i] = d.flags.design.Drawer(rule)
		}
	}
	err := d.verified.Results.EachOutcome(d.exhibit.folder.FS(), d.verified.Statement.Results.Size, recorded, func(r evidence.Recorded) {
		if drawers[r.Rule] == nil {
			return
		}
		c := workpaper.Candidate{Subject: r.Subject, Outcome: r.Verdict, Said: r.Findings}
		if r.Waived {
			c.Outcome = workpaper.Waived
		}
		if r.Reason != "" {
			c.Said = []string{r.Reason}
		}
		drawers[r.Rule].Offer(c)
	})
	if err != nil {
		return nil, d.exhibit.fault(err)
	}
	var samples []workpaper.Sample
	for _, drawer := range drawers {
		if drawer == nil {
			continue
		}
		sample := drawer.Sample()
		if err := d.lookUp(&sample); err != nil {
			return nil, err
		}
		samples = append(samples, sample)
	}
	return samples, nil
}

// describe is a paper without samples.
func (d *draw) describe() (*workpaper.Paper, error) {
	s := d.verified.Statement
	file := evidence.StatementFile
	if len(d.exhibit.bundles) > 0 {
		file = path.Base(d.exhibit.bundles[0].Name)
	}
	sum := sha256.Sum256(d.verified.Payload)
	if len(d.exhibit.bundles) > 0 {
		sum = sha256.Sum256(d.exhibit.bundles[0].Text)
	}
	own := engine()
	paper := &workpaper.Paper{
		Design:    d.flags.design,
		Evidence:  d.exhibit.name,
		Statement: file,
		SHA256:    hex.EncodeToString(sum[:]),
		Results:   s.Results.SHA256,
		Run:       fmt.Sprintf("%s as of %s (%s), by %s", s.Mode, s.AsOf, s.AsOfSource, versions(s.Tool)),
		Verdict:   gate.Decision{Code: s.Verdict.Code, Reasons: s.Verdict.Reasons}.String(),
		Tool:      versions(own),
	}
	for _, signer := range d.verified.Signers {
		paper.Signers = append(paper.Signers, fmt.Sprintf("%s, as %s (key %.16s)", signer.Name, signer.Role, signer.Fingerprint))
	}
	return paper, nil
}

// lookUp adds what a rule reads of each record that was drawn.
func (d *draw) lookUp(s *workpaper.Sample) error {
	for i := range s.Strata {
		for j := range s.Strata[i].Items {
			if err := d.lookUpItem(s.Rule, &s.Strata[i].Items[j]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *draw) lookUpItem(rule report.Rule, item *workpaper.Item) error {
	if rule.Subject == report.Document {
		d.lookUpFile(item)
		return nil
	}
	if d.records == nil {
		item.Note = "the values are not in the pack"
		return nil
	}
	subject := d.subjects[identity(item.Subject)]
	if subject.Unclean != "" {
		item.Note = "the rule saw no values: " + subject.Unclean
		return nil
	}
	input, err := d.records.Input(subject)
	if err != nil {
		return err
	}
	outline, err := d.outline(rule.Subject)
	if err != nil {
		return err
	}
	named := d.named(outline, input, rule)
	for _, reads := range rule.Reads {
		for _, found := range outline.Find(input.Value, reads, named) {
			item.Values = append(item.Values, valueOf(input, found, reads))
		}
	}
	for _, reads := range rule.Optional {
		for _, found := range outline.Find(input.Value, reads, named) {
			if found.Value != nil {
				item.Values = append(item.Values, valueOf(input, found, reads))
			}
		}
	}
	return nil
}

// named tells which ids stand in what a rule reads: of all people and services of a register, those are the ones that it can
// look up for this record.
func (d *draw) named(outline *policy.Outline, input check.Input, rule report.Rule) func(id string) bool {
	texts := map[string]bool{}
	var note func(v *source.Value)
	note = func(v *source.Value) {
		if v.Kind == source.String {
			texts[v.Text] = true
		}
		for _, member := range v.Members {
			note(member.Value)
		}
		for _, element := range v.Elements {
			note(element)
		}
	}
	none := func(string) bool { return false }
	for _, reads := range slices.Concat(rule.Reads, rule.Optional) {
		for _, found := range outline.Find(input.Value, reads, none) {
			if found.Value != nil {
				note(found.Value)
			}
		}
	}
	return func(id string) bool { return texts[id] }
}

// lookUpFile says of a file what the results say of it: schemas, and no rules, are about files.
func (d *draw) lookUpFile(item *workpaper.Item) {
	for _, input := range d.packed.recorded.Inputs {
		if input.Name == item.Subject.ID {
			item.Values = []workpaper.Value{
				{Path: "sha256", Value: input.SHA256}, {Path: "size", Value: fmt.Sprint(input.Size)},
				{Path: "kind", Value: input.Kind}, {Path: "records", Value: fmt.Sprint(input.Records)},
			}
			return
		}
	}
}

// outline is that of the inputs about a kind of subject.
func (d *draw) outline(kind string) (*policy.Outline, error) {
	if known, ok := d.outlines[kind]; ok {
		return known, nil
	}
	inputs, err := d.packed.book.library.Inputs(d.packed.book.schemas.Inputs())
	if err != nil {
		return nil, err
	}
	outline, err := policy.NewOutline(inputs[kind])
	if err != nil {
		return nil, err
	}
	if d.outlines == nil {
		d.outlines = map[string]*policy.Outline{}
	}
	d.outlines[kind] = outline
	return outline, nil
}

// valueOf is a value of an input with its place.
func valueOf(input check.Input, found policy.Found, reads string) workpaper.Value {
	v := workpaper.Value{Path: pathOf(found.At), Pos: input.Locate(found.At).Position}
	if found.Value != nil {
		v.Value = found.Value.String()
		return v
	}
	for _, gap := range input.Gaps {
		if strings.HasPrefix(reads+".", gap.Path+".") || strings.HasPrefix(gap.Path+".", reads+".") {
			v.Path += " (not in the run: " + gap.Reason + ")"
			break
		}
	}
	return v
}

// pathOf is a pointer as people write it: plan.actions[2].due.
func pathOf(at source.Pointer) string {
	var b strings.Builder
	for i, token := range at.Tokens() {
		switch {
		case strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + token + "]")
		case i > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return b.String()
}
