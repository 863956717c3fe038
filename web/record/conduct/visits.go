package conduct

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/sheet"
	"unhindered/record/visits"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

var visitList = listing{
	Table: &visits.Table, Path: "/visits", Show: []string{"visitor", "state", "event", "date", "quoted"},
	Facets: []string{"state", "event", "visitor", "year"}, Head: "visitor",
	Row: func(r sheet.Row) string { return "/visits/" + r.ID },
}

func (s *site) visitsLedger() ledger.Ledger {
	return ledger.Ledger{
		Name: "visits", Nav: []ui.NavItem{{Path: "/visits", Text: ui.Text("Visits"), Group: ledger.Conduct}},
		Asks: ui.Text("Which mandates asked to visit which State, and how long do they wait?"),
		Totals: func(ctx context.Context) ([]ledger.Figure, error) {
			files, err := s.Visits.Files(ctx, "")
			p := visitsPage{Files: files}
			p.count()
			return ledger.Some(ledger.N("one request", "%d requests", p.Requests, "/visits"),
				ledger.N("one mandate without a known answer", "%d mandates without a known answer", p.Waiting, "/visits?standing=no+answer+known")), err
		},
		Routes: func(*ui.Pages) []ui.Route {
			return append(append(ledger.Trio("/visits", s.visits), ledger.Trio("/visits/table", s.visitTable)...), slices.Concat(ledger.Trio("/visits/terms", s.terms),
				[]ui.Route{s.rowRoute(termsList), ledger.Get("/visits/{id}", s.visit)})...)
		},
		State: s.visitsOf, Piece: "c-state-visits",
		Paths: func(ctx context.Context) ([]string, error) {
			files, err := s.Visits.Files(ctx, "")
			all := []string{"/visits", "/visits/table", "/visits/terms"}
			for _, f := range files {
				all = append(all, "/visits/"+f.ID)
			}
			return all, err
		},
		Downloads: append(downloads("/visits/terms", ui.Text("What sources tell of the terms of reference of visits: kept, kept in part, or broken")),
			downloads("/visits", ui.Text("Requests, reminders, answers and visits of special procedures and High Commissioners, one event a row"))...),
	}
}

// A visitsPage is what the page c-visits.html shows.
type visitsPage struct {
	List      *list
	Files     []visits.File
	States    int
	Counts    []statusCount
	Asked     int // files with a request
	Waiting   int
	Longest   visits.File
	Requests  int
	Reminders int
	Matrix    *matrix
	Cut       int // files that the matrix leaves out
}

type statusCount struct {
	Status string
	N      int
}

// mostRows is how many rows a matrix has; beyond, a State must be chosen.
const mostRows = 60

func (s *site) visits(w http.ResponseWriter, r *http.Request) error {
	l := visitList
	all, err := s.Visits.Files(r.Context(), "")
	if err != nil {
		return err
	}
	standing := map[string]string{}
	for _, f := range all {
		for _, e := range f.Events {
			standing[e.ID] = string(f.Status)
		}
	}
	l.Facets = append(slices.Clone(l.Facets), "standing")
	l.Worked = map[string]func(sheet.Row) string{"standing": func(row sheet.Row) string { return standing[row.ID] }}
	found, err := s.find(r, l)
	if err != nil {
		return err
	}
	files, err := s.filesOf(r.Context(), found)
	if err != nil {
		return err
	}
	if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
		return found.data(w, r, kind, map[string]any{"files": files})
	}
	p := visitsPage{List: found, Files: files}
	p.count()
	shown := files[:min(len(files), mostRows)]
	p.Cut = len(files) - len(shown)
	p.Matrix = s.visitMatrix(r, shown, p.States > 1)
	return s.pages.Render(w, r, http.StatusOK, "c-visits.html", p)
}

// filesOf returns the whole files of the events that were found.
func (s *site) filesOf(ctx context.Context, found *list) ([]visits.File, error) {
	all, err := s.Visits.Files(ctx, found.Query.Get("state"))
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	for _, row := range found.matched {
		in[row.ID] = true
	}
	files := []visits.File{}
	for _, f := range all {
		if slices.ContainsFunc(f.Events, func(e visits.Event) bool { return in[e.ID] }) {
			files = append(files, f)
		}
	}
	return files, nil
}

