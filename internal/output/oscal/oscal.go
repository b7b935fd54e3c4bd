// Package oscal writes a report as OSCAL assessment results.
package oscal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/internal/jsonstream"
	"github.com/riskgate/riskgate/internal/oscal"
	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
)

// Write writes the report as docs/oscal.md describes it: what fails is listed record by record, what passes or can't be
// judged is counted. Nothing in it depends on anything but the report.
func Write(w io.Writer, r *report.Report) error {
	d := newDocument(r)
	d.Writer = oscal.Writer{Writer: jsonstream.New(w)}
	d.Spread('{')
	d.Key("assessment-results")
	d.Spread('{')
	d.Member("uuid", d.uuid)
	d.metadata()
	d.Object("import-ap", func() {
		d.Member("href", oscal.Fragment(d.library))
		d.Prose("remarks", "There is no assessment plan in OSCAL. What was to be assessed, and how, is the library of rules with its settings, which this resource describes.")
	})
	d.localDefinitions()
	d.Key("results")
	d.Spread('[')
	d.Spread('{')
	d.result()
	d.End('}')
	d.End(']')
	d.backMatter()
	d.End('}')
	d.End('}')
	return d.Close()
}

// document is a report with the identifiers of what it becomes.
type document struct {
	oscal.Writer
	report *report.Report
	day    string // the as-of date

	uuid, library, inputs, task, tool string // UUIDs

	resources    map[string]string         // UUID of each file that was read
	records      map[report.Subject]string // UUID of each record that an observation names
	listed       []report.Subject          // those records
	populations  []population
	observations []observation
	accepted     []acceptance
	objectives   []objective
}

func newDocument(r *report.Report) *document {
	d := &document{report: r, day: r.AsOf.String(), resources: map[string]string{}, records: map[report.Subject]string{}}
	d.uuid = oscal.UUID("assessment results", digest(r))
	d.library = d.id("library")
	d.inputs = d.id("inputs")
	d.task = d.id("task")
	d.tool = oscal.UUID("tool", r.Tool.Version, r.Tool.Revision)
	for _, file := range slices.Concat(r.Inputs, r.WaivedBy) {
		d.resources[file.Name] = d.id("file", file.Name)
	}
	d.gather()
	return d
}

// id is the UUID of something that belongs to this document alone.
func (d *document) id(parts ...string) string {
	return oscal.UUID(append([]string{d.uuid}, parts...)...)
}

// digest tells reports apart by what they say and of what.
func digest(r *report.Report) string {
	hash := sha256.New()
	note := func(texts ...string) { fmt.Fprintf(hash, "%q\n", texts) }
	note(r.Tool.Version, r.Tool.Revision, r.Tool.Go, r.Tool.OPA, r.Tool.Library)
	note(r.AsOf.String(), r.Profile, r.SettingsFile)
	for _, policy := range r.Policies {
		note(policy.Name, policy.Digest)
	}
	for _, file := range slices.Concat(r.Inputs, r.WaivedBy) {
		note(file.Name, file.SHA256)
	}
	for _, ignored := range r.Ignored {
		note(ignored.Name, ignored.Reason)
	}
	for i, rule := range r.Rules {
		note(rule.ID, string(rule.Level), tell(r.Counts[i]))
	}
	for _, f := range r.Findings {
		note(f.Fingerprint, f.Message, string(f.Age))
		if w := f.Waived; w != nil {
			note(w.ID, w.Reason, w.ApprovedBy, day(w.ApprovedOn), day(w.Expires))
		}
	}
	return hex.EncodeToString(hash.Sum(nil))
}

func (d *document) metadata() {
	d.Object("metadata", func() {
		d.Line("title", "Risk registers and action plans held to "+prose.Count(d.report.Totals.Rules, "rule", "rules")+", as of "+d.day)
		d.Day("last-modified", d.day)
		d.Member("version", d.day)
		d.Member("oscal-version", oscal.Version)
		d.roles()
		d.Prose("remarks",
			"Written by riskgate. A check is about a day, so that every time of day in this document is the day's first moment in UTC.",
			"Every record that fails a rule is listed. Records that pass, and those that a rule doesn't apply to, are counted; what could not be judged is counted by reason, with the first record as an example. The JSON report of the same run lists every outcome of every record.")
	})
}

