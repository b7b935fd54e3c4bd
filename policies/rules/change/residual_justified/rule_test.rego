package rules.change.residual_justified_test

import data.rules.change.residual_justified

# changed(before, after) is a change of risk R-1 from one record to another.
changed(before, after) := {"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": before}, "after": {"risk": after}}

found(before, after) := judged(changed(before, after))

judged(changes) := {[violation.at, violation.message] | some violation in residual_justified.violations with input as changes}

applies(changes) if residual_justified.applies with input as changes

judged_at(severity, score, on) := {"severity": severity, "score": score, "on": on}

message(rating, was, now) := $"the {rating} risk of R-1 was {was} and is {now} now, and it was not judged again"

rated(rating, figures) := {"id": "R-1", "status": "responding", rating: figures}

test_a_rating_falls_when_it_is_judged_again if {
	some rating in ["inherent", "residual"]
	count(found(rated(rating, judged_at("high", 20, "2026-01-05")), rated(rating, judged_at("low", 5, "2026-01-06")))) == 0
}

test_a_rating_that_falls_on_the_old_day_is_told if {
	found(rated("inherent", {"severity": "high", "on": "2026-01-05"}), rated("inherent", {"severity": "low", "on": "2026-01-05"})) == {[
		["after", "risk", "inherent"],
		message("inherent", "high", "low"),
	]}
	found(rated("residual", {"severity": "high", "on": "2026-01-05"}), rated("residual", {"severity": "low", "on": "2026-01-05"})) == {[
		["after", "risk", "residual"],
		message("residual", "high", "low"),
	]}
	found(rated("residual", {"severity": "high"}), rated("residual", {"severity": "low"})) == {[
		["after", "risk", "residual"],
		message("residual", "high", "low"),
	]}
}

test_each_rating_is_judged_by_its_own_day if {
	early := {"severity": "high", "on": "2026-01-05"}
	late := {"severity": "high", "on": "2026-03-05"}
	between := {"severity": "low", "on": "2026-02-05"}
	found({"inherent": early, "residual": late}, {"inherent": between, "residual": between}) == {[["after", "risk", "residual"], message("residual", "high", "low")]}
	found({"inherent": late, "residual": early}, {"inherent": between, "residual": between}) == {[["after", "risk", "inherent"], message("inherent", "high", "low")]}
}

test_a_score_falls_likewise if {
	found(rated("residual", judged_at("low", 6, "2026-01-05")), rated("residual", judged_at("low", 5, "2026-01-05"))) == {[
		["after", "risk", "residual"],
		message("residual", "low (6)", "low (5)"),
	]}
	found(rated("residual", {"score": 6}), rated("residual", {"score": 5})) == {[
		["after", "risk", "residual"],
		message("residual", "a score of 6", "a score of 5"),
	]}
	found(rated("residual", {"score": 6}), rated("residual", {"likelihood": "rare"})) == {[
		["after", "risk", "residual"],
		message("residual", "a score of 6", "not rated"),
	]}
}

test_a_rating_that_is_taken_away_has_fallen if {
	some rating in ["inherent", "residual"]
	found(rated(rating, {"severity": "high"}), {"id": "R-1"}) == {[["after", "risk", rating], message(rating, "high", "not rated")]}
	found(rated(rating, {"severity": "high"}), rated(rating, {})) == {[["after", "risk", rating], message(rating, "high", "not rated")]}
}

test_the_residual_taken_away_is_told if {
	found(rated("residual", {"severity": "high"}), {"id": "R-1"}) == {[["after", "risk", "residual"], message("residual", "high", "not rated")]}
}

test_a_first_severity_beside_a_score_is_no_fall if {
	found(rated("residual", {"score": 6}), rated("residual", {"score": 6, "severity": "low"})) == set()
	found(rated("residual", {"severity": "low"}), rated("residual", {"score": 6, "severity": "low"})) == set()
}

test_a_level_that_the_scale_lacks_counts_as_lower if {
	applies(changed(rated("residual", {"severity": "high"}), rated("residual", {"severity": "tiny"})))
	not applies(changed(rated("residual", {"severity": "tiny"}), rated("residual", {"severity": "tiny"})))
}

test_a_first_day_is_a_new_judgement if {
	count(found(rated("residual", {"severity": "high"}), rated("residual", {"severity": "low", "on": "2026-01-05"}))) == 0
}

test_it_applies_where_something_fell if {
	applies(changed(rated("residual", judged_at("high", 20, "2026-01-05")), rated("residual", judged_at("high", 19, "2026-01-05"))))
	not applies(changed(rated("residual", judged_at("high", 20, "2026-01-05")), rated("residual", judged_at("high", 20, "2026-01-05"))))
	not applies(changed(rated("residual", judged_at("high", 20, "2026-01-05")), rated("residual", judged_at("critical", 21, "2026-01-05"))))
	not applies(changed(rated("inherent", judged_at("high", 20, "2026-01-05")), rated("inherent", judged_at("high", 20, "2026-01-05"))))
	not applies(changed({}, rated("residual", {"severity": "low"})))
	not applies(changed(rated("residual", {"severity": "high"}), {"status": "closed"}))
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": rated("residual", {"severity": "high"})}})
	not applies({"change": {"kind": "risk", "id": "R-1"}, "before": {"risk": rated("inherent", {"severity": "high"})}})
}
