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
	Label, Said string // Said stands after the bar
	Least, Most int
	Open        bool
	None        bool // not known at all: only the words are shown
	Link        string
}

// waits draws one bar a wait, in a list whose words wrap on a phone: what is certain is solid, what is possible is lighter
// with a dashed edge, and where nothing came an arrow says so. All bars begin at zero and share a scale.
func waits(all []wait, rtl bool) template.HTML {
	top := 1
	for _, w := range all {
		top = max(top, w.Least, w.Most)
	}
	var d strings.Builder
	for _, w := range all {
		label := "<bdi>" + html.EscapeString(w.Label) + "</bdi>"
		if w.Link != "" {
			label = `<a href="` + html.EscapeString(w.Link) + `">` + label + "</a>"
		}
		d.WriteString("<li>" + label)
		if !w.None {
			d.WriteString(bar(float64(w.Least)/float64(top)*100, float64(max(w.Least, w.Most))/float64(top)*100, rtl))
		}
		arrow := ""
		if w.Open {
			arrow = "→ "
			if rtl {
				arrow = "← "
			}
		}
		d.WriteString("<span>" + arrow + html.EscapeString(w.Said) + "</span></li>")
	}
	if d.Len() == 0 {
		return ""
	}
	return template.HTML(`<ol class="waits">` + d.String() + "</ol>")
}

// bar is solid to least per cent of the width, and dashed to most. The words beside it say the same.
func bar(least, most float64, rtl bool) string {
	x := func(from, long float64) string {
		if rtl {
			from = 100 - from - long
		}
		return fmt.Sprintf(`x="%s%%" width="%s%%"`, percent(from), percent(long))
	}
	maybe := ""
	if most > least {
		maybe = `<rect class="maybe" ` + x(least, most-least) + ` height="12"/>`
	}
	return `<svg class="chart" width="100%" height="12" aria-hidden="true"><rect class="bar" ` + x(0, max(least, .5)) + ` height="12"/>` + maybe + "</svg>"
}

func percent(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }
