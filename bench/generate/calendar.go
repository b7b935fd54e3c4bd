package generate

import "time"

// AsOf is the day that the data is about: what is clean is clean on this day.
const AsOf = "2026-06-30"

// calendar holds the days around AsOf, since every record names several.
type calendar []string

const furthest = 1000

func newCalendar() calendar {
	today, err := time.Parse(time.DateOnly, AsOf)
	if err != nil {
		panic(err) // AsOf is a constant
	}
	days := make(calendar, 2*furthest+1)
	for i := range days {
		days[i] = today.AddDate(0, 0, furthest-i).Format(time.DateOnly)
	}
	return days
}

// ago is the day so many days before AsOf; a negative number is a day to come.
func (c calendar) ago(days int) string { return c[furthest+days] }
