package idealpoint

import "math"

// Three-point Gauss-Hermite quadrature for a normal variable: exact for polynomials up to the fifth degree.
var (
	nodes   = [3]float64{-1.7320508075688772, 0, 1.7320508075688772}
	weights = [3]float64{1.0 / 6, 2.0 / 3, 1.0 / 6}
)

// abscissae returns where a function of the point is evaluated for its expectation.
func (p *point) abscissae() [3]float64 {
	return [3]float64{p.mean + nodes[0]*p.sd, p.mean, p.mean + nodes[2]*p.sd}
}

// narrowest is the least distance of the two thresholds of a roll call with abstentions.
const narrowest = 1e-3

// A quadratic is a function of (β, λ, υ) near one place: its gradient and its Hessian (ββ, βλ, βυ, λλ, λυ, υυ).
type quadratic struct {
	gradient [3]float64
	hessian  [6]float64
}

// expand returns the second-order expansion of a roll call's expected log posterior.
func (m *model) expand(r *roll) (q quadratic) {
	g, h := &q.gradient, &q.hessian
	for j := r.first; j < r.last; j++ {
		at := &m.at[m.rollPoint[j]]
		for k, w := range weights {
			x := at[k]
			s := slopeOf(m.rollChoice[j], r.lower-r.beta*x, r.upper-r.beta*x)
			wx := w * x
			g[0] -= wx * (s.a + s.b)
			g[1] += w * s.a
			g[2] += w * s.b
			h[0] += wx * x * (s.aa + s.bb + 2*s.ab)
			h[1] -= wx * (s.aa + s.ab)
			h[2] -= wx * (s.bb + s.ab)
			h[3] += w * s.aa
			h[4] += w * s.ab
			h[5] += w * s.bb
		}
	}
	g[0] -= r.beta
	h[0]--
	if !r.three { // one threshold: both move together
		g[1], g[2] = g[1]+g[2], 0
		h[1], h[2] = h[1]+h[2], 0
		h[3], h[4], h[5] = h[3]+2*h[4]+h[5], 0, -1
	}
	h[3] -= 1e-9 // a threshold that no vote is near has no curvature
	h[5] -= 1e-9
	return q
}

// value is a roll call's expected log posterior.
func (m *model) value(r *roll) float64 {
	sum := -0.5 * r.beta * r.beta
	for j := r.first; j < r.last; j++ {
		at := &m.at[m.rollPoint[j]]
		for k, w := range weights {
			sum += w * logLikelihood(m.rollChoice[j], r.lower-r.beta*at[k], r.upper-r.beta*at[k])
		}
	}
	return sum
}

// improve takes Newton steps on a roll call's parameters: one if it is near its maximum, else as many as bring it near.
func (m *model) improve(r *roll) {
	for range 20 {
		q := m.expand(r)
		step := q.newton()
		if !r.three {
			step[2] = step[1]
		}
		gain := q.gradient[0]*step[0] + q.gradient[1]*step[1] + q.gradient[2]*step[2]
		near := gain < 0.1
		if near && r.step(step, 1) {
			return
		}
		before, was, moved := m.value(r), *r, false
		for size := 1.0; size > 1e-4; size /= 2 {
			if r.step(step, size) && m.value(r) >= before {
				moved = true
				break
			}
			*r = was
		}
		if near || !moved {
			return
		}
	}
}

// step moves the parameters, and tells whether the thresholds kept their order; if not, nothing was moved.
func (r *roll) step(step [3]float64, size float64) bool {
	lower, upper := r.lower+size*step[1], r.upper+size*step[2]
	if r.three && upper-lower < narrowest {
		return false
	}
	r.beta, r.lower, r.upper = r.beta+size*step[0], lower, upper
	return true
}

// newton returns the step to the maximum of the expansion, shortened if it is far.
func (q *quadratic) newton() [3]float64 {
	c := q.covariance()
	g := q.gradient
	step := [3]float64{
		c[0]*g[0] + c[1]*g[1] + c[2]*g[2],
		c[1]*g[0] + c[3]*g[1] + c[4]*g[2],
		c[2]*g[0] + c[4]*g[1] + c[5]*g[2],
	}
	const most = 2.0
	if far := max(math.Abs(step[0]), math.Abs(step[1]), math.Abs(step[2])); far > most {
		for k := range step {
			step[k] *= most / far
		}
	}
	return step
}

// covariance is the inverse of the negative Hessian, in the order of quadratic.hessian.
func (q *quadratic) covariance() [6]float64 {
	h := q.hessian
	a, b, c, d, e, f := -h[0], -h[1], -h[2], -h[3], -h[4], -h[5]
	m00, m01, m02 := d*f-e*e, c*e-b*f, b*e-c*d
	det := a*m00 + b*m01 + c*m02
	return [6]float64{m00 / det, m01 / det, m02 / det, (a*f - c*c) / det, (b*c - a*e) / det, (a*d - b*b) / det}
}
