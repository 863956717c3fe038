package e2e

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"unhindered/desk"
	"unhindered/drop"
	"unhindered/record"
	"unhindered/record/log"
	webdesk "unhindered/web/desk"
	webdrop "unhindered/web/drop"
	webrecord "unhindered/web/record"
	"unhindered/web/ui"
)

// Every route of every room × (nobody, a reporter, a member of another vault, a member, an approver). What one desk role may
// do that another may not is the table of web/desk; here stands what somebody of one room gets in the others.

// ofDrop is what each route of the drop answers without a visit, and during one; being signed in to the desk changes
// nothing. Forms are sent empty.
var ofDrop = map[string][2]int{
	"GET /{$}":               {200, 200},
	"GET /report":            {200, 200},
	"POST /report":           {400, 400}, // not sent by the form
	"GET /sealed":            {200, 200},
	"POST /sealed":           {400, 400},
	"GET /key":               {200, 200},
	"GET /key.json":          {200, 200},
	"GET /leave":             {200, 200},
	"GET /private":           {200, 200},
	"POST /private":          {422, 422}, // nothing sealed
	"GET /private/return":    {200, 200},
	"POST /private/answers":  {422, 422}, // these three go by the receipt, not by the visit
	"POST /private/write":    {422, 422},
	"POST /private/withdraw": {422, 422},
	"GET /return":            {200, 200},
	"POST /return":           {422, 422}, // no receipt
	"POST /return/write":     {401, 400},
	"POST /return/consents":  {401, 303},
	"GET /return/withdraw":   {401, 200},
	"POST /return/withdraw":  {401, 303},
	"GET /return/leave":      {200, 200}, // last: it ends the visit
}

// taken are the addresses from which programs take what is in the record, with what they answer for the key "0", which
// nothing has. They stay.
var taken = map[string]int{
	"GET /data":                      200,
	"GET /data.json":                 200,
	"GET /data/{file}":               404,
	"GET /api":                       200,
	"GET /openapi.json":              200,
	"GET /api/v1":                    200,
	"GET /api/v1/register":           200,
	"GET /api/v1/register/{id}":      404,
	"GET /api/v1/votes-ballots":      200,
	"GET /api/v1/votes-ballots/{id}": 404,
	"GET /api/v1/{rest...}":          404,
	"OPTIONS /api/v1/{rest...}":      204,
	"GET /feeds":                     200,
	"GET /feeds.json":                200,
	"GET /feeds/{file}":              404,
	"GET /feeds/states/{file}":       404,
	"GET /calendar":                  200,
	"GET /calendar.json":             200,
	"GET /calendar.ics":              200,
}

type role struct {
	name    string
	visitor *visitor
	visit   bool // came back to the drop with a receipt
}

