// Package record is the public room on the web: the register of published cases, its numbers, the State pages and the
// log. Every page answers its question in the first sentence, then with a picture, then with the rows, and has the same
// as data under the same address with .json (and .csv for tables). It needs no script, sets no cookie and knows nothing
// of desk and drop.
package record

import (
	"embed"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	ledgers "unhindered/record"
	"unhindered/record/register"
	"unhindered/web/record/ledger"
	searchpages "unhindered/web/record/search"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

//go:embed templates/*.html locales
var files embed.FS

//go:embed record.css
var style string

// Options are what an installation says about itself. All may be empty.
type Options struct {
	Origin  string // public address without final slash, such as "https://record.example.org"; for citations and the site map
	Runner  string // who runs this record
	Contact string // where to ask for a correction or a removal: an address to mail or to visit
	Drop    string // address where people at risk can report, linked from the home page
	Banner  string // shown on every page; ui.DemoBanner in a demonstration
	Log     *slog.Logger

	Ledgers []ledger.Ledger // see Ledgers
	Data    *ledgers.Record // for the page data and its files; nil: there are none but those of the pages
}

// Searches tells whether the room has a search, for the box in the header.
func (o Options) Searches() bool {
	return slices.ContainsFunc(o.Ledgers, func(l ledger.Ledger) bool { return l.Name == searchpages.Name })
}

// A Handler serves the public pages. It is safe for concurrent use.
type Handler struct {
	store *register.Store
	opts  Options
	pages *ui.Pages
	http  http.Handler
	files *dataFiles
}

// room describes the record's pages.
func room(opts Options) ui.Room {
	r := ui.Room{
		Name:  "record",
		Title: ui.Text("Unhindered"),
		Line:  ui.Text("Public record of reported reprisals against people who cooperate with the United Nations"),
		Nav: []ui.NavItem{
			{Path: "/register", Text: ui.Text("Register")},
			{Path: "/states", Text: ui.Text("States")},
		},
		Languages: []string{"en", "ar"},
		Templates: files,
		Locales:   files,
		Funcs:     funcs,
		CSS:       chart.CSS + style,
		Banner:    opts.Banner,
		View:      func(*http.Request) any { return opts },
		Log:       opts.Log,
	}
	addLedgers(&r, opts.Ledgers)
	return r
}

// New makes the public room over a register.
func New(store *register.Store, opts Options) (*Handler, error) {
	opts.Origin = strings.TrimSuffix(opts.Origin, "/")
	pages, err := ui.NewPages(room(opts))
	if err != nil {
		return nil, err
	}
	h := &Handler{store: store, opts: opts, pages: pages, files: newDataFiles(opts.Data)}
	h.http = gzhttp.GzipHandler(pages.Mux(h.Routes(), nil))
	return h, nil
}

// Routes lists all addresses of the room. All are public.
func (h *Handler) Routes() []ui.Route {
	get := func(path string, handler func(http.ResponseWriter, *http.Request) error) ui.Route {
		return ui.Route{Pattern: "GET " + path, Handler: handler, Access: "public"}
	}
	routes := []ui.Route{
		get("/{$}", h.home), get("/index.json", h.home),
		get("/register", h.register), get("/register.json", h.register), get("/register.csv", h.register),
		get("/register/{id}", h.entry), get("/register/{id}/text", h.entryText),
		get("/states", h.states), get("/states.json", h.states), get("/states.csv", h.states),
		get("/states/{iso3}", h.state),
		get("/log", h.log), get("/log.json", h.log), get("/log/{path...}", h.logFile),
		get("/data", h.data), get("/data.json", h.data), get("/data/{file}", h.dataFile),
		get("/about", h.about), get("/about.json", h.about),
		get("/robots.txt", h.robots), get("/sitemap.xml", h.sitemap),
	}
	for _, l := range h.opts.Ledgers {
		if l.Routes != nil {
			routes = append(routes, l.Routes(h.pages)...)
		}
	}
	return routes
}

// ServeHTTP answers a request, compressed if the browser takes that: nothing here is secret.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.http.ServeHTTP(w, r) }

// origin is the address of the site for texts that leave it.
func (h *Handler) origin(r *http.Request) string {
	if h.opts.Origin != "" {
		return h.opts.Origin
	}
	return "http://" + r.Host
}
