package idealpoint

import "math"

// A slope holds the first and second derivatives of the log-likelihood of one vote by its distances a = λ-βθ and b = υ-βθ
// from the two thresholds.
type slope struct{ a, b, aa, bb, ab float64 }

// slopeOf returns the derivatives of the log-likelihood of a choice.
func slopeOf(c Choice, a, b float64) slope {
	switch c {
	case No:
		l := lambda(a)
		return slope{a: l, aa: -l * (a + l)}
	case Yes:
		l := lambda(-b)
		return slope{b: -l, bb: -l * (l - b)}
	}
	// With P = Φ(b)-Φ(a), what is needed is φ(a)/P and φ(b)/P. On one side of zero, P/φ comes from two Mills ratios without
	// losing digits in the tail.
	var ra, rb float64
	switch {
	case b <= 0:
		e := math.Exp(0.5 * (a*a - b*b))
		ra = 1 / floor(e/lambda(b)-1/lambda(a))
		rb = e * ra
	case a >= 0:
		e := math.Exp(0.5 * (b*b - a*a))
		rb = 1 / floor(e/lambda(-a)-1/lambda(-b))
		ra = e * rb
	default:
		fa, fb := math.Exp(-0.5*a*a)/sqrt2Pi, math.Exp(-0.5*b*b)/sqrt2Pi
		p := floor(1 - fa/lambda(a) - fb/lambda(-b))
		ra, rb = fa/p, fb/p
	}
	return slope{a: -ra, b: rb, aa: ra * (a - ra), bb: -rb * (b + rb), ab: ra * rb}
}

// floor keeps a probability from being rounded to nothing.
func floor(p float64) float64 {
	if p > 1e-12 {
		return p
	}
	return 1e-12
}

// logLikelihood returns the logarithm of the probability of a choice.
func logLikelihood(c Choice, a, b float64) float64 {
	switch {
	case c == No:
		return logCumulative(a)
	case c == Yes:
		return logCumulative(-b)
	case a >= 0:
		a, b = -b, -a
		fallthrough
	default:
		// log(Φ(b)-Φ(a)) = log Φ(b) + log(1 - Φ(a)/Φ(b))
		lb := logCumulative(b)
		return lb + math.Log(floor(-math.Expm1(logCumulative(a)-lb)))
	}
}
