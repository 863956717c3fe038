package desk

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"unhindered/desk"
	"unhindered/record/register"
	"unhindered/web/ui"
)

// A publicationData is where the publication of a case stands, and the form of what is to be published.
type publicationData struct {
	Case        string
	Form        form
	Conflict    *conflictData
	Publication desk.Publication
	Checks      checks
	Saved       bool // there is a draft
	Open        bool // the draft may be worked on: nothing waits for approval
	Mine        bool // the member who looks is the one who asked
	Approver    bool
	EntryURL    string
	Record      string
	Ledger      []ledger
	Went        []desk.Went
}

func (h *Handler) publication(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showPublication(w, r, s, http.StatusOK, nil, 0, nil, nil)
}

// showPublication shows the form with data, or with the saved draft if data is nil.
func (h *Handler) showPublication(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, data desk.Data, base int,
	wrong desk.FieldErrors, clash *desk.Conflict) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	pub := c.Publication.Data
	out := publicationData{Case: casePath(r), Publication: pub, Saved: c.Draft.Version > 0, Record: h.opts.RecordURL,
		Mine: pub.RequestedBy == s.Name(), Approver: s.Role(c.Vault) == desk.Approver, Ledger: ledgers(&c), Went: c.Went}
	switch pub.Step {
	case desk.NotPublished, desk.Published, desk.Withdrawn:
		out.Open = true
	}
	if pub.EntryID != "" && h.opts.RecordURL != "" {
		out.EntryURL = h.opts.RecordURL + "/register/" + pub.EntryID
	}
	if out.Saved {
		problems, err := s.Check(r.Context(), c.ID)
		if err != nil {
			return err
		}
		out.Checks = h.checks(r, problems, "")
	}
	if data == nil {
		d := c.Draft.Data
		base = c.Draft.Version
		if base == 0 {
			d = first(c)
		}
		data = &d
	}
	k, _ := kindOf(desk.KindDraft)
	out.Form = newForm(k, data, choices(&c), wrong)
	out.Form.Base, out.Form.New = base, base == 0
	out.Form.Action, out.Form.Cancel = casePath(r)+"/publication", casePath(r)
	if clash != nil {
		out.Conflict = conflict(k, clash, names(&c))
		mark(&out.Form, out.Conflict)
	}
	return h.render(w, r, status, "publication.html", out)
}

// first proposes a draft: everything recorded that could go out, nothing that names anybody, and the coarsest dates and
// places.
func first(c desk.Case) desk.Draft {
	d := desk.Draft{SubjectKind: register.Person, Dates: desk.ToYear, Places: desk.ToCountry}
	for _, a := range c.Acts {
		d.Acts = append(d.Acts, a.ID)
	}
	for _, e := range c.Engagements {
		d.Engagements = append(d.Engagements, e.ID)
	}
	for _, a := range c.Actions {
		if !a.Data.Confidential {
			d.Actions = append(d.Actions, a.ID)
		}
	}
	for _, one := range c.Replies {
		d.Replies = append(d.Replies, one.ID)
	}
	for _, one := range c.Sources {
		d.Sources = append(d.Sources, one.ID)
	}
	return d
}

func (h *Handler) saveDraft(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	k, _ := kindOf(desk.KindDraft)
	data, wrong := read(k, r.PostForm)
	base := version(r)
	if len(wrong) > 0 {
		return h.showPublication(w, r, s, http.StatusUnprocessableEntity, data, base, wrong, nil)
	}
	_, err := s.SaveDraft(r.Context(), r.PathValue("case"), *data.(*desk.Draft), base)
	var clash *desk.Conflict
	switch {
	case errors.As(err, &wrong):
		return h.showPublication(w, r, s, http.StatusUnprocessableEntity, data, base, wrong, nil)
	case errors.As(err, &clash):
		return h.showPublication(w, r, s, http.StatusConflict, merged(k, clash), clash.Theirs.Version, nil, clash)
	case err != nil:
		return err
	}
	if r.PostForm.Get("then") == "preview" {
		return see(w, r, casePath(r)+"/publication/preview", "saved")
	}
	return see(w, r, casePath(r)+"/publication", "saved")
}

