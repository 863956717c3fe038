package ui

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"syscall"
)

// A Code says what kind of trouble a Fault is. The table in this file is the only place that turns it into a status.
type Code string

// The kinds of trouble a visitor can meet.
const (
	BadInput  Code = "bad input"  // 400: the request cannot be understood
	SignIn    Code = "sign in"    // 401: nobody is signed in
	Forbidden Code = "forbidden"  // 403: somebody is, and may not do this
	NotFound  Code = "not found"  // 404
	BadMethod Code = "bad method" // 405
	Conflict  Code = "conflict"   // 409: somebody changed it in between
	Gone      Code = "gone"       // 410: it was here and was withdrawn
	TooLarge  Code = "too large"  // 413
	Invalid   Code = "invalid"    // 422: understood, but a field must be mended
	TooMany   Code = "too many"   // 429: wait
	Internal  Code = "internal"   // 500: our fault
	Busy      Code = "busy"       // 503: try again later
	Full      Code = "full"       // 507: no space left
)

var kinds = map[Code]struct {
	status      int
	title, text string
}{
	BadInput:  {http.StatusBadRequest, Text("This could not be understood"), Text("Something in the address or in the form was not as expected. Go back and try again.")},
	SignIn:    {http.StatusUnauthorized, Text("Please sign in"), Text("This page is only for people who are signed in.")},
	Forbidden: {http.StatusForbidden, Text("This is not open to you"), Text("Your request was understood and refused. If you came from another site, open the page here and try again.")},
	NotFound:  {http.StatusNotFound, Text("There is no such page"), Text("The address may be mistyped, or the page has never existed.")},
	BadMethod: {http.StatusMethodNotAllowed, Text("This page cannot do that"), Text("The page exists, but not for this kind of request. Go back and try again.")},
	Conflict:  {http.StatusConflict, Text("Somebody changed this in between"), Text("Nothing was saved. Look at the new state and try again.")},
	Gone:      {http.StatusGone, Text("This was withdrawn"), Text("There was something here. It was withdrawn and its content deleted.")},
	TooLarge:  {http.StatusRequestEntityTooLarge, Text("This is too large"), Text("What you sent is larger than this page can take. Nothing was kept.")},
	Invalid:   {http.StatusUnprocessableEntity, Text("Something needs to be mended"), Text("Look at the marked fields and send again.")},
	TooMany:   {http.StatusTooManyRequests, Text("Please wait a little"), Text("Too many tries in a short time. Wait a minute, then try again.")},
	Internal:  {http.StatusInternalServerError, Text("Something went wrong here"), Text("The mistake is ours, not yours. Please try again; if it stays, tell the people who run this site.")},
	Busy:      {http.StatusServiceUnavailable, Text("Too busy for a moment"), Text("Please wait a minute and try again. Nothing was lost.")},
	Full:      {http.StatusInsufficientStorage, Text("There is no space left here"), Text("Nothing was kept. Please try again later.")},
}

// A Fault is an error with two readers. Public goes to the visitor, Err to the log of the operator.
// Neither may quote a submission, a case or a key.
type Fault struct {
	Code   Code
	Public string // a text to translate; the usual one of the code if empty
	Args   []any  // for the verbs of Public
	Err    error  // may be nil
}

// Error is for the log; it says the code and the cause.
func (f *Fault) Error() string {
	if f.Err == nil {
		return string(f.Code)
	}
	return string(f.Code) + ": " + f.Err.Error()
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// Status returns the HTTP status of an error: that of its Fault, or 500.
func Status(err error) int {
	var f *Fault
	if errors.As(err, &f) {
		if k, ok := kinds[f.Code]; ok {
			return k.status
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, syscall.ENOSPC) {
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// An ErrorData is what the page error.html shows.
type ErrorData struct {
	Status      int
	Title, Text string // translated
}

// Error answers with a calm page in the visitor's words. Troubles of our own (5xx) are logged, never with content.
func (p *Pages) Error(w http.ResponseWriter, r *http.Request, err error) {
	f := fault(err)
	k := kinds[f.Code]
	if k.status >= 500 && !errors.Is(err, context.Canceled) {
		p.log(r, err)
	}
	l := p.lang(r)
	data := ErrorData{Status: k.status, Title: l.T(k.title), Text: l.T(k.text)}
	if f.Public != "" {
		data.Text = l.T(f.Public, f.Args...)
	}
	w.Header().Set("Cache-Control", "no-store")
	if f.Code == TooMany || f.Code == Busy {
		w.Header().Set("Retry-After", "60")
	}
	if strings.HasSuffix(r.URL.Path, ".json") || strings.HasSuffix(r.URL.Path, ".csv") {
		if JSONStatus(w, data.Status, map[string]any{"error": data.Title, "detail": data.Text}) == nil {
			return
		}
	}
	if rerr := p.Render(w, r, data.Status, "error.html", data); rerr != nil {
		p.log(r, rerr)
		http.Error(w, data.Title+"\n\n"+data.Text, data.Status)
	}
}

// fault finds the Fault in an error, or makes one for errors that need no help to be understood.
func fault(err error) *Fault {
	var f *Fault
	if errors.As(err, &f) {
		if _, ok := kinds[f.Code]; ok {
			return f
		}
	}
	switch Status(err) {
	case http.StatusRequestEntityTooLarge:
		return &Fault{Code: TooLarge, Err: err}
	case http.StatusInsufficientStorage:
		return &Fault{Code: Full, Err: err}
	}
	return &Fault{Code: Internal, Err: err}
}

// log writes what the operator needs and nothing of what the visitor sent: the route, not the address.
func (p *Pages) log(r *http.Request, err error) {
	text := err.Error()
	var f *Fault
	if p.room.Private && !errors.As(err, &f) {
		text = types(err)
	}
	p.room.Log.LogAttrs(context.Background(), slog.LevelError, "request failed",
		slog.String("room", p.room.Name), slog.String("route", r.Pattern), slog.String("error", text))
}

// types names the chain of an error by its types, and the system's own words if it came from the system.
func types(err error) string {
	var b strings.Builder
	for e := err; e != nil; e = errors.Unwrap(e) {
		fmt.Fprintf(&b, "%T ", e)
		if no, ok := e.(syscall.Errno); ok {
			b.WriteString("(" + no.Error() + ") ")
		}
	}
	return strings.TrimSpace(b.String())
}
