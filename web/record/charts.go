package record

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// charts are the pictures of a list.
type charts struct {
	Years template.HTML
	Acts  template.HTML
	Map   []group
	Other []register.Count // States with entries that are on no map: observers, former and fictional ones
}

// A group is one regional group of the tile map.
type group struct {
	Name    string
	States  int
	Named   int
	Squares template.HTML
}

// topActs is how many kinds of acts the bars show; the form lists them all.
const topActs = 8

// charts draws a page of the register. The counts of a kind are made without the condition of that kind, so that the
// visitor can compare; what was chosen is drawn apart from the others.
func (h *Handler) charts(r *http.Request, page register.Page, q query) charts {
	c := charts{Years: h.years(r, page.Years, q), Acts: h.acts(r, page, q)}
	c.Map, c.Other = h.tiles(r, page.States, func(code string, n int) string {
		if n == 0 {
			return "/states/" + code
		}
		return q.With("state", code)
	})
	return c
}

func (h *Handler) entries(r *http.Request, n int) string {
	return h.pages.N(r, "one entry", "%d entries", n)
}

// years draws a column for every year from the first to the last.
func (h *Handler) years(r *http.Request, counts []register.Count, q query) template.HTML {
	if len(counts) < 2 {
		return ""
	}
	n := map[int]int{}
	for _, c := range counts {
		year, _ := strconv.Atoi(c.Value)
		n[year] = c.N
	}
	first, _ := strconv.Atoi(counts[0].Value)
	last, _ := strconv.Atoi(counts[len(counts)-1].Value)
	var bars []chart.Bar
	var said []string
	for year := first; year <= last && year < first+200; year++ {
		label := strconv.Itoa(year)
		b := chart.Bar{Label: label, Count: n[year], Note: h.entries(r, n[year]), Apart: q.Year != "" && q.Year != label}
		if b.Count > 0 {
			b.URL = h.pages.Link(r, q.With("year", label))
		}
		bars = append(bars, b)
		said = append(said, label+": "+strconv.Itoa(b.Count))
	}
	return chart.Years(chart.Head{
		ID: "years", Title: h.pages.T(r, "Entries with acts in each year"), Desc: strings.Join(said, "; "),
	}, bars)
}

// acts draws the most frequent kinds of acts.
func (h *Handler) acts(r *http.Request, page register.Page, q query) template.HTML {
	counts := plainActs(page.Acts)
	if len(counts) > topActs {
		counts = counts[:topActs]
	}
	var bars []chart.Bar
	var said []string
	for _, c := range counts {
		name := h.pages.T(r, actName(c.Value))
		bars = append(bars, chart.Bar{Label: name, Count: c.N, Note: h.entries(r, c.N), URL: h.pages.Link(r, q.With("act", c.Value)),
			Apart: q.Act != "" && !covers(q.Act, c.Value)})
		said = append(said, name+": "+strconv.Itoa(c.N))
	}
	return chart.Bars(chart.Head{
		ID: "acts", RTL: h.pages.Lang(r) == "ar", Title: h.pages.T(r, "Acts reported most often"), Desc: strings.Join(said, "; "),
	}, bars)
}

// covers tells whether the chosen type of act is this one or the heading it stands under.
func covers(chosen, code string) bool {
	a, _ := un.ActTypeByCode(code)
	return chosen == code || chosen == a.Parent
}

// groupNames are the regional groups in full.
var groupNames = map[un.Group]string{
	un.African: ui.Text("African States"), un.AsiaPacific: ui.Text("Asia-Pacific States"), un.EEG: ui.Text("Eastern European States"),
	un.GRULAC: ui.Text("Latin American and Caribbean States"), un.WEOG: ui.Text("Western European and other States"),
}

// tiles draws the map of squares, one group a picture.
func (h *Handler) tiles(r *http.Request, counts []register.Count, link func(code string, n int) string) ([]group, []register.Count) {
	n := map[string]int{}
	for _, c := range counts {
		n[c.Value] = c.N
	}
	tiles, said, named := map[un.Group][]chart.Tile{}, map[un.Group][]string{}, map[un.Group]int{}
	for _, s := range un.States() {
		if s.Group == un.NoGroup {
			continue
		}
		count := n[s.ISO3]
		delete(n, s.ISO3)
		tiles[s.Group] = append(tiles[s.Group], chart.Tile{Code: s.ISO3, Bar: chart.Bar{
			Label: h.pages.T(r, s.Name), Count: count, Note: h.entries(r, count), URL: h.pages.Link(r, link(s.ISO3, count)),
		}})
		if count > 0 {
			named[s.Group]++
			said[s.Group] = append(said[s.Group], h.pages.T(r, s.Name)+": "+strconv.Itoa(count))
		}
	}
	var groups []group
	for i, g := range un.Groups() {
		name := h.pages.T(r, groupNames[g])
		desc := strings.Join(said[g], "; ")
		if desc == "" {
			desc = h.pages.T(r, "No State of this group is named in an entry.")
		}
		groups = append(groups, group{Name: name, States: len(tiles[g]), Named: named[g],
			Squares: chart.Tiles(chart.Head{ID: "map" + strconv.Itoa(i), Title: name, Desc: desc}, tiles[g])})
	}
	var other []register.Count
	for _, c := range counts {
		if _, ok := n[c.Value]; ok {
			other = append(other, c)
		}
	}
	return groups, other
}
