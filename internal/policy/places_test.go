package policy_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/riskgate/riskgate/internal/policy"
	"github.com/riskgate/riskgate/internal/source"
)

func TestAPathIsFollowedThroughListsAndObjectsKeyedByID(t *testing.T) {
	outline, err := policy.NewOutline([]byte(`{"type": "object", "properties": {
		"plan": {"type": "object", "properties": {"status": {"type": "string"}, "actions": {"type": "array", "items": {"type": "object", "properties": {"due": {"type": "string"}}}}}},
		"people": {"type": "object", "properties": {"*": {"type": "object", "properties": {"role": {"type": "string"}}}}}
	}}`))
	if err != nil {
		t.Fatal(err)
	}
	input, err := new(source.Parser).Parse([]byte(`{
		"plan": {"status": "open", "actions": [{"due": "2026-01-01"}, {"id": "A-2"}]},
		"people": {"ana": {"role": "director"}, "role": {"role": "executive"}}
	}`), source.Position{})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path string
		want []string
	}{
		{"plan.status", []string{`/plan/status "open"`}},
		{"plan.actions.due", []string{`/plan/actions/0/due "2026-01-01"`, "/plan/actions/1/due nothing"}},
		{"plan.owner", []string{"/plan/owner nothing"}},
		{"plan.status.more", []string{"/plan/status/more nothing"}},
		{"review.items.score", []string{"/review/items/score nothing"}},
		{"people.role", []string{`/people/ana/role "director"`}},
		{"people", []string{`/people {"ana":{"role":"director"},"role":{"role":"executive"}}`}},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			var got []string
			for _, found := range outline.Find(input, test.path, func(id string) bool { return id == "ana" }) {
				text := "nothing"
				if found.Value != nil {
					text = found.Value.String()
				}
				got = append(got, fmt.Sprintf("%s %s", found.At, text))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
	none := outline.Find(input, "people.role", func(string) bool { return false })
	if len(none) != 1 || none[0].Value != nil || none[0].At != "/people/role" {
		t.Errorf("where nobody is wanted, %v is found", none)
	}
}
