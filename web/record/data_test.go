package record

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"unhindered/demo/demotest"
	ledgers "unhindered/record"
)

// filled serves a record with the facts of the demonstration.
func filled(t *testing.T) (*Handler, *ledgers.Record) {
	t.Helper()
	rec := demotest.Record(t)
	h, err := New(rec.Register, Options{Ledgers: Ledgers(rec), Data: rec, Origin: "https://record.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	return h, rec
}

func TestEveryTableHasItsFilesItsPageAndItsTerms(t *testing.T) {
	h, rec := filled(t)
	ask := func(address string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		return w
	}
	var all dataPage
	if err := json.Unmarshal(ask("/data.json").Body.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Tables) != len(rec.Tables()) || len(all.Origins) == 0 {
		t.Fatalf("%d tables and %d sources, want %d tables", len(all.Tables), len(all.Origins), len(rec.Tables()))
	}
	known := map[string]bool{}
	for _, o := range all.Origins {
		known[o.Key] = o.Terms != "" && o.From != ""
	}
	total := 0
	for _, one := range all.Tables {
		total += one.Rows
		if w := ask("/data/" + one.Name); w.Code != http.StatusOK || w.Body.Len() > 100_000 {
			t.Errorf("/data/%s: %d, %d bytes", one.Name, w.Code, w.Body.Len())
		}
		for _, key := range one.Sources {
			if !known[key] {
				t.Errorf("%s: nobody says the terms of %q", one.Name, key)
			}
		}
		if len(one.Files) != 4 {
			t.Errorf("%s: %v", one.Name, one.Files)
		}
		for _, file := range one.Files {
			w := ask(file.Path)
			if w.Code != http.StatusOK || w.Body.Len() == 0 || !strings.Contains(w.Header().Get("Content-Disposition"), one.Name) {
				t.Errorf("%s: %d %v", file.Path, w.Code, w.Header())
			}
			if strings.HasSuffix(file.Path, ".csv") {
				rows, err := csv.NewReader(w.Body).ReadAll()
				if err != nil || len(rows) != one.Rows+1 || len(rows[0]) != len(one.Columns) {
					t.Errorf("%s: %d rows and %v, want %d", file.Path, len(rows)-1, err, one.Rows)
				}
			}
		}
	}
	if total != all.Rows || total < 700 {
		t.Errorf("%d rows, the page says %d", total, all.Rows)
	}
	page := ask("/data").Body.String()
	for _, text := range []string{"Required Notice: Copyright © 2026 Łukasz Szoszkiewicz", "PolyForm Noncommercial", "MIT licence", "No licence is stated", "/data/votes-ballots.parquet"} {
		if !strings.Contains(page, text) {
			t.Errorf("/data does not say %q", text)
		}
	}
	for _, test := range []struct {
		rule, address string
		want          int
	}{
		{"a filter", "/data/votes-ballots.csv?state=GBR&vote=yes", 200},
		{"an unknown table", "/data/secrets.csv", 404},
		{"an unknown format", "/data/votes.sqlite", 404},
		{"a way out", "/data/..%2F..%2Frecord.db", 404},
		{"an unknown filter", "/data/votes.csv?colour=red", 400},
		{"no State", "/data/votes.csv?state=XXX", 400},
		{"no year", "/data/votes.csv?year=x", 400},
		{"a filter twice", "/data/votes.csv?year=2014&year=2015", 400},
		{"a very long value", "/data/votes.csv?body=" + strings.Repeat("x", 999), 400},
	} {
		if w := ask(test.address); w.Code != test.want {
			t.Errorf("%s: %s: %d, want %d", test.rule, test.address, w.Code, test.want)
		}
	}
}

func TestStylesOfLedgersAreWhole(t *testing.T) {
	for _, l := range Ledgers(ledgers.New(nil)) {
		if open, closed := strings.Count(l.CSS, "{"), strings.Count(l.CSS, "}"); open != closed {
			t.Errorf("%s: %d brackets are opened and %d closed, which spoils the styles after it", l.Name, open, closed)
		}
	}
}
