package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// groupSize is how many risks a service's team looks after together: four have three plans among them, and the last is
// answered in another way.
const groupSize = 5

// group is what belongs to neighbouring risks: their plans, the activity that watches them, and their review.
type group struct {
	risks    []*riskCase
	plans    []*planCase
	activity activity
	results  []result
	review   review
	// covered are the risks that the reports of their division cover.
	covered []string
}

// riskCase is a risk with what its record only says indirectly.
type riskCase struct {
	risk
	severity severity
	age      int // days since it was identified
	plan     *planCase
}

func (r *riskCase) isOpen() bool { return r.Status != "closed" }

// planCase is a plan with what its record only says indirectly.
type planCase struct {
	plan
	risks    []*riskCase
	severity severity // the highest of its risks
	slack    int      // days from today to the deadline
}

func (p *planCase) isActive() bool { return p.Status == "active" }

// maker makes groups, one after the other, from one stream of random numbers.
type maker struct {
	random *rand.Rand
	staff  *staff
	days   calendar
	plans  int
	groups int
}

// group makes a group that complies, with risks numbered from first.
func (m *maker) group(first, size int) *group {
	m.groups++
	g := &group{}
	home := m.random.IntN(len(m.staff.services))
	reviewed := 1 + m.random.IntN(5)
	watched := reviewed + 1 + m.random.IntN(5)
	for i := range size {
		g.risks = append(g.risks, m.risk(first+i, home))
	}
	for _, answered := range [][2]int{{0, 1}, {1, 2}, {2, 4}} {
		if from, to := answered[0], min(answered[1], size); from < to {
			g.plans = append(g.plans, m.plan(home, g.risks[from:to]))
		}
	}
	if size == groupSize {
		m.answerOtherwise(g.risks[groupSize-1])
	}
	for _, r := range g.risks {
		m.rate(r)
		if r.isOpen() {
			g.covered = append(g.covered, r.ID)
		}
	}
	m.watch(g, home, watched)
	m.hold(g, reviewed)
	return g
}

func (m *maker) risk(number, home int) *riskCase {
	weakness, system := pick(m.random, weaknesses), systems[home%len(systems)]
	r := &riskCase{severity: drawSeverity(m.random)}
	r.ID = fmt.Sprintf("R-%06d", number)
	r.Title = capital(weakness) + " in " + system
	r.Description = fmt.Sprintf("Because of %s in the %s service, it may happen that %s, which would mean %s. The weakness was seen in %d of %d environments, and the same configuration is used by neighbouring services that share its administrators and its network.",
		weakness, system, pick(m.random, events), pick(m.random, effects), 1+m.random.IntN(4), 5+m.random.IntN(4))
	r.Category = pick(m.random, categories)
	r.Source = pick(m.random, sources)
	r.AffectedServices = []string{m.staff.services[home].ID}
	r.AffectedAssets = []string{fmt.Sprintf("%s-host-%04d", system, m.random.IntN(10000)), fmt.Sprintf("%s-database-%02d", system, m.random.IntN(100))}
	r.Controls = []string{pick(m.random, controls), pick(m.random, controls)}
	r.Owner = m.staff.engineers[home][m.random.IntN(2)]
	return r
}

// rate adds what is known once the severity and the day of identification are settled.
func (m *maker) rate(r *riskCase) {
	assessed := m.days.ago(r.age)
	inherent := min(r.severity+severity(m.random.IntN(2)), critical)
	r.IdentifiedOn = assessed
	r.Assessment = &assessment{On: assessed, By: m.anyone("risk_team"), Likelihood: likelihoods[r.severity], Impact: impacts[r.severity], Severity: r.severity.String()}
	r.Inherent = inherent.rating(assessed)
	r.Residual = max(r.severity-severity(m.random.IntN(2)), low).rating(assessed)
	if r.severity >= high {
		r.Accountable = m.anyone("executive")
		r.TrackedBy = m.anyone("risk_team")
	}
	if r.Response != nil {
		r.History = append(r.History, change{At: r.Response.DecidedOn, By: r.Owner, Field: "status", From: "assessed", To: r.Status, Reason: "Decided with the risk team after the assessment."})
	}
}

