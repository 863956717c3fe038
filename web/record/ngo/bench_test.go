package ngo_test

import "testing"

// BenchmarkPages builds the pages of the ledger with the real lists in it; the budget is 20 ms (p95).
func BenchmarkPages(b *testing.B) {
	h := site(b, true)
	for _, path := range []string{"/ngo", "/ngo/applicants", "/ngo/applicants?q=human+rights&sort=last", "/ngo/sessions", "/ngo/sessions/2021-09-20", "/ngo/votes?state=CHN",
		"/ngo/names", "/ngo/international-dalit-solidarity-network", "/states/CHN"} {
		get(b, h, path)
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				get(b, h, path)
			}
		})
	}
}
