// Package chart draws small pictures of numbers as SVG on the server: columns a year, bars, a tile map of States and a
// timeline of lanes. It knows only labels and numbers.
//
// The pictures carry a title and a description for those who do not see them, take their colours from the classes in
// CSS (the site's policy forbids inline style), and stay readable in the dark and in print. Columns and bars use
// percentages across, so that their text keeps its size on a phone. A picture with links is a group, not an image,
// because the links of an image are out of reach for a screen reader.
package chart

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"
)

// CSS styles all charts; a room that draws any appends it to its own styles.
var CSS = base + study

var (
	//go:embed chart.css
	base string
	//go:embed study.css
	study string // of the pictures of analyses: intervals, curves, matrices
)

// A Head is what every chart says about itself.
type Head struct {
	ID    string // unique on the page; letters, digits and hyphens
	Title string // the finding or the question, already translated
	Desc  string // the numbers in words, already translated
	RTL   bool   // the page is read from right to left: bars begin at the right; time still runs to the right
}

// A Bar is one counted thing.
type Bar struct {
	Label string
	Note  string // said after the label in the tooltip, such as "3 entries"; the count if empty
	Count int
	URL   string // where the rows behind the number are; may be empty
	Rest  int    // how many of Count are of another kind: drawn last, in the warm colour
	Apart bool   // one of the others beside what was chosen: drawn lighter
}

// tip is what a pointer and a screen reader learn of the bar.
func (b Bar) tip() string {
	if b.Note != "" {
		return b.Label + ": " + b.Note
	}
	return b.Label + ": " + strconv.Itoa(b.Count)
}

// class is that of the bar's shape.
func (b Bar) class() string {
	if b.Apart {
		return "bar apart"
	}
	return "bar"
}

// drawing collects SVG text. Everything that is not a number goes through esc.
type drawing struct{ strings.Builder }

func (d *drawing) f(format string, args ...any) { fmt.Fprintf(d, format, args...) }

func esc(s string) string { return html.EscapeString(s) }

// open begins an SVG whose size attributes are given, with its title and description.
func (d *drawing) open(h Head, class, size string, links bool) {
	role := "img"
	if links {
		role = "group"
	}
	d.f(`<svg class="chart %s" %s role="%s" aria-labelledby="%s-t" aria-describedby="%s-d" direction="ltr" xmlns="http://www.w3.org/2000/svg">`,
		class, size, role, esc(h.ID), esc(h.ID))
	d.f(`<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`, esc(h.ID), esc(h.Title), esc(h.ID), esc(h.Desc))
}

func (d *drawing) done() template.HTML {
	d.WriteString("</svg>")
	return template.HTML(d.String())
}

// link begins a link, or a plain group where there is no address; the answer closes it. A link that is quiet can be
// clicked but is passed over by the Tab key.
func (d *drawing) link(url, tip string, quiet bool) string {
	end := "</g>"
	if url == "" {
		d.WriteString("<g>")
	} else {
		end = "</a>"
		d.f(`<a href="%s"`, esc(url))
		if quiet {
			d.WriteString(` tabindex="-1"`)
		}
		d.WriteString(">")
	}
	d.f("<title>%s</title>", esc(tip))
	return end
}

func most(bars []Bar) (top int, links bool) {
	for _, b := range bars {
		top = max(top, b.Count)
		links = links || b.URL != ""
	}
	return max(top, 1), links
}

// num writes a coordinate with at most two decimals.
func num(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0"), ".")
}
