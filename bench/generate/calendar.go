package generate

import "time"

// AsOf is the day that the data is about, where nobody asks for another: what is clean is clean on this day.
const AsOf = "2026-06-30"

// calendar holds the days around that of the data, since every record names several.
type calendar []string

const furthest = 1000

func newCalendar(asOf string) (calendar, error) {
	today, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		return nil, err
	}
	days := make(calendar, 2*furthest+1)
	for i := range days {
		days[i] = today.AddDate(0, 0, furthest-i).Format(time.DateOnly)
	}
	return days, nil
}

// ago is the day so many days before that of the data; a negative number is a day to come.
func (c calendar) ago(days int) string { return c[furthest+days] }
