package analysis

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"

	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// two writes a point of the line with two decimals and a true minus: "−0.52".
func two(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 2, 64), "-", "−", 1)
}

// ci is the half width of a 95 % interval, in standard errors.
const ci = 1.96

// IdealPointsPicture draws where the States stand in the last session, or in all of a static model.
func IdealPointsPicture(p *study.IdealPoints) template.HTML {
	session := 0
	if n := len(p.Sessions); n > 0 {
		session = p.Sessions[n-1]
	}
	return swarmPicture(p.At(session), session, nil, english, false)
}

// swarmPicture draws the points of all States, by regional group, with those chosen marked.
func swarmPicture(all []study.IdealPoint, session int, chosen []string, say speak, rtl bool) template.HTML {
	var swarms []chart.Swarm
	at := map[un.Group]int{}
	for _, g := range append(un.Groups(), un.NoGroup) {
		title := say(study.GroupName(g))
		if g == un.NoGroup {
			title = say(ui.Text("States that are no more"))
		}
		at[g] = len(swarms)
		swarms = append(swarms, chart.Swarm{Label: title})
	}
	mark := map[string]bool{}
	for _, code := range chosen {
		mark[code] = true
	}
	var values []float64
	for _, x := range all {
		group := un.NoGroup
		if s, ok := un.StateByISO3(x.State); ok && s.Status != un.Former {
			group = s.Group
		}
		w := &swarms[at[group]]
		w.Dots = append(w.Dots, chart.Dot{Label: say(name(x.State)), Note: fmt.Sprintf("%s ± %s", two(x.Estimate), two(ci*x.SE)), Is: x.Estimate,
			Lower: x.Estimate - ci*x.SE, Upper: x.Estimate + ci*x.SE, Chosen: mark[x.State], Code: x.State})
		values = append(values, x.Estimate)
	}
	var shown []chart.Swarm
	var said []string
	for _, w := range swarms {
		if len(w.Dots) > 0 {
			w.Note = strconv.Itoa(len(w.Dots))
			shown = append(shown, w)
			sum := 0.
			for _, d := range w.Dots {
				sum += d.Is
			}
			said = append(said, say(ui.Text("%s: %d States, %s on average"), w.Label, len(w.Dots), two(sum/float64(len(w.Dots)))))
		}
	}
	title := say(ui.Text("Where do States stand?"))
	if session > 0 {
		title = say(ui.Text("Where did States stand in session %d?"), session)
	}
	return chart.Swarms(chart.Head{ID: "points", Title: title, Desc: strings.Join(said, say("; ")), RTL: rtl}, wholes(values, 1), shown)
}

// wholes is a scale from the whole number below all values to that above, with a tick at every so many whole numbers.
func wholes(values []float64, every int) chart.Scale {
	from, to := -1, 1
	for _, v := range values {
		from, to = min(from, int(math.Floor(v-.1))), max(to, int(math.Ceil(v+.1)))
	}
	s := chart.Scale{From: float64(from), To: float64(to)}
	for k := from; k <= to; k++ {
		if k%every == 0 {
			s.Ticks = append(s.Ticks, chart.Tick{At: float64(k), Label: strings.Replace(strconv.Itoa(k), "-", "−", 1)})
		}
	}
	return s
}

// when names a session of a body: by the year in which it began for the General Assembly, whose first began in 1946.
func when(body string, session int) string {
	if body == "unga" {
		return strconv.Itoa(1945 + session)
	}
	return strconv.Itoa(session)
}

// A pathOf is how a State moved.
type pathOf struct {
	State   string
	Now     *study.IdealPoint // in the session shown; nil if it has no point there
	Picture template.HTML
}

// paths draws how States moved, all on the same scales.
func paths(p *study.IdealPoints, states []string, session int, say speak) []pathOf {
	var values []float64
	for _, code := range states {
		for _, x := range p.Of(code) {
			values = append(values, x.Estimate)
		}
	}
	first, last := p.Sessions[0], p.Sessions[len(p.Sessions)-1]
	room := .08 * float64(last-first) // for the numbers of the scale
	frame := chart.Frame{X: chart.Scale{From: float64(first) - room, To: float64(max(last, first+1)),
		Ticks: []chart.Tick{{At: float64(first), Label: when(p.Question.Body, first)}, {At: float64(last), Label: when(p.Question.Body, last)}}}, Y: wholes(values, 2)}
	var all []pathOf
	for _, code := range states {
		known := map[int]study.IdealPoint{}
		for _, x := range p.Of(code) {
			known[x.Session] = x
		}
		if len(known) == 0 {
			continue
		}
		one := pathOf{State: code}
		var points []chart.Point
		var from, to *study.IdealPoint
		for _, s := range p.Sessions {
			x, ok := known[s]
			if !ok {
				points = append(points, chart.Point{X: float64(s), Y: math.NaN(), Lower: math.NaN(), Upper: math.NaN()})
				continue
			}
			if from == nil {
				from = &x
			}
			to = &x
			if s == session {
				one.Now = &x
			}
			points = append(points, chart.Point{X: float64(s), Y: x.Estimate, Lower: x.Estimate - ci*x.SE, Upper: x.Estimate + ci*x.SE})
		}
		said := say(ui.Text("from %s in session %d to %s in session %d"), two(from.Estimate), from.Session, two(to.Estimate), to.Session)
		one.Picture = chart.Course(chart.Head{ID: "path-" + strings.ToLower(code), Title: say(name(code)), Desc: said}, frame, points, float64(session))
		all = append(all, one)
	}
	return all
}
