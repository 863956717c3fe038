package conduct

import (
	"net/http"
	"strings"

	"unhindered/record/sheet"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// routes are the addresses of a listing that is a page of its own, and of its rows.
func (s *site) routes(l listing) []ui.Route {
	return append(ledger.Trio(l.Path, func(w http.ResponseWriter, r *http.Request) error {
		found, err := s.find(r, l)
		if err != nil {
			return err
		}
		if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
			return found.data(w, r, kind, nil)
		}
		return s.pages.Render(w, r, http.StatusOK, "c-list.html", found)
	}), s.rowRoute(l))
}

// rowRoute is the address of one row of a listing.
func (s *site) rowRoute(l listing) ui.Route {
	return ledger.Get(l.Path+"/{id}", func(w http.ResponseWriter, r *http.Request) error { return s.row(w, r, l) })
}

// A rowPage is what the page c-row.html shows.
type rowPage struct {
	listing
	Key    string
	Title  string
	State  string
	Facts  []cell
	Source []string
	Note   string
	Import int64
	Asked  *asked // questions of a letter
}

func (s *site) row(w http.ResponseWriter, r *http.Request, l listing) error {
	return s.rowWith(w, r, l, func(*rowPage) error { return nil })
}

// rowWith is the page of a row to which more is added.
func (s *site) rowWith(w http.ResponseWriter, r *http.Request, l listing, more func(*rowPage) error) error {
	id, kind := ledger.Wants(r.PathValue("id"))
	row, err := s.byID(r, l.Table, id)
	if err != nil {
		return err
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, row)
	case "csv":
		return ui.CSV(w, r, row.ID+".csv", [][]string{l.Table.Header(), row.Cells(l.Table)})
	}
	p := rowPage{listing: l, Key: row.ID, Title: s.show(r, l.Table, l.Head, row.Get(l.Head)), State: row.Get("state"), Note: row.Get("note"),
		Source: row.List("source"), Import: row.Import}
	for _, c := range l.Table.Columns {
		v := row.Get(c.Name)
		if v == "" || c.Name == "id" || c.Name == "source" || c.Name == "note" || c.Name == l.Head {
			continue
		}
		fact := cell{Label: s.pages.T(r, columnName(c.Name)), Text: s.show(r, l.Table, c.Name, v), Raw: c.Type == sheet.Text}
		switch {
		case c.Type == sheet.State:
			fact.Link = "/states/" + v
		case c.Type == sheet.States:
			var names []string
			for _, code := range row.List(c.Name) {
				names = append(names, s.pages.T(r, stateName(code)))
			}
			fact.Text = strings.Join(names, "; ")
		case c.Type == sheet.Body:
			if b, ok := un.BodyByCode(v); ok {
				fact.Text = s.pages.T(r, b.Name)
			}
		}
		p.Facts = append(p.Facts, fact)
	}
	if err := more(&p); err != nil {
		return err
	}
	return s.pages.Render(w, r, http.StatusOK, "c-row.html", p)
}

func (s *site) byID(r *http.Request, t *sheet.Table, id string) (sheet.Row, error) {
	rows, err := s.sheets.Rows(r.Context(), t)
	if err != nil {
		return sheet.Row{}, err
	}
	for _, row := range rows {
		if row.ID == id {
			return row, nil
		}
	}
	return sheet.Row{}, noSuchRow
}
