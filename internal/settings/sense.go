package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/source"
)

// checkSense holds settings that are right one by one to each other. Of those
// that contradict, the one that the file changes is at fault.
func (l *loader) checkSense() {
	levels := l.settings.Levels()
	for i, level := range levels {
		l.checkAcceptance(level)
		l.checkTimes(level)
		l.checkActs(level)
		l.checkDeviations(levels[i:])
		l.checkWaivers(level)
		if i > 0 {
			l.checkGrowth(levels[i-1], level)
		}
	}
	l.checkVendors(levels)
	l.checkReports()
	l.checkAging()
	l.checkStrategies()
	l.checkTeams()
	l.checkTransitions("risk_transitions", "risk", "closed")
	l.checkTransitions("plan_transitions", "plan", "completed", "cancelled")
}

// checkAcceptance wants an acceptance to be allowed, to have an end and to have
// somebody who approves it, or none of the three.
func (l *loader) checkAcceptance(level string) {
	allowed, days, approver := l.part("response", "allowed", level), l.part("acceptance", "max_days", level), l.part("acceptance", "approver", level)
	accepts := l.accepts(level)
	if len(allowed.value.Elements) == 0 {
		l.contradiction([]entry{allowed}, "name at least one response",
			"%s is empty: whatever is decided about a risk of severity %s is wrong", allowed.path(), level)
	}
	if accepts && days.number() == 0 {
		l.contradiction([]entry{allowed, days}, fmt.Sprintf("leave accept out, or set %s", days.path()),
			"%s has accept, and %s: an acceptance would end as it begins", l.named(allowed), l.says(days))
	}
	if accepts && approver.value.Kind == source.Null {
		l.contradiction([]entry{allowed, approver}, fmt.Sprintf("leave accept out, or name a role in %s", approver.path()),
			"%s has accept, and %s: nobody may approve an acceptance", l.named(allowed), l.says(approver))
	}
	if !accepts && days.number() > 0 {
		l.contradiction([]entry{days, allowed}, fmt.Sprintf("set %s to 0, or add accept to %s", days.path(), allowed.path()),
			"%s, and %s lacks accept: nothing may be accepted for so long", l.says(days), l.named(allowed))
	}
	if !accepts && approver.value.Kind != source.Null {
		l.contradiction([]entry{approver, allowed}, fmt.Sprintf("set %s to null, or add accept to %s", approver.path(), allowed.path()),
			"%s, and %s lacks accept: there is nothing to approve", l.says(approver), l.named(allowed))
	}
}

// checkTimes wants what comes first to be due first.
func (l *loader) checkTimes(level string) {
	decision, deadline := l.part("response", "decision_days", level), l.part("plan", "deadline_days", level)
	if decision.number() > deadline.number() {
		l.contradiction([]entry{decision, deadline}, fmt.Sprintf("set %s to at most %d", decision.path(), deadline.number()),
			"%s, and %s: a plan would be due before the decision that asks for it", l.says(decision), l.says(deadline))
	}
	review, result := l.part("review", "interval_days", level), l.part("monitoring", "interval_days", level)
	if result.number() > review.number() {
		l.contradiction([]entry{result, review}, fmt.Sprintf("set %s to at most %d", result.path(), review.number()),
			"%s, and %s: a review would have no new result to look at", l.says(result), l.says(review))
	}
	if !l.accepts(level) {
		return
	}
	if end := l.part("acceptance", "max_days", level); end.number() > 0 && review.number() > end.number() {
		l.contradiction([]entry{review, end}, fmt.Sprintf("set %s to at most %d", review.path(), end.number()),
			"%s, and %s: an acceptance would end before anybody reviews it", l.says(review), l.says(end))
	}
	if percent := l.whole("monitoring", "acceptance_percent"); result.number()*percent.number() < 100 {
		l.contradiction([]entry{percent, result}, fmt.Sprintf("set %s higher, or leave accept out of response.allowed.%s", percent.path(), level),
			"%s, and %s: no interval is as short as an accepted risk needs", l.says(percent), l.says(result))
	}
}

