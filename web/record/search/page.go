package search

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/search"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// A page is what search.html shows.
type page struct {
	Query    query
	Building bool // there is no index yet
	Stale    bool // a newer one is being built
	Found    search.Page
	List     ledger.List
	Hits     []hit
	Wishes   []wish
	Ledgers  []row // with the years of each
	States   []row
	More     []row // States that are folded away
	Years    template.HTML
	Axis     template.HTML
	State    string // that the query names, while there is no index
	Compared int    // how many are put in order by how well they fit; 0: all
}

// A row is one value of a facet.
type row struct {
	Value   string
	N       int
	Path    string
	Chosen  bool
	Picture template.HTML
}

// A wish is one condition, with the address without it.
type wish struct{ Kind, Value, Without string }

// A hit is a document as the list shows it.
type hit struct {
	search.Hit
	Title      text
	Text, Also *text // nil: there is none, or it says nothing new
}

// A text is one with what was looked for marked, and its language.
type text struct {
	Lang   string
	Pieces []search.Piece
}

func (h *handler) page(r *http.Request, q query, found search.Page, list ledger.List, fresh bool) page {
	d := page{Query: q, Stale: !fresh, Found: found, List: list, Wishes: h.wishes(r, q)}
	if q.Narrow() {
		for _, f := range found.Hits {
			d.Hits = append(d.Hits, newHit(f, found))
		}
	}
	if q.Ranked && found.Total > search.MostRanked {
		d.Compared = search.MostRanked
	}
	h.ledgers(r, &d)
	for i, c := range found.States {
		one := row{Value: c.Value, N: c.N, Path: q.With("state", c.Value), Chosen: c.Value == q.State}
		if i < topStates {
			d.States = append(d.States, one)
		} else {
			d.More = append(d.More, one)
		}
	}
	d.Years = h.years(r, found.Years, q)
	return d
}

func newHit(f search.Hit, found search.Page) hit {
	one := hit{Hit: f, Title: text{search.Language(f.Title), found.Mark(f.Title, 0)}}
	if f.Document.Text != "" {
		one.Text = &text{search.Language(f.Document.Text), found.Mark(f.Document.Text, lead)}
	}
	if !found.Holds(f.Document.Title) && !found.Holds(f.Document.Text) && found.Holds(f.Document.Also) {
		one.Also = &text{search.Language(f.Document.Also), found.Mark(f.Document.Also, lead/2)}
	}
	return one
}

// ledgers fills the rows of the ledgers, each with a strip of its years on one scale.
func (h *handler) ledgers(r *http.Request, d *page) {
	first, last := 9999, 0
	for _, s := range d.Found.By {
		if n := len(s.Years); n > 0 {
			first, last = min(first, number(s.Years[0].Value)), max(last, number(s.Years[n-1].Value))
		}
	}
	for i, c := range d.Found.Ledgers {
		one := row{Value: c.Value, N: c.N, Path: d.Query.With("ledger", c.Value), Chosen: c.Value == d.Query.Ledger}
		years, said := map[int]int{}, []string{}
		for _, y := range d.Found.By[i].Years {
			years[number(y.Value)] = y.N
			said = append(said, y.Value+": "+strconv.Itoa(y.N))
		}
		if first < last {
			one.Picture = chart.Strip(chart.Head{ID: "years-" + c.Value, Title: h.pages.T(r, "Years of: %s", h.pages.T(r, ledgerName(c.Value))), Desc: strings.Join(said, "; ")}, first, last, years)
		}
		d.Ledgers = append(d.Ledgers, one)
	}
	if first < last {
		d.Axis = chart.StripAxis(first, last)
	}
}

func number(year string) int {
	n, _ := strconv.Atoi(year) // the index wrote it
	return n
}

// years draws a column for every year.
func (h *handler) years(r *http.Request, counts []search.Count, q query) template.HTML {
	if len(counts) < 2 {
		return ""
	}
	n := map[int]int{}
	for _, c := range counts {
		n[number(c.Value)] = c.N
	}
	var bars []chart.Bar
	var said []string
	for year := number(counts[0].Value); year <= number(counts[len(counts)-1].Value); year++ {
		label := strconv.Itoa(year)
		b := chart.Bar{Label: label, Count: n[year], Note: h.pages.N(r, "one text", "%d texts", n[year]), Apart: q.Year != 0 && q.Year != year}
		if b.Count > 0 {
			b.URL = h.pages.Link(r, q.With("year", label))
			said = append(said, label+": "+strconv.Itoa(b.Count))
		}
		bars = append(bars, b)
	}
	return chart.Years(chart.Head{ID: "search-years", Title: h.pages.T(r, "Texts in each year"), Desc: strings.Join(said, "; ")}, bars)
}

func (h *handler) wishes(r *http.Request, q query) []wish {
	var all []wish
	add := func(kind, key, value string) {
		if value != "" {
			all = append(all, wish{h.pages.T(r, kind), value, q.With(key, "")})
		}
	}
	add(ui.Text("Words"), "q", q.Text)
	if q.Ledger != "" {
		add(ui.Text("Ledger"), "ledger", h.pages.T(r, ledgerName(q.Ledger)))
	}
	if s, ok := un.StateByISO3(q.State); ok {
		add(ui.Text("State"), "state", h.pages.T(r, s.Name))
	}
	if q.Year != 0 {
		add(ui.Text("Year"), "year", strconv.Itoa(q.Year))
	}
	return all
}
