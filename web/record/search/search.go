// Package search is the page on which anything in the record is found by its words, with its filters, and the search box
// of every page's header.
package search

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"unhindered/record/search"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

//go:embed search.css
var style string

// Name is that of this part among the ledgers of the record.
const Name = "search"

type handler struct {
	store *search.Store
	pages *ui.Pages
	names map[string]string // keys of States by their names in the other languages of the pages, as search.Key writes them
}

// New returns the pages over a search.
func New(store *search.Store) ledger.Ledger {
	h := &handler{store: store}
	return ledger.Ledger{
		Name:      Name,
		Nav:       []ui.NavItem{{Path: "/search", Text: ui.Text("Search")}},
		Templates: files,
		CSS:       style,
		Funcs:     template.FuncMap{"searchLedger": ledgerName, "searchKind": kindName},
		Routes: func(pages *ui.Pages) []ui.Route {
			h.pages = pages
			h.names = translated(pages)
			return ledger.Trio("/search", h.search)
		},
		Paths: func(context.Context) ([]string, error) { return []string{"/search"}, nil },
	}
}

// translated are the names of States as the pages write them in Arabic: package un knows those in English, French and Spanish.
func translated(pages *ui.Pages) map[string]string {
	arabic := &http.Request{URL: &url.URL{RawQuery: "lang=ar"}}
	names := map[string]string{}
	for _, s := range un.States() {
		if name := pages.T(arabic, s.Name); name != s.Name {
			names[search.Key(name)] = search.StateKey(s.ISO3)
		}
	}
	return names
}

const (
	// perData is how many rows one file of data holds; further ones are asked for by page.
	perData = 1000
	// lead is how many letters of a text a page shows.
	lead = 320
	// topStates is how many States are named before the rest is folded away.
	topStates = 12
	// said is how many ledgers the first sentence names.
	said = 4
)

// A query is what a visitor asks, as it stands in the address.
type query struct {
	search.Filter
	Text string // as written
	Page int    // from 1
}

func readQuery(r *http.Request) (query, error) {
	v := r.URL.Query()
	q := query{Text: strings.TrimSpace(v.Get("q")), Page: 1}
	q.Query = search.Parse(q.Text)
	if q.Query.Cut {
		q.Text = q.Query.String()
	}
	var err error
	if q.State, err = ledger.StateCode(v, "state"); err != nil {
		return q, err
	}
	bad := func(public string) (query, error) { return q, &ui.Fault{Code: ui.BadInput, Public: public} }
	if q.Ledger = v.Get("ledger"); q.Ledger != "" && ledgerNames[q.Ledger] == "" {
		return bad(ui.Text("There is no ledger with this name. Take the condition away, and choose one from the list."))
	}
	if y := v.Get("year"); y != "" {
		if q.Year, err = strconv.Atoi(y); err != nil || q.Year < 1900 || q.Year > 2200 {
			return bad(ui.Text("A year has four digits, as 2013."))
		}
	}
	switch v.Get("sort") {
	case "", "best":
		q.Ranked = len(q.Query.Terms) > 0 // nothing fits better than anything else where no words are given
	case "newest":
	default:
		return bad(ui.Text("What is found can be sorted by newest or best."))
	}
	if p := v.Get("page"); p != "" {
		if q.Page, err = strconv.Atoi(p); err != nil || q.Page < 1 || q.Page > 1_000_000 {
			return bad(ui.Text("Pages are counted from 1."))
		}
	}
	return q, nil
}

// With is the address of the page with one condition changed; an empty value takes it away.
func (q query) With(key, value string) string { return "/search" + q.address(key, value) }

// Twin is the address of what was found as data.
func (q query) Twin(kind string) string { return "/search." + kind + q.address("", "") }

func (q query) address(key, value string) string {
	v := url.Values{}
	set := func(key, value string) {
		if v.Set(key, value); value == "" {
			v.Del(key)
		}
	}
	set("q", q.Text)
	set("ledger", q.Ledger)
	set("state", q.State)
	if q.Year != 0 {
		set("year", strconv.Itoa(q.Year))
	}
	if !q.Ranked && len(q.Query.Terms) > 0 {
		set("sort", "newest")
	}
	if key != "" {
		set(key, value)
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// Narrow tells whether anything is asked at all.
func (q query) Narrow() bool { return len(q.Query.Terms) > 0 || q.Ledger+q.State != "" || q.Year != 0 }

func (h *handler) search(w http.ResponseWriter, r *http.Request) error {
	q, err := readQuery(r)
	if err != nil {
		return err
	}
	if q.Query.Cut {
		r = shortened(r, q)
	}
	q.Means = h.names[search.Key(q.Text)]
	_, kind := ledger.Wants(r.URL.Path)
	size := search.PageSize
	if kind != "html" {
		size = perData
	}
	q.Limit, q.Offset = size, (q.Page-1)*size
	found, fresh, err := h.store.Find(r.Context(), q.Filter)
	if errors.Is(err, search.ErrBuilding) {
		return h.building(w, r, q, kind)
	}
	if err != nil {
		return err
	}
	// Nobody between here and the visitor keeps what was asked, and what is withdrawn is not shown from a browser's memory.
	w.Header().Set("Cache-Control", "private, no-cache")
	if !fresh {
		w.Header().Set("Cache-Control", "no-store")
	}
	_, _, list, err := ledger.Cut(r, found.Total, size)
	if err != nil {
		return err
	}
	switch kind {
	case "json":
		return h.json(w, r, q, found, list, fresh)
	case "csv":
		if list.Next != "" {
			w.Header().Set("Link", "<"+list.Next+`>; rel="next"`)
		}
		return ui.CSV(w, r, "search.csv", table(found.Hits))
	}
	return h.pages.Render(w, r, http.StatusOK, "search.html", h.page(r, q, found, list, fresh))
}

// shortened is a request with what is left of a query that was too long, so that no link of the page repeats the rest.
func shortened(r *http.Request, q query) *http.Request {
	v := r.URL.Query()
	v.Set("q", q.Text)
	r = r.Clone(r.Context())
	r.URL.RawQuery = v.Encode()
	return r
}

// building answers while there is no index yet. Data are refused: a total of 0 would be a lie.
func (h *handler) building(w http.ResponseWriter, r *http.Request, q query, kind string) error {
	w.Header().Set("Cache-Control", "no-store")
	if kind != "html" {
		return &ui.Fault{Code: ui.Busy, Public: ui.Text("The index is being built, which takes some seconds. Please ask again.")}
	}
	d := page{Query: q, Building: true}
	for _, name := range order {
		d.Ledgers = append(d.Ledgers, row{Value: name, Path: lists[name]})
	}
	if s, ok := un.FindState(q.Text); ok {
		d.State = s.ISO3
	}
	return h.pages.Render(w, r, http.StatusOK, "search.html", d)
}
