package record

import (
	"context"
	"fmt"
	"net/http"

	"unhindered/record/register"
	"unhindered/web/record/ledger"
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
	Books  []book
}

// A book is one ledger on the home page.
type book struct {
	Name    string // to translate
	Path    string
	Asks    string // to translate
	Figures []ledger.Figure
}

// books are the ledgers that say what they answer.
func (h *Handler) books(ctx context.Context) ([]book, error) {
	var all []book
	for _, l := range h.opts.Ledgers {
		if l.Asks == "" || len(l.Nav) == 0 {
			continue
		}
		b := book{Name: l.Nav[0].Text, Path: l.Nav[0].Path, Asks: l.Asks}
		if l.Totals != nil {
			var err error
			if b.Figures, err = l.Totals(ctx); err != nil {
				return nil, fmt.Errorf("ledger %s: %w", l.Name, err)
			}
		}
		all = append(all, b)
	}
	return all, nil
}

// newest is how many entries the home page lists.
const newest = 5

func (h *Handler) home(w http.ResponseWriter, r *http.Request) error {
	page, err := h.all(r.Context(), newest)
	if err != nil {
		return err
	}
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, page)
	}
	d := homePage{Page: page, Cases: cases(page), Made: invented(page, query{})}
	if n := len(page.Years); n > 0 {
		d.First, d.Last = page.Years[0].Value, page.Years[n-1].Value
	}
	if d.Books, err = h.books(r.Context()); err != nil {
		return err
	}
	d.Charts = h.charts(r, page, query{})
	d.Charts.Map, d.Charts.Other = h.tiles(r, page.States, func(code string, _ int) string { return "/states/" + code })
	return h.pages.Render(w, r, http.StatusOK, "home.html", d)
}
