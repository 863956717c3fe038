package undercount

import (
	"cmp"
	"math"
	"slices"
)

// A Spread is what all models of some lists say, and how far apart they are.
type Spread struct {
	Seen     int
	Fits     []Fit // with an estimate, the smallest AIC first
	Without  []Fit // without one
	Credible int   // how many of Fits have an AIC of at most Close above the best

	// Lowest and Highest are the smallest lower and the largest upper end of the intervals of the credible models: what the
	// data allow when nobody knows which model is true.
	Lowest, Highest float64
	// Weighted is the mean of the estimates of all Fits, each weighted by exp(-AIC/2).
	Weighted float64
}

// Close is by how much the AIC of a credible model may lie above the best.
//
// Reference: K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference, 2nd ed., New York, Springer, 2002,
// section 2.6: beyond 10 a model has essentially no support, beyond 4 considerably less.
const Close = 4.

// FitAll fits all models. It returns the errors of [Lists.Fit].
func (l *Lists) FitAll(level float64) (Spread, error) {
	s := Spread{Seen: l.Seen(), Lowest: math.Inf(1), Highest: float64(l.Seen())}
	for _, m := range Models(l.k) {
		f, err := l.Fit(m, level)
		if err != nil {
			return Spread{}, err
		}
		if f.Why != "" {
			s.Without = append(s.Without, f)
		} else {
			s.Fits = append(s.Fits, f)
		}
	}
	slices.SortStableFunc(s.Fits, func(a, b Fit) int { return cmp.Compare(a.AIC, b.AIC) })
	var sum float64
	for _, f := range s.Fits {
		behind := f.AIC - s.Fits[0].AIC
		w := math.Exp(-behind / 2)
		sum += w
		s.Weighted += w * f.N
		if behind <= Close {
			s.Credible++
			s.Lowest, s.Highest = math.Min(s.Lowest, f.Lower), math.Max(s.Highest, f.Upper)
		}
	}
	if sum > 0 {
		s.Weighted /= sum
	} else {
		s.Weighted, s.Lowest, s.Highest = math.NaN(), float64(s.Seen), math.Inf(1)
	}
	return s, nil
}
