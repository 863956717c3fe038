package conduct

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"unhindered/record/reports"
	"unhindered/record/sheet"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

var (
	upReports  = [2]string{"/reports", ui.Text("Reports")}
	reportList = listing{
		Table: &reports.Reports, Path: "/reports/symbols", Show: []string{"symbol", "year", "session", "period_from", "period_to", "states_named", "confidence"},
		Head: "symbol", Title: ui.Text("Reports of the Secretary-General"), Up: upReports,
		Lead: ui.Text("One yearly report each on cooperation with the United Nations in the field of human rights, with its period and how sure each detail is."),
	}
	namedList = listing{
		Table: &reports.Named, Path: "/reports/states", Show: []string{"state", "year", "until", "named", "new", "follow_up", "cases", "unit", "text"},
		Facets: []string{"state", "year", "named"}, Head: "state", Title: ui.Text("States in reports of the Secretary-General"), Up: upReports,
		Lead: ui.Text("What sources say of one State in the report of one year, or of several years."),
		Note: ui.Text("Numbers of different units are never added up, and a year without a row means only that no source on record speaks of it."),
	}
	resolutionList = listing{
		Table: &reports.Resolutions, Path: "/reports/resolutions", Show: []string{"symbol", "body", "date", "adopted", "yes", "no", "abstain", "amendments", "text"},
		Facets: []string{"body", "adopted", "year"}, Head: "symbol", Title: ui.Text("Resolutions on reprisals"), Up: upReports,
		Lead: ui.Text("Resolutions on cooperation with the United Nations, as sources tell them."),
		Note: ui.Text("Roll calls State by State are in the ledger of votes."),
	}
	incidentList = listing{
		Table: &reports.Incidents, Path: "/reports/incidents", Show: []string{"text", "state", "date", "type", "place", "outcome"},
		Facets: []string{"state", "type", "year", "anonymous"}, Head: "text", Title: ui.Text("Incidents in UN rooms and proceedings"), Up: upReports,
		Lead: ui.Text("Single events that sources report: photographs, lists of names, points of order, pressure on experts and staff."),
		Note: ui.Text("Most belong to no case of the register. What rests on an anonymous source is never joined to a named case, not even by its date."),
	}
	reviewList = listing{
		Table: &reports.Reviews, Path: "/reports/treaty-reviews", Show: []string{"committee", "state", "date", "cooperation", "interference", "data_refused"},
		Facets: []string{"state", "committee", "year"}, Head: "committee", Title: ui.Text("Reviews by treaty bodies"), Up: upReports,
		Lead: ui.Text("Reviews of States by treaty bodies, with good cooperation and with interference, as sources report them."),
	}
	lawList = listing{
		Table: &reports.Laws, Path: "/reports/laws", Show: []string{"law", "state", "territory", "year", "subject", "how_used"},
		Facets: []string{"state", "subject", "year"}, Head: "law", Title: ui.Text("Laws that sources say are used"), Up: upReports,
		Lead: ui.Text("Laws and charges that sources say are used against people who cooperate with the United Nations. “Charged under” is not “guilty of”."),
	}
)

var (
	toldVotes = listing{
		Table: &reports.Votes, Path: "/reports/votes", Show: []string{"subject", "state", "date", "item", "result", "position"},
		Facets: []string{"state", "year"}, Head: "subject", Title: ui.Text("Votes, as reports tell them"), Up: upReports,
		Lead: ui.Text("What reports say of votes and of the part of one State in them."), Note: ui.Text("Roll calls State by State are in the ledger of votes."),
	}
	toldAmendments = listing{
		Table: &reports.Amendments, Path: "/reports/amendments", Show: []string{"subject", "state", "backed", "outcome", "resolution"},
		Facets: []string{"state", "resolution", "backed", "outcome"}, Head: "subject", Title: ui.Text("Backing of amendments, as reports list it"), Up: upReports,
		Lead: ui.Text("Which States a report lists as backing which amendment."),
		Note: ui.Text("Backing an amendment is no vote: a State that is no member of the Council can sponsor one and cannot vote on it."),
	}
	toldRecommendations = listing{
		Table: &reports.Recommendations, Path: "/reports/recommendations", Show: []string{"text", "about", "state", "date", "judgment", "position"},
		Facets: []string{"about", "state", "judgment"}, Head: "text", Title: ui.Text("Recommendations of reviews, as reports judge them"), Up: upReports,
		Lead: ui.Text("Recommendations of the Universal Periodic Review that reports discuss, with the judgment of the report."),
	}
)

// besides are the lists beside the matrix.
func besides() []listing {
	return []listing{namedList, reportList, resolutionList, incidentList, reviewList, lawList, toldVotes, toldAmendments, toldRecommendations}
}

