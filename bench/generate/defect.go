package generate

import "slices"

// Finding says that a rule finds fault with a record.
type Finding struct {
	Rule   string
	Record string
}

// defect is one known way to break a clean record, so that its rule finds fault with it and none of the other rules of
// the benchmark does.
type defect[Record any] struct {
	rule string
	// fits says whether this record can be broken in this way.
	fits func(g *group, r Record) bool
	// breaks changes the record or what belongs to it.
	breaks func(m *maker, g *group, r Record)
}

var riskDefects = []defect[*riskCase]{
	{"risk.assessed", needsNoSeverity, func(_ *maker, _ *group, r *riskCase) { r.Assessment = nil }},
	{"risk.assessed", needsNoSeverity, func(_ *maker, _ *group, r *riskCase) { r.Assessment.Severity = "extreme" }},
	{"risk.assessed", isOpen, func(_ *maker, _ *group, r *riskCase) { r.Assessment.Likelihood = "" }},
	{"risk.assessed", isOpen, func(m *maker, _ *group, r *riskCase) { r.Assessment.On = m.days.ago(-1) }},
	{"risk.owner_named", isOpen, func(_ *maker, _ *group, r *riskCase) { r.Owner = "" }},
	{"risk.owner_named", isOpen, func(_ *maker, _ *group, r *riskCase) { r.Owner = "p-former" }},
	{"risk.services_named", isOpen, func(_ *maker, _ *group, r *riskCase) { r.AffectedServices = nil }},
	{"risk.services_named", isOpen, func(_ *maker, _ *group, r *riskCase) { r.AffectedServices[0] = "svc-retired" }},
	{"risk.accountable_named", isSevere, func(_ *maker, _ *group, r *riskCase) { r.Accountable = "" }},
	{"risk.accountable_named", isSevere, func(_ *maker, _ *group, r *riskCase) { r.Accountable = r.Owner }},
	{"risk.residual_within_inherent", isOpen, func(_ *maker, _ *group, r *riskCase) {
		r.Inherent.Severity, r.Residual.Severity = levels[low], levels[moderate]
	}},
	{"response.decided_in_time", canBeLate, func(m *maker, _ *group, r *riskCase) {
		r.Response.DecidedOn = m.days.ago(r.age - decisionDays[r.severity] - 1)
	}},
	{"response.decided_in_time", isAnswerable, func(_ *maker, _ *group, r *riskCase) { r.Response, r.Status = nil, "assessed" }},
	{"response.recorded", isDecided, func(_ *maker, _ *group, r *riskCase) { r.Response.Rationale = "" }},
	{"response.recorded", isDecided, func(_ *maker, _ *group, r *riskCase) { r.Response.DecidedBy = "" }},
	{"response.allowed_for_severity", isAccepted, func(m *maker, _ *group, r *riskCase) {
		r.Assessment.Severity = levels[critical]
		r.Accountable = m.anyone("executive")
	}},
	{"response.plan_exists", needsNoPlan, func(_ *maker, _ *group, r *riskCase) {
		r.Status = "responding"
		r.Response.Type, r.Response.Transfer, r.Response.Acceptance = "mitigate", nil, nil
	}},
	{"monitoring.in_place", hasCompany, func(_ *maker, g *group, r *riskCase) {
		g.activity.RiskIDs = without(g.activity.RiskIDs, r.ID)
	}},
	{"monitoring.current", wasMonitored, func(_ *maker, g *group, r *riskCase) {
		for i := range g.results {
			g.results[i].RiskIDs = without(g.results[i].RiskIDs, r.ID)
		}
	}},
	{"review.held_in_time", wasReviewed, func(_ *maker, g *group, r *riskCase) {
		g.review.Items = slices.DeleteFunc(g.review.Items, func(i item) bool { return i.RiskID == r.ID })
	}},
	{"report.risk_covered", wasReported, func(_ *maker, g *group, r *riskCase) {
		g.covered = without(g.covered, r.ID)
	}},
}

