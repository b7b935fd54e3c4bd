package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/nfp"

	"github.com/riskgate/riskgate/internal/intake/grid"
)

// dates tells which cells show their number as a date, and which date it is.
type dates struct {
	from1904 bool
	styles   []bool // by the number of a style
}

// readStyles finds the styles that show a date.
func (b *book) readStyles(part string) error {
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(part, &sheet); err != nil {
		return err
	}
	codes := map[int]bool{}
	for _, format := range sheet.Formats {
		codes[format.ID] = showsDate(format.Code)
	}
	for _, cell := range sheet.Cells {
		shows, ok := codes[cell.Format]
		b.dates.styles = append(b.dates.styles, shows || !ok && builtInDate(cell.Format))
	}
	return nil
}

// builtInDate reports whether a format that every workbook has shows a date; ECMA-376 part 1, 18.8.30 lists them, and those
// that depend on the language.
func builtInDate(format int) bool {
	return 14 <= format && format <= 17 || format == 22 || 27 <= format && format <= 31 || format == 36 || 50 <= format && format <= 54 || 57 <= format && format <= 58
}

// maxCode is how long a format may be in Excel, in characters.
const maxCode = 255

// showsDate reports whether a format shows a day, a month or a year. One that shows hours alone doesn't: nobody reads a date
// from it.
func showsDate(code string) bool {
	if len(code) > 4*maxCode {
		return false
	}
	parser := nfp.NumberFormatParser()
	for _, section := range parser.Parse(code) {
		for _, item := range section.Items {
			if item.TType == nfp.TokenTypeDateTimes && isDayMonthYear(strings.ToLower(item.TValue)) {
				return true
			}
		}
	}
	return false
}

// isDayMonthYear reports whether a part of a format shows a day, a month by its name or a year. Months in digits look like
// minutes, and stand beside a day or a year.
func isDayMonthYear(part string) bool {
	return strings.HasPrefix(part, "mmm") || part != "" && strings.Contains("ydeg", part[:1])
}

// The serial numbers that Excel shows as dates end with the year 9999.
const (
	lastSerial1900 = 2958465
	lastSerial1904 = 2957003
	daySeconds     = 24 * 60 * 60
)

// cell returns a number as its style shows it.
func (d dates) cell(style int, number float64) grid.Cell {
	if style >= 0 && style < len(d.styles) && d.styles[style] {
		if text, ok := d.text(number); ok {
			return grid.Cell{Kind: grid.Date, Text: text}
		}
	}
	return grid.Cell{Kind: grid.Number, Text: digits(number)}
}

// text returns the date of a serial number, which counts days from the beginning of 1900, or of 1904.
func (d dates) text(serial float64) (string, bool) {
	first, last := 1.0, float64(lastSerial1900)
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case d.from1904:
		first, last = 0, lastSerial1904
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case serial < 60:
		epoch = epoch.AddDate(0, 0, 1) // Excel takes 1900 for a leap year, as Lotus 1-2-3 did: its day 60 is none
	case serial < 61:
		return "", false
	}
	if serial < first || serial >= last+1 {
		return "", false
	}
	day, fraction := math.Modf(serial)
	seconds := int(math.Round(fraction * daySeconds))
	at := epoch.AddDate(0, 0, int(day)).Add(time.Duration(seconds) * time.Second)
	if seconds%daySeconds == 0 {
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}

// digits writes a number as package grid says.
func digits(number float64) string {
	if size := math.Abs(number); size == 0 || 1e-6 <= size && size < 1e21 {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return strconv.FormatFloat(number, 'g', -1, 64)
}
