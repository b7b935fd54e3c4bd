package policy

import (
	"testing"

	"github.com/riskgate/riskgate/internal/schema"
	"github.com/riskgate/riskgate/internal/settings"
	"github.com/riskgate/riskgate/policies"
	"github.com/riskgate/riskgate/policies/profiles"
	"github.com/riskgate/riskgate/schemas"
)

// A kind of subject whose rules have no plan is checked many times slower.
func TestTheWholeLibraryHasAPlan(t *testing.T) {
	checker, err := schema.New(schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := settings.Load(settings.Config{Profiles: profiles.FS, Schemas: schemas.FS, Checker: checker}, settings.File{})
	if err != nil {
		t.Fatal(err)
	}
	library, err := Load(Folder{FS: policies.FS, Builtin: true})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := library.Compile(Config{Settings: chosen.Values(), AsOf: midday, Inputs: checker.Inputs()})
	if err != nil {
		t.Fatal(err)
	}
	for kind, program := range engine.programs {
		if program.plan == nil {
			t.Errorf("the rules of a %s have no plan", kind)
		}
	}
}