// A previewData is the entry as the public would see it, and the next step.
type previewData struct {
	Case     string
	Entry    register.Entry
	Hash     string
	Checks   checks
	Blocking bool
	Pub      desk.Publication
	Frozen   bool // what is shown is what approval was asked for
	Takedown bool // approval is asked for withdrawing it
	Correct  bool // it would become a new version of an entry
	CanAsk   bool
	Decide   bool // the member who looks may approve or send back
	Mine     bool
	Record   string
	Changes  []string // what differs from the entry as it stands in the register
	Error    string
}

func (h *Handler) preview(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showPreview(w, r, s, http.StatusOK, "")
}

// entry finds what the preview shows: what waits for approval or is being pushed, frozen; else the saved draft.
func (h *Handler) entry(r *http.Request, s *desk.Session) (previewData, desk.Case, error) {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return previewData{}, c, err
	}
	pub := c.Publication.Data
	data := previewData{Case: casePath(r), Pub: pub, Record: h.opts.RecordURL,
		Mine: pub.RequestedBy == s.Name()}
	frozen := func(raw json.RawMessage) error {
		if err := json.Unmarshal(raw, &data.Entry); err != nil {
			return desk.ErrDamaged
		}
		data.Hash, data.Frozen = pub.Hash, true
		return nil
	}
	var problems []desk.Problem
	switch pub.Step {
	case desk.Requested, desk.Publishing:
		if err := frozen(pub.Entry); err != nil {
			return data, c, err
		}
		// The checks run again on what is there now: a consent may have been withdrawn since.
		if problems, err = s.Check(r.Context(), c.ID); err != nil {
			return data, c, err
		}
	case desk.WithdrawalRequested, desk.Withdrawing:
		data.Takedown = true
		if err := frozen(pub.Live); err != nil {
			return data, c, err
		}
	default:
		p, err := s.Preview(r.Context(), c.ID)
		if err != nil {
			return data, c, err
		}
		data.Entry, data.Hash, problems = p.Entry, p.Hash, p.Problems
	}
	data.Correct = pub.EntryID != "" && len(pub.Live) > 0
	if data.Correct && !data.Takedown {
		data.Changes = changes(pub.Live, data.Entry)
	}
	data.Checks, data.Blocking = h.checks(r, problems, data.Case+"/publication"), desk.Blocking(problems)
	data.CanAsk = !data.Frozen && !data.Blocking
	data.Decide = (pub.Step == desk.Requested || pub.Step == desk.WithdrawalRequested) && s.Role(c.Vault) == desk.Approver && !data.Mine
	return data, c, nil
}

// changes names the fields in which an entry differs from the one in the register.
func changes(live json.RawMessage, e register.Entry) []string {
	var before register.Entry
	if json.Unmarshal(live, &before) != nil {
		return nil
	}
	a, b := values(before), values(e)
	var all []string
	for name := range b {
		if text(a[name]) != text(b[name]) {
			all = append(all, word(name))
		}
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			all = append(all, word(name))
		}
	}
	all = slices.DeleteFunc(all, func(s string) bool { return s == "Id" || s == "Version" })
	slices.Sort(all)
	return all
}

func (h *Handler) showPreview(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, wrong string) error {
	data, _, err := h.entry(r, s)
	if errors.Is(err, desk.ErrNotFound) {
		if _, err := s.OpenCase(r.Context(), r.PathValue("case")); err != nil {
			return err
		}
		return see(w, r, casePath(r)+"/publication", "") // no draft yet
	}
	if err != nil {
		return err
	}
	data.Error = wrong
	return h.render(w, r, status, "preview.html", data)
}

