package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/office/table"
	"unhindered/record"
)

type page struct {
	Table string           `json:"table"`
	Rows  []map[string]any `json:"rows"`
	Total int              `json:"total"`
	Page  int              `json:"page"`
	Limit int              `json:"limit"`
	Next  *string          `json:"next"`
	Prev  *string          `json:"previous"`
}

type problem struct {
	Title, Detail string
	Status        int
	Errors        []struct{ Message, Location string }
}

// TestFactsOfTheDemonstration asks one record, which nobody changes.
func TestFactsOfTheDemonstration(t *testing.T) {
	h, rec := open(t)
	t.Run("every operation answers as the description says", func(t *testing.T) { walk(t, h, false) })
	t.Run("the catalogue is the tables", func(t *testing.T) { catalogueIsTheTables(t, rec) })
	t.Run("filters choose rows", func(t *testing.T) { filtersChooseRows(t, h) })
	t.Run("pages lead from one to the next", func(t *testing.T) { pagesLeadOn(t, h) })
	t.Run("wrong questions are told what to ask", func(t *testing.T) { wrongQuestions(t, h) })
	t.Run("the page shows every operation and no foreign address", func(t *testing.T) { pageShowsAll(t, h, rec) })
}

func TestRealFiles(t *testing.T) {
	h, rec := open(t)
	fill(t, rec)
	t.Run("every operation answers as the description says", func(t *testing.T) { walk(t, h, true) })
	t.Run("rows fit their columns, and keys fit addresses", func(t *testing.T) { rowsFit(t, rec) })
}

// walk calls every operation of the description with every example in it, and gets a row of every table by its id.
func walk(t *testing.T, h http.Handler, filled bool) {
	t.Helper()
	w := get(h, "/openapi.json")
	spec := decode[map[string]any](t, w)
	if spec["openapi"] != "3.1.0" || w.Header().Get("Content-Type") != "application/openapi+json" {
		t.Errorf("openapi %v, as %s", spec["openapi"], w.Header().Get("Content-Type"))
	}
	if strings.Contains(w.Body.String(), "$schema") {
		t.Error("the description links schemas that nobody serves")
	}
	ids := map[string]bool{}
	operations, empty := 0, []string{}
	for path, item := range spec["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			operations++
			op := op.(map[string]any)
			if id := op["operationId"].(string); ids[id] || method != "get" {
				t.Errorf("%s %s: operation %s is there twice, or writes", method, path, id)
			} else {
				ids[id] = true
			}
			if strings.HasSuffix(path, "/{id}") {
				continue // with its list
			}
			schema := func(op map[string]any) map[string]any {
				return op["responses"].(map[string]any)["200"].(map[string]any)["content"].(map[string]any)["application/json"].(map[string]any)["schema"].(map[string]any)
			}
			call := func(address string) any {
				w := get(h, address)
				if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
					t.Errorf("%s: %d %s: %.300s", address, w.Code, w.Header().Get("Content-Type"), w.Body)
					return nil
				}
				v := decode[any](t, w)
				for _, fault := range check(spec, schema(op), v, "") {
					t.Errorf("%s%s", address, fault)
				}
				return v
			}
			all, _ := call(path).(map[string]any)
			for _, p := range values(op["parameters"]) {
				example, ok := p["example"]
				if !ok {
					continue
				}
				if faults := check(spec, p["schema"].(map[string]any), example, ""); len(faults) > 0 {
					t.Errorf("%s: the example of %s does not fit: %v", path, p["name"], faults)
				}
				call(path + "?" + url.Values{p["name"].(string): {fmt.Sprint(example)}}.Encode())
			}
			one, ok := spec["paths"].(map[string]any)[path+"/{id}"].(map[string]any)
			if !ok {
				continue // the list of tables
			}
			rows := values(all["rows"])
			if len(rows) == 0 {
				empty = append(empty, path)
				continue
			}
			row := rows[len(rows)-1]
			w := get(h, path+"/"+url.PathEscape(row["id"].(string)))
			got := decode[map[string]any](t, w)
			if diff := cmp.Diff(row, got); w.Code != http.StatusOK || diff != "" {
				t.Errorf("%s/%v: %d %s", path, row["id"], w.Code, diff)
			}
			for _, fault := range check(spec, schema(one["get"].(map[string]any)), got, "") {
				t.Errorf("%s/%v%s", path, row["id"], fault)
			}
		}
	}
	if operations < 100 {
		t.Errorf("only %d operations", operations)
	}
	if filled && len(empty) > 6 { // tables that only files not imported here fill
		t.Errorf("without rows: %v", empty)
	}
}

func values(v any) []map[string]any {
	var all []map[string]any
	list, _ := v.([]any)
	for _, one := range list {
		if m, ok := one.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

func rowsFit(t *testing.T, rec *record.Record) {
	t.Helper()
	for _, source := range rec.Tables() {
		seen := map[string]bool{}
		n := 0
		for row, err := range source.Rows(t.Context(), table.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			id, _ := row[0].(string)
			if id == "" || seen[id] || strings.ContainsAny(id, "/?#%") || len(id) > 300 {
				t.Errorf("%s: key %q is there twice or fits no address", source.Name, id)
			}
			seen[id] = true
			for i, c := range source.Columns {
				if !fits(c.Type, row[i]) {
					t.Errorf("%s, row %s: %s is %T %v, but its type is %s", source.Name, id, c.Name, row[i], row[i], c.Type)
				}
			}
		}
		if rows, total, err := source.Page(t.Context(), table.Query{}, 0, 1); err != nil || total != n || len(rows) != min(n, 1) {
			t.Errorf("%s: a page says %d rows, there are %d, %v", source.Name, total, n, err)
		}
	}
}

func fits(t table.Type, cell any) bool {
	switch v := cell.(type) {
	case nil:
		return true
	case string:
		if t == table.Day || t == table.Date {
			_, ok := table.First(v)
			return ok && (t == table.Date || len(v) == 10)
		}
		return t == table.Text
	case []string:
		return t == table.List
	case int64:
		return t == table.Int
	case float64:
		return t == table.Float
	case bool:
		return t == table.Bool
	}
	return false
}

func catalogueIsTheTables(t *testing.T, rec *record.Record) {
	t.Helper()
	var want, got []string
	for _, s := range rec.Tables() {
		want = append(want, s.Name)
		for _, key := range s.Origin {
			if _, ok := record.OriginByKey(key); !ok {
				t.Errorf("%s: nobody knows the data set %q", s.Name, key)
			}
		}
	}
	for _, c := range record.Catalogue() {
		got = append(got, c.Name)
	}
	if !slices.Equal(got, want) || len(want) != len(slices.Compact(slices.Sorted(slices.Values(want)))) {
		t.Errorf("%v, want %v, each once", got, want)
	}
}

func filtersChooseRows(t *testing.T, h http.Handler) {
	t.Helper()
	for _, test := range []struct {
		rule, address string
		want          int
	}{
		{"all cases of the sources (domain/facts/cases.csv has 28)", "/api/v1/register", 28},
		{"all are about one State", "/api/v1/register?state=chn", 28},
		{"a State without an entry", "/api/v1/register?state=CHE", 0},
		{"six whose time may hold 10 March 2014: cases 1, 2, 3, 7, 8 and 16 of the file", "/api/v1/register?from=2014-03-10&to=2014-03-10", 6},
		{"the ruling of 20 March 2014 is one decision", "/api/v1/votes?from=2014-03-20&to=2014-03-20", 1},
		{"with 47 votes", "/api/v1/votes-ballots", 47},
		{"13 of them in favour (S 000; 001)", "/api/v1/votes-ballots?vote=yes", 13},
		{"and 20 against", "/api/v1/votes-ballots?vote=no", 20},
		{"and 12 abstentions", "/api/v1/votes-ballots?vote=abstain", 12},
		{"one of one State", "/api/v1/votes-ballots?state=GBR", 1},
		{"an empty parameter, as a form leaves it, asks for nothing", "/api/v1/votes-ballots?state=&vote=", 47},
		{"193 members, 2 observers, former ones after them", "/api/v1/states?status=member", 193},
	} {
		w := get(h, test.address)
		if p := decode[page](t, w); w.Code != http.StatusOK || p.Total != test.want {
			t.Errorf("%s: %s: %d, total %d, want %d", test.rule, test.address, w.Code, p.Total, test.want)
		}
	}
}

func pagesLeadOn(t *testing.T, h http.Handler) {
	t.Helper()
	var ids []string
	address, pages := "/api/v1/votes-ballots?limit=10", 0
	for address != "" {
		p := decode[page](t, get(h, address))
		if pages++; p.Total != 47 || p.Limit != 10 || p.Page != pages || (p.Prev == nil) != (pages == 1) {
			t.Fatalf("%s: %+v", address, p)
		}
		for _, row := range p.Rows {
			ids = append(ids, row["id"].(string))
		}
		if address = ""; p.Next != nil {
			address = *p.Next
		}
	}
	slices.Sort(ids)
	if pages != 5 || len(slices.Compact(ids)) != 47 {
		t.Errorf("%d pages with %d rows, want 5 with 47", pages, len(ids))
	}
	if p := decode[page](t, get(h, "/api/v1/votes-ballots?limit=10&page=1000000")); len(p.Rows) != 0 || p.Next != nil || *p.Prev != "/api/v1/votes-ballots?limit=10&page=5" {
		t.Errorf("beyond the end: %+v", p)
	}
}

func wrongQuestions(t *testing.T, h http.Handler) {
	t.Helper()
	for _, test := range []struct {
		rule, address string
		status        int
		want          string
	}{
		{"no such table", "/api/v1/nothing", 404, "GET /api/v1 lists the tables"},
		{"no such row", "/api/v1/votes/nothing", 404, "GET /api/v1/votes lists the rows"},
		{"something below a row", "/api/v1/votes/a/b", 404, "lists the tables"},
		{"a way out of the tables", "/api/v1/votes/..%2F..%2Fetc%2Fpasswd", 404, "no row with this id"},
		{"an unknown parameter", "/api/v1/votes?colour=red", 422, "it takes state, year"},
		{"a column that is no filter", "/api/v1/votes?title=x", 422, "it takes state, year"},
		{"a table without States", "/api/v1/reports?state=CHE", 422, "does not take it"},
		{"no State", "/api/v1/votes?state=XXX", 422, "three letters"},
		{"no year", "/api/v1/votes?year=13", 422, "four digits"},
		{"no date", "/api/v1/votes?from=yesterday", 422, "write 2013-09-14"},
		{"no day of the calendar", "/api/v1/votes?to=2013-02-30", 422, "is not a date"},
		{"a page before the first", "/api/v1/votes?page=0", 422, "counted from 1"},
		{"a page beyond all", "/api/v1/votes?page=99999999999999999999", 422, "counted from 1"},
		{"more rows than a page has", "/api/v1/votes?limit=501", 422, "1 to 500 rows"},
		{"no number", "/api/v1/votes?limit=all", 422, "1 to 500 rows"},
		{"one parameter twice", "/api/v1/votes?state=CHE&state=NOR", 422, "give it once"},
		{"a very long value", "/api/v1/votes?body=" + strings.Repeat("x", 400), 422, "longer than anything"},
		{"what cannot be read", "/api/v1/votes?state=%zz", 422, "cannot be read"},
		{"a row with parameters", "/api/v1/states/CHE?state=CHE", 422, "takes no parameters"},
		{"SQL is a value like any other", "/api/v1/votes?body=" + url.QueryEscape("'; DROP TABLE vote; --"), 200, `"total":0`},
	} {
		w := get(h, test.address)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s: %d %.300s, want %d and %q", test.rule, w.Code, w.Body, test.status, test.want)
			continue
		}
		if test.status == 200 {
			continue
		}
		p := decode[problem](t, w)
		if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" || p.Status != test.status || p.Title == "" || p.Detail == "" {
			t.Errorf("%s: %s %+v", test.rule, ct, p)
		}
		if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: headers %v", test.rule, w.Header())
		}
	}
}

