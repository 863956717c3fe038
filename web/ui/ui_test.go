package ui

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

func testRoom() Room {
	return Room{
		Name: "record", Title: "Room", Line: "A line of what it is", Languages: []string{"en", "ar"},
		Nav: []NavItem{{Path: "/things", Text: "Things"}},
		Templates: fstest.MapFS{
			"t/page.html":    {Data: []byte(`{{define "title"}}{{.T "Hello"}}{{end}}{{define "main"}}<p>{{.N "one case" "%d cases" .Data}}</p>{{template "piece" ($.With "x<y")}}<a href="{{.Link "/a#b"}}">a</a>{{.Rich "[b](/b?q=1)"}}{{end}}`)},
			"t/_pieces.html": {Data: []byte(`{{define "piece"}}<i>{{.Data}}</i>{{end}}`)},
		},
		Locales: fstest.MapFS{"locales/ar.toml": {Data: []byte(`"Hello" = "مرحبا"
["%d cases"]
zero = "لا حالات"
one = "حالة واحدة"
two = "حالتان"
few = "%d حالات"
many = "%d حالة"
other = "%d حالة"`)}},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

func testMux(t *testing.T, room Room, handler func(http.ResponseWriter, *http.Request, *Pages) error) http.Handler {
	t.Helper()
	pages, err := NewPages(room)
	if err != nil {
		t.Fatal(err)
	}
	h := func(w http.ResponseWriter, r *http.Request) error { return handler(w, r, pages) }
	return pages.Mux([]Route{{"GET /things/{id}", h, "public"}, {"POST /things", h, "public"}}, nil)
}

func show(n int) func(http.ResponseWriter, *http.Request, *Pages) error {
	return func(w http.ResponseWriter, r *http.Request, p *Pages) error {
		return p.Render(w, r, 200, "page.html", n)
	}
}

func get(h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPagesSpeakTheLanguageThatWasAskedFor(t *testing.T) {
	for _, c := range []struct{ name, path, accept, want string }{
		{"English without a wish", "/things/1", "", `<html lang="en" dir="ltr"`},
		{"the browser's language", "/things/1", "ar-EG,ar;q=0.9,en;q=0.5", `<html lang="ar" dir="rtl"`},
		{"the address wins over the browser", "/things/1?lang=en", "ar", `<html lang="en" dir="ltr"`},
		{"a language in the address is kept by links", "/things/1?lang=ar", "", `<a href="/a?lang=ar#b">`},
		{"links inside texts keep it too", "/things/1?lang=ar", "", `<a href="/b?lang=ar&amp;q=1">`},
		{"no language in the address adds none to links", "/things/1", "ar", `<a href="/a#b">`},
		{"an unknown language falls back", "/things/1?lang=xx", "", `<html lang="en"`},
		{"a language not offered falls back to English", "/things/1", "fr", `<html lang="en"`},
		{"broken headers are no error", "/things/1", ";;q=x", `<html lang="en"`},
		{"titles are translated", "/things/1?lang=ar", "", "<title>مرحبا · Room</title>"},
		{"the switcher leads to the same page", "/things/1?q=2", "", `href="/things/1?lang=ar&amp;q=2"`},
		{"pieces escape their data", "/things/1", "", "<i>x&lt;y</i>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := get(testMux(t, testRoom(), show(3)), c.path, "Accept-Language", c.accept)
			if w.Code != 200 || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("status %d, want %q in\n%s", w.Code, c.want, w.Body)
			}
		})
	}
}

func TestArabicHasSixPluralForms(t *testing.T) {
	for n, want := range map[int]string{0: "لا حالات", 1: "حالة واحدة", 2: "حالتان", 3: "3 حالات", 11: "11 حالة", 100: "100 حالة"} {
		w := get(testMux(t, testRoom(), show(n)), "/things/1?lang=ar")
		if !strings.Contains(w.Body.String(), "<p>"+want+"</p>") {
			t.Errorf("%d: want %q", n, want)
		}
	}
	if w := get(testMux(t, testRoom(), show(1)), "/things/1"); !strings.Contains(w.Body.String(), "<p>one case</p>") {
		t.Error("English one: want one case")
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	room := testRoom()
	room.Private = true
	h := testMux(t, room, show(1))
	for _, path := range []string{"/things/1", "/nowhere"} {
		w := get(h, path)
		for name, want := range map[string]string{
			"Content-Security-Policy":    "default-src 'none'",
			"Referrer-Policy":            "same-origin",
			"X-Content-Type-Options":     "nosniff",
			"Cross-Origin-Opener-Policy": "same-origin",
			"Cache-Control":              "no-store",
		} {
			if got := w.Header().Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if strings.Contains(w.Header().Get("Content-Security-Policy"), "script-src") {
			t.Error("a room without a script may run none")
		}
		if len(w.Result().Cookies()) > 0 {
			t.Error("ui sets no cookie")
		}
	}
}

func TestErrorsBecomeCalmPages(t *testing.T) {
	secret := "what a person wrote"
	for _, c := range []struct {
		name   string
		err    error
		status int
		text   string
	}{
		{"a fault says its public text", &Fault{Code: NotFound, Public: "No such thing.", Err: errors.New(secret)}, 404, "No such thing."},
		{"withdrawn is gone", &Fault{Code: Gone}, 410, "This was withdrawn"},
		{"anything else is ours", errors.New(secret), 500, "The mistake is ours"},
		{"a full disk is told", &Fault{Code: Internal, Err: syscall.ENOSPC}, 500, "The mistake is ours"},
		{"a bare full disk is told", syscall.ENOSPC, 507, "no space left"},
		{"too large is told", &http.MaxBytesError{Limit: 1}, 413, "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log bytes.Buffer
			room := testRoom()
			room.Private, room.Log = true, slog.New(slog.NewTextHandler(&log, nil))
			w := get(testMux(t, room, func(http.ResponseWriter, *http.Request, *Pages) error { return c.err }), "/things/1")
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.text) {
				t.Errorf("status %d, want %d and %q in\n%s", w.Code, c.status, c.text, w.Body)
			}
			if strings.Contains(w.Body.String()+log.String(), secret) {
				t.Error("the error's text came out")
			}
		})
	}
}

func TestPanicsAreCaughtWithoutTheirValue(t *testing.T) {
	var log bytes.Buffer
	room := testRoom()
	room.Log = slog.New(slog.NewTextHandler(&log, nil))
	w := get(testMux(t, room, func(http.ResponseWriter, *http.Request, *Pages) error { panic("a secret value") }), "/things/1")
	if w.Code != 500 || strings.Contains(log.String()+w.Body.String(), "a secret value") {
		t.Errorf("status %d, log %s", w.Code, &log)
	}
	if !strings.Contains(log.String(), "TestPanicsAreCaught") {
		t.Errorf("the log does not say where: %s", &log)
	}
}

func TestRoutesAnswerOnlyWhatTheyTake(t *testing.T) {
	h := testMux(t, testRoom(), show(1))
	for _, c := range []struct {
		name, method, path string
		header             []string
		status             int
	}{
		{"known address", "GET", "/things/1", nil, 200},
		{"unknown address", "GET", "/none", nil, 404},
		{"known address, other method", "DELETE", "/things", nil, 405},
		{"own form", "POST", "/things", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"own form in a browser without Sec-Fetch-Site", "POST", "/things", []string{"Origin", "http://example.com"}, 200},
		{"form of another site", "POST", "/things", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"form of another site, old browser", "POST", "/things", []string{"Origin", "https://evil.example"}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.path, nil)
			for i := 0; i+1 < len(c.header); i += 2 {
				r.Header.Set(c.header[i], c.header[i+1])
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
		})
	}
}

