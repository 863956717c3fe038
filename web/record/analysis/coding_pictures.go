package analysis

import (
	"fmt"
	"html/template"
	"strings"

	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// categories are McMahon's action categories, 1 to 5.
var categories = [5]string{ui.Text("1 minimal"), ui.Text("2 continuing"), ui.Text("3 considering"), ui.Text("4 general"), ui.Text("5 specific")}

// CodingPicture draws how many texts have each action category.
func CodingPicture(a study.Answer) template.HTML {
	var n [5]int
	for _, row := range a.Rows {
		if action, ok := row[1].(int); ok {
			n[action-1]++
		}
	}
	return categoryBars(chart.Head{ID: "coding", Title: "How specific are the recommendations?"}, n, func(s string) string { return s })
}

// categoryBars draws the number of texts in each category.
func categoryBars(h chart.Head, n [5]int, word func(string) string) template.HTML {
	var bars []chart.Bar
	var said []string
	for i, name := range categories {
		bars = append(bars, chart.Bar{Label: word(name), Count: n[i]})
		said = append(said, fmt.Sprintf("%s: %s", word(name), ui.Number(n[i])))
	}
	h.Desc = strings.Join(said, word("; "))
	return chart.Bars(h, bars)
}

// SpecificityPicture draws the share of specific recommendations of every State.
func SpecificityPicture(c *study.Coded, side study.Side) template.HTML {
	_, states := c.Counts(side)
	return specificitySwarm(states, side, "", english, false)
}

// specificitySwarm draws a dot for every State at its share of category 5, by regional group.
func specificitySwarm(states []study.Specificity, side study.Side, chosen string, say speak, rtl bool) template.HTML {
	var swarms []chart.Swarm
	at := map[un.Group]int{}
	for _, g := range append(un.Groups(), un.NoGroup) {
		title := say(study.GroupName(g))
		if g == un.NoGroup {
			title = say(ui.Text("no regional group"))
		}
		at[g] = len(swarms)
		swarms = append(swarms, chart.Swarm{Label: title})
	}
	for _, s := range states {
		group := un.NoGroup
		if state, ok := un.StateByISO3(s.State); ok {
			group = state.Group
		}
		w := &swarms[at[group]]
		w.Dots = append(w.Dots, chart.Dot{Label: say(name(s.State)), Note: fmt.Sprintf("%d %% (%d)", hundredths(s.Rate.Share), s.Total()),
			Is: s.Rate.Share, Lower: s.Rate.Lower, Upper: s.Rate.Upper, Chosen: s.State == chosen, Code: s.State})
	}
	var shown []chart.Swarm
	var said []string
	for _, w := range swarms {
		if len(w.Dots) == 0 {
			continue
		}
		w.Note = fmt.Sprint(len(w.Dots))
		shown = append(shown, w)
		sum := 0.
		for _, d := range w.Dots {
			sum += d.Is
		}
		said = append(said, say(ui.Text("%s: %d States, %d %% on average"), w.Label, len(w.Dots), hundredths(sum/float64(len(w.Dots)))))
	}
	title := say(ui.Text("What share of the recommendations that each State receives asks for a specific act?"))
	if side == study.Made {
		title = say(ui.Text("What share of the recommendations that each State makes asks for a specific act?"))
	}
	return chart.Swarms(chart.Head{ID: "specific", Title: title, Desc: strings.Join(said, say("; ")), RTL: rtl}, chart.Shares(), shown)
}
