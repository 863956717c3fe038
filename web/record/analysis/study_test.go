package analysis_test

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"unhindered/demo"
	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/importer/sheet"
	ledgers "unhindered/record"
	"unhindered/record/log"
	"unhindered/web/record"
)

// room opens the public room over a new record, which it returns too.
func room(t testing.TB) (http.Handler, *ledgers.Record) {
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
	h, err := record.New(r.Register, record.Options{Ledgers: record.Ledgers(r)})
	if err != nil {
		t.Fatal(err)
	}
	return h, r
}

// get asks until an answer that is worked out in the background is there.
func get(t testing.TB, h http.Handler, path string) (int, string) {
	t.Helper()
	for range 600 {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		body, err := io.ReadAll(w.Result().Body)
		if err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusServiceUnavailable {
			return w.Code, string(body)
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s is never ready", path)
	return 0, ""
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words is the text of a page on one line.
func words(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(page, " "))), " ")
}

// counted are the analyses that count over ledgers.
var counted = []string{"agreement", "blocs", "amendments", "waiting", "replies", "reports", "undercount"}

func TestAnEmptyRecordHasAnswersToo(t *testing.T) {
	h, _ := room(t)
	for _, name := range counted {
		for _, kind := range []string{"", ".json", ".csv"} {
			code, body := get(t, h, "/analysis/"+name+kind)
			if code != http.StatusOK {
				t.Errorf("%s%s: %d", name, kind, code)
				continue
			}
			switch kind {
			case ".json":
				var a struct {
					Columns []string
					Rows    []map[string]any
					Method  struct{ Question, Command string }
				}
				if err := json.Unmarshal([]byte(body), &a); err != nil || a.Method.Question == "" || !strings.HasPrefix(a.Method.Command, "unhindered analyse ") {
					t.Errorf("%s.json: %v: %s", name, err, body)
				}
			case ".csv":
				if _, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll(); err != nil {
					t.Errorf("%s.csv: %v", name, err)
				}
			}
		}
	}
}

func TestWhatCannotBeAskedIsAFaultWithWords(t *testing.T) {
	h, _ := room(t)
	for path, want := range map[string]string{
		"/analysis/agreement?sessions=66-60":      "first and the last",
		"/analysis/agreement?body=un":             "no such body",
		"/analysis/agreement?with=ZZZ":            "no State with this code",
		"/analysis/agreement?group=CHN":           "two to sixty States",
		"/analysis/blocs?resolution=7":            "resolutions 0.8",
		"/analysis/blocs?state=ZZZ":               "no State with this code",
		"/analysis/amendments?of=rulings":         "nothing of this kind",
		"/analysis/amendments?resolution=A/X":     "no such resolution",
		"/analysis/waiting?ledger=votes":          "Waits are known of",
		"/analysis/waiting?ledger=ngo&by=mandate": "Waits are known of",
		"/analysis/undercount?lists=mine":         "bodies or of documents",
	} {
		code, body := get(t, h, path)
		if code != http.StatusBadRequest || !strings.Contains(words(body), want) {
			t.Errorf("%s: %d, without %q", path, code, want)
		}
	}
}

func TestPagesSayWhatTheFilesSay(t *testing.T) {
	h, r := room(t)
	lists, err := filepath.Glob(importertest.Shared(t, "data/ecosoc-ngo-committee/*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ngocommittee.Run(t.Context(), kind.In{DB: r.DB, Files: lists}); err != nil {
		t.Fatal(err)
	}
	if _, err := hrc.Run(t.Context(), kind.In{DB: r.DB, Files: []string{importertest.Shared(t, "data/hrc/resolutions.csv"), importertest.Shared(t, "data/hrc/votes_long.csv")}}); err != nil {
		t.Fatal(err)
	}
	for path, wants := range map[string][]string{
		// Counted in resolutions.csv and votes_long.csv: the Council's amendments from 2006 to 2021.
		"/analysis/agreement?body=hrc":                              {"of the Human Rights Council, sessions 39 to 48", "Permanent members of the Security Council"},
		"/analysis/agreement?body=hrc&with=CUB":                     {"voted most often the same as Cuba", "Every State, by regional group"},
		"/analysis/agreement?body=hrc&group=CHN,CUB,VEN":            {"China, Cuba, Venezuela"},
		"/analysis/amendments":                                      {"497 amendments were put forward in the Human Rights Council: 41 adopted, 300 rejected, 152 withdrawn"},
		"/analysis/amendments?resolution=A/HRC/RES/36/21&state=CHN": {"3 adopted, 15 rejected", "In 2017, 18 amendments", "China voted 17 times in favour , 0 times against and abstained once"},
		"/analysis/blocs?body=hrc":                                  {"States fall into 2 blocs", "Drawn anew"},
		"/analysis/blocs?body=hrc&sessions=20-48&state=CHN":         {"China is in bloc", "session by session"},
		"/analysis/waiting":                                         {"222 organisations that applied with human rights in their name, half had a decision after 242 days", "International Dalit Solidarity Network"},
		"/analysis/waiting.csv?rows=1":                              {"id,group,from,to,days,decided,end,name"},
		"/analysis/agreement.csv?body=hrc&rows=1":                   {"id,session,date,symbol,title,yes,no,abstain"},
		"/votes?body=HRC&ballot=yes&kind=amendment&state=CHN&year=2017&q=Cooperation+with+the+United+Nations%2C+its+representatives": {"17"},
		"/analysis/waiting?ledger=ngo&by=entered": {"2015 to 2019"},
	} {
		code, body := get(t, h, path)
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(words(body), want) {
				t.Errorf("%s lacks %q in: %.900s", path, want, words(body[max(0, strings.Index(body, "<main")):]))
			}
		}
	}
}

