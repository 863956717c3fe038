package conduct

import (
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/advice"
	"unhindered/record/sheet"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

var adviceList = listing{
	Table: &advice.Table, Path: "/advice", Show: []string{"text", "addressee", "topic", "date", "status"},
	Facets: []string{"addressee_kind", "topic", "state", "year"}, Head: "text", Title: ui.Text("Advice"),
}

var changeList = listing{
	Table: &advice.Changes, Path: "/advice/assessments", Show: []string{"text", "advice", "date", "status"}, Facets: []string{"status", "year"},
	Head: "text", Title: ui.Text("What became of advice"), Up: [2]string{"/advice", ui.Text("Advice")},
	Lead: ui.Text("Each row is one assessment of one recommendation, with its evidence."),
}

func (s *site) adviceLedger() ledger.Ledger {
	return ledger.Ledger{
		Name: "advice", Nav: []ui.NavItem{{Path: "/advice", Text: ui.Text("Advice"), Group: ledger.Conduct}},
		Asks:   ui.Text("What did reports recommend to anyone, and what became of it?"),
		Totals: s.rowTotals(&advice.Table, ledger.N("one recommendation", "%d recommendations", 0, "/advice")),
		Routes: func(*ui.Pages) []ui.Route {
			return append(append(ledger.Trio("/advice", s.advice), ledger.Get("/advice/{id}", s.piece)), s.routes(changeList)...)
		},
		State: s.adviceOf, Piece: "c-state-advice",
		Paths: func(ctx context.Context) ([]string, error) {
			all, err := s.rowPaths(ctx, &advice.Table, "/advice")
			return append(all, "/advice", "/advice/assessments"), err
		},
		Downloads: downloads("/advice", ui.Text("Recommendations that reports make to States, the United Nations and others, and what became of them")),
	}
}

// An advicePage is what the page c-advice.html shows.
type advicePage struct {
	List     *list
	Reports  int
	Statuses []option
	Assessed int
	Topics   template.HTML
	Shared   int // requests that another report makes too
}

func (s *site) advice(w http.ResponseWriter, r *http.Request) error {
	l := adviceList
	all, err := s.Advice.Pieces(r.Context())
	if err != nil {
		return err
	}
	status := map[string]string{}
	for _, p := range all {
		status[p.ID] = p.Status
	}
	l.Facets = append(slices.Clone(l.Facets), "status")
	l.Worked = map[string]func(sheet.Row) string{"status": func(row sheet.Row) string { return status[row.ID] }}
	found, err := s.find(r, l)
	if err != nil {
		return err
	}
	pieces, err := s.piecesIn(r.Context(), found)
	if err != nil {
		return err
	}
	if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
		return found.data(w, r, kind, map[string]any{"advice": pieces})
	}
	p := advicePage{List: found}
	n, reports := map[string]int{}, map[string]bool{}
	for _, piece := range pieces {
		n[piece.Status]++
		reports[piece.Report()] = true
		if len(piece.SameAs) > 0 {
			p.Shared++
		}
	}
	p.Reports, p.Assessed = len(reports), len(pieces)-n["not_assessed"]
	for _, c := range advice.Table.Column("status").Choices {
		p.Statuses = append(p.Statuses, option{Value: c.Code, Label: s.pages.T(r, c.Label), N: n[c.Code]})
	}
	p.Topics = s.topics(r, found)
	s.current(r, found, pieces)
	return s.pages.Render(w, r, http.StatusOK, "c-advice.html", p)
}

// current shows the status of the last assessment in the list, and not the one of the sheet.
func (s *site) current(r *http.Request, l *list, pieces []advice.Piece) {
	status := map[string]string{}
	for _, p := range pieces {
		status[p.ID] = s.pages.T(r, advice.Table.Label("status", p.Status))
	}
	last := len(adviceList.Show) - 1
	for i := range l.Rows {
		l.Rows[i].Cells[last].Text = status[l.Rows[i].ID]
	}
}

