package chart

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Point is one of a curve. Lower and Upper are the ends of its band; NaN where it has none.
type Point struct{ X, Y, Lower, Upper float64 }

// A Curve is a line of points from left to right.
type Curve struct {
	Label  string // written beside it, see Frame.LabelAt
	Points []Point
	Dots   bool // mark each point with its own interval in place of a band, where points are few
}

// A Frame is what curves are drawn in.
type Frame struct {
	X, Y  Scale
	Steps bool   // each point holds until the next, as in a curve of waiting
	Under string // what the X scale measures, as "years since the first session"
	// LabelAt is where on the X scale the labels of the curves begin; 0 writes them at the ends of the curves.
	LabelAt float64
	// Rows are numbers below the X scale, one for each of its ticks, as those at risk; each row has a label above it.
	Rows []Row
}

// A Row is a label with a number for each tick.
type Row struct {
	Label   string
	Numbers []string
}

// Heights of Curves, in CSS pixels; curvesWide is the width of the inner drawing in its own units.
const (
	curvesTop   = 14
	curvesTall  = 240
	curvesBelow = 40
	curvesRow   = 36
	curvesApart = 16 // between the labels of two curves
	curvesWide  = 1000
)

// Curves draws lines with their bands. They differ by dashes as well as by colour, and carry their labels themselves. The
// text keeps its size on a phone: only the lines are stretched. Time runs to the right in all languages.
func Curves(h Head, f Frame, curves []Curve) template.HTML {
	if len(curves) == 0 {
		return ""
	}
	var d drawing
	floor := curvesTop + curvesTall
	d.open(h, "curves", `width="100%" height="`+strconv.Itoa(floor+curvesBelow+len(f.Rows)*curvesRow)+`"`, false)
	across := func(v float64) float64 { return f.X.at(v) }
	up := func(v float64) float64 { return 1 - f.Y.at(v) }
	for _, t := range f.Y.Ticks {
		y := curvesTop + up(t.At)*curvesTall
		d.f(`<line class="grid" x1="0" x2="100%%" y1="%s" y2="%s"/><text class="label first" x="0" y="%s">%s</text>`, num(y), num(y), num(y-3), esc(t.Label))
	}
	d.f(`<line class="axis" x1="0" x2="100%%" y1="%d" y2="%d"/>`, floor, floor)
	side := func(at float64) string {
		switch {
		case at < .04:
			return " first"
		case at > .96:
			return " last"
		}
		return ""
	}
	for _, t := range f.X.Ticks {
		at := across(t.At)
		d.f(`<text class="label%s" x="%s%%" y="%d">%s</text>`, side(at), num(100*at), floor+15, esc(t.Label))
	}
	d.f(`<text class="label last" x="100%%" y="%d">%s</text>`, floor+32, esc(f.Under))
	d.f(`<svg x="0" y="%d" width="100%%" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="none">`, curvesTop, curvesTall, curvesWide, curvesTall)
	x := func(v float64) string { return num(across(v) * curvesWide) }
	y := func(v float64) string { return num(up(v) * curvesTall) }
	for i, c := range curves {
		if band := band(c.Points, f.Steps, x, y); band != "" && !c.Dots {
			d.f(`<path class="band l%d" d="%s"/>`, i%5, band)
		}
	}
	for i, c := range curves {
		d.f(`<path class="line l%d" vector-effect="non-scaling-stroke" d="%s"/>`, i%5, trace(c.Points, f.Steps, x, func(p Point) string { return y(p.Y) }))
	}
	d.WriteString("</svg>")
	for i, c := range curves {
		for _, p := range c.Points {
			if !c.Dots || math.IsNaN(p.Y) {
				continue
			}
			if !math.IsNaN(p.Lower) && !math.IsNaN(p.Upper) {
				d.f(`<line class="whisker l%d" x1="%s%%" x2="%s%%" y1="%s" y2="%s"/>`, i%5, num(100*across(p.X)), num(100*across(p.X)),
					num(curvesTop+up(p.Upper)*curvesTall), num(curvesTop+up(p.Lower)*curvesTall))
			}
			d.f(`<circle class="dot l%d" cx="%s%%" cy="%s" r="3.5"/>`, i%5, num(100*across(p.X)), num(curvesTop+up(p.Y)*curvesTall))
		}
	}
	d.labels(f, curves, func(v float64) float64 { return curvesTop + up(v)*curvesTall })
	for i, row := range f.Rows {
		top := floor + curvesBelow + i*curvesRow
		d.f(`<text class="lane" x="0" y="%d">%s</text>`, top+12, esc(row.Label))
		for k, t := range f.X.Ticks {
			if k < len(row.Numbers) {
				at := across(t.At)
				d.f(`<text class="risk%s" x="%s%%" y="%d">%s</text>`, side(at), num(100*at), top+28, esc(row.Numbers[k]))
			}
		}
	}
	return d.done()
}

// trace is the path through points. A point without a number interrupts it.
func trace(points []Point, steps bool, x func(float64) string, y func(Point) string) string {
	var b strings.Builder
	broken, before := true, ""
	for _, p := range points {
		if math.IsNaN(p.Y) {
			broken = true
			continue
		}
		switch {
		case broken:
			b.WriteString("M" + x(p.X) + " " + y(p))
		case steps && y(p) == before:
			b.WriteString("H" + x(p.X))
		case steps:
			b.WriteString("H" + x(p.X) + "V" + y(p))
		default:
			b.WriteString("L" + x(p.X) + " " + y(p))
		}
		broken, before = false, y(p)
	}
	return b.String()
}

// band is the outline of the bands of points that have one.
func band(points []Point, steps bool, x, y func(float64) string) string {
	var with []Point
	for _, p := range points {
		if !math.IsNaN(p.Lower) && !math.IsNaN(p.Upper) {
			with = append(with, Point{X: p.X, Y: 0, Lower: p.Lower, Upper: p.Upper})
		}
	}
	if len(with) < 2 {
		return ""
	}
	over := trace(with, steps, x, func(p Point) string { return y(p.Upper) })
	var under strings.Builder
	for i := len(with) - 1; i >= 0; i-- {
		p := with[i]
		if steps && i+1 < len(with) {
			under.WriteString("V" + y(p.Lower) + "H" + x(p.X))
		} else {
			under.WriteString("L" + x(p.X) + " " + y(p.Lower))
		}
	}
	return over + under.String() + "Z"
}

// labels writes the name of each curve above it, moved apart where two would meet.
func (d *drawing) labels(f Frame, curves []Curve, y func(float64) float64) {
	type label struct {
		of int
		y  float64
	}
	var all []label
	for i, c := range curves {
		if v, ok := c.at(f.LabelAt); ok && c.Label != "" {
			all = append(all, label{i, y(v) - 6})
		}
	}
	side, at := "last", 100.
	if f.LabelAt > 0 {
		side, at = "first", 100*f.X.at(f.LabelAt)
	}
	slices.SortStableFunc(all, func(a, b label) int { return cmp.Compare(a.y, b.y) })
	last := math.Inf(-1)
	for _, l := range all {
		last = math.Max(math.Max(l.y, curvesTop-2), last+curvesApart)
		d.f(`<text class="name %s l%d" x="%s%%" y="%s">%s</text>`, side, l.of%5, num(at), num(last), esc(curves[l.of].Label))
	}
}

// at is the height of the last point not beyond x; of the last of all where x is 0.
func (c Curve) at(x float64) (y float64, ok bool) {
	for _, p := range c.Points {
		if !math.IsNaN(p.Y) && (x == 0 || p.X <= x) {
			y, ok = p.Y, true
		}
	}
	return y, ok
}
