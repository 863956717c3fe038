package desk

import (
	"html/template"
	"slices"
	"strconv"
	"time"

	"unhindered/desk"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// An event is something of a case that has a date.
type event struct {
	N    int
	Lane int
	When string
	Text string
	ID   string // of the item
	from un.Date
	to   un.Date
}

// lanes of the timeline: what was done with the UN, what was done to them, what the UN and the State did about it.
var lanes = []string{ui.Text("Cooperation"), ui.Text("Acts"), ui.Text("UN and State")}

// events lists what has a date, oldest first.
func events(c desk.Case) []event {
	var all []event
	add := func(lane int, id string, data desk.Data, from, to un.Date) {
		if from == "" {
			from = to
		}
		if from == "" {
			return
		}
		all = append(all, event{Lane: lane, ID: id, Text: eventText(data), When: period(from, to), from: from, to: to})
	}
	for i := range c.Engagements {
		d := &c.Engagements[i]
		add(0, d.ID, &d.Data, d.Data.From, d.Data.To)
	}
	for i := range c.Acts {
		d := &c.Acts[i]
		add(1, d.ID, &d.Data, d.Data.From, d.Data.To)
	}
	for i := range c.Actions {
		d := &c.Actions[i]
		add(2, d.ID, &d.Data, d.Data.Date, d.Data.Date)
	}
	for i := range c.Replies {
		d := &c.Replies[i]
		add(2, d.ID, &d.Data, d.Data.Date, d.Data.Date)
	}
	slices.SortStableFunc(all, func(a, b event) int { return compare(string(a.from), string(b.from)) })
	for i := range all {
		all[i].N = i + 1
	}
	return all
}

// eventText is the title without its date, which stands beside it.
func eventText(data desk.Data) string {
	switch d := data.(type) {
	case *desk.Engagement:
		return join(", ", capital(string(d.Form)), bodyName(d.Body))
	case *desk.Act:
		return actName(d.Type)
	case *desk.Action:
		return join(", ", capital(d.Type), d.Symbol)
	case *desk.Reply:
		return join(", ", ui.Text("Reply of the State"), d.Symbol)
	}
	return ""
}

// drawing draws the events; nothing where there are too few to show an order.
func drawing(all []event, t func(string, ...any) string) template.HTML {
	if len(all) < 2 {
		return ""
	}
	named := make([]string, len(lanes))
	for i, lane := range lanes {
		named[i] = t(lane)
	}
	var out []chart.Event
	for _, e := range all {
		from, _ := span(e.from)
		last := e.to
		if last == "" {
			last = e.from
		}
		_, to := span(last)
		out = append(out, chart.Event{Lane: e.Lane, Start: from, End: to, Number: e.N, Text: e.When + ": " + e.Text, URL: "#e" + itoa(e.N)})
	}
	return chart.Timeline(chart.Head{ID: "through-time", Title: t("What happened, and what was done about it, through time"),
		Desc: t("%d dated events of the case on three lanes; the list beside has the same numbers.", len(all))}, named, out)
}

// span is the time that a partial date may mean, in decimal years.
func span(d un.Date) (from, to float64) {
	layout := map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}[len(d)]
	t, err := time.Parse(layout, string(d))
	if err != nil {
		return 0, 0
	}
	end := t.AddDate(0, 0, 1)
	switch len(d) {
	case 4:
		end = t.AddDate(1, 0, 0)
	case 7:
		end = t.AddDate(0, 1, 0)
	}
	return decimal(t), decimal(end) - 1e-6
}

func decimal(t time.Time) float64 {
	start := time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	year := start.AddDate(1, 0, 0).Sub(start)
	return float64(t.Year()) + float64(t.Sub(start))/float64(year)
}

func itoa(n int) string { return strconv.Itoa(n) }

// positive reads a number of a page; 1 for what is none.
func positive(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1_000_000 {
		return 1
	}
	return n
}
