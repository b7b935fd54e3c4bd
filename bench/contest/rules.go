// Package contest puts the same rules about the same records to riskgate, conftest and opa.
package contest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/riskgate/riskgate/bench/generate"
)

// Rules are the rules of riskgate that take part. The folder whole has them rewritten for the whole document.
var Rules = []string{
	"approval.approved_at_level",
	"approval.reviewed_at_level",
	"monitoring.current",
	"monitoring.in_place",
	"plan.actions_assigned",
	"plan.actions_on_time",
	"plan.due_within_deadline",
	"report.risk_covered",
	"response.allowed_for_severity",
	"response.decided_in_time",
	"response.plan_exists",
	"response.recorded",
	"review.held_in_time",
	"risk.accountable_named",
	"risk.assessed",
	"risk.owner_named",
	"risk.residual_within_inherent",
	"risk.services_named",
}

// SubsetSettings is the text of a riskgate.json that turns all rules off but those of the contest. The list is what
// riskgate rules prints, a line for each rule and nothing else before the first empty line.
func SubsetSettings(list string) ([]byte, error) {
	type change struct {
		Level  string `json:"level"`
		Reason string `json:"reason"`
	}
	var settings struct {
		Rules map[string]change `json:"rules"`
	}
	settings.Rules = map[string]change{}
	missing := slices.Clone(Rules)
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			break
		}
		if at := slices.Index(missing, fields[0]); at >= 0 {
			missing = slices.Delete(missing, at, at+1)
			continue
		}
		settings.Rules[fields[0]] = change{Level: "off", Reason: "not in the benchmark's subset"}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("riskgate has no rule %s", strings.Join(missing, ", "))
	}
	return json.MarshalIndent(settings, "", "  ")
}

// WholeData is the text of the data document that the rules for the whole document read: the settings of riskgate's
// default profile, and the day of the check, since no flag of conftest sets the clock.
func WholeData(root string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, "policies", "profiles", "default.json"))
	if err != nil {
		return nil, err
	}
	var profile struct {
		Settings map[string]map[string]struct {
			Value json.RawMessage `json:"value"`
		} `json:"settings"`
	}
	if err := json.Unmarshal(text, &profile); err != nil {
		return nil, err
	}
	values := map[string]map[string]json.RawMessage{}
	for group, settings := range profile.Settings {
		values[group] = map[string]json.RawMessage{}
		for name, setting := range settings {
			values[group][name] = setting.Value
		}
	}
	return json.MarshalIndent(map[string]any{"as_of": generate.AsOf, "settings": values}, "", "  ")
}
