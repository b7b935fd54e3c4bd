package report

// History is what earlier reports said of the figures that management watches.
type History struct {
	Earlier []Earlier // the oldest first, each of a day before that of this report
	// Ignored are the files of the history that no figure was taken from, by name.
	Ignored []Ignored
}

// Earlier is an earlier report.
type Earlier struct {
	File       string // its name within the history
	AsOf       Date
	Profile    string
	Settings   string   // digest of the settings in force; "" where the report has none
	Rules      []string // digests of the rules: of riskgate's own, then of the policy folders
	Severities []string // low to high
	Registers  []string // ids, in order
	Figures    []PastFigure
}

// PastFigure is one figure of an earlier report.
type PastFigure struct {
	ID        string
	Value, Of int // Of is 0 for a number that is no share
}
