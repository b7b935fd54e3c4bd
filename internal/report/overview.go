package report

import "github.com/riskgate/riskgate/internal/source"

// Overview is what the records of a run show apart from the rules: the material of a page for management. Its lists are in
// the order of ids; names stand beside ids where the registers give them.
type Overview struct {
	Risks   []Risk
	Plans   []Plan
	Actions []Action // by plan, as they stand in it
	Issued  []Issued
	// Due is everything that falls due on a day, what is late included, the earliest first.
	Due []Due
	// LeftOut are the records that don't match their schema, so that no other list has them, nor what they would bring about.
	LeftOut []Subject
}

// Register is the header of a risk register.
type Register struct {
	ID, Organization, BusinessUnit string
	AsOf                           Date // zero where it says none
	Scale                          Scale
	Pos                            source.Position
}

// Scale is the words of a register for how likely, how bad and how severe a risk is, each from low to high.
type Scale struct{ Likelihood, Impact, Severity []string }

// Party is a person, a team or a service: its id, and its name where the registers have one.
type Party struct{ ID, Name string }

// Risk is a risk as it stands in its register. Empty texts and zero dates are what the record doesn't say.
type Risk struct {
	ID, Title, Category string
	Register            string // its id; empty where the run has none
	Severity            string // in the words of its register
	Likelihood, Impact  string
	Inherent, Residual  string // severities
	Status, Response    string
	Open                bool
	Owner               Party
	Services            []Party
	Identified          Date
	// Deadline is the record's own, or the earliest of those that the rules about its plans derive from the settings.
	Deadline          Date
	Closed            Date
	AcceptanceExpires Date // where the response is to accept
	LastReview        Date // up to the as-of date
	LastResult        Date // of monitoring, up to the as-of date
	Pos               source.Position
}

// Plan is an action plan.
type Plan struct {
	ID, Title, Status string
	Owner             Party
	Register          string // its id; empty where its risks stand in none, or in several
	Severity          string // the highest of its risks
	Risks             []string
	Due               Date
	Pos               source.Position
}

// Action is one step of a plan.
type Action struct {
	ID, Title, Status string
	Plan              string
	Register          string // of its plan
	Owner             Party
	Service           Party
	Severity          string // the highest of the risks of its plan
	Open              bool   // neither done nor cancelled
	Due, Done         Date
	// Deadline is the earliest of the deadlines of the risks of its plan; zero where no rule derives one.
	Deadline Date
	Pos      source.Position
}

// Issued is a report about risks that the organisation issued.
type Issued struct {
	ID, Title, Type string // the type is kpi_set, dashboard, risk_assessment_report or erm_assessment
	Register        string // its id; empty where it is about several, or the run has none
	On              Date
	From, To        Date // its period
	Pos             source.Position
}

// Due is one thing that a rule asks for, and the last day on which it is in time.
type Due struct {
	On Date
	// What names it in a word or two, as the rule does: action, plan, deadline, decision, acceptance, transfer, review,
	// monitoring and others.
	What     string
	Rule     string
	Subject  SubjectRef
	Register string // of the subject
	// ID is that of the part of the subject that falls due, as of an action of a plan; empty for the subject itself.
	ID       string
	Title    string // of that part, or of the subject
	Severity string // of that part where it has one, or of the subject
	Owner    Party
	Pos      source.Position
}
