package desk_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"unhindered/web/ui"
)

// what a route answers to somebody who may not come there, or asks for what is not theirs.
const (
	signIn = http.StatusSeeOther     // to the sign-in page
	locked = http.StatusUnauthorized // a form: nothing was done
	absent = http.StatusNotFound
	denied = http.StatusForbidden
	ok     = http.StatusOK
	done   = http.StatusSeeOther
	wrong  = http.StatusUnprocessableEntity
)

// access is who gets what from each route: nobody, an approver of another vault, a member and an approver of the vault.
// Addresses are those of a thread, a case and an item of the vault. Requests that change something are sent empty, so
// that the right people are told what is missing.
var access = map[string][4]int{
	"GET /login":       {ok, done, done, done},
	"POST /login":      {locked, locked, locked, locked},
	"GET /{$}":         {signIn, ok, ok, ok},
	"GET /help":        {signIn, ok, ok, ok},
	"GET /search":      {signIn, ok, ok, ok},
	"POST /search":     {locked, ok, ok, ok},
	"GET /audit":       {signIn, ok, ok, ok},
	"GET /members":     {signIn, ok, ok, ok},
	"GET /passphrase":  {signIn, ok, ok, ok},
	"POST /passphrase": {locked, wrong, wrong, wrong},

	"GET /inbox":                           {signIn, ok, ok, ok},
	"POST /inbox/fetch":                    {locked, done, done, done},
	"POST /threads/{thread}/open":          {locked, absent, done, done},
	"GET /threads/{thread}":                {signIn, absent, ok, ok},
	"POST /threads/{thread}/answer":        {locked, absent, wrong, wrong},
	"POST /threads/{thread}/case":          {locked, absent, wrong, wrong},
	"GET /threads/{thread}/{envelope}/{n}": {signIn, absent, ok, ok},
	"GET /threads/{thread}/erase":          {signIn, absent, denied, ok},
	"POST /threads/{thread}/erase":         {locked, absent, denied, done},

	"GET /cases":                                  {signIn, ok, ok, ok},
	"GET /cases/new":                              {signIn, ok, ok, ok},
	"POST /cases":                                 {locked, wrong, wrong, wrong},
	"GET /cases/{case}":                           {signIn, absent, ok, ok},
	"GET /cases/{case}/history":                   {signIn, absent, ok, ok},
	"GET /cases/{case}/add/{kind}":                {signIn, absent, ok, ok},
	"POST /cases/{case}/items":                    {locked, absent, http.StatusBadRequest, http.StatusBadRequest},
	"GET /cases/{case}/items/{item}":              {signIn, absent, ok, ok},
	"POST /cases/{case}/items/{item}":             {locked, absent, http.StatusBadRequest, http.StatusBadRequest},
	"GET /cases/{case}/items/{item}/remove":       {signIn, absent, ok, ok},
	"POST /cases/{case}/items/{item}/remove":      {locked, absent, http.StatusConflict, http.StatusConflict},
	"GET /cases/{case}/items/{item}/erase":        {signIn, absent, denied, ok},
	"POST /cases/{case}/items/{item}/erase":       {locked, absent, denied, done},
	"GET /cases/{case}/erase":                     {signIn, absent, denied, ok},
	"POST /cases/{case}/erase":                    {locked, absent, denied, done},
	"POST /cases/{case}/identity/{item}":          {locked, absent, ok, ok},
	"POST /cases/{case}/identity/{item}/save":     {locked, absent, wrong, wrong},
	"GET /cases/{case}/evidence/add":              {signIn, absent, ok, ok},
	"POST /cases/{case}/evidence":                 {locked, absent, http.StatusBadRequest, http.StatusBadRequest},
	"GET /cases/{case}/evidence/{item}":           {signIn, absent, ok, ok},
	"POST /cases/{case}/evidence/{item}/clean":    {locked, absent, wrong, wrong}, // a file of no kind that can be cleaned
	"GET /cases/{case}/consents/add":              {signIn, absent, ok, ok},
	"POST /cases/{case}/consents":                 {locked, absent, wrong, wrong},
	"GET /cases/{case}/consents/{item}/withdraw":  {signIn, absent, ok, ok},
	"POST /cases/{case}/consents/{item}/withdraw": {locked, absent, done, done},

	"GET /cases/{case}/publication":           {signIn, absent, ok, ok},
	"POST /cases/{case}/publication":          {locked, absent, wrong, wrong},
	"GET /cases/{case}/publication/preview":   {signIn, absent, done, done}, // to the form: there is no draft yet
	"GET /cases/{case}/publication/page":      {signIn, absent, absent, absent},
	"POST /cases/{case}/publication/request":  {locked, absent, absent, absent}, // no draft yet
	"GET /cases/{case}/publication/withdraw":  {signIn, absent, done, done},     // to the form: nothing is published
	"POST /cases/{case}/publication/withdraw": {locked, absent, done, done},     // likewise
	"POST /cases/{case}/publication/cancel":   {locked, absent, http.StatusConflict, http.StatusConflict},
	"POST /cases/{case}/publication/approve":  {locked, absent, denied, http.StatusConflict},
	"POST /cases/{case}/publication/refuse":   {locked, absent, denied, http.StatusConflict},

	"POST /lock": {locked, done, done, done}, // last: it ends the session
}

