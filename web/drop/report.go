package drop

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"syscall"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/web/ui"
)

// A formPage is what the pages with a form show.
type formPage struct {
	Action    string // address that the form is sent to
	Team      string
	Form      *form
	Step      int // 0 shows all questions on one page
	Steps     int
	Questions []question
	Consents  []consentText
	Max       int64
	Key       string // recipient; only on the page for sealed files
	Print     string // its fingerprint
}

// Shows tells whether the page shows that part of the form.
func (p formPage) Shows(step int) bool { return p.Step == 0 || p.Step == step }

// Default is what the Enter key does: go on, but never send.
func (p formPage) Default() string {
	if p.Step == 0 || p.Step == p.Steps {
		return "show"
	}
	return "next"
}

// A fieldPage is one question with the form around it.
type fieldPage struct {
	Q    question
	Form *form
}

// For makes the data of one question.
func (p formPage) For(q question) fieldPage { return fieldPage{q, p.Form} }

// A filesPage is the field for files, in the words of its page.
type filesPage struct {
	Label, Why string
	Form       *form
	Max        int64
}

// ForFiles makes the data of the field for files.
func (p formPage) ForFiles(label, why string) filesPage { return filesPage{label, why, p.Form, p.Max} }

func (h *Handler) formPage(team report.VaultKey, f *form, step int) formPage {
	return formPage{Action: "/report", Team: team.Team, Form: f, Step: step, Steps: stepSend, Questions: questions, Consents: consentTexts, Max: h.opts.MaxUpload}
}

func (h *Handler) reportForm(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	return h.pages.Render(w, r, http.StatusOK, "report.html", h.formPage(team, newForm(), parseStep(r.URL.Query().Get("step"))))
}

// parseStep returns the number of a step, or 0 for anything else.
func parseStep(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > stepSend {
		return 0
	}
	return n
}

// reportSend takes every button of the form: send, or show another part of it. Files are sealed in either case, and wait
// for an hour if the form is not sent yet.
func (h *Handler) reportSend(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	f, sub, err := h.take(r, func() (*drop.Submission, error) { return h.store.Begin(r.Context()) }, false)
	if err != nil {
		return err
	}
	defer sub.Abort()
	step := parseStep(f.value("step"))
	send := f.value("go") == "send" || f.value("go") == "" && step == 0
	if send {
		h.check(r, f)
	}
	if send && len(f.Errors) == 0 {
		done, err := h.accept(w, r, f, sub)
		if done || err != nil {
			return err
		}
	}
	if len(f.Errors) == 0 {
		step = nextStep(step, f.value("go"))
	} else if step > 0 {
		step = stepOf(f.Errors[0].Field)
	}
	if err := keepFiles(f, sub); err != nil {
		return err
	}
	return h.pages.Render(w, r, f.httpStatus(), "report.html", h.formPage(team, f, step))
}

// nextStep says where a button leads. A button with a number leads to that step.
func nextStep(step int, button string) int {
	switch button {
	case "next":
		return min(step+1, stepSend)
	case "back":
		return max(step-1, 1)
	case "all":
		return 0
	case "show", "send", "":
		return step
	}
	return parseStep(button)
}

// stepOf says on which step a field is shown.
func stepOf(field string) int {
	for i, q := range questions {
		if q.Name == field {
			return i + 1
		}
	}
	if field == "partner" {
		return stepConsents
	}
	return stepFiles
}

// check notes what keeps a report from being sent: only that it says nothing, or shares with nobody in particular.
func (h *Handler) check(r *http.Request, f *form) {
	if f.Empty() {
		f.fail("what", h.pages.T(r, "Please write what happened, or add a file. Everything else can be left out."))
	}
	h.checkPartner(r, f)
}

func (h *Handler) checkPartner(r *http.Request, f *form) {
	if f.Agreed(report.SharePartner) && strings.TrimSpace(f.value("partner")) == "" {
		f.fail("partner", h.pages.T(r, "Please write with whom it may be shared, or take the tick away."))
	}
}

