package record_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"unhindered/storage/storagetest"
	"unhindered/web/record"
)

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
	preview, err := record.NewPreview("")
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
	elsewhere, err := record.NewPreview("https://record.example")
	if err != nil {
		t.Fatal(err)
	}
	w2 := httptest.NewRecorder()
	if err := elsewhere.Render(w2, httptest.NewRequest("GET", "/cases/1/preview", nil), sample()[0]); err != nil {
		t.Fatal(err)
	}
	for _, link := range regexp.MustCompile(`href="[^"]*"`).FindAllString(w2.Body.String(), -1) {
		if strings.HasPrefix(link, `href="/`) && !strings.HasPrefix(link, `href="/assets/`) && !strings.HasPrefix(link, `href="/favicon`) {
			t.Errorf("%s leads to the desk instead of the record", link)
		}
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
