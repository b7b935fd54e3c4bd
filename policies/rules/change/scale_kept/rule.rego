# METADATA
# title: The scale of a register stays as it is
# description: >-
#   Levels, likelihoods, impacts and the matrix say what every assessment in the register means. To rename or reorder
#   them, or to let a cell of the matrix make less, lowers risks without touching one. Such a change is made once, by
#   people who know that they make it, and every assessment is looked at again.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the scale back; or waive this finding for the change that moves the register to another scale.
#   reads: [before.document.scale, after.document.scale]
#   settings: []
#   controls: [nist-800-53r5:RA-3, nist-800-53r5:CM-3, iso27001-2022:6.1.2a, iso27001-2022:6.1.2b]
#   duties: [severity-is-assessed, changes-are-justified]
package rules.change.scale_kept

import data.lib.changes

applies if {
	input.change.kind == "document"
	input.before.document.scale
	input.after.document.scale
}

violations contains {"at": ["after", "document", "scale", field], "message": message} if {
	some field in changes.altered(input.before.document.scale, input.after.document.scale, {"matrix"})
	message := $"the {field} of register {input.change.id} changed"
}

violations contains {"at": ["after", "document", "scale", "matrix"], "message": message} if {
	some cell in (before - after)
	message := $"the matrix of register {input.change.id} no longer makes {cell.severity} of {cell.likelihood} and {cell.impact}"
}

# A second cell for the same two would leave open which one holds.
violations contains {"at": ["after", "document", "scale", "matrix"], "message": message} if {
	some cell in (after - before)
	[cell.likelihood, cell.impact] in made
	message := $"the matrix of register {input.change.id} now makes {cell.severity} of {cell.likelihood} and {cell.impact}"
}

before := {cell | some cell in input.before.document.scale.matrix}

after := {cell | some cell in input.after.document.scale.matrix}

made := {[cell.likelihood, cell.impact] | some cell in before}
