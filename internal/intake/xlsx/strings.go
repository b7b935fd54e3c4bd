package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// readStrings reads the texts that cells share.
func (b *book) readStrings(part string) error {
	file, err := b.openPart(part)
	if err != nil {
		return err
	}
	defer file.Close()
	decoder := xml.NewDecoder(file)
	size := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return b.broken(part, err)
		}
		if start, ok := token.(xml.StartElement); !ok || start.Name.Local != "si" {
			continue
		}
		text, err := readText(decoder)
		if err != nil {
			return b.broken(part, err)
		}
		if size += len(text) + 16; size > maxPart {
			return fault(b.name, fmt.Sprintf("holds more than %d MiB of different texts", maxPart>>20), "split the workbook")
		}
		b.strings = append(b.strings, text)
	}
}

// readText joins the runs of a text up to the end of the element that it began in, and leaves out how it is pronounced.
func readText(decoder *xml.Decoder) (string, error) {
	var text strings.Builder
	for depth, run := 1, 0; depth > 0; {
		token, err := decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "rPh" {
				if err := decoder.Skip(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			if token.Name.Local == "t" {
				run = depth
			}
		case xml.CharData:
			if run == depth {
				text.Write(token)
			}
		case xml.EndElement:
			depth--
		}
	}
	return unescape(text.String()), nil
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape turns _x000D_ into the character that XML could not hold.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(found string) string {
		code, _ := strconv.ParseUint(found[2:6], 16, 16)
		return string(rune(code)) // U+FFFD for half a pair
	})
}
