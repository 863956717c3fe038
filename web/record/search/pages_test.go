package search_test

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/demo/demotest"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/sheet"
	"unhindered/importer/uprinfo"
	"unhindered/importer/uprquestions"
	"unhindered/importer/uprthematic"
	"unhindered/record"
	"unhindered/record/register"
	"unhindered/storage/storagetest"
	webrecord "unhindered/web/record"
)

// open serves the record with the facts of the demonstration in the database at url; nothing is indexed yet.
func open(t testing.TB, at string) (http.Handler, *record.Record) {
	t.Helper()
	rec := demotest.At(t, at)
	pages, err := webrecord.New(rec.Register, webrecord.Options{Ledgers: webrecord.Ledgers(rec)})
	if err != nil {
		t.Fatal(err)
	}
	return pages, rec
}

func warm(t testing.TB, rec *record.Record) {
	t.Helper()
	if err := rec.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func indexed(t testing.TB) (http.Handler, *record.Record) {
	t.Helper()
	h, rec := open(t, filepath.Join(t.TempDir(), "record.db"))
	warm(t, rec)
	return h, rec
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words is the text of a page without its tags, spaces made single.
func words(w *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " ")
}

type answer struct {
	Query   string
	Fresh   bool
	Total   int
	Next    string
	Results []struct {
		Ledger, Kind, Path, Title, Symbol, Text, State string
		Named                                          bool
	} `json:"entries"`
	Ledgers, States, Years []struct {
		Value string
		N     int
	}
}

func asked(t testing.TB, h http.Handler, conditions string) answer {
	t.Helper()
	w := get(h, "/search.json?"+conditions)
	var a answer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != 200 {
		t.Fatalf("/search.json?%s: status %d, %v", conditions, w.Code, err)
	}
	return a
}

// The numbers are those of the facts of the demonstration (demo.Entries, demo.Ledgers).
func TestThePageSaysItsNumbersInASentence(t *testing.T) {
	h, _ := indexed(t)
	for _, c := range []struct{ path, want string }{
		{"/search", "The record holds"},
		{"/search?q=xyzzy", "Nothing was found. That proves nothing"},
		{"/search?q=xyzzy", "No text has: xyzzy"},
		{"/search?q=the+torture", "In nearly every text, and so left out: the ."},
		{"/search?q=UA+CHN+11%2F2013", "UA CHN 11/2013"},
		{"/search?q=" + strings.Repeat("torture+prison+", 200), "That was long."},
		{"/search?q=torture&ledger=register", "Ledger: Register"},
	} {
		if w := get(h, c.path); w.Code != 200 || !strings.Contains(words(w), c.want) {
			t.Errorf("%.60s: status %d, does not say %q:\n%s", c.path, w.Code, c.want, words(w))
		}
	}
	for _, path := range []string{"/search?ledger=nothing", "/search?state=QQQ", "/search?year=13", "/search?sort=random", "/search?page=0", "/search?page=x"} {
		if w := get(h, path); w.Code != 400 {
			t.Errorf("%s: status %d, want 400 with words", path, w.Code)
		}
	}
	if w := get(h, "/search?q=torture&page=999"); w.Code != 404 {
		t.Errorf("a page beyond the last: status %d", w.Code)
	}
}

func TestTheThingThatIsNamedComesFirst(t *testing.T) {
	h, _ := indexed(t)
	for _, c := range []struct{ why, query, path string }{
		{"a symbol", "A/HRC/RES/24/24", "/reports/resolutions/k-A-HRC-RES-24-24-1c928a5c"},
		{"the same without signs", "a hrc res 24 24", "/reports/resolutions/k-A-HRC-RES-24-24-1c928a5c"},
		{"a State", "China", "/states/CHN"},
		{"a State in French", "Côte d'Ivoire", "/states/CIV"},
		{"a State in Spanish", "Alemania", "/states/DEU"},
		{"a State in Arabic", "الصين", "/states/CHN"},
		{"a State by a former name", "Zaire", "/states/COD"},
		{"a State by its code", "SVN", "/states/SVN"},
		{"a State of the past", "Yugoslavia", "/states/YUG"},
	} {
		a := asked(t, h, "q="+url.QueryEscape(c.query))
		if len(a.Results) == 0 || !a.Results[0].Named || a.Results[0].Path != c.path {
			t.Errorf("%s: %q finds %+v first", c.why, c.query, a.Results[:min(1, len(a.Results))])
		}
	}
}

func TestWhatWasLookedForIsMarked(t *testing.T) {
	h, _ := indexed(t)
	page := get(h, "/search?q=tortured").Body.String()
	if !regexp.MustCompile(`(?i)<mark>tortur\w*</mark>`).MatchString(page) {
		t.Error("no form of the word is marked")
	}
	if w := get(h, "/search?q="+url.QueryEscape(`"<script>alert(1)</script>" <b>`)); strings.Contains(w.Body.String(), "<script>") || strings.Contains(w.Body.String(), "<b>") {
		t.Error("what was typed stands in the page as it is")
	}
}

func TestPageAndTwinsAgree(t *testing.T) {
	h, _ := indexed(t)
	for _, conditions := range []string{"", "q=torture", "q=China", "ledger=statements", "state=CHN&q=rights", "year=2013", "q=torture&sort=best"} {
		a := asked(t, h, conditions)
		rows, err := csv.NewReader(get(h, "/search.csv?"+conditions).Body).ReadAll()
		if err != nil || len(rows)-1 != min(a.Total, 1000) || len(a.Results) != min(a.Total, 1000) {
			t.Errorf("%q: %d rows of CSV, %d of JSON, total %d (%v)", conditions, len(rows)-1, len(a.Results), a.Total, err)
		}
		if page := words(get(h, "/search?"+conditions)); !strings.Contains(page, strconv.Itoa(a.Total)) && a.Total > 1 {
			t.Errorf("%q: the page does not say %d: %s", conditions, a.Total, page[:min(len(page), 400)])
		}
		for _, c := range a.Ledgers {
			if got := asked(t, h, conditions+"&ledger="+c.Value).Total; got != c.N && !strings.Contains(conditions, "ledger=") {
				t.Errorf("%q: ledger %s says %d, leads to %d", conditions, c.Value, c.N, got)
			}
		}
	}
}

func TestAnswersAreAskedForAnewEveryTime(t *testing.T) {
	h, _ := indexed(t)
	for _, path := range []string{"/search?q=torture", "/search.json?q=torture", "/search.csv?q=torture"} {
		if got := get(h, path).Header().Get("Cache-Control"); got != "private, no-cache" {
			t.Errorf("%s: Cache-Control %q: a withdrawn entry could be shown from a cache", path, got)
		}
	}
}

func TestAllOfTheRegisterIsFound(t *testing.T) {
	h, _ := indexed(t)
	var list struct{ Total int }
	if err := json.Unmarshal(get(h, "/register.json").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if got := asked(t, h, "ledger=register").Total; got != list.Total || got == 0 {
		t.Errorf("%d entries are found, the register has %d", got, list.Total)
	}
}

// everything is the answers to many questions, as data.
func everything(t *testing.T, h http.Handler) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, conditions := range []string{"", "q=torture", "q=right*&sort=best", "q=China", "q=%22human+rights%22", "q=NGO+-China", "state=CHN", "year=2013", "ledger=ngo"} {
		all[conditions] = get(h, "/search.json?"+conditions).Body.String()
	}
	return all
}

func TestBothEnginesFindTheSame(t *testing.T) {
	var first map[string]string
	storagetest.Each(t, func(t *testing.T, at string) {
		h, rec := open(t, at)
		warm(t, rec)
		all := everything(t, h)
		if first == nil {
			first = all
		}
		for _, conditions := range slices.Sorted(maps.Keys(all)) {
			if diff := cmp.Diff(first[conditions], all[conditions]); diff != "" {
				t.Errorf("%q differs:\n%s", conditions, diff)
			}
		}
	})
}

func TestWithoutAnIndexThePageOffersWhatIsThere(t *testing.T) {
	h, rec := open(t, filepath.Join(t.TempDir(), "record.db"))
	first := get(h, "/search?q=China")
	if page := words(first); first.Code != 200 || !strings.Contains(page, "The index is being built.") || !strings.Contains(first.Body.String(), `href="/states/CHN"`) ||
		!strings.Contains(first.Body.String(), `href="/register"`) {
		t.Errorf("status %d: %s", first.Code, page)
	}
	if first.Header().Get("Cache-Control") != "no-store" {
		t.Error("a page without an index may be kept")
	}
	warm(t, rec)
	if a := asked(t, h, "q=China"); a.Total == 0 || !a.Fresh {
		t.Errorf("with an index: %+v", a)
	}
}

func TestDataAreRefusedWithoutAnIndex(t *testing.T) {
	h, rec := open(t, filepath.Join(t.TempDir(), "record.db"))
	rec.Search.Close() // so that none is built meanwhile
	for _, path := range []string{"/search.json", "/search.csv?q=China"} {
		if w := get(h, path); w.Code != 503 || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: status %d: a total of 0 would be a lie", path, w.Code)
		}
	}
}

