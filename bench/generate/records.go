package generate

// The records below have the members of riskgate's schemas that the data uses, in the order of the files.

type header struct {
	Kind          string `json:"kind"`
	SchemaVersion string `json:"schema_version"`
	ID            string `json:"id"`
	Organization  string `json:"organization"`
	BusinessUnit  string `json:"business_unit"`
	AsOf          string `json:"as_of"`
	Scale         *scale `json:"scale,omitempty"`
}

type scale struct {
	Levels     []string `json:"levels"`
	Likelihood []string `json:"likelihood"`
	Impact     []string `json:"impact"`
}

type person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role"`
	Team string `json:"team"`
}

type service struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Team string `json:"team"`
}

type risk struct {
	ID               string      `json:"id"`
	Title            string      `json:"title"`
	Description      string      `json:"description"`
	Category         string      `json:"category"`
	IdentifiedOn     string      `json:"identified_on"`
	Source           string      `json:"source"`
	AffectedServices []string    `json:"affected_services,omitempty"`
	AffectedAssets   []string    `json:"affected_assets"`
	Controls         []string    `json:"controls"`
	Owner            string      `json:"owner,omitempty"`
	Accountable      string      `json:"accountable,omitempty"`
	TrackedBy        string      `json:"tracked_by,omitempty"`
	Assessment       *assessment `json:"assessment,omitempty"`
	Inherent         rating      `json:"inherent"`
	Residual         rating      `json:"residual"`
	Response         *response   `json:"response,omitempty"`
	Status           string      `json:"status"`
	Closure          *closure    `json:"closure,omitempty"`
	PlanIDs          []string    `json:"plan_ids,omitempty"`
	History          []change    `json:"history,omitempty"`
}

type assessment struct {
	On         string `json:"on"`
	By         string `json:"by"`
	Likelihood string `json:"likelihood,omitempty"`
	Impact     string `json:"impact"`
	Severity   string `json:"severity"`
}

type rating struct {
	Likelihood string `json:"likelihood"`
	Impact     string `json:"impact"`
	Severity   string `json:"severity"`
	On         string `json:"on"`
}

type response struct {
	Type       string      `json:"type"`
	DecidedOn  string      `json:"decided_on"`
	DecidedBy  string      `json:"decided_by,omitempty"`
	Rationale  string      `json:"rationale,omitempty"`
	Transfer   *transfer   `json:"transfer,omitempty"`
	Acceptance *acceptance `json:"acceptance,omitempty"`
}

type transfer struct {
	Party      string `json:"party"`
	Instrument string `json:"instrument"`
	ValidUntil string `json:"valid_until"`
}

type acceptance struct {
	Approvals []approval `json:"approvals"`
	From      string     `json:"from"`
	ExpiresOn string     `json:"expires_on"`
}

type approval struct {
	Act         string `json:"act,omitempty"`
	By          string `json:"by"`
	At          string `json:"at"`
	Decision    string `json:"decision"`
	PlanVersion int    `json:"plan_version,omitempty"`
	Severity    string `json:"severity,omitempty"`
}

type closure struct {
	On       string     `json:"on"`
	By       string     `json:"by"`
	Reason   string     `json:"reason"`
	Evidence []evidence `json:"evidence"`
}

type evidence struct {
	Ref         string `json:"ref"`
	CollectedOn string `json:"collected_on"`
}

type change struct {
	At     string `json:"at"`
	By     string `json:"by"`
	Field  string `json:"field"`
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
}

type plan struct {
	ID              string         `json:"id"`
	Title           string         `json:"title"`
	RiskIDs         []string       `json:"risk_ids"`
	Version         int            `json:"version"`
	UpdatedOn       string         `json:"updated_on"`
	Owner           string         `json:"owner"`
	Objective       string         `json:"objective"`
	SuccessMeasures []string       `json:"success_measures"`
	Due             string         `json:"due,omitempty"`
	Status          string         `json:"status"`
	Actions         []action       `json:"actions"`
	Approvals       []approval     `json:"approvals"`
	Effectiveness   *effectiveness `json:"effectiveness,omitempty"`
}

type effectiveness struct {
	On       string     `json:"on"`
	By       string     `json:"by"`
	Result   string     `json:"result"`
	Evidence []evidence `json:"evidence"`
}

type action struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Owner       string     `json:"owner,omitempty"`
	Service     string     `json:"service"`
	Start       string     `json:"start"`
	Due         string     `json:"due,omitempty"`
	Status      string     `json:"status"`
	CompletedOn string     `json:"completed_on,omitempty"`
	Controls    []control  `json:"controls"`
	TrackingRef string     `json:"tracking_ref"`
	Evidence    []evidence `json:"evidence,omitempty"`
}

type control struct {
	ID     string `json:"id"`
	Change string `json:"change"`
}

type review struct {
	ID         string   `json:"id"`
	On         string   `json:"on"`
	Type       string   `json:"type"`
	Attendees  []string `json:"attendees"`
	Chair      string   `json:"chair"`
	Items      []item   `json:"items"`
	MinutesRef string   `json:"minutes_ref"`
}

type item struct {
	RiskID   string   `json:"risk_id"`
	Score    score    `json:"score"`
	Progress string   `json:"progress"`
	Results  []string `json:"results"`
	Decision string   `json:"decision"`
}

type score struct {
	Likelihood string `json:"likelihood"`
	Impact     string `json:"impact"`
	Severity   string `json:"severity"`
}

type activity struct {
	ID                   string   `json:"id"`
	RiskIDs              []string `json:"risk_ids"`
	Method               string   `json:"method"`
	Owner                string   `json:"owner"`
	IntervalDays         int      `json:"interval_days"`
	BaselineIntervalDays int      `json:"baseline_interval_days"`
	StartedOn            string   `json:"started_on"`
}

type result struct {
	ID         string     `json:"id"`
	ActivityID string     `json:"activity_id"`
	RiskIDs    []string   `json:"risk_ids"`
	On         string     `json:"on"`
	By         string     `json:"by"`
	Outcome    string     `json:"outcome"`
	Exploited  bool       `json:"exploited"`
	Effective  string     `json:"effective"`
	Evidence   []evidence `json:"evidence"`
}

type report struct {
	ID               string            `json:"id"`
	Type             string            `json:"type"`
	Period           period            `json:"period"`
	IssuedOn         string            `json:"issued_on"`
	Author           string            `json:"author"`
	Audience         []string          `json:"audience"`
	Covers           []string          `json:"covers,omitempty"`
	Results          []string          `json:"results,omitempty"`
	ManagementReview *managementReview `json:"management_review,omitempty"`
	ERM              *erm              `json:"erm,omitempty"`
}

type period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type managementReview struct {
	By        string   `json:"by"`
	Role      string   `json:"role"`
	On        string   `json:"on"`
	Outcome   string   `json:"outcome"`
	Decisions []string `json:"decisions"`
}

type erm struct {
	ExpectedBusinessUnits []string   `json:"expected_business_units"`
	Inputs                []ermInput `json:"inputs"`
}

type ermInput struct {
	BusinessUnit string   `json:"business_unit"`
	ReportID     string   `json:"report_id"`
	Scale        []string `json:"scale"`
}
