package upr

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/upr"
	"unhindered/storage"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A reviewPage is what the page upr_review.html shows.
type reviewPage struct {
	*upr.Outcome
	filter
	Base                string // its address
	All                 int
	Found               int
	Makers              int                   // States that recommended
	Again               []*upr.Recommendation // that an earlier review had
	More                int                   // of these, not in the table
	ByTheme, ByState    template.HTML
	Shown               []*upr.Recommendation
	List                ledger.List
	Others              []*upr.Outcome
	FromOptions, Topics []upr.Count
	Compared            []upr.Compared
	JSON, CSV           string
}

func (h *handler) review(w http.ResponseWriter, r *http.Request) error {
	iso3 := strings.ToUpper(r.PathValue("iso3"))
	text, kind := ledger.Wants(r.PathValue("cycle"))
	cycle, err := strconv.Atoi(text)
	nothing := &ui.Fault{Code: ui.NotFound, Public: ui.Text("No source that is here says anything of such a review. The list of reviews shows those that are known.")}
	if err != nil {
		return nothing
	}
	if iso3 != r.PathValue("iso3") {
		http.Redirect(w, r, "/upr/"+iso3+"/"+r.PathValue("cycle"), http.StatusMovedPermanently)
		return nil
	}
	data, err := h.store.Data(r.Context())
	if err != nil {
		return err
	}
	o, err := data.Review(iso3, cycle)
	if errors.Is(err, storage.ErrNotFound) {
		return nothing
	}
	if err != nil {
		return err
	}
	d := reviewPage{Outcome: o, Base: path(o), All: len(o.Recommendations), JSON: path(o) + ".json", CSV: path(o) + ".csv", Compared: o.Compare()}
	if d.filter, err = readFilter(r.URL.Query()); err != nil {
		return err
	}
	found, _ := data.FindIn(o, d.wanted())
	_, totals := data.FindIn(o, upr.Filter{})
	_, supported := data.FindIn(o, upr.Filter{Position: upr.Supported})
	if d.Before {
		found = slices.DeleteFunc(slices.Clone(found), func(rec *upr.Recommendation) bool { return len(rec.Earlier) == 0 })
	}
	for _, rec := range o.Recommendations {
		if len(rec.Earlier) > 0 {
			d.Again = append(d.Again, rec)
		}
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, map[string]any{
			"review": row(o), "recommendations": append([]*upr.Recommendation{}, found...), "total": len(found), "report": o.Report,
			"pledges": append([]upr.Row{}, o.Pledges...), "questions": append([]upr.Question{}, o.Questions...), "compared": append([]upr.Compared{}, d.Compared...),
		})
	case "csv":
		return ui.CSV(w, r, "upr-"+o.ID+".csv", table(found))
	}
	d.Found, d.Makers = len(found), len(totals.From)
	for _, other := range data.Of(iso3) {
		if other != o {
			d.Others = append(d.Others, other)
		}
	}
	d.FromOptions, d.Topics = byName(totals.From), top(totals.Themes, 0)
	const most = 12
	d.ByTheme = h.bars(r, "upr-theme", ui.Text("What were they about?"), ui.Text("Recommendations by theme, the twelve most frequent"), top(totals.Themes, most), without(totals.Themes, supported.Themes), same,
		func(theme string) string { return d.Base + "?theme=" + template.URLQueryEscaper(theme) })
	d.ByState = h.bars(r, "upr-state", ui.Text("Who recommended most?"), ui.Text("Recommendations by State, the twelve with most"), top(totals.From, most), without(totals.From, supported.From), stateName,
		func(code string) string { return d.Base + "?from=" + code })
	d.More = max(0, len(d.Again)-mostAgain)
	d.Again = d.Again[:len(d.Again)-d.More]
	a, b, l, err := ledger.Cut(r, len(found), perList)
	if err != nil {
		return err
	}
	d.Shown, d.List = found[a:b], l
	return h.pages.Render(w, r, http.StatusOK, "upr_review.html", d)
}

// mostAgain is how many recommendations that were asked before a review shows beside the list.
const mostAgain = 12

// without returns the counts less others of the same values.
func without(all, others []upr.Count) []upr.Count {
	n := map[string]int{}
	for _, c := range others {
		n[c.Value] = c.N
	}
	left := []upr.Count{}
	for _, c := range all {
		left = append(left, upr.Count{Value: c.Value, N: c.N - n[c.Value]})
	}
	return left
}

// A statePart is the part of the ledger on the page of a State.
type statePart struct {
	ISO3                   string
	Received               []reviewRow
	Given                  int
	GivenTo                int
	Supported, Noted, Open int // of those given
	Themes, To             []upr.Count
}

func (h *handler) state(ctx context.Context, iso3 string) (*ledger.Section, error) {
	data, err := h.store.Data(ctx)
	if err != nil || len(data.Reviews) == 0 {
		return nil, err
	}
	d := statePart{ISO3: iso3}
	for _, o := range data.Of(iso3) {
		d.Received = append(d.Received, row(o))
	}
	recommended, given := data.Find(upr.Filter{From: iso3})
	d.Given, d.GivenTo, d.Supported, d.Noted, d.Open = given.Total, len(given.To), given.Supported, given.Noted, given.Open
	const most = 5
	d.Themes, d.To = top(given.Themes, most), top(given.To, most)
	if d.Received == nil && d.Given == 0 {
		return nil, nil
	}
	section := &ledger.Section{Data: d, Name: ui.Text("Universal Periodic Review"), At: "upr", Years: map[int]int{}, JSON: map[string]any{
		"received": append([]reviewRow{}, d.Received...), "given": d.Given, "given_to": d.GivenTo, "given_supported": d.Supported, "given_noted": d.Noted,
		"given_left_open": d.Open, "themes_given": d.Themes,
	}}
	received, supported := 0, 0
	for _, x := range d.Received {
		received += x.Recommendations
		supported += x.Supported
	}
	for _, o := range data.Of(iso3) {
		section.Years[o.Year()] += len(o.Recommendations)
	}
	for _, rec := range recommended {
		section.Years[rec.Review.Year()]++
	}
	section.Figures = ledger.Some(
		ledger.N("one recommendation received", "%d recommendations received", received, "/upr/recommendations?to="+iso3),
		ledger.N("one of them supported", "%d of them supported", supported, "/upr/recommendations?to="+iso3+"&position=supported"),
		ledger.N("one recommendation made to others", "%d recommendations made to others", d.Given, "/upr/recommendations?from="+iso3))
	return section, nil
}
