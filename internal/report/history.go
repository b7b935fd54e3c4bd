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
	// Apart says why its figures don't compare with those of this report: another profile, scale or other registers. Empty
	// when they do.
	Apart []string
	// Notes say in what it differs besides, so that a figure may have changed without any record.
	Notes []string
}

// PastFigure is one figure of an earlier report.
type PastFigure struct {
	ID        string
	Value, Of int // Of is 0 for a number that is no share
	Measured  bool
}
