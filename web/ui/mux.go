package ui

import (
	"errors"
	"net/http"
	"runtime"
	"strconv"
	"strings"
)

// A Route is one address of a room.
type Route struct {
	Pattern string // of http.ServeMux, with a method: "GET /register/{id}"
	Handler func(http.ResponseWriter, *http.Request) error
	Access  string // who may come here, a word of the room: "public", "member", "approver"
}

// Mux registers the routes and wraps what all pages share: security headers, refusal of forms sent from other sites,
// recovery from panics, error pages. guard, if not nil, wraps each route with the room's own check of Route.Access.
// It panics on a pattern that http.ServeMux refuses, so a wrong one stops the start.
func (p *Pages) Mux(routes []Route, guard func(Route, http.Handler) http.Handler) http.Handler {
	mux := http.NewServeMux()
	for _, route := range routes {
		var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := route.Handler(w, r); err != nil {
				p.Error(w, r, err)
			}
		})
		if guard != nil {
			h = guard(route, h)
		}
		mux.Handle(route.Pattern, h)
	}
	for _, a := range p.assets() {
		mux.Handle("GET "+a.path, a)
	}
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.Error(w, r, &Fault{Code: Forbidden, Err: errors.New("form sent from another site")})
	}))
	return p.recover(p.headers(origin.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" {
			p.noRoute(mux, w, r)
			return
		}
		mux.ServeHTTP(w, r)
	}))))
}

// AssetRoutes are the addresses of the style sheet and the script, for a room that shows a page of another one. Mux
// serves those of its own room without being asked.
func (p *Pages) AssetRoutes(access string) []Route {
	var routes []Route
	for _, a := range p.assets() {
		if a.lasting {
			routes = append(routes, Route{"GET " + a.path, func(w http.ResponseWriter, r *http.Request) error {
				a.ServeHTTP(w, r)
				return nil
			}, access})
		}
	}
	return routes
}

func (p *Pages) assets() []asset {
	all := []asset{p.style, icon}
	if p.script.path != "" {
		all = append(all, p.script)
	}
	return all
}

// noRoute answers what no route takes: with 405 and the allowed methods if the address exists, else with 404.
func (p *Pages) noRoute(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	probe := &probe{header: http.Header{}}
	mux.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		p.Error(w, r, &Fault{Code: BadMethod})
		return
	}
	p.Error(w, r, &Fault{Code: NotFound})
}

// A probe takes the mux's own plain answer, of which only status and headers are wanted.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
func (p *probe) WriteHeader(status int)      { p.status = status }

// policy is what a page may load: nothing but our own style (and script, where the room has one) and images.
func (p *Pages) policy() string {
	csp := "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	if p.room.Script != "" {
		csp += "; script-src 'self'; connect-src 'self'"
	}
	return csp
}

// headers sets what every answer carries. The referrer stays within the site: with no-referrer, browsers would send
// our own forms with "Origin: null", which cannot be told from a foreign one where Sec-Fetch-Site is missing.
func (p *Pages) headers(next http.Handler) http.Handler {
	csp := p.policy()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
		h.Set("X-Frame-Options", "DENY")
		if len(p.catalog.langs) > 1 {
			h.Set("Vary", "Accept-Language")
		}
		if p.room.Private {
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// recover turns a panic into an error page. The log gets the type of what was thrown and the places in our code, never
// the value: it could hold what a person wrote.
func (p *Pages) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			p.Error(w, r, &Fault{Code: Internal, Err: errors.New("panic: " + typeName(v) + " at " + places())})
		}()
		next.ServeHTTP(w, r)
	})
}

func typeName(v any) string {
	if err, ok := v.(error); ok {
		return types(err)
	}
	if _, ok := v.(string); ok {
		return "string"
	}
	return "value"
}

// places lists the nearest callers of a panic, without arguments.
func places() string {
	var pcs [24]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs[:])])
	var out []string
	for {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			out = append(out, f.Function+":"+strconv.Itoa(f.Line))
		}
		if !more || len(out) == 6 {
			return strings.Join(out, " < ")
		}
	}
}
