package ngo

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhindered/record/ngo"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// Heights of the picture of sessions, in CSS pixels.
const (
	sessionsUp   = 120
	sessionsDown = 120
	sessionsText = 26
)

// sessionColumns draws one column a session: recommended upwards, put off downwards from one line.
func (h *handler) sessionColumns(r *http.Request, l *ngo.Ledger) template.HTML {
	var all []ngo.Session
	top := 1
	for _, s := range l.Sessions {
		if s.Count(ngo.Granted)+s.Deferred() > 0 {
			all = append(all, s)
			top = max(top, s.Count(ngo.Granted), s.Deferred())
		}
	}
	if len(all) == 0 {
		return ""
	}
	var b strings.Builder
	total := sessionsText + sessionsUp + sessionsDown + sessionsText
	line := sessionsText + sessionsUp
	var said []string
	for _, s := range all {
		said = append(said, fmt.Sprintf("%s: %d, %d", s.Date, s.Count(ngo.Granted), s.Deferred()))
	}
	fmt.Fprintf(&b, `<svg class="chart ngo-sessions" width="100%%" height="%d" role="group" aria-labelledby="ngo-s-t" aria-describedby="ngo-s-d" direction="ltr" xmlns="http://www.w3.org/2000/svg"><title id="ngo-s-t">%s</title><desc id="ngo-s-d">%s</desc>`,
		total, html.EscapeString(h.pages.T(r, "Recommended and put off at each session")), html.EscapeString(h.pages.T(r, "Session, recommended, put off:")+" "+strings.Join(said, "; ")))
	step := 100 / float64(len(all))
	year, class, named := "", "", 0
	for i, s := range all {
		x, wide := (float64(i)+.14)*step, step*.72
		up := float64(s.Count(ngo.Granted)) / float64(top) * sessionsUp
		down := float64(s.Deferred()) / float64(top) * sessionsDown
		tip := h.pages.T(r, "Session of %s: %d recommended, %d put off", h.date(r, s.Date), s.Count(ngo.Granted), s.Deferred())
		fmt.Fprintf(&b, `<a href="%s"><title>%s</title><rect class="hit" x="%.2f%%" width="%.2f%%" y="0" height="%d"/>`,
			html.EscapeString(h.pages.Link(r, "/ngo/sessions/"+s.Date)), html.EscapeString(tip), float64(i)*step, step, total)
		fmt.Fprintf(&b, `<rect class="bar" x="%.2f%%" width="%.2f%%" y="%.1f" height="%.1f"/>`, x, wide, float64(line)-up, up)
		fmt.Fprintf(&b, `<rect class="ngo-off" x="%.2f%%" width="%.2f%%" y="%d" height="%.1f"/></a>`, x, wide, line+1, down)
		if y := s.Date[:4]; y != year {
			year, class = y, "label"
			if named++; named%3 != 1 { // on a phone every third has room
				class = "label wide"
			}
			fmt.Fprintf(&b, `<text class="%s" x="%.2f%%" y="%d">’%s</text>`, class, x+wide/2, total-8, y[2:])
		}
	}
	fmt.Fprintf(&b, `<line class="axis" x1="0" x2="100%%" y1="%d.5" y2="%d.5"/>`, line, line)
	fmt.Fprintf(&b, `<text class="ngo-word" x="0" y="14">↑ %s</text><text class="ngo-word" x="0" y="%d">↓ %s</text>`,
		html.EscapeString(h.pages.T(r, "recommended for status (most: %d)", most(all, func(s ngo.Session) int { return s.Count(ngo.Granted) }))), total-sessionsText-6,
		html.EscapeString(h.pages.T(r, "put off (most: %d)", most(all, ngo.Session.Deferred))))
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

func most(all []ngo.Session, of func(ngo.Session) int) int {
	n := 0
	for _, s := range all {
		n = max(n, of(s))
	}
	return n
}

// voteOrder is how seats are filled from the left.
var voteOrder = map[ngo.Vote]int{ngo.Yes: 0, ngo.Abstain: 1, ngo.Absent: 2, ngo.No: 3}

// Shape of the half circle, in units of its view box.
const (
	seatRadius = 17
	innerRing  = 82
	outerRing  = 142
)

// seats draws the members of the Committee as a half circle, those in favour at the left, those against at the right.
func seats(page *ui.Page, r *ngo.RollCall) template.HTML {
	tip := func(b ngo.Ballot) string {
		name := b.Name
		if s, ok := un.StateByISO3(b.ISO3); ok {
			name = page.T(s.Name)
		}
		return html.EscapeString(name + ": " + page.T(voteWord(b.Vote)))
	}
	var all []ngo.Ballot
	seen := map[string]bool{}
	for _, b := range r.Ballots {
		if !seen[b.ISO3] {
			seen[b.ISO3] = true
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return ""
	}
	inner := len(all) * 7 / 19
	type place struct{ angle, x, y float64 }
	var places []place
	ring := func(n int, radius float64) {
		for i := range n {
			angle := math.Pi
			if n > 1 {
				angle = math.Pi * (1 - float64(i)/float64(n-1))
			}
			places = append(places, place{angle, 180 + radius*math.Cos(angle), 165 - radius*math.Sin(angle)})
		}
	}
	ring(inner, innerRing)
	ring(len(all)-inner, outerRing)
	slices.SortStableFunc(places, func(a, b place) int {
		switch {
		case a.angle > b.angle+1e-9:
			return -1
		case b.angle > a.angle+1e-9:
			return 1
		}
		return 0
	})
	slices.SortStableFunc(all, func(a, b ngo.Ballot) int { return voteOrder[a.Vote] - voteOrder[b.Vote] })
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="chart ngo-seats" viewBox="0 0 360 200" width="480" role="img" aria-labelledby="ngo-h-t" aria-describedby="ngo-h-d" direction="ltr" xmlns="http://www.w3.org/2000/svg"><title id="ngo-h-t">%s</title><desc id="ngo-h-d">`, html.EscapeString(page.T(ui.Text("Votes of the members"))))
	for i, v := range all {
		if i > 0 {
			b.WriteString(page.T("; "))
		}
		b.WriteString(tip(v))
	}
	b.WriteString("</desc>")
	for i, v := range all {
		p := places[i]
		fmt.Fprintf(&b, `<g class="ngo-v-%s"><title>%s</title><circle cx="%.1f" cy="%.1f" r="%d"/><text x="%.1f" y="%.1f">%s</text><text class="ngo-letter" x="%.1f" y="%.1f">%s</text></g>`,
			v.Vote, tip(v), p.x, p.y, seatRadius, p.x, p.y+1, v.ISO3, p.x, p.y+11, v.Vote.Letter())
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// decimal is a date as a decimal year, with the end of the time it may mean.
func decimal(date string) (from, to float64, vague, ok bool) {
	layouts := map[int]string{4: "2006", 7: "2006-01", 10: time.DateOnly}
	t, err := time.Parse(layouts[len(date)], date)
	if err != nil {
		return 0, 0, false, false
	}
	end := t
	switch len(date) {
	case 4:
		end = t.AddDate(1, 0, 0)
	case 7:
		end = t.AddDate(0, 1, 0)
	}
	year := func(t time.Time) float64 { return float64(t.Year()) + float64(t.YearDay()-1)/366 }
	return year(t), year(end), len(date) < 10, true
}

// limbo draws an organisation's years: sessions that put it off, questions, decisions.
func (h *handler) limbo(r *http.Request, name string, moments []moment) template.HTML {
	var events []chart.Event
	var said []string
	for _, m := range moments {
		from, to, vague, ok := decimal(m.Date)
		if !ok {
			continue
		}
		events = append(events, chart.Event{Lane: m.lane, Start: from, End: to, Vague: vague, Number: m.Number,
			Text: h.date(r, m.Date) + ": " + m.plain, URL: "#e" + strconv.Itoa(m.Number)})
		said = append(said, m.Date+": "+m.plain)
	}
	lanes := []string{h.pages.T(r, "Put off"), h.pages.T(r, "Questions"), h.pages.T(r, "Decided or voted")}
	return chart.Timeline(chart.Head{ID: "limbo", Title: h.pages.T(r, "%s before the Committee", name), Desc: strings.Join(said, "; ")}, lanes, events)
}

// years draws the years in which something happened, for a phone, where the lanes of limbo have no room.
func (h *handler) years(r *http.Request, name string, moments []moment) template.HTML {
	n := map[int]int{}
	first, last := 0, 0
	for _, m := range moments {
		year := un.Date(m.Date).Year()
		if year == 0 {
			continue
		}
		n[year]++
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
	}
	if first == last {
		return ""
	}
	var said []string
	for year := first; year <= last; year++ {
		said = append(said, strconv.Itoa(year)+": "+strconv.Itoa(n[year]))
	}
	return chart.StripAxis(first, last) + chart.Strip(chart.Head{ID: "limbo-years", Title: h.pages.T(r, "%s before the Committee", name), Desc: strings.Join(said, "; ")}, first, last, n)
}

// voteYears draws how many roll calls there were in each year.
func (h *handler) voteYears(r *http.Request, rows []voteRow) template.HTML {
	n := map[int]int{}
	first, last := 0, 0
	for _, row := range rows {
		year := un.Date(row.Session).Year()
		n[year]++
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
	}
	if first == last {
		return ""
	}
	var bars []chart.Bar
	var said []string
	for year := first; year <= last; year++ {
		label := strconv.Itoa(year)
		bars = append(bars, chart.Bar{Label: label, Count: n[year], Note: h.pages.N(r, "one roll call", "%d roll calls", n[year])})
		said = append(said, label+": "+strconv.Itoa(n[year]))
	}
	return chart.Years(chart.Head{ID: "roll-calls", Title: h.pages.T(r, "Roll calls in each year"), Desc: strings.Join(said, "; ")}, bars)
}