func TestEveryRouteGivesEveryRoleWhatTheTableSays(t *testing.T) {
	r := newRoom(t)
	r.report("hold")
	anna := r.as("anna")
	thread := anna.get("/inbox").find(`action="/threads/([0-9a-f]+)/open"`)
	envelope := anna.to(anna.post("/threads/"+thread+"/open", nil)).find(`href="/threads/[0-9a-f]+/([0-9a-f]+)/1"`)
	c, _, _ := strings.Cut(anna.post("/threads/"+thread+"/case", url.Values{"title": {"Gate"}, "state": {"XEX"}}).header.Get("Location"), "?")
	shown := anna.get(c)
	party := shown.find(`action="` + c + `/identity/([0-9a-f]+)"`)
	evidence := shown.find(`href="` + c + `/evidence/([0-9a-f]{32})"`)
	consent := shown.find(`href="` + c + `/consents/([0-9a-f]+)/withdraw"`)
	// A second report, in no case, so that making one a case and erasing one is tried on something of its own.
	r.report("hold")
	other := ""
	for _, m := range strings.Split(anna.get("/inbox").body, `action="/threads/`)[1:] {
		if id, _, _ := strings.Cut(m, "/"); id != thread {
			other = id
		}
	}
	// And a second case, so that erasing it and a part of it leaves the first whole.
	spare := newCase(t, anna)
	sparePart := add(t, anna, spare, "note", url.Values{"text": {"spare"}})
	who := []*browser{r.visit(), r.as("dora"), r.as("clara"), r.as("boris")}
	routes := slices.Clone(r.handler.Routes())
	slices.SortStableFunc(routes, func(a, b ui.Route) int { // locking ends the session, so it comes last
		return strings.Count(a.Pattern, "/lock") - strings.Count(b.Pattern, "/lock")
	})
	for _, route := range routes {
		want, known := access[route.Pattern]
		if !known && strings.HasPrefix(route.Pattern, "GET /assets/") {
			want, known = [4]int{signIn, ok, ok, ok}, true
		}
		if !known {
			t.Errorf("%s is not in the table: say who gets what", route.Pattern)
			continue
		}
		method, path, _ := strings.Cut(route.Pattern, " ")
		item := party
		switch {
		case strings.Contains(path, "/evidence/{item}"):
			item = evidence
		case strings.Contains(path, "/consents/{item}"):
			item = consent
		}
		on := thread
		if strings.HasSuffix(path, "/case") || strings.HasSuffix(path, "/erase") {
			on = other
		}
		in := c
		if strings.HasPrefix(path, "/cases/") && strings.HasSuffix(path, "/erase") {
			in, item = spare, sparePart
		}
		path = strings.NewReplacer("{$}", "", "{thread}", on, "{envelope}", envelope, "{n}", "1", "/cases/{case}", in,
			"{kind}", "act", "{item}", item).Replace(path)
		form := url.Values{}
		if route.Pattern == "POST /passphrase" {
			form = url.Values{"next": {"a"}, "again": {"b"}}
		}
		for i, b := range who {
			ask := func(path string) page {
				if method == "POST" {
					return b.post(path, form)
				}
				return b.get(path)
			}
			p := ask(path)
			if p.status != want[i] {
				t.Errorf("%s to %s: %d, want %d:\n%s", route.Pattern, []string{"nobody", "another vault", "a member", "an approver"}[i], p.status, want[i], text(p.body))
			}
			if want[i] == signIn && i == 0 && !strings.HasPrefix(p.header.Get("Location"), "/login") {
				t.Errorf("%s sends nobody to %q", route.Pattern, p.header.Get("Location"))
			}
			if got := p.header.Get("Cache-Control"); got != "no-store" && !strings.HasPrefix(route.Pattern, "GET /assets/") {
				t.Errorf("%s may be kept: Cache-Control %q", route.Pattern, got)
			}
			if i == 1 && want[i] == absent && p.body != ask(strings.NewReplacer(on, "00", in, "/cases/00").Replace(path)).body {
				t.Errorf("%s tells another vault more than that there is nothing", route.Pattern)
			}
		}
	}
	for pattern := range access {
		found := false
		for _, route := range r.handler.Routes() {
			found = found || route.Pattern == pattern
		}
		if !found {
			t.Errorf("the table has %s, which is no route", pattern)
		}
	}
}
