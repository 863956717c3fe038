package survival

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Errors of this package, wrapped with what was wrong.
var (
	ErrShape = errors.New("survival: wrong shape")
	ErrWait  = errors.New("survival: a wait must be a number of at least 0")
	ErrLevel = errors.New("survival: the level must lie between 0 and 1")
	ErrBand  = errors.New("survival: no such band")
)

// A Wait is how long one waited, in any unit, and whether it then was decided (true) or was still waiting (false).
type Wait struct {
	Time    float64
	Decided bool
}

// A Band is a kind of interval about the curve. All rest on Greenwood's variance; they differ in the scale on which the
// interval is symmetric.
type Band string

// The bands, by the names that R's survfit has for them (conf.type).
const (
	Plain  Band = "plain"   // S ± z·se, cut at 0 and 1
	Log    Band = "log"     // symmetric in log S, cut at 1; what survfit draws if not told otherwise
	LogLog Band = "log-log" // symmetric in log(-log S), so always between 0 and 1
)

// Bands returns all bands.
func Bands() []Band { return []Band{Log, LogLog, Plain} }

// A Step is the curve at one time at which somebody was decided or ceased to be watched. It holds until the next.
type Step struct {
	Time     float64
	AtRisk   int     // waiting just before Time, those that are decided or censored at Time among them
	Decided  int     // at Time
	Censored int     // at Time, taken for waiting a moment longer than those decided at Time
	Survival float64 // share that waits longer than Time
	StdErr   float64 // of Survival, after Greenwood; NaN where Survival is 0
	Lower    float64 // NaN where the band cannot say: where Survival is 0, and for LogLog where it is 1
	Upper    float64
}

// A Curve is a Kaplan-Meier curve.
type Curve struct {
	N       int // waits
	Decided int
	Level   float64
	Band    Band
	Steps   []Step // in increasing order of Time
}

// KaplanMeier estimates the share still waiting after each time, with a pointwise band at a level such as 0.95. Waits of
// exactly the same length are ties and make one step. The curve of no waits has no steps.
//
// It returns ErrWait if a time is negative, infinite or no number, ErrLevel unless the level lies between 0 and 1, and
// ErrBand for another band than those of [Bands].
//
// References: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, J. Am. Stat. Assoc. 53
// (1958), 457-481; M. Greenwood, The Natural Duration of Cancer, Reports on Public Health and Medical Subjects 33 (1926);
// for the log-log band J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, New York,
// Wiley, 1980.
func KaplanMeier(waits []Wait, level float64, band Band) (Curve, error) {
	if !(level > 0 && level < 1) {
		return Curve{}, fmt.Errorf("%w: %v", ErrLevel, level)
	}
	if !slices.Contains(Bands(), band) {
		return Curve{}, fmt.Errorf("%w: %q; there are %q", ErrBand, band, Bands())
	}
	ordered, err := inOrder(waits)
	if err != nil {
		return Curve{}, err
	}
	c := Curve{N: len(waits), Level: level, Band: band}
	z := distuv.UnitNormal.Quantile(1 - (1-level)/2)
	survival, sum := 1., 0. // sum is that of Greenwood, the variance of log S
	for i := 0; i < len(ordered); {
		s := Step{Time: ordered[i].Time, AtRisk: len(ordered) - i}
		for ; i < len(ordered) && ordered[i].Time == s.Time; i++ {
			if ordered[i].Decided {
				s.Decided++
			} else {
				s.Censored++
			}
		}
		c.Decided += s.Decided
		d, n := float64(s.Decided), float64(s.AtRisk)
		survival *= (n - d) / n
		sum += d / (n * (n - d)) // infinite when all are decided
		s.Survival = survival
		s.StdErr, s.Lower, s.Upper = band.around(survival, math.Sqrt(sum), z)
		c.Steps = append(c.Steps, s)
	}
	return c, nil
}

// around gives the standard error and the interval of a survival s, where se is the standard error of log s.
func (b Band) around(s, se, z float64) (stdErr, lower, upper float64) {
	if s == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	switch b {
	case Plain:
		lower, upper = math.Max(0, s-z*se*s), math.Min(1, s+z*se*s)
	case Log:
		lower, upper = s*math.Exp(-z*se), math.Min(1, s*math.Exp(z*se))
	case LogLog:
		if s == 1 {
			return 0, math.NaN(), math.NaN()
		}
		at, half := math.Log(-math.Log(s)), z*se/math.Log(s)
		lower, upper = math.Exp(-math.Exp(at-half)), math.Exp(-math.Exp(at+half))
	}
	return se * s, lower, upper
}

func inOrder(waits []Wait) ([]Wait, error) {
	for i, w := range waits {
		if !(w.Time >= 0) || math.IsInf(w.Time, 1) {
			return nil, fmt.Errorf("%w: wait %d is %v", ErrWait, i, w.Time)
		}
	}
	ordered := slices.Clone(waits)
	slices.SortFunc(ordered, func(a, b Wait) int { return cmp.Compare(a.Time, b.Time) })
	return ordered, nil
}

// At returns the step that holds at a time: the last one not after it. Before the first step all are waiting.
func (c Curve) At(time float64) Step {
	i, found := slices.BinarySearchFunc(c.Steps, time, func(s Step, t float64) int { return cmp.Compare(s.Time, t) })
	if found {
		i++
	}
	if i == 0 {
		return Step{AtRisk: c.N, Survival: 1, Lower: 1, Upper: 1}
	}
	return c.Steps[i-1]
}

// Waiting is how many are known to wait for at least the given time; the numbers at risk below a chart.
func (c Curve) Waiting(time float64) int {
	for _, s := range c.Steps {
		if s.Time >= time {
			return s.AtRisk
		}
	}
	return 0
}

// A Quantile is the time by which a share has been decided, with its interval. Each of the three is NaN where the curve,
// or its band, does not come down so far: then the data only say that it is longer than the last Time.
type Quantile struct{ Is, Lower, Upper float64 }

// Median is the time by which half have been decided; see [Curve.Quantile].
func (c Curve) Median() Quantile { return c.Quantile(.5) }

// Quantile is the time by which a share, between 0 and 1, has been decided: the first at which the curve is at or below 1
// less the share. Where the curve runs level at exactly that height and comes down later, it is the middle of the level
// part. The interval consists of the times at which the two sides of the band reach that height. This is what R prints for
// the median of a survfit.
//
// Reference: R. Brookmeyer and J. Crowley, A Confidence Interval for the Median Survival Time, Biometrics 38 (1982), 29-41.
func (c Curve) Quantile(share float64) Quantile {
	height := 1 - share
	return Quantile{
		Is:    c.reaches(height, func(s Step) float64 { return s.Survival }),
		Lower: c.reaches(height, func(s Step) float64 { return s.Lower }),
		Upper: c.reaches(height, func(s Step) float64 { return s.Upper }),
	}
}

// tolerance is R's: the square root of the smallest difference of a double from 1.
const tolerance = 1.4901161193847656e-08

func (c Curve) reaches(height float64, of func(Step) float64) float64 {
	level := math.NaN()
	for _, s := range c.Steps {
		y := of(s)
		switch {
		case math.IsNaN(y):
		case y < height-tolerance:
			if !math.IsNaN(level) {
				return (level + s.Time) / 2
			}
			return s.Time
		case y <= height+tolerance && math.IsNaN(level):
			level = s.Time
		}
	}
	return level
}
