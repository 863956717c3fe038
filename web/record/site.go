package record

import (
	"encoding/xml"
	"net/http"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

func (h *Handler) about(w http.ResponseWriter, r *http.Request) error {
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, map[string]string{"runner": h.opts.Runner, "contact": h.opts.Contact, "log_key": h.store.Log().Public()})
	}
	return h.pages.Render(w, r, http.StatusOK, "about.html", nil)
}

func (h *Handler) robots(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	return ui.Cached(w, r, []byte("User-agent: *\nDisallow: /register?\nDisallow: /search?\n\nSitemap: "+h.origin(r)+"/sitemap.xml\n"))
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
