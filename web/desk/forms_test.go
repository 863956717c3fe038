package desk_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"unhindered/report"
	webdesk "unhindered/web/desk"
)

// newCase makes an empty case and returns its address.
func newCase(t *testing.T, b *browser) string {
	t.Helper()
	made := b.post("/cases", url.Values{"title": {"A case"}, "state": {"XEX"}})
	b.to(made)
	c, _, _ := strings.Cut(made.header.Get("Location"), "?")
	return c
}

// add adds an item and returns its ID.
func add(t *testing.T, b *browser, c, kind string, change url.Values) string {
	t.Helper()
	form := b.get(c + "/add/" + kind).is(http.StatusOK).fields(c + "/items")
	for name, values := range change {
		form[name] = values
	}
	p := b.post(c+"/items", form)
	b.to(p)
	_, id, _ := strings.Cut(p.header.Get("Location"), "#i-")
	return id
}

func TestTheSecondSaveIsToldAndLosesNothing(t *testing.T) {
	r := newRoom(t)
	anna, boris := r.as("anna"), r.as("boris")
	c := newCase(t, anna)
	id := add(t, anna, c, "act", url.Values{"type": {"ARREST"}, "place": {"the market"}, "reason": {"none given"}})
	item := c + "/items/" + id
	hers, his := anna.get(item).fields(item), boris.get(item).fields(item)
	hers.Set("place", "the north market")
	hers.Set("law", "Article 1")
	anna.to(anna.post(item, hers))
	his.Set("place", "the south market")
	his.Set("method", "by night")
	clash := boris.post(item, his).is(http.StatusConflict).
		says("Somebody saved this while you were writing", "anna", "the market", "the north market", "the south market", "both changed")
	both := clash.fields(item)
	for name, want := range map[string]string{"place": "the south market", "method": "by night", "law": "Article 1", "reason": "none given", "base": "2"} {
		if both.Get(name) != want {
			t.Errorf("the form after a conflict has %s = %q, want %q", name, both.Get(name), want)
		}
	}
	boris.to(boris.post(item, both)).says("Saved.")
	saved := boris.get(item).fields(item)
	if saved.Get("place") != "the south market" || saved.Get("law") != "Article 1" {
		t.Errorf("saved on top: %v", saved)
	}
	anna.get(c+"/history").says("the north market", "the south market", "version 3")

	// What somebody else took out comes back with what you wrote, if you save.
	late := boris.get(item).fields(item)
	anna.to(anna.post(item+"/remove", anna.get(item+"/remove").says("stay in the history").fields(item+"/remove"))).lacks("Arrest")
	late.Set("notes", "still at work")
	back := boris.post(item, late).is(http.StatusConflict).says("took it out of the case")
	boris.to(boris.post(item, back.fields(item))).says("Arrest")
}

func TestDraftsAndIdentitiesConflictTheSameWay(t *testing.T) {
	r := newRoom(t)
	anna, boris := r.as("anna"), r.as("boris")
	c := newCase(t, anna)
	hers, his := anna.get(c+"/publication").fields(c+"/publication"), boris.get(c+"/publication").fields(c+"/publication")
	for _, form := range []url.Values{hers, his} {
		form.Set("subject", "A teacher")
		form.Set("summary", "Reported to have been questioned.")
	}
	his.Set("summary", "According to a source, was questioned.")
	anna.to(anna.post(c+"/publication", hers))
	boris.post(c+"/publication", his).is(http.StatusConflict).says("Reported to have been questioned.", "According to a source, was questioned.")

	party := add(t, anna, c, "party", url.Values{"label": {"person A"}, "role": {"subject"}, "is": {"person"}})
	who := c + "/identity/" + party
	hers, his = anna.post(who, nil).fields(who+"/save"), boris.post(who, nil).fields(who+"/save")
	hers.Set("name", "Tamsin")
	his.Set("name", "Tamsyn")
	anna.to(anna.post(who+"/save", hers)).lacks("Tamsin")
	boris.post(who+"/save", his).is(http.StatusConflict).says("Tamsin", "Tamsyn", "Save on top of theirs")
}

