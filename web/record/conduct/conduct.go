// Package conduct is the pages of the ledgers that people fill by hand: visits, letters, statements, reports, advice, and
// the page on the quality of the data. All are made the same way: a sentence with the numbers in it, a picture, the rows
// with filters, the sources, and the same as JSON and CSV; and all are the same for every State.
package conduct

import (
	"context"
	"embed"
	"html/template"
	"net/url"
	"unicode"
	"unicode/utf8"

	"unhindered/record/advice"
	"unhindered/record/letters"
	"unhindered/record/reports"
	"unhindered/record/sheet"
	"unhindered/record/statements"
	"unhindered/record/visits"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

//go:embed conduct.css
var style string

// Stores are the ledgers behind the pages.
type Stores struct {
	Visits     *visits.Store
	Letters    *letters.Store
	Statements *statements.Store
	Reports    *reports.Store
	Advice     *advice.Store
	Find       []Finder // of contradictions in other ledgers, for the page on data quality
}

// site is the stores with the pages that show them.
type site struct {
	Stores
	sheets *sheet.Store
	pages  *ui.Pages
}

// Ledgers returns the ledgers with their pages.
func Ledgers(stores Stores) []ledger.Ledger {
	s := &site{Stores: stores, sheets: stores.Visits.Sheets()}
	on := func(pages *ui.Pages) { s.pages = pages }
	all := []ledger.Ledger{
		s.visitsLedger(), s.lettersLedger(), s.statementsLedger(), s.reportsLedger(), s.adviceLedger(), s.qualityLedger(),
	}
	for i := range all {
		routes := all[i].Routes
		all[i].Routes = func(pages *ui.Pages) []ui.Route { on(pages); return routes(pages) }
	}
	all[0].Templates, all[0].CSS, all[0].Funcs = files, style, template.FuncMap{"cState": stateName, "cSentence": sentence, "cQuery": func(path, key, value string) string { return path + "?" + url.Values{key: {value}}.Encode() }}
	return all
}

func downloads(path, what string) []ledger.Download {
	return []ledger.Download{{Path: path + ".json", Format: "JSON", What: what}, {Path: path + ".csv", Format: "CSV", What: what}}
}

func stateName(code string) string {
	if s, ok := un.StateByISO3(code); ok {
		return s.Name
	}
	return code
}

// rowPaths are the addresses of the rows of a table under path.
func (s *site) rowPaths(ctx context.Context, t *sheet.Table, path string) ([]string, error) {
	rows, err := s.sheets.Rows(ctx, t)
	if err != nil {
		return nil, err
	}
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = path + "/" + r.ID
	}
	return all, nil
}

// rowTotals counts the rows of a table into a figure, for the home page.
func (s *site) rowTotals(t *sheet.Table, f ledger.Figure) func(context.Context) ([]ledger.Figure, error) {
	return func(ctx context.Context) ([]ledger.Figure, error) {
		rows, err := s.sheets.Rows(ctx, t)
		f := f
		f.Count = len(rows)
		return ledger.Some(f), err
	}
}

var noSuchRow = &ui.Fault{Code: ui.NotFound, Public: ui.Text("The ledger has no row with this key. The list shows all that it has.")}

// sentence begins a text with a capital letter.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
