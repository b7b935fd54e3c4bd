package generate

import "math/rand/v2"

// severity is a level of the scale that riskgate's default profile has, low to high.
type severity int

const (
	low severity = iota
	moderate
	high
	critical
)

// What riskgate's default profile asks for at each severity, low to critical.
var (
	levels         = [...]string{"low", "moderate", "high", "critical"}
	decisionDays   = [...]int{60, 30, 10, 5}
	deadlineDays   = [...]int{180, 90, 30, 30}
	reviewDays     = [...]int{360, 180, 90, 30}
	acceptanceDays = [...]int{365, 180, 90, 0}
	planReviewer   = [...]string{"risk_team", "risk_team", "risk_lead", "risk_lead"}
	planApprover   = [...]string{"service_lead", "service_manager", "director", "executive"}
	riskAccepter   = [...]string{"service_manager", "director", "executive", ""}
)

// wideMethods are the methods of monitoring that are asked for from a severity on, besides the risk review from moderate
// on.
var wideMethods = [...]struct {
	name string
	from severity
}{{"security_monitoring", high}, {"penetration_test", critical}}

// reportDays is how long a report covers the risks in it.
const reportDays = 92

var (
	likelihoods = [...]string{"unlikely", "possible", "likely", "almost_certain"}
	impacts     = [...]string{"minor", "moderate", "major", "severe"}
)

func (s severity) String() string { return levels[s] }

// drawSeverity is low or moderate for seven risks of ten.
func drawSeverity(random *rand.Rand) severity {
	switch n := random.IntN(100); {
	case n < 30:
		return low
	case n < 70:
		return moderate
	case n < 92:
		return high
	default:
		return critical
	}
}

func (s severity) rating(on string) rating {
	return rating{Likelihood: likelihoods[s], Impact: impacts[s], Severity: levels[s], On: on}
}
