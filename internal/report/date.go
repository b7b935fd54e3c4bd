package report

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, 1970 to 2199. Its zero value is no date.
type Date struct{ midnight time.Time }

// ParseDate reads YYYY-MM-DD.
func ParseDate(text string) (Date, error) {
	midnight, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date as YYYY-MM-DD", text)
	}
	if midnight.Year() < 1970 || midnight.Year() > 2199 {
		return Date{}, fmt.Errorf("the year of %q is not within 1970 to 2199", text)
	}
	return Date{midnight}, nil
}

// DateOf returns the day of a moment, in UTC.
func DateOf(moment time.Time) Date {
	return Date{moment.UTC().Truncate(24 * time.Hour)}
}

// Time returns the day's first moment, in UTC.
func (d Date) Time() time.Time {
	return d.midnight
}

// IsZero reports whether it is no date.
func (d Date) IsZero() bool {
	return d.midnight.IsZero()
}

// Before reports whether it is an earlier day than another.
func (d Date) Before(other Date) bool {
	return d.midnight.Before(other.midnight)
}

// String returns YYYY-MM-DD.
func (d Date) String() string {
	return d.midnight.Format(time.DateOnly)
}
