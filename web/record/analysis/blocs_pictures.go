package analysis

import (
	"html/template"
	"math"
	"strconv"
	"strings"

	"unhindered/record/study"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// BlocsPicture draws one square a State, a group of squares a bloc.
func BlocsPicture(b *study.Blocs) template.HTML {
	var codes []string
	var tiles []chart.Tile
	for c, members := range b.Members() {
		for _, m := range members {
			codes = append(codes, b.States[m])
			tiles = append(tiles, chart.Tile{Code: b.States[m], Step: min(5, c+1), Value: strconv.Itoa(c + 1), Bar: chart.Bar{Label: name(b.States[m]), Note: "bloc " + strconv.Itoa(c+1)}})
		}
	}
	return chart.Tiles(chart.Head{ID: "blocs", Title: "Which States vote more alike with each other than with the rest?", Desc: strings.Join(codes, ", ")}, tiles)
}

// blocTiles draws one bloc: a square a State, darker where it is surer, with the drawings out of 100 in which it stays.
func blocTiles(b *study.Blocs, c int, say speak, at func(string) string) template.HTML {
	var tiles []chart.Tile
	var said []string
	for _, m := range b.Members()[c] {
		code := b.States[m]
		stay := int(math.Round(100 * b.Stay[m]))
		tiles = append(tiles, chart.Tile{Code: code, Step: sure(b.Stay[m]), Value: strconv.Itoa(stay),
			Bar: chart.Bar{Label: say(name(code)), Note: say(ui.Text("in this bloc in %d of 100 drawings"), stay), URL: at(code)}})
		said = append(said, say(name(code))+" "+strconv.Itoa(stay))
	}
	return chart.Tiles(chart.Head{ID: "bloc-" + strconv.Itoa(c+1), Title: say(ui.Text("Bloc %d, one square a State"), c+1), Desc: strings.Join(said, say("; "))}, tiles)
}

// sure is the step of colour for the share of drawings in which a State stays.
func sure(stay float64) int {
	switch {
	case stay < .5:
		return 1
	case stay < .8:
		return 2
	case stay < .95:
		return 3
	}
	return 4
}
