// Package drop is the pages of the drop: where a person writes to a team, and comes back for answers.
//
// Everything works without script and without cookies; only who comes back with a receipt gets one, for the visit. Who has
// script may seal in the browser instead (the pages below /private), so that this server sees nothing of it. No
// address, no browser and no time of a request is stored or logged. What is typed is never lost by a failed check, and
// never kept by us unless it is sent.
package drop

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed locales/*.toml
var locales embed.FS

//go:embed drop.css
var css string

// Options are what an installation may choose.
type Options struct {
	Banner    string       // on top of every page; ui.DemoBanner in a demonstration, else empty
	MaxUpload int64        // bytes of all files of one report together; 0 means 100 MB
	Secure    bool         // the site is reached by https through a proxy, so the cookie is marked so
	Log       *slog.Logger // for troubles of our own, without content and to the day; to stderr if nil
}

// DefaultMaxUpload is 100 MB.
const DefaultMaxUpload = 100_000_000

// A Handler answers all requests to the drop.
type Handler struct {
	store    *drop.Store
	opts     Options
	pages    *ui.Pages
	mux      http.Handler
	routes   []ui.Route
	sessions sessions
	wiper    wiper
	script   script
}

// New makes the pages over a store. It fails if a template or a text does not parse.
func New(store *drop.Store, opts Options) (*Handler, error) {
	if opts.MaxUpload == 0 {
		opts.MaxUpload = DefaultMaxUpload
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	h := &Handler{store: store, opts: opts}
	var err error
	if h.pages, err = ui.NewPages(room(opts)); err != nil {
		return nil, err
	}
	if h.script, err = newScript(); err != nil {
		return nil, err
	}
	h.routes = []ui.Route{
		{Pattern: "GET /{$}", Handler: h.home, Access: "public"},
		{Pattern: "GET /report", Handler: h.reportForm, Access: "public"},
		{Pattern: "POST /report", Handler: h.reportSend, Access: "public"},
		{Pattern: "GET /sealed", Handler: h.sealedForm, Access: "public"},
		{Pattern: "POST /sealed", Handler: h.sealedSend, Access: "public"},
		{Pattern: "GET /private", Handler: h.privateForm, Access: "public"},
		{Pattern: "POST /private", Handler: h.privateSend, Access: "public"},
		{Pattern: "GET /private/return", Handler: h.privateReturn, Access: "public"},
		{Pattern: "POST /private/answers", Handler: h.privateAnswers, Access: "reporter"},
		{Pattern: "POST /private/write", Handler: h.privateWrite, Access: "reporter"},
		{Pattern: "POST /private/withdraw", Handler: h.privateWithdraw, Access: "reporter"},
		{Pattern: "GET " + h.script.Path, Handler: h.script.serve, Access: "public"},
		{Pattern: "GET /key", Handler: h.key, Access: "public"},
		{Pattern: "GET /key.json", Handler: h.keyJSON, Access: "public"},
		{Pattern: "GET /leave", Handler: h.leave, Access: "public"},
		{Pattern: "GET /return", Handler: h.comeBack, Access: "public"},
		{Pattern: "POST /return", Handler: h.signIn, Access: "public"},
		{Pattern: "POST /return/write", Handler: h.withSession(h.write), Access: "reporter"},
		{Pattern: "POST /return/consents", Handler: h.withSession(h.consents), Access: "reporter"},
		{Pattern: "GET /return/withdraw", Handler: h.withSession(h.withdrawForm), Access: "reporter"},
		{Pattern: "POST /return/withdraw", Handler: h.withSession(h.withdraw), Access: "reporter"},
		{Pattern: "GET /return/leave", Handler: h.signOut, Access: "public"},
	}
	h.mux = h.pages.Mux(h.routes, nil)
	return h, nil
}

// room describes the drop to package ui. Its name and the titles of its pages betray little: they stay in the history of
// the browser and may be read over a shoulder.
func room(opts Options) ui.Room {
	r := ui.Room{
		Name:  "drop",
		Title: ui.Text("Letterbox"),
		Line:  ui.Text("Write to the team. Only they can read it."),
		Nav: []ui.NavItem{
			{Path: "/", Text: ui.Text("Start")},
			{Path: "/report", Text: ui.Text("Write")},
			{Path: "/return", Text: ui.Text("Come back")},
		},
		Languages: []string{"en", "ar"},
		Templates: templates,
		Locales:   locales,
		CSS:       css,
		Banner:    opts.Banner,
		Private:   true,
		Funcs:     funcs,
		View:      func(r *http.Request) any { return wayOut(r.URL.Path) },
	}
	if opts.Log != nil {
		r.Log = slog.New(dayHandler{opts.Log.Handler()})
	}
	return r
}

// wayOut is where “Leave quickly” leads; within a visit it also ends the visit.
func wayOut(path string) string {
	if strings.HasPrefix(path, "/return") {
		return "/return/leave"
	}
	return "/leave"
}

// Routes lists all routes.
func (h *Handler) Routes() []ui.Route { return h.routes }

// Pages returns the rendering of the room, for tests that read all its texts.
func (h *Handler) Pages() *ui.Pages { return h.pages }

// ServeHTTP answers a request. After a form was sent, the connection is closed, and the memory that held what was typed
// is overwritten soon after.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w, r = patient(w, r)
	if r.Method == http.MethodPost {
		w.Header().Set("Connection", "close")
		defer h.wiper.soon()
	}
	h.mux.ServeHTTP(w, r)
}

// team returns the key to which reports are sealed, or a page that says that the drop is closed.
func (h *Handler) team(ctx context.Context) (report.VaultKey, error) {
	keys, err := h.store.Vaults(ctx)
	if err != nil {
		return report.VaultKey{}, err
	}
	if len(keys) == 0 {
		return report.VaultKey{}, closed(drop.ErrClosed)
	}
	return keys[0], nil
}

// closed makes the page for errors of the store that say that nothing is taken in.
func closed(err error) error {
	if errors.Is(err, drop.ErrClosed) {
		return &ui.Fault{Code: ui.Busy, Err: err,
			Public: "Nothing can be sent at the moment: there is no key to seal it with, and we take nothing that we cannot seal. Nothing was kept. Please come back later."}
	}
	return err
}

// dayHandler keeps the hour of a fault out of the log: it would be the hour of somebody's visit.
type dayHandler struct{ slog.Handler }

func (d dayHandler) Handle(ctx context.Context, r slog.Record) error {
	r.Time = r.Time.UTC().Truncate(24 * time.Hour)
	return d.Handler.Handle(ctx, r)
}

func (d dayHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return dayHandler{d.Handler.WithAttrs(attrs)}
}

func (d dayHandler) WithGroup(name string) slog.Handler { return dayHandler{d.Handler.WithGroup(name)} }
