// Package treaties is the pages of the human rights treaties: how many States are parties to each, which have only signed,
// and what a State has accepted.
package treaties

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/treaties"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

//go:embed templates/*.html
var files embed.FS

//go:embed treaties.css
var style string

type handler struct {
	store *treaties.Store
	pages *ui.Pages
}

// New returns the pages of the ledger.
func New(store *treaties.Store) ledger.Ledger {
	h := &handler{store: store}
	return ledger.Ledger{
		Name: "treaties",
		Nav:  []ui.NavItem{{Path: "/treaties", Text: ui.Text("Treaties"), Group: ledger.Bodies}},
		Asks: ui.Text("Which State has accepted which human rights treaty?"),
		Totals: func(ctx context.Context) ([]ledger.Figure, error) {
			l, err := store.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			return ledger.Some(ledger.N("one row of a State and a treaty", "%d rows of a State and a treaty", len(l.Statuses), "/treaties")), nil
		},
		Templates: files,
		CSS:       style,
		Routes:    h.routes,
		State:     h.state,
		Piece:     "treatyState",
		Funcs:     template.FuncMap{"treatyPart": func(n int) string { return strconv.FormatFloat(float64(n)/members*100, 'f', 1, 64) }},
		Paths: func(ctx context.Context) ([]string, error) {
			l, err := store.Ledger(ctx)
			if err != nil || len(l.Statuses) == 0 {
				return nil, err
			}
			all := []string{"/treaties"}
			for _, t := range treaties.All() {
				all = append(all, "/treaties/"+t.Code)
			}
			return all, nil
		},
		Downloads: []ledger.Download{
			{Path: "/treaties/all.csv", Format: "CSV", What: ui.Text("Where each State stands with each human rights treaty, with notes and contradictions of the source")},
		},
	}
}

// members is how many Member States there are.
const members = 193

func (h *handler) routes(pages *ui.Pages) []ui.Route {
	h.pages = pages
	return []ui.Route{
		ledger.Get("/treaties", h.home), ledger.Get("/treaties.json", h.home), ledger.Get("/treaties.csv", h.home),
		ledger.Get("/treaties/all.csv", h.all), ledger.Get("/treaties/{code}", h.treaty),
	}
}

// A homePage is what the page treaties.html shows.
type homePage struct {
	Rows    []treaties.Count
	Flagged []treaties.Status
	Most    treaties.Count
	Least   treaties.Count
	Bars    []bar
}

// A bar is one treaty as a line of shares.
type bar struct {
	treaties.Count
	X2, X3 int // where signatories and the rest begin
}

func (h *handler) home(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	d := homePage{Rows: l.Counts(), Flagged: l.Flagged()}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		rows := d.Rows
		if rows == nil {
			rows = []treaties.Count{}
		}
		return ui.JSON(w, r, map[string]any{"entries": rows, "total": len(rows), "flagged": d.Flagged, "as_of": "2022"})
	case "csv":
		out := [][]string{{"code", "name", "adopted", "in_force", "body", "kind", "parties", "signatories", "no_action", "denounced", "unclear", "missing"}}
		for _, c := range d.Rows {
			out = append(out, []string{c.Code, c.Name, c.Adopted, c.InForce, c.Body, c.Kind, strconv.Itoa(c.Party), strconv.Itoa(c.Signatory), strconv.Itoa(c.None),
				strconv.Itoa(c.Denounced), strconv.Itoa(c.Unclear), strings.Join(c.Missing, ";")})
		}
		return ui.CSV(w, r, "treaties.csv", out)
	}
	for i, c := range d.Rows {
		if i == 0 || c.Party > d.Most.Party {
			d.Most = c
		}
		if i == 0 || c.Party < d.Least.Party {
			d.Least = c
		}
		d.Bars = append(d.Bars, bar{c, c.Party, c.Party + c.Signatory})
	}
	return h.pages.Render(w, r, http.StatusOK, "treaties.html", d)
}

func statusTable(rows []treaties.Status) [][]string {
	out := [][]string{{"treaty", "iso3", "state", "standing", "year", "name_as_written", "note", "flags", "row"}}
	for _, s := range rows {
		state, _ := un.StateByISO3(s.ISO3)
		year := ""
		if s.Year > 0 {
			year = strconv.Itoa(s.Year)
		}
		out = append(out, []string{s.Treaty, s.ISO3, state.Name, string(s.Standing), year, s.Name, s.Note, strings.Join(s.Flags, "; "), strconv.Itoa(s.Row)})
	}
	return out
}

func (h *handler) all(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	return ui.CSV(w, r, "treaties-all.csv", statusTable(l.Statuses))
}

