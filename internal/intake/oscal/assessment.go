package oscal

import (
	"regexp"
	"slices"

	"github.com/riskgate/riskgate/internal/oscal"
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
	if c.rate(native, r) {
		return
	}
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

// rate states the ratings that riskgate wrote, each a characterization of its own, and reports whether there are any.
func (c *converter) rate(native *source.Value, r risk) bool {
	rated := false
	for _, member := range oscal.Ratings {
		for _, written := range r.characterizations {
			if textOf(valueOf(written.own, oscal.RatingProperty)) != member.Member || native.Get(member.Member) != nil {
				continue
			}
			rated = true
			rating := objectAt(written.value)
			for _, f := range written.facets {
				switch name := textOf(f.name); {
				case name == "score":
					set(rating, name, number(f.value))
				case slices.Contains(severityFacets, name):
					set(rating, "severity", f.value)
				default:
					set(rating, name, f.value)
				}
			}
			set(rating, "on", valueOf(written.own, oscal.DayProperty))
			set(rating, "by", firstOf(c.person(partyOf(written.actors)), valueOf(written.own, oscal.ByProperty)))
			set(native, member.Member, rating)
		}
	}
	return rated
}

var decimal = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,12})?$`)

// number is a figure; what is none stays a text, for the schema to refuse.
func number(v *source.Value) *source.Value {
	if !decimal.MatchString(textOf(v)) {
		return v
	}
	return &source.Value{Kind: source.Number, Offset: v.Offset, Text: v.Text}
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
