package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/riskgate/riskgate/internal/prose"
	"github.com/riskgate/riskgate/internal/report"
	"github.com/riskgate/riskgate/internal/source"
	"github.com/riskgate/riskgate/internal/spelling"
	"github.com/riskgate/riskgate/internal/waiver"
)

// waiveFlags are the options of riskgate waive.
type waiveFlags struct {
	choice
	intakeFlags
	asOf        string
	maxFileSize string
	reason      string
	requestedBy string
	expires     string
	ticket      string
	print       bool
}

func (c *command) waive() *cobra.Command {
	var flags waiveFlags
	cmd := &cobra.Command{
		Use:   "waive RULE SUBJECT|FINGERPRINT [PATH...]",
		Short: "Ask that what a rule finds in a record be accepted for a time",
		Long: `Waive adds a request to the file of waivers: that what RULE finds in the record
SUBJECT, or one finding by its fingerprint, be accepted for a time. The documents below
the paths (default: the working directory) must have such a finding.

A request waives nothing. Somebody with the authority that the severity asks for, who
neither asks for it nor answers for the record, approves it by adding approved_by and
approved_on to it; riskgate never does. The rules waiver.* say what a good waiver is.

The file is riskgate.waivers.json beside the settings, or the one that they name. What
stands in it stays as it is written.

Exit codes: 0 the request is written, 2 it couldn't be.`,
		Example: `  riskgate waive plan.refreshed P-106 --reason "Waits for the auditor." --requested-by o.bell
  riskgate waive plan.detailed 0123456789abcdef01234567 --reason "..." --requested-by o.bell --print`,
		Args:              atLeast(2),
		ValidArgsFunction: c.completeRules,
		RunE:              func(cmd *cobra.Command, args []string) error { return c.runWaive(cmd, args, flags) },
	}
	flags.choice.flags(cmd)
	flags.intakeFlags.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.reason, "reason", "", "why it should be accepted; every report quotes the `text`")
	f.StringVar(&flags.requestedBy, "requested-by", "", "id of the `person` who asks, as the register has it")
	f.StringVar(&flags.expires, "expires", "", "last `date` (YYYY-MM-DD) of the waiver (default: as late as the severity allows from today on)")
	f.StringVar(&flags.ticket, "ticket", "", "`reference` of the work item that mends what is found")
	f.BoolVar(&flags.print, "print", false, "print the request instead of adding it to the file")
	f.StringVar(&flags.asOf, "as-of", "", "`date` (YYYY-MM-DD) of the check (default: as_of of the settings, else today in UTC)")
	f.StringVar(&flags.maxFileSize, "max-file-size", "512MiB", "largest `size` of a file that is read, in bytes or with KiB, MiB, GiB")
	return cmd
}

// check refuses what no request can mean.
func (f *waiveFlags) check(cmd *cobra.Command, paths []string) error {
	switch {
	case strings.TrimSpace(f.reason) == "":
		return usage(cmd, "--reason is missing: whoever approves it must know why")
	case f.requestedBy == "":
		return usage(cmd, "--requested-by is missing: name the person who asks by the id that the register has")
	case slices.Contains(paths, standardInput):
		return usage(cmd, "a waiver is about records that stay, not about standard input")
	}
	return nil
}

