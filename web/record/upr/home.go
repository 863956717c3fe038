package upr

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"unhindered/record/upr"
	"unhindered/un"
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
	List                   list
	Cycle, Session         int
	State                  string
	Cycles, Sessions       []count
	StateOptions           []count
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
	x.Supported, x.Noted, x.Open = positions(o.Recommendations)
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
	from, themes, states, cycles, sessions := tally{}, tally{}, tally{}, tally{}, tally{}
	var shown []reviewRow
	for _, o := range data.Reviews {
		x := row(o)
		d.Recommendations += x.Recommendations
		d.Numbered += x.Numbered
		d.Supported, d.Noted, d.Open = d.Supported+x.Supported, d.Noted+x.Noted, d.Open+x.Open
		d.Asked += len(o.Questions)
		states[o.ISO3]++
		cycles[strconv.Itoa(o.Cycle)]++
		sessions[strconv.Itoa(o.Session)]++
		for _, rec := range o.Recommendations {
			for _, s := range rec.From {
				from[s]++
			}
			for _, t := range rec.Topics() {
				themes[t]++
			}
			if rec.Differ() {
				d.Differ++
			}
		}
		if (d.Cycle == 0 || d.Cycle == o.Cycle) && (d.Session == 0 || d.Session == o.Session) && (d.State == "" || d.State == o.ISO3) {
			shown = append(shown, x)
		}
	}
	switch _, kind := wants(r.URL.Path); kind {
	case "json":
		if shown == nil {
			shown = []reviewRow{}
		}
		return ui.JSON(w, r, map[string]any{"reviews": shown, "total": len(shown), "upr_info_rows": d.Rows, "numbered": d.Numbered})
	case "csv":
		out := [][]string{{"review", "state", "name", "cycle", "session", "session_ends", "report", "recommendations", "numbered", "upr_info_rows", "supported", "noted", "left_open"}}
		for _, x := range shown {
			out = append(out, []string{x.ID, x.ISO3, x.Name, strconv.Itoa(x.Cycle), strconv.Itoa(x.Session), x.Ends, x.Symbol, strconv.Itoa(x.Recommendations),
				strconv.Itoa(x.Numbered), strconv.Itoa(x.Rows), strconv.Itoa(x.Supported), strconv.Itoa(x.Noted), strconv.Itoa(x.Open)})
		}
		return ui.CSV(w, r, "upr.csv", out)
	}
	d.States = len(states)
	d.Cycles, d.Sessions, d.StateOptions = cycles.top(0), sessions.top(0), states.top(0)
	number := func(a, b count) int {
		x, _ := strconv.Atoi(a.Value)
		y, _ := strconv.Atoi(b.Value)
		return cmp.Compare(x, y)
	}
	slices.SortFunc(d.Cycles, number)
	slices.SortFunc(d.Sessions, number)
	slices.SortFunc(d.StateOptions, func(a, b count) int { return cmp.Compare(stateName(a.Value), stateName(b.Value)) })
	const most = 15
	d.ByState = bars("upr-from", "Which States recommend most?", "Recommendations by State, the fifteen with most", from.top(most), stateName,
		func(code string) string { return "/upr/recommendations?from=" + code })
	d.ByTheme = bars("upr-themes", "What are recommendations about?", "Recommendations by theme, the fifteen most frequent", themes.top(most), same,
		func(theme string) string { return "/upr/recommendations?theme=" + template.URLQueryEscaper(theme) })
	a, b, l, err := cut(r, len(shown), perPage)
	if err != nil {
		return err
	}
	d.Shown, d.List, d.JSON, d.CSV = shown[a:b], l, twin(r, "json"), twin(r, "csv")
	return h.pages.Render(w, r, http.StatusOK, "upr.html", d)
}

// A searchPage is what the page upr_recommendations.html shows.
type searchPage struct {
	filter
	Total                  int
	Supported, Noted, Open int
	Shown                  []*upr.Recommendation
	List                   list
	ToOptions, FromOptions []count
	ThemeOptions           []count
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
	to, from, themes := tally{}, tally{}, tally{}
	var found []*upr.Recommendation
	for _, o := range data.Reviews {
		for _, rec := range o.Recommendations {
			if !d.fits(rec) {
				continue
			}
			found = append(found, rec)
			to[o.ISO3]++
			for _, s := range rec.From {
				from[s]++
			}
			for _, t := range rec.Topics() {
				themes[t]++
			}
		}
	}
	d.Total = len(found)
	switch _, kind := wants(r.URL.Path); kind {
	case "json":
		// a data twin is whole; one of everything is larger than a browser likes, so it has a bound that it tells
		const most = 5000
		more := max(0, len(found)-most)
		return ui.JSON(w, r, map[string]any{"recommendations": append([]*upr.Recommendation{}, found[:len(found)-more]...), "total": d.Total, "left_out": more})
	case "csv":
		return ui.CSV(w, r, "upr-recommendations.csv", table(found))
	}
	d.Supported, d.Noted, d.Open = positions(found)
	byName := func(a, b count) int { return cmp.Compare(stateName(a.Value), stateName(b.Value)) }
	d.ToOptions, d.FromOptions, d.ThemeOptions = to.top(0), from.top(0), themes.top(60)
	slices.SortFunc(d.ToOptions, byName)
	slices.SortFunc(d.FromOptions, byName)
	const most = 12
	if d.To == "" {
		d.ByTo = bars("upr-to", "Who received them?", "Recommendations by State under review, the twelve with most", to.top(most), stateName,
			func(code string) string { return with(r, "to", code) })
	}
	if d.Theme == "" {
		d.ByTheme = bars("upr-theme", "What are they about?", "Recommendations by theme, the twelve most frequent", themes.top(most), same,
			func(theme string) string { return with(r, "theme", theme) })
	}
	a, b, l, err := cut(r, len(found), perList)
	if err != nil {
		return err
	}
	d.Shown, d.List, d.JSON, d.CSV = found[a:b], l, twin(r, "json"), twin(r, "csv")
	return h.pages.Render(w, r, http.StatusOK, "upr_recommendations.html", d)
}
