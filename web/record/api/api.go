// Package api is the interface for programs: every table of the record under /api/v1/, described in OpenAPI 3.1 at
// /openapi.json, with a page for people at /api that is made from the same description. Everything is public, everything is
// read only, and no more can be asked for than a page of rows at a time; whoever wants all takes a file from /data.
package api

import (
	"embed"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"unhindered/office/table"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

// Prefix is the address under which the tables are.
const Prefix = "/api/v1"

// The size of pages.
const (
	pageSize    = 50
	largestPage = 500
)

// An API answers for the tables of a record.
type API struct {
	tables []*table.Source
	huma   huma.API
	routes routes
	pages  *ui.Pages // set when the routes are asked for
}

// New returns the interface over tables as a part of the record's site. The descriptions of tables and columns are the
// tables' own. terms returns the terms of use of a table.
func New(tables []*table.Source, terms func(table.Table) string) ledger.Ledger {
	a := newAPI(tables, terms)
	return ledger.Ledger{
		Name: "api", Templates: files,
		Routes: func(pages *ui.Pages) []ui.Route {
			a.pages = pages
			return a.all()
		},
	}
}

func newAPI(tables []*table.Source, terms func(table.Table) string) *API {
	config := huma.DefaultConfig("Unhindered", "1")
	config.DocsPath, config.SchemasPath, config.OpenAPIPath = "", "", "" // no foreign scripts; the description has a route of its own
	config.CreateHooks, config.Transformers = nil, nil                   // nothing is added to the rows
	config.Info.Description = "Public data of the record: published cases, and how States act in human rights bodies of the United Nations. " +
		"Read only, open to everybody, without registration. null means that the source does not say; it never means no. " +
		"Field names stay. Whole tables as CSV, JSON, Excel and Parquet: /data."
	a := &API{tables: tables}
	a.huma = humago.New(&a.routes, config)
	a.describeIndex()
	ledgers := map[string]bool{}
	for _, t := range tables {
		if !ledgers[t.Ledger] {
			ledgers[t.Ledger] = true
			a.huma.OpenAPI().Tags = append(a.huma.OpenAPI().Tags, &huma.Tag{Name: t.Ledger})
		}
		a.describe(t, terms(t.Table))
	}
	return a
}

// all are the routes of the interface: its operations, its description, the page, and an answer for whatever else is
// asked for under Prefix.
func (a *API) all() []ui.Route {
	var all []ui.Route
	for _, r := range a.routes.all {
		all = append(all, ui.Route{Pattern: r.pattern, Handler: a.answer(r.handler), Access: "public"})
	}
	other := func(pattern string, handler http.HandlerFunc) {
		all = append(all, ui.Route{Pattern: pattern, Handler: a.answer(handler), Access: "public"})
	}
	other("GET "+Prefix+"/{rest...}", a.notFound)
	other("OPTIONS "+Prefix+"/{rest...}", preflight)
	return append(all, ledger.Get("/openapi.json", a.spec), ledger.Get("/api", a.page), ledger.Get("/api.json", a.spec))
}

// routes takes the operations that huma registers, instead of a mux of its own: they are served by that of the room.
type routes struct{ all []route }

type route struct {
	pattern string
	handler http.HandlerFunc
}

// HandleFunc implements humago.Mux.
func (r *routes) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	r.all = append(r.all, route{pattern, handler})
}

// ServeHTTP implements humago.Mux; nobody calls it.
func (r *routes) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusNotFound)
}

// byName returns a table.
func (a *API) byName(name string) *table.Source {
	for _, t := range a.tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// names are the names of all tables, for messages.
func (a *API) names() string {
	var all []string
	for _, t := range a.tables {
		all = append(all, t.Name)
	}
	return strings.Join(all, ", ")
}