func (c *command) runWaive(cmd *cobra.Command, args []string, flags waiveFlags) error {
	rule, wanted, paths := args[0], args[1], args[2:]
	if err := flags.check(cmd, paths); err != nil {
		return err
	}
	r, book, err := c.checked(cmd, paths, runFlags{choice: flags.choice, intakeFlags: flags.intakeFlags, maxFileSize: flags.maxFileSize, quiet: true}, flags.asOf)
	if err != nil {
		return err
	}
	found, err := book.waivable(r, rule, wanted)
	if err != nil {
		return err
	}
	if err := c.checkRequester(cmd, paths, flags); err != nil {
		return err
	}
	request := waiver.Request{
		Rule:        rule,
		Subject:     found[0].Subject,
		Reason:      flags.reason,
		RequestedBy: flags.requestedBy,
		Ticket:      flags.ticket,
	}
	if found[0].Fingerprint == wanted {
		request.Fingerprint = wanted
	}
	limit, err := book.waiverLimit(found)
	if err != nil {
		return err
	}
	if request.ExpiresOn, err = expiry(cmd, flags.expires, r.AsOf, limit.days); err != nil {
		return err
	}
	if pending := book.waivers.Pending(request); pending != nil {
		return &usageError{fmt.Errorf("%s asks for that already (%s)", pending.ID, pending.Pos), "change the request that is there, or have it approved"}
	}
	return c.request(book, request, found, limit, flags.print)
}

// checked holds records to the rules in force, as riskgate check does.
func (c *command) checked(cmd *cobra.Command, paths []string, flags runFlags, asOf string) (*report.Report, *rulebook, error) {
	limits, err := sizeLimit(cmd, flags.maxFileSize)
	if err != nil {
		return nil, nil, err
	}
	ctx := cmd.Context()
	roots, err := c.openRoots(ctx, paths, "", limits)
	if err != nil {
		return nil, nil, err
	}
	defer roots.Close()
	m := &matter{roots: roots, origin: disk{}, begins: true, asOf: func(b *rulebook) (report.Date, string, error) { return c.asOf(cmd, asOf, b) }}
	r, err := c.judge(ctx, m, flags, limits)
	if err != nil {
		return nil, nil, err
	}
	if n := r.Totals.Outcomes.Errors; n > 0 {
		return nil, nil, fmt.Errorf("%s in an error: riskgate check tells which", prose.Count(n, "check ended", "checks ended"))
	}
	return r, m.book, nil
}

