// Package desk is the pages of the desk: signing in, the inbox, cases, consent and publication. It holds no rules of its
// own: every page asks one Session of package desk, so who is asking is never in doubt. No page needs a script.
//
// Nobody reaches anything but the sign-in page without a session, and what is in a vault of others answers exactly as
// what does not exist. No answer may be kept by a browser, and no title of a page tells what is on it.
package desk

import (
	"context"
	"embed"
	"errors"
	"io"
	"net/http"
	"strings"

	"unhindered/desk"
	"unhindered/web/record"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// Words of Route.Access.
const (
	Nobody   = "nobody"   // anyone may come here
	Member   = "member"   // a member who is signed in; of the vault of what they ask for, which the desk checks
	Approver = "approver" // a member who is approver, likewise
)

// Options are what an installation chooses.
type Options struct {
	// Banner stands on every page of a demonstration; empty in a real installation.
	Banner string
	// LoginHints lists sign-ins to show on the sign-in page of a demonstration; nil in a real installation.
	LoginHints func() []Hint
	// RecordURL is the address of the public record, without a slash at the end, for links to what is published.
	RecordURL string
	// IdleMinutes is said on every page: after how many minutes without a request a session locks itself. 0 is 15. The
	// desk does the locking: see desk.IdleTimeout.
	IdleMinutes int
	// HTTPS marks the cookie as secure also where TLS ends at a proxy in front.
	HTTPS bool
	// MaxUpload is how many bytes of files may be added to a case at once; 0 is 1 GiB.
	MaxUpload int64
}

// A Hint is a sign-in of a demonstration.
type Hint struct{ Name, Passphrase, Code, Note string }

// A Handler serves the desk.
type Handler struct {
	desk   *desk.Desk
	opts   Options
	pages  *ui.Pages
	public *record.Preview // shows an entry exactly as the record would
	routes []ui.Route
	mux    http.Handler
}

//go:embed all:templates
var templates embed.FS

//go:embed desk.css
var css string

// New makes the pages of a desk. The error names a template that does not parse.
func New(d *desk.Desk, opts Options) (*Handler, error) {
	if opts.IdleMinutes == 0 {
		opts.IdleMinutes = 15
	}
	if opts.MaxUpload == 0 {
		opts.MaxUpload = 1 << 30
	}
	h := &Handler{desk: d, opts: opts}
	var err error
	h.pages, err = ui.NewPages(ui.Room{
		Name: "desk", Title: ui.Text("Desk"), Line: ui.Text("Case work for members"),
		Nav: []ui.NavItem{
			{Path: "/", Text: ui.Text("Today")},
			{Path: "/inbox", Text: ui.Text("Inbox")},
			{Path: "/cases", Text: ui.Text("Cases")},
			{Path: "/audit", Text: ui.Text("Audit")},
			{Path: "/members", Text: ui.Text("Members")},
			{Path: "/help", Text: ui.Text("Help")},
		},
		Templates: templates, Funcs: funcs, CSS: css + chart.CSS, Banner: opts.Banner, Private: true,
		View: func(r *http.Request) any { return h.view(r) },
	})
	if err != nil {
		return nil, err
	}
	if h.public, err = record.NewPreview(opts.RecordURL); err != nil {
		return nil, err
	}
	h.routes = h.table()
	h.mux = h.pages.Mux(h.routes, h.guard)
	return h, nil
}

// ServeHTTP answers a request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// Routes lists every address of the desk and who may come there.
func (h *Handler) Routes() []ui.Route { return h.routes }

// table lists every address. What has a session in its signature is for members.
func (h *Handler) table() []ui.Route {
	routes := []ui.Route{
		{Pattern: "GET /login", Handler: h.loginPage, Access: Nobody},
		{Pattern: "POST /login", Handler: h.login, Access: Nobody},
	}
	member := func(pattern string, do func(http.ResponseWriter, *http.Request, *desk.Session) error) {
		routes = append(routes, ui.Route{Pattern: pattern, Handler: h.member(do), Access: Member})
	}
	approver := func(pattern string, do func(http.ResponseWriter, *http.Request, *desk.Session) error) {
		routes = append(routes, ui.Route{Pattern: pattern, Handler: h.member(do), Access: Approver})
	}
	member("POST /lock", h.lock)
	member("GET /{$}", h.today)
	member("GET /help", h.help)
	member("GET /search", h.search)
	member("POST /search", h.search)
	member("GET /audit", h.audit)
	member("GET /members", h.members)
	member("GET /passphrase", h.passphrasePage)
	member("POST /passphrase", h.passphrase)

	member("GET /inbox", h.inbox)
	member("POST /inbox/fetch", h.fetch)
	member("POST /threads/{thread}/open", h.openThread)
	member("GET /threads/{thread}", h.thread)
	member("POST /threads/{thread}/answer", h.answer)
	member("POST /threads/{thread}/case", h.threadToCase)
	member("GET /threads/{thread}/{envelope}/{n}", h.threadFile)
	approver("GET /threads/{thread}/erase", h.erasePage)
	approver("POST /threads/{thread}/erase", h.erase)

	member("GET /cases", h.cases)
	member("GET /cases/new", h.newCasePage)
	member("POST /cases", h.newCase)
	member("GET /cases/{case}", h.casePage)
	member("GET /cases/{case}/history", h.history)
	member("GET /cases/{case}/add/{kind}", h.addPage)
	member("POST /cases/{case}/items", h.add)
	member("GET /cases/{case}/items/{item}", h.itemPage)
	member("POST /cases/{case}/items/{item}", h.save)
	member("GET /cases/{case}/items/{item}/remove", h.removePage)
	member("POST /cases/{case}/items/{item}/remove", h.remove)
	approver("GET /cases/{case}/items/{item}/erase", h.eraseItemPage)
	approver("POST /cases/{case}/items/{item}/erase", h.eraseItem)
	approver("GET /cases/{case}/erase", h.eraseCasePage)
	approver("POST /cases/{case}/erase", h.eraseCase)
	member("POST /cases/{case}/identity/{item}", h.identity)
	member("POST /cases/{case}/identity/{item}/save", h.saveIdentity)

	member("GET /cases/{case}/evidence/add", h.evidencePage)
	member("POST /cases/{case}/evidence", h.addEvidence)
	member("GET /cases/{case}/evidence/{item}", h.evidenceFile)
	member("POST /cases/{case}/evidence/{item}/clean", h.cleanCopy)

	member("GET /cases/{case}/consents/add", h.consentPage)
	member("POST /cases/{case}/consents", h.addConsent)
	member("GET /cases/{case}/consents/{item}/withdraw", h.withdrawConsentPage)
	member("POST /cases/{case}/consents/{item}/withdraw", h.withdrawConsent)

	member("GET /cases/{case}/publication", h.publication)
	member("POST /cases/{case}/publication", h.saveDraft)
	member("GET /cases/{case}/publication/preview", h.preview)
	member("GET /cases/{case}/publication/page", h.publicPage)
	member("POST /cases/{case}/publication/request", h.requestApproval)
	member("GET /cases/{case}/publication/withdraw", h.withdrawPage)
	member("POST /cases/{case}/publication/withdraw", h.requestWithdrawal)
	member("POST /cases/{case}/publication/cancel", h.cancelRequest)
	approver("POST /cases/{case}/publication/approve", h.approve)
	approver("POST /cases/{case}/publication/refuse", h.refuse)
	routes = append(routes, h.public.Routes(Member)...)
	return routes
}

// render writes a page of the desk.
func (h *Handler) render(w http.ResponseWriter, r *http.Request, status int, page string, data any) error {
	return h.pages.Render(w, r, status, page, data)
}

// maxForm is the most that a form without files may hold, in bytes: several long texts of the desk's own limit.
const maxForm = 2 << 20

// parse reads a form without files. What is too large becomes the page that says so.
func parse(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return err
		}
		return &ui.Fault{Code: ui.BadInput}
	}
	return nil
}

// fault turns what the desk says into what the visitor reads. Errors of the desk never quote content.
func fault(err error) error {
	known := func(code ui.Code, public string) error { return &ui.Fault{Code: code, Public: public, Err: err} }
	switch {
	case err == nil:
		return nil
	case errors.Is(err, desk.ErrNotFound):
		return known(ui.NotFound, "")
	case errors.Is(err, desk.ErrSamePerson):
		return known(ui.Forbidden, ui.Text("You drafted this, edited it last or asked for it. Another approver has to decide."))
	case errors.Is(err, desk.ErrForbidden):
		return known(ui.Forbidden, ui.Text("This needs a member with another role in this vault."))
	case errors.Is(err, desk.ErrStale):
		return known(ui.Conflict, ui.Text("The case or its draft has changed since it was shown to you. Nothing went out. Look at it again."))
	case errors.Is(err, desk.ErrState):
		return known(ui.Conflict, ui.Text("The publication is not at this step any more. Nothing went out. Look at it again."))
	case errors.Is(err, desk.ErrBusy):
		return known(ui.TooMany, "")
	case errors.Is(err, desk.ErrWithdrawnThread):
		return known(ui.Gone, ui.Text("The person has withdrawn this report. Nothing more can be sent to them."))
	case errors.Is(err, desk.ErrNoDoor):
		return known(ui.Busy, ui.Text("This desk runs without a door to that room. Ask whoever runs it."))
	case errors.Is(err, desk.ErrDamaged):
		return known(ui.Internal, ui.Text("What is stored here has been damaged or changed outside the program. Nothing was shown. Tell whoever runs this desk: it has to be restored from a backup."))
	case errors.Is(err, desk.ErrLocked):
		return known(ui.SignIn, ui.Text("This session is locked. Sign in again."))
	}
	return err
}

