package undercount

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Model says which pairs of lists depend on each other: for each pair, a set of two bits. Without a pair the lists are
// independent.
type Model []uint

// Models returns all models of k lists, from independence to that with every pair: 1 of two lists, in which the one pair
// cannot be told from the cases on none; 8 of three, 64 of four, 1,024 of five. Dependence among three lists and more is
// left out.
func Models(k int) []Model {
	var pairs []uint
	for a := range k {
		for b := a + 1; b < k; b++ {
			pairs = append(pairs, 1<<a|1<<b)
		}
	}
	if k == 2 {
		pairs = nil
	}
	all := make([]Model, 0, 1<<len(pairs))
	for set := range uint(1) << len(pairs) {
		var m Model
		for i, p := range pairs {
			if set>>i&1 == 1 {
				m = append(m, p)
			}
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b Model) int { return len(a) - len(b) })
	return all
}

// A Fit is a model fitted to lists.
type Fit struct {
	Model    Model
	Estimate         // N is NaN where Why says that there is none
	Deviance float64 // 0 if the model repeats every count exactly
	DF       int     // counts less parameters: what is left to tell a bad model by
	AIC      float64 // of the Poisson likelihood; smaller is better
	Why      string  // why there is no estimate; empty if there is one
}

// Fit fits a log-linear model with Poisson counts, and takes the number of cases on no list to be what the model says of
// that cell. The interval is that of the profile likelihood: those numbers of unseen cases with which the model fits, the
// cell of the unseen filled in, no worse than the best by the quantile of a chi-square of one degree of freedom.
//
// Where a pair of the model has no case in common, its dependence would be without limit, and the fit has a Why instead of
// an estimate. It returns ErrShape for a pair that is none, ErrLevel unless the level lies between 0 and 1, ErrCount if a
// list is empty, and ErrOverlap if no case is on two lists.
//
// References: S. E. Fienberg, The Multiple Recapture Census for Closed Populations and Incomplete 2^k Contingency Tables,
// Biometrika 59 (1972), 591-603; for the interval R. M. Cormack, Interval Estimation for Mark-Recapture Studies of Closed
// Populations, Biometrics 48 (1992), 567-576.
func (l *Lists) Fit(m Model, level float64) (Fit, error) {
	if err := valid(level); err != nil {
		return Fit{}, err
	}
	if err := l.overlap(); err != nil {
		return Fit{}, err
	}
	for _, p := range m {
		if bits.OnesCount(p) != 2 || p >= 1<<l.k {
			return Fit{}, fmt.Errorf("%w: %b is no pair of %d lists", ErrShape, p, l.k)
		}
	}
	f := Fit{Model: m, Estimate: Estimate{Seen: l.Seen(), Level: level, N: math.NaN(), StdErr: math.NaN(), Lower: float64(l.Seen()), Upper: math.Inf(1)}}
	f.DF = len(l.cells) - 1 - 1 - l.k - len(m)
	f.AIC, f.Deviance = math.NaN(), math.NaN()
	if f.DF < 0 {
		f.Why = fmt.Sprintf("%d counts cannot tell %d parameters", len(l.cells)-1, 1+l.k+len(m))
		return f, nil
	}
	for _, p := range m {
		if l.Within(p) == 0 {
			f.Why = fmt.Sprintf("no case is on both lists %d and %d, so that how they depend on each other has no limit", bits.TrailingZeros(p)+1, bits.Len(p))
			return f, nil
		}
	}
	counts := make([]float64, 0, len(l.cells))
	design := make([][]float64, 0, len(l.cells))
	for s := 1; s < len(l.cells); s++ {
		counts = append(counts, float64(l.cells[s]))
		design = append(design, l.row(uint(s), m))
	}
	best, err := poisson(design, counts, nil)
	if err != nil {
		f.Why = err.Error()
		return f, nil
	}
	unseen := math.Exp(best.beta[0])
	if unseen > limitless*float64(f.Seen) {
		f.Why = "the estimate has no limit: no case is on both of two lists that the model takes for independent otherwise"
		return f, nil
	}
	f.N, f.Deviance = float64(f.Seen)+unseen, best.deviance
	f.AIC = best.minusTwoLog + 2*float64(len(design[0]))
	f.StdErr = math.Sqrt(unseen + unseen*unseen*best.variance) // of the cell, and of its mean
	f.profile(design, counts, unseen, best, l.row(0, m))
	return f, nil
}

// limitless is how many times as many unseen cases as seen ones are taken for infinitely many: the fit then runs away with
// every step.
const limitless = 1e4

// overlap tells whether the lists can say anything at all.
func (l *Lists) overlap() error {
	for i := range l.k {
		if l.Within(1<<i) == 0 {
			return fmt.Errorf("%w: list %d is empty", ErrCount, i+1)
		}
	}
	f := l.times()
	if f[1] == l.Seen() {
		return fmt.Errorf("%w: %d cases on %d lists", ErrOverlap, l.Seen(), l.k)
	}
	return nil
}

// row is what the model has for a cell: 1, whether the case is on each list, and whether on both of each pair.
func (l *Lists) row(set uint, m Model) []float64 {
	row := []float64{1}
	is := func(s uint) {
		x := 0.
		if set&s == s {
			x = 1
		}
		row = append(row, x)
	}
	for i := range l.k {
		is(1 << i)
	}
	for _, p := range m {
		is(p)
	}
	return row
}

