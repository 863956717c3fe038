package chart

import (
	"html/template"
	"math"
	"strconv"
)

// An Interval is one estimate with its uncertainty.
type Interval struct {
	Label            string
	Value            string  // the number as it is written at the end of the row
	Note             string  // said after the label in the tooltip
	Is, Lower, Upper float64 // Is is NaN where nothing is known: then only the label and the value are drawn
	URL              string  // where the rows behind the number are; may be empty
	Apart            bool    // one of the others beside what was chosen: drawn lighter
}

// Heights of Intervals, in CSS pixels.
const (
	intervalRow   = 40
	intervalText  = 14
	intervalLine  = 28
	intervalBelow = 22
)

// Intervals draws one row an estimate: its label, and below it a dot with a line from the lower to the upper end. The
// numbers stand at the ends of the rows, the scale below. Across it uses percentages, so that its text keeps its size.
func Intervals(h Head, s Scale, rows []Interval) template.HTML {
	if len(rows) == 0 {
		return ""
	}
	var d drawing
	links := false
	for _, r := range rows {
		links = links || r.URL != ""
	}
	class := "intervals"
	near, far := "0", "100%"
	x := func(v float64) string { return num(1 + 98*s.at(v)) }
	if h.RTL {
		class = "intervals rtl"
		near, far = far, near
		x = func(v float64) string { return num(99 - 98*s.at(v)) }
	}
	floor := len(rows) * intervalRow
	d.open(h, class, `width="100%" height="`+strconv.Itoa(floor+intervalBelow)+`"`, links)
	for i, t := range s.Ticks {
		d.f(`<line class="grid" x1="%s%%" x2="%s%%" y1="0" y2="%d"/>`, x(t.At), x(t.At), floor)
		side := ""
		switch i {
		case 0:
			side = " first"
		case len(s.Ticks) - 1:
			side = " last"
		}
		d.f(`<text class="label%s" x="%s%%" y="%d">%s</text>`, side, x(t.At), floor+15, esc(t.Label))
	}
	for i, r := range rows {
		y := i * intervalRow
		tip := r.Label + ": " + r.Value
		if r.Note != "" {
			tip = r.Label + ": " + r.Note
		}
		end := d.link(r.URL, tip, false)
		d.f(`<rect class="hit" x="0" width="100%%" y="%d" height="%d"/>`, y, intervalRow)
		d.f(`<text class="name" x="%s" y="%d">%s</text>`, near, y+intervalText, esc(r.Label))
		d.f(`<text class="value" x="%s" y="%d">%s</text>`, far, y+intervalText, esc(r.Value))
		if !math.IsNaN(r.Is) {
			apart := ""
			if r.Apart {
				apart = " apart"
			}
			d.f(`<line class="reach%s" x1="%s%%" x2="%s%%" y1="%d" y2="%d"/>`, apart, x(r.Lower), x(r.Upper), y+intervalLine, y+intervalLine)
			d.f(`<circle class="bar%s" cx="%s%%" cy="%d" r="4.5"/>`, apart, x(r.Is), y+intervalLine)
		}
		d.WriteString(end)
	}
	return d.done()
}
