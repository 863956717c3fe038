package chart

import (
	"html/template"
	"strconv"
	"strings"
)

// A strip is drawn in a view box with one unit a year across and this many down; it is stretched over its place.
const stripTall = 10

// Strip draws how much there is in each year from first to last as one line of squares, darker where there is more; the
// darkest is the largest count of this strip, so that strips say when and not how much beside each other. Years without
// anything stay empty. Empty if there is nothing at all.
func Strip(h Head, first, last int, n map[int]int) template.HTML {
	top := 0
	for year, c := range n {
		if year >= first && year <= last {
			top = max(top, c)
		}
	}
	if top == 0 {
		return ""
	}
	var shades [5]strings.Builder
	for year := first; year <= last; year++ {
		if c := n[year]; c > 0 {
			shade := &shades[(4*c+top-1)/top] // a quarter of the largest a step
			shade.WriteString("M" + strconv.Itoa(year-first) + " 0h.85v" + strconv.Itoa(stripTall) + "h-.85z")
		}
	}
	var d drawing
	size := strconv.Itoa(last-first+1) + " " + strconv.Itoa(stripTall)
	d.open(h, "strip", `viewBox="0 0 `+size+`" width="100%" height="14" preserveAspectRatio="none"`, false)
	d.f(`<path class="rule" d="M0 %dH%d" vector-effect="non-scaling-stroke"/>`, stripTall, last-first+1)
	for i := range shades {
		if path := shades[i].String(); path != "" {
			d.f(`<path class="k%d" d="%s"/>`, i+1, path)
		}
	}
	return d.done()
}

// Years at the ends of a line of strips and in between, in the same places: decades where they are many.
const stripLabels = 9

// StripAxis names the years under or over strips of the same span.
func StripAxis(first, last int) template.HTML {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50} {
		if step = s; (last-first)/s < stripLabels {
			break
		}
	}
	var d drawing
	d.f(`<svg class="chart strip-axis" width="100%%" height="16" aria-hidden="true" direction="ltr" xmlns="http://www.w3.org/2000/svg">`)
	for year := (first + step - 1) / step * step; year <= last; year += step {
		at := num((float64(year-first) + .42) / float64(last-first+1) * 100)
		d.f(`<text class="label" x="%s%%" y="12">%d</text>`, at, year)
	}
	return d.done()
}