// Do no harm: what is taken back is not found from that moment on, by any word, filter or count, though the index still
// holds it until a new one is ready.
func TestAWithdrawnEntryVanishesAtOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, at string) {
		h, rec := open(t, at)
		entry := register.Entry{Subject: "Zora Quillfeather", Kind: register.Person, Named: true, State: "XEX", From: "1971", Summary: "Stopped at the quagmire gate.",
			Acts: []string{"EXIT_STOP"}, Sources: []register.Source{{Document: "a report"}}, Fictional: true}
		published, err := rec.Register.Publish(t.Context(), "one", entry)
		if err != nil {
			t.Fatal(err)
		}
		warm(t, rec)
		questions := []string{"q=Quillfeather", "q=%22quagmire+gate%22", "q=quag*", "q=" + published.ID, "year=1971", "q=zora&sort=best", "state=XEX&year=1971", "q=-China&year=1971"}
		for _, q := range questions {
			if a := asked(t, h, q); a.Total != 1 || a.Results[0].Title != entry.Subject {
				t.Fatalf("%s: before: %+v", q, a)
			}
		}
		rec.Search.Close() // no newer index will come: only what the old one still says is seen

		entry.ID, entry.Subject, entry.Named = published.ID, "a defender", false
		if _, err := rec.Register.Publish(t.Context(), "two", entry); err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			gone(t, h, q)
		}
		if _, err := rec.Register.Withdraw(t.Context(), "three", published.ID); err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			gone(t, h, q)
		}
		warm(t, rec)
		for _, q := range questions {
			gone(t, h, q)
		}
		if a := asked(t, h, ""); !a.Fresh {
			t.Error("the new index is not taken for one")
		}
	})
}

