package conduct

import (
	"context"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	importer "unhindered/importer/sheet"
	"unhindered/record/reports"
	"unhindered/record/sheet"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

var mismatchList = listing{
	Table: &reports.Mismatches, Path: "/quality", Show: []string{"fact", "a", "b", "kept", "ledger"},
	Facets: []string{"ledger", "state"}, Head: "fact", Title: ui.Text("Where sources disagree"),
}

func (s *site) qualityLedger() ledger.Ledger {
	return ledger.Ledger{
		Name: "quality",
		Routes: func(*ui.Pages) []ui.Route {
			return append(append(ledger.Trio("/quality", s.quality), ledger.Trio("/quality/found", s.found)...), s.rowRoute(mismatchList))
		},
		State: s.qualityOf, Piece: "c-state-quality",
		Paths: func(ctx context.Context) ([]string, error) {
			all, err := s.rowPaths(ctx, &reports.Mismatches, "/quality")
			return append(all, "/quality", "/quality/found", "/sheets"), err
		},
		Downloads: downloads("/quality", ui.Text("Facts on which sources disagree, with both values and what is shown")),
	}
}

// A qualityPage is what the page c-quality.html shows.
type qualityPage struct {
	List    *list
	Ledgers template.HTML
	Rows    []qualityRow
	Found   int // contradictions that imports met
}

type qualityRow struct {
	sheet.Row
	Ledger  string
	Entries []string
}

func (s *site) quality(w http.ResponseWriter, r *http.Request) error {
	found, err := s.find(r, mismatchList)
	if err != nil {
		return err
	}
	if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
		return found.data(w, r, kind, nil)
	}
	p := qualityPage{List: found}
	met, err := s.findings(r.Context())
	if err != nil {
		return err
	}
	p.Found = len(met)
	for _, row := range found.matched[min(len(found.matched), found.From-1):found.To] {
		p.Rows = append(p.Rows, qualityRow{row, s.show(r, found.Table, "ledger", row.Get("ledger")), row.List("entries")})
	}
	var bars []chart.Bar
	var said []string
	for _, l := range found.count("ledger") {
		bars = append(bars, chart.Bar{Label: l.Label, Count: l.N, URL: s.pages.Link(r, found.With("ledger", l.Value)),
			Apart: found.Query.Get("ledger") != "" && found.Query.Get("ledger") != l.Value})
		said = append(said, l.Label+": "+strconv.Itoa(l.N))
	}
	if len(bars) > 1 {
		p.Ledgers = chart.Bars(chart.Head{ID: "ledgers", RTL: s.pages.Lang(r) == "ar", Title: s.pages.T(r, "Disagreements by ledger"), Desc: strings.Join(said, "; ")}, bars)
	}
	return s.pages.Render(w, r, http.StatusOK, "c-quality.html", p)
}

type stateQuality struct {
	ISO3 string
	N    int
}

func (s *site) qualityOf(ctx context.Context, iso3 string) (*ledger.Section, error) {
	rows, err := s.sheets.Rows(ctx, &reports.Mismatches)
	if err != nil {
		return nil, err
	}
	own := []sheet.Row{}
	for _, row := range rows {
		if row.Get("state") == iso3 {
			own = append(own, row)
		}
	}
	return &ledger.Section{Data: stateQuality{iso3, len(own)}, JSON: own}, nil
}

// sheetRoutes are the addresses of the tables to fill.
func (s *site) sheetRoutes() []ui.Route {
	return []ui.Route{ledger.Get("/sheets", s.tables), ledger.Get("/sheets.json", s.tables), ledger.Get("/sheets/{table}", s.table)}
}

func (s *site) tables(w http.ResponseWriter, r *http.Request) error {
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		all := []map[string]any{}
		for _, t := range importer.Tables() {
			all = append(all, tableJSON(t))
		}
		return ui.JSON(w, r, map[string]any{"entries": all, "total": len(all)})
	}
	return s.pages.Render(w, r, http.StatusOK, "c-sheets.html", importer.Tables())
}

func (s *site) table(w http.ResponseWriter, r *http.Request) error {
	name, kind := ledger.Wants(r.PathValue("table"))
	t, ok := importer.ByName(strings.TrimSuffix(name, "-template"))
	if !ok || strings.HasSuffix(name, "-template") && kind != "csv" {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no such table. The list shows all tables that can be filled.")}
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, tableJSON(t))
	case "csv":
		w.Header().Set("Content-Type", "text/csv; charset=utf-8; header=present")
		w.Header().Set("Content-Disposition", `attachment; filename="`+t.Name+`.csv"`)
		return ui.Cached(w, r, importer.Template(t))
	}
	return s.pages.Render(w, r, http.StatusOK, "c-sheet.html", t)
}

func tableJSON(t *sheet.Table) map[string]any {
	columns := []map[string]any{}
	for _, c := range t.Columns {
		columns = append(columns, map[string]any{"name": c.Name, "required": c.Need, "takes": c.Takes(), "help": c.Help, "example": c.Example})
	}
	return map[string]any{"name": t.Name, "title": t.Title, "help": t.Help, "template": "/sheets/" + t.Name + "-template.csv", "columns": columns}
}