// examplestan fills the record with invented letters, reports and cases of a State that does not exist.
func examplestan(t testing.TB, r *ledgers.Record) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"letters.csv": "id,state,subject,type,symbol,date,reply,reply_date,grade,source,seen\n" +
			"a,XEX,one,UA,UA XEX 1/2020,2020-01-01,yes,2020-03-01,partly,Example Watch,\n" +
			"b,XEX,two,AL,AL XEX 2/2020,2020-01-01,no,,,Example Watch,2021-01-01\n" +
			"c,XEX,three,AL,AL XEX 3/2020,2020-01-01,,,,Example Watch,\n",
		"reports.csv":       "id,year,source\nr1,2019,UN\nr2,2020,UN\nr3,2021,UN\n",
		"report-states.csv": "id,state,year,named,source\ns1,XEX,2019,yes,Example Watch\ns2,XEX,2020,yes,Example Watch\ns3,XEX,2021,no,Example Watch\n",
		"visits.csv": "id,state,visitor,event,date,as_of,source\nv1,XEX,SR torture,requested,2015-01-01,2020-01-01,Example Watch\n" +
			"v2,XEX,SR housing,requested,2015-01-01,,Example Watch\nv3,XEX,SR housing,agreed,2016-01-01,,Example Watch\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := sheet.Run(t.Context(), kind.In{DB: r.DB, Files: []string{path}})
		if err != nil {
			t.Fatalf("%s: %v: %+v", name, err, report)
		}
	}
}

func TestRatesAndListsByHand(t *testing.T) {
	h, r := room(t)
	examplestan(t, r)
	for path, wants := range map[string][]string{
		"/analysis/replies": {"Of 2 letters of which a source says whether there was a reply, 1 had one : 50 %", "Of one more no source says it", "after 60 days"},
		// Wilson's interval of 1 in 2 is 9.5 to 90.5 per cent.
		"/analysis/replies.csv":                {"XEX,3,1,1,1,0.500000,0.094531,0.905469,60,1,0,1,0,0,0,0"},
		"/analysis/reports":                    {"is known to be named in 2 of 3 reports, and in at most 2; the longest row that is known has 2"},
		"/analysis/reports.csv":                {"XEX,3,2,1,0,0.666667,0.666667,2,2019,2020,1,,,0"},
		"/analysis/waiting?ledger=letters":     {"Of 2 letters whose wait is known, 1 had no reply"},
		"/analysis/waiting.csv?ledger=letters": {"all,60,2,1,0.500000,", "all,366,1,0,0.500000,"},
		"/analysis/waiting?ledger=visits":      {"Of 2 requests for a visit in the record, 1 had no answer"},
		"/analysis/waiting.csv?ledger=visits":  {"all,365,2,1,0.500000,", "all,1826,1,0,0.500000,"},
	} {
		code, body := get(t, h, path)
		text := body
		if !strings.Contains(path, ".csv") {
			text = words(body)
		}
		for _, want := range wants {
			if code != http.StatusOK || !strings.Contains(text, want) {
				t.Errorf("%s (%d) lacks %q in: %.1500s", path, code, want, text)
			}
		}
	}
}

func TestTheCasesOfTheDemoOnTheirLists(t *testing.T) {
	h, r := room(t)
	entries, err := demo.Entries()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Register.Import(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	for path, wants := range map[string][]string{
		"/analysis/undercount":              {"26 cases are on one of 3 lists or more", "from 26 to 10,390", "CHRD February 2024"},
		"/analysis/undercount?lists=bodies": {"Every case is on the list “Reports of civil society”", "nothing of how many are on none"},
	} {
		code, body := get(t, h, path)
		for _, want := range wants {
			if code != http.StatusOK || !strings.Contains(words(body), want) {
				t.Errorf("%s (%d) lacks %q in: %.1500s", path, code, want, words(body))
			}
		}
	}
}
