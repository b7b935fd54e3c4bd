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

# height counts the roles that a role has the authority of, itself included: the fewer, the lower it stands.
height := {role: count({below | some [other, below] in sufficient; other == role}) | some [role, _] in sufficient}

# candidates(people, asked, teams, barred) names at most three people who have the authority that is asked for, none of
# them barred: whoever has the lowest role first, and of one role the people of the teams before others.
candidates(people, asked, teams, barred) := array.slice([name | some [_, _, name] in ranked], 0, 3) if {
	ranked := sort([[height[person.role], apart(person, teams), described(id, person)] |
		some id, person in people
		enough(person.role, asked)
		not id in barred
	])
}

# apart(person, teams) is true for a person of another team, and sorts after false.
apart(person, teams) := false if person.team in teams

else := true

described(id, person) := $"{id} ({person.name}, {person.role})" if person.name

else := $"{id} ({person.role})"

# role_of(people, id) is a person's role in words.
role_of(people, id) := people[id].role if people[id].role

else := "not in the register"
