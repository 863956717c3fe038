package coding

import "math"

// A softmax turns the scores of the five actions into probabilities: the exponentials of Matrix x scores + offset, scaled
// to sum 1. It is Platt's scaling for several classes (multinomial logistic regression on held-out scores).
type softmax struct {
	matrix [5][5]float64
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

// fitSoftmax finds the softmax under which the actions, 0 to 4, are likeliest given their scores, by gradient descent with
// momentum from twice the identity; the problem is convex.
func fitSoftmax(scores [][]float64, actions []int) *softmax {
	const steps, rate, momentum = 400, 0.5, 0.9
	s := &softmax{}
	for a := range 5 {
		s.matrix[a][a] = 2
	}
	var speed softmax
	for range steps {
		var slope softmax
		for i, x := range scores {
			p := s.probabilities(x)
			p[actions[i]]--
			for a, d := range p {
				slope.offset[a] += d
				for b, score := range x {
					slope.matrix[a][b] += float64(d * score)
				}
			}
		}
		k := rate / float64(len(scores))
		for a := range 5 {
			speed.offset[a] = momentum*speed.offset[a] - k*slope.offset[a]
			s.offset[a] += speed.offset[a]
			for b := range 5 {
				speed.matrix[a][b] = momentum*speed.matrix[a][b] - k*slope.matrix[a][b]
				s.matrix[a][b] += speed.matrix[a][b]
			}
		}
	}
	return s
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
