package record_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/storage/storagetest"
	"unhindered/un"
	"unhindered/web/record"
	"unhindered/web/ui"
)

// sample are three entries in two States, one of them context.
func sample() []register.Entry {
	source := []register.Source{{Document: "Report of an organisation", Part: "section 2", Address: "https://example.org/report"}}
	return []register.Entry{
		{
			ID: "EX-0001", Subject: "seven human rights defenders", Kind: register.Group, State: "XEX", Fictional: true,
			From: "2015-11", To: "2016-02-03", Place: "an airport", Summary: "Stopped <at> the airport & questioned.",
			Acts: []string{"EXIT_STOP", "INTERROGATION"}, Actor: "border police", Bodies: []string{"CAT", "SG"},
			Actions:       []register.Action{{Date: "2016-03-01", Type: "joint urgent appeal", Symbol: "UA XEX 1/2016"}, {Type: "news release"}},
			Replies:       []register.Reply{{Date: "2016-05", Text: "The State denies it.", Assessment: "denied"}, {Text: "To the second letter none.", Assessment: "no reply"}},
			Incidents:     []register.Incident{{ID: "INC-1", Date: "2016-03-14", Place: "Palais des Nations", Type: "PREM_PHOTO", Text: "Photographed.", Source: "Report"}},
			Disagreements: []register.Disagreement{{Fact: "number", A: "five", B: "seven", Kept: "seven"}},
			Sources:       source,
		},
		{ID: "EX-0002", Subject: "a woman activist", Kind: register.Person, State: "XEX", Fictional: true, From: "2015", Summary: "Refused a passport.",
			Acts: []string{"PASSPORT_DENIED"}, Bodies: []string{"CEDAW"}, Sources: source},
		{ID: "EX-0003", Subject: "lawyers", Kind: register.Group, State: "ISL", To: "2019-04", Summary: "Context only.", Acts: []string{"ARREST"},
			Context: true, Sources: source},
	}
}

