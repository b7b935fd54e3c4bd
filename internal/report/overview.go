package report

import "github.com/riskgate/riskgate/internal/source"

// Overview is what the records of a run show apart from the rules: the material of dashboards and of figures for management.
// Its lists are in the order of ids; names stand beside ids where the registers give them.
type Overview struct {
	Registers []Register
	Risks     []Risk
	Plans     []Plan
	Actions   []Action
	Issued    []Issued
	// Due is everything that falls due on a day, what is late included, the earliest first.
	Due []Due
}

// Register is the header of a risk register.
type Register struct {
	ID, Organization, BusinessUnit string
	AsOf                           Date
	Scale                          Scale
	Pos                            source.Position
}

// Scale is the words of a register for how likely, how bad and how severe a risk is, each from low to high.
type Scale struct{ Likelihood, Impact, Severity []string }

// Party is a person, a team or a service: its id, and its name where the registers have one.
type Party struct{ ID, Name string }

// Risk is a risk as it stands in its register. Empty texts and zero dates are what the record doesn't say.
type Risk struct {
	ID, Title, Category  string
	Register             int // number in Registers; -1 where the run has no register of it
	Severity             string
	Likelihood, Impact   string
	Inherent, Residual   string // severities
	Status, Response     string
	Open                 bool
	Owner                Party
	Services             []Party
	Identified, Deadline Date // the deadline is the record's own, or that of the settings for its severity
	Closed               Date
	AcceptanceExpires    Date // where the response is to accept
	LastReview           Date
	LastResult           Date // of monitoring
	Pos                  source.Position
}

// Plan is an action plan.
type Plan struct {
	ID, Title, Status string
	Owner             Party
	Severity          string // the highest of its risks
	Risks             []string
	Due               Date
	Pos               source.Position
}

// Action is one step of a plan.
type Action struct {
	ID, Title, Status string
	Plan              string
	Owner             Party
	Service           Party
	Severity          string // the highest of the risks of its plan
	Open              bool
	Due, Done         Date
	// Deadline is the earliest of the deadlines of the risks of its plan.
	Deadline Date
	Pos      source.Position
}

// Issued is a report about risks that the organisation issued.
type Issued struct {
	ID, Title, Type string // the type is kpi_set, dashboard, risk_assessment_report or erm_assessment
	On              Date
	From, To        Date // its period
	Pos             source.Position
}

// Due is one thing that is to be done by a day.
type Due struct {
	On Date
	// What is action, plan, deadline, acceptance, transfer, review, monitoring or waiver.
	What     string
	Subject  SubjectRef
	Title    string
	Severity string
	Owner    Party
	Pos      source.Position
}