func TestAFormSentAfterTheLockIsNotLost(t *testing.T) {
	r := newRoom(t)
	anna := r.as("anna")
	c := newCase(t, anna)
	form := anna.get(c + "/add/note").fields(c + "/items")
	form.Set("text", "written before the lock")
	anna.post("/lock", nil)
	late := anna.post(c+"/items", form).is(http.StatusUnauthorized).says("It is not lost", "written before the lock")
	again := late.fields("/login")
	again.Set("name", "anna")
	again.Set("passphrase", "not hers")
	again.Set("code", "000000")
	again = anna.post("/login", again).is(http.StatusUnauthorized).says("do not belong together").fields("/login")
	again.Set("passphrase", passphrase)
	var resend page
	for step := -1; step <= 1 && resend.status != http.StatusOK; step++ {
		again.Set("code", r.code("anna", step))
		resend = anna.post("/login", again)
	}
	resend.is(http.StatusOK).says("You are signed in again")
	anna.to(anna.post(c+"/items", resend.fields(c+"/items"))).says("written before the lock")
}

func TestNobodyIsSentElsewhereAfterSigningIn(t *testing.T) {
	r := newRoom(t)
	b := r.visit()
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)", "/cases/../..//evil.example"} {
		p := b.get("/login?next=" + url.QueryEscape(next)).is(http.StatusOK)
		if got := p.fields("/login").Get("next"); got != "" && !strings.HasPrefix(got, "/cases") {
			t.Errorf("next=%q is kept as %q", next, got)
		}
	}
}

func TestHostileInput(t *testing.T) {
	r := newRoom(t)
	anna := r.as("anna")
	c := newCase(t, anna)
	anna.post(c+"/items", url.Values{"kind": {"note"}, "text": {strings.Repeat("x", 3<<20)}}).is(http.StatusRequestEntityTooLarge)
	anna.post(c+"/items", url.Values{"kind": {"note"}, "text": {strings.Repeat("x", 300_000)}}).is(http.StatusUnprocessableEntity).says("too long", "xxxxxxxx")
	anna.post(c+"/items", url.Values{"kind": {"party"}, "label": {"A"}, "role": {"subject"}, "is": {"person"}, "count": {"many"}}).
		is(http.StatusUnprocessableEntity).says("whole number", `value="many"`)
	anna.post(c+"/items", url.Values{"kind": {"publication"}}).is(http.StatusBadRequest)
	anna.post(c+"/items", url.Values{"kind": {"draft"}}).is(http.StatusBadRequest)
	anna.post(c+"/items", url.Values{"kind": {"identity"}}).is(http.StatusBadRequest)
	add(t, anna, c, "note", url.Values{"text": {`<script>alert(1)</script><img src=x onerror=alert(1)>`}})
	if p := anna.get(c); strings.Contains(p.body, "<script>alert") || strings.Contains(p.body, "<img") {
		t.Error("a note is not escaped")
	}
	add(t, anna, c, "source", url.Values{"document": {"A page"}, "address": {"https://news.example/?a=1&b=2"}})
	anna.post(c+"/items", url.Values{"kind": {"source"}, "document": {"A page"}, "address": {"javascript:alert(1)"}}).
		is(http.StatusUnprocessableEntity).says("full web address")

	// Files: hostile names, none chosen, no multipart at all.
	anna.to(anna.upload(c+"/evidence", map[string]string{"../../etc/pass\u202ewd.html": "<html>"})).says("pass_wd.html").lacks("\u202e")
	anna.upload(c+"/evidence", nil).is(http.StatusUnprocessableEntity).says("Choose a file first")
	anna.post(c+"/evidence", url.Values{"files": {"x"}}).is(http.StatusBadRequest)
	req, err := http.NewRequest("POST", r.server.URL+c+"/evidence", strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"half\"\r\n\r\nhalf of i"))
	check(t, err)
	req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	anna.do(req).is(http.StatusBadRequest).says("did not arrive whole")
	anna.get(c).lacks("half")

	// A form from another site is refused.
	req, err = http.NewRequest("POST", r.server.URL+c+"/items", strings.NewReader("kind=note&text=forged"))
	check(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	anna.do(req).is(http.StatusForbidden)
	anna.get(c).lacks("forged")
}

