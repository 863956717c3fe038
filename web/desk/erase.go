package desk

import (
	"errors"
	"net/http"
	"net/url"

	"unhindered/desk"
	"unhindered/web/ui"
)

// An eraseData is the question before a report is erased.
type eraseData struct{ Thread desk.ThreadInfo }

func (h *Handler) erasePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	t, err := threadInfo(r, s)
	if err != nil {
		return err
	}
	if s.Role(t.Vault) != desk.Approver {
		return desk.ErrForbidden
	}
	return h.render(w, r, http.StatusOK, "erase.html", eraseData{t})
}

func (h *Handler) erase(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := s.EraseThread(r.Context(), r.PathValue("thread")); err != nil {
		return err
	}
	return see(w, r, "/inbox", "erased")
}

// An eraseCaseData is the question before a case is erased, with what exactly would be gone.
type eraseCaseData struct {
	Case       string
	Title      string
	Goes       []goes
	Identities int
	Files      int
	Bytes      int64
	Draft      bool
	Threads    []desk.ThreadInfo // reports that are still here: each is erased on its own
	Public     bool              // it is published, or on its way: first it has to be withdrawn
}

// A goes is how many items of a kind would be gone.
type goes struct {
	Many string
	N    int
}

func (h *Handler) eraseCasePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showEraseCase(w, r, s, http.StatusOK)
}

func (h *Handler) showEraseCase(w http.ResponseWriter, r *http.Request, s *desk.Session, status int) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	if s.Role(c.Vault) != desk.Approver {
		return desk.ErrForbidden
	}
	pub := c.Publication.Data
	data := eraseCaseData{Case: casePath(r), Title: c.Header.Data.Title, Identities: len(c.Identities), Draft: c.Draft.Version > 0,
		Public: len(pub.Live) > 0 || pub.Step != desk.NotPublished && pub.Step != desk.Withdrawn}
	for _, k := range kinds {
		if n := len(items(&c, k.kind)); k.many != "" && n > 0 {
			data.Goes = append(data.Goes, goes{k.many, n})
		}
	}
	if n := len(c.Consents); n > 0 {
		data.Goes = append(data.Goes, goes{ui.Text("Lines of the consent ledger"), n})
	}
	for _, e := range c.Evidence {
		data.Files, data.Bytes = data.Files+1, data.Bytes+e.Data.Size
		if e.Data.CleanBlob != "" {
			data.Files, data.Bytes = data.Files+1, data.Bytes+e.Data.CleanSize
		}
	}
	for _, t := range c.Threads {
		if !t.Erased {
			data.Threads = append(data.Threads, t)
		}
	}
	return h.render(w, r, status, "erase-case.html", data)
}

func (h *Handler) eraseCase(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	err := s.EraseCase(r.Context(), r.PathValue("case"))
	if errors.Is(err, desk.ErrState) {
		return h.showEraseCase(w, r, s, http.StatusConflict)
	}
	if err != nil {
		return err
	}
	return see(w, r, casePath(r), "erased-case")
}

// An eraseItemData is the question before one item of a case is erased.
type eraseItemData struct {
	Case, Item, Kind, Title string
	Versions                int
	Removed                 bool // it has been taken out of the case already; only the history holds it
	Identity                bool // it is a party whose identity is kept
	Evidence                bool
	Public                  bool // something of the case is published, which does not change
}

func (h *Handler) eraseItemPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	if s.Role(c.Vault) != desk.Approver {
		return desk.ErrForbidden
	}
	versions, err := s.Versions(r.Context(), c.ID, r.PathValue("item"))
	if err != nil {
		return err
	}
	k, known := kindOf(versions[0].Data.Kind())
	if !known || k.many == "" || versions[0].Op == desk.Erased {
		return desk.ErrNotFound
	}
	data := eraseItemData{Case: casePath(r), Item: url.PathEscape(versions[0].ID), Kind: k.one, Versions: len(versions),
		Removed: versions[0].Op == desk.Removed, Evidence: k.kind == desk.KindEvidence, Public: len(c.Publication.Data.Live) > 0}
	_, data.Identity = c.Identities[versions[0].ID]
	for _, v := range versions {
		if data.Title == "" && v.Op != desk.Removed {
			data.Title = title(v.Data)
		}
	}
	return h.render(w, r, http.StatusOK, "erase-item.html", data)
}

func (h *Handler) eraseItem(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := s.Erase(r.Context(), r.PathValue("case"), r.PathValue("item")); err != nil {
		return err
	}
	return see(w, r, casePath(r), "erased-item")
}

// An unkept is what has to be erased of a case because a person did not allow to keep it, in words.
type unkept struct {
	desk.Unkept
	Items []named // shadows the IDs
}

// A named is an item by what it is called.
type named struct{ ID, Kind, Title string }

func unkeptOf(c *desk.Case) []unkept {
	called := names(c)
	var all []unkept
	for _, u := range c.Unkept {
		one := unkept{Unkept: u}
		for _, came := range u.Items {
			k, _ := kindOf(came.Kind)
			one.Items = append(one.Items, named{came.ID, k.one, called[came.ID]})
		}
		all = append(all, one)
	}
	return all
}