// localDefinitions says what each control asks for as far as rules show it, and what each rule does.
func (d *document) localDefinitions() {
	if len(d.report.Rules) == 0 {
		return
	}
	d.Key("local-definitions")
	d.Spread('{')
	oscal.List(d.Writer, "objectives-and-methods", slices.Values(d.objectives), d.objective)
	oscal.List(d.Writer, "activities", slices.Values(d.report.Rules), d.activity)
	d.End('}')
}

func (d *document) activity(rule report.Rule) {
	d.Member("uuid", activityUUID(rule.ID))
	d.Line("title", rule.ID+": "+rule.Title)
	d.Prose("description", described(rule)...)
	properties := []oscal.Property{
		{Name: "method", Value: method},
		oscal.Own("rule", rule.ID),
		oscal.Own("level", string(rule.Level)),
		oscal.Own("subject", rule.Subject),
		oscal.Own("policy", rule.Policy),
		oscal.Own("waivable", fmt.Sprint(!rule.Unwaivable)),
	}
	for _, duty := range rule.Duties {
		properties = append(properties, oscal.Own("duty", duty))
	}
	d.Properties(properties...)
}

// described is what is to know of a rule beyond its title.
func described(rule report.Rule) []string {
	paragraphs := []string{rule.Description}
	if rule.Remedy != "" {
		paragraphs = append(paragraphs, "Remedy: "+rule.Remedy)
	}
	return paragraphs
}

func activityUUID(rule string) string { return oscal.UUID("rule", rule) }

// method is how a rule looks at records: it examines what they state. It tests no system, and asks nobody.
const method = "EXAMINE"

func (d *document) result() {
	r := d.report
	d.Member("uuid", d.id("result"))
	d.Line("title", "Check of "+prose.Count(r.Totals.Documents, "document", "documents")+" as of "+d.day)
	d.Prose("description", d.summary()...)
	d.Day("start", d.day)
	d.Day("end", d.day)
	d.Properties(append(d.counts(r.Totals.Outcomes),
		oscal.Own("profile", r.Profile),
		oscal.Own("as-of-source", r.AsOfSource),
		oscal.Own("self-check", fmt.Sprintf("%d of %d", r.SelfCheck.Twice, r.SelfCheck.Answers)),
	)...)
	d.resultDefinitions()
	d.reviewedControls()
	oscal.List(d.Writer, "observations", slices.Values(d.observations), d.observation)
	oscal.List(d.Writer, "risks", slices.Values(d.accepted), d.risk)
	oscal.List(d.Writer, "findings", slices.Values(d.objectives), d.finding)
	if remarks := d.remarks(); len(remarks) > 0 {
		d.Prose("remarks", remarks...)
	}
}

func (d *document) summary() []string {
	totals := d.report.Totals
	o := totals.Outcomes
	var registers []string
	for _, r := range d.report.Registers {
		registers = append(registers, describedRegister(r))
	}
	if len(registers) > 0 {
		registers = []string{"Registers: " + first(registers) + "."}
	}
	var coverage []string
	if c := &d.report.Coverage; len(c.Limited) > 0 {
		coverage = []string{"Coverage: " + c.String() + "."}
	}
	return append(append(coverage,
		fmt.Sprintf("%s, held to %s.", prose.Count(totals.Subjects, "record", "records"), prose.Count(totals.Rules, "rule", "rules")),
		fmt.Sprintf("%s: %s.", prose.Count(o.Population(), "outcome", "outcomes"), cmp.Or(tell(o), "there was nothing to ask about")),
	), registers...)
}

func describedRegister(r report.Register) string {
	words := r.ID
	var about []string
	for _, text := range []string{r.Organization, r.BusinessUnit, day(r.AsOf)} {
		if text != "" {
			about = append(about, text)
		}
	}
	if len(about) > 0 {
		words += " (" + strings.Join(about, ", ") + ")"
	}
	return words
}

func (d *document) counts(c report.Counts) []oscal.Property {
	return []oscal.Property{
		oscal.Own("population", fmt.Sprint(c.Population())),
		oscal.Own("passed", fmt.Sprint(c.Passed)),
		oscal.Own("failed", fmt.Sprint(c.Failed)),
		oscal.Own("waived", fmt.Sprint(c.Waived)),
		oscal.Own("not-applicable", fmt.Sprint(c.NotApplicable)),
		oscal.Own("not-assessable", fmt.Sprint(c.NotAssessable)),
		oscal.Own("errors", fmt.Sprint(c.Errors)),
	}
}

