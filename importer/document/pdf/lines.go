package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A row is the characters of one line of a page.
type row struct {
	chars []char
	y     float64 // base line of its largest type
	size  float64 // of its largest type
}

// The shares of the type size that part things, found on the 28 reports of the samples.
const (
	sameLine  = 0.55 // base lines nearer than this are one line: marks of footnotes are raised by a third to a half
	wordGap   = 0.13 // a gap that is wider is a blank
	wideGap   = 1.0  // a gap that is wider is a column's
	paragraph = 1.55 // a step down that is wider leaves an empty line
	small     = 0.8  // type that is smaller than this beside other type is a mark
)

// writePage puts the characters of a page into lines.
func writePage(out *strings.Builder, chars []char) {
	chars = upright(chars)
	rows := rowsOf(chars)
	left := math.Inf(1)
	for _, r := range rows {
		for _, c := range r.chars {
			left = min(left, c.x)
		}
	}
	for i, r := range rows {
		if i > 0 && rows[i-1].y-r.y > paragraph*max(r.size, min(rows[i-1].size, 1.2*r.size)) {
			out.WriteByte('\n')
		}
		if mark := r.mark(); mark > 0 { // as pdftotext has it: a footnote's mark stands above its text
			writeRow(out, row{r.chars[:mark], r.y, r.size}, left)
			r.chars = r.chars[mark:]
		}
		writeRow(out, r, left)
	}
}

// upright keeps the characters of the direction that most have.
func upright(chars []char) []char {
	var count [4]int
	for _, c := range chars {
		count[c.turn]++
	}
	most := 0
	for turn, n := range count {
		if n > count[most] {
			most = turn
		}
	}
	return slices.DeleteFunc(chars, func(c char) bool { return c.turn != most })
}

// rowsOf sorts characters into rows, from the top. A page draws its text line by line as a rule, so that a character belongs
// to the row before more often than not.
func rowsOf(chars []char) []row {
	var rows []*row
	var last *row
	at := map[int][]*row{} // rows by the height of their base line, in steps of 8 points
	const step = 8
	for _, c := range chars {
		if blank(c.text) { // gaps tell where words end; blanks at their ends would only hide them
			if last != nil && last.fits(c) {
				last.chars = append(last.chars, c)
			}
			continue
		}
		if last == nil || !last.fits(c) {
			last = nil
			key := int(math.Floor(c.y / step))
			for reach := key - 2; reach <= key+2; reach++ {
				near := at[reach]
				for _, r := range near[max(0, len(near)-50):] {
					if r.fits(c) && (last == nil || math.Abs(r.y-c.y) < math.Abs(last.y-c.y)) {
						last = r
					}
				}
			}
			if last == nil {
				last = &row{chars: make([]char, 0, 100), y: c.y, size: c.size}
				rows = append(rows, last)
				at[key] = append(at[key], last)
			}
		}
		if c.size > last.size*1.05 { // the mark came before its line
			last.y, last.size = c.y, c.size
			key := int(math.Floor(c.y / step))
			if !slices.Contains(at[key], last) {
				at[key] = append(at[key], last)
			}
		}
		last.chars = append(last.chars, c)
	}
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Compare(b.y, a.y) })
	all := make([]row, len(rows))
	for i, r := range rows {
		slices.SortStableFunc(r.chars, func(a, b char) int { return cmp.Compare(a.x, b.x) })
		all[i] = *r
	}
	return all
}

func (r *row) fits(c char) bool {
	return math.Abs(r.y-c.y) < sameLine*max(r.size, c.size)
}

// mark returns how many characters at the start are the mark of a footnote: small, raised, and text after them.
func (r row) mark() int {
	for i, c := range r.chars {
		if c.size < small*r.size && c.y > r.y+0.1*r.size && i < 4 || blank(c.text) {
			continue
		}
		return i
	}
	return 0
}

func writeRow(out *strings.Builder, r row, left float64) {
	end, blanks := left, true
	letter := 0.5 * r.size
	first := true
	for i, c := range r.chars {
		if blank(c.text) {
			blanks = true
			continue
		}
		if i > 0 && c.text == r.chars[i-1].text && math.Abs(c.x-r.chars[i-1].x) < 0.1*c.size && c.width > 0.15*c.size {
			continue // drawn twice to look bold
		}
		gap := c.x - end
		switch size := max(c.size, small*r.size); {
		case first && gap > 0 || gap > wideGap*size:
			n := int(min(gap/max(letter, 1), 120))
			if !first {
				n = max(n, 2)
			}
			out.WriteString(strings.Repeat(" ", n))
		case !first && (gap > wordGap*size || blanks && gap > -0.1*size):
			out.WriteByte(' ')
		}
		out.WriteString(c.text)
		first, blanks = false, false
		end = max(end, c.x+c.width)
	}
	out.WriteByte('\n')
}

func blank(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n == len(s) && (unicode.IsSpace(r) || r == '\u00A0' || unicode.IsControl(r) || r == '\u200B')
}
