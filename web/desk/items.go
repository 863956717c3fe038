package desk

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"

	"unhindered/desk"
	"unhindered/web/ui"
)

// An itemData is a form for one item of a case.
type itemData struct {
	Case     string
	Form     form
	Conflict *conflictData // set when somebody saved in between
	History  string
	Remove   string
	Erase    string    // for an approver
	Copy     *copyData // for evidence: the copy without metadata
}

// A conflictData shows what both sides changed.
type conflictData struct {
	By      string
	At      string
	Version int
	Removed bool // they took it out of the case
	Rows    []conflictRow
}

// A conflictRow is one field that somebody changed, in words.
type conflictRow struct {
	Label, Base, Theirs, Yours string
	Clash                      bool
}

func casePath(r *http.Request) string { return "/cases/" + url.PathEscape(r.PathValue("case")) }

func (h *Handler) addPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	k, ok := kindOf(desk.Kind(r.PathValue("kind")))
	if !ok || k.withoutForm || k.kind == desk.KindHeader {
		return desk.ErrNotFound
	}
	return h.showItem(w, r, s, http.StatusOK, k, "", desk.NewData(k.kind), 0, nil, nil)
}

func (h *Handler) itemPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	k, one, ok := find(&c, r.PathValue("item"))
	if !ok {
		return desk.ErrNotFound
	}
	return h.renderItem(w, r, http.StatusOK, &c, k, one.id, one.data, one.version, nil, nil)
}

// find returns an item of a case that has a form, by its ID.
func find(c *desk.Case, id string) (kind, item, bool) {
	for _, k := range kinds {
		for _, one := range items(c, k.kind) {
			if one.id == id {
				return k, one, true
			}
		}
	}
	return kind{}, item{}, false
}

// showItem shows the form of an item, with what is wrong or what somebody else saved meanwhile.
func (h *Handler) showItem(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, k kind, id string, data desk.Data,
	base int, wrong desk.FieldErrors, clash *desk.Conflict) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	return h.renderItem(w, r, status, &c, k, id, data, base, wrong, clash)
}

func (h *Handler) renderItem(w http.ResponseWriter, r *http.Request, status int, c *desk.Case, k kind, id string, data desk.Data,
	base int, wrong desk.FieldErrors, clash *desk.Conflict) error {
	out := itemData{Case: c.ID, Form: newForm(k, data, choices(c), wrong)}
	out.Form.keepTyped(r.PostForm)
	out.Form.Base = base
	out.Form.Action = casePath(r) + "/items"
	out.Form.Cancel = casePath(r)
	out.Form.New = id == ""
	if id != "" {
		out.Form.Action += "/" + url.PathEscape(id)
		out.Form.Cancel += "#i-" + id
		out.History = casePath(r) + "/history?item=" + url.QueryEscape(id)
		if k.kind != desk.KindHeader {
			out.Remove = out.Form.Action + "/remove"
			if s, ok := h.session(r); ok && s.Role(c.Vault) == desk.Approver {
				out.Erase = out.Form.Action + "/erase"
			}
		}
	}
	if k.kind == desk.KindEvidence {
		if _, one, ok := find(c, id); ok { // as it is kept, whatever the form says
			made := newCopy(casePath(r), one, one.data.(*desk.Evidence))
			made.Error = wrong.For("clean")
			out.Copy = &made
		}
	}
	if clash != nil {
		out.Conflict = conflict(k, clash, names(c))
		mark(&out.Form, out.Conflict)
	}
	return h.render(w, r, status, "item.html", out)
}

// conflict lists, in words, what both sides changed since the version that you started from.
func conflict(k kind, c *desk.Conflict, called map[string]string) *conflictData {
	out := &conflictData{By: c.Theirs.By, At: stamp(c.Theirs.At), Version: c.Theirs.Version, Removed: c.Theirs.Op == desk.Removed}
	base, theirs, yours := values(c.Base.Data), values(c.Theirs.Data), values(c.Yours.Data)
	for _, f := range k.fields {
		b, t, y := base[f.name], theirs[f.name], yours[f.name]
		if f.as == asHidden || reflect.DeepEqual(t, b) && reflect.DeepEqual(y, b) {
			continue
		}
		out.Rows = append(out.Rows, conflictRow{
			Label: f.label, Base: inWords(f, b, called).Text, Theirs: inWords(f, t, called).Text, Yours: inWords(f, y, called).Text,
			Clash: !reflect.DeepEqual(t, b) && !reflect.DeepEqual(y, b) && !reflect.DeepEqual(t, y),
		})
	}
	return out
}

// mark puts their words above the fields of the form on which both differ.
func mark(f *form, c *conflictData) {
	for i := range f.Fields {
		for _, row := range c.Rows {
			if row.Clash && row.Label == f.Fields[i].Label {
				f.Fields[i].Theirs = row.Theirs
				if row.Theirs == "" {
					f.Fields[i].Theirs = "—"
				}
			}
		}
	}
}

func (h *Handler) add(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.saveItem(w, r, s, "")
}

func (h *Handler) save(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.saveItem(w, r, s, r.PathValue("item"))
}