func (s *site) reportsLedger() ledger.Ledger {
	l := ledger.Ledger{
		Name: "reports", Nav: []ui.NavItem{{Path: "/reports", Text: ui.Text("Reports"), Group: ledger.Conduct}},
		Asks:   ui.Text("Which States do the Secretary-General’s reports name, in how many years?"),
		Totals: s.rowTotals(&reports.Reports, ledger.N("one yearly report", "%d yearly reports", 0, "/reports/symbols")),
		Routes: func(*ui.Pages) []ui.Route {
			all := ledger.Trio("/reports", s.reports)
			for _, l := range besides() {
				all = append(all, s.routes(l)...)
			}
			return append(all, s.sheetRoutes()...)
		},
		State: s.reportsOf, Piece: "c-state-reports",
		Paths: func(ctx context.Context) ([]string, error) {
			all := []string{"/reports"}
			for _, l := range besides() {
				rows, err := s.rowPaths(ctx, l.Table, l.Path)
				if err != nil {
					return nil, err
				}
				all = append(append(all, l.Path), rows...)
			}
			return all, nil
		},
		Downloads: downloads("/reports", ui.Text("Reports of the Secretary-General on reprisals: States by years, new and followed-up cases")),
	}
	for _, other := range besides()[2:] {
		l.Downloads = append(l.Downloads, downloads(other.Path, other.Title)...)
	}
	return l
}

// A reportsPage is what the page c-reports.html shows.
type reportsPage struct {
	Matrix  *matrix
	Reports int
	First   int
	Last    int
	Known   int // reports of which a source says how many States they name
	States  []reports.StateRow
	Claims  []sheet.Row
	State   string
	Beside  []besideView
	Most    reports.Year
}

type besideView struct {
	Title, Path, Lead string
	N                 int
}

func (s *site) reports(w http.ResponseWriter, r *http.Request) error {
	state, err := wantedState(r)
	if err != nil {
		return err
	}
	m, err := s.Reports.Matrix(r.Context(), state)
	if err != nil {
		return err
	}
	if m.Claims == nil {
		m.Claims = []sheet.Row{}
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"years": yearsJSON(m), "entries": statesJSON(m), "claims": m.Claims, "total": len(m.States)})
	case "csv":
		return ui.CSV(w, r, "reports.csv", reportsCSV(m))
	}
	p := reportsPage{Reports: len(m.Years), States: m.States, Claims: m.Claims, State: state, Matrix: s.reportMatrix(r, m)}
	if len(m.Years) > 0 {
		p.First, p.Last = m.Years[0].Year, m.Years[len(m.Years)-1].Year
	}
	for _, y := range m.Years {
		if y.Named >= 0 {
			p.Known++
			if y.Named > p.Most.Named {
				p.Most = y
			}
		}
	}
	for _, l := range besides() {
		rows, err := s.sheets.Rows(r.Context(), l.Table)
		if err != nil {
			return err
		}
		p.Beside = append(p.Beside, besideView{l.Title, l.Path, l.Lead, len(rows)})
	}
	return s.pages.Render(w, r, http.StatusOK, "c-reports.html", p)
}

// wantedState reads ?state= of a page that takes no other condition.
func wantedState(r *http.Request) (string, error) {
	state := r.URL.Query().Get("state")
	if state == "" {
		return "", nil
	}
	if _, ok := un.StateByISO3(state); !ok {
		return "", &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
	}
	return state, nil
}

