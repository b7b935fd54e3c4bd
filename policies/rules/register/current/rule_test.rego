package rules.register.current_test

import data.rules.register.current

jun_30 := 1782777600000000000

found(as_of) := violations if {
	violations := current.violations with input as {"register": {"id": "payments", "as_of": as_of}} with time.now_ns as jun_30
}

test_today_holds if count(found("2026-06-30")) == 0

test_as_many_days_as_allowed_hold if count(found("2026-05-30")) == 0

test_a_day_more_is_denied if {
	found("2026-05-29") == {{
		"at": ["register", "as_of"],
		"message": "register payments is of 2026-05-29, 32 days ago; at most 31 are allowed",
	}}
}

test_tomorrow_is_denied if {
	found("2026-07-01") == {{
		"at": ["register", "as_of"],
		"message": "register payments is of 2026-07-01, and today is 2026-06-30",
		"remedy": "Set as_of to the day on which the register was right.",
	}}
}

test_the_settings_say_how_many_days if {
	violations := found("2026-06-28") with data.settings.register.max_age_days as 1
	count(violations) == 1
}

test_it_applies_to_a_register_of_a_day if current.applies with input as {"register": {"as_of": "2020-01-01"}}

test_it_does_not_apply_without_a_day if not current.applies with input as {"register": {"id": "payments"}}
