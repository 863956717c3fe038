package record_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"unhindered/record/register"
)

// BenchmarkRegisterPage builds list pages over a register of 100,000 entries, whole, filtered, sorted and searched, and
// reports the 95th percentile beside the budget of 20 ms (docs: budgets of the record).
func BenchmarkRegisterPage(b *testing.B) {
	h, store := room(b, b.TempDir()+"/r.db", nil)
	entries := many(100_000)
	for len(entries) > 0 {
		n := min(len(entries), 5000)
		if err := store.Import(context.Background(), entries[:n]); err != nil {
			b.Fatal(err)
		}
		entries = entries[n:]
	}
	if _, err := store.List(context.Background(), register.Filter{}); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, path string }{
		{"whole", "/register"},
		{"filtered", "/register?state=KEN&year=2012"},
		{"sorted", "/register?sort=subject&page=900"},
		{"searched", "/register?q=number+777"},
		{"home", "/"},
		{"state", "/states/KEN"},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				w := httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest("GET", c.path, nil))
				took = append(took, time.Since(start))
				if w.Code != 200 {
					b.Fatalf("%s: status %d", c.path, w.Code)
				}
			}
			slices.Sort(took)
			p95 := took[len(took)*95/100]
			b.ReportMetric(float64(p95.Microseconds())/1000, "p95-ms")
			b.ReportMetric(p95.Seconds()/0.020, "ratio/budget-of-20-ms")
		})
	}
}
