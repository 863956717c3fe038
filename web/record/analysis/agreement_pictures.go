package analysis

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// A speak is how a picture says things: a sentence or a name in the reader's language, as ui.Pages.T gives it.
type speak func(text string, args ...any) string

// english is the speech of pictures that a command draws.
func english(text string, args ...any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// name is a State's as a text to translate; its code if it has none.
func name(code string) string {
	if s, ok := un.StateByISO3(code); ok {
		return s.Name
	}
	return code
}

// percent writes a share without decimals: "97 %", or a dash for what is not known.
func percent(share float64) string {
	if math.IsNaN(share) {
		return "–"
	}
	return strconv.Itoa(int(math.Round(100*share))) + " %"
}

// three writes an index with three decimals, or a dash for what is not known.
func three(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 3, 64)
}

// CohesionPicture draws the agreement index of groups. A line reaches two standard errors to both sides.
func CohesionPicture(c *study.RollCalls, groups []study.Group) template.HTML {
	all, err := c.Cohesions(groups)
	if err != nil {
		return ""
	}
	return cohesionPicture(all, english, false)
}

func cohesionPicture(all []study.Cohesion, say speak, rtl bool) template.HTML {
	var rows []chart.Interval
	var said []string
	for _, g := range all {
		label := say(g.Name)
		if g.Name == "" {
			var names []string
			for _, code := range g.States {
				names = append(names, say(name(code)))
			}
			label = strings.Join(names, say(", "))
			if len(g.States) > 6 {
				label = strings.Join(g.States, ", ")
			}
		}
		i := chart.Interval{Label: label, Value: three(g.Index.Mean), Is: g.Index.Mean, Lower: g.Index.Mean, Upper: g.Index.Mean,
			Note: say(ui.Text("%s in %d roll calls"), three(g.Index.Mean), g.Index.Rolls)}
		if se := g.Index.StdErr(); !math.IsNaN(se) {
			i.Lower, i.Upper = g.Index.Mean-2*se, g.Index.Mean+2*se
		}
		rows = append(rows, i)
		said = append(said, label+" "+i.Value)
	}
	scale := chart.Scale{From: 0, To: 1, Ticks: []chart.Tick{{At: 0, Label: "0"}, {At: .25, Label: "0.25"}, {At: .5, Label: "0.5"}, {At: .75, Label: "0.75"}, {At: 1, Label: "1"}}}
	return chart.Intervals(chart.Head{ID: "cohesion", Title: say(ui.Text("How alike do the members of each group vote?")), Desc: strings.Join(said, say("; ")), RTL: rtl}, scale, rows)
}

// LikenessPicture draws how alike other States vote with one: those most and least like it.
func LikenessPicture(c *study.RollCalls, code string) template.HTML {
	all, err := c.With(code)
	if err != nil {
		return ""
	}
	return likenessPicture(all, code, english, false, func(string) string { return "" })
}

func likenessPicture(all []study.Likeness, code string, say speak, rtl bool, at func(string) string) template.HTML {
	const ends = 10
	shown := slices.Clone(all)
	shown = slices.DeleteFunc(shown, func(l study.Likeness) bool { return l.Shared == 0 })
	if len(shown) > 2*ends {
		shown = append(shown[:ends:ends], shown[len(shown)-ends:]...)
	}
	var rows []chart.Interval
	var said []string
	for _, l := range shown {
		i := chart.Interval{Label: say(name(l.State)), Value: three(l.Identical.Share), Is: l.Identical.Share, Lower: l.Identical.Lower, Upper: l.Identical.Upper,
			Note: say(ui.Text("the same in %d of %d roll calls"), l.Same, l.Shared), URL: at(l.State)}
		rows = append(rows, i)
		said = append(said, i.Label+" "+i.Value)
	}
	title := say(ui.Text("Who votes most and least like %s?"), say(name(code)))
	return chart.Intervals(chart.Head{ID: "likeness", Title: title, Desc: strings.Join(said, say("; ")), RTL: rtl}, chart.Shares(), rows)
}

// step is the step of colour of a share: from half on it is darker where two vote more alike.
func step(share float64) int {
	switch {
	case math.IsNaN(share):
		return 0
	case share < .25:
		return 1
	case share < .5:
		return 2
	case share < .7:
		return 3
	case share < .85:
		return 4
	}
	return 5
}

// MatrixPicture draws how alike the twenty States with most roll calls vote, each with each.
func MatrixPicture(c *study.RollCalls) template.HTML {
	order := make([]int, len(c.States))
	for m := range order {
		order[m] = m
	}
	slices.SortStableFunc(order, func(a, b int) int { return c.Votes.Cast(b) - c.Votes.Cast(a) })
	var codes []string
	for _, m := range order[:min(20, len(order))] {
		codes = append(codes, c.States[m])
	}
	slices.Sort(codes)
	return matrixPicture(c, codes, english, func(string, string) string { return "" })
}

func matrixPicture(c *study.RollCalls, codes []string, say speak, at func(a, b string) string) template.HTML {
	cells := make([][]chart.Cell, len(codes))
	for i, a := range codes {
		for _, b := range codes {
			m, ok := c.Of(a)
			n, ok2 := c.Of(b)
			if a == b || !ok || !ok2 {
				cells[i] = append(cells[i], chart.Cell{})
				continue
			}
			p, err := c.Votes.Pair(m, n)
			if err != nil || p.Shared == 0 {
				cells[i] = append(cells[i], chart.Cell{Text: "–", Tip: say(ui.Text("%s and %s share no roll call"), say(name(a)), say(name(b)))})
				continue
			}
			share := p.Identical()
			cells[i] = append(cells[i], chart.Cell{Text: strconv.Itoa(int(math.Round(100 * share))), Step: step(share), URL: at(a, b),
				Tip: say(ui.Text("%s and %s: the same in %d of %d roll calls"), say(name(a)), say(name(b)), p.Same, p.Shared)})
		}
	}
	return chart.Matrix(chart.Head{ID: "matrix", Title: say(ui.Text("How alike do they vote, in per cent of shared roll calls?")),
		Desc: say(ui.Text("Rows and columns are States; the table below has the numbers."))}, codes, codes, cells)
}