// waivable returns the findings that a request is about: all that a rule finds in a record, or those of a fingerprint.
func (b *rulebook) waivable(r *report.Report, id, wanted string) ([]report.Finding, error) {
	i := slices.IndexFunc(r.Rules, func(rule report.Rule) bool { return rule.ID == id })
	if i < 0 {
		rule, err := b.rule(id)
		if err != nil {
			return nil, err
		}
		hint := "what isn't asked needs no waiver"
		return nil, &usageError{fmt.Errorf("this check doesn't ask %s: its level is %s", id, b.level(rule)), hint}
	}
	if r.Rules[i].Unwaivable {
		return nil, &usageError{fmt.Errorf("what %s finds can't be waived", id), "mend it; riskgate rules show " + id + " says why"}
	}
	var found []report.Finding
	var subjects []string
	for _, f := range r.Findings {
		switch {
		case f.Rule != id:
		case f.Subject.ID == wanted || f.Subject.Kind+":"+f.Subject.ID == wanted || f.Fingerprint == wanted:
			found = append(found, f)
		case !slices.Contains(subjects, f.Subject.ID):
			subjects = append(subjects, f.Subject.ID)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	hint := "it finds no fault with anything"
	if len(subjects) > 0 {
		slices.Sort(subjects)
		hint = cmp.Or(spelling.Hint(wanted, subjects), "it finds fault with "+strings.Join(subjects[:min(len(subjects), mostNamed)], ", "))
	}
	return nil, &usageError{fmt.Errorf("%s finds no fault with %s", id, wanted), hint}
}

// mostNamed is how many records a hint names.
const mostNamed = 10

// checkRequester wants whoever asks to be somebody.
func (c *command) checkRequester(cmd *cobra.Command, paths []string, flags waiveFlags) error {
	records, err := c.records(cmd.Context(), cmd, paths, recordFlags{choice: flags.choice, intakeFlags: flags.intakeFlags, maxFileSize: flags.maxFileSize})
	if err != nil {
		return err
	}
	defer records.Close()
	people := records.People()
	if slices.Contains(people, flags.requestedBy) {
		return nil
	}
	return &usageError{
		err:  fmt.Errorf("--requested-by: no register below %s has a person %q", records.below(), flags.requestedBy),
		hint: cmp.Or(spelling.Hint(flags.requestedBy, people), "add the person to the register, or name the register's file too"),
	}
}

// waiverLimit is how long something may be waived, and by whose approval.
type waiverLimit struct {
	severity, role string
	days           int
}

// waiverLimit is that of the highest severity among some findings; what has none counts as the highest.
func (b *rulebook) waiverLimit(findings []report.Finding) (waiverLimit, error) {
	levels := b.settings.Levels()
	highest := 0
	for _, f := range findings {
		rank := slices.Index(levels, f.Severity)
		if rank < 0 {
			rank = len(levels) - 1
		}
		highest = max(highest, rank)
	}
	limit := waiverLimit{severity: levels[highest]}
	settings := b.settings.Values().Get("waiver")
	role := settings.Get("approver").Get(limit.severity)
	if role.Kind != source.String {
		return limit, &usageError{fmt.Errorf("nobody may waive what is %s", limit.severity), "mend it; waiver.approver of the settings says so"}
	}
	limit.role = role.Text
	_, err := fmt.Sscanf(settings.Get("max_days").Get(limit.severity).Text, "%d", &limit.days)
	return limit, err
}

// expiry is the last day of a waiver: the one that is asked for, or so many days from the day of the check.
func expiry(cmd *cobra.Command, flag string, asOf report.Date, days int) (report.Date, error) {
	if flag == "" {
		return report.DateOf(asOf.Time().Add(time.Duration(days) * 24 * time.Hour)), nil
	}
	date, err := report.ParseDate(flag)
	switch {
	case err != nil:
		return date, usage(cmd, "--expires: %v", err)
	case date.Before(asOf):
		return date, usage(cmd, "--expires: %s is over; the check is as of %s", date, asOf)
	}
	return date, nil
}

// request adds a request to the file of waivers, or prints it.
func (c *command) request(b *rulebook, request waiver.Request, found []report.Finding, limit waiverLimit, printed bool) error {
	record := request.Record(b.waivers.NextID())
	if printed {
		return c.print(func(w io.Writer) error {
			_, err := fmt.Fprintln(w, record.Layout(plainWidth))
			return err
		})
	}
	text := b.waivers.With(record)
	name := b.waiversFile
	if _, err := waiver.Read(source.File{Name: shown(name), Text: text}, b.schemas); err != nil {
		return err
	}
	if err := replaceUnchanged(name, b.waivers, text); err != nil {
		return err
	}
	return c.print(func(w io.Writer) error {
		until := fmt.Sprintf("%s: %s asks that %s be waived for %s %s until %s:", shown(name), record.Get("id").Text, request.Rule, request.Subject.Kind, request.Subject.ID, request.ExpiresOn)
		lines := prose.Wrap(prose.Plain(until), c.width())
		for _, f := range found {
			for _, line := range prose.Wrap(prose.Plain(f.Message), c.width()-2) {
				lines = append(lines, "  "+line)
			}
		}
		next := fmt.Sprintf("It waives nothing until somebody approves it: %s or above (%s), who adds approved_by and approved_on.", limit.role, limit.severity)
		lines = append(lines, prose.Wrap(prose.Plain(next), c.width())...)
		_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
		return err
	})
}

// replaceUnchanged writes the file of waivers anew, if nobody has written to it since it was read.
func replaceUnchanged(name string, read *waiver.List, text []byte) error {
	var before []byte
	if read != nil {
		before = read.Text
	}
	now, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return writeError(name, err)
	}
	if !bytes.Equal(now, before) {
		return &source.Error{Pos: source.Position{File: shown(name)}, Err: errors.New("changed while the request was made"), Hint: "run the command again"}
	}
	return writeFile(name, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}
