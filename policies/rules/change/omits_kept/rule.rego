# METADATA
# title: A source doesn't cease to carry what it carried
# description: >-
#   A document may say that its source has no place for a field (source.omits), and rules that need the field are then
#   not assessable instead of failing. Adding a field to that list, or moving a record into a document with a longer
#   one, silences rules without mending anything.
# custom:
#   subject: change
#   level: deny
#   remedy: >-
#     Take the field out of source.omits, or put the record back; if the source did change, have the change approved.
#   reads:
#     - before.document.source.omits
#     - before.document.id
#     - before.document.kind
#     - after.document.source.omits
#     - after.document.id
#     - after.document.kind
#     - change.kind
#   settings: []
#   controls: [nist-800-53r5:AU-3, nist-800-53r5:CM-3, iso27001-2022:7.5.3]
#   duties: [records-can-be-relied-on]
package rules.change.omits_kept

applies if {
	input.before
	count(omitted) > 0
}

violations contains {"at": ["after", "document", "source", "omits"], "message": message} if {
	input.change.kind == "document"
	count(more) > 0
	message := $"document {input.change.id} now says that its source does not carry {concat(", ", more)}"
}

violations contains {"at": ["after", "document", "source", "omits"], "message": message} if {
	not same_document
	count(more) > 0
	message := $"{input.change.kind} {input.change.id} now stands in document {input.after.document.id}, whose source does not carry {concat(", ", more)}"
}

more := omitted - {field | some field in input.before.document.source.omits}

omitted := {field | some field in input.after.document.source.omits}

same_document if {
	input.after.document.id == input.before.document.id
	input.after.document.kind == input.before.document.kind
}
