// Package upr is the pages of the Universal Periodic Review: all reviews, one review with its recommendations by State,
// theme and position, and a search over all recommendations.
package upr

import (
	"context"
	"embed"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/upr"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

//go:embed templates/*.html
var files embed.FS

//go:embed upr.css
var style string

type handler struct {
	store *upr.Store
	pages *ui.Pages
}

// New returns the pages of the ledger.
func New(store *upr.Store) ledger.Ledger {
	h := &handler{store: store}
	return ledger.Ledger{
		Name: "upr",
		Nav:  []ui.NavItem{{Path: "/upr", Text: ui.Text("UPR"), Group: ledger.Bodies}},
		Asks: ui.Text("What was recommended to whom, by whom, and how was it answered?"),
		Totals: func(ctx context.Context) ([]ledger.Figure, error) {
			data, err := store.Data(ctx)
			if err != nil {
				return nil, err
			}
			_, all := data.Find(upr.Filter{})
			return ledger.Some(ledger.N("one review", "%d reviews", len(data.Reviews), "/upr"),
				ledger.N("one recommendation", "%d recommendations", all.Total, "/upr/recommendations"),
				ledger.N("one of them supported", "%d of them supported", all.Supported, "/upr/recommendations?position=supported")), nil
		},
		Templates: files,
		CSS:       style,
		Funcs:     template.FuncMap{"uprPosition": positionWord, "uprAction": actionWord, "uprFirst": firstWords, "uprAdd": func(a, b int) int { return a + b }},
		Routes:    h.routes,
		State:     h.state,
		Piece:     "uprState",
		Paths:     h.paths,
		Downloads: []ledger.Download{
			{Path: "/upr.csv", Format: "CSV", What: ui.Text("Reviews, with the numbers of recommendations and positions")},
			{Path: "/upr/recommendations.csv", Format: "CSV", What: ui.Text("All recommendations of the Universal Periodic Review, with States, positions, themes and sources")},
		},
	}
}

func (h *handler) routes(pages *ui.Pages) []ui.Route {
	h.pages = pages
	return append(append(ledger.Trio("/upr", h.home), ledger.Trio("/upr/recommendations", h.search)...), ledger.Get("/upr/{iso3}/{cycle}", h.review))
}

func (h *handler) paths(ctx context.Context) ([]string, error) {
	d, err := h.store.Data(ctx)
	if err != nil || len(d.Reviews) == 0 {
		return nil, err
	}
	all := []string{"/upr", "/upr/recommendations"}
	for _, o := range d.Reviews {
		all = append(all, path(o))
	}
	return all, nil
}

func path(o *upr.Outcome) string { return "/upr/" + o.ISO3 + "/" + strconv.Itoa(o.Cycle) }

// positionWord is a position in words to translate.
func positionWord(position string) string {
	switch position {
	case upr.Supported:
		return ui.Text("supported")
	case upr.Noted:
		return ui.Text("noted")
	case upr.Pending:
		return ui.Text("left open")
	}
	return ui.Text("not stated")
}

// actionWord is UPR Info's action category in words to translate.
func actionWord(n int) string {
	return []string{"", ui.Text("minimal action"), ui.Text("continuing action"), ui.Text("considering action"), ui.Text("general action"), ui.Text("specific action")}[n]
}

// firstWords is the start of a text, to find it again.
func firstWords(text string) string {
	const enough = 8
	words := strings.Fields(text)
	return strings.Join(words[:min(len(words), enough)], " ")
}

// perList is how many recommendations a page shows; they take more room than other rows.
const perList = 25

// A filter is what recommendations are chosen by, as the form shows it.
type filter struct {
	To, From, Theme, Position, Q string
}

// wanted is the filter for the ledger.
func (f filter) wanted() upr.Filter {
	w := upr.Filter{To: f.To, From: f.From, Theme: f.Theme, Position: f.Position, Words: strings.Fields(strings.ToLower(f.Q))}
	if f.Position == "differ" {
		w.Position, w.Differ = "", true
	}
	return w
}

func readFilter(q url.Values) (filter, error) {
	f := filter{To: strings.ToUpper(q.Get("to")), From: strings.ToUpper(q.Get("from")), Theme: q.Get("theme"), Position: q.Get("position"), Q: strings.TrimSpace(q.Get("q"))}
	for _, code := range []string{f.To, f.From} {
		if _, ok := un.StateByISO3(code); code != "" && !ok {
			return f, &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
		}
	}
	if f.Position != "" && !slices.Contains([]string{upr.Supported, upr.Noted, upr.Pending, "differ"}, f.Position) {
		return f, &ui.Fault{Code: ui.BadInput, Public: ui.Text("A position is one of supported, noted and pending.")}
	}
	if len(f.Q) > 200 {
		return f, &ui.Fault{Code: ui.BadInput, Public: ui.Text("The search is too long. A few words find more.")}
	}
	return f, nil
}

// top returns the n most frequent, all of them for 0.
func top(all []upr.Count, n int) []upr.Count {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b upr.Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Value, b.Value)
	})
	if n > 0 && len(sorted) > n {
		sorted = sorted[:n]
	}
	return sorted
}

// byName returns States in the order of their names.
func byName(all []upr.Count) []upr.Count {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b upr.Count) int { return strings.Compare(stateName(a.Value), stateName(b.Value)) })
	return sorted
}

func stateName(code string) string {
	s, _ := un.StateByISO3(code)
	return s.Name
}

// bars draws counts, each leading to its rows.
func bars(id, title, desc string, all []upr.Count, label, link func(string) string) template.HTML {
	var b []chart.Bar
	for _, c := range all {
		b = append(b, chart.Bar{Label: label(c.Value), Count: c.N, URL: link(c.Value)})
	}
	return chart.Bars(chart.Head{ID: id, Title: title, Desc: desc}, b)
}

func same(s string) string { return s }

var header = []string{"review", "state", "cycle", "session", "number", "text", "from", "position", "positions_by_source", "action_category", "themes", "issues", "goals", "affected", "upr_info_rows", "earlier", "imports"}

func table(all []*upr.Recommendation) [][]string {
	out := [][]string{header}
	for _, r := range all {
		var said, earlier, imports []string
		for _, s := range r.Positions {
			said = append(said, s.Source+": "+positionWord(s.Position))
		}
		for _, e := range r.Earlier {
			earlier = append(earlier, e.Review.ID+" "+e.Anchor())
		}
		for _, n := range r.Imports {
			imports = append(imports, strconv.FormatInt(n, 10))
		}
		action := ""
		if r.Action > 0 {
			action = strconv.Itoa(r.Action)
		}
		out = append(out, []string{r.Review.ID, r.Review.ISO3, strconv.Itoa(r.Review.Cycle), strconv.Itoa(r.Review.Session), r.Number, r.Text,
			strings.Join(r.From, ";"), r.Position, strings.Join(said, "; "), action, strings.Join(r.Themes, ";"), strings.Join(r.Issues, ";"),
			strings.Join(r.Goals, ";"), strings.Join(r.Affected, ";"), strconv.Itoa(len(r.Rows)), strings.Join(earlier, ";"), strings.Join(imports, ";")})
	}
	return out
}
