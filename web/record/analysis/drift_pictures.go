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

// DriftPicture draws how a State's support changed over the years; without a State, that of all who voted most.
func DriftPicture(f *study.Drift, state string) template.HTML {
	if s := f.Of(state); s != nil {
		return driftPicture(s, english)
	}
	return standsPicture(f.States, english, false, func(string) string { return "" })
}

// driftPicture draws one State's support by year.
func driftPicture(s *study.Stand, say speak) template.HTML {
	if len(s.Years) == 0 {
		return ""
	}
	first, last := s.Years[0].Year, s.Years[len(s.Years)-1].Year
	frame := chart.Frame{X: chart.Scale{From: float64(first), To: float64(max(last, first+1))}, Y: chart.Shares(), Under: say(ui.Text("year"))}
	by := max(1, (last-first+5)/6)
	for y := first; y <= last; y += by {
		frame.X.Ticks = append(frame.X.Ticks, chart.Tick{At: float64(y), Label: strconv.Itoa(y)})
	}
	support, opposition := chart.Curve{Label: say(ui.Text("in favour")), Dots: true}, chart.Curve{Label: say(ui.Text("against")), Dots: true}
	var said []string
	for i, y := range s.Years {
		if i > 0 && y.Year > s.Years[i-1].Year+1 { // years without a vote interrupt the line
			gap := chart.Point{X: float64(y.Year) - .5, Y: math.NaN(), Lower: math.NaN(), Upper: math.NaN()}
			support.Points, opposition.Points = append(support.Points, gap), append(opposition.Points, gap)
		}
		support.Points = append(support.Points, chart.Point{X: float64(y.Year), Y: y.Support.Share, Lower: y.Support.Lower, Upper: y.Support.Upper})
		opposition.Points = append(opposition.Points, chart.Point{X: float64(y.Year), Y: y.Opposition.Share, Lower: y.Opposition.Lower, Upper: y.Opposition.Upper})
		said = append(said, fmt.Sprintf("%d: %s %d, %s %d, %s %d", y.Year, say(ui.Text("yes")), y.For, say(ui.Text("abstain")), y.Abstained, say(ui.Text("no")), y.Against))
	}
	return chart.Curves(chart.Head{ID: "drift", Title: say(ui.Text("How did %s vote, year by year?"), say(name(s.State))), Desc: strings.Join(said, say("; "))}, frame, []chart.Curve{support, opposition})
}

// standsPicture draws the support of the States that voted most often, those most and least in favour.
func standsPicture(all []study.Stand, say speak, rtl bool, at func(string) string) template.HTML {
	const ends = 10
	most := 0
	for _, s := range all {
		most = max(most, s.Votes())
	}
	var shown []study.Stand
	for _, s := range all {
		if 2*s.Votes() >= most || s.Votes() >= 20 {
			shown = append(shown, s)
		}
	}
	if len(shown) > 2*ends {
		shown = append(shown[:ends:ends], shown[len(shown)-ends:]...)
	}
	var rows []chart.Interval
	var said []string
	for _, s := range shown {
		i := chart.Interval{Label: say(name(s.State)), Value: percent(s.Support.Share), Is: s.Support.Share, Lower: s.Support.Lower, Upper: s.Support.Upper,
			Note: say(ui.Text("in favour in %d of %d votes"), s.For, s.Votes()), URL: at(s.State)}
		rows = append(rows, i)
		said = append(said, i.Label+" "+i.Value)
	}
	return chart.Intervals(chart.Head{ID: "stands", Title: say(ui.Text("Who is most and least in favour?")), Desc: strings.Join(said, say("; ")), RTL: rtl}, chart.Shares(), rows)
}