// room makes a record with entries in a register of its own.
func room(t testing.TB, url string, entries []register.Entry) (*record.Handler, *register.Store) {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	store, err := register.Open(context.Background(), url, signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Import(context.Background(), entries); err != nil {
		t.Fatal(err)
	}
	h, err := record.New(store, record.Options{
		Origin: "https://record.example.org/", Contact: "record@example.org", Banner: ui.DemoBanner,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, store
}

func get(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

// text is a page without its tags, spaces run together, as a reader meets it.
func text(w *httptest.ResponseRecorder) string {
	plain := regexp.MustCompile(`(?s)<[^>]*>`).ReplaceAllString(w.Body.String(), "")
	return regexp.MustCompile(`\s+`).ReplaceAllString(plain, " ")
}

// pages are an address of every kind.
var pages = []string{"/", "/register", "/register?state=XEX&act=MOVEMENT&year=2015&q=airport&sort=subject", "/register?state=NOR",
	"/register/EX-0001", "/register/EX-0003", "/states", "/states/XEX", "/states/NOR", "/log", "/data", "/about", "/nowhere"}

func TestPagesSayTheirNumbersInASentence(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		h, _ := room(t, url, sample())
		for _, c := range []struct{ path, want string }{
			{"/", "3 published entries concerning 2 States, with acts from 2015 to 2019. 2 are cases"},
			{"/", "one explains others"},
			{"/register", "3 entries concerning 2 States: 2 cases and one entry that explains others."},
			{"/register?state=XEX&year=2016", "One entry concerning one State: one case."},
			{"/register?state=NOR", "No entry matches. That proves nothing"},
			{"/register?state=ISL", "One entry concerning one State: 0 cases and one entry that explains others."},
			{"/register?act=MOVEMENT", "2 entries concerning one State"},
			{"/register?q=activist", "One entry concerning one State"},
			{"/register/EX-0001", "2 kinds of acts are reported, Examplestan, November 2015 to 3 February 2016. 2 UN actions are known. One reply of the State is known."},
			{"/register/EX-0002", "One act is reported, Examplestan, 2015. No UN action is known. No reply of the State is known."},
			{"/register/EX-0003", "until April 2019"},
			{"/register/EX-0003", "This entry explains others."},
			{"/states", "3 entries concern 2 States."},
			{"/states/XEX", "2 entries of the register concern Examplestan, with acts from 2015 to 2016: 2 cases."},
			{"/states/NOR", "No entry of the register concerns Norway."},
			{"/states/NOR", "That proves nothing."},
			{"/log", "3 publications and withdrawals so far"},
		} {
			if w := get(t, h, c.path); w.Code != 200 || !strings.Contains(text(w), c.want) {
				t.Errorf("%s: status %d, does not say %q:\n%s", c.path, w.Code, c.want, text(w))
			}
		}
	})
}

func TestAnEntryShowsBothSidesAndItsSources(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	page := get(t, h, "/register/EX-0001")
	for _, want := range []string{"Stopped &lt;at&gt; the airport &amp; questioned.", "The State denies it.", "To the second letter none.", "UA XEX 1/2016",
		"date not stated", "Photographed.", "five", "Report of an organisation", `rel="noreferrer"`, "<svg", "This entry belongs to a demonstration",
		"https://record.example.org/register/EX-0001"} {
		if !strings.Contains(page.Body.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page.Body.String(), "<script") || strings.Contains(page.Body.String(), " style=") {
		t.Error("the page has a script or inline style")
	}
}

func TestDataTwinsHoldWhatThePageShows(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	for _, c := range []struct {
		path  string
		total int
	}{
		{"/register.json", 3}, {"/register.json?state=XEX", 2}, {"/register.json?state=XEX&year=2016", 1},
		{"/register.json?body=CEDAW", 1}, {"/states/XEX.json", 2}, {"/states/NOR.json", 0}, {"/index.json", 3},
	} {
		var list struct {
			Entries []map[string]any
			Total   *int
		}
		w := get(t, h, c.path)
		if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
			t.Fatalf("%s: %v", c.path, err)
		}
		if list.Total == nil || *list.Total != c.total || len(list.Entries) != c.total {
			t.Errorf("%s has %d entries and total %v, want %d", c.path, len(list.Entries), list.Total, c.total)
		}
	}
	for path, rows := range map[string]int{"/register.csv": 4, "/register.csv?year=2015": 3, "/states/XEX.csv": 3, "/states.csv": 1 + 195 + 1} {
		got, err := csv.NewReader(get(t, h, path).Body).ReadAll()
		if err != nil || len(got) != rows {
			t.Errorf("%s has %d rows, want %d (%v)", path, len(got), rows, err)
		}
	}
	for _, path := range []string{"/register/EX-0001.json", "/states.json", "/log.json", "/data.json", "/about.json"} {
		if w := get(t, h, path); w.Code != 200 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: status %d or not JSON", path, w.Code)
		}
	}
}

func TestWhatIsAskedWronglyIsExplained(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	for _, c := range []struct {
		path   string
		status int
		say    string
	}{
		{"/register?state=QQQ", 400, "There is no State with this code"},
		{"/register?year=abc", 400, "A year has four digits"},
		{"/register?act=NOPE", 400, "There is no type of act"},
		{"/register?body=NOPE", 400, "There is no UN body"},
		{"/register?sort=x", 400, "Lists can be sorted"},
		{"/register?page=-1", 400, "Pages are counted from 1"},
		{"/register?page=9", 404, "The list has no such page"},
		{"/register/EX-9999", 404, "never had one"},
		{"/states/QQQ", 404, "There is no State with this code"},
		{"/log/tile/0/999", 404, "The log has no such file"},
		{"/nowhere", 404, "There is no such page"},
		{"/register.json?year=abc", 400, `"detail": "A year has four digits`},
		{"/states/nor", 301, ""},
	} {
		if w := get(t, h, c.path); w.Code != c.status || !strings.Contains(w.Body.String(), c.say) {
			t.Errorf("%s: status %d, want %d and %q:\n%s", c.path, w.Code, c.status, c.say, text(w))
		}
	}
}

func TestNoAddressMakesTheSiteStumble(t *testing.T) {
	odd := []string{"%00", "%ff", "%F0%9F%98%80", "'%22%3C", "%25", "..%2f..", strings.Repeat("A", 5000), "-1", "1e9", "%E2%80%AE", "٢٠١٥"}
	storagetest.Each(t, func(t *testing.T, url string) {
		h, _ := room(t, url, sample())
		for _, o := range odd {
			for _, path := range []string{"/register/" + o, "/register/" + o + ".json", "/register/" + o + "/text", "/states/" + o, "/log/" + o,
				"/log/tile/0/" + o, "/register?q=" + o, "/register?state=" + o, "/register?year=" + o, "/register?act=" + o, "/register?body=" + o,
				"/register?sort=" + o, "/register?page=" + o, "/register.csv?q=" + o, "/?lang=" + o} {
				if w := get(t, h, path); w.Code >= 500 {
					t.Errorf("%.60s: status %d", path, w.Code)
				}
			}
		}
	})
}

func TestAWithdrawnEntryLeavesATombstone(t *testing.T) {
	h, store := room(t, t.TempDir()+"/r.db", sample())
	if _, err := store.Withdraw(context.Background(), "key", "EX-0001"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/register/EX-0001", "/register/EX-0001.json", "/register/EX-0001/text"} {
		w := get(t, h, path)
		if w.Code != 410 {
			t.Errorf("%s: status %d, want 410", path, w.Code)
		}
		for _, gone := range []string{"seven", "airport", "XEX", "Examplestan", "denies"} {
			if strings.Contains(w.Body.String(), gone) {
				t.Errorf("%s still says %q", path, gone)
			}
		}
	}
	for _, path := range append(pages, "/register.json", "/register.csv", "/sitemap.xml", "/index.json", "/states/XEX.json") {
		if strings.HasPrefix(path, "/register/EX-0001") {
			continue
		}
		if strings.Contains(get(t, h, path).Body.String(), "EX-0001") {
			t.Errorf("%s still leads to the withdrawn entry", path)
		}
	}
	if !strings.Contains(text(get(t, h, "/log")), "none: a withdrawal does not say of what") {
		t.Error("the log page does not show the withdrawal")
	}
}

func TestTheCommittedTextIsServedAsItIs(t *testing.T) {
	h, store := room(t, t.TempDir()+"/r.db", sample())
	e, err := store.Entry(context.Background(), "EX-0001")
	if err != nil {
		t.Fatal(err)
	}
	if got := get(t, h, "/register/EX-0001/text").Body.String(); got != string(e.Text) {
		t.Errorf("served %q, committed %q", got, e.Text)
	}
}

func TestTheLogIsServedForStockClients(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	if body := get(t, h, "/log/checkpoint").Body.String(); !strings.HasPrefix(body, "record.example.org/log\n3\n") {
		t.Errorf("checkpoint is %q", body)
	}
	for _, path := range []string{"/log/tile/0/000.p/3", "/log/tile/entries/000.p/3"} {
		w := get(t, h, path)
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, Cache-Control %q", path, w.Code, w.Header().Get("Cache-Control"))
		}
	}
}