func (h *Handler) saveItem(w http.ResponseWriter, r *http.Request, s *desk.Session, id string) error {
	if err := parse(w, r); err != nil {
		return err
	}
	k, ok := kindOf(desk.Kind(r.PostForm.Get("kind")))
	if !ok || k.withoutForm && (k.kind != desk.KindEvidence || id == "") {
		return badForm(r, s)
	}
	base := version(r)
	data, wrong := read(k, r.PostForm)
	if len(wrong) > 0 {
		return h.showItem(w, r, s, http.StatusUnprocessableEntity, k, id, data, base, wrong, nil)
	}
	saved, err := s.Save(r.Context(), r.PathValue("case"), desk.Item{ID: id, Data: data}, base)
	var clash *desk.Conflict
	switch {
	case errors.As(err, &wrong):
		return h.showItem(w, r, s, http.StatusUnprocessableEntity, k, id, data, base, wrong, nil)
	case errors.As(err, &clash):
		return h.showItem(w, r, s, http.StatusConflict, k, id, merged(k, clash), clash.Theirs.Version, nil, clash)
	case err != nil:
		return err
	case id == "":
		return see(w, r, casePath(r)+"#i-"+saved.ID, "added")
	}
	return see(w, r, casePath(r)+"#i-"+saved.ID, "saved")
}

// badForm is the answer to a form that no page of ours sends; a case of others stays as if it were not there.
func badForm(r *http.Request, s *desk.Session) error {
	if _, err := s.OpenCase(r.Context(), r.PathValue("case")); err != nil {
		return err
	}
	return &ui.Fault{Code: ui.BadInput}
}

// version reads the version that a form was made from.
func version(r *http.Request) int {
	n, err := strconv.Atoi(r.PostForm.Get("base"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// A removeData is the question before an item is taken out of a case.
type removeData struct {
	Case, Item, Kind, Title string
	Base                    int
	Changed                 bool // somebody has changed it since the question was asked
}

func (h *Handler) removePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showRemove(w, r, s, http.StatusOK, false)
}

func (h *Handler) showRemove(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, changed bool) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	k, one, ok := find(&c, r.PathValue("item"))
	if !ok || k.kind == desk.KindHeader {
		return desk.ErrNotFound
	}
	return h.render(w, r, status, "remove.html", removeData{Case: casePath(r), Item: url.PathEscape(one.id), Kind: k.one, Title: title(one.data),
		Base: one.version, Changed: changed})
}

func (h *Handler) remove(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	err := s.Remove(r.Context(), r.PathValue("case"), r.PathValue("item"), version(r))
	if clash := (*desk.Conflict)(nil); errors.As(err, &clash) {
		return h.showRemove(w, r, s, http.StatusConflict, true)
	}
	if err != nil {
		return err
	}
	return see(w, r, casePath(r), "removed")
}

// An identityData is who a party is, uncovered because somebody asked for it.
type identityData struct {
	Case     string
	Label    string
	Form     form
	Conflict *conflictData
}

// identity uncovers who a party is. It is asked for by a form, so that no link, preview or reload uncovers anybody.
func (h *Handler) identity(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	kept, err := s.OpenIdentity(r.Context(), r.PathValue("case"), r.PathValue("item"))
	if err != nil && !errors.Is(err, desk.ErrNotFound) {
		return err
	}
	return h.showIdentity(w, r, s, http.StatusOK, &kept.Data, kept.Version, nil, nil)
}

func (h *Handler) showIdentity(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, data desk.Data, base int,
	wrong desk.FieldErrors, clash *desk.Conflict) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	label, found := "", false
	for _, p := range c.Parties {
		if p.ID == r.PathValue("item") {
			label, found = p.Data.Label, true
		}
	}
	if !found {
		return desk.ErrNotFound
	}
	k, _ := kindOf(desk.KindIdentity)
	out := identityData{Case: casePath(r), Label: label, Form: newForm(k, data, choices(&c), wrong)}
	out.Form.Base = base
	out.Form.New = base == 0
	out.Form.Action = casePath(r) + "/identity/" + url.PathEscape(r.PathValue("item")) + "/save"
	out.Form.Cancel = casePath(r) + "#i-" + r.PathValue("item")
	if clash != nil {
		out.Conflict = conflict(k, clash, nil)
		mark(&out.Form, out.Conflict)
	}
	return h.render(w, r, status, "identity.html", out)
}

func (h *Handler) saveIdentity(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	k, _ := kindOf(desk.KindIdentity)
	data, wrong := read(k, r.PostForm)
	base := version(r)
	if len(wrong) > 0 {
		return h.showIdentity(w, r, s, http.StatusUnprocessableEntity, data, base, wrong, nil)
	}
	_, err := s.SaveIdentity(r.Context(), r.PathValue("case"), r.PathValue("item"), *data.(*desk.Identity), base)
	var clash *desk.Conflict
	switch {
	case errors.As(err, &wrong):
		return h.showIdentity(w, r, s, http.StatusUnprocessableEntity, data, base, wrong, nil)
	case errors.As(err, &clash):
		return h.showIdentity(w, r, s, http.StatusConflict, merged(k, clash), clash.Theirs.Version, nil, clash)
	case err != nil:
		return err
	}
	return see(w, r, casePath(r)+"#i-"+r.PathValue("item"), "saved")
}
