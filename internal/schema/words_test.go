package schema_test

import (
	"strings"
	"testing"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/schemas"
)

func TestAFieldIsSaidInTheWordsOfItsSchema(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ kind, field, titles, meaning string }{
		{schema.Register, "risks.owner", "Owner", "The person who owns the risk."},
		{schema.Register, "risks.response.decided_on", "Response > Decided on", "The day of the decision."},
		{"action_plans", "plans.actions.service", "Actions > Service", "The service that it changes."},
		{schema.Register, "people", "People", "The people whom records name. Authority comes from their roles."},
		{schema.Register, "people.role", "Role", "The role that gives the person authority, such as service_manager or risk_lead. The settings order the roles."},
		{"risk_reviews", "", "Risk reviews", "Meetings at which owners and the risk team judged risks and their progress."},
		{schema.Register, "risks.x_", "", ""},
		{schema.Register, "risks.nothing.within", "", ""},
		{schema.Register, "risks.title.within", "", ""},
	} {
		titles, meaning := checker.Words(test.kind, test.field)
		if got := strings.Join(titles, " > "); got != test.titles || meaning != test.meaning {
			t.Errorf("%s is %q: %q\nwant %q: %q", test.field, got, meaning, test.titles, test.meaning)
		}
	}
}
