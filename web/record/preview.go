package record

import (
	"net/http"

	"unhindered/record/register"
	"unhindered/web/ui"
)

// A Preview shows entries that are not published, exactly as the public page would: same template, same style. The desk
// uses it; it needs no register. What it renders is never cached.
type Preview struct{ pages *ui.Pages }

// NewPreview parses the pages of the record.
func NewPreview() (*Preview, error) {
	r := room(Options{Banner: ui.Text("Preview: this page is not published. This is what anyone will see.")})
	r.Private, r.Nav = true, nil // its links would lead nowhere in the desk
	pages, err := ui.NewPages(r)
	if err != nil {
		return nil, err
	}
	return &Preview{pages}, nil
}

// Render writes the page of an entry as it would be published. The desk's mux sets the headers.
func (p *Preview) Render(w http.ResponseWriter, r *http.Request, e register.Entry) error {
	page := newEntryPage(p.pages, r, register.Record{Entry: e}, "")
	page.Preview = true
	return p.pages.Render(w, r, http.StatusOK, "entry.html", page)
}

// Routes are the addresses that a previewed page loads its style from, for the desk to serve.
func (p *Preview) Routes(access string) []ui.Route { return p.pages.AssetRoutes(access) }
