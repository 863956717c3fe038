package record_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"unhindered/demo/demotest"
	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/importer/treaties"
	"unhindered/importer/unga"
	"unhindered/importer/uprinfo"
	"unhindered/web/record"
)

// everything is the public room with the register of the demonstration and the real files of all ledgers.
func everything(t testing.TB) http.Handler {
	t.Helper()
	shared := func(path string) string { return importertest.Shared(t, path) }
	sheets, err := filepath.Glob(filepath.Join(shared("data/ecosoc-ngo-committee"), "*.csv"))
	if err != nil || len(sheets) == 0 {
		t.Fatalf("no sheets of the NGO Committee: %v", err)
	}
	rec := demotest.Record(t)
	for _, k := range []struct {
		kind  kind.Kind
		files []string
	}{
		{unga.Kind(), []string{shared("data/unga/roll_calls.csv"), shared("data/unga/issues.csv"), shared("data/unga/votes.csv.gz")}},
		{hrc.Kind(), []string{shared("data/hrc/resolutions.csv"), shared("data/hrc/votes_long.csv")}},
		{ngocommittee.Kind(), sheets},
		{treaties.Kind(), []string{shared("data/treaties/ratification_status.csv")}},
		{uprinfo.Recommendations(), []string{shared("data/upr/upr-info-sessions-01-13.csv.gz")}},
	} {
		if _, err := k.kind.Run(t.Context(), kind.In{DB: rec.DB, Files: k.files}); err != nil {
			t.Fatalf("%s: %v", k.kind.Name, err)
		}
	}
	h, err := record.New(rec.Register, record.Options{Ledgers: record.Ledgers(rec)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// heavy are the pages with most on them: State pages, front pages and lists of the ledgers.
var heavy = []string{"/", "/states", "/states/CHN", "/states/USA", "/states/TUV", "/states/YUG", "/register", "/votes", "/votes?state=USA&ballot=no", "/upr",
	"/upr/recommendations?to=CHN", "/upr/CHN/1", "/ngo", "/ngo/applicants", "/ngo/votes", "/ngo/sessions", "/treaties", "/treaties/CAT", "/visits", "/visits/table", "/visits/terms",
	"/letters", "/statements", "/reports", "/advice", "/quality", "/quality/found"}

func ask(t testing.TB, h http.Handler, path string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d", path, w.Code)
	}
	return w.Body.String()
}

var markup = regexp.MustCompile(`<[^>]*>`)

func TestWithEverythingLoadedNoPageIsHeavyAndAStateAtAGlanceHasItsNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all shared files")
	}
	h := everything(t)
	const most = 100_000 // design: a page weighs at most 100 KB, here before compression and in the heavier script
	for _, path := range heavy {
		lang := "?lang=ar"
		if strings.Contains(path, "?") {
			lang = "&lang=ar"
		}
		if n := len(ask(t, h, path+lang)); n > most {
			t.Errorf("%s weighs %d bytes in Arabic, at most %d are allowed", path, n, most)
		}
	}
	words := strings.Join(strings.Fields(markup.ReplaceAllString(ask(t, h, "/states/CHN"), " ")), " ")
	for _, want := range []string{
		"3959 roll calls of the General Assembly",    // rows of CN in votes.csv.gz
		"693 roll calls of the Human Rights Council", // rows of CHN in votes_long.csv whose record is one of the Council's
		"party to 8 of 18 treaties and protocols",    // rows of CN with state_party 1 in ratification_status.csv
		"77 roll calls of the Committee",             // roll_call_votes.csv has 77 topics, China in each
		"6 visits took place",                        // visits.csv and visits_other.csv: events completed
		"14 mandates without a known answer",         // the table of Human Rights Watch 2017: 15 rows, one of them answered
		"named in at least 6 of 16",                  // report-states.csv against reports.csv of the demonstration
		"29 statements",                              // statements.csv
		"46 incidents in UN rooms and proceedings",   // incidents.csv
		"7 letters received", "6 of them replied to", // communications.csv without its two public statements; COM-03 has no reply
		"14 recommendations of reports", // recommendations.csv with China as the State addressed
	} {
		if !strings.Contains(words, want) {
			t.Errorf("/states/CHN does not say %q", want)
		}
	}
	if words := markup.ReplaceAllString(ask(t, h, "/states/TUV"), " "); !strings.Contains(words, "Nothing is on record in:") {
		t.Error("a quiet State does not say in which ledgers nothing is on record")
	}
}

// BenchmarkPageWithEverythingLoaded builds pages over all shared files; the budget of design section 8 is 20 ms (p95).
func BenchmarkPageWithEverythingLoaded(b *testing.B) {
	h := everything(b)
	for _, path := range heavy {
		ask(b, h, path) // the first visitor waits for the ledgers to be read
		b.Run(strings.TrimPrefix(path, "/"), func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				ask(b, h, path)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			p95 := took[len(took)*95/100]
			b.ReportMetric(float64(p95.Microseconds())/1000, "p95-ms")
			b.ReportMetric(p95.Seconds()/0.020, "ratio/budget-of-20-ms")
			b.ReportMetric(1, "budget-at-most")
		})
	}
}
