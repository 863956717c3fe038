package ngo_test

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"io"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	ledgers "unhindered/record"
	"unhindered/record/log"
	"unhindered/web/record"
)

// site is the record with the real lists in it.
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
		files, err := filepath.Glob(importertest.Shared(t, "data/ecosoc-ngo-committee/*.csv"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, importertest.Shared(t, "domain/facts/ngo_questions.csv"), importertest.Shared(t, "domain/facts/ngo_applications.csv"),
			importertest.Shared(t, "domain/reference/ngo_committee.csv"))
		if _, err := ngocommittee.Run(t.Context(), kind.In{DB: r.DB, Files: files}); err != nil {
			t.Fatal(err)
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

var tags = regexp.MustCompile(`<[^>]*>`)

// words is the text of a page on one line.
func words(page string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(tags.ReplaceAllString(page, " "), "&#39;", "'")), " ")
}

func TestPagesSayWhatTheFilesSay(t *testing.T) {
	h := site(t, true)
	for path, wants := range map[string][]string{
		"/ngo": {"320 applications were still waiting after the session of 20 September 2021",
			"International Dalit Solidarity Network had waited longest: 13.1 years at least, put off by 25 sessions", "77 roll calls", "36 questions", "Zimbabwe", "191 of 362"},
		"/ngo/international-dalit-solidarity-network":   {"Waiting for consultative status since 15 August 2008 at the latest: 13.1 years, put off by 25 sessions", "deferral 25"},
		"/ngo/committee-to-protect-journalists":         {"put off by 6 sessions", "not recommended", "6 to 10, 3 abstentions: rejected", "A source says “granted, 2016-07-25, ECOSOC vote called by the USA”"},
		"/ngo/child-rights-information-network":         {"closed", "10 June 2013"},
		"/ngo/applicants?end=declined":                  {"22 applications", "Freedom Now"},
		"/ngo/applicants?q=dalit":                       {"International Dalit Solidarity Network"},
		"/ngo/applicants?q=no+such+name":                {"No application matches"},
		"/ngo/sessions":                                 {"2021-09-20", "246"},
		"/ngo/sessions/2016-06-20":                      {"Session of 20 June 2016", "Committee to Protect Journalists", "of 606"},
		"/ngo/sessions/2016-06-20?list=status_declined": {"Rows 1 to 2 of 2"},
		"/ngo/votes":                          {"77 roll calls", "Khmers Kampuchea-Krom"},
		"/ngo/votes?state=CHN":                {"77 roll calls with a vote of this State"},
		"/ngo/votes?state=FRA":                {"20 roll calls with a vote of this State"},
		"/ngo/members":                        {"2023–2026", "Eastern European", "Russian Federation"},
		"/ngo/questions?asked=CHN":            {"asked by China", "Liu Xiaobo"},
		"/ngo/names":                          {"Which names are one organisation?", "same but for case"},
		"/ngo/names?rule=decided+by+a+person": {"organisations"},
		"/states/CHN":                         {"In the Committee on NGOs", "77 roll calls", "Member 2023 to 2026", "questions were about this State"},
		"/states/ISL":                         {"None of the 77 roll calls of the Committee has a vote of this State"},
	} {
		code, page := get(t, h, path)
		if code != 200 {
			t.Errorf("%s: %d", path, code)
			continue
		}
		text := words(page)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%.1500s", path, want, text[strings.Index(text, "Skip to content"):])
			}
		}
		if len(page) > 100_000 {
			t.Errorf("%s weighs %d bytes", path, len(page))
		}
	}
}