func TestPagesAreLightAndLoadNothingFromElsewhere(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", many(3000))
	loads := regexp.MustCompile(`(?:src|srcset|action|poster|data)="([^"]*)"|<link[^>]*href="([^"]*)"`)
	css := regexp.MustCompile(`/assets/[^"]*\.css`)
	for _, path := range pages {
		w := get(t, h, path)
		body := w.Body.String()
		weight := len(body) + get(t, h, css.FindString(body)).Body.Len()
		if weight > 100<<10 {
			t.Errorf("%s weighs %d bytes with its style, at most 100 KB are allowed", path, weight)
		}
		for _, m := range loads.FindAllStringSubmatch(body, -1) {
			if address := m[1] + m[2]; !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
				t.Errorf("%s loads %q", path, address)
			}
		}
		if len(w.Result().Cookies()) > 0 {
			t.Errorf("%s sets a cookie", path)
		}
		if strings.Contains(get(t, h, css.FindString(body)).Body.String(), "url(") {
			t.Errorf("the style of %s loads something", path)
		}
	}
}

func TestPagesHaveWhatReadersAndMachinesNavigateBy(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	id := regexp.MustCompile(` id="([^"]*)"`)
	for _, path := range pages {
		body := get(t, h, path).Body.String()
		for _, want := range []string{`<html lang="en" dir="ltr"`, `<main id="main"`, `href="#main"`, "<meta name=\"description\"", "This is a demonstration."} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
		if n := strings.Count(body, "<h1"); n != 1 {
			t.Errorf("%s has %d first headings", path, n)
		}
		if strings.Contains(body, "%!") || strings.Contains(body, "<no value>") {
			t.Errorf("%s shows the inside of a template", path)
		}
		seen := map[string]bool{}
		for _, m := range id.FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Errorf("%s has two elements with id %q", path, m[1])
			}
			seen[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`(?:for|aria-labelledby|aria-describedby|href)="#?([a-z][a-z0-9-]*)"`).FindAllStringSubmatch(body, -1) {
			if !seen[m[1]] && !strings.Contains(m[0], `href="`+m[1]) {
				t.Errorf("%s points to id %q, which is not there", path, m[1])
			}
		}
	}
}

func TestLinksKeepTheLanguageThatWasChosen(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	page := regexp.MustCompile(`href="(/[^"]*)"`)
	for _, path := range pages {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		body := get(t, h, path+sep+"lang=ar").Body.String()
		if !strings.Contains(body, `<html lang="ar" dir="rtl"`) {
			t.Errorf("%s is not in Arabic", path)
		}
		for _, m := range page.FindAllStringSubmatch(body, -1) {
			data := regexp.MustCompile(`\.(json|csv|css|svg)\b|/text$|/log/`).MatchString(m[1])
			if !data && !strings.Contains(m[1], "lang=") {
				t.Errorf("%s loses the language at %s", path, m[1])
			}
		}
	}
}

