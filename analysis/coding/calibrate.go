package coding

import "math"

// A softmax turns the scores of the five actions, from every view, into probabilities: the exponentials of Matrix x scores + offset, scaled
// to sum 1. It is Platt's scaling for several classes (multinomial logistic regression on held-out scores).
type softmax struct {
	matrix [5][]float64 // a column a score
	offset [5]float64
}

// probabilities returns one for each action; they sum to 1.
func (s *softmax) probabilities(scores []float64) (p [5]float64) {
	most := math.Inf(-1)
	for a := range p {
		p[a] = s.offset[a]
		for b, x := range scores {
			p[a] += float64(s.matrix[a][b] * x)
		}
		most = max(most, p[a])
	}
	sum := 0.0
	for a := range p {
		p[a] = math.Exp(p[a] - most)
		sum += p[a]
	}
	for a := range p {
		p[a] /= sum
	}
	return p
}

func newSoftmax(scores int) *softmax {
	s := &softmax{}
	for a := range s.matrix {
		s.matrix[a] = make([]float64, scores)
	}
	return s
}

// fitSoftmax finds the softmax under which the actions, 0 to 4, are likeliest given their scores, less half the sum of the
// squares of the matrix (ridge), by Newton's method; the problem is convex.
func fitSoftmax(scores [][]float64, actions []int) *softmax {
	if len(scores) == 0 {
		return newSoftmax(0)
	}
	const steps, ridge, faintRidge = 30, 1.0, 1e-6
	n := len(scores[0])
	width := n + 1 // scores, and 1 for the offset
	s := newSoftmax(n)
	loss := func(s *softmax) float64 {
		sum := 0.0
		for i, x := range scores {
			p := s.probabilities(x)
			sum -= math.Log(max(p[actions[i]], 1e-300))
		}
		for a := range 5 {
			for _, w := range s.matrix[a] {
				sum += float64(ridge * w * w / 2)
			}
			sum += float64(faintRidge * s.offset[a] * s.offset[a] / 2)
		}
		return sum
	}
	before := loss(s)
	row := make([]float64, width)
	row[n] = 1
	for range steps {
		slope := make([]float64, 5*width)
		bend := make([]float64, 5*width*5*width)
		for a := range 5 {
			for k := range width {
				w, r := s.offset[a], faintRidge
				if k < n {
					w, r = s.matrix[a][k], ridge
				}
				slope[a*width+k] = r * w
				bend[(a*width+k)*5*width+a*width+k] = r
			}
		}
		for i, x := range scores {
			copy(row, x)
			p := s.probabilities(x)
			for a := range 5 {
				d := p[a]
				if a == actions[i] {
					d--
				}
				for k, v := range row {
					slope[a*width+k] += float64(d * v)
				}
				for b := 0; b <= a; b++ {
					c := -p[a] * p[b]
					if a == b {
						c += p[a]
					}
					for k, v := range row {
						at := bend[(a*width+k)*5*width+b*width:]
						cv := float64(c * v)
						for l, u := range row {
							at[l] += float64(cv * u)
						}
					}
				}
			}
		}
		step, ok := solve(bend, slope, 5*width)
		if !ok {
			break
		}
		size := 1.0
		next := newSoftmax(n)
		for ; size > 1e-4; size /= 2 {
			for a := range 5 {
				next.offset[a] = s.offset[a] - size*step[a*width+n]
				for k := range n {
					next.matrix[a][k] = s.matrix[a][k] - size*step[a*width+k]
				}
			}
			if loss(next) < before {
				break
			}
		}
		now := loss(next)
		if now >= before {
			break
		}
		done := before-now < 1e-9*before
		s, before = next, now
		if done {
			break
		}
	}
	return s
}

// solve returns x with m x = y for a symmetric positive definite m of n rows, of which the lower half is read (Cholesky);
// false if it is not positive definite. It destroys m.
func solve(m, y []float64, n int) ([]float64, bool) {
	for j := range n {
		for i := j; i < n; i++ {
			sum := m[i*n+j]
			for k := range j {
				sum -= float64(m[i*n+k] * m[j*n+k])
			}
			switch {
			case i > j:
				m[i*n+j] = sum / m[j*n+j]
			case sum <= 0:
				return nil, false
			default:
				m[i*n+j] = math.Sqrt(sum)
			}
		}
	}
	x := make([]float64, n)
	for i := range n {
		sum := y[i]
		for k := range i {
			sum -= float64(m[i*n+k] * x[k])
		}
		x[i] = sum / m[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		sum := x[i]
		for k := i + 1; k < n; k++ {
			sum -= float64(m[k*n+i] * x[k])
		}
		x[i] = sum / m[i*n+i]
	}
	return x, true
}

// A sigmoid turns the score of one issue into a probability.
type sigmoid struct{ slope, offset float64 }

func (s sigmoid) probability(score float64) float64 {
	return 1 / (1 + math.Exp(-(float64(s.slope*score) + s.offset)))
}

// fitSigmoid is Platt's scaling on held-out scores, by Newton's method with his correction for few examples.
//
// Reference: J. Platt, Probabilistic Outputs for Support Vector Machines, in Advances in Large Margin Classifiers (1999);
// H.-T. Lin, C.-J. Lin and R. C. Weng, A note on Platt's probabilistic outputs, Machine Learning 68 (2007), 267-276.
func fitSigmoid(scores []float64, yes []bool) sigmoid {
	n, positive := float64(len(yes)), 0.0
	for _, y := range yes {
		if y {
			positive++
		}
	}
	high, low := (positive+1)/(positive+2), 1/(n-positive+2)
	s := sigmoid{3, math.Log((positive + 1) / (n - positive + 1))}
	loss := func(s sigmoid) (sum float64) {
		for i, x := range scores {
			z, target := s.slope*x+s.offset, low
			if yes[i] {
				target = high
			}
			sum += max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) - target*z
		}
		return sum
	}
	before := loss(s)
	for range 50 {
		var g1, g0, h11, h10, h00 float64
		for i, x := range scores {
			p, target := s.probability(x), low
			if yes[i] {
				target = high
			}
			d, w := p-target, p*(1-p)
			g1, g0 = g1+d*x, g0+d
			h11, h10, h00 = h11+w*x*x, h10+w*x, h00+w
		}
		h11, h00 = h11+1e-9, h00+1e-9
		det := h11*h00 - h10*h10
		d1, d0 := (h00*g1-h10*g0)/det, (h11*g0-h10*g1)/det
		step := 1.0
		for ; step > 1e-6; step /= 2 {
			next := sigmoid{s.slope - step*d1, s.offset - step*d0}
			if now := loss(next); now < before {
				s, before = next, now
				break
			}
		}
		if step <= 1e-6 || math.Abs(d1)+math.Abs(d0) < 1e-7 {
			break
		}
	}
	return s
}
