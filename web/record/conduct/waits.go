package conduct

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"
)

// A wait is the time between two dates that may be known to the month or year only: Least days are certain, and up to
// Most are possible. Open has no end: nothing came.
type wait struct {
	Label, Said string // Said stands at the end of the bar
	Least, Most int
	Open        bool
	None        bool // not known at all: only the words are shown
	Link        string
}

const (
	waitRow = 44
	waitTop = 15
)

// waits draws one bar a wait: what is certain is solid, what is possible is hatched by a lighter colour and a dashed edge, and
// where nothing came the bar is open at its end. Axis begins at zero.
func waits(id, title, desc string, all []wait, rtl bool) template.HTML {
	if len(all) == 0 {
		return ""
	}
	top := 1
	for _, w := range all {
		top = max(top, w.Least, w.Most)
	}
	var d strings.Builder
	f := func(format string, args ...any) { fmt.Fprintf(&d, format, args...) }
	class := "bars waits"
	if rtl {
		class += " rtl"
	}
	f(`<svg class="chart %s" width="100%%" height="%d" role="group" aria-labelledby="%s-t" aria-describedby="%s-d" direction="ltr" xmlns="http://www.w3.org/2000/svg"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		class, len(all)*waitRow, id, id, id, html.EscapeString(title), id, html.EscapeString(desc))
	for i, w := range all {
		y := i * waitRow
		end := "</g>"
		if w.Link != "" {
			f(`<a href="%s">`, html.EscapeString(w.Link))
			end = "</a>"
		} else {
			f("<g>")
		}
		f("<title>%s: %s</title>", html.EscapeString(w.Label), html.EscapeString(w.Said))
		f(`<rect class="hit" x="0" width="100%%" y="%d" height="%d"/>`, y, waitRow)
		edge, gap := "0", 8
		if rtl {
			edge, gap = "100%", -8
		}
		f(`<text class="name" x="%s" y="%d">%s</text>`, edge, y+waitTop, html.EscapeString(w.Label))
		const full = 62.0 // the words at the end of a bar need the rest
		least, most := float64(w.Least)/float64(top)*full, float64(max(w.Least, w.Most))/float64(top)*full
		x := func(from, long float64) string {
			if rtl {
				from = 100 - from - long
			}
			return fmt.Sprintf(`x="%s%%" width="%s%%"`, percent(from), percent(long))
		}
		if !w.None {
			f(`<rect class="bar" %s y="%d" height="12"/>`, x(0, max(least, .5)), y+waitTop+7)
			if most > least {
				f(`<rect class="maybe" %s y="%d" height="12"/>`, x(least, most-least), y+waitTop+7)
			}
		}
		at := max(most, .5)
		if w.None {
			at, gap = 0, 0
		}
		if rtl {
			at = 100 - at
		}
		said := w.Said
		if w.Open {
			said = "→ " + said
		}
		f(`<text class="value" x="%s%%" dx="%d" y="%d">%s</text>`, percent(at), gap, y+waitTop+18, html.EscapeString(said))
		d.WriteString(end)
	}
	d.WriteString("</svg>")
	return template.HTML(d.String())
}

func percent(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
