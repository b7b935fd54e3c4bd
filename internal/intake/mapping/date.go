package mapping

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The shapes of date that are read; behind each, a time of day may follow, which is left out.
var (
	yearFirst     = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})` + timeOfDay)
	yearLast      = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})` + timeOfDay)
	dayNamed      = regexp.MustCompile(`(?i)^(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[-/. ]+([a-z]{3,9})[-/., ]+(\d{4})` + timeOfDay)
	monthNamed    = regexp.MustCompile(`(?i)^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})` + timeOfDay)
	dayFirstShort = regexp.MustCompile(`(?i)^(\d{1,2})[-/. ]+([a-z]{3,9})[-/. ]+(\d{2})` + timeOfDay)
	shortYear     = regexp.MustCompile(`(?i)^(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,9})[-/. ]+\d{2}` + timeOfDay)
)

const timeOfDay = `(?:,?[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?$`

// The years that riskgate's dates may have.
const (
	firstYear = 1970
	lastYear  = 2199
)

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// dateFault says why a text is no date, and what to do.
type dateFault struct{ message, hint string }

// errAmbiguous says that day and month can't be told apart.
var errAmbiguous = &dateFault{}

// parseDate reads a day as YYYY-MM-DD. Where digits alone give day and month before the year, the order must be known.
func parseDate(text string, order dateOrder) (string, *dateFault) {
	switch {
	case yearFirst.MatchString(text):
		p := yearFirst.FindStringSubmatch(text)
		return day(text, p[1], p[2], p[3])
	case yearLast.MatchString(text):
		p := yearLast.FindStringSubmatch(text)
		switch order {
		case dayFirst:
			return day(text, p[3], p[2], p[1])
		case monthFirst:
			return day(text, p[3], p[1], p[2])
		}
		return "", errAmbiguous
	case dayNamed.MatchString(text):
		p := dayNamed.FindStringSubmatch(text)
		return namedMonth(text, p[3], p[2], p[1])
	case monthNamed.MatchString(text):
		p := monthNamed.FindStringSubmatch(text)
		return namedMonth(text, p[3], p[1], p[2])
	case order == dayFirst && dayFirstShort.MatchString(text): // with the month in words, nothing else can be the year
		p := dayFirstShort.FindStringSubmatch(text)
		return namedMonth(text, century(p[3])+p[3], p[2], p[1])
	case shortYear.MatchString(text):
		return "", &dateFault{fmt.Sprintf("the year of %q has two digits", text), "write years with four digits; 2026-01-31 is clear to everybody"}
	}
	return "", &dateFault{fmt.Sprintf("%q is not a date that riskgate reads", clip(text)), "write 2026-01-31; 31 Jan 2026 and January 31, 2026 are read as well"}
}

// century is that of a year of two digits, as POSIX has it, but for the one year that riskgate's dates don't reach.
func century(year string) string {
	if year < "70" {
		return "20"
	}
	return "19"
}

func namedMonth(text, year, month, dayOfMonth string) (string, *dateFault) {
	number := 1 + slices.IndexFunc(months, func(name string) bool { return len(month) >= 3 && strings.HasPrefix(name, strings.ToLower(month)) })
	if strings.EqualFold(month, "sept") {
		number = 9
	}
	if number == 0 {
		return "", &dateFault{fmt.Sprintf("%q is not a month", month), "months are read in English; 2026-01-31 is clear to everybody"}
	}
	return day(text, year, strconv.Itoa(number), dayOfMonth)
}

func day(text, year, month, dayOfMonth string) (string, *dateFault) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOfMonth)
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	switch {
	case m < 1 || m > 12:
		return "", &dateFault{fmt.Sprintf("%q has no month %d", text, m), "check the order of day and month: date_order of the mapping, or --date-order"}
	case d < 1 || date.Day() != d:
		return "", &dateFault{fmt.Sprintf("%q is a day that doesn't exist", text), "correct the date"}
	case y < firstYear || y > lastYear:
		return "", &dateFault{fmt.Sprintf("the year of %q is not between %d and %d", text, firstYear, lastYear), "correct the year"}
	}
	return date.Format(time.DateOnly), nil
}
