package survival_test

import (
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"unhindered/analysis/survival"
)

// BenchmarkKaplanMeier makes the curves of two groups of 2,500 waits, with bands, and the log-rank test between them. The
// reference is survfit and survdiff of R on as many.
func BenchmarkKaplanMeier(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var groups [2][]survival.Wait
	for i := range 5000 {
		groups[i%2] = append(groups[i%2], survival.Wait{Time: float64(random.IntN(3000)), Decided: random.IntN(4) > 0})
	}
	var reference time.Duration
	if r, err := exec.LookPath("Rscript"); err == nil {
		if out, err := exec.Command(r, "testdata/time.R", "5000").Output(); err == nil { // without the package there is no reference
			seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
			if err != nil {
				b.Fatal(err)
			}
			reference = time.Duration(seconds * float64(time.Second))
		}
	}
	for b.Loop() {
		for _, g := range groups {
			if _, err := survival.KaplanMeier(g, .95, survival.Log); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := survival.LogRank(groups[0], groups[1]); err != nil {
			b.Fatal(err)
		}
	}
	if reference > 0 {
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(reference), "ratio/R-survival")
		b.ReportMetric(1, "budget-at-most")
	}
}
