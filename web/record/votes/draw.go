package votes

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"sort"
	"strings"

	"unhindered/un"
)

// A seat is one State in a picture of a roll call.
type seat struct {
	State    un.State
	Position string // yes, no, abstain, absent, none
}

// sides is the order of votes from the left to the right of the half circle.
var sides = []string{"yes", "abstain", "absent", "none", "no"}

func side(position string) int {
	for i, s := range sides {
		if s == position {
			return i
		}
	}
	return len(sides)
}

// Measures of the half circle, in CSS pixels.
const (
	seatSize  = 30
	innerRing = 92
	ringGap   = 36
)

// halfCircle draws the seats of a council: those in favour at the left, those against at the right, each with its code
// and the letter of its vote.
func halfCircle(title, desc string, seats []seat, tip func(seat) string) template.HTML {
	rings := 1
	for capacity(rings) < len(seats) {
		rings++
	}
	type place struct{ angle, x, y float64 }
	var places []place
	total := 0.0
	for i := range rings {
		total += innerRing + float64(i)*ringGap
	}
	left := len(seats)
	outer := innerRing + float64(rings-1)*ringGap
	width, height := 2*(outer+seatSize), outer+seatSize+6
	for i := range rings {
		radius := innerRing + float64(i)*ringGap
		n := int(math.Round(float64(len(seats)) * radius / total))
		if i == rings-1 || n > left {
			n = left
		}
		left -= n
		for k := range n {
			angle := math.Pi / 2
			if n > 1 {
				angle = math.Pi * float64(k) / float64(n-1)
			}
			places = append(places, place{angle, width/2 - radius*math.Cos(angle), height - seatSize/2 - 4 - radius*math.Sin(angle)})
		}
	}
	sort.SliceStable(places, func(i, j int) bool { return places[i].angle < places[j].angle })
	sort.SliceStable(seats, func(i, j int) bool { return side(seats[i].Position) < side(seats[j].Position) })
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart rollcall" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="group" aria-labelledby="rc-t rc-d"><title id="rc-t">%s</title><desc id="rc-d">%s</desc>`,
		width, height, width, height, html.EscapeString(title), html.EscapeString(desc))
	for i, s := range seats {
		square(&b, s, places[i].x-seatSize/2, places[i].y-seatSize/2, seatSize, 15, tip(s))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// capacity is how many seats fit into so many rings.
func capacity(rings int) (n int) {
	for i := range rings {
		n += int(math.Pi*(innerRing+float64(i)*ringGap)/(seatSize+3)) + 1
	}
	return n
}

func square(b *strings.Builder, s seat, x, y float64, size int, radius int, tip string) {
	fmt.Fprintf(b, `<a href="/states/%s"><title>%s</title><rect class="v-%s" x="%.1f" y="%.1f" width="%d" height="%d" rx="%d"/><text class="w-%s" x="%.1f" y="%.1f">%s</text><text class="w-%s big" x="%.1f" y="%.1f">%s</text></a>`,
		s.State.ISO3, html.EscapeString(tip), s.Position, x, y, size, size, radius,
		s.Position, x+float64(size)/2, y+float64(size)/2-2, s.State.ISO3,
		s.Position, x+float64(size)/2, y+float64(size)/2+10, letter(s.Position))
}

// tiles draws one regional group of a roll call of the General Assembly: one square a State.
func tiles(id, title, desc string, seats []seat, tip func(seat) string) template.HTML {
	const columns, pitch = 9, 40
	rows := (len(seats) + columns - 1) / columns
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart tiles rollcall" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		columns*pitch-3, rows*pitch-3, columns*pitch-3, rows*pitch-3, id, id, id, html.EscapeString(title), id, html.EscapeString(desc))
	for i, s := range seats {
		square(&b, s, float64(i%columns*pitch), float64(i/columns*pitch), 37, 3, tip(s))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}