func TestDataTwinsHoldTheSameRows(t *testing.T) {
	h := site(t, true)
	for path, rows := range map[string]int{
		"/ngo.csv": 320, "/ngo/applicants.csv?end=withdrawn": 45, "/ngo/applicants.csv?end=closed": 613, "/ngo/votes.csv": 1427, "/ngo/questions.csv": 36,
		"/ngo/data.csv": 5203 + 3147 + 172 + 613 + 45 + 22 + 3439 + 2167 + 64 + 9 + 14, "/ngo/sessions/2016-06-20.csv": 606, "/ngo/votes.csv?state=CHN": 77,
	} {
		_, body := get(t, h, path)
		all, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || len(all)-1 != rows {
			t.Errorf("%s has %d rows, want %d (%v)", path, len(all)-1, rows, err)
		}
	}
	for path, total := range map[string]int{"/ngo.json": 320, "/ngo/applicants.json?end=declined": 22, "/ngo/votes.json": 77, "/ngo/questions.json": 36, "/ngo/sessions/2016-06-20.json": 606} {
		_, body := get(t, h, path)
		var got struct{ Total int }
		if err := json.Unmarshal([]byte(body), &got); err != nil || got.Total != total {
			t.Errorf("%s has total %d, want %d (%v)", path, got.Total, total, err)
		}
	}
	var a struct {
		ID           string
		Applications []struct{ Deferrals, Days int }
	}
	_, body := get(t, h, "/ngo/international-dalit-solidarity-network.json")
	if err := json.Unmarshal([]byte(body), &a); err != nil || len(a.Applications) != 1 || a.Applications[0].Deferrals != 25 {
		t.Errorf("%+v %v", a, err)
	}
}

func TestAnEmptyLedgerTeaches(t *testing.T) {
	h := site(t, false)
	for _, path := range []string{"/ngo", "/ngo/applicants", "/ngo/sessions", "/ngo/votes", "/ngo/members", "/ngo/questions", "/ngo/names", "/ngo.json", "/ngo.csv"} {
		if code, body := get(t, h, path); code != 200 {
			t.Errorf("%s: %d %.300s", path, code, body)
		}
	}
	if _, body := get(t, h, "/ngo"); !strings.Contains(body, "unhindered import ngo-committee") {
		t.Error("the empty page does not say how the lists come in")
	}
}

func TestBadAddressesAreAnsweredCalmly(t *testing.T) {
	h := site(t, false)
	for path, want := range map[string]int{
		"/ngo/nobody": 404, "/ngo/votes/2016-06-20-zz": 404, "/ngo/sessions/1900-01-01": 404, "/ngo/applicants?end=x": 400, "/ngo/votes?state=QQQ": 400,
		"/ngo/applicants?page=0": 400, "/ngo/applicants?page=999999": 404,
	} {
		if code, _ := get(t, h, path); code != want {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
	}
}

var hrefs = regexp.MustCompile(`href="(/[^"]*)"`)

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	h := site(t, true)
	seen := map[string]bool{}
	for _, from := range []string{"/ngo", "/ngo/applicants", "/ngo/applicants?page=2", "/ngo/sessions", "/ngo/sessions/2021-06-08", "/ngo/votes", "/ngo/votes?state=CUB", "/ngo/members",
		"/ngo/questions", "/ngo/names", "/ngo/names?rule=nearly+the+same+letters", "/ngo/committee-to-protect-journalists", "/ngo/society-for-threatened-peoples"} {
		_, page := get(t, h, from)
		for _, m := range hrefs.FindAllStringSubmatch(page, -1) {
			to, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			if seen[to] || !strings.HasPrefix(to, "/ngo") {
				continue
			}
			seen[to] = true
			if code, _ := get(t, h, to); code != 200 {
				t.Errorf("%s leads to %s: %d", from, to, code)
			}
		}
	}
	if len(seen) < 300 {
		t.Errorf("only %d links were followed", len(seen))
	}
}

func TestAnotherNameOfAnOrganisationLeadsToIt(t *testing.T) {
	h := site(t, true)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/ngo/blue-tree-foundation.json", nil))
	if to := w.Header().Get("Location"); w.Code != 301 || !strings.HasSuffix(to, ".json") {
		t.Errorf("%d %s", w.Code, to)
	}
}
