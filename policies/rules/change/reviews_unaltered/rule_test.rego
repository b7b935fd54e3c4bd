package rules.change.reviews_unaltered_test

import data.rules.change.reviews_unaltered

# changed(before, after) is a change of review X-1 from one record to another.
changed(before, after) := {"change": {"kind": "review", "id": "X-1"}, "before": {"review": before}, "after": {"review": after}}

judged(changes) := {[violation.at, violation.message] | some violation in reviews_unaltered.violations with input as changes}

june := time.parse_ns("2006-01-02", "2026-06-30")

review := {"id": "X-1", "on": "2026-06-30", "title": "one"}

told(before, after) := {[violation.at, violation.message] |
	some violation in reviews_unaltered.violations with input as changed(before, after) with time.now_ns as june
}

asked(changes) if reviews_unaltered.applies with input as changes with time.now_ns as june

but(changes) := object.union(review, changes)

altered(field) := {[["after", "review", field], $"review X-1 was held on 2026-06-30, and its {field} changed since"]}

test_what_is_the_same_holds if told(review, but({"x_ref": 1})) == set()

test_what_is_altered_is_told if {
	told(review, but({"title": "two"})) == altered("title")
	told(review, object.remove(review, ["title"])) == altered("title")
	told(review, but({"audience": ["management"]})) == altered("audience")
}

test_one_thing_may_be_added_once if {
	told(review, but({"minutes_ref": "a"})) == set()
	told(but({"minutes_ref": "a"}), but({"minutes_ref": "b"})) == altered("minutes_ref")
	told(but({"minutes_ref": "a"}), review) == altered("minutes_ref")
}

test_it_applies_from_the_day_on if {
	asked(changed(review, review))
	not asked(changed(but({"on": "2026-07-01"}), review))
	not asked({"change": {"kind": "review", "id": "X-1"}, "before": {"review": review}})
	not asked({"change": {"kind": "review", "id": "X-1"}, "after": {"review": review}})
}

omitting(omits) := object.union(changed(review, object.union(review, {"summary": "new"})), {"before": {"document": {"source": {"omits": omits}}}})

test_what_the_source_could_not_carry_may_be_added if {
	reviews_unaltered.violations == set() with input as omitting(["reviews.summary"]) with time.now_ns as june
	count(reviews_unaltered.violations) == 1 with input as omitting(["reviews.title"]) with time.now_ns as june
}
