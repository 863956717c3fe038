package idealpoint

import "math"

// A prior is that of one point: normal with the given mean and precision.
type prior struct{ mean, precision float64 }

// spread is the variance of a session's point around that of the session before when both have as many votes; the
// smoothing parameter of Bailey, Strezhnev and Voeten's program is twice that.
const spread = 0.25

// priorOf returns the prior of a point: N(0, 1) if the voter has no other, else around its point before, or around that
// after if it is its first. The variance grows with the sessions between.
func (m *model) priorOf(p int) prior {
	first, last := m.voters[m.points[p].voter][0], m.voters[m.points[p].voter][1]
	other := p - 1
	if p == first {
		other = p + 1
	}
	if other == last {
		return prior{0, 1}
	}
	n := float64(m.points[p].last - m.points[p].first)
	o := float64(m.points[other].last - m.points[other].first)
	gap := math.Abs(float64(m.points[p].session) - float64(m.points[other].session))
	return prior{m.points[other].mean, (n + o) / (2 * spread * n * gap)}
}

// An evidence is what a voter's votes say of one of its points.
type evidence struct {
	gradient    float64 // of the expected log-likelihood at the mean
	information float64 // its expected curvature, negative
	complete    float64 // Σβ²: the information if the votes had been numbers on the line rather than three choices
}

func (m *model) evidence(p *point) (e evidence) {
	at := p.abscissae()
	for j := p.first; j < p.last; j++ {
		r := &m.rolls[m.pointRoll[j]]
		b := r.beta
		var g, h float64
		for k, w := range weights {
			s := slopeOf(m.pointChoice[j], r.lower-b*at[k], r.upper-b*at[k])
			g += w * (s.a + s.b)
			h += w * (s.aa + s.bb + 2*s.ab)
		}
		e.gradient -= b * g
		e.information -= b * b * h
		e.complete += b * b
	}
	return e
}

// follow takes one Newton step on each point of a voter, in the order of its sessions. The curvature is that of the
// distribution before the step, and a point with few votes far out can swing to and fro for ever between two that each lead
// to the other: where a step turns back by nearly as much as the last, the steps of that point are shortened for a while.
func (m *model) follow(voter int) {
	for p := m.voters[voter][0]; p < m.voters[voter][1]; p++ {
		x, pace := &m.points[p], &m.paces[p]
		e, f := m.evidence(x), m.priorOf(p)
		precision := e.information + f.precision + m.kappa*(e.complete+f.precision)
		step := (e.gradient - f.precision*(x.mean-f.mean) - m.kappa*(e.complete+f.precision)*x.mean) / precision
		step = max(-1, min(1, step))
		switch back := step*pace.last < 0; {
		case back && math.Abs(step) > 0.8*math.Abs(pace.last):
			pace.share = max(pace.share/2, 1.0/32)
		case !back:
			pace.share = min(pace.share*1.05, 1)
		}
		pace.last = step
		x.mean += pace.share * step
		x.sd *= math.Pow(1/(math.Sqrt(precision)*x.sd), pace.share)
		m.seen[p] = e
	}
}

// A pace is how a point is being moved.
type pace struct {
	last  float64 // the step last time, before it was shortened
	share float64 // of a step that is taken
}

// constrain brings the points to mean 0 and standard deviation 1, the parameters of the roll calls with them, and works out
// the multiplier of that constraint. Were points multiplied and discriminations divided by the same number, only the
// priors and the constraint would change; at the solution those changes cancel:
//
//	κ Σ (Σβ² + p) θ² = Σ β² + Σ s²I - Σ p (θ-θ₀) θ
//
// where s² is the variance of a point, I the information of its votes, and p and θ₀ the precision and mean of its prior.
func (m *model) constrain() {
	var pull, weight float64
	for k := range m.rolls {
		pull += m.rolls[k].beta * m.rolls[k].beta
	}
	var mean float64
	for p := range m.points {
		x, e, f := &m.points[p], m.seen[p], m.priorOf(p)
		pull += x.sd*x.sd*e.information - f.precision*(x.mean-f.mean)*x.mean
		weight += (e.complete + f.precision) * x.mean * x.mean
		mean += x.mean
	}
	m.kappa = max(0, pull/weight)

	mean /= float64(len(m.points))
	var square float64
	for p := range m.points {
		square += (m.points[p].mean - mean) * (m.points[p].mean - mean)
	}
	scale := math.Sqrt(square / float64(len(m.points)))
	if !(scale > 0) {
		return
	}
	for p := range m.points {
		x := &m.points[p]
		x.mean, x.sd = (x.mean-mean)/scale, x.sd/scale
		m.at[p] = x.abscissae()
	}
	for k := range m.rolls {
		r := &m.rolls[k]
		r.lower, r.upper = r.lower-r.beta*mean, r.upper-r.beta*mean
		r.beta *= scale
	}
}
