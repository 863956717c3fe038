package idealpoint

import "math"

// The likelihood of votes needs the inverse Mills ratio λ(x) = φ(x)/Φ(x) of the normal distribution millions of times. It is
// smooth, and its slope is -λ(x+λ), so it is tabled once: cubic Hermite interpolation with step 1/64 is right to 2e-8 of its
// value, or to 1e-11, between the ends, and beyond them its asymptotic series is.
const (
	millsEnd  = 12.0
	millsStep = 1.0 / 64
)

// A knot holds λ at one place and its slope times the step.
type knot struct{ value, slope float64 }

var mills = func() []knot {
	table := make([]knot, int(2*millsEnd/millsStep)+2)
	for k := range table {
		x := -millsEnd + float64(k)*millsStep
		v := exactMills(x)
		table[k] = knot{v, -v * (x + v) * millsStep}
	}
	return table
}()

const (
	sqrt2Pi    = 2.5066282746310002
	logSqrt2Pi = 0.9189385332046727
)

// exactMills is φ(x)/Φ(x) by the error function, or by a continued fraction where that has no digits left.
func exactMills(x float64) float64 {
	if x > -5 {
		return math.Exp(-0.5*x*x) / sqrt2Pi / (0.5 * math.Erfc(-x/math.Sqrt2))
	}
	// Φ(-u) = φ(u)/(u + 1/(u + 2/(u + 3/(u + ...)))): Abramowitz and Stegun 26.2.14.
	u, tail := -x, -x
	for k := 60; k >= 1; k-- {
		tail = u + float64(k)/tail
	}
	return tail
}

// lambda is the inverse Mills ratio φ(x)/Φ(x).
func lambda(x float64) float64 {
	if x <= -millsEnd {
		u := -x
		return u + 1/u - 2/(u*u*u)
	}
	if !(x < millsEnd) {
		return 0
	}
	at := (x + millsEnd) * (1 / millsStep)
	k := int(at)
	t := at - float64(k)
	a, b := mills[k], mills[k+1]
	d := b.value - a.value
	return a.value + t*(a.slope+t*(3*d-2*a.slope-b.slope+t*(a.slope+b.slope-2*d)))
}

// logCumulative is log Φ(x).
func logCumulative(x float64) float64 {
	l := lambda(x)
	if x >= 6 {
		return -l / x * (1 - 1/(x*x)) // 1-Φ(x) is about φ(x)/x, and log(1-e) about -e
	}
	return -0.5*x*x - logSqrt2Pi - math.Log(l)
}

// quantile is the inverse of Φ.
func quantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }
