package desk

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

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
	return see(w, r, casePath(r)+"#s-evidence", "sealed")
}

// A copyData is the copy without metadata of a piece of evidence, on its page.
type copyData struct {
	File     string // what the file is called
	Size     int64
	Original string // address of the untouched file
	Action   string // where one is asked for, or sent to
	Base     int
	Made     bool
	Address  string   // of the copy, if there is one
	Removed  []string // what it lacks, in words of package clean; with Remains empty where it was made elsewhere
	Remains  []string
	Error    string // why none could be made
}

func newCopy(base string, one item, e *desk.Evidence) copyData {
	address := base + "/evidence/" + url.PathEscape(one.id)
	out := copyData{File: title(e), Size: e.Size, Original: address, Action: address + "/clean", Base: one.version, Made: e.CleanBlob != "", Removed: e.CleanRemoved, Remains: e.CleanRemains}
	if out.Made {
		out.Address = address + "?clean=1"
	}
	return out
}

// cleanCopy makes a copy without metadata, or takes one that was made elsewhere. It stands beside the original and never
// in its place.
func (h *Handler) cleanCopy(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		return h.addCleanCopy(w, r, s)
	}
	if err := parse(w, r); err != nil {
		return err
	}
	_, err := s.MakeCleanCopy(r.Context(), r.PathValue("case"), r.PathValue("item"), version(r))
	return h.cleaned(w, r, s, err, "cleaned")
}

func (h *Handler) addCleanCopy(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	base, _ := strconv.Atoi(r.URL.Query().Get("base")) // a file has no form beside it that could be read first
	added, err := h.eachFile(w, r, s, func(part *multipart.Part) error {
		_, err := s.AddCleanCopy(r.Context(), r.PathValue("case"), r.PathValue("item"), base, part)
		return err
	})
	if err == nil && added == 0 {
		err = desk.FieldErrors{{Field: "clean", Text: ui.Text("Choose a file first. Nothing was added.")}}
	}
	return h.cleaned(w, r, s, err, "copied")
}

// cleaned leads back to the page of the evidence, which shows the copy or says why there is none.
func (h *Handler) cleaned(w http.ResponseWriter, r *http.Request, s *desk.Session, err error, did string) error {
	var wrong desk.FieldErrors
	switch {
	case errors.As(err, &wrong):
	case errors.As(err, new(*desk.Conflict)):
		return &ui.Fault{Code: ui.Conflict}
	case err != nil:
		return err
	default:
		return see(w, r, casePath(r)+"/items/"+url.PathEscape(r.PathValue("item"))+"#copy", did)
	}
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	k, one, ok := find(&c, r.PathValue("item"))
	if !ok || k.kind != desk.KindEvidence {
		return desk.ErrNotFound
	}
	return h.renderItem(w, r, http.StatusUnprocessableEntity, &c, k, one.id, one.data, one.version, wrong, nil)
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
	if r.URL.Query().Has("clean") { // the name may tell as much as what was taken out
		return download(w, "copy-"+short(r.PathValue("item"))+ending(e.Name), body)
	}
	return download(w, e.Name, body)
}

// ending is the ending of a file's name, if it is one that tells only the kind of file.
func ending(name string) string {
	ext := strings.ToLower(path.Ext(fileName(name)))
	if len(ext) < 2 || len(ext) > 5 || strings.Trim(ext[1:], "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return ext
}
