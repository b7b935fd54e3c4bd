# METADATA
# title: Ladders of authority
# description: >-
#   Settings authority.ladders names each ladder (line authority, the risk team) with its roles, lowest first. A role
#   is enough when it stands on the ladder of the role that is asked for, at its step or above.
package lib.authority

# enough(role, asked) holds when a role has the authority that is asked for.
enough(role, asked) if [role, asked] in sufficient

# sufficient pairs each role with itself and with every role below it.
sufficient := {[role, below] |
	some ladder in data.settings.authority.ladders
	some step, role in ladder
	some below in array.slice(ladder, 0, step + 1)
}
