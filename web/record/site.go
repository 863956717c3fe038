package record

import (
	"encoding/xml"
	"net/http"
	"slices"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A download is one file of the page data.
type download struct {
	Path   string `json:"path"`
	Format string `json:"format"`
	What   string `json:"what"`
}

// A dataPage is what the page data.html shows.
type dataPage struct {
	Downloads []download `json:"downloads"`
	Columns   []column   `json:"columns"`
	Origin    string     `json:"-"`
}

// A column explains one column of register.csv.
type column struct {
	Name string `json:"name"`
	What string `json:"what"`
}

var downloads = []download{
	{"/register.json", "JSON", ui.Text("All entries with acts, UN actions, replies, incidents, disagreements, sources and commitments, and the counts of each facet")},
	{"/register.csv", "CSV", ui.Text("The same entries as one table, one row each")},
	{"/states.csv", "CSV", ui.Text("All States with their regional group and number of entries")},
	{"/states.json", "JSON", ui.Text("The same States as data")},
	{"/log.json", "JSON", ui.Text("Size, root, key and newest leaves of the log")},
	{"/log/checkpoint", "C2SP", ui.Text("Signed checkpoint of the log; its tiles lie beside it")},
}

var columns = []column{
	{"id", ui.Text("number of the entry; it stays")},
	{"version", ui.Text("1 for the first publication, one more for each correction")},
	{"subject", ui.Text("who was targeted: a name only where publication of it was consented to, or where the source names the person in public")},
	{"kind", ui.Text("person, persons, group or organisation")},
	{"named", ui.Text("whether subject names somebody")},
	{"state", ui.Text("State concerned, ISO 3166 alpha-3")},
	{"from, to", ui.Text("time of the acts, as precise as the source: 2013, 2013-09 or 2013-09-14; empty where unknown")},
	{"acts", ui.Text("codes of the acts reported; their labels stand in the form of the register")},
	{"engagement, bodies", ui.Text("the cooperation that was answered, and the UN bodies concerned")},
	{"actions, replies", ui.Text("what UN bodies did, and what the State answered")},
	{"context", ui.Text("yes for an entry that explains others and is not counted as a case")},
	{"fictional", ui.Text("yes for an invented entry of a demonstration")},
	{"commitment, leaf", ui.Text("SHA-256 of salt and text, and its place in the log")},
}

func (h *Handler) data(w http.ResponseWriter, r *http.Request) error {
	d := dataPage{slices.Clone(downloads), columns, h.origin(r)}
	for _, l := range h.opts.Ledgers {
		for _, file := range l.Downloads {
			d.Downloads = append(d.Downloads, download(file))
		}
	}
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, d)
	}
	return h.pages.Render(w, r, http.StatusOK, "data.html", d)
}

func (h *Handler) about(w http.ResponseWriter, r *http.Request) error {
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, map[string]string{"runner": h.opts.Runner, "contact": h.opts.Contact, "log_key": h.store.Log().Public()})
	}
	return h.pages.Render(w, r, http.StatusOK, "about.html", nil)
}

func (h *Handler) robots(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	return ui.Cached(w, r, []byte("User-agent: *\nDisallow: /register?\n\nSitemap: "+h.origin(r)+"/sitemap.xml\n"))
}

// sitemapLimit is the most addresses that a site map may hold (sitemaps.org).
const sitemapLimit = 50_000

func (h *Handler) sitemap(w http.ResponseWriter, r *http.Request) error {
	type address struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	var set struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []address `xml:"url"`
	}
	origin := h.origin(r)
	for _, path := range []string{"/", "/register", "/states", "/log", "/data", "/about"} {
		set.URLs = append(set.URLs, address{Loc: origin + path})
	}
	for _, s := range un.States() {
		set.URLs = append(set.URLs, address{Loc: origin + "/states/" + s.ISO3})
	}
	for _, l := range h.opts.Ledgers {
		if l.Paths == nil {
			continue
		}
		paths, err := l.Paths(r.Context())
		if err != nil {
			return err
		}
		for _, path := range paths[:min(len(paths), (sitemapLimit-len(set.URLs))/2)] { // room for the entries
			set.URLs = append(set.URLs, address{Loc: origin + path})
		}
	}
	page, err := h.store.List(r.Context(), register.Filter{Sort: register.SortPublished, Limit: sitemapLimit - len(set.URLs)})
	if err != nil {
		return err
	}
	for _, e := range page.Records {
		set.URLs = append(set.URLs, address{origin + "/register/" + e.ID, e.Day})
	}
	body, err := xml.Marshal(set)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	return ui.Cached(w, r, append([]byte(xml.Header), body...))
}
