package chart

import (
	"html/template"
	"math"
	"strconv"
)

// Heights of a Course, in CSS pixels.
const (
	courseTop   = 13
	courseTall  = 96
	courseBelow = 18
	courseWide  = 500 // of the inner drawing, in its own units
)

// Course draws one small line with its band, to stand among others of the same frame. A point at mark, if one is there, has
// a dot. Time runs to the right in all languages.
func Course(h Head, f Frame, points []Point, mark float64) template.HTML {
	if len(points) == 0 {
		return ""
	}
	var d drawing
	floor := courseTop + courseTall
	d.open(h, "curves course", `width="100%" height="`+strconv.Itoa(floor+courseBelow)+`"`, false)
	for _, t := range f.Y.Ticks {
		y := num(courseTop + (1-f.Y.at(t.At))*courseTall)
		class := "grid"
		if t.At == 0 {
			class = "axis"
		}
		d.f(`<line class="%s" x1="0" x2="100%%" y1="%s" y2="%s"/><text class="label first" x="0" y="%s" dy="-2">%s</text>`, class, y, y, y, esc(t.Label))
	}
	for i, t := range f.X.Ticks {
		side := ""
		switch i {
		case 0:
			side = " first"
		case len(f.X.Ticks) - 1:
			side = " last"
		}
		d.f(`<text class="label%s" x="%s%%" y="%d">%s</text>`, side, num(100*f.X.at(t.At)), floor+14, esc(t.Label))
	}
	d.f(`<svg x="0" y="%d" width="100%%" height="%d" viewBox="0 0 %d %d" preserveAspectRatio="none">`, courseTop, courseTall, courseWide, courseTall)
	x := func(v float64) string { return strconv.Itoa(int(math.Round(f.X.at(v) * courseWide))) }
	y := func(v float64) string { return strconv.FormatFloat((1-f.Y.at(v))*courseTall, 'f', 1, 64) }
	for _, stretch := range stretches(points) {
		if band := band(stretch, false, x, y); band != "" {
			d.f(`<path class="band l0" d="%s"/>`, band)
		}
	}
	d.f(`<path class="line l0" vector-effect="non-scaling-stroke" d="%s"/>`, trace(points, false, x, func(p Point) string { return y(p.Y) }))
	d.WriteString("</svg>")
	for i, p := range points {
		alone := !math.IsNaN(p.Y) && (i == 0 || math.IsNaN(points[i-1].Y)) && (i == len(points)-1 || math.IsNaN(points[i+1].Y))
		if !math.IsNaN(p.Y) && (p.X == mark || alone) {
			d.f(`<circle class="dot l0" cx="%s%%" cy="%s" r="3.5"/>`, num(100*f.X.at(p.X)), num(courseTop+(1-f.Y.at(p.Y))*courseTall))
		}
	}
	return d.done()
}

// stretches are the runs of points that have a number.
func stretches(points []Point) [][]Point {
	var all [][]Point
	from := 0
	for i, p := range points {
		if math.IsNaN(p.Y) {
			if i > from {
				all = append(all, points[from:i])
			}
			from = i + 1
		}
	}
	if from < len(points) {
		all = append(all, points[from:])
	}
	return all
}
