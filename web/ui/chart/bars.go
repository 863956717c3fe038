package chart

import (
	"html/template"
	"strconv"
)

// Heights of Years, in CSS pixels: room above for the largest count, columns, and years below.
const (
	yearsTop    = 22
	yearsColumn = 130
	yearsBelow  = 24
)

// Years draws one column a year from bars in the order given; a year without a count keeps its place. Labels are years
// of four digits; where the picture is narrow, the two last are shown.
func Years(h Head, bars []Bar) template.HTML {
	if len(bars) == 0 {
		return ""
	}
	var d drawing
	top, links := most(bars)
	floor := yearsTop + yearsColumn
	d.open(h, "years", `width="100%" height="`+strconv.Itoa(floor+yearsBelow)+`"`, links)
	step := 100 / float64(len(bars))
	d.f(`<line class="axis" x1="0" x2="100%%" y1="%d.5" y2="%d.5"/>`, floor, floor)
	every := 1 + (len(bars)-1)/26                  // more years than fit get a label only now and then
	sparse := every * (1 + (len(bars)-1)/every/15) // and fewer still on a phone
	for i, b := range bars {
		x, mid := num((float64(i)+.12)*step), num((float64(i)+.5)*step)
		tall := float64(b.Count) / float64(top) * yearsColumn
		if b.Count > 0 {
			tall = max(tall, 2)
		}
		end := d.link(b.URL, b.tip(), b.Count == 0)
		d.f(`<rect class="hit" x="%s%%" width="%s%%" y="0" height="%d"/>`, num(float64(i)*step), num(step), floor+yearsBelow)
		if b.Count > 0 {
			d.f(`<rect class="%s" x="%s%%" width="%s%%" y="%s" height="%s"/>`, b.class(), x, num(step*.76), num(float64(floor)-tall), num(tall))
		}
		labelled := (len(bars)-1-i)%every == 0
		switch {
		case b.Count == 0:
		case every == 1:
			d.f(`<text class="count" x="%s%%" y="%s">%d</text>`, mid, num(float64(floor)-tall-6), b.Count)
		case labelled: // the others have their count in the tip and in the description
			d.f(`<text class="count wide" x="%s%%" y="%s">%d</text>`, mid, num(float64(floor)-tall-6), b.Count)
		}
		if labelled {
			d.f(`<text class="label wide" x="%s%%" y="%d">%s</text>`, mid, floor+17, esc(b.Label))
		}
		if (len(bars)-1-i)%sparse == 0 {
			d.f(`<text class="label slim" x="%s%%" y="%d" aria-hidden="true">%s</text>`, mid, floor+17, esc(slim(b.Label)))
		}
		d.WriteString(end)
	}
	return d.done()
}

// slim shortens 2013 to ’13.
func slim(year string) string {
	if len(year) == 4 {
		return "’" + year[2:]
	}
	return year
}

// Heights of Bars, in CSS pixels.
const (
	barRow  = 42
	barText = 15
	barTall = 12
)

// Bars draws horizontal bars, each under its label and with its count at the end, longest or first as the caller orders.
func Bars(h Head, bars []Bar) template.HTML {
	if len(bars) == 0 {
		return ""
	}
	var d drawing
	top, links := most(bars)
	class := "bars"
	if h.RTL {
		class = "bars rtl"
	}
	d.open(h, class, `width="100%" height="`+strconv.Itoa(len(bars)*barRow)+`"`, links)
	for i, b := range bars {
		y := i * barRow
		long := float64(b.Count) / float64(top) * 88
		if b.Count > 0 {
			long = max(long, .6)
		}
		end := d.link(b.URL, b.tip(), false)
		from, at, edge, gap := 0.0, long, "0", 7
		if h.RTL {
			from, at, edge, gap = 100-long, 100-long, "100%", -7
		}
		d.f(`<rect class="hit" x="0" width="100%%" y="%d" height="%d"/>`, y, barRow)
		d.f(`<text class="name" x="%s" y="%d">%s</text>`, edge, y+barText, esc(b.Label))
		d.f(`<rect class="%s" x="%s%%" width="%s%%" y="%d" height="%d"/>`, b.class(), num(from), num(long), y+barText+7, barTall)
		d.f(`<text class="value" x="%s%%" dx="%d" y="%d">%d</text>`, num(at), gap, y+barText+18, b.Count)
		d.WriteString(end)
	}
	return d.done()
}
