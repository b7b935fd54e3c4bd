# The rules of the benchmark for the whole document at once, as conftest and opa ask them: input is the list of the five
# documents, each with its path and contents. Every rule goes through its records once, and what it looks up by id stands
# in an object or a set that a comprehension made once.
package main

register := document("risk_register")

people := {person.id: person | some person in register.people}

services := {service.id: service | some service in register.services}

risks := register.risks

open_risks := [risk | some risk in risks; not risk.status == "closed"]

# known_risks are the risks that have a severity of the scale, open or closed; open_known_risks only the open ones.
known_risks := [risk | some risk in risks; risk.assessment.severity in levels]

open_known_risks := [risk | some risk in open_risks; risk.assessment.severity in levels]

risk_by_id := {risk.id: risk | some risk in risks}

plans := document("action_plans").plans

standing_plans := [plan | some plan in plans; not plan.status == "cancelled"]

monitoring := document("risk_monitoring")

reviews := document("risk_reviews").reviews

reports := document("risk_report").reports

document(kind) := one.contents if {
	some one in input
	one.contents.kind == kind
}
