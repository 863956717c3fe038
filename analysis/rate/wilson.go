package rate

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Errors of this package, wrapped with what was wrong.
var (
	ErrCount = errors.New("rate: impossible count")
	ErrLevel = errors.New("rate: the level must lie between 0 and 1")
)

// A Rate is a share with its numbers.
type Rate struct {
	K, N         int     // K of N
	Level        float64 // of the interval, as 0.95
	Share        float64 // K/N, from 0 to 1; NaN if N is 0
	Lower, Upper float64 // 0 and 1 if N is 0: nothing is known
}

// Wilson is the share of k in n with Wilson's score interval at a level such as 0.95. It stays between 0 and 1, is never
// of no width, and keeps close to its level for small n too. It takes the n for independent draws.
//
// It returns ErrCount unless 0 <= k <= n, and ErrLevel unless the level lies between 0 and 1.
//
// References: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, J. Am. Stat. Assoc. 22
// (1927), 209-212; L. D. Brown, T. T. Cai and A. DasGupta, Interval Estimation for a Binomial Proportion, Statistical
// Science 16 (2001), 101-133.
func Wilson(k, n int, level float64) (Rate, error) {
	if k < 0 || n < 0 || k > n {
		return Rate{}, fmt.Errorf("%w: %d of %d", ErrCount, k, n)
	}
	if !(level > 0 && level < 1) {
		return Rate{}, fmt.Errorf("%w: %v", ErrLevel, level)
	}
	r := Rate{K: k, N: n, Level: level, Share: math.NaN(), Upper: 1}
	if n == 0 {
		return r, nil
	}
	z := distuv.UnitNormal.Quantile(1 - (1-level)/2)
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	r.Share, r.Lower, r.Upper = p, math.Max(0, middle-half), math.Min(1, middle+half)
	if k == 0 {
		r.Lower = 0 // not 1e-17
	}
	if k == n {
		r.Upper = 1
	}
	return r, nil
}

// A Difference is how much larger one share is than another.
type Difference struct {
	Is           float64 // first less second, from -1 to 1; NaN if one has no denominator
	Lower, Upper float64
}

// Less is the first share less the second with Newcombe's interval, which is built from the two intervals of Wilson. The
// two must be independent and of one level. It returns ErrLevel if their levels differ.
//
// Reference: R. G. Newcombe, Interval Estimation for the Difference between Independent Proportions: Comparison of Eleven
// Methods, Statistics in Medicine 17 (1998), 873-890, method 10.
func Less(a, b Rate) (Difference, error) {
	if a.Level != b.Level {
		return Difference{}, fmt.Errorf("%w: and be the same for both, not %v and %v", ErrLevel, a.Level, b.Level)
	}
	if a.N == 0 || b.N == 0 {
		return Difference{math.NaN(), -1, 1}, nil
	}
	d := a.Share - b.Share
	return Difference{
		Is:    d,
		Lower: d - math.Hypot(a.Share-a.Lower, b.Upper-b.Share),
		Upper: d + math.Hypot(a.Upper-a.Share, b.Share-b.Lower),
	}, nil
}
