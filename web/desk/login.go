package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"unhindered/desk"
	"unhindered/web/ui"
)

// cookieName holds the token of a session; the desk keeps only its hash.
const cookieName = "desk"

// A loginData is what the sign-in page shows.
type loginData struct {
	Name, Error, Next string
	Hints             []Hint
	Locked            bool
	// Lost is set when a form was sent after the session had locked itself: it is carried along and can be sent again.
	Lost []carried
	To   string // where the form was sent to
}

// A carried is a field of a form that was sent too late.
type carried struct{ Name, Value string }

func (h *Handler) loginPage(w http.ResponseWriter, r *http.Request) error {
	if _, ok := h.session(r); ok {
		return see(w, r, "/", "")
	}
	return h.showLogin(w, r, http.StatusOK, loginData{Next: local(r.URL.Query().Get("next")), Locked: r.URL.Query().Has("locked")})
}

func (h *Handler) showLogin(w http.ResponseWriter, r *http.Request, status int, data loginData) error {
	if h.opts.LoginHints != nil {
		data.Hints = h.opts.LoginHints()
	}
	return h.render(w, r, status, "login.html", data)
}

func (h *Handler) login(w http.ResponseWriter, r *http.Request) error {
	if err := parse(w, r); err != nil {
		return err
	}
	data := loginData{Name: strings.TrimSpace(r.PostForm.Get("name")), Next: local(r.PostForm.Get("next")), To: local(r.PostForm.Get("to"))}
	for name, values := range r.PostForm {
		if field, ok := strings.CutPrefix(name, "lost."); ok {
			for _, value := range values {
				data.Lost = append(data.Lost, carried{field, value})
			}
		}
	}
	code := strings.ReplaceAll(r.PostForm.Get("code"), " ", "")
	s, err := h.desk.SignIn(r.Context(), data.Name, r.PostForm.Get("passphrase"), code)
	switch {
	case errors.Is(err, desk.ErrSignIn):
		data.Error = ui.Text("Name, passphrase and code do not belong together. A code can be used once: wait for the next one if you have just used it.")
		return h.showLogin(w, r, http.StatusUnauthorized, data)
	case errors.Is(err, desk.ErrBusy):
		data.Error = ui.Text("Too many tries of this name are waiting. Try again in a minute.")
		return h.showLogin(w, r, http.StatusTooManyRequests, data)
	case err != nil:
		return err
	}
	if old, err := r.Cookie(cookieName); err == nil {
		if before, ok := h.desk.Session(old.Value); ok && before != s {
			before.Lock() // one browser, one session
		}
	}
	http.SetCookie(w, h.cookie(r, s.Token(), 0))
	if data.To != "" && len(data.Lost) > 0 {
		return h.render(w, r, http.StatusOK, "resend.html", data)
	}
	next := data.Next
	if next == "" {
		next = "/"
	}
	return see(w, r, next, "")
}

// cookie is gone when the browser is closed, is sent to this site only, and no script can read it.
func (h *Handler) cookie(r *http.Request, token string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: token, Path: "/", MaxAge: maxAge, HttpOnly: true,
		Secure: r.TLS != nil || h.opts.HTTPS, SameSite: http.SameSiteStrictMode}
}

func (h *Handler) lock(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	s.Lock()
	http.SetCookie(w, h.cookie(r, "", -1))
	// The browser forgets what it may have kept of the desk in spite of no-store.
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	w.Header().Set("Connection", "close") // its buffers hold the last pages
	return see(w, r, "/login?locked", "")
}

// askToSignIn sends a visitor to the sign-in page and back again afterwards. A form that was sent too late is not lost:
// its fields travel through the sign-in page and can be sent again. Files cannot; the page says so.
func (h *Handler) askToSignIn(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		to := "/login"
		if r.URL.Path != "/" {
			to += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	data := loginData{Locked: true, To: local(r.URL.Path)}
	secret := r.URL.Path == "/passphrase" // passphrases never travel through a page
	if !secret && strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") && parse(w, r) == nil {
		for name, values := range r.PostForm {
			for _, value := range values {
				data.Lost = append(data.Lost, carried{name, value})
			}
		}
	} else {
		drain(r)
	}
	if err := h.showLogin(w, r, http.StatusUnauthorized, data); err != nil {
		h.pages.Error(w, r, err)
	}
}

// local returns an address if it is one of this desk, else "".
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(address, "//") ||
		strings.ContainsAny(address, "\\\r\n\t") {
		return ""
	}
	return address
}

// A passphraseData is what the page to change one's passphrase shows.
type passphraseData struct{ Error string }

func (h *Handler) passphrasePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.render(w, r, http.StatusOK, "passphrase.html", passphraseData{})
}

func (h *Handler) passphrase(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	next := r.PostForm.Get("next")
	wrong := ""
	if next != r.PostForm.Get("again") {
		wrong = ui.Text("The two new passphrases differ.")
	} else if err := h.changePassphrase(r, s, next); errors.Is(err, desk.ErrSignIn) {
		wrong = ui.Text("The old passphrase is not right.")
	} else if fields := (desk.FieldErrors)(nil); errors.As(err, &fields) {
		wrong = fields[0].Text
	} else if err != nil {
		return err
	}
	if wrong != "" {
		return h.render(w, r, http.StatusUnprocessableEntity, "passphrase.html", passphraseData{wrong})
	}
	return see(w, r, "/members", "passphrase")
}

func (h *Handler) changePassphrase(r *http.Request, s *desk.Session, next string) error {
	return s.ChangePassphrase(r.Context(), r.PostForm.Get("old"), next)
}
