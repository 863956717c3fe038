package analysis

import (
	"cmp"
	"html/template"
	"slices"

	"unhindered/record/study"
	"unhindered/web/ui/chart"
)

// PassagesPicture draws how many words of passages each two texts share.
func PassagesPicture(p *study.Passages) template.HTML {
	words := map[[2]int]int{}
	for _, f := range p.Found {
		words[[2]int{f.A, f.B}] += f.Words
	}
	var bars []chart.Bar
	for pair, n := range words {
		bars = append(bars, chart.Bar{Label: p.Texts[pair[0]].ID + " – " + p.Texts[pair[1]].ID, Count: n})
	}
	slices.SortFunc(bars, func(a, b chart.Bar) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Label, b.Label)) })
	return chart.Bars(chart.Head{ID: "passages", Title: "How many words do the texts share?", Desc: "Words in shared passages, two texts at a time"}, bars)
}
