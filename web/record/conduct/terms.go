package conduct

import (
	"net/http"
	"slices"

	"unhindered/record/sheet"
	"unhindered/record/visits"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

var termsList = listing{
	Table: &visits.Terms, Path: "/visits/terms", Show: []string{"text", "visitor", "state", "date", "term", "was_kept"},
	Facets: []string{"state", "visitor", "term", "was_kept"}, Head: "text", Title: ui.Text("Terms of reference of visits"),
	Up: [2]string{"/visits", ui.Text("Visits")},
}

// A termsPage is what the page c-terms.html shows.
type termsPage struct {
	List   *list
	Visits int
	Kept   int // observations
	Partly int
	Broken int
	Matrix *matrix
}

func (s *site) terms(w http.ResponseWriter, r *http.Request) error {
	found, err := s.find(r, termsList)
	if err != nil {
		return err
	}
	lists := visits.Checklists(found.matched)
	if _, kind := ledger.Wants(r.URL.Path); kind != "html" {
		return found.data(w, r, kind, map[string]any{"visits": slices.Concat([]visits.Checklist{}, lists)})
	}
	p := termsPage{List: found, Visits: len(lists), Matrix: s.termsMatrix(r, lists)}
	for _, row := range found.matched {
		switch row.Get("was_kept") {
		case visits.Kept:
			p.Kept++
		case visits.Partly:
			p.Partly++
		case visits.Broken:
			p.Broken++
		}
	}
	return s.pages.Render(w, r, http.StatusOK, "c-terms.html", p)
}

// termSigns are the signs of a checklist.
var termSigns = []struct {
	kept string
	sign
}{
	{visits.Kept, sign{"good", "K", ui.Text("kept")}},
	{visits.Partly, sign{"some", "P", ui.Text("kept in part")}},
	{visits.Broken, sign{"bad", "B", ui.Text("broken")}},
	{visits.Unknown, sign{"none", "", ui.Text("no source on record says")}},
}

func termSign(kept string) sign {
	for _, t := range termSigns {
		if t.kept == kept {
			return t.sign
		}
	}
	return sign{Words: kept}
}

// termsMatrix draws terms of reference by visits.
func (s *site) termsMatrix(r *http.Request, lists []visits.Checklist) *matrix {
	if len(lists) == 0 {
		return nil
	}
	m := &matrix{ID: "terms", Caption: s.pages.T(r, "Which terms of reference were kept on which visit?"), Corner: s.pages.T(r, "Visit"), Wide: true}
	for _, sign := range termSigns {
		sign.Words = s.pages.T(r, sign.Words)
		m.Legend = append(m.Legend, sign.sign)
	}
	for _, term := range visits.Terms.Column("term").Choices {
		m.Columns = append(m.Columns, s.pages.T(r, term.Label))
	}
	for _, list := range lists {
		row := matrixRow{Label: list.Visitor, Sub: s.pages.T(r, stateName(list.State)) + ", " + list.Date.String()}
		if list.Date == "" {
			row.Sub = s.pages.T(r, stateName(list.State))
		}
		for _, item := range list.Items {
			sign := termSign(item.Kept)
			cell := mark{Class: sign.Class, Text: sign.Text, Words: s.pages.T(r, sign.Words)}
			if len(item.Rows) > 0 {
				cell.Link = s.pages.Link(r, termsList.address(item.Rows[0]))
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// A termView is one term on the page of a visit.
type termView struct {
	Term string
	sign
	Rows []sheet.Row
}

// termsOf is the checklist of the visits that a file tells of, if a source speaks of any term.
func (s *site) termsOf(r *http.Request, f visits.File) ([]termView, error) {
	lists, err := s.Visits.Checklists(r.Context(), f.State)
	if err != nil {
		return nil, err
	}
	var all []termView
	for _, list := range lists {
		if list.Visitor != f.Visitor {
			continue
		}
		for _, item := range list.Items {
			sign := termSign(item.Kept)
			sign.Words = s.pages.T(r, sign.Words)
			all = append(all, termView{s.pages.T(r, visits.Terms.Label("term", item.Term)), sign, item.Rows})
		}
	}
	return all, nil
}
