package conduct_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"unhindered/demo"
	"unhindered/record"
	"unhindered/record/log"
	webrecord "unhindered/web/record"
)

// open serves the record with the facts of the demonstration, or with none.
func open(t *testing.T, filled bool) http.Handler {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := record.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rec.Close() })
	if filled {
		entries, err := demo.Entries()
		if err != nil {
			t.Fatal(err)
		}
		if err := rec.Register.Import(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		if err := demo.Ledgers(t.Context(), rec.DB); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := webrecord.New(rec.Register, webrecord.Options{Ledgers: webrecord.Ledgers(rec)})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words is the text of a page without its tags, spaces made single.
func words(body string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&#43;", "+").Replace(tags.ReplaceAllString(body, " "))), " ")
}

var lists = []string{"/visits", "/visits/table", "/letters", "/letters/counts", "/statements", "/statements/joint", "/statements/groups",
	"/statements/review-mentions", "/reports", "/reports/states", "/reports/symbols", "/reports/resolutions", "/reports/incidents",
	"/reports/treaty-reviews", "/reports/laws", "/reports/votes", "/reports/amendments", "/reports/recommendations", "/advice", "/advice/assessments", "/quality", "/quality/found"}

func TestEveryListHasItsTwinsWithOrWithoutRows(t *testing.T) {
	for _, filled := range []bool{true, false} {
		h := open(t, filled)
		for _, path := range append(lists, "/sheets") {
			for _, end := range []string{"", ".json", ".csv"} {
				if path == "/sheets" && end == ".csv" {
					continue
				}
				w := get(h, path+end)
				if w.Code != http.StatusOK {
					t.Errorf("filled %v: %s%s answers %d", filled, path, end, w.Code)
				}
				if end == "" && w.Body.Len() > 100_000 {
					t.Errorf("%s weighs %d bytes, more than 100 KB", path, w.Body.Len())
				}
				if end == ".json" && !json.Valid(w.Body.Bytes()) {
					t.Errorf("%s.json is no JSON", path)
				}
				if strings.Contains(w.Body.String(), "<no value>") || strings.Contains(w.Body.String(), ":null") || strings.Contains(w.Body.String(), ": null") {
					t.Errorf("%s%s says %q", path, end, "no value or null")
				}
			}
		}
	}
}

// The numbers in sentences, worked out by hand from the facts.
func TestPagesSayTheNumbersOfTheFacts(t *testing.T) {
	h := open(t, true)
	for _, test := range []struct{ path, want string }{
		{"/visits", "23 mandates or persons asked or visited one State"},
		{"/visits", "For 14 no answer is known"},
		{"/visits", "the longest wait being at least 4262 days"},
		{"/visits?event=invited_postponed", "One mandate or person asked or visited"},
		{"/visits/HRW-T12-1", "invited, no visit yet"},
		{"/visits/HRW-T01-1", "no answer known for 4262 to 4655 days, by September 2017"},
		{"/visits/HRW-T04-1", "The same mandate elsewhere, or under another name"},
		{"/visits?standing=visited", "6 mandates or persons asked or visited one State"},
		{"/advice?status=not_assessed&topic=reprisals", "14 recommendations"},
		{"/visits/table", "Requested 2011, Reminder 2013, Reminder 2014, Reminder 2015"},
		{"/visits/table", "15 Special Rapporteur on human rights while countering terrorism Requested 2017 1 0"},
		{"/letters", "6 of 7 letters on record were replied to (86 %); one was not"},
		{"/letters", "Of the 3 replies with exact dates, the middle one came after 90 days"},
		{"/letters", "1 to 60 days"},
		{"/letters?reply=no", "0 of 1 letters"},
		{"/statements", "29 statements of one State are on record, from 2008 to 2024"},
		{"/statements?position=reject_report", "4 statements of one State"},
		{"/statements", "12 States stand behind it"},
		{"/reports", "16 yearly reports are known, 2010 to 2025"},
		{"/reports", "the most are 42, in 2022"},
		{"/reports", "China is named in at least 6"},
		{"/reports", "6+11"}, {"/reports", "15+17"},
		{"/reports/incidents", "46 rows"},
		{"/reports/incidents?anonymous=yes", "26 rows"},
		// 19 amendments by five States in 2017 and 9 by four in 2021.
		{"/reports/amendments", "131 rows"}, {"/reports/amendments?state=RUS&backed=yes", "28 rows"},
		{"/advice", "86 recommendations of 5 reports. Nobody has yet looked"},
		{"/advice/R004-04", "The same request in other reports"},
		{"/quality", "35 facts to which sources give two values"},
		{"/quality?ledger=upr", "5 facts"},
		{"/quality", "28, because 29 and 19 are more than the 47 members"},
		{"/states/CHN", "6 of 7 letters on record were replied to (86 %)"},
		{"/states/CHN", "6 visits took place"},
		{"/states/NOR", "Stands behind: Joint statement on human rights in China"},
		{"/states/NOR", "Raised 2 themes when other States were reviewed"},
		{"/states/TUV", "No letter is on record here"},
		{"/sheets/visits", "Download the template"},
	} {
		w := get(h, test.path)
		if w.Code != http.StatusOK || !strings.Contains(words(w.Body.String()), test.want) {
			t.Errorf("%s (%d) does not say %q", test.path, w.Code, test.want)
		}
	}
}

var href = regexp.MustCompile(`(?:href|action)="(/[^"#]*)`)

// Every link of the pages leads somewhere, also from every row.
func TestNoLinkIsDead(t *testing.T) {
	h := open(t, true)
	seen := map[string]bool{}
	var waiting []string
	var mu sync.Mutex
	add := func(path string) {
		path = strings.ReplaceAll(path, "&amp;", "&")
		mu.Lock()
		defer mu.Unlock()
		if !seen[path] {
			seen[path] = true
			waiting = append(waiting, path)
		}
	}
	for _, path := range lists {
		add(path)
	}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		w := get(h, path)
		if w.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, w.Code)
			continue
		}
		mine := strings.HasPrefix(path, "/sheets")
		for _, list := range lists {
			mine = mine || strings.HasPrefix(path, list)
		}
		if !mine || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		if w.Body.Len() > 100_000 {
			t.Errorf("%s weighs %d bytes", path, w.Body.Len())
		}
		for _, m := range href.FindAllStringSubmatch(w.Body.String(), -1) {
			add(m[1])
		}
	}
	t.Logf("%d addresses", len(seen))
}

func TestBadQuestionsGetCalmAnswers(t *testing.T) {
	h := open(t, true)
	for path, want := range map[string]int{
		"/visits?state=XXX": 400, "/letters?page=0": 400, "/letters?page=9": 404, "/visits/nothing": 404, "/letters/x.json": 404,
		"/reports?state=nowhere": 400, "/sheets/none": 404, "/sheets/visits-template": 404, "/advice/%00": 404, "/visits/table?state=QQQ": 400,
		"/statements?q=" + strings.Repeat("a", 300): 400, "/statements?year=nineteen": 200, "/advice?topic=%3Cscript%3E": 200,
	} {
		w := get(h, path)
		if w.Code != want {
			t.Errorf("%s answers %d, want %d", path, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("%s passes a script on", path)
		}
	}
}