var planDefects = []defect[*planCase]{
	{"approval.reviewed_at_level", isPlan, func(_ *maker, _ *group, p *planCase) { p.Approvals = p.Approvals[1:] }},
	{"approval.reviewed_at_level", isPlan, func(_ *maker, _ *group, p *planCase) { p.Approvals[0].By = p.Owner }},
	{"approval.reviewed_at_level", needsRiskLead, func(m *maker, _ *group, p *planCase) { p.Approvals[0].By = m.anyone("risk_team") }},
	{"approval.approved_at_level", isPlan, func(_ *maker, _ *group, p *planCase) { p.Approvals = p.Approvals[:1] }},
	{"approval.approved_at_level", isPlan, func(_ *maker, _ *group, p *planCase) { p.Approvals[1].Decision = "rejected" }},
	{"approval.approved_at_level", needsManager, func(m *maker, _ *group, p *planCase) { p.Approvals[1].By = m.anyone("service_lead") }},
	{"plan.actions_assigned", isPlan, func(_ *maker, _ *group, p *planCase) { p.Actions[0].Owner = "" }},
	{"plan.actions_assigned", isPlan, func(_ *maker, _ *group, p *planCase) { p.Actions[0].Owner = "p-former" }},
	{"plan.actions_assigned", isPlan, func(_ *maker, _ *group, p *planCase) { p.Actions[0].Due = "" }},
	{"plan.actions_on_time", isActive, func(m *maker, _ *group, p *planCase) { p.Actions[0].Due = m.days.ago(1) }},
	{"plan.due_within_deadline", isActive, func(m *maker, _ *group, p *planCase) { p.Due = m.days.ago(-p.slack - 1) }},
	{"plan.due_within_deadline", isActive, func(m *maker, _ *group, p *planCase) { p.Due, p.Actions[0].Due = "", m.days.ago(-p.slack-1) }},
}

func isOpen(_ *group, r *riskCase) bool { return r.Status != "closed" }

// needsNoSeverity holds for a risk whose plan, if it has one, isn't judged by the severity of the risk.
func needsNoSeverity(g *group, r *riskCase) bool { return isOpen(g, r) && r.plan == nil }

func isSevere(g *group, r *riskCase) bool { return isOpen(g, r) && r.severity >= high }

func isDecided(_ *group, r *riskCase) bool { return r.Response != nil }

// canBeLate holds for a risk identified so long ago that a late decision is still older than its last result.
func canBeLate(_ *group, r *riskCase) bool {
	return r.Response != nil && r.Response.Acceptance == nil && r.Closure == nil && r.age > decisionDays[r.severity]+20
}

// isAnswerable holds for a risk that would be left without a response by taking its response away.
func isAnswerable(g *group, r *riskCase) bool {
	return needsNoPlan(g, r) && r.age > decisionDays[r.severity]
}

func isAccepted(_ *group, r *riskCase) bool { return r.Status == "accepted" }

func needsNoPlan(g *group, r *riskCase) bool { return isOpen(g, r) && isDecided(g, r) && r.plan == nil }

// hasCompany holds for a risk that isn't the last one that its group's activity, results and review are about: a list
// of risks without any isn't valid.
func hasCompany(g *group, r *riskCase) bool {
	return isOpen(g, r) && min(len(g.activity.RiskIDs), len(g.results[0].RiskIDs), len(g.review.Items)) > 1
}

func wasMonitored(g *group, r *riskCase) bool { return hasCompany(g, r) && r.Response != nil }

func wasReviewed(g *group, r *riskCase) bool {
	return hasCompany(g, r) && r.age > reviewDays[r.severity]
}

func wasReported(g *group, r *riskCase) bool { return isOpen(g, r) && r.age > reportDays }

func isPlan(*group, *planCase) bool { return true }

func isActive(_ *group, p *planCase) bool { return p.Status == "active" }

func needsRiskLead(_ *group, p *planCase) bool { return p.severity >= high }

func needsManager(_ *group, p *planCase) bool { return p.severity >= moderate }

func without(ids []string, id string) []string {
	return slices.DeleteFunc(ids, func(other string) bool { return other == id })
}

// queue breaks one record of fifty, each time in the way that was used least lately.
type queue[Record any] struct {
	ways []defect[Record]
	// place counts the records of these fifty; none before from is broken.
	place, from int
	done        bool
}

func newQueue[Record any](ways []defect[Record]) *queue[Record] {
	return &queue[Record]{ways: slices.Clone(ways)}
}

const brokenOneIn = 50

// pass breaks the record when its turn has come, and says which rule will find fault with it.
func (q *queue[Record]) pass(m *maker, g *group, r Record) (rule string, broken bool) {
	if q.place == 0 {
		q.from, q.done = m.random.IntN(brokenOneIn/2), false
	}
	ready, last := q.place >= q.from && !q.done, q.place == brokenOneIn-1
	q.place = (q.place + 1) % brokenOneIn
	if !ready {
		return "", false
	}
	for i, way := range q.ways {
		if way.fits(g, r) {
			way.breaks(m, g, r)
			q.ways = append(slices.Delete(q.ways, i, i+1), way)
			q.done = true
			return way.rule, true
		}
		if !last {
			break // a rare kind of record may still come
		}
	}
	return "", false
}
