package record

import (
	"net/http"

	"unhindered/record/register"
	"unhindered/web/ui"
)

// A homePage is what the page home.html shows.
type homePage struct {
	Page   register.Page
	Cases  int
	Made   int    // invented entries
	First  string // first and last year of the acts; empty if there are none
	Last   string
	Charts charts
}

// newest is how many entries the home page lists.
const newest = 5

func (h *Handler) home(w http.ResponseWriter, r *http.Request) error {
	page, err := h.all(r.Context(), newest)
	if err != nil {
		return err
	}
	if _, kind := wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, page)
	}
	d := homePage{Page: page, Cases: cases(page), Made: invented(page, query{})}
	if n := len(page.Years); n > 0 {
		d.First, d.Last = page.Years[0].Value, page.Years[n-1].Value
	}
	d.Charts = h.charts(r, page, query{})
	d.Charts.Map, d.Charts.Other = h.tiles(r, page.States, func(code string, _ int) string { return "/states/" + code })
	return h.pages.Render(w, r, http.StatusOK, "home.html", d)
}