// session returns who is asking, if anybody is signed in.
func (h *Handler) session(r *http.Request) (*desk.Session, bool) {
	if s, ok := r.Context().Value(sessionKey{}).(*desk.Session); ok {
		return s, true
	}
	c, err := r.Cookie(cookieName)
	if err != nil {
		return nil, false
	}
	return h.desk.Session(c.Value)
}

type sessionKey struct{}

// member hands the session to a handler. The guard has put it there; without one nothing is done.
func (h *Handler) member(do func(http.ResponseWriter, *http.Request, *desk.Session) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, ok := r.Context().Value(sessionKey{}).(*desk.Session)
		if !ok {
			return &ui.Fault{Code: ui.SignIn}
		}
		return fault(do(w, r, s))
	}
}

// guard lets in whom the route is for. Whoever is not signed in is sent to the sign-in page, and told of a form they
// sent that nothing was saved.
func (h *Handler) guard(route ui.Route, next http.Handler) http.Handler {
	if route.Access == Nobody {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s, ok := h.session(r)
		if !ok {
			h.askToSignIn(w, r)
			return
		}
		if route.Access == Approver && !s.IsApprover() {
			h.pages.Error(w, r, &ui.Fault{Code: ui.Forbidden, Public: ui.Text("Only an approver can do this.")})
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), sessionKey{}, s)))
	})
}

// A view is what the frame of every page shows.
type view struct {
	Name    string
	Display string
	Idle    int
	Done    string // what the step before this page did
}

func (h *Handler) view(r *http.Request) view {
	s, ok := h.session(r)
	if !ok {
		return view{}
	}
	v := view{Name: s.Name(), Display: s.Display(), Idle: h.opts.IdleMinutes, Done: done[r.URL.Query().Get("done")]}
	if v.Display == "" {
		v.Display = v.Name
	}
	return v
}

// done says, after a form was sent and the browser redirected, what was done.
var done = map[string]string{
	"saved":       ui.Text("Saved."),
	"added":       ui.Text("Added."),
	"sealed":      ui.Text("Sealed and added. A file can tell more than it shows: make a copy without metadata below before it goes to anybody."),
	"cleaned":     ui.Text("The copy without metadata is made and sealed beside the original. Read below what it lacks and what it still tells."),
	"copied":      ui.Text("Your copy is sealed beside the original. What it lacks and still tells is not known here."),
	"removed":     ui.Text("Removed. It stays in the history."),
	"answered":    ui.Text("Your answer is sealed to the person and on its way. Only they can open it, with their receipt."),
	"case":        ui.Text("The case has been made."),
	"linked":      ui.Text("The report now belongs to this case."),
	"fetched":     ui.Text("Looked for new reports. What had arrived is in the list."),
	"withdrawn":   ui.Text("The consent is withdrawn from the day you chose."),
	"requested":   ui.Text("Approval has been asked for. Another member, who is an approver, has to look at it now."),
	"published":   ui.Text("Approved and published. Its hash is in the log."),
	"pending":     ui.Text("Approved. The record could not be reached; it will be carried out as soon as it can."),
	"taken-down":  ui.Text("Approved and withdrawn. A tombstone stands in its place."),
	"cancelled":   ui.Text("The request has been taken back. Nothing went out."),
	"refused":     ui.Text("Sent back, with your reason as a note in the case. Nothing went out."),
	"erased":      ui.Text("The report has been erased. Its line stays in the inbox."),
	"erased-item": ui.Text("Erased for good. The history keeps only that it was there, who saved it and when."),
	"erased-case": ui.Text("The case has been erased. This line of it stays, without content."),
	"passphrase":  ui.Text("Your passphrase has been changed."),
	"asked":       ui.Text("Withdrawal has been asked for. Another member, who is an approver, has to confirm it."),
}

// see redirects to a page of the desk after something was done; an address may end in "#" and a place on the page.
func see(w http.ResponseWriter, r *http.Request, address, did string) error {
	if did != "" {
		page, place, found := strings.Cut(address, "#")
		address = page + "?done=" + did
		if found {
			address += "#" + place
		}
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// drain reads what is left of a body, up to a little, so that the browser gets to read the answer.
func drain(r *http.Request) { _, _ = io.CopyN(io.Discard, r.Body, 1<<20) }
