package main

today := data.as_of

levels := data.settings.scale.levels

rank := {level: place | some place, level in levels}

order := concat(", ", levels)

# sufficient says for each role which roles it may stand in for.
sufficient[role] contains below if {
	some ladder in data.settings.authority.ladders
	some step, role in ladder
	some below in array.slice(ladder, 0, step + 1)
}

stands_for := {role: below | some role, below in sufficient}

enough(role, asked) if asked in stands_for[role]

day_ns := 86400000000000

today_ns := time.parse_ns("2006-01-02", today)

later(day, count) := time.format([time.parse_ns("2006-01-02", day) + (count * day_ns), "UTC", "2006-01-02"])

earlier(count) := time.format([today_ns - (count * day_ns), "UTC", "2006-01-02"])