func TestAssetsAreNamedByContentAndKept(t *testing.T) {
	pages, err := NewPages(testRoom())
	if err != nil {
		t.Fatal(err)
	}
	w := get(pages.Mux(nil, nil), pages.style.path)
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("status %d, Cache-Control %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if n := w.Body.Len(); n > 9<<10 {
		t.Errorf("shared styles weigh %d bytes, at most 9 KB are allowed", n)
	}
}

func TestTheSameAnswerIsNotSentTwice(t *testing.T) {
	h := testMux(t, testRoom(), show(1))
	tag := get(h, "/things/1").Header().Get("ETag")
	if w := get(h, "/things/1", "If-None-Match", tag); tag == "" || w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("ETag %q: status %d with %d bytes", tag, w.Code, w.Body.Len())
	}
}

func TestRichAllowsLinksAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name, text string
		args       []any
		want       string
	}{
		{"a link", "see [the log](%s)", []any{"/log?a=1&b=2"}, `see <a href="/log?a=1&amp;b=2">the log</a>`},
		{"an argument is text", "by %s", []any{"[x](javascript:1) <b>"}, `by &#91;x&#93;&#40;javascript:1&#41; &lt;b&gt;`},
		{"no other scheme", "[x](javascript:alert)", nil, "x"},
		{"strong and code", "**a** `b`", nil, "<strong>a</strong> <code>b</code>"},
		{"order by index", "%[2]s before %[1]d", []any{7, "b"}, "b before 7"},
		{"markup in a text is escaped", "<b>%d</b>", []any{12345}, "&lt;b&gt;12,345&lt;/b&gt;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := rich(c.text, c.args, func(a string) string { return a }); got != template.HTML(c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestABadTemplateStopsTheStart(t *testing.T) {
	for name, text := range map[string]string{
		"a template that does not parse":    `{{define "main"}}{{.T "x"}`,
		"a page without a block named main": `{{define "title"}}x{{end}}`,
		"a page that calls a missing piece": `{{define "main"}}{{template "nowhere" .}}{{end}}`,
	} {
		room := testRoom()
		room.Templates = fstest.MapFS{"bad.html": {Data: []byte(text)}}
		if _, err := NewPages(room); err == nil || !strings.Contains(err.Error(), "bad.html") {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
	}
}

func TestMissingTranslationsAreListed(t *testing.T) {
	room := testRoom()
	code := fstest.MapFS{"x.go": {Data: []byte(`var x = ui.Text("in code"); f := Fault{Public: "a public text"}; p.N(r, "one dog", "%d dogs", 2)`)}}
	got := strings.Join(MissingTranslations(room, "ar", code), "|")
	for _, want := range []string{"A line of what it is", "Room", "Things", "in code", "a public text", "%d dogs"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not listed in %q", want, got)
		}
	}
	for _, unwanted := range []string{"Hello", "%d cases"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("%q has a translation and is listed", unwanted)
		}
	}
}

func TestTheSharedPagesAreCompleteInArabic(t *testing.T) {
	if missing := MissingTranslations(Room{Name: "x"}, "ar"); len(missing) > 0 {
		t.Errorf("locales/ar.toml lacks %d texts:\n%s", len(missing), strings.Join(missing, "\n"))
	}
}

func TestCellsCannotBecomeFormulas(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "plain": "plain", "-3": "-3", "": ""} {
		if got := safeCell(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