// checkActs wants a plan to be reviewed by one role and approved by another.
func (l *loader) checkActs(level string) {
	reviewer, approver := l.part("approval", "reviewer", level), l.part("approval", "approver", level)
	if reviewer.value.Text == approver.value.Text {
		l.contradiction([]entry{reviewer, approver}, "review and approval are two acts: name another role for one of them",
			"%s, and %s as well", l.says(reviewer), l.says(approver))
	}
}

// checkDeviations wants an operational requirement, which leaves a risk open,
// to be no way around the limits of acceptance. The level is the first of those.
func (l *loader) checkDeviations(levels []string) {
	from, by := l.whole("deviation", "no_operational_requirement_from"), l.whole("deviation", "approver")
	if from.value.Kind == source.String && !slices.Contains(levels[1:], from.value.Text) {
		return // there is none at this level
	}
	level := levels[0]
	if !l.accepts(level) {
		l.contradiction([]entry{from, l.part("response", "allowed", level)}, fmt.Sprintf("set %s to %q, or add accept to response.allowed.%s", from.path(), level, level),
			"%s, and %s lacks accept: an operational requirement would leave open what must not be accepted", l.says(from), l.named(l.part("response", "allowed", level)))
		return
	}
	approver := l.part("acceptance", "approver", level)
	if l.below(by, approver) {
		l.contradiction([]entry{by, approver, from}, fmt.Sprintf("set %s to %q or a role above it", by.path(), approver.value.Text),
			"%s, a lower role than %s, which %s is: an operational requirement would leave a risk open with less authority than an acceptance",
			l.says(by), approver.value.Text, l.named(approver))
	}
}

// checkWaivers wants a waiver to have an end where somebody may approve it, and not to do with less authority than what it
// waives: else it would be a way around the approval of a plan or of an acceptance.
func (l *loader) checkWaivers(level string) {
	approver, days := l.part("waiver", "approver", level), l.part("waiver", "max_days", level)
	switch nobody := approver.value.Kind == source.Null; {
	case nobody && days.number() > 0:
		l.contradiction([]entry{days, approver}, fmt.Sprintf("set %s to 0, or name a role in %s", days.path(), approver.path()),
			"%s, and %s: nobody may waive anything for so long", l.says(days), l.says(approver))
	case !nobody && days.number() == 0:
		l.contradiction([]entry{days, approver}, fmt.Sprintf("set %s to null, or %s higher", approver.path(), days.path()),
			"%s, and %s: a waiver would end as it begins", l.says(days), l.says(approver))
	}
	for _, other := range []entry{l.part("approval", "approver", level), l.part("acceptance", "approver", level)} {
		if l.below(approver, other) {
			l.contradiction([]entry{approver, other}, fmt.Sprintf("set %s to %q or a role above it", approver.path(), other.value.Text),
				"%s, a lower role than %s, which %s is: a waiver would do with less authority than what it waives",
				l.says(approver), other.value.Text, l.named(other))
		}
	}
}

// checkGrowth wants nobody to have more time, or a lower role, for what is more severe.
func (l *loader) checkGrowth(lower, higher string) {
	for _, setting := range [][2]string{
		{"response", "decision_days"}, {"acceptance", "max_days"}, {"plan", "deadline_days"}, {"monitoring", "interval_days"}, {"review", "interval_days"}, {"waiver", "max_days"},
	} {
		less, more := l.part(setting[0], setting[1], lower), l.part(setting[0], setting[1], higher)
		if more.number() > less.number() {
			l.contradiction([]entry{more, less}, fmt.Sprintf("set %s to at most %d; scale.levels stands lowest first", more.path(), less.number()),
				"%s, longer than for what is less severe: %s", l.says(more), l.says(less))
		}
	}
	for _, setting := range [][2]string{{"acceptance", "approver"}, {"approval", "reviewer"}, {"approval", "approver"}, {"waiver", "approver"}} {
		less, more := l.part(setting[0], setting[1], lower), l.part(setting[0], setting[1], higher)
		if l.below(more, less) {
			l.contradiction([]entry{more, less}, fmt.Sprintf("set %s to %q or a role above it; scale.levels stands lowest first", more.path(), less.value.Text),
				"%s, a lower role than for what is less severe: %s", l.says(more), l.says(less))
		}
	}
}