// A treatyPage is what the page treaty.html shows.
type treatyPage struct {
	treaties.Count
	Groups []group
	Rows   []treaties.Status
	Years  template.HTML
}

// A group is the States that stand alike.
type group struct {
	Standing treaties.Standing
	Rows     []treaties.Status
}

func (h *handler) treaty(w http.ResponseWriter, r *http.Request) error {
	code, kind := ledger.Wants(r.PathValue("code"))
	t, ok := treaties.ByCode(strings.ToUpper(code))
	if !ok {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no treaty with this code. The list of treaties shows them.")}
	}
	if t.Code != code {
		http.Redirect(w, r, "/treaties/"+t.Code, http.StatusMovedPermanently)
		return nil
	}
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	d := treatyPage{Count: treaties.Count{Treaty: t}}
	for _, c := range l.Counts() {
		if c.Code == t.Code {
			d.Count = c
		}
	}
	for _, s := range un.States() {
		if st, ok := l.Of(t.Code, s.ISO3); ok {
			d.Rows = append(d.Rows, st)
		}
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"treaty": d.Count, "entries": d.Rows, "total": len(d.Rows)})
	case "csv":
		return ui.CSV(w, r, "treaty-"+t.Code+".csv", statusTable(d.Rows))
	}
	for _, standing := range treaties.Standings() {
		g := group{Standing: standing}
		for _, s := range d.Rows {
			if s.Standing == standing {
				g.Rows = append(g.Rows, s)
			}
		}
		if g.Rows != nil {
			d.Groups = append(d.Groups, g)
		}
	}
	d.Years = h.years(r, d.Rows)
	return h.pages.Render(w, r, http.StatusOK, "treaty.html", d)
}

// A statePart is the part of the ledger on the page of a State.
type statePart struct {
	Rows       []stateRow
	Missing    []string
	Claims     []treaties.Claim
	Parties    int
	Complaints int // procedures for complaints accepted
	Of         int // treaties with a row
	OfThese    int // procedures with a row
	ISO3       string
}

// A stateRow is a treaty and where the State stands with it.
type stateRow struct {
	treaties.Treaty
	treaties.Status
}

func (h *handler) state(ctx context.Context, iso3 string) (*ledger.Section, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil || len(l.Statuses)+len(l.Claims) == 0 {
		return nil, err
	}
	have, missing := l.State(iso3)
	d := statePart{Missing: missing, Claims: l.ClaimsOn(iso3), Of: len(have), ISO3: iso3}
	for _, s := range have {
		t, _ := treaties.ByCode(s.Treaty)
		d.Rows = append(d.Rows, stateRow{t, s})
		complaints := t.Kind == "complaints"
		if complaints {
			d.OfThese++
		}
		if s.Standing == treaties.Party {
			d.Parties++
			if complaints {
				d.Complaints++
			}
		}
	}
	if d.Rows == nil {
		d.Missing = nil // the source has no row for an observer or a former State
	}
	if have == nil {
		have = []treaties.Status{}
	}
	section := &ledger.Section{Data: d, Name: ui.Text("Treaties"), At: "treaties", Years: map[int]int{},
		JSON: map[string]any{"statuses": have, "missing": d.Missing, "claims": d.Claims, "parties": d.Parties}}
	for _, s := range have {
		if s.Standing == treaties.Party && s.Year > 0 {
			section.Years[s.Year]++
		}
	}
	if d.Of > 0 {
		section.Figures = append(section.Figures, ledger.N("party to one of %[2]d treaties and protocols", "party to %[1]d of %[2]d treaties and protocols",
			d.Parties, "/states/"+iso3+"#treaties", d.Of))
	}
	return section, nil
}

// years draws in which years States became parties.
func (h *handler) years(r *http.Request, rows []treaties.Status) template.HTML {
	n := map[int]int{}
	first, last := 0, 0
	for _, s := range rows {
		if s.Standing != treaties.Party || s.Year == 0 {
			continue
		}
		n[s.Year]++
		if first == 0 || s.Year < first {
			first = s.Year
		}
		last = max(last, s.Year)
	}
	if first == last {
		return ""
	}
	var bars []chart.Bar
	var said []string
	for year := first; year <= last; year++ {
		label := strconv.Itoa(year)
		bars = append(bars, chart.Bar{Label: label, Count: n[year], Note: h.pages.N(r, "one State", "%d States", n[year])})
		said = append(said, label+": "+strconv.Itoa(n[year]))
	}
	return chart.Years(chart.Head{ID: "parties", Title: h.pages.T(r, "States that became parties in each year"), Desc: strings.Join(said, "; ")}, bars)
}
