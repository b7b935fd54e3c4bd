package policytest

import (
	"regexp"
	"slices"

	"github.com/riskgate/riskgate/internal/source"
)

// conform holds a value to the schema of its input, all but what is required: an
// example shows only what its rule reads.
func (p place) conform(value, schema *source.Value, name string) []error {
	if value == nil || schema.Kind == source.Bool {
		return nil
	}
	if want := schema.Get("type"); want != nil && !hasType(value, want.Text) {
		return []error{p.errorf(value, "%s is no %s", name, want.Text)}
	}
	if choices := schema.Get("enum"); choices != nil && !slices.ContainsFunc(choices.Elements, func(choice *source.Value) bool { return choice.Text == value.Text }) {
		return []error{p.errorf(value, "%s can't be %q", name, value.Text)}
	}
	if pattern := schema.Get("pattern"); pattern != nil && !matches(pattern.Text, value.Text) {
		return []error{p.errorf(value, "%s doesn't match %s: %q", name, pattern.Text, value.Text)}
	}
	var errs []error
	for _, element := range value.Elements {
		if items := schema.Get("items"); items != nil {
			errs = append(errs, p.conform(element, items, name)...)
		}
	}
	for _, member := range value.Members {
		field := fieldOf(schema, member.Name)
		if field == nil {
			errs = append(errs, p.errorf(member.Value, "%s has no %q", name, member.Name))
			continue
		}
		errs = append(errs, p.conform(member.Value, field, member.Name)...)
	}
	return errs
}

func fieldOf(schema *source.Value, name string) *source.Value {
	if field := schema.Get("properties").Get(name); field != nil {
		return field
	}
	if patterns := schema.Get("patternProperties"); patterns != nil {
		for _, pattern := range patterns.Members {
			if matches(pattern.Name, name) {
				return pattern.Value
			}
		}
	}
	others := schema.Get("additionalProperties")
	if others != nil && others.Kind == source.Bool && others.Text == "false" {
		return nil
	}
	if others == nil {
		return source.NewBool(true)
	}
	return others
}

func hasType(value *source.Value, name string) bool {
	switch name {
	case "object":
		return value.Kind == source.Object
	case "array":
		return value.Kind == source.Array
	case "string":
		return value.Kind == source.String
	case "boolean":
		return value.Kind == source.Bool
	case "integer", "number":
		return value.Kind == source.Number
	}
	return false
}

func matches(pattern, text string) bool {
	matched, err := regexp.MatchString(pattern, text)
	return err == nil && matched
}
