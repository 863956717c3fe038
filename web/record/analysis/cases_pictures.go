package analysis

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"unhindered/record/study"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// RepliesPicture draws the reply rates of States with their intervals.
func RepliesPicture(p *study.Replies) template.HTML {
	return repliesPicture(p, english, false, func(string) string { return "" })
}

func repliesPicture(p *study.Replies, say speak, rtl bool, at func(string) string) template.HTML {
	var rows []chart.Interval
	var said []string
	add := func(r study.Reply, label, url string) {
		i := chart.Interval{Label: label, Value: percent(r.Share.Share), Is: r.Share.Share, Lower: r.Share.Lower, Upper: r.Share.Upper, URL: url,
			Note: say(ui.Text("%d of %d letters have a reply"), r.Replied, r.Replied+r.Silent)}
		rows = append(rows, i)
		said = append(said, label+" "+i.Note)
	}
	for _, r := range p.States {
		if r.Letters > 0 {
			add(r, say(name(r.State)), at(r.State))
		}
	}
	if len(rows) > 1 {
		add(p.All, say(ui.Text("All States together")), at(""))
	}
	return chart.Intervals(chart.Head{ID: "replies", Title: say(ui.Text("How large a share of letters has a reply?")), Desc: strings.Join(said, say("; ")), RTL: rtl}, chart.Shares(), rows)
}

// ReportsPicture draws one row a State, one cell a report.
func ReportsPicture(p *study.Reports) template.HTML {
	return reportsPicture(p, english, func(string) string { return "" })
}

func reportsPicture(p *study.Reports, say speak, at func(string) string) template.HTML {
	var rows, columns []string
	var said []string
	for _, y := range p.Years {
		columns = append(columns, "’"+fmt.Sprintf("%02d", y%100))
	}
	cells := make([][]chart.Cell, 0, len(p.States))
	for _, s := range p.States {
		rows = append(rows, s.State)
		var row []chart.Cell
		for i, c := range s.Cells {
			cell := chart.Cell{Tip: say(ui.Text("%s in the report of %d: not known"), say(name(s.State)), p.Years[i])}
			switch c.Named {
			case "yes":
				cell = chart.Cell{Text: "●", Step: 4, URL: at(s.State), Tip: say(ui.Text("%s is named in the report of %d"), say(name(s.State)), p.Years[i])}
			case "no":
				cell = chart.Cell{Text: "–", Step: 1, URL: at(s.State), Tip: say(ui.Text("%s is not named in the report of %d"), say(name(s.State)), p.Years[i])}
			}
			row = append(row, cell)
		}
		cells = append(cells, row)
		said = append(said, say(ui.Text("%s is named in %d of %d reports"), say(name(s.State)), s.Yes, len(p.Years)))
	}
	return chart.Matrix(chart.Head{ID: "reports", Title: say(ui.Text("Which reports name which State?")), Desc: strings.Join(said, say("; "))}, rows, columns, cells)
}

// UndercountPicture draws all estimates with their intervals, from the cases seen.
func UndercountPicture(u *study.Undercount) template.HTML {
	return undercountPicture(u, english, false)
}

func undercountPicture(u *study.Undercount, say speak, rtl bool) template.HTML {
	type estimate struct {
		label        string
		n, low, high float64
		apart        bool
	}
	var all []estimate
	for _, p := range u.Pairs {
		if p.Nothing == "" {
			all = append(all, estimate{say(ui.Text("lists %d and %d alone"), p.A+1, p.B+1), p.Is.N, p.Is.Lower, p.Is.Upper, true})
		}
	}
	if u.Bound != nil {
		all = append(all, estimate{say(ui.Text("all lists, lower bound (Chao)")), u.Bound.N, u.Bound.Lower, u.Bound.Upper, false})
	}
	if u.Spread != nil {
		for i, f := range u.Spread.Fits {
			all = append(all, estimate{say(ui.Text("all lists; dependent: %s"), say(study.ModelName(f.Model))), f.N, f.Lower, f.Upper, i >= u.Spread.Credible})
		}
	}
	if len(all) == 0 {
		return ""
	}
	top := 0.
	for _, e := range all {
		top = math.Max(top, e.n)
		if !math.IsInf(e.high, 1) {
			top = math.Max(top, math.Min(e.high, 3*e.n))
		}
	}
	scale := counts(top)
	var rows []chart.Interval
	var said []string
	for _, e := range all {
		upper := strconv.Itoa(int(math.Round(e.high)))
		if math.IsInf(e.high, 1) {
			upper = "∞"
		}
		i := chart.Interval{Label: e.label, Value: strconv.Itoa(int(math.Round(e.n))), Is: e.n, Lower: e.low, Upper: e.high, Apart: e.apart,
			Note: say(ui.Text("%d, from %d to %s"), int(math.Round(e.n)), int(math.Round(e.low)), upper)}
		rows = append(rows, i)
		said = append(said, e.label+": "+i.Note)
	}
	return chart.Intervals(chart.Head{ID: "undercount", Title: say(ui.Text("How many cases could there be?")), Desc: strings.Join(said, say("; ")), RTL: rtl}, scale, rows)
}

// counts is a scale from 0 with round ticks that has room for a number.
func counts(top float64) chart.Scale {
	by := 1.
	for k := 0; top/by > 5; k++ {
		by = math.Pow(10, float64(k/3)) * []float64{1, 2, 5}[k%3]
	}
	s := chart.Scale{To: math.Max(by, math.Ceil(top/by)*by)}
	for t := 0.; t <= s.To+by/2; t += by {
		s.Ticks = append(s.Ticks, chart.Tick{At: t, Label: strconv.Itoa(int(t))})
	}
	return s
}
