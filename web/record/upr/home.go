package upr

import (
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"unhindered/record/upr"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A homePage is what the page upr.html shows.
type homePage struct {
	Reviews                int // with anything in them
	States                 int
	Recommendations        int
	Numbered               int // official
	Rows                   int // of UPR Info
	Supported, Noted, Open int
	ByState, ByTheme       template.HTML
	Shown                  []reviewRow
	List                   ledger.List
	Cycle, Session         int
	State                  string
	Cycles, Sessions       []upr.Count
	StateOptions           []upr.Count
	JSON, CSV              string
	Differ, Pledges, Asked int
}

// A reviewRow is one review of the list.
type reviewRow struct {
	ID              string `json:"review"`
	ISO3            string `json:"state"`
	Name            string `json:"name"`
	Cycle           int    `json:"cycle"`
	Session         int    `json:"session"`
	Ends            string `json:"session_ends"`
	Symbol          string `json:"report,omitempty"`
	Recommendations int    `json:"recommendations"`
	Numbered        int    `json:"numbered"`
	Rows            int    `json:"upr_info_rows"`
	Supported       int    `json:"supported"`
	Noted           int    `json:"noted"`
	Open            int    `json:"left_open"`
	Path            string `json:"path"`
}

func row(o *upr.Outcome) reviewRow {
	x := reviewRow{ID: o.ID, ISO3: o.ISO3, Name: o.Name, Cycle: o.Cycle, Session: o.Session, Ends: o.Ends, Recommendations: len(o.Recommendations), Rows: o.Rows, Path: path(o)}
	if o.Report != nil {
		x.Symbol, x.Numbered = o.Report.Symbol, o.Report.Numbered
	}
	x.Supported, x.Noted, x.Open = o.Supported, o.Noted, o.Open
	return x
}

func (h *handler) home(w http.ResponseWriter, r *http.Request) error {
	data, err := h.store.Data(r.Context())
	if err != nil {
		return err
	}
	d := homePage{Reviews: len(data.Reviews), Rows: data.Rows, Pledges: data.Pledges}
	q := r.URL.Query()
	d.Cycle, _ = strconv.Atoi(q.Get("cycle"))
	d.Session, _ = strconv.Atoi(q.Get("session"))
	d.State = q.Get("state")
	if _, ok := un.StateByISO3(d.State); d.State != "" && !ok {
		return &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
	}
	_, all := data.Find(upr.Filter{})
	d.Recommendations, d.Supported, d.Noted, d.Open, d.Differ = all.Total, all.Supported, all.Noted, all.Open, all.Differ
	states, cycles, sessions := map[string]int{}, map[int]int{}, map[int]int{}
	var shown []reviewRow
	for _, o := range data.Reviews {
		x := row(o)
		d.Numbered += x.Numbered
		d.Asked += len(o.Questions)
		states[o.ISO3]++
		cycles[o.Cycle]++
		sessions[o.Session]++
		if (d.Cycle == 0 || d.Cycle == o.Cycle) && (d.Session == 0 || d.Session == o.Session) && (d.State == "" || d.State == o.ISO3) {
			shown = append(shown, x)
		}
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		if shown == nil {
			shown = []reviewRow{}
		}
		return ui.JSON(w, r, map[string]any{"entries": shown, "total": len(shown), "upr_info_rows": d.Rows, "numbered": d.Numbered})
	case "csv":
		out := [][]string{{"review", "state", "name", "cycle", "session", "session_ends", "report", "recommendations", "numbered", "upr_info_rows", "supported", "noted", "left_open"}}
		for _, x := range shown {
			out = append(out, []string{x.ID, x.ISO3, x.Name, strconv.Itoa(x.Cycle), strconv.Itoa(x.Session), x.Ends, x.Symbol, strconv.Itoa(x.Recommendations),
				strconv.Itoa(x.Numbered), strconv.Itoa(x.Rows), strconv.Itoa(x.Supported), strconv.Itoa(x.Noted), strconv.Itoa(x.Open)})
		}
		return ui.CSV(w, r, "upr.csv", out)
	}
	d.States = len(states)
	d.Cycles, d.Sessions = numbered(cycles), numbered(sessions)
	for code, n := range states {
		d.StateOptions = append(d.StateOptions, upr.Count{Value: code, N: n})
	}
	d.StateOptions = byName(d.StateOptions)
	const most = 15
	d.ByState = h.bars(r, "upr-from", ui.Text("Which States recommend most?"), ui.Text("Recommendations by State, the fifteen with most"), top(all.From, most), nil, stateName,
		func(code string) string { return "/upr/recommendations?from=" + code })
	d.ByTheme = h.bars(r, "upr-themes", ui.Text("What are recommendations about?"), ui.Text("Recommendations by theme, the fifteen most frequent"), top(all.Themes, most), nil, same,
		func(theme string) string { return "/upr/recommendations?theme=" + template.URLQueryEscaper(theme) })
	a, b, l, err := ledger.Cut(r, len(shown), ledger.PageSize)
	if err != nil {
		return err
	}
	d.Shown, d.List, d.JSON, d.CSV = shown[a:b], l, ledger.Twin(r, "json"), ledger.Twin(r, "csv")
	return h.pages.Render(w, r, http.StatusOK, "upr.html", d)
}

// numbered returns counts by number, in order.
func numbered(n map[int]int) []upr.Count {
	var all []upr.Count
	for _, k := range slices.Sorted(maps.Keys(n)) {
		all = append(all, upr.Count{Value: strconv.Itoa(k), N: n[k]})
	}
	return all
}

// A searchPage is what the page upr_recommendations.html shows.
type searchPage struct {
	filter
	Total                  int
	Supported, Noted, Open int
	Shown                  []*upr.Recommendation
	List                   ledger.List
	ToOptions, FromOptions []upr.Count
	ThemeOptions           []upr.Count
	ByTo, ByTheme          template.HTML
	JSON, CSV              string
}

func (h *handler) search(w http.ResponseWriter, r *http.Request) error {
	data, err := h.store.Data(r.Context())
	if err != nil {
		return err
	}
	d := searchPage{}
	if d.filter, err = readFilter(r.URL.Query()); err != nil {
		return err
	}
	found, totals := data.Find(d.wanted())
	d.Total, d.Supported, d.Noted, d.Open = totals.Total, totals.Supported, totals.Noted, totals.Open
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		// a data twin is whole; one of everything is larger than a browser likes, so it has a bound that it tells
		const most = 5000
		more := max(0, len(found)-most)
		return ui.JSON(w, r, map[string]any{"entries": append([]*upr.Recommendation{}, found[:len(found)-more]...), "total": d.Total, "left_out": more})
	case "csv":
		return ui.CSV(w, r, "upr-recommendations.csv", table(found))
	}
	d.ToOptions, d.FromOptions, d.ThemeOptions = byName(totals.To), byName(totals.From), top(totals.Themes, 60)
	const most = 12
	if d.To == "" {
		d.ByTo = h.bars(r, "upr-to", ui.Text("Who received them?"), ui.Text("Recommendations by State under review, the twelve with most"), top(totals.To, most), nil, stateName,
			func(code string) string { return ledger.With(r, "to", code) })
	}
	if d.Theme == "" {
		d.ByTheme = h.bars(r, "upr-theme", ui.Text("What are they about?"), ui.Text("Recommendations by theme, the twelve most frequent"), top(totals.Themes, most), nil, same,
			func(theme string) string { return ledger.With(r, "theme", theme) })
	}
	a, b, l, err := ledger.Cut(r, len(found), perList)
	if err != nil {
		return err
	}
	d.Shown, d.List, d.JSON, d.CSV = found[a:b], l, ledger.Twin(r, "json"), ledger.Twin(r, "csv")
	return h.pages.Render(w, r, http.StatusOK, "upr_recommendations.html", d)
}
