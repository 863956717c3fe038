package analysis

import (
	"html/template"
	"math"
	"strconv"
	"strings"

	"unhindered/analysis/survival"
	"unhindered/record/study"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// WaitingPicture draws the share still waiting, with bands and the numbers at risk.
func WaitingPicture(w *study.Waiting) template.HTML { return waitingPicture(w, english) }

// A year in days, how many groups a picture takes, and how many must still wait for it to go on (or a quarter of all).
const (
	yearDays    = 365.25
	groupsDrawn = 5
	fewestDrawn = 10
)

func waitingPicture(w *study.Waiting, say speak) template.HTML {
	groups := w.Groups[:min(groupsDrawn, len(w.Groups))]
	longest := 0.
	for _, g := range groups {
		for _, s := range g.Curve.Steps { // the tail of very few says little
			if s.AtRisk >= min(fewestDrawn, (g.Curve.N+3)/4) {
				longest = math.Max(longest, s.Time)
			}
		}
	}
	if longest == 0 {
		return ""
	}
	scale := years(longest)
	frame := chart.Frame{X: scale, Y: chart.Shares(), Steps: true, Under: say(ui.Text("years waited")), LabelAt: .22 * scale.To}
	var curves []chart.Curve
	var said []string
	for _, g := range groups {
		label := waitGroupName(g.Name, say)
		c := chart.Curve{Label: label, Points: []chart.Point{{X: 0, Y: 1, Lower: 1, Upper: 1}}}
		for _, s := range g.Curve.Steps {
			if s.Time/yearDays > scale.To {
				break
			}
			c.Points = append(c.Points, chart.Point{X: s.Time / yearDays, Y: s.Survival, Lower: s.Lower, Upper: s.Upper})
		}
		if len(groups) == 1 {
			c.Label = ""
		}
		last := g.Curve.At(scale.To * yearDays)
		c.Points = append(c.Points, chart.Point{X: scale.To, Y: last.Survival, Lower: last.Lower, Upper: last.Upper})
		curves = append(curves, c)
		row := chart.Row{Label: say(ui.Text("still followed: %s"), label)}
		for _, t := range scale.Ticks {
			row.Numbers = append(row.Numbers, strconv.Itoa(g.Curve.Waiting(t.At*yearDays)))
		}
		frame.Rows = append(frame.Rows, row)
		said = append(said, label+": "+medianSaid(g.Curve.Median(), say))
	}
	return chart.Curves(chart.Head{ID: "waiting", Title: say(waitingTitles[w.Question.Ledger]), Desc: strings.Join(said, say("; "))}, frame, curves)
}

// waitingTitles are the questions of the pictures.
var waitingTitles = map[string]string{
	"ngo":     ui.Text("How many applications are still undecided, by the years they have waited?"),
	"visits":  ui.Text("How many requests for a visit have no answer, by the years they have waited?"),
	"letters": ui.Text("How many letters have no reply, by the years they have waited?"),
}

// years is a scale of years from 0 that has room for a number of days.
func years(days float64) chart.Scale {
	top := math.Ceil(days / yearDays)
	by := 1.
	for _, step := range []float64{1, 2, 5, 10} {
		if by = step; top/step <= 8 {
			break
		}
	}
	s := chart.Scale{To: math.Max(1, top)}
	if days < yearDays/2 {
		s.To, by = .5, .25
	}
	for t := 0.; t <= s.To+1e-9; t += by {
		s.Ticks = append(s.Ticks, chart.Tick{At: t, Label: strconv.FormatFloat(t, 'f', -1, 64)})
	}
	return s
}

// medianSaid is after how many days half were decided, in words.
func medianSaid(m survival.Quantile, say speak) string {
	if math.IsNaN(m.Is) {
		return say(ui.Text("more than half still wait at the end"))
	}
	return say(ui.Text("half decided after %s days, 95 %% interval %s to %s"), wholeDays(m.Is), wholeDays(m.Lower), wholeDays(m.Upper))
}