// profile sets the interval: where the deviance with the cell of the unseen filled in is larger than the best by the
// quantile.
func (f *Fit) profile(design [][]float64, counts []float64, unseen float64, best fitted, row []float64) {
	limit := distuv.ChiSquared{K: 1}.Quantile(f.Level)
	design = append([][]float64{row}, design...)
	counts = append([]float64{0}, counts...)
	start := best.beta
	over := func(n float64) float64 { // above 0 where n fits worse than the limit
		counts[0] = n
		p, err := poisson(design, counts, start)
		if err != nil {
			return -limit
		}
		start = p.beta
		return p.deviance - best.deviance - limit
	}
	f.Lower, f.Upper = float64(f.Seen), math.Inf(1)
	if at := over(0); at > 0 {
		f.Lower += root(over, unseen, -limit, 0, at)
	}
	const beyond = 1e9
	start = best.beta
	for in, out := unseen, 2*(unseen+1); out < beyond; in, out = out, 2*out {
		if at := over(out); at > 0 {
			f.Upper = float64(f.Seen) + root(over, in, over(in), out, at)
			return
		}
	}
}

// root finds where f, at most 0 at a and above 0 at b, crosses 0, by the Illinois variant of false position.
//
// Reference: M. Dowell and P. Jarratt, A Modified Regula Falsi Method for Computing the Root of an Equation, BIT 11 (1971),
// 168-174.
func root(f func(float64) float64, a, fa, b, fb float64) float64 {
	for range 100 {
		c := b - fb*(b-a)/(fb-fa)
		fc := f(c)
		if math.Abs(fc) < 1e-10 || math.Abs(b-a) < 1e-9*(1+math.Abs(c)) {
			return c
		}
		if (fc > 0) == (fb > 0) {
			fa /= 2
		} else {
			a, fa = b, fb
		}
		b, fb = c, fc
	}
	return b
}

// A fitted is a Poisson regression with the logarithm as link.
type fitted struct {
	beta        []float64
	variance    float64 // of beta[0]
	deviance    float64
	minusTwoLog float64 // -2 log likelihood
}

var errFit = fmt.Errorf("the model has no best fit to these counts")

// poisson fits by iteratively reweighted least squares, halving steps that make the fit worse. It begins at start, or, if that
// is nil, at the counts.
//
// Reference: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd ed., London, Chapman and Hall, 1989, section 2.5.
func poisson(design [][]float64, counts, start []float64) (fitted, error) {
	n, k := len(design), len(design[0])
	eta := make([]float64, n)
	f := fitted{beta: make([]float64, k)}
	copy(f.beta, start)
	for i, y := range counts {
		eta[i] = math.Log(y + .1)
		if start != nil {
			eta[i] = dot(design[i], start)
		}
	}
	var chol mat.Cholesky
	last := math.Inf(1)
	for range 200 {
		normal, right := mat.NewSymDense(k, nil), mat.NewVecDense(k, nil)
		for i, row := range design {
			mu := math.Exp(eta[i])
			z := mu*eta[i] + counts[i] - mu
			for a, x := range row {
				if x == 0 {
					continue
				}
				right.SetVec(a, right.AtVec(a)+x*z)
				for b := a; b < k; b++ {
					normal.SetSym(a, b, normal.At(a, b)+x*row[b]*mu)
				}
			}
		}
		if !chol.Factorize(normal) {
			return f, errFit
		}
		var next mat.VecDense
		if err := chol.SolveVecTo(&next, right); err != nil && chol.Cond() > 1e14 {
			return f, errFit
		}
		step := make([]float64, k)
		for a := range step {
			step[a] = next.AtVec(a) - f.beta[a]
		}
		from, share := slices.Clone(f.beta), 1.
		for {
			for a := range step {
				f.beta[a] = from[a] + share*step[a]
			}
			for i, row := range design {
				eta[i] = dot(row, f.beta)
			}
			f.judge(eta, counts)
			if f.deviance <= last+1e-9*(1+math.Abs(last)) || share < 1e-6 {
				break
			}
			share /= 2
		}
		if math.IsNaN(f.deviance) || math.IsInf(f.deviance, 0) {
			return f, errFit
		}
		if math.Abs(last-f.deviance) < 1e-12*(1+f.deviance) {
			var inverse mat.SymDense
			if err := chol.InverseTo(&inverse); err != nil {
				return f, errFit
			}
			f.variance = inverse.At(0, 0)
			return f, nil
		}
		last = f.deviance
	}
	return f, errFit
}

func dot(a, b []float64) float64 {
	sum := 0.
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

func (f *fitted) judge(eta, counts []float64) {
	f.deviance, f.minusTwoLog = 0, 0
	for i, y := range counts {
		mu := math.Exp(eta[i])
		d := mu - y
		if y > 0 {
			d += y * (math.Log(y) - eta[i])
		}
		logFactorial, _ := math.Lgamma(y + 1)
		f.deviance += 2 * d
		f.minusTwoLog -= 2 * (y*eta[i] - mu - logFactorial)
	}
}
