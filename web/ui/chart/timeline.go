package chart

import (
	"html/template"
	"math"
	"strconv"
)

// An Event is something on a timeline. Start and End are decimal years (2013.5 is 2 July 2013); a date that is only
// known to the month or year is vague within the whole of it, so that the picture draws what is not known.
type Event struct {
	Lane       int // index into the lanes
	Start, End float64
	Vague      bool   // some time between Start and End, rather than all of it
	Number     int    // the number of its line in the list beside the picture
	Text       string // for the tooltip
	URL        string // of that line: "#e3"
}

// Shape of the timeline, in units of its view box.
const (
	lineWidth = 1000
	lineLeft  = 130 // lane names stand before this
	lineRow   = 30
	lineMark  = 9 // radius of a mark
)

// Timeline draws events on lanes, one shape a lane as well as one place, over an axis of years. Marks that would touch
// are set below each other. It is made for a wide page or paper: on a phone show the list instead, which must be there
// in any case.
func Timeline(h Head, lanes []string, events []Event) template.HTML {
	if len(events) == 0 {
		return ""
	}
	from, to := math.Inf(1), math.Inf(-1)
	for _, e := range events {
		from, to = min(from, e.Start), max(to, e.End)
	}
	from, to = math.Floor(from+1e-6), math.Ceil(to-1e-6)
	if to <= from {
		to = from + 1
	}
	x := func(t float64) float64 {
		return lineLeft + 14 + (t-from)/(to-from)*(lineWidth-lineLeft-28)
	}
	rows, place := stack(lanes, events, x)
	var d drawing
	total := 6
	tops := make([]int, len(lanes))
	for i, n := range rows {
		tops[i] = total
		total += n*lineRow + 8
	}
	size := strconv.Itoa(lineWidth) + " " + strconv.Itoa(total+22)
	d.open(h, "lanes", `viewBox="0 0 `+size+`" width="`+strconv.Itoa(lineWidth)+`" height="`+strconv.Itoa(total+22)+`"`, true)
	d.years(from, to, total, x)
	for i, name := range lanes {
		d.f(`<text class="lane" x="0" y="%d">%s</text>`, tops[i]+lineRow/2+5, esc(name))
		d.f(`<line class="rule" x1="0" x2="%d" y1="%d" y2="%d"/>`, lineWidth, tops[i]-4, tops[i]-4)
	}
	for i, e := range events {
		y := float64(tops[e.Lane] + place[i]*lineRow + lineRow/2)
		d.event(e, x(e.Start), x(e.End), y)
	}
	return d.done()
}

// years rules the axis: each year, or every second, fifth or tenth where they are many.
func (d *drawing) years(from, to float64, bottom int, x func(float64) float64) {
	step := 1.0
	for _, s := range []float64{1, 2, 5, 10, 25} {
		if step = s; (to-from)/s <= 12 {
			break
		}
	}
	d.f(`<line class="axis" x1="%d" x2="%d" y1="%d.5" y2="%d.5"/>`, lineLeft, lineWidth, bottom, bottom)
	for t := from; t <= to; t += step {
		d.f(`<line class="grid" x1="%s" x2="%s" y1="0" y2="%d"/>`, num(x(t)), num(x(t)), bottom)
		d.f(`<text class="label" x="%s" y="%d">%d</text>`, num(x(t)), bottom+17, int(t))
	}
}

// event draws one mark with its number: at the start of a broad line over the time it lasted, or in the middle of a thin
// one with ends over the time within which it happened.
func (d *drawing) event(e Event, x1, x2, y float64) {
	end := d.link(e.URL, e.Text, false)
	if e.Vague {
		if x2-x1 > 2*lineMark {
			d.f(`<path class="vague l%d" d="M%s %sv8m0 -4H%sm0 -4v8"/>`, e.Lane, num(x1), num(y-4), num(x2))
		}
		x1 = (x1 + x2) / 2
	} else if x2-x1 > 2 {
		d.f(`<line class="span l%d" x1="%s" x2="%s" y1="%s" y2="%s"/>`, e.Lane, num(x1), num(x2), num(y), num(y))
	}
	switch e.Lane % 3 {
	case 0:
		d.f(`<circle class="l%d" cx="%s" cy="%s" r="%d"/>`, e.Lane, num(x1), num(y), lineMark)
	case 1:
		d.f(`<path class="l%d" d="M%s %sl11 11l-11 11l-11 -11z"/>`, e.Lane, num(x1), num(y-11))
	case 2:
		d.f(`<rect class="l%d" x="%s" y="%s" width="18" height="18"/>`, e.Lane, num(x1-9), num(y-9))
	}
	d.f(`<text class="mark l%d" x="%s" y="%s">%d</text>`, e.Lane, num(x1), num(y+4), e.Number)
	d.WriteString(end)
}

// stack finds for each event the first row of its lane where it touches nothing that came before it, and how many rows
// each lane needs (at least one).
func stack(lanes []string, events []Event, x func(float64) float64) (rows, place []int) {
	rows, place = make([]int, len(lanes)), make([]int, len(events))
	type taken struct{ from, to float64 }
	used := make([][][]taken, len(lanes))
	for i := range rows {
		rows[i] = 1
	}
	for i, e := range events {
		mark := x(e.Start)
		if e.Vague {
			mark = (x(e.Start) + x(e.End)) / 2
		}
		a, b := min(mark-lineMark, x(e.Start))-3, max(mark+lineMark, x(e.End))+3
		row := 0
	next:
		for ; row < len(used[e.Lane]); row++ {
			for _, t := range used[e.Lane][row] {
				if a < t.to && t.from < b {
					continue next
				}
			}
			break
		}
		if row == len(used[e.Lane]) {
			used[e.Lane] = append(used[e.Lane], nil)
		}
		used[e.Lane][row] = append(used[e.Lane][row], taken{a, b})
		place[i], rows[e.Lane] = row, max(rows[e.Lane], row+1)
	}
	return rows, place
}
