package output_test

import (
	"bytes"
	"testing"

	"github.com/riskgate/riskgate/internal/output"
	"github.com/riskgate/riskgate/internal/output/sample"
)

func TestEveryFormatIsFoundByItsNameAndWrites(t *testing.T) {
	written := make(map[string]string)
	for _, name := range output.Names() {
		format, ok := output.Find(name)
		if !ok || format.Name != name || format.Description == "" {
			t.Errorf("%q finds %+v", name, format)
		}
		var b bytes.Buffer
		if err := format.Write(&b, sample.Report(), output.Options{}); err != nil || b.Len() == 0 {
			t.Errorf("%s writes %d bytes, error %v", name, b.Len(), err)
		}
		if other, taken := written[b.String()]; taken {
			t.Errorf("%s writes the same as %s", name, other)
		}
		written[b.String()] = name
	}
}

func TestTextIsTheDefault(t *testing.T) {
	if got := output.Names()[0]; got != "text" {
		t.Errorf("the first format is %s", got)
	}
}

func TestAnUnknownFormatIsNotFound(t *testing.T) {
	if format, ok := output.Find("yaml"); ok {
		t.Errorf("found %+v", format)
	}
}
