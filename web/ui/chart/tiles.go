package chart

import (
	"html/template"
	"strconv"
)

// A Tile is one State of a tile map.
type Tile struct {
	Code string // ISO 3166 alpha-3, written in the square
	Bar         // Label is the name
	// Step is the step of colour, 1 to 5; 0 lets the count decide. Value stands in the square in place of the count.
	Step  int
	Value string
}

// Shape of the tile map: squares in a row, their pitch and their side, in CSS pixels at full size.
const (
	tileColumns = 9
	tilePitch   = 40
	tileSide    = 37
)

// Tiles draws one regional group: one square a State, in the order given, darker where more was counted, the count
// under the code. A square takes no side on borders and is the same size for every State. Squares without a count can be
// clicked, but only those with one are stops of the Tab key; a list of all States belongs on the page as well.
func Tiles(h Head, tiles []Tile) template.HTML {
	if len(tiles) == 0 {
		return ""
	}
	var d drawing
	links := false
	for _, t := range tiles {
		links = links || t.URL != ""
	}
	rows := (len(tiles) + tileColumns - 1) / tileColumns
	width, height := tileColumns*tilePitch-(tilePitch-tileSide), rows*tilePitch-(tilePitch-tileSide)
	d.open(h, "tiles", `viewBox="0 0 `+strconv.Itoa(width)+" "+strconv.Itoa(height)+`" width="`+strconv.Itoa(width)+`" height="`+strconv.Itoa(height)+`"`, links)
	for i, t := range tiles {
		x, y := i%tileColumns*tilePitch, i/tileColumns*tilePitch
		end := d.link(t.URL, t.tip(), t.Count == 0 && t.Step == 0)
		step, value := Shade(t.Count), strconv.Itoa(t.Count)
		if t.Step > 0 {
			step, value = t.Step, t.Value
		}
		d.f(`<rect class="k%d" x="%d" y="%d" width="%d" height="%d" rx="3"/>`, step, x, y, tileSide, tileSide)
		if step == 0 {
			d.f(`<text class="none" x="%d" y="%d">%s</text>`, x+tileSide/2, y+23, esc(t.Code))
		} else {
			d.f(`<text class="on%d" x="%d" y="%d">%s</text>`, step, x+tileSide/2, y+16, esc(t.Code))
			d.f(`<text class="on%d much" x="%d" y="%d">%s</text>`, step, x+tileSide/2, y+30, esc(value))
		}
		d.WriteString(end)
	}
	return d.done()
}

// Shade is the step of colour for a count: 0 for none, then 1, from 2, from 5, from 10, from 25.
func Shade(n int) int {
	step := 0
	for i, from := range []int{1, 2, 5, 10, 25} {
		if n >= from {
			step = i + 1
		}
	}
	return step
}