func (p *visitsPage) count() {
	n, states := map[visits.Status]int{}, map[string]bool{}
	for _, f := range p.Files {
		n[f.Status]++
		states[f.State] = true
		requests, reminders := f.Asks()
		p.Requests += requests
		p.Reminders += reminders
		if requests+reminders > 0 {
			p.Asked++
		}
		if f.Status == visits.Waiting && f.Least > p.Longest.Least {
			p.Longest = f
		}
	}
	p.States, p.Waiting = len(states), n[visits.Waiting]
	for _, status := range visits.Statuses() {
		if n[status] > 0 {
			p.Counts = append(p.Counts, statusCount{string(status), n[status]})
		}
	}
}

// visitSigns are the signs of the matrix, in the order of the legend.
var visitSigns = []struct {
	kind string
	sign
}{
	{visits.Requested, sign{"ask", "R", ui.Text("requested")}},
	{visits.For, sign{"ask", "F", ui.Text("requested for that year")}},
	{visits.Reminder, sign{"ask", "M", ui.Text("reminder")}},
	{visits.RemindFor, sign{"ask", "M", ui.Text("reminder, for that year")}},
	{visits.NotAgreed, sign{"ask", "T", ui.Text("asked for, talks without agreement")}},
	{visits.Standing, sign{"good", "S", ui.Text("standing invitation")}},
	{visits.Agreed, sign{"good", "A", ui.Text("agreed")}},
	{visits.Postponed, sign{"some", "P", ui.Text("invited but postponed")}},
	{visits.Completed, sign{"good", "V", ui.Text("visit took place")}},
	{visits.Declined, sign{"bad", "D", ui.Text("declined")}},
	{visits.Cancelled, sign{"bad", "C", ui.Text("cancelled")}},
}

func signOf(kind string) sign {
	for _, s := range visitSigns {
		if s.kind == kind {
			return s.sign
		}
	}
	return sign{Text: "?", Words: kind}
}

