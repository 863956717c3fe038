package votes_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ruling"
	"unhindered/importer/unga"
	"unhindered/record"
	"unhindered/record/log"
	webrecord "unhindered/web/record"
)

// room is the whole public room with the real votes in it.
func room(t testing.TB) http.Handler {
	t.Helper()
	private, _, err := log.NewKey("test.example/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	shared := func(path string) string { return importertest.Shared(t, path) }
	if _, err := unga.Run(t.Context(), kind.In{DB: r.DB, Files: []string{shared("data/unga/roll_calls.csv"), shared("data/unga/issues.csv"), shared("data/unga/votes.csv.gz")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := hrc.Run(t.Context(), kind.In{DB: r.DB, Files: []string{shared("data/hrc/resolutions.csv"), shared("data/hrc/votes_long.csv")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := ruling.Run(t.Context(), kind.In{DB: r.DB, Files: []string{shared("domain/facts/vote_2014_silence.csv"), shared("domain/facts/vote_2014_silence_speakers.csv")}}); err != nil {
		t.Fatal(err)
	}
	h, err := webrecord.New(r.Register, webrecord.Options{Ledgers: webrecord.Ledgers(r), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, w.Body.String()
}

var (
	tags  = regexp.MustCompile(`<[^>]*>`)
	space = regexp.MustCompile(`\s+`)
	links = regexp.MustCompile(`href="(/[^"]*)"`)
)

func plain(page string) string { return space.ReplaceAllString(tags.ReplaceAllString(page, " "), " ") }

func TestPagesSayTheNumbers(t *testing.T) {
	h := room(t)
	for _, test := range []struct {
		path string
		want []string
	}{
		{"/votes", []string{"11,234 decisions", "5620 of the General Assembly", "3082 of the Commission on Human Rights", "2532 of the Human Rights Council"}},
		{"/votes?state=CHN&body=HRC&ballot=abstain&kind=amendment", []string{"23 decisions"}},
		{"/votes?flagged=yes", []string{"decisions"}},
		{"/votes?q=cooperation+representatives+mechanisms&year=2017", []string{"19 decisions"}},
		{"/votes?q=no+such+words+anywhere", []string{"No decision matches"}},
		{"/votes/HRC-27426", []string{"A/HRC/RES/36/21", "adopted with 28 yes, 0 no and 19 abstentions", "18 amendments are in the record : 3 adopted, 15 rejected, 0 withdrawn", "A/HRC/36/L.44"}},
		{"/votes/HRC-30953", []string{"The source contradicts itself", "It was put against A/HRC/RES/36/21"}},
		{"/votes/HRC-2014-03-20", []string{"13 yes, 20 no and 12 abstentions", "Venezuela (Bolivarian Republic of)", "inferred", "Who spoke", "not a member of the Council"}},
		{"/votes/GA-5000", []string{"General Assembly", "153 yes, 0 no and 23 abstentions", "Members without a vote in the roll call"}},
		{"/states/NAM", []string{"How it voted", "roll calls of the General Assembly"}},
		{"/states/CHN", []string{"17 yes, 0 no, 1 abstentions", "18 were put"}},
	} {
		code, page := get(h, test.path)
		text := plain(page)
		if code != http.StatusOK {
			t.Errorf("%s: %d", test.path, code)
		}
		for _, want := range test.want {
			if !strings.Contains(text, want) && !strings.Contains(strings.ReplaceAll(text, " :", ":"), strings.ReplaceAll(want, " :", ":")) {
				t.Errorf("%s does not say %q", test.path, want)
			}
		}
		if len(page) > 100_000 {
			t.Errorf("%s weighs %d bytes, the budget is 100,000", test.path, len(page))
		}
	}
	for path, want := range map[string]int{
		"/votes/HRC-0": 404, "/votes?state=QQQ": 400, "/votes?year=abc": 400, "/votes?ballot=yes": 400, "/votes?page=0": 400, "/votes?body=XX": 400,
	} {
		if code, _ := get(h, path); code != want {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
	}
}

func TestDataTwins(t *testing.T) {
	h := room(t)
	_, text := get(h, "/votes/HRC-27426.json")
	var d struct {
		Symbol     string            `json:"symbol"`
		Votes      map[string]string `json:"votes"`
		Amendments []struct {
			Symbol    string            `json:"symbol"`
			Positions map[string]string `json:"positions"`
		} `json:"amendments"`
	}
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	if d.Symbol != "A/HRC/RES/36/21" || len(d.Votes) != 47 || d.Votes["CHN"] != "abstain" || len(d.Amendments) != 18 || d.Amendments[0].Positions["RUS"] != "sponsor" {
		t.Errorf("%s, %d votes, %d amendments", d.Symbol, len(d.Votes), len(d.Amendments))
	}
	_, text = get(h, "/votes.json?body=HRC&kind=amendment&sponsor=RUS")
	var list struct {
		Decisions []any `json:"entries"`
		Total     int   `json:"total"`
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil || list.Total == 0 || list.Total != len(list.Decisions) {
		t.Errorf("%d of %d, %v", len(list.Decisions), list.Total, err)
	}
	if _, text := get(h, "/votes/HRC-2014-03-20.csv"); strings.Count(text, "\n") != 48 {
		t.Errorf("the ruling has %d lines, want 47 votes and a header", strings.Count(text, "\n"))
	}
}

// Every link of the pages of votes leads somewhere.
func TestNoLinkIsDead(t *testing.T) {
	h := room(t)
	seen := map[string]bool{}
	queue := []string{"/votes", "/votes/HRC-27426", "/votes/HRC-2014-03-20", "/votes/GA-5000", "/states/CHN", "/votes?state=EGY&kind=amendment"}
	for step := 0; step < 2; step++ {
		var next []string
		for _, path := range queue {
			if seen[path] {
				continue
			}
			seen[path] = true
			address, _, _ := strings.Cut(path, "#")
			code, page := get(h, address)
			if code >= 400 {
				t.Errorf("%s: %d", path, code)
			}
			if strings.Contains(path, ".csv") || strings.Contains(path, ".json") || len(seen) > 600 {
				continue
			}
			for _, m := range links.FindAllStringSubmatch(page, -1) {
				next = append(next, strings.ReplaceAll(m[1], "&amp;", "&"))
			}
		}
		queue = next
	}
	if len(seen) < 100 {
		t.Errorf("only %d links were followed", len(seen))
	}
}

// Design section 8: any list or State page in 20 ms (p95), everything loaded.
func BenchmarkPages(b *testing.B) {
	h := room(b)
	get(h, "/votes")
	for _, path := range []string{"/votes", "/votes?state=CHN", "/votes?q=human+rights+defenders", "/votes/HRC-27426", "/votes/GA-5000", "/states/CHN"} {
		b.Run(path, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				start := time.Now()
				if code, _ := get(h, path); code != 200 {
					b.Fatal(code)
				}
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "ms-p95")
		})
	}
}

// The tables of source 001 beside the roll calls: docs/amendments-2017.md and docs/amendments-2019.md.
func TestAmendmentsAgainstTheResolutionsOnReprisals(t *testing.T) {
	h := room(t)
	code, body := get(h, "/votes/amendments.json")
	var data struct {
		Resolutions []struct {
			Symbol     string
			Amendments []struct {
				Symbol, Result string
				States         []struct{ State, Position string }
			}
		} `json:"entries"`
	}
	if err := json.Unmarshal([]byte(body), &data); err != nil || code != http.StatusOK {
		t.Fatal(code, err)
	}
	got := map[string]int{}
	for _, r := range data.Resolutions {
		got[r.Symbol] = len(r.Amendments)
		for _, a := range r.Amendments {
			got[r.Symbol+" "+a.Result]++
			for _, s := range a.States {
				if s.State == "RUS" && a.Result != "" && s.Position != "sponsor" { // no member in 2013, 2017 and 2019
					t.Errorf("%s: Russia is %s", a.Symbol, s.Position)
				}
			}
		}
	}
	for what, want := range map[string]int{"A/HRC/RES/36/21": 19, "A/HRC/RES/36/21 adopted": 3, "A/HRC/RES/36/21 rejected": 15,
		"A/HRC/RES/42/28": 4, "A/HRC/RES/42/28 rejected": 3, "A/HRC/RES/42/28 withdrawn": 1, "A/HRC/RES/24/24": 10} {
		if got[what] != want {
			t.Errorf("%s: %d amendments, want %d", what, got[what], want)
		}
	}
	if code, page := get(h, "/votes/amendments"); code != http.StatusOK || !strings.Contains(page, "L.45") || len(page) > 100<<10 {
		t.Errorf("the page: %d, %d bytes", code, len(page))
	}
}