// decide answers a risk as soon as the highest severity asks for.
func (m *maker) decide(r *riskCase, answer string) {
	r.Response = &response{Type: answer, DecidedOn: m.days.ago(max(r.age-1-m.random.IntN(4), 0)), DecidedBy: r.Owner, Rationale: pick(m.random, rationales)}
}

// plan answers risks by a plan: one at work on what was identified lately, or one that is completed.
func (m *maker) plan(home int, risks []*riskCase) *planCase {
	m.plans++
	p := &planCase{risks: risks}
	p.ID = fmt.Sprintf("P-%06d", m.plans)
	deadline := deadlineDays[low]
	for _, r := range risks {
		p.RiskIDs = append(p.RiskIDs, r.ID)
		p.severity = max(p.severity, r.severity)
		deadline = min(deadline, deadlineDays[r.severity])
	}
	system := systems[home%len(systems)]
	p.Title = fmt.Sprintf("%s weak parts of %s", pick(m.random, works), system)
	p.Version = 1
	p.Owner = m.staff.engineers[home][0]
	p.Objective = "Remove the cause for good."
	p.SuccessMeasures = []string{"A clean scan."}
	work := action{
		ID: p.ID + "-a1", Title: "Work on " + system, Owner: m.staff.engineers[home][1], Service: m.staff.services[home].ID,
		Controls: []control{{ID: pick(m.random, controls), Change: pick(m.random, changes)}}, TrackingRef: fmt.Sprintf("WORK-%d", m.plans),
	}
	var age int
	var status string
	if m.random.IntN(2) == 0 {
		age = 15 + m.random.IntN(deadline-16)
		p.slack = deadline - age
		p.Status, status = "active", "responding"
		p.Due = m.days.ago(-m.random.IntN(p.slack + 1))
		p.UpdatedOn = m.days.ago(m.random.IntN(10))
		work.Due, work.Status = p.Due, "in_progress"
	} else {
		age = 60 + m.random.IntN(640)
		done := age - 20 - m.random.IntN(10)
		judged := done - 10 - m.random.IntN(20)
		p.Status, status = "completed", "monitoring"
		p.Due, p.UpdatedOn = m.days.ago(done), m.days.ago(judged)
		p.Effectiveness = &effectiveness{On: p.UpdatedOn, By: m.anyone("risk_team"), Result: "effective", Evidence: []evidence{{Ref: "SCAN-" + p.ID, CollectedOn: p.UpdatedOn}}}
		work.Due, work.Status, work.CompletedOn = p.Due, "done", p.Due
		work.Evidence = []evidence{{Ref: "CHANGE-" + p.ID, CollectedOn: p.Due}}
	}
	reviewed, approved := age-9, age-10
	work.Start = m.days.ago(approved - m.random.IntN(4))
	p.Actions = []action{work}
	for _, r := range risks {
		r.age, r.plan, r.Status, r.PlanIDs = age, p, status, []string{p.ID}
		m.decide(r, "mitigate")
	}
	p.Approvals = []approval{
		{Act: "review", By: m.anyone(m.orAbove(planReviewer, p.severity)), At: m.days.ago(reviewed), Decision: "approved", PlanVersion: 1, Severity: p.severity.String()},
		{Act: "approve", By: m.anyone(m.orAbove(planApprover, p.severity)), At: m.days.ago(approved), Decision: "approved", PlanVersion: 1, Severity: p.severity.String()},
	}
	return p
}