func (s *site) visitMatrix(r *http.Request, files []visits.File, withState bool) *matrix {
	first, last := 0, 0
	span := func(d un.Date) {
		if y := d.Year(); y > 0 {
			if first == 0 || y < first {
				first = y
			}
			last = max(last, y)
		}
	}
	used := map[string]bool{}
	for _, f := range files {
		span(f.AsOf)
		for _, e := range f.Events {
			span(e.Date)
			span(e.Until)
			if e.Date != "" {
				used[e.Kind] = true
			}
		}
	}
	if first == 0 {
		return nil
	}
	m := &matrix{ID: "visits", Caption: s.pages.T(r, "Who asked to visit, when, and what came of it?"), Corner: s.pages.T(r, "Mandate or person"), Last: s.pages.T(r, "Where it stands")}
	first = max(first, last-40)
	for y := first; y <= last; y++ {
		m.Columns = append(m.Columns, strconv.Itoa(y))
	}
	for _, g := range visitSigns {
		if used[g.kind] && !slices.ContainsFunc(m.Legend, func(l sign) bool { return l.Text == g.Text }) {
			m.Legend = append(m.Legend, sign{g.Class, g.Text, s.pages.T(r, g.Words)})
		}
	}
	m.Legend = append(m.Legend, sign{"wait", "", s.pages.T(r, "waiting, no answer known")})
	for _, f := range files {
		row := matrixRow{Label: f.Visitor, Link: s.pages.Link(r, "/visits/"+f.ID), Last: s.standing(r, f)}
		if withState {
			row.Sub = s.pages.T(r, stateName(f.State))
		}
		for y := first; y <= last; y++ {
			row.Cells = append(row.Cells, s.visitMark(r, f, y))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func (s *site) visitMark(r *http.Request, f visits.File, year int) mark {
	var out mark
	var words []string
	for _, e := range f.Events {
		from, to := e.Date.Year(), e.Until.Year()
		if from == 0 || year != from && (to == 0 || year < from || year > to) {
			continue
		}
		g := signOf(e.Kind)
		switch {
		case out.Text == "":
			out.Text, out.Class = g.Text, g.Class
		case out.Text != g.Text:
			out.Text += " " + g.Text
		}
		words = append(words, s.pages.T(r, g.Words))
	}
	if out.Text == "" && f.Status == visits.Waiting && f.Asked.Year() > 0 && year > f.Asked.Year() && year <= f.AsOf.Year() {
		return mark{Class: "wait", Words: s.pages.T(r, "waiting")}
	}
	out.Words = strings.Join(words, ", ")
	return out
}

// standing says where a file stands, with the days waited.
func (s *site) standing(r *http.Request, f visits.File) string {
	status := s.pages.T(r, string(f.Status))
	if f.Status != visits.Waiting {
		return status
	}
	switch {
	case f.Least > 0 && f.Most > f.Least:
		return s.pages.T(r, "%s for %s to %s days, by %s", status, ui.Number(f.Least), ui.Number(f.Most), s.date(r, f.AsOf))
	case f.Least > 0:
		return s.pages.T(r, "%s for at least %s days, by %s", status, ui.Number(f.Least), s.date(r, f.AsOf))
	case f.Most > 0:
		return s.pages.T(r, "%s for up to %s days, by %s", status, ui.Number(f.Most), s.date(r, f.AsOf))
	}
	return s.pages.T(r, "%s by %s", status, s.date(r, f.AsOf))
}

// A visitPage is what the page c-visit.html shows.
type visitPage struct {
	visits.File
	Standing  string
	Requests  int
	Reminders int
	Events    []visitEvent
	Source    []string
	Terms     []termView
	Matrix    *matrix
	Others    []visits.File // the same mandate and other States
}

type visitEvent struct {
	visits.Event
	What string
}

func (s *site) visit(w http.ResponseWriter, r *http.Request) error {
	id, kind := ledger.Wants(r.PathValue("id"))
	files, err := s.Visits.Files(r.Context(), "")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(files, func(f visits.File) bool {
		return slices.ContainsFunc(f.Events, func(e visits.Event) bool { return e.ID == id })
	})
	if at < 0 {
		return noSuchRow
	}
	f := files[at]
	if kind == "json" {
		return ui.JSON(w, r, f)
	}
	if kind == "csv" {
		rows := [][]string{{"id", "state", "visitor", "mandate", "event", "date", "until", "source", "note"}}
		for _, e := range f.Events {
			rows = append(rows, []string{e.ID, f.State, f.Visitor, f.Mandate, e.Kind, string(e.Date), string(e.Until), e.Source, e.Note})
		}
		return ui.CSV(w, r, f.ID+".csv", rows)
	}
	p := visitPage{File: f, Standing: s.standing(r, f), Matrix: s.visitMatrix(r, files[at:at+1], false)}
	if p.Matrix != nil && len(p.Matrix.Columns) < 3 {
		p.Matrix = nil // a visit without a wait is no picture
	}
	if p.Terms, err = s.termsOf(r, f); err != nil {
		return err
	}
	p.Requests, p.Reminders = f.Asks()
	for _, e := range f.Events {
		p.Events = append(p.Events, visitEvent{e, s.pages.T(r, visits.Table.Label("event", e.Kind))})
		for part := range strings.SplitSeq(e.Source, "; ") {
			if !slices.Contains(p.Source, part) {
				p.Source = append(p.Source, part)
			}
		}
	}
	for i, other := range files {
		if i != at && f.Mandate != "" && other.Mandate == f.Mandate {
			p.Others = append(p.Others, other)
		}
	}
	return s.pages.Render(w, r, http.StatusOK, "c-visit.html", p)
}

// A tablePage is what the page c-visit-table.html shows: tables of requests as sources print them.
type tablePage struct {
	State  string
	Tables []printed
	Twin   string
}

// printed is one table of one source.
type printed struct {
	Source string
	State  string
	AsOf   un.Date
	Rows   []printedRow
	Waits  template.HTML
}

type printedRow struct {
	No int
	visits.File
	Standing            string
	Requests, Reminders int
}

func (s *site) visitTable(w http.ResponseWriter, r *http.Request) error {
	state := strings.ToUpper(r.URL.Query().Get("state"))
	if _, ok := un.StateByISO3(state); state != "" && !ok {
		return &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
	}
	files, err := s.Visits.Files(r.Context(), state)
	if err != nil {
		return err
	}
	p := tablePage{State: state}
	for _, f := range files {
		if f.Quoted() == "" {
			continue
		}
		source := f.Events[0].Source
		at := slices.IndexFunc(p.Tables, func(t printed) bool { return t.Source == source && t.State == f.State })
		if at < 0 {
			at = len(p.Tables)
			p.Tables = append(p.Tables, printed{Source: source, State: f.State, AsOf: f.AsOf})
		}
		row := printedRow{No: len(p.Tables[at].Rows) + 1, File: f, Standing: s.standing(r, f)}
		row.Requests, row.Reminders = f.Asks()
		p.Tables[at].Rows = append(p.Tables[at].Rows, row)
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		all := []map[string]any{}
		for _, t := range p.Tables {
			var rows []visits.File
			for _, row := range t.Rows {
				rows = append(rows, row.File)
			}
			all = append(all, map[string]any{"source": t.Source, "state": t.State, "as_of": t.AsOf, "rows": rows})
		}
		return ui.JSON(w, r, map[string]any{"entries": all, "total": len(all)})
	case "csv":
		rows := [][]string{{"source", "state", "no", "visitor", "mandate", "as_printed", "requests", "reminders", "status", "days_at_least", "days_at_most", "as_of"}}
		for _, t := range p.Tables {
			for _, f := range t.Rows {
				rows = append(rows, []string{t.Source, t.State, strconv.Itoa(f.No), f.Visitor, f.Mandate, f.Quoted(), strconv.Itoa(f.Requests),
					strconv.Itoa(f.Reminders), string(f.Status), days(f.Least), days(f.Most), string(f.AsOf)})
			}
		}
		return ui.CSV(w, r, "visits-table.csv", rows)
	}
	for i := range p.Tables {
		p.Tables[i].Waits = s.visitWaits(r, p.Tables[i].Rows)
	}
	return s.pages.Render(w, r, http.StatusOK, "c-visit-table.html", p)
}

// days writes a number of days; 0 is not known.
func days(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (s *site) visitWaits(r *http.Request, rows []printedRow) template.HTML {
	var all []wait
	for _, f := range rows {
		if f.Status != visits.Waiting {
			continue
		}
		words := s.pages.T(r, "not known")
		switch {
		case f.Least > 0 && f.Most > 0:
			words = s.pages.T(r, "%s to %s days", ui.Number(f.Least), ui.Number(f.Most))
		case f.Least > 0:
			words = s.pages.T(r, "at least %s days", ui.Number(f.Least))
		case f.Most > 0:
			words = s.pages.T(r, "up to %s days", ui.Number(f.Most))
		}
		all = append(all, wait{Label: f.Visitor, Said: words, Least: f.Least, Most: f.Most, None: f.Least+f.Most == 0, Link: s.pages.Link(r, "/visits/"+f.ID), Open: f.Least > 0})
	}
	slices.SortStableFunc(all, func(a, b wait) int { return max(b.Least, b.Most) - max(a.Least, a.Most) })
	return waits(all, s.pages.Lang(r) == "ar")
}

// visitsOf is the part of a State's page.
func (s *site) visitsOf(ctx context.Context, iso3 string) (*ledger.Section, error) {
	files, err := s.Visits.Files(ctx, iso3)
	if err != nil {
		return nil, err
	}
	p := visitsPage{Files: files}
	p.count()
	if files == nil {
		files = []visits.File{}
	}
	section := &ledger.Section{Data: stateVisits{iso3, p}, JSON: files, Name: ui.Text("Visits"), At: "visits", Years: map[int]int{}}
	for _, f := range files {
		for _, e := range f.Events {
			if year := e.Date.Year(); year > 0 {
				section.Years[year]++
			}
		}
	}
	section.Figures = ledger.Some(
		ledger.N("one visit took place", "%d visits took place", len(stateVisits{iso3, p}.Done()), "/visits?event=completed&state="+iso3),
		ledger.N("one request", "%d requests", p.Requests, "/visits?state="+iso3),
		ledger.N("one mandate without a known answer", "%d mandates without a known answer", p.Waiting, (&list{listing: visitList, Query: url.Values{"state": {iso3}}}).With("standing", string(visits.Waiting))))
	return section, nil
}

type stateVisits struct {
	ISO3 string
	visitsPage
}

// Done are the files with a visit that took place, for the good that is shown with the same care.
func (v stateVisits) Done() []visits.File {
	return slices.DeleteFunc(slices.Clone(v.Files), func(f visits.File) bool { return f.Status != visits.Visited })
}
