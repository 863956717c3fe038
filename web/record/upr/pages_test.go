package upr_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/upraddendum"
	"unhindered/importer/uprinfo"
	"unhindered/importer/uprquestions"
	"unhindered/importer/uprreport"
	"unhindered/importer/uprthematic"
	ledgers "unhindered/record"
	"unhindered/record/log"
	"unhindered/web/record"
)

// site is the record with all real files of the ledger in it.
func site(t testing.TB, fill bool) *record.Handler {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ledgers.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if fill {
		for _, step := range []struct {
			kind  kind.Kind
			files string
		}{
			{uprreport.Kind(), "wg-reports/*.txt"}, {uprinfo.Recommendations(), "upr-info-sessions-01-13.csv.gz"},
			{uprinfo.Pledges(), "upr-info-voluntary-pledges-sessions-01-13.csv"}, {uprthematic.Kind(), "thematic/*.docx"},
			{upraddendum.Kind(), "responses/*.txt"}, {uprquestions.Kind(), "advance-questions/*.doc"},
		} {
			files, err := filepath.Glob(importertest.Shared(t, "data/upr", step.files))
			if err != nil || files == nil {
				t.Fatal(err, step.files)
			}
			if _, err := step.kind.Run(t.Context(), kind.In{DB: r.DB, Files: files}); err != nil {
				t.Fatal(err)
			}
		}
	}
	h, err := record.New(r.Register, record.Options{Ledgers: record.Ledgers(r)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(t testing.TB, h *record.Handler, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(body)
}

var (
	tags  = regexp.MustCompile(`<[^>]*>`)
	hrefs = regexp.MustCompile(`href="(/[^"#]*)`)
)

func words(page string) string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
}

const most = 100_000 // bytes of a page

func TestPagesSayWhatTheFilesSay(t *testing.T) {
	h := site(t, true)
	for path, wants := range map[string][]string{
		"/upr":                               {"3819 numbered recommendations", "23,484 rows of UPR Info", "625 voluntary pledges", "37 questions in advance"},
		"/upr?session=34":                    {"A/HRC/43/15"},
		"/upr/SVN/3":                         {"215 recommendations", "182 supported, 33 noted, 0 left open", "215 entries, 215 of them joined", "12 questions", "Asked before"},
		"/upr/SVN/2":                         {"163 recommendations", "142 supported, 21 noted", "25 questions"},
		"/upr/CHN/1":                         {"A/HRC/11/25", "49 numbered recommendations", "138 rows", "117", "did not enjoy the support"},
		"/upr/SVN/3?position=noted&from=DEU": {"of 215"},
		"/upr/recommendations?from=CHN&position=noted": {"by China"},
		"/states/SVN": {"What it was told", "What it told others", "215"},
	} {
		code, body := get(t, h, path)
		if code != 200 {
			t.Errorf("%s: status %d", path, code)
		}
		if len(body) > most {
			t.Errorf("%s: %d bytes", path, len(body))
		}
		text := words(body)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q: %.900s", path, want, text)
			}
		}
	}
	t.Run("data twins", func(t *testing.T) {
		_, body := get(t, h, "/upr/SVN/3.json?position=noted")
		var twin struct {
			Recommendations []struct{ Number, Position string }
			Total           int
		}
		if err := json.Unmarshal([]byte(body), &twin); err != nil || twin.Total != 33 || len(twin.Recommendations) != 33 {
			t.Errorf("%d of %d, %v", len(twin.Recommendations), twin.Total, err)
		}
		for path, want := range map[string]int{"/upr/SVN/2.csv": 164, "/upr.csv": 216, "/upr/recommendations.csv?to=SVN": 476} {
			_, body := get(t, h, path)
			rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
			if err != nil || len(rows) != want {
				t.Errorf("%s: %d rows, want %d; %v", path, len(rows), want, err)
			}
		}
	})
	t.Run("no dead link", func(t *testing.T) {
		seen := map[string]bool{}
		for _, start := range []string{"/upr", "/upr/SVN/3", "/upr/CHN/1", "/upr/recommendations?from=CHN"} {
			_, body := get(t, h, start)
			for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
				link := strings.ReplaceAll(m[1], "&amp;", "&")
				if seen[link] || !strings.HasPrefix(link, "/upr") {
					continue
				}
				seen[link] = true
				if code, body := get(t, h, link); code != 200 || len(body) > most && !strings.Contains(link, ".json") && !strings.Contains(link, ".csv") {
					t.Errorf("%s → %s: status %d, %d bytes", start, link, code, len(body))
				}
			}
		}
	})
	t.Run("fast", func(t *testing.T) {
		for _, path := range []string{"/upr", "/upr/recommendations", "/upr/recommendations?q=torture", "/upr/SVN/3", "/upr/USA/1"} {
			var took []time.Duration
			for range 20 {
				start := time.Now()
				get(t, h, path)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			t.Logf("%s: median %v, slowest but one %v", path, took[10], took[18])
		}
	})
}

func TestAnEmptyLedgerTeaches(t *testing.T) {
	h := site(t, false)
	if code, body := get(t, h, "/upr"); code != 200 || !strings.Contains(words(body), "No review has been imported yet") {
		t.Errorf("status %d: %s", code, words(body))
	}
	for path, want := range map[string]int{"/upr/SVN/3": 404, "/upr/XYZ/1": 404, "/upr/SVN/x": 404, "/upr/recommendations?position=maybe": 400, "/upr/recommendations?from=QQQ": 400, "/upr/recommendations": 200} {
		if code, _ := get(t, h, path); code != want {
			t.Errorf("%s: status %d, want %d", path, code, want)
		}
	}
}
