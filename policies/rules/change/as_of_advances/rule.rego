# METADATA
# title: A document is never replaced by an older one
# description: >-
#   An export that is put in the place of a newer one takes back whatever happened between: closed risks are open
#   again, results are gone, and each record looks like an honest one of its day. The as-of date of a document only
#   advances.
# custom:
#   subject: change
#   level: deny
#   remedy: Export the document anew, or take the change of its as_of back.
#   reads: [before.document.as_of, after.document.as_of]
#   settings: []
#   controls: [nist-800-53r5:AU-8, nist-800-53r5:CA-7, iso27001-2022:7.5.3]
#   duties: [records-can-be-relied-on]
package rules.change.as_of_advances

applies if {
	input.change.kind == "document"
	input.before.document.as_of
	input.after.document.as_of
}

violations contains {"at": ["after", "document", "as_of"], "message": message} if {
	applies
	input.after.document.as_of < input.before.document.as_of
	message := $"document {input.change.id} is of {input.after.document.as_of}, and the one before was of {input.before.document.as_of}"
}
