package analysis

import (
	"fmt"
	"html/template"
	"strings"

	"unhindered/record/study"
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
	h.Desc = strings.Join(said, "; ")
	return chart.Bars(h, bars)
}
