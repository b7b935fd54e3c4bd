package oscal

import (
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

// rating is what the facets of one characterization say together.
type rating struct{ likelihood, impact, severity *source.Value }

func (r rating) empty() bool { return r == rating{} }

// over is this rating, completed by another one.
func (r rating) over(below rating) rating {
	return rating{
		likelihood: firstOf(r.likelihood, below.likelihood),
		impact:     firstOf(r.impact, below.impact),
		severity:   firstOf(r.severity, below.severity),
	}
}

func firstOf(values ...*source.Value) *source.Value {
	for _, v := range values {
		if v != nil {
			return v
		}
	}
	return nil
}

// assess states the assessment by one characterization: figures of several origins are never mixed. An adjusted figure
// is the residual risk, and becomes the assessment once the adjustment has been approved.
func (c *converter) assess(native *source.Value, r risk) {
	chosen, ok := mostTelling(r.characterizations)
	if !ok {
		return
	}
	unstated, initial, adjusted := chosen.rating(""), chosen.rating("initial"), chosen.rating("adjusted")
	current := initial.over(unstated)
	if hasProperty(r.properties, "risk-adjustment", "approved") {
		current = adjusted.over(current)
	}
	assessment := chosen.rated(current)
	if by := partyOf(chosen.actors); by != nil && !current.empty() {
		set(assessment, "by", c.person(by))
	}
	setFilled(native, "assessment", assessment)
	setFilled(native, "inherent", chosen.rated(initial))
	setFilled(native, "residual", chosen.rated(adjusted))
}

// mostTelling prefers a characterization that states a severity, then one by a party over a tool's, then the last.
func mostTelling(all []characterization) (characterization, bool) {
	var best characterization
	most := 0
	for _, c := range all {
		telling := 0
		for _, state := range []string{"", "initial", "adjusted"} {
			switch figures := c.rating(state); {
			case figures.severity != nil:
				telling = max(telling, 3)
			case !figures.empty():
				telling = max(telling, 1)
			}
		}
		if telling > 0 && partyOf(c.actors) != nil {
			telling++
		}
		if telling > 0 && telling >= most {
			best, most = c, telling
		}
	}
	return best, most > 0
}

// rating are the figures of that state, "" being those that state none.
func (c characterization) rating(state string) rating {
	var r rating
	for _, f := range c.facets {
		if textOf(valueOf(f.properties, "state")) != state {
			continue
		}
		switch name := textOf(f.name); {
		case name == "likelihood":
			r.likelihood = level(f.value)
		case name == "impact":
			r.impact = level(f.value)
		case slices.Contains(severityFacets, name):
			r.severity = level(f.value)
		}
	}
	return r
}

func (c characterization) rated(r rating) *source.Value {
	native := objectAt(c.value)
	set(native, "likelihood", r.likelihood)
	set(native, "impact", r.impact)
	set(native, "severity", r.severity)
	return native
}
