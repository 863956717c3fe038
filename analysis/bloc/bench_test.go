package bloc_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/graph/community"

	"unhindered/analysis/bloc"
)

// BenchmarkDivide divides a graph of 190 members, all of whom are close to all others somewhat, once. The reference is
// gonum's Modularize on the same graph: the reason for a Louvain of our own, since resampling wants hundreds of runs.
func BenchmarkDivide(b *testing.B) {
	g, _ := planted(rand.New(rand.NewPCG(1, 2)), 19)
	theirs := weighted(g)
	start := time.Now()
	const runs = 3
	for seed := range uint64(runs) {
		community.Modularize(theirs, 1, rand.NewPCG(seed, 1))
	}
	reference := time.Since(start) / runs
	for b.Loop() {
		if _, err := g.Divide(bloc.Options{Resolution: 1, Tries: 1, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(reference), "ratio/gonum-Modularize")
	b.ReportMetric(0.2, "budget-at-most")
}
