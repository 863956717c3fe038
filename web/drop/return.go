package drop

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/web/ui"
)

// A returnPage asks for the receipt.
type returnPage struct {
	Error   string
	Receipt string // as typed, so that a mistake can be mended
	Text    string // what was being written when the visit ended
	Ended   bool   // the visit has ended
}

// Action is where the form goes.
func (returnPage) Action() string { return "/return" }

// Default is what the Enter key does.
func (returnPage) Default() string { return "open" }

// Minutes is how long a visit lasts without use.
func (returnPage) Minutes() int { return int(visitLength.Minutes()) }

// maxSmallForm is for forms without files: a receipt, a text, consents.
const maxSmallForm = 4 * maxEcho

// comeBack shows the thread in a visit, else asks for the receipt.
func (h *Handler) comeBack(w http.ResponseWriter, r *http.Request) error {
	keys, ok := h.visit(r)
	if !ok {
		return h.pages.Render(w, r, http.StatusOK, "return.html", returnPage{})
	}
	return h.showThread(w, r, http.StatusOK, keys, newForm(), h.doneText(r))
}

// signIn starts a visit. Whoever types a wrong receipt learns which word is in no list, and nothing else; each try costs
// the time of Argon2id and waits its turn, so trying many is slow, and nobody is ever locked out.
func (h *Handler) signIn(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxSmallForm)
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return err
		}
		return &ui.Fault{Code: ui.BadInput, Public: "This was not sent by our form, and nothing of it was kept."}
	}
	page := returnPage{Receipt: cut(cleanText(r.PostForm.Get("receipt")), 4000), Text: cleanText(r.PostForm.Get("text"))}
	if r.PostForm.Get("go") == "show" { // in another language
		return h.pages.Render(w, r, http.StatusOK, "return.html", page)
	}
	fail := func(text string) error {
		page.Error = text
		return h.pages.Render(w, r, http.StatusUnprocessableEntity, "return.html", page)
	}
	receipt, err := seal.ParseReceipt(page.Receipt)
	var unknown *seal.WordError
	switch {
	case errors.As(err, &unknown):
		return fail(h.pages.T(r, "Word number %d, “%s”, is not one of our words. Please look at it again.", unknown.Position, cut(unknown.Word, 40)))
	case errors.Is(err, seal.ErrLength):
		return fail(h.pages.T(r, "That is too short or too long. Please type all words, or all 36 digits."))
	case err != nil:
		return fail(h.pages.T(r, "There is a mistake in it: a word or digit is wrong, or two have changed places. Please compare it with what you wrote down."))
	}
	keys, err := h.store.Derive(r.Context(), receipt)
	if err != nil {
		return err
	}
	if _, err := h.store.Thread(r.Context(), keys.Lookup); errors.Is(err, drop.ErrNoThread) {
		return fail(h.pages.T(r, "Nothing was found for this. Please compare it with what you wrote down."))
	} else if err != nil {
		return err
	}
	h.setCookie(w, r, h.sessions.start(keys))
	if page.Text != "" { // go on writing where the visit ended
		f := newForm()
		f.add("what", page.Text)
		return h.showThread(w, r, http.StatusOK, keys, f, "")
	}
	return h.toThread(w, r, "")
}

func cut(s string, most int) string {
	letters := []rune(s)
	if len(letters) <= most {
		return s
	}
	return string(letters[:most]) + "…"
}

// A threadHandler answers a request within a visit.
type threadHandler func(http.ResponseWriter, *http.Request, seal.ReceiptKeys, drop.Thread) error

// withSession asks for the receipt where there is no visit (any more). What was being written goes along.
func (h *Handler) withSession(do threadHandler) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		keys, ok := h.visit(r)
		if !ok {
			return h.pages.Render(w, r, http.StatusUnauthorized, "return.html", returnPage{Ended: true, Text: h.unsentText(r)})
		}
		thread, err := h.store.Thread(r.Context(), keys.Lookup)
		if err != nil {
			return err
		}
		return do(w, r, keys, thread)
	}
}

// unsentText saves the text out of a form that came after the end of the visit. Its files are read and dropped: there is
// nobody yet to seal them to.
func (h *Handler) unsentText(r *http.Request) string {
	if r.URL.Path != "/return/write" {
		return ""
	}
	return h.takeText(r).value("what")
}

// An answer is what the team wrote.
type answer struct {
	Day, Text, From string
	Damaged         bool
}

// Date returns the day, month and year apart, so that the name of the month can be translated.
func (a answer) Date() (d struct{ Day, Year, Month string }) {
	if day, err := time.Parse(time.DateOnly, a.Day); err == nil {
		d.Day, d.Year, d.Month = strconv.Itoa(day.Day()), strconv.Itoa(day.Year()), months[day.Month()-1]
	}
	return d
}

var months = [...]string{
	ui.Text("January"), ui.Text("February"), ui.Text("March"), ui.Text("April"), ui.Text("May"), ui.Text("June"),
	ui.Text("July"), ui.Text("August"), ui.Text("September"), ui.Text("October"), ui.Text("November"), ui.Text("December"),
}

// A threadPage shows a person their thread.
type threadPage struct {
	formPage
	Thread  drop.Thread
	Answers []answer
	Agreed  *form  // what they agreed to
	Done    string // what has just been done
}

// ForConsents makes the data of the second form.
func (p threadPage) ForConsents() formPage {
	page := p.formPage
	page.Form = p.Agreed
	return page
}

func (h *Handler) showThread(w http.ResponseWriter, r *http.Request, status int, keys seal.ReceiptKeys, f *form, done string) error {
	thread, err := h.store.Thread(r.Context(), keys.Lookup)
	if err != nil {
		return err
	}
	sealed, err := h.store.Answers(r.Context(), thread)
	if err != nil {
		return err
	}
	page := threadPage{Thread: thread, Done: done, formPage: h.formPage(h.threadTeam(r, thread), f, 0)}
	page.Action = "/return/write"
	for _, s := range sealed {
		page.Answers = append(page.Answers, openAnswer(s, keys))
	}
	page.Agreed = f
	if f.value("form") != "consents" {
		consents, err := h.store.Consents(r.Context(), thread, keys.Identity)
		if err != nil {
			h.logFault(r, err) // the rest of the page is still of use
		}
		page.Agreed = consentForm(consents)
	}
	return h.pages.Render(w, r, status, "thread.html", page)
}

// threadTeam names the team that a thread is with; nobody if it is gone.
func (h *Handler) threadTeam(r *http.Request, t drop.Thread) report.VaultKey {
	keys, err := h.store.Vaults(r.Context())
	if err != nil {
		return report.VaultKey{}
	}
	for _, key := range keys {
		if key.Vault == t.Vault {
			return key
		}
	}
	return report.VaultKey{}
}

func openAnswer(s drop.SealedAnswer, keys seal.ReceiptKeys) answer {
	plain, err := seal.Open(s.Sealed, keys.Identity)
	if err != nil {
		return answer{Day: s.Day, Damaged: true}
	}
	m, err := report.Decode(plain)
	if err != nil {
		return answer{Day: s.Day, Damaged: true}
	}
	return answer{Day: s.Day, Text: m.What, From: m.From}
}
