package drop

import (
	"errors"
	"net/http"
	"net/url"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/web/ui"
)

// write adds a text and files to the thread.
func (h *Handler) write(w http.ResponseWriter, r *http.Request, keys seal.ReceiptKeys, thread drop.Thread) error {
	f, sub, err := h.take(r, func() (*drop.Submission, error) { return h.store.BeginOn(r.Context(), thread) }, false)
	if errors.Is(err, drop.ErrWithdrawn) {
		return h.showThread(w, r, http.StatusConflict, keys, newForm(), "")
	}
	if err != nil {
		return err
	}
	defer sub.Abort()
	show := f.value("go") == "show" // in another language
	if !show && f.Empty() {
		f.fail("what", h.pages.T(r, "Please write something, or add a file."))
	}
	if !show && len(f.Errors) == 0 {
		m := report.Message{Kind: report.Addition, Language: h.pages.Lang(r), What: f.message("", func(s string) string { return s }).What}
		_, err := sub.Finish(r.Context(), m)
		if err == nil {
			return h.toThread(w, r, doneWriting)
		}
		if err := h.notKept(r, f, err); err != nil {
			return err
		}
	}
	if err := keepFiles(f, sub); err != nil {
		return err
	}
	return h.showThread(w, r, f.httpStatus(), keys, f, "")
}

// What has just been done on a thread, as an address says it. So that loading the page again does nothing twice, forms
// lead to a new page.
const (
	doneWriting  = "written"
	doneConsents = "consents"
)

func (h *Handler) toThread(w http.ResponseWriter, r *http.Request, done string) error {
	q := url.Values{}
	if lang := r.URL.Query().Get("lang"); lang != "" {
		q.Set("lang", h.pages.Lang(r))
	}
	if done != "" {
		q.Set("done", done)
	}
	address := "/return"
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

func (h *Handler) doneText(r *http.Request) string {
	switch r.URL.Query().Get("done") {
	case doneWriting:
		return h.pages.T(r, "What you wrote has arrived.")
	case doneConsents:
		return h.pages.T(r, "Your choices have been kept. The team will see them.")
	}
	return ""
}

// consents tells the team what the person agrees to from now on.
func (h *Handler) consents(w http.ResponseWriter, r *http.Request, keys seal.ReceiptKeys, thread drop.Thread) error {
	f, err := h.smallForm(w, r)
	if err != nil {
		return err
	}
	f.add("form", "consents")
	h.checkPartner(r, f)
	if len(f.Errors) > 0 {
		return h.showThread(w, r, http.StatusUnprocessableEntity, keys, f, "")
	}
	sub, err := h.store.BeginOn(r.Context(), thread)
	if errors.Is(err, drop.ErrWithdrawn) {
		return h.showThread(w, r, http.StatusConflict, keys, newForm(), "")
	}
	if err != nil {
		return closed(err)
	}
	defer sub.Abort()
	m := report.Message{Kind: report.Consents, Language: h.pages.Lang(r),
		Consents: f.consents(func(text string) string { return h.pages.T(r, text) })}
	if _, err := sub.Finish(r.Context(), m); err != nil {
		return closed(err)
	}
	return h.toThread(w, r, doneConsents)
}

func (h *Handler) withdrawForm(w http.ResponseWriter, r *http.Request, _ seal.ReceiptKeys, thread drop.Thread) error {
	if thread.Withdrawn {
		return h.toThread(w, r, "")
	}
	return h.pages.Render(w, r, http.StatusOK, "withdraw.html", thread)
}

// withdraw deletes what is still here and tells the team to stop.
func (h *Handler) withdraw(w http.ResponseWriter, r *http.Request, _ seal.ReceiptKeys, thread drop.Thread) error {
	f, err := h.smallForm(w, r)
	if err != nil {
		return err
	}
	what := cleanText(f.value("what"))
	if len(what) > maxField {
		what = cut(what, maxField/4)
	}
	m := report.Message{Language: h.pages.Lang(r), What: what,
		Consents: newForm().consents(func(text string) string { return h.pages.T(r, text) })}
	if err := h.store.Withdraw(r.Context(), thread, m); err != nil {
		return err
	}
	return h.toThread(w, r, "")
}

// smallForm reads a form without files.
func (h *Handler) smallForm(w http.ResponseWriter, r *http.Request) (*form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSmallForm)
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, err
		}
		return nil, &ui.Fault{Code: ui.BadInput, Public: "This was not sent by our form, and nothing of it was kept."}
	}
	f := newForm()
	for name, values := range r.PostForm {
		for _, v := range values {
			f.add(name, cleanText(v))
		}
	}
	return f, nil
}
