package rules.change.omits_kept_test

import data.rules.change.omits_kept

judged(changes) := {[violation.at, violation.message] | some violation in omits_kept.violations with input as changes}

applies(changes) if omits_kept.applies with input as changes

omitting(id, fields) := {"kind": "risk_register", "id": id, "source": {"omits": fields}}

of(kind, before, after) := {"change": {"kind": kind, "id": "X-1"}, "before": {"document": before}, "after": {"document": after}}

at := ["after", "document", "source", "omits"]

widened := {[at, "document X-1 now says that its source does not carry plans.due, risks.owner"]}

moved := {[at, "risk X-1 now stands in document other, whose source does not carry risks.owner"]}

test_a_longer_list_is_told if {
	judged(of("document", omitting("reg", []), omitting("reg", ["plans.due", "risks.owner"]))) == widened
	judged(of("document", {"kind": "risk_register", "id": "reg"}, omitting("reg", ["risks.owner", "plans.due"]))) == widened
	judged(of("document", omitting("reg", ["risks.title"]), omitting("reg", ["risks.owner", "risks.title", "plans.due"]))) == widened
}

test_a_list_that_is_no_longer_holds if {
	judged(of("document", omitting("reg", ["risks.owner"]), omitting("reg", ["risks.owner"]))) == set()
	judged(of("document", omitting("reg", ["risks.owner", "plans.due"]), omitting("reg", ["risks.owner"]))) == set()
}

test_a_record_does_not_move_where_less_is_carried if {
	judged(of("risk", omitting("reg", []), omitting("other", ["risks.owner"]))) == moved
	judged(of("risk", {"id": "other", "kind": "action_plans"}, omitting("other", ["risks.owner"]))) == moved
	judged({"change": {"kind": "risk", "id": "X-1"}, "before": {"risk": {}}, "after": {"document": omitting("other", ["risks.owner"])}}) == moved
	judged(of("risk", omitting("reg", ["risks.owner"]), omitting("other", ["risks.owner"]))) == set()
	judged(of("risk", omitting("reg", []), omitting("other", ["risks.owner", "plans.due"]))) == {[at, "risk X-1 now stands in document other, whose source does not carry plans.due, risks.owner"]}
}

test_the_document_answers_for_the_records_that_stay if judged(of("risk", omitting("reg", []), omitting("reg", ["risks.owner"]))) == set()

test_it_applies_where_something_is_omitted if {
	applies(of("document", omitting("reg", []), omitting("reg", ["risks.owner"])))
	not applies(of("document", omitting("reg", ["risks.owner"]), omitting("reg", [])))
	not applies({"change": {"kind": "document", "id": "X-1"}, "after": {"document": omitting("reg", ["risks.owner"])}})
	not applies({"change": {"kind": "document", "id": "X-1"}, "before": {"document": omitting("reg", ["risks.owner"])}})
}