// answerOtherwise gives a risk a response that needs no plan, or none yet.
func (m *maker) answerOtherwise(r *riskCase) {
	switch m.random.IntN(5) {
	case 0, 1:
		m.accept(r)
	case 2:
		r.age, r.Status = 20+m.random.IntN(600), "monitoring"
		m.transfer(r)
	case 3:
		r.age, r.Status = 100+m.random.IntN(600), "closed"
		m.transfer(r)
		closed := m.days.ago(r.age - 60)
		r.Closure = &closure{On: closed, By: m.anyone("risk_team"), Reason: "transferred", Evidence: []evidence{{Ref: fmt.Sprintf("DOC-%06d", m.random.IntN(1e6)), CollectedOn: closed}}}
	case 4:
		r.age, r.Status = m.random.IntN(5), "assessed"
	}
}

func (m *maker) accept(r *riskCase) {
	r.severity = min(r.severity, high)
	r.age, r.Status = 20+m.random.IntN(40), "accepted"
	m.decide(r, "accept")
	on := r.Response.DecidedOn
	r.Response.Acceptance = &acceptance{
		Approvals: []approval{
			{By: m.anyone(riskAccepter[r.severity]), At: on, Decision: "approved"},
			{By: r.Owner, At: on, Decision: "approved"},
		},
		From:      on,
		ExpiresOn: m.days.ago(r.age - acceptanceDays[r.severity]),
	}
}

func (m *maker) transfer(r *riskCase) {
	m.decide(r, "transfer")
	r.Response.Transfer = &transfer{Party: "Northern Mutual", Instrument: fmt.Sprintf("policy NM-%06d", m.random.IntN(1e6)), ValidUntil: m.days.ago(-30 - m.random.IntN(300))}
}

// watch adds the activity that monitors the open risks, with its last two results.
func (m *maker) watch(g *group, home, age int) {
	by := m.staff.engineers[home][1]
	g.activity = activity{ID: fmt.Sprintf("M-%06d", m.groups), Method: "risk_review", Owner: by, IntervalDays: 15, BaselineIntervalDays: 30, StartedOn: m.days.ago(720), RiskIDs: slices.Clone(g.covered)}
	for i, on := range []string{m.days.ago(age + 15), m.days.ago(age)} {
		id := fmt.Sprintf("%s-%d", g.activity.ID, i+1)
		g.results = append(g.results, result{ID: id, ActivityID: g.activity.ID, On: on, By: by, Outcome: "no_issue", Effective: "yes", RiskIDs: slices.Clone(g.covered), Evidence: []evidence{{Ref: "LOG-" + id, CollectedOn: on}}})
	}
}

// watchWidely is an activity by which the risk team watches risks of many services.
func (m *maker) watchWidely(method string, number int, risks []string) activity {
	return activity{ID: fmt.Sprintf("M-%s-%d", method, number), Method: method, Owner: m.anyone("risk_team"), IntervalDays: 15, BaselineIntervalDays: 30, StartedOn: m.days.ago(720), RiskIDs: risks}
}

// hold adds the review that takes up the open risks, with their owners and the risk team.
func (m *maker) hold(g *group, age int) {
	chair := m.anyone("risk_team")
	g.review = review{ID: fmt.Sprintf("V-%06d", m.groups), On: m.days.ago(age), Type: "owner_meeting", Chair: chair, Attendees: []string{chair}, MinutesRef: fmt.Sprintf("MIN-%06d", m.groups)}
	for _, r := range g.risks {
		if !r.isOpen() {
			continue
		}
		if !slices.Contains(g.review.Attendees, r.Owner) {
			g.review.Attendees = append(g.review.Attendees, r.Owner)
		}
		g.review.Items = append(g.review.Items, item{RiskID: r.ID, Score: score{likelihoods[r.severity], impacts[r.severity], r.severity.String()}, Progress: "on_track", Results: []string{g.results[1].ID}, Decision: "continue"})
	}
}

func (m *maker) anyone(role string) string { return pick(m.random, m.staff.byRole[role]) }

// orAbove is the role that a severity asks for or, one time of four, the one that the next severity asks for.
func (m *maker) orAbove(roles [4]string, s severity) string {
	if m.random.IntN(4) == 0 {
		s = min(s+1, critical)
	}
	return roles[s]
}
