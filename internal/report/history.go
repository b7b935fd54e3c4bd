package report

// History is what earlier reports said of the figures that management watches.
type History struct {
	Earlier []Earlier // by date, before the date of this report
	// Ignored are the files of the history that are no earlier report, or not used.
	Ignored []Ignored
}

// Earlier is an earlier report.
type Earlier struct {
	File    string
	AsOf    Date
	Figures []PastFigure
	// Apart says in what it differs from this report, so that its figures compare only with care: another scale, profile
	// or other rules. Empty when in nothing.
	Apart []string
}

// PastFigure is one figure of an earlier report.
type PastFigure struct {
	ID        string
	Value, Of int // Of is 0 for a number that is no share
	Measured  bool
}
