package search_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"time"

	"unhindered/importer/importertest"
	"unhindered/record/search"
	"unhindered/un"
	webrecord "unhindered/web/record"
	"unhindered/web/record/ledger"
	searchpages "unhindered/web/record/search"
)

// BenchmarkPage builds whole pages of the search over 300,000 recommendations and the 7,000 roll calls that a million votes come
// to; the 95th percentile is compared with the budget of 20 ms (docs: budgets of the record), the size with 100 KB.
func BenchmarkPage(b *testing.B) {
	all := importertest.Spliced(b, 307_000)
	states := un.States()
	set := search.Set{N: len(all), At: func(i int) search.Document {
		d := search.Document{Ledger: "upr", Kind: "recommendation", Path: "/upr/CHN/1", Text: all[i], State: states[i%193].ISO3,
			By: []string{states[i*7%193].ISO3}, Date: un.Date(strconv.Itoa(2008+i%16) + "-05-0" + strconv.Itoa(1+i%9))}
		if i >= 300_000 {
			d = search.Document{Ledger: "votes", Kind: "resolution", Path: "/votes/1", Title: all[i], Date: un.Date(strconv.Itoa(1946 + i%75))}
		}
		return d
	}}
	store := search.New(search.Options{
		Sources: []search.Source{func(context.Context) (search.Set, error) { return set, nil }},
		Stamp:   func(context.Context) (search.Stamp, error) { return search.Stamp{}, nil },
	})
	defer store.Close()
	if err := store.Warm(b.Context()); err != nil {
		b.Fatal(err)
	}
	h, err := webrecord.New(nil, webrecord.Options{Ledgers: []ledger.Ledger{searchpages.New(store)}})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, path string }{
		{"empty", "/search"},
		{"word", "/search?q=torture"},
		{"broad", "/search?q=human+rights&page=50"},
		{"row", "/search?q=%22human+rights+defenders%22"},
		{"beginning", "/search?q=viol*+-women"},
		{"filtered", "/search?q=rights&state=CHN&year=2013&ledger=upr"},
		{"best", "/search?q=human+rights+of+women"},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			size := 0
			for b.Loop() {
				for range 20 {
					start := time.Now()
					w := httptest.NewRecorder()
					h.ServeHTTP(w, httptest.NewRequest("GET", c.path, nil))
					took = append(took, time.Since(start))
					if size = w.Body.Len(); w.Code != 200 {
						b.Fatalf("%s: status %d", c.path, w.Code)
					}
				}
			}
			slices.Sort(took)
			p95 := took[len(took)*95/100]
			b.ReportMetric(float64(p95)/float64(20*time.Millisecond), "ratio/20ms")
			b.ReportMetric(1, "budget-at-most")
			b.ReportMetric(float64(p95)/1e6, "ms-p95")
			b.ReportMetric(float64(size)/1e3, "KB")
			b.ReportMetric(0, "ns/op")
		})
	}
}
