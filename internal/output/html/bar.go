package html

import "strconv"

// bar is a picture of numbers that stand beside it as text: pieces of a line that is 100 long.
type bar []piece

// piece is a part of a bar, in the colour of a severity or of a tone.
type piece struct {
	X, Width string
	Rank     string
	Tone     string
}

// share is a number that a bar shows.
type share struct {
	Count int
	Rank  string
	Tone  string
}

// newBar draws numbers as parts of a whole. One that isn't zero is always seen.
func newBar(whole int, shares ...share) bar {
	const visible = 0.75
	var b bar
	x := 0.0
	for _, s := range shares {
		if s.Count == 0 {
			continue
		}
		width := max(visible, 100*float64(s.Count)/float64(whole))
		width = min(width, 100-x)
		b = append(b, piece{X: hundredths(x), Width: hundredths(width), Rank: s.Rank, Tone: s.Tone})
		x += width
	}
	return b
}

func hundredths(length float64) string { return strconv.FormatFloat(length, 'f', 2, 64) }
