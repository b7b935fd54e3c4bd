package export_test

import (
	"testing"

	"github.com/riskgate/riskgate/internal/export"
)

func TestEveryTargetIsFoundByItsName(t *testing.T) {
	for _, name := range export.Names() {
		if target, ok := export.Find(name); !ok || target.Name != name || target.Description == "" || target.Write == nil {
			t.Errorf("%q finds %+v", name, target)
		}
	}
	if target, ok := export.Find("yaml"); ok {
		t.Errorf("found %+v", target)
	}
}