// accept makes the report durable and shows the receipt. If that fails, the form gets an error and done is false, so that
// what was typed is shown again.
func (h *Handler) accept(w http.ResponseWriter, r *http.Request, f *form, sub *drop.Submission) (done bool, err error) {
	message := f.message(h.pages.Lang(r), func(text string) string { return h.pages.T(r, text) })
	files := sub.Files()
	receipt, err := sub.Finish(r.Context(), message)
	if err != nil {
		return false, h.notKept(r, f, err)
	}
	return true, h.pages.Render(w, r, http.StatusOK, "receipt.html", newReceiptPage(receipt, h.pages.Lang(r), len(files)))
}

// notKept tells the person on the form why it could not be kept, and the operator by the log.
func (h *Handler) notKept(r *http.Request, f *form, err error) error {
	f.Files, f.Kept = nil, ""
	switch {
	case r.Context().Err() != nil:
		return err // nobody is there any more
	case errors.Is(err, drop.ErrGone):
		f.fail("files", h.pages.T(r, "The files that you had chosen before are no longer here. Please choose them again."))
	case errors.Is(err, drop.ErrClosed), errors.Is(err, drop.ErrWithdrawn):
		return closed(err)
	default:
		h.storeFailed(r, f, err)
	}
	return nil
}

// storeFailed notes on the form that the trouble is ours.
func (h *Handler) storeFailed(r *http.Request, f *form, err error) {
	h.logFault(r, err)
	if errors.Is(err, drop.ErrFull) {
		f.status = http.StatusInsufficientStorage
		f.fail("files", h.pages.T(r, "There is no space left here at the moment, so nothing was kept. What you typed is still on this page. Please choose the files again and send it later."))
		return
	}
	f.status = http.StatusInternalServerError
	f.fail("files", h.pages.T(r, "Something went wrong here, so nothing was kept. What you typed is still on this page. Please choose the files again and send it once more."))
}

// keepFiles lets the files of a form that is shown again wait for it.
func keepFiles(f *form, sub *drop.Submission) error {
	token, err := sub.Keep()
	if token != "" {
		f.Kept = token
	}
	return err
}

// A receiptPage is shown once and kept nowhere.
type receiptPage struct {
	Words  []string
	Digits [][]string // three lines, each like a telephone number
	Files  int
	// Private leaves words and digits to the script that made them.
	Private bool
}

func newReceiptPage(receipt seal.Receipt, lang string, files int) receiptPage {
	groups := strings.Fields(receipt.Digits())
	var digits [][]string
	for len(groups) > 0 {
		n := min(3, len(groups))
		digits = append(digits, groups[:n])
		groups = groups[n:]
	}
	return receiptPage{Words: receipt.Words(lang), Digits: digits, Files: files}
}

// sealedForm is for reports that a person has sealed before sending.
func (h *Handler) sealedForm(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	return h.showSealed(w, r, http.StatusOK, team, newForm())
}

func (h *Handler) showSealed(w http.ResponseWriter, r *http.Request, status int, team report.VaultKey, f *form) error {
	page := h.formPage(team, f, 0)
	page.Action, page.Key, page.Print = "/sealed", team.Recipient, fingerprint(team.Recipient)
	return h.pages.Render(w, r, status, "sealed.html", page)
}

func (h *Handler) sealedSend(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	f, sub, err := h.take(r, func() (*drop.Submission, error) { return h.store.Begin(r.Context()) }, true)
	if err != nil {
		return err
	}
	defer sub.Abort()
	send := f.value("go") == "send" || f.value("go") == ""
	if send {
		if len(f.Files) == 0 && f.Error("files") == "" {
			f.fail("files", h.pages.T(r, "Please choose a file that you have sealed."))
		}
		h.checkPartner(r, f)
	}
	if send && len(f.Errors) == 0 {
		done, err := h.accept(w, r, f, sub)
		if done || err != nil {
			return err
		}
	}
	if err := keepFiles(f, sub); err != nil {
		return err
	}
	return h.showSealed(w, r, f.httpStatus(), team, f)
}

// logFault writes a trouble of our own to the log, by its kind only.
func (h *Handler) logFault(r *http.Request, err error) {
	h.pages.Room().Log.Error("request failed", "room", "drop", "route", r.Pattern, "error", kind(err))
}

// kind names an error without its text.
func kind(err error) string {
	var no syscall.Errno
	if errors.As(err, &no) {
		return no.Error()
	}
	var f *ui.Fault
	if errors.As(err, &f) {
		return f.Error()
	}
	return "the store failed"
}