func TestWithdrawnEntriesAreGone(t *testing.T) {
	h, rec := open(t)
	if w := get(h, "/api/v1/register/CN-0001"); w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	if _, err := rec.Register.Withdraw(t.Context(), "test", "CN-0001"); err != nil {
		t.Fatal(err)
	}
	w := get(h, "/api/v1/register/CN-0001")
	if w.Code != http.StatusGone || strings.Contains(w.Body.String(), "Cao") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/api/v1/register", "/api/v1/register-actions", "/api/v1/register-sources", "/api/v1/register-replies", "/data/register.csv", "/data/register.json"} {
		if body := get(h, path).Body.String(); strings.Contains(body, "CN-0001") {
			t.Errorf("%s still has the entry", path)
		}
	}
}

func TestAnswersAreOpenAndConditional(t *testing.T) {
	h, rec := open(t)
	const address = "/api/v1/register?limit=5"
	first := get(h, address)
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Access-Control-Allow-Origin") != "*" || first.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("headers %v", first.Header())
	}
	if w := get(h, address, "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("unchanged: %d with %d bytes", w.Code, w.Body.Len())
	}
	file := get(h, "/data/register.csv")
	if w := get(h, "/data/register.csv", "If-None-Match", file.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("unchanged file: %d", w.Code)
	}
	if _, err := rec.Register.Withdraw(t.Context(), "test", "CN-0001"); err != nil {
		t.Fatal(err)
	}
	if w := get(h, "/data/register.csv", "If-None-Match", file.Header().Get("ETag")); w.Code != http.StatusOK {
		t.Errorf("changed file: %d", w.Code)
	}
	r := httptest.NewRequest("OPTIONS", "/api/v1/votes", nil)
	r.Header.Set("Origin", "https://example.org")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusNoContent || !strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("asked before: %d %v", w.Code, w.Header())
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, "/api/v1/votes", strings.NewReader("{}")))
		if w.Code != http.StatusMethodNotAllowed && w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

func pageShowsAll(t *testing.T, h http.Handler, rec *record.Record) {
	t.Helper()
	w := get(h, "/api")
	body := w.Body.String()
	if w.Code != 200 || w.Body.Len() > 100_000 {
		t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
	}
	for _, s := range rec.Tables() {
		if !strings.Contains(body, "GET /api/v1/"+s.Name+"</code>") {
			t.Errorf("the page does not show %s", s.Name)
		}
	}
	if strings.Contains(body, "<script") || strings.Contains(body, "unpkg") || !strings.Contains(body, "https://record.example.org/api/v1/") {
		t.Error("the page loads a script, or its examples do not name the public address")
	}
}

func BenchmarkListOfBallots(b *testing.B) {
	h, _ := open(b)
	for b.Loop() {
		if w := get(h, "/api/v1/votes-ballots?state=GBR"); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
