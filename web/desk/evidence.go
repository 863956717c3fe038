package desk

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"

	"unhindered/desk"
	"unhindered/web/ui"
)

// An evidenceData is the form that adds files.
type evidenceData struct {
	Case  string
	Most  string // how much may be sent at once
	Error string
}

func (h *Handler) evidencePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showEvidence(w, r, s, http.StatusOK, "")
}

func (h *Handler) showEvidence(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, wrong string) error {
	if _, err := s.OpenCase(r.Context(), r.PathValue("case")); err != nil {
		return err
	}
	return h.render(w, r, status, "evidence.html", evidenceData{Case: casePath(r), Most: bytes(h.opts.MaxUpload), Error: wrong})
}

// addEvidence seals files while they arrive: none is ever whole in memory, and none is ever on the disk unsealed.
func (h *Handler) addEvidence(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	added, err := h.eachFile(w, r, s, func(part *multipart.Part) error {
		_, err := s.AddEvidence(r.Context(), r.PathValue("case"), part.FileName(), part.Header.Get("Content-Type"), part)
		return err
	})
	if err != nil {
		return err
	}
	if added == 0 {
		return h.showEvidence(w, r, s, http.StatusUnprocessableEntity, ui.Text("Choose a file first. Nothing was added."))
	}
	return see(w, r, casePath(r)+"#s-evidence", "added")
}

// addCleanCopy takes a copy without metadata, which stands beside the original and never in its place.
func (h *Handler) addCleanCopy(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	base := 0
	if n, err := strconv.Atoi(r.URL.Query().Get("base")); err == nil {
		base = n
	}
	added, err := h.eachFile(w, r, s, func(part *multipart.Part) error {
		_, err := s.AddCleanCopy(r.Context(), r.PathValue("case"), r.PathValue("item"), base, part)
		return err
	})
	if clash := (*desk.Conflict)(nil); errors.As(err, &clash) {
		return &ui.Fault{Code: ui.Conflict}
	}
	if err != nil {
		return err
	}
	if added == 0 {
		return h.showEvidence(w, r, s, http.StatusUnprocessableEntity, ui.Text("Choose a file first. Nothing was added."))
	}
	return see(w, r, casePath(r)+"#i-"+url.PathEscape(r.PathValue("item")), "added")
}

// eachFile hands over every file of a form as it arrives, and tells how many there were. A form field without a file
// chosen is none.
func (h *Handler) eachFile(w http.ResponseWriter, r *http.Request, s *desk.Session, take func(*multipart.Part) error) (int, error) {
	r.Body = http.MaxBytesReader(w, r.Body, h.opts.MaxUpload)
	form, err := r.MultipartReader()
	if err != nil {
		return 0, badForm(r, s)
	}
	n := 0
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, broken(err)
		}
		if part.FileName() == "" {
			continue
		}
		if err := take(part); err != nil {
			return n, broken(err)
		}
		n++
	}
}

// broken tells a form that broke off from what the desk says of its content.
func broken(err error) error {
	tooLarge := new(http.MaxBytesError)
	if errors.As(err, &tooLarge) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, multipart.ErrMessageTooLarge) {
		return &ui.Fault{Code: ui.BadInput, Public: ui.Text("The file did not arrive whole. What had arrived of it was not kept. Send it again."), Err: err}
	}
	return err
}

func (h *Handler) evidenceFile(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	e, body, err := s.OpenEvidence(r.Context(), r.PathValue("case"), r.PathValue("item"), r.URL.Query().Has("clean"))
	if err != nil {
		return err
	}
	defer body.Close()
	return download(w, e.Name, body)
}
