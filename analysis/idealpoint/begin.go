package idealpoint

import "math"

// begin places the points where the first principal component of the votes has the voters, a voter at one place in all its
// sessions. Votes count as 1, 2, 3 (no, abstain, yes) less the mean of their roll call; missing ones count nothing. The
// power method finds the component, from the anchors.
func (m *model) begin(o Options) {
	n := len(m.voters)
	score, cast := make([]float64, n), make([]float64, n)
	mean := make([]float64, len(m.rolls))
	for k, r := range m.rolls {
		for j := r.first; j < r.last; j++ {
			mean[k] += float64(m.rollChoice[j])
		}
		mean[k] /= float64(r.last - r.first)
	}
	each := func(k int, do func(voter int, deviation float64)) {
		r := &m.rolls[k]
		for j := r.first; j < r.last; j++ {
			do(m.points[m.rollPoint[j]].voter, float64(m.rollChoice[j])-mean[k])
		}
	}
	for k := range m.rolls {
		each(k, func(v int, d float64) { cast[v]++ })
	}
	for _, a := range o.Positive {
		score[a] += cast[a]
	}
	for _, a := range o.Negative {
		score[a] -= cast[a]
	}
	centre := func() {
		var sum, square, voters float64
		for v := range score {
			if cast[v] > 0 {
				score[v] /= cast[v]
				sum += score[v]
				voters++
			}
		}
		for v := range score {
			if cast[v] > 0 {
				score[v] -= sum / voters
				square += score[v] * score[v]
			}
		}
		for v := range score {
			if square > 0 {
				score[v] /= math.Sqrt(square / voters)
			}
		}
	}
	centre()
	weight := make([]float64, len(m.rolls))
	for range 30 {
		for k, r := range m.rolls {
			weight[k] = 0
			each(k, func(v int, d float64) { weight[k] += d * score[v] })
			weight[k] /= float64(r.last - r.first)
		}
		clear(score)
		for k := range m.rolls {
			each(k, func(v int, d float64) { score[v] += d * weight[k] })
		}
		centre()
	}
	for p := range m.points {
		x := &m.points[p]
		x.mean, x.sd = score[x.voter], 0.3
		m.at[p] = x.abscissae()
	}
}
