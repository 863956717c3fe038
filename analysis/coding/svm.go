package coding

import (
	"math"
	"math/rand/v2"
)

// A sparse matrix of examples: the values of example i are those from first[i] to first[i+1].
type sparse struct {
	first  []int
	values []value
	rows   int // of the linear model: features
}

func (s *sparse) example(i int) []value { return s.values[s.first[i]:s.first[i+1]] }

// Limits of a training run. The tolerance is on the projected gradient.
const (
	svmTolerance = 0.02
	svmPasses    = 200
)

// svm returns the weights, and last the bias, that part the examples with yes from the others: a linear support vector
// machine with squared hinge loss and cost c, found by coordinate descent in the dual with shrinking. The order in which
// examples are visited comes from the seed, so the same examples give the same weights.
//
// Reference: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. S. Keerthi and S. Sundararajan, A Dual Coordinate Descent Method for
// Large-scale Linear SVM, ICML 2008.
func svm(x *sparse, yes []bool, c float64, seed uint64) []float64 {
	n := len(yes)
	w := make([]float64, x.rows+1)
	alpha := make([]float64, n)
	square := make([]float64, n)
	order := make([]int, n)
	diagonal := 0.5 / c
	for i := range n {
		order[i] = i
		square[i] = diagonal + 1
		for _, v := range x.example(i) {
			square[i] += float64(v.x) * float64(v.x)
		}
	}
	random := rand.New(rand.NewPCG(seed, 1))
	active, greatestBefore := n, math.Inf(1)
	for range svmPasses {
		greatest, least := math.Inf(-1), math.Inf(1)
		random.Shuffle(active, func(i, j int) { order[i], order[j] = order[j], order[i] })
		for s := 0; s < active; s++ {
			i := order[s]
			sign := -1.0
			if yes[i] {
				sign = 1
			}
			row := x.example(i)
			sum := w[x.rows]
			for _, v := range row {
				sum += float64(float64(v.x) * w[v.row])
			}
			gradient := sign*sum - 1 + float64(alpha[i]*diagonal)
			projected := gradient
			if alpha[i] == 0 {
				if gradient > greatestBefore {
					active--
					order[s], order[active] = order[active], order[s]
					s--
					continue
				}
				projected = min(gradient, 0)
			}
			greatest, least = max(greatest, projected), min(least, projected)
			if math.Abs(projected) < 1e-12 {
				continue
			}
			before := alpha[i]
			alpha[i] = max(before-gradient/square[i], 0)
			step := (alpha[i] - before) * sign
			w[x.rows] += step
			for _, v := range row {
				w[v.row] += float64(step * float64(v.x))
			}
		}
		if greatest-least <= svmTolerance {
			if active == n {
				break
			}
			active, greatestBefore = n, math.Inf(1)
			continue
		}
		greatestBefore = greatest
		if greatest <= 0 {
			greatestBefore = math.Inf(1)
		}
	}
	return w
}