func gone(t *testing.T, h http.Handler, q string) {
	t.Helper()
	a := asked(t, h, q)
	if a.Total != 0 || len(a.Results) > 0 {
		t.Errorf("%s: still found: %+v", q, a)
	}
	for _, y := range a.Years {
		if y.Value == "1971" { // nothing else in the facts is as old
			t.Errorf("%s: still counted under its year", q)
		}
	}
	for _, kind := range []string{"", ".json", ".csv"} {
		body := get(h, "/search"+kind+"?"+q).Body.String()
		for _, secret := range []string{"Zora Quillfeather", "Stopped at the"} {
			if strings.Contains(body, secret) {
				t.Errorf("/search%s?%s still says %q", kind, q, secret)
			}
		}
	}
}

func TestWhatIsImportedIsFound(t *testing.T) {
	h, rec := indexed(t)
	file := filepath.Join(t.TempDir(), "visits.csv")
	if err := os.WriteFile(file, []byte("state,visitor,event,date,source\nXEX,SR quagmires,requested,2019,a report\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := asked(t, h, "q=quagmires")
	if _, err := sheet.Kind().Run(t.Context(), kind.In{DB: rec.DB, Files: []string{file}}); err != nil {
		t.Fatal(err)
	}
	if a := asked(t, h, "q=China"); a.Fresh {
		t.Error("an index older than the import says that it is fresh")
	}
	warm(t, rec)
	if after := asked(t, h, "q=quagmires"); before.Total != 0 || after.Total != 1 || !after.Fresh {
		t.Errorf("before %d, after %+v", before.Total, after)
	}
}

func TestHostileQueriesAreAnswered(t *testing.T) {
	h, _ := indexed(t)
	thousands := make([]string, 5000)
	for i := range thousands {
		thousands[i] = "w" + strconv.Itoa(i)
	}
	for _, q := range []string{"\x00", "a\x00b", "\xff\xfe", strings.Repeat("x", 1<<20), strings.Join(thousands, " "), strings.Repeat(`"`, 9999), strings.Repeat("-", 9999), "*", `"`, "-", "a* b* c* d*", "' OR 1=1 --", "../../etc/passwd", "\u202e\u2066"} {
		for _, kind := range []string{"", ".json", ".csv"} {
			r := httptest.NewRequest("GET", "/search"+kind, nil)
			r.URL.RawQuery = url.Values{"q": {q}}.Encode()
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != 200 || kind == "" && w.Body.Len() > 100_000 {
				t.Errorf("%.20q%s: status %d, %d bytes", q, kind, w.Code, w.Body.Len())
			}
		}
	}
}

// Every document of the facts, and of a review with everything that a review can have, leads to a page that has it.
func TestEveryResultLeadsSomewhere(t *testing.T) {
	h, rec := open(t, filepath.Join(t.TempDir(), "record.db"))
	for _, step := range []struct {
		kind  kind.Kind
		files string
	}{{uprthematic.Kind(), "thematic/*.docx"}, {uprquestions.Kind(), "advance-questions/*.doc"}, {uprinfo.Pledges(), "upr-info-voluntary-pledges-sessions-01-13.csv"}} {
		files, err := filepath.Glob(importertest.Shared(t, "data/upr", step.files))
		if err != nil || files == nil {
			t.Fatal(err, step.files)
		}
		if _, err := step.kind.Run(t.Context(), kind.In{DB: rec.DB, Files: files}); err != nil {
			t.Fatal(err)
		}
	}
	warm(t, rec)
	pages := map[string]string{}
	all := asked(t, h, "")
	results := all.Results
	for page := 2; all.Next != ""; page++ {
		all = asked(t, h, "page="+strconv.Itoa(page))
		results = append(results, all.Results...)
	}
	const enough = 20 // of each kind
	kinds := map[string]int{}
	for _, r := range results {
		if kinds[r.Ledger+"/"+r.Kind]++; kinds[r.Ledger+"/"+r.Kind] > enough {
			continue
		}
		path, fragment, _ := strings.Cut(r.Path, "#")
		body, known := pages[path]
		if !known {
			w := get(h, path)
			if body = w.Body.String(); w.Code != 200 {
				t.Errorf("%s: status %d", path, w.Code)
			}
			pages[path] = body
		}
		if fragment != "" && !strings.Contains(body, `id="`+fragment+`"`) {
			t.Errorf("%s: the page has no such place", r.Path)
		}
	}
	if len(kinds) < 25 {
		t.Errorf("only these kinds of documents: %v", slices.Sorted(maps.Keys(kinds)))
	}
}

func TestWordsArePutInOrderByFitAndTheRestByDate(t *testing.T) {
	h, _ := indexed(t)
	same := func(a, b string) bool { return cmp.Equal(asked(t, h, a).Results, asked(t, h, b).Results) }
	if !same("q=torture", "q=torture&sort=best") || same("q=torture", "q=torture&sort=newest") {
		t.Error("words without an order are not put best first")
	}
	if !same("state=CHN", "state=CHN&sort=newest") || !same("state=CHN", "state=CHN&sort=best") {
		t.Error("conditions without words are not put newest first")
	}
}

func TestAThemeThatManyStatesRaisedIsOneText(t *testing.T) {
	h, _ := indexed(t)
	a := asked(t, h, "q=defenders&ledger=statements")
	n := 0
	for _, r := range a.Results {
		if strings.Contains(r.Title, "_") {
			t.Errorf("%s is titled with a code: %s", r.Path, r.Title)
		}
		if r.Title == "human rights defenders" {
			n++
			if w := get(h, r.Path); w.Code != 200 {
				t.Errorf("%s: status %d", r.Path, w.Code)
			}
		}
	}
	if n != 1 { // 18 rows of the facts: CHRD February 2024, list of highlights
		t.Errorf("human rights defenders, raised in the review of January 2024, is found %d times", n)
	}
}
