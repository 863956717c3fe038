package survival

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Test is a log-rank test: whether groups wait equally long.
type Test struct {
	Groups []Group
	ChiSq  float64 // NaN if nothing can be compared: fewer than two groups in which a decision was to be expected
	DF     int     // degrees of freedom
	P      float64 // chance of so large a ChiSq or a larger one if all groups wait equally long; NaN with ChiSq
}

// A Group is one side of a Test.
type Group struct {
	N        int     // waits
	Observed int     // decided
	Expected float64 // decisions to be expected if all groups waited equally long
}

// LogRank tests whether groups wait equally long. groups[i] are the waits of group i; a group without waits takes no part.
// Ties are treated as in R's survdiff, with the hypergeometric variance.
//
// It returns ErrShape for fewer than two groups, and ErrWait if a time is negative, infinite or no number. A small P says
// that the groups differ somewhere, not by how much: look at the curves.
//
// References: N. Mantel, Evaluation of Survival Data and Two New Rank Order Statistics Arising in Its Consideration, Cancer
// Chemotherapy Reports 50 (1966), 163-170; R. Peto and J. Peto, Asymptotically Efficient Rank Invariant Test Procedures,
// J. R. Stat. Soc. A 135 (1972), 185-207.
func LogRank(groups ...[]Wait) (Test, error) {
	k := len(groups)
	if k < 2 {
		return Test{}, fmt.Errorf("%w: a test between %d groups", ErrShape, k)
	}
	type member struct {
		Wait
		group int
	}
	var all []member
	t := Test{Groups: make([]Group, k)}
	waiting := make([]float64, k)
	for g, waits := range groups {
		ordered, err := inOrder(waits)
		if err != nil {
			return Test{}, fmt.Errorf("group %d: %w", g, err)
		}
		for _, w := range ordered {
			all = append(all, member{w, g})
		}
		t.Groups[g].N = len(waits)
		waiting[g] = float64(len(waits))
	}
	slices.SortFunc(all, func(a, b member) int { return cmp.Compare(a.Time, b.Time) })

	variance := mat.NewSymDense(k, nil)
	for i := 0; i < len(all); {
		n, d := float64(len(all)-i), 0.
		gone := make([]float64, k)
		for now := all[i].Time; i < len(all) && all[i].Time == now; i++ {
			gone[all[i].group]++
			if all[i].Decided {
				d++
				t.Groups[all[i].group].Observed++
			}
		}
		for g := range k {
			if d == 0 {
				break
			}
			t.Groups[g].Expected += d * waiting[g] / n
			for h := g; h < k && n > 1; h++ {
				v := -waiting[h] / n
				if g == h {
					v++
				}
				variance.SetSym(g, h, variance.At(g, h)+d*(n-d)/(n-1)*waiting[g]/n*v)
			}
		}
		for g := range k {
			waiting[g] -= gone[g]
		}
	}
	t.compare(variance)
	return t, nil
}

// compare fills in the statistic: the groups with an expectation, less one, since the differences of all add up to 0.
func (t *Test) compare(variance *mat.SymDense) {
	t.ChiSq, t.P = math.NaN(), math.NaN()
	var free []int
	for g, group := range t.Groups {
		if group.Expected > 0 {
			free = append(free, g)
		}
	}
	if len(free) < 2 {
		return
	}
	free = free[1:]
	v := mat.NewDense(len(free), len(free), nil)
	u := mat.NewVecDense(len(free), nil)
	for i, g := range free {
		u.SetVec(i, float64(t.Groups[g].Observed)-t.Groups[g].Expected)
		for j, h := range free {
			v.Set(i, j, variance.At(g, h))
		}
	}
	var x mat.VecDense
	if err := x.SolveVec(v, u); err != nil && mat.Det(v) == 0 {
		return // no variance: every decision was certain to fall where it fell
	}
	t.DF = len(free)
	t.ChiSq = mat.Dot(u, &x)
	t.P = distuv.ChiSquared{K: float64(t.DF)}.Survival(t.ChiSq)
}
