package undercount

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Errors of this package, wrapped with what was wrong.
var (
	ErrCount   = errors.New("undercount: impossible count")
	ErrLevel   = errors.New("undercount: the level must lie between 0 and 1")
	ErrShape   = errors.New("undercount: wrong shape")
	ErrOverlap = errors.New("undercount: no case is on two lists, so that they say nothing of the cases on none")
)

// An Estimate is how many cases there are, those on no list among them.
type Estimate struct {
	Seen         int // cases on any list
	N            float64
	StdErr       float64
	Level        float64
	Lower, Upper float64 // never below Seen; Upper is infinite where the data set no limit
}

// Chapman estimates the number of cases from two lists: a cases are on the first, b on the second, both on both. It is
//
//	N = (a+1)(b+1)/(both+1) - 1
//
// with Seber's variance, (a+1)(b+1)(a-both)(b-both) / ((both+1)²(both+2)). The interval takes the number of unseen cases
// for log-normal, so that it never falls below the cases that were seen.
//
// It returns ErrCount for counts that cannot be, ErrLevel unless the level lies between 0 and 1, and ErrOverlap if no case is
// on both: the formula would still give a number, but one that rests on nothing.
//
// References: D. G. Chapman, Some Properties of the Hypergeometric Distribution with Applications to Zoological Sample
// Censuses, Univ. California Publ. Statist. 1 (1951), 131-160; G. A. F. Seber, The Effects of Trap Response on Tag Recapture
// Estimates, Biometrics 26 (1970), 13-22; for the interval K. P. Burnham et al., Design and Analysis Methods for Fish
// Survival Experiments Based on Release-Recapture, Am. Fisheries Soc. Monograph 5 (1987), and Chao (1987), see [Chao].
func Chapman(a, b, both int, level float64) (Estimate, error) {
	if a < 0 || b < 0 || both < 0 || both > min(a, b) {
		return Estimate{}, fmt.Errorf("%w: %d and %d cases, %d of them on both lists", ErrCount, a, b, both)
	}
	if err := valid(level); err != nil {
		return Estimate{}, err
	}
	if both == 0 {
		return Estimate{}, fmt.Errorf("%w: %d and %d cases", ErrOverlap, a, b)
	}
	m, x, y := float64(both), float64(a), float64(b)
	e := Estimate{Seen: a + b - both, Level: level, N: (x+1)*(y+1)/(m+1) - 1}
	e.StdErr = math.Sqrt((x + 1) * (y + 1) * (x - m) * (y - m) / ((m + 1) * (m + 1) * (m + 2)))
	e.logNormal()
	return e, nil
}

func valid(level float64) error {
	if !(level > 0 && level < 1) {
		return fmt.Errorf("%w: %v", ErrLevel, level)
	}
	return nil
}

// logNormal sets the interval from the estimate and its standard error.
func (e *Estimate) logNormal() {
	seen := float64(e.Seen)
	unseen := e.N - seen
	if unseen <= 0 {
		e.N, e.Lower, e.Upper = seen, seen, seen
		return
	}
	z := distuv.UnitNormal.Quantile(1 - (1-e.Level)/2)
	c := math.Exp(z * math.Sqrt(math.Log1p(e.StdErr*e.StdErr/(unseen*unseen))))
	e.Lower, e.Upper = seen+unseen/c, seen+unseen*c
}
