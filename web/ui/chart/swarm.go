package chart

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
)

// A Dot is one estimate of a swarm, with its uncertainty.
type Dot struct {
	Label            string
	Note             string // said after the label in the tooltip
	Is, Lower, Upper float64
	Chosen           bool // drawn stronger, with its Code beside it
	Code             string
}

// A Swarm is dots on one line, under a label.
type Swarm struct {
	Label string
	Note  string // at the other end of the line of the label
	Dots  []Dot
}

// Sizes of Swarms. Dots are set apart so that they do not lie on each other where the picture is swarmNarrow pixels wide;
// elsewhere they have more room.
const (
	swarmRadius = 3.5
	swarmRow    = 8.0
	swarmLabel  = 18
	swarmBelow  = 22
	swarmNarrow = 340.0
	swarmPad    = 2.0  // per cent left free at each side
	swarmCode   = 11.0 // per cent that the code of a dot takes
)

// Swarms draws dots over one scale, a line a swarm. Dots that would lie on each other are moved up or down, so that a crowd
// is a hump; a thin line through each shows how far its uncertainty reaches.
func Swarms(h Head, s Scale, swarms []Swarm) template.HTML {
	var d drawing
	type placed struct {
		Dot
		x, y float64
	}
	x := func(v float64) float64 {
		at := swarmPad + (100-2*swarmPad)*s.at(v)
		if h.RTL {
			return 100 - at
		}
		return at
	}
	var all [][]placed
	var tops []float64
	top := 0.0
	for _, w := range swarms {
		dots := slices.Clone(w.Dots)
		slices.SortStableFunc(dots, func(a, b Dot) int { return cmp.Compare(a.Is, b.Is) })
		const apart = 100 * (2*swarmRadius + .5) / swarmNarrow
		last := map[int]float64{} // of each level: where its last dot is
		var lane []placed
		least, most := 0, 0
		for _, dot := range dots {
			at := swarmPad + (100-2*swarmPad)*s.at(dot.Is)
			level := 0
			for k := 0; ; k++ { // 0, 1, -1, 2, -2, ...
				level = (k + 1) / 2
				if k%2 == 0 {
					level = -level
				}
				if before, taken := last[level]; !taken || at-before >= apart {
					break
				}
			}
			last[level] = at
			least, most = min(least, level), max(most, level)
			lane = append(lane, placed{dot, x(dot.Is), float64(level)})
		}
		tops = append(tops, top)
		middle := top + swarmLabel + swarmRow*(.5-float64(least))
		for k := range lane {
			lane[k].y = middle + swarmRow*lane[k].y
		}
		all = append(all, lane)
		top += swarmLabel + swarmRow*float64(most-least+1) + 8
	}
	if top == 0 {
		return ""
	}
	class := "swarms"
	near, far := "0", "100%"
	if h.RTL {
		class, near, far = "swarms rtl", far, near
	}
	d.open(h, class, `width="100%" height="`+strconv.Itoa(int(math.Ceil(top))+swarmBelow)+`"`, false)
	for _, t := range s.Ticks {
		at := num(x(t.At))
		d.f(`<line class="grid" x1="%s%%" x2="%s%%" y1="0" y2="%s"/><text class="label" x="%s%%" y="%s">%s</text>`, at, at, num(top), at, num(top+15), esc(t.Label))
	}
	for k, w := range swarms {
		d.f(`<text class="name" x="%s" y="%s">%s</text>`, near, num(tops[k]+13), esc(w.Label))
		if w.Note != "" {
			d.f(`<text class="value" x="%s" y="%s">%s</text>`, far, num(tops[k]+13), esc(w.Note))
		}
		for _, chosen := range []bool{false, true} { // those chosen lie above the others
			for i, p := range all[k] {
				if p.Chosen != chosen {
					continue
				}
				before := h.RTL
				for _, o := range all[k][i+1:] { // the code of one further on would be in the way
					if o.Chosen && o.y == p.y && math.Abs(o.x-p.x) < swarmCode {
						before = !h.RTL
					}
				}
				side := ` dx="7"`
				if before {
					side = ` class="before" dx="-7"`
				}
				is := ""
				if chosen {
					is = ` class="chosen"`
				}
				short := func(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
				d.f(`<g%s><title>%s</title><line x1="%s%%" x2="%s%%" y1="%s" y2="%s"/><circle cx="%s%%" cy="%s" r="%s"/>`,
					is, esc(p.Label+": "+p.Note), short(x(p.Lower)), short(x(p.Upper)), num(p.y), num(p.y), short(p.x), num(p.y), num(swarmRadius))
				if chosen && p.Code != "" {
					d.f(`<text x="%s%%"%s y="%s">%s</text>`, short(p.x), side, num(p.y+4), esc(p.Code))
				}
				d.WriteString("</g>")
			}
		}
	}
	return d.done()
}
