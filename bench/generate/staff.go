package generate

import (
	"fmt"
	"math/rand/v2"
)

// staff is who works for the organisation, and for which service.
type staff struct {
	people   []person
	services []service
	// byRole lists the ids of those whose authority approvals ask for.
	byRole map[string][]string
	// engineers holds two ids for each service, who own its risks and actions.
	engineers [][2]string
}

// hire makes a service for a hundred risks, and the people who run it, manage it and watch its risks.
func hire(risks int, random *rand.Rand) *staff {
	s := &staff{byRole: map[string][]string{}}
	count := max(3, risks/100)
	for n := range count {
		id := fmt.Sprintf("svc-%05d", n+1)
		team := fmt.Sprintf("team-%05d", n+1)
		s.services = append(s.services, service{ID: id, Name: capital(systems[n%len(systems)]) + " " + id[4:], Team: team})
		s.engineers = append(s.engineers, [2]string{s.add(random, "engineer", team), s.add(random, "engineer", team)})
		s.add(random, "service_lead", team)
	}
	for _, office := range []struct {
		role string
		team string
		size int
	}{
		{"service_manager", "management", count/4 + 2},
		{"director", "management", count/10 + 2},
		{"executive", "board", count/100 + 2},
		{"risk_team", "risk", count/5 + 2},
		{"risk_lead", "risk", count/20 + 2},
	} {
		for range office.size {
			s.add(random, office.role, office.team)
		}
	}
	return s
}

func (s *staff) add(random *rand.Rand, role, team string) string {
	id := fmt.Sprintf("p-%06d", len(s.people)+1)
	s.people = append(s.people, person{ID: id, Name: pick(random, givenNames) + " " + pick(random, familyNames), Role: role, Team: team})
	s.byRole[role] = append(s.byRole[role], id)
	return id
}
