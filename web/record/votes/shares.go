package votes

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"unhindered/record/votes"
)

// A multiple is one of the small pictures of how a State's votes moved.
type multiple struct {
	Name    string // a text to translate
	Address string // of the rows
	Picture template.HTML
	First   int
	Last    int
}

// shares draws the share of yes, abstentions and no among the votes cast each year, on one time axis; a year without a
// vote stays empty.
func shares(id, title string, years []votes.Year, first, last int) template.HTML {
	const width, height, floor = 320, 96, 80
	step := float64(width) / float64(max(last-first+1, 1))
	var b, said strings.Builder
	var columns strings.Builder
	for _, y := range years {
		cast := y.Cast()
		if cast == 0 {
			continue
		}
		x := float64(y.Year-first) * step
		at := float64(floor)
		fmt.Fprintf(&said, "%d: %d yes, %d abstained, %d no; ", y.Year, y.Yes, y.Abstain, y.No)
		fmt.Fprintf(&columns, `<g><title>%d: %d yes, %d abstained, %d no</title>`, y.Year, y.Yes, y.Abstain, y.No)
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
		width, height, width, height, id, id, id, html.EscapeString(title), id, html.EscapeString(said.String()))
	b.WriteString(columns.String())
	fmt.Fprintf(&b, `<line class="axis" x1="0" x2="%d" y1="%d.5" y2="%d.5"/><text x="0" y="93">%d</text><text class="end" x="%d" y="93">%d</text></svg>`,
		width, floor, floor, first, width, last)
	return template.HTML(b.String())
}
