package record

import (
	"bytes"
	"net/http"
	"regexp"

	"unhindered/record/register"
	"unhindered/web/ui"
)

// A Preview shows entries that are not published, exactly as the public page would: same template, same style. The desk
// uses it; it needs no register. What it renders is never cached.
type Preview struct {
	pages *ui.Pages
	at    string
}

// NewPreview parses the pages of the record. Links of a previewed page lead to the record at that address, without a
// slash at the end; where it is empty they lead nowhere.
func NewPreview(at string) (*Preview, error) {
	r := room(Options{Banner: ui.Text("Preview: this page is not published. This is what anyone will see.")})
	r.Private, r.Nav = true, nil // its links would lead nowhere in the desk
	pages, err := ui.NewPages(r)
	if err != nil {
		return nil, err
	}
	return &Preview{pages, at}, nil
}

// Render writes the page of an entry as it would be published. The desk's mux sets the headers.
func (p *Preview) Render(w http.ResponseWriter, r *http.Request, e register.Entry) error {
	page := newEntryPage(p.pages, r, register.Record{Entry: e}, "")
	page.Preview = true
	html, err := p.pages.Bytes(r, "entry.html", page)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = w.Write(ownLink.ReplaceAllFunc(html, func(link []byte) []byte {
		if bytes.HasPrefix(link, []byte(`href="/assets/`)) || bytes.HasPrefix(link, []byte(`href="/favicon`)) {
			return link
		}
		return append([]byte(`href="`+p.at), link[len(`href="`):]...)
	}))
	return err
}

var ownLink = regexp.MustCompile(`href="/[^"]*`)

// Routes are the addresses that a previewed page loads its style from, for the desk to serve.
func (p *Preview) Routes(access string) []ui.Route { return p.pages.AssetRoutes(access) }