// most is how many things of little weight a paragraph names before it counts the rest.
const most = 20

// remarks say what bears on the results and is no result: what was not asked, and what was not there.
func (d *document) remarks() []string {
	r := d.report
	var remarks []string
	for _, c := range r.Changes {
		remarks = append(remarks, "Rule "+c.String())
	}
	if len(r.Missing) > 0 {
		remarks = append(remarks, "Expected by the settings, and not there: "+strings.Join(r.MissingNames(), ", ")+".")
	}
	if c := r.Comparison; c != nil {
		remarks = append(remarks, fmt.Sprintf("This is the check of a change, from %s to %s. Findings of the base that it mends: %s.",
			side(c.Base, c.BaseCommit), side(c.Head, c.HeadCommit), prose.Number(c.Fixed)))
		remarks = append(remarks, d.compared(*c)...)
	}
	var left []string
	for _, ignored := range r.Ignored {
		if ignored.Data {
			left = append(left, fmt.Sprintf("%s (%s)", ignored.Name, ignored.Reason))
		}
	}
	if len(left) > 0 {
		remarks = append(remarks, "Not checked, although it looks like data: "+first(left)+".")
	}
	return remarks
}

// compared says what bears on the comparison of a gated change.
func (d *document) compared(c report.Comparison) []string {
	var remarks []string
	if c.Diverged {
		remarks = append(remarks, "The change was not made on top of the base: what the base has gained since looks removed.")
	}
	if c.TrustsHead {
		remarks = append(remarks, "Rules, settings and waivers are those of the change itself.")
	}
	for _, control := range c.Controls {
		remarks = append(remarks, fmt.Sprintf("The change touches what it is held to, and is held to what stood before: %s.", control))
	}
	if len(c.Emptied) > 0 {
		remarks = append(remarks, "The change leaves none of what the base has: "+strings.Join(c.Emptied, ", ")+".")
	}
	if c.Lost > 0 {
		remarks = append(remarks, "Checks that the change leaves not assessable: "+prose.Number(c.Lost)+".")
	}
	var unread []string
	for _, file := range c.Unread {
		unread = append(unread, fmt.Sprintf("%s (%s)", file.Name, file.Reason))
	}
	if len(unread) > 0 {
		remarks = append(remarks, "Files of the base that can't be read, and are not compared: "+first(unread)+".")
	}
	return remarks
}

func side(name, commit string) string {
	if commit == "" || commit == name {
		return name
	}
	return name + " (" + commit + ")"
}

// first names the first of many things, and counts the rest.
func first(names []string) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + prose.Number(len(names)-most) + " more"
}

// resultDefinitions define what observations are about, and who made them.
func (d *document) resultDefinitions() {
	d.Key("local-definitions")
	d.Spread('{')
	oscal.List(d.Writer, "components", slices.Values(d.populations), func(p population) {
		d.Member("uuid", p.uuid)
		d.Member("type", "process-procedure")
		d.Line("title", p.title())
		d.Prose("description", "All records of this kind that the run holds. The file that each was read from is in the back matter.")
		d.Properties(oscal.Own("kind", p.kind), oscal.Own("records", fmt.Sprint(p.records)))
		d.status("operational")
	})
	oscal.List(d.Writer, "inventory-items", slices.Values(d.listed), d.inventoryItem)
	d.Object("assessment-assets", func() {
		oscal.List(d.Writer, "components", slices.Values([]report.Tool{d.report.Tool}), d.software)
		oscal.List(d.Writer, "assessment-platforms", slices.Values([]string{d.tool}), func(tool string) {
			d.Member("uuid", oscal.UUID("platform", tool))
			d.Member("title", "riskgate")
			d.References("uses-components", "component-uuid", []string{tool})
		})
	})
	oscal.List(d.Writer, "tasks", slices.Values([]string{d.task}), func(task string) {
		d.Member("uuid", task)
		d.Member("type", "action")
		d.Line("title", "Ask every rule about every record of its kind")
		d.Object("timing", func() {
			d.Object("on-date", func() { d.Day("date", d.day) })
		})
		oscal.List(d.Writer, "associated-activities", slices.Values(d.report.Rules), func(rule report.Rule) {
			d.Member("activity-uuid", activityUUID(rule.ID))
			oscal.List(d.Writer, "subjects", slices.Values([]string{"component"}), func(kind string) {
				d.Member("type", kind)
				d.Object("include-all", func() {})
			})
		})
	})
	d.End('}')
}

