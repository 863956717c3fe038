package record

import (
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A stateRow is one State of the list, as page and as data.
type stateRow struct {
	ISO3    string `json:"iso3"`
	Name    string `json:"name"`
	Group   string `json:"group"`
	Status  string `json:"status"`
	Entries int    `json:"entries"`
}

// A statesPage is what the page states.html shows.
type statesPage struct {
	Rows  []stateRow
	Named int // States with at least one entry
	Total int // entries
	Map   []group
}

func (h *Handler) states(w http.ResponseWriter, r *http.Request) error {
	page, err := h.all(r.Context(), 1)
	if err != nil {
		return err
	}
	n := map[string]int{}
	for _, c := range page.States {
		n[c.Value] = c.N
	}
	d := statesPage{Total: page.Total, Named: len(page.States)}
	row := func(s un.State) {
		d.Rows = append(d.Rows, stateRow{s.ISO3, s.Name, string(s.Group), s.Status, n[s.ISO3]})
		delete(n, s.ISO3)
	}
	for _, s := range un.States() {
		row(s)
	}
	for _, c := range page.States { // former and fictional States are listed when an entry is about them
		if _, left := n[c.Value]; left {
			if s, ok := un.StateByISO3(c.Value); ok {
				row(s)
			}
		}
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"entries": d.Rows, "total": len(d.Rows)})
	case "csv":
		rows := [][]string{{"iso3", "name", "group", "status", "entries"}}
		for _, s := range d.Rows {
			rows = append(rows, []string{s.ISO3, s.Name, s.Group, s.Status, strconv.Itoa(s.Entries)})
		}
		return ui.CSV(w, r, "states.csv", rows)
	}
	d.Map, _ = h.tiles(r, page.States, func(code string, _ int) string { return "/states/" + code })
	return h.pages.Render(w, r, http.StatusOK, "states.html", d)
}

// latest is how many entries the page of a State shows.
const latest = 6

// A statePage is what the page state.html shows: the same for every State.
type statePage struct {
	State  un.State
	Group  string
	Page   register.Page
	Cases  int
	First  string
	Last   string
	Charts charts
	Query  query
	Parts  []part
	Glance glance
}

func (h *Handler) state(w http.ResponseWriter, r *http.Request) error {
	code, kind := ledger.Wants(r.PathValue("iso3"))
	state, ok := un.StateByISO3(strings.ToUpper(code))
	if !ok {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
	}
	if state.ISO3 != code {
		http.Redirect(w, r, "/states/"+state.ISO3, http.StatusMovedPermanently)
		return nil
	}
	q := query{State: state.ISO3}
	filter := q.filter()
	filter.Offset, filter.Limit = 0, register.NoLimit
	if kind == "html" {
		filter.Limit = latest // the ledgers below have their say too; the register has the rest
	}
	page, err := h.store.List(r.Context(), filter)
	if err != nil {
		return err
	}
	parts, err := h.parts(r.Context(), state.ISO3)
	if err != nil {
		return err
	}
	page.States = nil // counts for other States are not this page's matter
	switch kind {
	case "json":
		return ui.JSON(w, r, struct {
			ISO3     string   `json:"iso3"`
			Name     string   `json:"name"`
			Official string   `json:"official,omitempty"`
			Aliases  []string `json:"aliases,omitempty"`
			Group    string   `json:"group"`
			Status   string   `json:"status"`
			register.Page
			Glance  []glanceRow    `json:"glance"`
			Ledgers map[string]any `json:"ledgers,omitempty"`
		}{state.ISO3, state.Name, state.Official, state.Aliases, string(state.Group), state.Status, page, h.glance(r, page, q, parts).Rows, partsJSON(parts)})
	case "csv":
		return ui.CSV(w, r, state.ISO3+".csv", table(page.Records))
	}
	d := statePage{State: state, Page: page, Cases: cases(page), Query: q, Parts: parts, Glance: h.glance(r, page, q, parts)}
	if name, ok := groupNames[state.Group]; ok {
		d.Group = h.pages.T(r, name)
	}
	if n := len(page.Years); n > 0 {
		d.First, d.Last = page.Years[0].Value, page.Years[n-1].Value
	}
	d.Charts = charts{Years: h.years(r, page.Years, q), Acts: h.acts(r, page, q)}
	return h.pages.Render(w, r, http.StatusOK, "state.html", d)
}