// publicPage is the page as the record would show it, made by the record's own code.
func (h *Handler) publicPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	data, _, err := h.entry(r, s)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, data.Entry)
}

func (h *Handler) requestApproval(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	_, err := s.RequestApproval(r.Context(), r.PathValue("case"), r.PostForm.Get("hash"))
	if err != nil {
		return h.step(w, r, s, err)
	}
	return see(w, r, casePath(r)+"/publication", "requested")
}

// step shows the preview again, with what keeps it from going on.
func (h *Handler) step(w http.ResponseWriter, r *http.Request, s *desk.Session, err error) error {
	if blocked := (*desk.Blocked)(nil); errors.As(err, &blocked) {
		return h.showPreview(w, r, s, http.StatusUnprocessableEntity, ui.Text("Checks keep this from being published. Nothing went out."))
	}
	return err
}

func (h *Handler) approve(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	p, err := s.Approve(r.Context(), r.PathValue("case"), r.PostForm.Get("hash"))
	if errors.Is(err, desk.ErrOnItsWay) {
		return see(w, r, casePath(r)+"/publication", "pending")
	}
	if err != nil {
		return h.step(w, r, s, err)
	}
	did := "published"
	if p.Step == desk.Withdrawn {
		did = "taken-down"
	}
	return see(w, r, casePath(r)+"/publication", did)
}

// refuse sends a request back: the reason becomes a note of the case, so that it is there before the request is gone.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	if s.Role(c.Vault) != desk.Approver {
		return desk.ErrForbidden
	}
	if step := c.Publication.Data.Step; step != desk.Requested && step != desk.WithdrawalRequested {
		return desk.ErrState
	}
	reason := strings.TrimSpace(clean(r.PostForm.Get("reason")))
	if reason == "" {
		return h.showPreview(w, r, s, http.StatusUnprocessableEntity, ui.Text("Write why you send it back, so that the others can mend it."))
	}
	note := desk.Note{Text: h.pages.T(r, "Sent back instead of approved: %s", reason)}
	if _, err := s.Save(r.Context(), c.ID, desk.Item{Data: &note}, 0); err != nil {
		return err
	}
	if _, err := s.CancelRequest(r.Context(), c.ID); err != nil {
		return err
	}
	return see(w, r, casePath(r)+"/publication", "refused")
}

func (h *Handler) cancelRequest(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if _, err := s.CancelRequest(r.Context(), r.PathValue("case")); err != nil {
		return err
	}
	return see(w, r, casePath(r)+"/publication", "cancelled")
}

// A takedownData is the question before withdrawal of an entry is asked for.
type takedownData struct {
	Case     string
	Pub      desk.Publication
	EntryURL string
	Error    string
	Reason   string
}

func (h *Handler) withdrawPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showWithdraw(w, r, s, http.StatusOK, "")
}

func (h *Handler) showWithdraw(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, wrong string) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	data := takedownData{Case: casePath(r), Pub: c.Publication.Data, Error: wrong}
	if len(data.Pub.Live) == 0 || data.Pub.Step != desk.Published && data.Pub.Step != desk.Requested {
		return see(w, r, casePath(r)+"/publication", "")
	}
	if h.opts.RecordURL != "" {
		data.EntryURL = h.opts.RecordURL + "/register/" + data.Pub.EntryID
	}
	return h.render(w, r, status, "withdraw.html", data)
}

func (h *Handler) requestWithdrawal(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	reason := clean(r.PostForm.Get("reason"))
	if reason == "" {
		return h.showWithdraw(w, r, s, http.StatusUnprocessableEntity, ui.Text("Write why it is to be withdrawn. It stays within the team."))
	}
	if _, err := s.RequestWithdrawal(r.Context(), r.PathValue("case"), reason); err != nil {
		return err
	}
	return see(w, r, casePath(r)+"/publication", "asked")
}