func TestEveryRouteOfEveryRoomGivesEveryRoleWhatIsDue(t *testing.T) {
	dir := t.TempDir()
	team, other := install(t, dir)
	h := start(t, "serve", "--data", dir, "--record-listen", "127.0.0.1:0", "--drop-listen", "127.0.0.1:0", "--desk-listen", "127.0.0.1:0")
	reporter := newVisitor()
	page := sendReport(t, h, reporter)
	reporter.must(t, reporter.open(t, h.Drop+"/return", "/return"), url.Values{"receipt": {receiptOf(t, page)}})
	roles := []role{
		{"nobody", newVisitor(), false},
		{"a reporter", reporter, true},
		{"a member of another vault", other.signIn(t, h), false},
		{"a member", team["cem"].signIn(t, h), false},
		{"an approver", team["ann"].signIn(t, h), false},
	}
	for i := range roles {
		roles[i].visitor.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	dropRoutes, deskRoutes, recordRoutes := routes(t)

	for pass := range 2 { // leaving comes last
		for _, route := range dropRoutes {
			if strings.HasSuffix(route.Pattern, "/return/leave") != (pass == 1) {
				continue
			}
			want, known := ofDrop[route.Pattern]
			if strings.HasPrefix(route.Pattern, "GET /assets/") {
				want, known = [2]int{200, 200}, true
			}
			if !known {
				t.Errorf("drop: %s is not in the table: say who gets what", route.Pattern)
				continue
			}
			for _, r := range roles {
				due := want[0]
				if r.visit {
					due = want[1]
				}
				if status, _ := ask(t, r.visitor, h.Drop, route); status != due {
					t.Errorf("drop: %s to %s: %d, want %d", route.Pattern, r.name, status, due)
				}
			}
		}
	}
	for _, route := range deskRoutes { // a reporter is nobody at the desk
		for _, r := range roles[:2] {
			status, to := ask(t, r.visitor, h.Desk, route)
			switch {
			case route.Access == webdesk.Nobody && status != http.StatusOK && status != http.StatusUnauthorized:
				t.Errorf("desk: %s to %s: %d", route.Pattern, r.name, status)
			case route.Access != webdesk.Nobody && strings.HasPrefix(route.Pattern, "GET ") && (status != http.StatusSeeOther || !strings.HasPrefix(to, "/login")):
				t.Errorf("desk: %s to %s: %d %s, want the sign-in page", route.Pattern, r.name, status, to)
			case route.Access != webdesk.Nobody && strings.HasPrefix(route.Pattern, "POST ") && status != http.StatusUnauthorized:
				t.Errorf("desk: %s to %s: %d, want 401", route.Pattern, r.name, status)
			}
		}
	}
	for pattern := range taken {
		if !slices.ContainsFunc(recordRoutes, func(r ui.Route) bool { return r.Pattern == pattern }) {
			t.Errorf("record: there is no %s any more, from which others take what is here", pattern)
		}
	}
	for _, route := range recordRoutes { // the record knows nobody: all get the same
		first, _ := ask(t, roles[0].visitor, h.Record, route)
		if due, known := taken[route.Pattern]; known && first != due {
			t.Errorf("record: %s: %d, want %d", route.Pattern, first, due)
		}
		if first >= 500 {
			t.Errorf("record: %s: %d", route.Pattern, first)
		}
		for _, r := range roles[1:] {
			if status, _ := ask(t, r.visitor, h.Record, route); status != first {
				t.Errorf("record: %s to %s: %d, to nobody %d", route.Pattern, r.name, status, first)
			}
		}
	}
	if len(dropRoutes) < 15 || len(deskRoutes) < 40 || len(recordRoutes) < 200 {
		t.Errorf("only %d, %d and %d routes were tried", len(dropRoutes), len(deskRoutes), len(recordRoutes))
	}
}

func sendReport(t *testing.T, h *house, v *visitor) (page string) {
	t.Helper()
	_, page = v.must(t, v.open(t, h.Drop+"/report", "/report"), url.Values{"what": {"something"}, "go": {"send"}})
	return page
}

// routes lists what the rooms serve.
func routes(t *testing.T) (dropRoutes, deskRoutes, recordRoutes []ui.Route) {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	store, err := drop.Open(ctx, dir+"/drop", "")
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	private, _, err := log.NewKey("test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	ledgers, err := record.Open(ctx, dir+"/record.db", signer)
	if err != nil {
		t.Fatal(err)
	}
	defer ledgers.Close()
	d, err := desk.Open(ctx, dir+"/desk", dir+"/desk/desk.db", store, ledgers.Register)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dropPages, err := webdrop.New(store, webdrop.Options{})
	if err != nil {
		t.Fatal(err)
	}
	deskPages, err := webdesk.New(d, webdesk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	recordPages, err := webrecord.New(ledgers.Register, webrecord.Options{Ledgers: webrecord.Ledgers(ledgers), Data: ledgers})
	if err != nil {
		t.Fatal(err)
	}
	return dropPages.Routes(), deskPages.Routes(), recordPages.Routes()
}

// ask sends a request to a route, with something for each part of its address, and tells the status and where it leads.
func ask(t *testing.T, v *visitor, room string, route ui.Route) (status int, location string) {
	t.Helper()
	method, path, _ := strings.Cut(route.Pattern, " ")
	path = strings.ReplaceAll(path, "{$}", "")
	for strings.Contains(path, "{") {
		before, rest, _ := strings.Cut(path, "{")
		_, after, _ := strings.Cut(rest, "}")
		path = before + "0" + after
	}
	var body io.Reader
	if method == "POST" {
		body = strings.NewReader("")
	}
	req, err := http.NewRequest(method, room+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if method == "POST" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := v.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, resp.Header.Get("Location")
}