func TestTheSiteMapListsPagesThatExist(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	var set struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(get(t, h, "/sitemap.xml").Body.Bytes(), &set); err != nil {
		t.Fatal(err)
	}
	if len(set.URLs) != 6+195+3 {
		t.Errorf("%d addresses, want 6 pages, 195 States and 3 entries", len(set.URLs))
	}
	for _, u := range set.URLs {
		path, ok := strings.CutPrefix(u.Loc, "https://record.example.org")
		if w := get(t, h, path); !ok || w.Code != 200 {
			t.Errorf("%s: status %d", u.Loc, w.Code)
		}
	}
	if body := get(t, h, "/robots.txt").Body.String(); !strings.Contains(body, "Sitemap: https://record.example.org/sitemap.xml") {
		t.Errorf("robots.txt is %q", body)
	}
}

func TestEveryStateHasTheSamePage(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	blocks := func(path string) string {
		return strings.Join(regexp.MustCompile(`<h[12]>[^<]*</h[12]>|<dt>[^<]*</dt>`).FindAllString(get(t, h, path).Body.String(), -1), "")
	}
	nor := strings.ReplaceAll(blocks("/states/NOR"), "Norway", "X")
	fra := strings.ReplaceAll(blocks("/states/FRA"), "France", "X")
	if nor != fra {
		t.Errorf("pages differ:\n%s\n%s", nor, fra)
	}
}

func TestThePreviewIsThePublicPage(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	preview, err := record.NewPreview()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if err := preview.Render(w, httptest.NewRequest("GET", "/cases/1/preview", nil), sample()[0]); err != nil {
		t.Fatal(err)
	}
	public := get(t, h, "/register/EX-0001").Body.String()
	cut := func(s string) string { // from the first to the last line that does not need the register
		s = s[strings.Index(s, "<h1>"):]
		return s[:strings.Index(s, "Check this entry")]
	}
	if cut(w.Body.String()) != strings.ReplaceAll(cut(public), ` id="check"`, "") && cut(w.Body.String()) != cut(public) {
		t.Error("the preview differs from the public page")
	}
	if !strings.Contains(w.Body.String(), "this page is not published") || w.Header().Get("ETag") != "" {
		t.Error("the preview must say that it is one and must not be cached")
	}
	mux := http.NewServeMux()
	for _, route := range preview.Routes("member") {
		mux.HandleFunc(route.Pattern, func(w http.ResponseWriter, r *http.Request) { _ = route.Handler(w, r) })
	}
	style := regexp.MustCompile(`/assets/[^"]*\.css`).FindString(w.Body.String())
	if got := get(t, mux, style); got.Code != 200 {
		t.Errorf("the style %s of the preview: status %d", style, got.Code)
	}
}

func TestEveryRouteIsPublicAndOnlyRead(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", nil)
	for _, route := range h.Routes() {
		if route.Access != "public" || !strings.HasPrefix(route.Pattern, "GET ") {
			t.Errorf("%s is %s", route.Pattern, route.Access)
		}
	}
	for _, path := range pages {
		if w := get(t, h, path); w.Code >= 500 {
			t.Errorf("%s of an empty register: status %d", path, w.Code)
		}
	}
	if !strings.Contains(text(get(t, h, "/")), "Nothing is published here yet.") {
		t.Error("the empty home page does not say what it is for")
	}
}

// many makes n entries over many States, years and acts.
func many(n int) []register.Entry {
	states, acts := []string{"FRA", "NOR", "BRA", "KEN", "JPN", "IND", "USA", "ZAF", "EGY", "MEX"}, []string{"EXIT_STOP", "ARREST", "SMEAR", "TRAVEL_BAN", "HACKING", "RAID"}
	out := sample()
	for i := range n {
		out = append(out, register.Entry{
			ID: fmt.Sprintf("T-%06d", i), Subject: fmt.Sprintf("a human rights defender, number %d", i), Kind: register.Person, State: states[i%len(states)],
			From: un.Date(strconv.Itoa(2005 + i%20)), Summary: strings.Repeat("What is reported, in neutral words. ", 8), Acts: []string{acts[i%len(acts)], acts[(i/7)%len(acts)]}[:1+i%2],
			Bodies: []string{"HRC", "SP"}, Sources: []register.Source{{Document: "a report"}},
		})
	}
	return out
}
