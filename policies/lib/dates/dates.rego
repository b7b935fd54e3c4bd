# METADATA
# title: Calendar days
# description: >-
#   Dates are texts of the form YYYY-MM-DD, which the schemas guarantee, so they compare as texts. The day of the
#   run is time.now_ns(), which the host pins to midnight UTC of the as-of date.
package lib.dates

day_ns := 86400000000000

# today is the as-of date.
today := time.format([time.now_ns(), "UTC", "2006-01-02"])

today_ns := time.parse_ns("2006-01-02", today)

# days(from, to) counts the days from one date to another: 1 from a day to the next, negative when to is earlier.
days(from, to) := (time.parse_ns("2006-01-02", to) - time.parse_ns("2006-01-02", from)) / day_ns

# age(date) counts the days from a date to the as-of date: 0 on the day itself, negative for a day to come.
age(date) := (today_ns - time.parse_ns("2006-01-02", date)) / day_ns

# later(date, count) is the date that many days later.
later(date, count) := time.format([time.parse_ns("2006-01-02", date) + (count * day_ns), "UTC", "2006-01-02"])

# is_future(date) holds for a day after the as-of date.
is_future(date) if date > today

# is_past(date) holds for a day before the as-of date: what is due today is not late.
is_past(date) if date < today
