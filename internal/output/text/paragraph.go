package text

import (
	"bufio"
	"strings"

	"github.com/riskgate/riskgate/internal/prose"
)

// style is how a word looks on a terminal: an ANSI sequence, or nothing.
type style string

const (
	plain  style = ""
	bold   style = "\x1b[1m"
	faint  style = "\x1b[2m"
	red    style = "\x1b[1;31m"
	green  style = "\x1b[1;32m"
	yellow style = "\x1b[1;33m"
	reset        = "\x1b[0m"
)

// word is a piece of text that no line breaks.
type word struct {
	text  string
	style style
}

// whole makes one word of a text, spaces and all: a place stays in one piece.
func whole(s style, text string) word {
	return word{prose.Plain(text), s}
}

// words makes a text's words, with nothing left in them that a terminal obeys.
func words(s style, text string) []word {
	var all []word
	for _, field := range strings.Fields(prose.Plain(text)) {
		all = append(all, word{field, s})
	}
	return all
}

// printer writes paragraphs. Its writer keeps the first error until the end.
type printer struct {
	*bufio.Writer
	width int
	color bool
}

// paragraph writes words on lines of the printer's width; the first line is
// indented by first, and the others by rest.
func (p printer) paragraph(first, rest int, all ...word) {
	p.indent(first)
	column := first
	for i, w := range all {
		length := prose.Columns(w.text)
		switch {
		case i == 0:
		case column+1+length > p.width:
			p.blank()
			p.indent(rest)
			column = rest
		default:
			p.WriteByte(' ')
			column++
		}
		p.word(w)
		column += length
	}
	p.blank()
}

func (p printer) word(w word) {
	if !p.color || w.style == plain {
		p.WriteString(w.text)
		return
	}
	p.WriteString(string(w.style))
	p.WriteString(w.text)
	p.WriteString(reset)
}

func (p printer) indent(n int) {
	for range n {
		p.WriteByte(' ')
	}
}

func (p printer) blank() {
	p.WriteByte('\n')
}
