package chart

import (
	"html/template"
	"strconv"
)

// A Cell is one of a matrix.
type Cell struct {
	Text string // at most three letters
	Step int    // of colour, 1 to 5; 0 for a plain cell, as of missing data
	Tip  string // what a pointer learns
	URL  string
}

// Sides of a matrix, in CSS pixels.
const (
	matrixCell = 34
	matrixRoom = 46 // for the labels of rows
	matrixHead = 22
)

// Matrix draws rows of cells with labels at both sides; cells has a slice a row. It is as wide as its columns: put it where
// it can be scrolled.
func Matrix(h Head, rows, columns []string, cells [][]Cell) template.HTML {
	if len(rows) == 0 || len(columns) == 0 {
		return ""
	}
	var d drawing
	links := false
	for _, row := range cells {
		for _, c := range row {
			links = links || c.URL != ""
		}
	}
	width, height := strconv.Itoa(matrixRoom+len(columns)*matrixCell), strconv.Itoa(matrixHead+len(rows)*matrixCell)
	d.open(h, "matrix", `viewBox="0 0 `+width+` `+height+`" width="`+width+`" height="`+height+`"`, links)
	for k, c := range columns {
		d.f(`<text class="label" x="%d" y="%d">%s</text>`, matrixRoom+k*matrixCell+matrixCell/2, matrixHead-8, esc(c))
	}
	for i, r := range rows {
		y := matrixHead + i*matrixCell
		d.f(`<text class="label last" x="%d" y="%d">%s</text>`, matrixRoom-8, y+matrixCell/2+4, esc(r))
		if i >= len(cells) {
			continue
		}
		for k, c := range cells[i] {
			x := matrixRoom + k*matrixCell
			end := d.link(c.URL, c.Tip, true)
			d.f(`<rect class="k%d" x="%d" y="%d" width="%d" height="%d" rx="2"/>`, c.Step, x+1, y+1, matrixCell-2, matrixCell-2)
			if c.Text != "" {
				d.f(`<text class="on%d" x="%d" y="%d">%s</text>`, c.Step, x+matrixCell/2, y+matrixCell/2+4, esc(c.Text))
			}
			d.WriteString(end)
		}
	}
	return d.done()
}
