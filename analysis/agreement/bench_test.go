package agreement_test

import (
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"unhindered/analysis/agreement"
)

// BenchmarkAllPairs compares 200 members over 5,620 roll calls, as many as the General Assembly had in sessions 1 to 68.
// The reference is R: products of the tables of yes, no and abstentions, the quickest way there, on as many votes.
func BenchmarkAllPairs(b *testing.B) {
	const members, rolls = 200, 5620
	random := rand.New(rand.NewPCG(1, 2))
	v, err := agreement.NewVotes(members, rolls)
	if err != nil {
		b.Fatal(err)
	}
	for m := range members {
		for r := range rolls {
			if err := v.Set(m, r, agreement.Choice(random.IntN(4))); err != nil {
				b.Fatal(err)
			}
		}
	}
	var reference time.Duration
	if r, err := exec.LookPath("Rscript"); err == nil {
		out, err := exec.Command(r, "testdata/allpairs_time.R", strconv.Itoa(members), strconv.Itoa(rolls)).Output()
		if err != nil {
			b.Fatal(err)
		}
		seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
		if err != nil {
			b.Fatal(err)
		}
		reference = time.Duration(seconds * float64(time.Second))
	}
	for b.Loop() {
		v.Pairs()
	}
	if reference > 0 {
		b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(reference), "ratio/R-tcrossprod")
		b.ReportMetric(0.1, "budget-at-most")
	}
}