func (d *document) status(state string) {
	d.Object("status", func() { d.Member("state", state) })
}

func (d *document) software(t report.Tool) {
	d.Member("uuid", d.tool)
	d.Member("type", "software")
	d.Line("title", strings.TrimSpace("riskgate "+t.Version))
	d.Prose("description", "Holds risk registers and action plans to rules written in Rego.")
	d.Properties(
		oscal.Property{Name: "version", Value: t.Version},
		oscal.Own("revision", t.Revision),
		oscal.Own("go-version", t.Go),
		oscal.Own("opa-version", t.OPA),
	)
	d.status("operational")
}

func (d *document) backMatter() {
	r := d.report
	d.Key("back-matter")
	d.Spread('{')
	d.Key("resources")
	d.Spread('[')
	d.resource(d.library, "The rules that were asked, profile "+r.Profile, []string{
		fmt.Sprintf("riskgate's own library of rules, by the profile %s. Activities of this document describe each rule; the digest is that of the library's files.", r.Profile),
	}, []oscal.Property{oscal.Own("sha256", r.Tool.Library), oscal.Own("profile", r.Profile), oscal.Own("settings-file", r.SettingsFile)}, nil)
	for _, policy := range r.Policies {
		d.resource(d.id("policy", policy.Name), "Rules of the organisation: "+policy.Name, []string{
			"A folder of the organisation's own rules. The digest is that of its rules together.",
		}, []oscal.Property{oscal.Own("sha256", policy.Digest)}, nil)
	}
	d.resource(d.inputs, prose.Count(len(r.Inputs), "input file", "input files"), []string{
		"All files that were checked; each has a resource of its own. The digest is the SHA-256 of the lines that sha256sum prints for them, in the order of their names.",
	}, []oscal.Property{oscal.Own("sha256", setDigest(r.Inputs)), oscal.Own("files", fmt.Sprint(len(r.Inputs)))}, nil)
	written := map[string]bool{}
	for _, file := range slices.Concat(r.Inputs, r.WaivedBy) {
		uuid := d.resources[file.Name]
		if written[uuid] {
			continue
		}
		written[uuid] = true
		d.resource(uuid, file.Name, []string{
			fmt.Sprintf("%s with %s, %s.", file.Kind, prose.Count(file.Records, "record", "records"), prose.Count(int(file.Size), "byte", "bytes")),
		}, []oscal.Property{oscal.Own("kind", file.Kind)}, &file)
	}
	d.End(']')
	d.End('}')
}

// resource writes one resource; file is the input that it is, if it is one.
func (d *document) resource(uuid, title string, description []string, properties []oscal.Property, file *report.Input) {
	d.Begin('{')
	defer d.End('}')
	d.Member("uuid", uuid)
	d.Line("title", title)
	d.Prose("description", description...)
	d.Properties(properties...)
	if file == nil {
		return
	}
	oscal.List(d.Writer, "rlinks", slices.Values([]*report.Input{file}), func(i *report.Input) {
		d.Member("href", oscal.Reference(i.Name))
		d.Member("media-type", mediaType(i.Name))
		oscal.List(d.Writer, "hashes", slices.Values([]string{i.SHA256}), func(sum string) {
			d.Member("algorithm", "SHA-256")
			d.Member("value", sum)
		})
	})
}

func mediaType(name string) string {
	if strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".ndjson") {
		return "application/jsonl"
	}
	return "application/json"
}

// setDigest is the digest of a set of files, as sha256sum can repeat it.
func setDigest(inputs []report.Input) string {
	hash := sha256.New()
	for _, input := range slices.SortedFunc(slices.Values(inputs), func(a, b report.Input) int { return cmp.Compare(a.Name, b.Name) }) {
		fmt.Fprintf(hash, "%s  %s\n", input.SHA256, input.Name)
	}
	return hex.EncodeToString(hash.Sum(nil))
}
