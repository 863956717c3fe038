package votes

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"

	"unhindered/record/votes"
	"unhindered/web/ui"
)

// A multiple is one of the small pictures of how a State's votes moved.
type multiple struct {
	ID      string // of the picture, on its page
	Name    string // a text to translate
	Address string // of the rows
	Years   []votes.Year
	First   int // years of the axis, which all pictures of a State share
	Last    int
}

// Picture draws the share of yes, abstentions and no among the votes cast each year, in the words of the page; a year
// without a vote stays empty.
func (m multiple) Picture(page *ui.Page) template.HTML {
	const width, height, floor = 320, 96, 80
	step := float64(width) / float64(max(m.Last-m.First+1, 1))
	id, title := m.ID, page.T(m.Name)
	var b, columns strings.Builder
	var said []string
	for _, y := range m.Years {
		cast := y.Cast()
		if cast == 0 {
			continue
		}
		x := float64(y.Year-m.First) * step
		at := float64(floor)
		told := page.T(ui.Text("%s: %d yes, %d abstained, %d no"), strconv.Itoa(y.Year), y.Yes, y.Abstain, y.No)
		said = append(said, told)
		fmt.Fprintf(&columns, `<g><title>%s</title>`, html.EscapeString(told))
		for _, part := range []struct {
			class string
			n     int
		}{{"yes", y.Yes}, {"abstain", y.Abstain}, {"no", y.No}} {
			if part.n == 0 {
				continue
			}
			tall := float64(part.n) / float64(cast) * floor
			at -= tall
			fmt.Fprintf(&columns, `<rect class="s-%s" x="%.2f" y="%.2f" width="%.2f" height="%.2f"/>`, part.class, x, at, step*.9, tall)
		}
		columns.WriteString("</g>")
	}
	fmt.Fprintf(&b, `<svg class="chart shares" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		width, height, width, height, id, id, id, html.EscapeString(title), id, html.EscapeString(strings.Join(said, page.T("; "))))
	b.WriteString(columns.String())
	fmt.Fprintf(&b, `<line class="axis" x1="0" x2="%d" y1="%d.5" y2="%d.5"/><text x="0" y="93">%d</text><text class="end" x="%d" y="93">%d</text></svg>`,
		width, floor, floor, m.First, width, m.Last)
	return template.HTML(b.String())
}