// reportMatrix draws States by years. New and followed-up cases stand in one cell as "6+11"; what no source says is
// hatched and not zero.
func (s *site) reportMatrix(r *http.Request, m reports.Matrix) *matrix {
	if len(m.Years) == 0 {
		return nil
	}
	out := &matrix{ID: "reports", Caption: s.pages.T(r, "Which States do the reports name, and with how many cases?"), Corner: s.pages.T(r, "State"), Last: s.pages.T(r, "Named in"),
		Legend: []sign{{"ask", "6+11", s.pages.T(r, "new and followed-up cases, in the unit of the source")}, {"some", "•", s.pages.T(r, "named or discussed; no number on record")},
			{"none", "", s.pages.T(r, "no source on record says")}}}
	total := matrixRow{Label: s.pages.T(r, "All States, according to sources")}
	for _, y := range m.Years {
		out.Columns = append(out.Columns, strconv.Itoa(y.Year))
		c := mark{Class: "none", Words: s.pages.T(r, "no source on record says how many States are named")}
		if y.Named >= 0 {
			c = mark{Class: "good", Text: strconv.Itoa(y.Named), Words: s.pages.N(r, "one State named", "%d States named", y.Named), Link: s.pages.Link(r, "/reports/symbols/"+y.Row.ID)}
		}
		total.Cells = append(total.Cells, c)
	}
	out.Rows = append(out.Rows, total)
	for _, st := range m.States {
		row := matrixRow{Label: s.pages.T(r, stateName(st.State)), Link: s.pages.Link(r, "/states/"+st.State),
			Last: s.pages.T(r, "at least %d of %d reports", st.Named, len(m.Years))}
		for _, c := range st.Cells {
			row.Cells = append(row.Cells, s.reportMark(r, c))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func (s *site) reportMark(r *http.Request, c reports.Cell) mark {
	if !c.Known {
		return mark{Class: "none", Words: s.pages.T(r, "no source on record says")}
	}
	out := mark{Link: s.pages.Link(r, "/reports/states/"+c.Row.ID), Words: s.pages.T(r, "named")}
	switch {
	case c.New >= 0 || c.FollowUp >= 0:
		out.Class, out.Text = "ask", number(c.New)+"+"+number(c.FollowUp)
		out.Words = s.pages.T(r, "new cases: %s; followed up: %s; unit: %s", number(c.New), number(c.FollowUp), c.Row.Get("unit"))
	case c.Named == "yes":
		out.Class, out.Text = "some", "•"
	case c.Named == "no":
		out.Class, out.Text, out.Words = "", "–", s.pages.T(r, "not named")
	default:
		out.Class, out.Text, out.Words = "none", "?", s.pages.T(r, "not stated")
	}
	return out
}

func number(n int) string {
	if n < 0 {
		return "?"
	}
	return strconv.Itoa(n)
}

func reportsCSV(m reports.Matrix) [][]string {
	out := [][]string{{"state", "year", "symbol", "named", "new", "follow_up", "unit", "text", "source"}}
	for _, st := range m.States {
		for i, c := range st.Cells {
			if c.Known {
				out = append(out, []string{st.State, strconv.Itoa(m.Years[i].Year), m.Years[i].Row.Get("symbol"), c.Named, c.Row.Get("new"),
					c.Row.Get("follow_up"), c.Row.Get("unit"), c.Row.Get("text"), c.Row.Get("source")})
			}
		}
	}
	return out
}

func yearsJSON(m reports.Matrix) []sheet.Row {
	rows := make([]sheet.Row, len(m.Years))
	for i, y := range m.Years {
		rows[i] = y.Row
	}
	return rows
}

func statesJSON(m reports.Matrix) []map[string]any {
	all := []map[string]any{}
	for _, st := range m.States {
		rows := []sheet.Row{}
		for _, c := range st.Cells {
			if c.Known {
				rows = append(rows, c.Row)
			}
		}
		all = append(all, map[string]any{"state": st.State, "named_in_at_least": st.Named, "rows": rows})
	}
	return all
}

// A stateReports is the part of a State's page.
type stateReports struct {
	ISO3      string
	Named     int
	Of        int
	Years     []string
	Claims    []sheet.Row
	Incidents int
	Reviews   int
	Laws      int
}

func (s *site) reportsOf(ctx context.Context, iso3 string) (*ledger.Section, error) {
	m, err := s.Reports.Matrix(ctx, iso3)
	if err != nil {
		return nil, err
	}
	p := stateReports{ISO3: iso3, Of: len(m.Years), Claims: m.Claims}
	for _, st := range m.States {
		p.Named = st.Named
		for i, c := range st.Cells {
			if c.Named == "yes" {
				p.Years = append(p.Years, strconv.Itoa(m.Years[i].Year))
			}
		}
	}
	for _, t := range []struct {
		table *sheet.Table
		n     *int
	}{{&reports.Incidents, &p.Incidents}, {&reports.Reviews, &p.Reviews}, {&reports.Laws, &p.Laws}} {
		rows, err := s.sheets.Rows(ctx, t.table)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.table.Name, err)
		}
		*t.n = len(slices.DeleteFunc(slices.Clone(rows), func(r sheet.Row) bool { return r.Get("state") != iso3 }))
	}
	claims := m.Claims
	if claims == nil {
		claims = []sheet.Row{}
	}
	section := &ledger.Section{Data: p, JSON: map[string]any{"named_in_at_least": p.Named, "reports": p.Of, "states": statesJSON(m), "claims": claims,
		"incidents": p.Incidents, "treaty_reviews": p.Reviews, "laws": p.Laws}, Name: ui.Text("Reports of the Secretary-General"), At: "reports", Years: map[int]int{}}
	for _, year := range p.Years {
		n, _ := strconv.Atoi(year)
		section.Years[n]++
	}
	section.Figures = ledger.Some(
		ledger.N("named in at least one of %[2]d", "named in at least %[1]d of %[2]d", p.Named, "/reports?state="+iso3, p.Of),
		ledger.N("one incident in UN rooms and proceedings", "%d incidents in UN rooms and proceedings", p.Incidents, "/reports/incidents?state="+iso3),
		ledger.N("one review by a treaty body", "%d reviews by treaty bodies", p.Reviews, "/reports/treaty-reviews?state="+iso3))
	return section, nil
}