func (s *site) piecesIn(ctx context.Context, found *list) ([]advice.Piece, error) {
	all, err := s.Advice.Pieces(ctx)
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	for _, row := range found.matched {
		in[row.ID] = true
	}
	out := []advice.Piece{}
	for _, p := range all {
		if in[p.ID] {
			out = append(out, p)
		}
	}
	return out, nil
}

func (s *site) topics(r *http.Request, l *list) template.HTML {
	all := l.count("topic")
	var bars []chart.Bar
	var said []string
	for _, t := range all[:min(len(all), 8)] {
		bars = append(bars, chart.Bar{Label: t.Label, Count: t.N, URL: s.pages.Link(r, l.With("topic", t.Value)),
			Apart: l.Query.Get("topic") != "" && l.Query.Get("topic") != t.Value})
		said = append(said, t.Label+": "+strconv.Itoa(t.N))
	}
	if len(bars) < 2 {
		return ""
	}
	return chart.Bars(chart.Head{ID: "topics", RTL: s.pages.Lang(r) == "ar", Title: s.pages.T(r, "Recommendations by topic"), Desc: strings.Join(said, "; ")}, bars)
}

// A piecePage is what the page c-piece.html shows.
type piecePage struct {
	advice.Piece
	Standing string
	Kind     string
	Changes  []changeView
	Same     []advice.Piece
	Row      sheet.Row
}

type changeView struct {
	advice.Change
	Standing string
}

func (s *site) piece(w http.ResponseWriter, r *http.Request) error {
	id, kind := ledger.Wants(r.PathValue("id"))
	row, err := s.byID(r, &advice.Table, id)
	if err != nil {
		return err
	}
	all, err := s.Advice.Pieces(r.Context())
	if err != nil {
		return err
	}
	byID := map[string]advice.Piece{}
	for _, p := range all {
		byID[p.ID] = p
	}
	piece := byID[id]
	switch kind {
	case "json":
		return ui.JSON(w, r, piece)
	case "csv":
		return ui.CSV(w, r, id+".csv", [][]string{advice.Table.Header(), row.Cells(&advice.Table)})
	}
	p := piecePage{Piece: piece, Row: row, Standing: s.pages.T(r, advice.Table.Label("status", piece.Status)),
		Kind: s.pages.T(r, advice.Table.Label("addressee_kind", piece.Kind))}
	for _, c := range piece.Assessment {
		p.Changes = append(p.Changes, changeView{c, s.pages.T(r, advice.Table.Label("status", c.Status))})
	}
	for _, same := range piece.SameAs {
		if other, ok := byID[same]; ok {
			p.Same = append(p.Same, other)
		}
	}
	return s.pages.Render(w, r, http.StatusOK, "c-piece.html", p)
}

// A stateAdvice is the part of a State's page.
type stateAdvice struct {
	ISO3     string
	Pieces   int
	Assessed int
	Done     int
}

func (s *site) adviceOf(ctx context.Context, iso3 string) (*ledger.Section, error) {
	all, err := s.Advice.Pieces(ctx)
	if err != nil {
		return nil, err
	}
	p := stateAdvice{ISO3: iso3}
	own := []advice.Piece{}
	for _, piece := range all {
		if piece.State != iso3 {
			continue
		}
		own = append(own, piece)
		p.Pieces++
		if piece.Status != "not_assessed" {
			p.Assessed++
		}
		if piece.Status == "done" {
			p.Done++
		}
	}
	section := &ledger.Section{Data: p, JSON: own, Name: ui.Text("Advice"), At: "advice", Years: map[int]int{}}
	for _, piece := range own {
		if year := piece.Date.Year(); year > 0 {
			section.Years[year]++
		}
	}
	section.Figures = ledger.Some(
		ledger.N("one recommendation of a report", "%d recommendations of reports", p.Pieces, "/advice?state="+iso3),
		ledger.N("one of them done", "%d of them done", p.Done, "/advice?status=done&state="+iso3))
	return section, nil
}
