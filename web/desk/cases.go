package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"unhindered/desk"
	"unhindered/un"
)

// A casesData is the list of cases.
type casesData struct {
	Cases  []desk.CaseInfo
	Total  int
	Filter desk.CaseFilter
	Title  string // part of a title that was searched for
	States []group
	Stages []group
	Vaults []desk.VaultInfo
	Today  string
	Any    bool // whether anything was filtered
	Next   string
	Prev   string
}

// perPage is how many cases a page lists.
const perPage = 100

func (h *Handler) cases(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	q := r.URL.Query()
	page := positive(q.Get("page"))
	f := desk.CaseFilter{Vault: q.Get("vault"), State: q.Get("state"), Stage: desk.Stage(q.Get("stage")), Sort: q.Get("sort"),
		Limit: perPage, Offset: (page - 1) * perPage}
	switch f.Sort {
	case "updated", "title", "created":
	default:
		f.Sort = "due" // what has to be done next stands first
	}
	cases, total, err := s.Cases(r.Context(), f)
	if err != nil {
		return err
	}
	vaults, err := s.Vaults(r.Context())
	if err != nil {
		return err
	}
	data := casesData{Cases: cases, Total: total, Filter: f, States: used(s, r), Stages: stages(), Vaults: vaults,
		Today: time.Now().UTC().Format(time.DateOnly), Any: f.Vault != "" || f.State != "" || f.Stage != ""}
	at := func(n int) string {
		q.Del("done")
		q.Set("page", itoa(n))
		return "/cases?" + q.Encode()
	}
	if page > 1 {
		data.Prev = at(page - 1)
	}
	if page*perPage < total {
		data.Next = at(page + 1)
	}
	return h.render(w, r, http.StatusOK, "cases.html", data)
}

// used lists the States that the member's cases concern, for the filter.
func used(s *desk.Session, r *http.Request) []group {
	all, _, err := s.Cases(r.Context(), desk.CaseFilter{})
	if err != nil {
		return nil
	}
	have := map[string]bool{}
	for _, c := range all {
		have[c.State] = true
	}
	var g group
	for _, some := range states() {
		for _, o := range some.Options {
			if have[o.Value] {
				g.Options = append(g.Options, o)
			}
		}
	}
	return []group{g}
}

// A newCaseData is the form that makes a case.
type newCaseData struct {
	Title, State, Vault string
	States              []group
	Vaults              []desk.VaultInfo
	Fields              desk.FieldErrors
}

func (h *Handler) newCasePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showNewCase(w, r, s, http.StatusOK, newCaseData{})
}

func (h *Handler) showNewCase(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, data newCaseData) error {
	var err error
	if data.Vaults, err = s.Vaults(r.Context()); err != nil {
		return err
	}
	data.States = states()
	return h.render(w, r, status, "new-case.html", data)
}

func (h *Handler) newCase(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	header := desk.Header{Title: clean(r.PostForm.Get("title")), State: r.PostForm.Get("state"), Stage: desk.StageDraft,
		Fictional: un.IsExample(r.PostForm.Get("state"))}
	id, err := s.NewCase(r.Context(), desk.NewCase{Vault: r.PostForm.Get("vault"), Header: header})
	if fields := (desk.FieldErrors)(nil); errors.As(err, &fields) {
		return h.showNewCase(w, r, s, http.StatusUnprocessableEntity,
			newCaseData{Title: header.Title, State: header.State, Vault: r.PostForm.Get("vault"), Fields: fields})
	}
	if err != nil {
		return err
	}
	return see(w, r, "/cases/"+url.PathEscape(id), "case")
}

// A searchData is what was found.
type searchData struct {
	Query string
	Hits  []desk.Hit
	Total int
}

// search takes its words from an address too, but our own form posts them, so that no name that somebody searched for
// stays in a browser's history.
func (h *Handler) search(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	data := searchData{Query: strings.TrimSpace(r.Form.Get("q"))}
	if data.Query != "" {
		var err error
		if data.Hits, data.Total, err = s.Search(r.Context(), data.Query, 0); err != nil {
			return err
		}
	}
	return h.render(w, r, http.StatusOK, "search.html", data)
}