// checkVendors wants a vendor-dependent risk to have a level to come down to.
func (l *loader) checkVendors(levels []string) {
	from := l.whole("response", "vendor_reduce_from")
	if from.value.Text == levels[0] {
		l.contradiction([]entry{from}, "name a higher level", "%s, the lowest level: no risk can be brought below it", l.says(from))
	}
}

// checkReports wants a report to be reviewed before the next is due, and the
// enterprise to find one that is young enough.
func (l *loader) checkReports() {
	period := l.whole("report", "period_days")
	if review := l.whole("report", "management_review_days"); review.number() > period.number() {
		l.contradiction([]entry{review, period}, fmt.Sprintf("set %s to at most %d", review.path(), period.number()),
			"%s, and %s: the next report would be due before this one is reviewed", l.says(review), l.says(period))
	}
	if enterprise := l.whole("erm", "interval_days"); enterprise.number() < period.number() {
		l.contradiction([]entry{enterprise, period}, fmt.Sprintf("set %s to at least %d", enterprise.path(), period.number()),
			"%s, and %s: an assessment of the enterprise would find no report to take in", l.says(enterprise), l.says(period))
	}
}

// checkAging wants no risk to count as old while its plan still has time, and
// one consequence for one age.
func (l *loader) checkAging() {
	limits := l.whole("report", "aging_limits")
	seen := map[string]bool{}
	for _, limit := range limits.value.Elements {
		at := limits
		at.offset = limit.Offset
		severity, days := limit.Get("severity").Text, number(limit.Get("days"))
		if deadline := l.part("plan", "deadline_days", severity); days < deadline.number() {
			l.contradiction([]entry{at, deadline}, fmt.Sprintf("set days to at least %d", deadline.number()),
				"a limit of %s counts risks of severity %s from %d days on, and %s: it would count what is not late", limits.path(), severity, days, l.says(deadline))
		}
		key := fmt.Sprint(severity, days)
		if seen[key] {
			l.contradiction([]entry{at}, "leave one out", "%s has two limits for severity %s and %d days", limits.path(), severity, days)
		}
		seen[key] = true
	}
}

// checkStrategies wants each strategy to have a response.
func (l *loader) checkStrategies() {
	for _, e := range l.settings.entries {
		if e.kind == "strategies" && len(e.value.Elements) == 0 {
			l.contradiction([]entry{e}, "name at least one response", "%s is empty: no response would fit", e.path())
		}
	}
}

// checkTransitions wants each status to lead to one of those that end a record.
func (l *loader) checkTransitions(name, record string, ends ...string) {
	next := map[string][]string{}
	for _, e := range l.settings.entries {
		if e.group == "change" && e.name == name {
			next[e.part] = texts(e.value)
		}
	}
	for _, e := range l.settings.entries {
		if e.group != "change" || e.name != name || slices.Contains(ends, e.part) {
			continue
		}
		reached := []string{e.part}
		for i := 0; i < len(reached); i++ {
			for _, status := range next[reached[i]] {
				if !slices.Contains(reached, status) {
					reached = append(reached, status)
				}
			}
		}
		if !slices.ContainsFunc(reached, func(status string) bool { return slices.Contains(ends, status) }) {
			l.contradiction([]entry{e}, "name a status that leads to "+strings.Join(ends, " or "),
				"%s leads nowhere: a %s that is %s could never be %s", l.named(e), record, e.part, strings.Join(ends, " or "))
		}
	}
}

