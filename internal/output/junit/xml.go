package junit

import (
	"bufio"
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
)

// attribute is a name with a value that nothing has made safe yet.
type attribute struct{ name, value string }

func number(name string, n int) attribute {
	return attribute{name, strconv.Itoa(n)}
}

// encoder writes elements on lines of their own. Its writer keeps the first error until the end.
type encoder struct {
	*bufio.Writer
	depth int
}

func (e *encoder) open(name string, attributes ...attribute) {
	e.tag(name, attributes)
	e.WriteString(">\n")
	e.depth++
}

func (e *encoder) close(name string) {
	e.depth--
	e.indent()
	e.WriteString("</" + name + ">\n")
}

// leaf writes an element that holds text, or nothing.
func (e *encoder) leaf(name, text string, attributes ...attribute) {
	e.tag(name, attributes)
	if text == "" {
		e.WriteString("/>\n")
		return
	}
	e.WriteByte('>')
	e.text(text)
	e.WriteString("</" + name + ">\n")
}

func (e *encoder) tag(name string, attributes []attribute) {
	e.indent()
	e.WriteString("<" + name)
	for _, a := range attributes {
		e.WriteString(" " + a.name + `="`)
		e.text(prose.Plain(a.value))
		e.WriteByte('"')
	}
}

func (e *encoder) indent() {
	for range e.depth {
		e.WriteByte(' ')
	}
}

// text writes what has been made plain, but for the ends of its lines.
func (e *encoder) text(plain string) {
	if !strings.ContainsAny(plain, "<>&\"'\n") {
		e.WriteString(plain)
		return
	}
	xml.EscapeText(e, []byte(plain))
}
