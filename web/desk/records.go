package desk

import (
	"net/http"
	"net/url"

	"unhindered/desk"
)

// A historyData is every change of a case, or of one item of it.
type historyData struct {
	Case    string
	Item    string
	Changes []change
}

// A change is one version of an item with its fields by their labels.
type change struct {
	desk.Change
	KindName string
	Fields   []desk.FieldDiff
}

func (h *Handler) history(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	all, err := s.History(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	data := historyData{Case: casePath(r), Item: r.URL.Query().Get("item")}
	for _, one := range all {
		if data.Item != "" && one.Item != data.Item {
			continue
		}
		c := change{Change: one, KindName: word(one.Kind)}
		k, ok := kindOf(one.Kind)
		if ok {
			c.KindName = k.one
		}
		for _, d := range one.Diff {
			d.Field = k.label(d.Field)
			c.Fields = append(c.Fields, d)
		}
		data.Changes = append(data.Changes, c)
	}
	return h.render(w, r, http.StatusOK, "history.html", data)
}

// An auditData is who did what, newest first.
type auditData struct {
	Lines      []desk.AuditLine
	Total      int
	By         string
	Case       string
	Thread     string
	Prev, Next string
	Cases      map[string]string // case ID to its title
}

func (h *Handler) audit(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	q := r.URL.Query()
	page := positive(q.Get("page"))
	f := desk.AuditFilter{By: q.Get("by"), Case: q.Get("case"), Thread: q.Get("thread"), Limit: perPage, Offset: (page - 1) * perPage}
	lines, total, err := s.Audit(r.Context(), f)
	if err != nil {
		return err
	}
	data := auditData{Lines: lines, Total: total, By: f.By, Case: f.Case, Thread: f.Thread}
	at := func(n int) string {
		v := url.Values{"page": {itoa(n)}}
		for _, name := range []string{"by", "case", "thread"} {
			if q.Get(name) != "" {
				v.Set(name, q.Get(name))
			}
		}
		return "/audit?" + v.Encode()
	}
	if page > 1 {
		data.Prev = at(page - 1)
	}
	if page*perPage < total {
		data.Next = at(page + 1)
	}
	return h.render(w, r, http.StatusOK, "audit.html", data)
}

// A membersData is the member's vaults and who is in them.
type membersData struct{ Vaults []desk.VaultInfo }

func (h *Handler) members(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	vaults, err := s.Vaults(r.Context())
	if err != nil {
		return err
	}
	return h.render(w, r, http.StatusOK, "members.html", membersData{vaults})
}