// checkTeams wants the risk team not to stand where management does.
func (l *loader) checkTeams() {
	tracker, attending := l.whole("risk", "tracking_role"), l.whole("review", "attending_role")
	for _, pair := range []struct {
		above, below entry
		why          string
	}{
		{l.whole("risk", "accountable_role"), tracker, "who answers for a risk would also track it"},
		{l.whole("report", "management_role"), attending, "management would be the team that reports to it"},
	} {
		if pair.above.value.Text == pair.below.value.Text {
			l.contradiction([]entry{pair.above, pair.below}, "name another role for one of them", "%s, and %s as well: %s", l.says(pair.above), l.says(pair.below), pair.why)
		}
	}
}

// checkLadders wants no two ladders to have two roles the other way round.
func (l *loader) checkLadders() {
	ladders := l.ladders()
	for i, ladder := range ladders {
		for _, other := range ladders[:i] {
			if lower, higher := crossed(texts(ladder.value), texts(other.value)); lower != "" {
				l.contradiction([]entry{ladder, other}, "leave one of the two out, or change their order",
					"%s has %q below %q, and %s has it above", l.named(ladder), lower, higher, l.named(other))
			}
		}
	}
}

// crossed returns two roles of a ladder, the lower first, that another has the
// other way round; empty when there are none.
func crossed(ladder, other []string) (lower, higher string) {
	last := -1
	for _, role := range ladder {
		step := slices.Index(other, role)
		if step >= 0 && step < last {
			return other[last], role
		}
		last = max(last, step)
	}
	return "", ""
}

// checkRepeated faults what stands twice in a list of the file.
func (l *loader) checkRepeated(name string, list *source.Value) {
	seen := map[string]bool{}
	for _, element := range list.Elements {
		key := strings.ToLower(element.Text)
		if element.Kind == source.String && seen[key] {
			l.fault(element.Offset, "leave one out", "%q stands twice in %s", element.Text, name)
		}
		seen[key] = true
	}
}

// contradiction faults the first among values that comes from the file. When
// all are the profile's, they no longer fit the scale or the ladders that the
// file changes.
func (l *loader) contradiction(among []entry, hint, format string, args ...any) {
	among = append(among, l.whole("scale", "levels"))
	among = append(among, l.ladders()...)
	offset := 0
	if i := slices.IndexFunc(among, entry.fromFile); i >= 0 {
		offset = among[i].offset
	}
	l.fault(offset, hint, format, args...)
}

// says tells a value by its name, and whose it is when it isn't the file's.
func (l *loader) says(e entry) string {
	value := e.value.String()
	if e.value.Kind == source.String {
		value = e.value.Text
	}
	return l.named(e) + " is " + value
}

func (l *loader) named(e entry) string {
	if e.fromFile() {
		return e.path()
	}
	return e.path() + " of " + profileOrigin(l.settings.Profile())
}

// accepts reports whether a risk of a severity may be accepted.
func (l *loader) accepts(level string) bool {
	return slices.Contains(texts(l.part("response", "allowed", level).value), "accept")
}

// below reports whether a role stands below another on a ladder that has both.
func (l *loader) below(role, other entry) bool {
	return slices.ContainsFunc(l.ladders(), func(ladder entry) bool {
		roles := texts(ladder.value)
		step := slices.Index(roles, role.value.Text)
		return step >= 0 && step < slices.Index(roles, other.value.Text)
	})
}

// ladders returns the ladders of authority.
func (l *loader) ladders() []entry {
	var ladders []entry
	for _, e := range l.settings.entries {
		if e.group == "authority" {
			ladders = append(ladders, e)
		}
	}
	return ladders
}

// whole returns a setting of one value.
func (l *loader) whole(group, name string) entry {
	return l.part(group, name, "")
}

// part returns one value of a setting that has several.
func (l *loader) part(group, name, part string) entry {
	i := slices.IndexFunc(l.settings.entries, func(e entry) bool {
		return e.group == group && e.name == name && e.part == part
	})
	return l.settings.entries[i]
}

func (e entry) number() int {
	return number(e.value)
}

// number reads a whole number, which may be written as 30, 30.0 or 3e1.
func number(v *source.Value) int {
	n, _ := strconv.ParseFloat(v.Text, 64)
	return int(n)
}