func TestPagesLoadNothingFromElsewhereAndTellNothingInTheirTitle(t *testing.T) {
	r := newRoom(t)
	r.report(report.Hold)
	anna := r.as("anna")
	thread := anna.get("/inbox").find(`action="/threads/([0-9a-f]+)/open"`)
	c, _, _ := strings.Cut(anna.post("/threads/"+thread+"/case", url.Values{"title": {"Canary"}, "state": {"XEX"}}).header.Get("Location"), "?")
	loads := regexp.MustCompile(`<(?:script|iframe|img|object|embed|video|audio)|\s(?:style|on\w+)=|<style`)
	away := regexp.MustCompile(`(?:src|href|action)="(?:https?:)?//`)
	for _, path := range []string{"/", "/inbox", "/cases", "/cases/new", "/audit", "/members", "/help", "/search?q=canary", "/passphrase", "/threads/" + thread,
		c, c + "/history", c + "/publication", c + "/add/act", c + "/add/reply", c + "/consents/add", c + "/evidence/add", c + "/items/" + strings.TrimPrefix(c, "/cases/")} {
		p := anna.get(path).is(http.StatusOK)
		if found := loads.FindString(p.body); found != "" {
			t.Errorf("%s holds %q", path, found)
		}
		if found := away.FindString(p.body); found != "" {
			t.Errorf("%s leads away: %q", path, found)
		}
		title := html.UnescapeString(p.find(`<title>([^<]*)</title>`))
		if strings.Contains(title, "Canary") || strings.Contains(title, "Zora") {
			t.Errorf("the title of %s is %q", path, title)
		}
		if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") {
			t.Errorf("%s has the policy %q", path, csp)
		}
	}
	cookies := anna.http.Jar.Cookies(mustURL(t, r.server.URL))
	if len(cookies) != 1 {
		t.Errorf("cookies: %v", cookies)
	}
}

func TestTheCookieOpensNothingElsewhere(t *testing.T) {
	r := newRoom(t)
	for _, https := range []bool{false, true} {
		h, err := webdesk.New(r.desk, webdesk.Options{HTTPS: https})
		check(t, err)
		server := httptest.NewServer(h)
		t.Cleanup(server.Close)
		var set *http.Cookie
		for step := -1; step <= 1 && set == nil; step++ {
			resp, err := http.DefaultTransport.RoundTrip(formRequest(t, server.URL+"/login", url.Values{
				"name": {map[bool]string{false: "anna", true: "boris"}[https]}, "passphrase": {passphrase},
				"code": {r.code(map[bool]string{false: "anna", true: "boris"}[https], step)}}))
			check(t, err)
			resp.Body.Close()
			for _, c := range resp.Cookies() {
				set = c
			}
		}
		if set == nil {
			t.Fatal("no cookie after signing in")
		}
		if !set.HttpOnly || set.SameSite != http.SameSiteStrictMode || set.Path != "/" || set.Secure != https || set.MaxAge != 0 || len(set.Value) < 32 {
			t.Errorf("https %v: the cookie is %v", https, set)
		}
	}
}

func formRequest(t *testing.T, address string, form url.Values) *http.Request {
	t.Helper()
	req, err := http.NewRequest("POST", address, strings.NewReader(form.Encode()))
	check(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	check(t, err)
	return u
}
