package idealpoint

// variances returns the variance of each point: given the roll calls, plus what comes through their estimates.
func (m *model) variances() []float64 {
	covariance := make([][6]float64, len(m.rolls))
	parallel(len(m.rolls), func(k int) {
		q := m.expand(&m.rolls[k])
		c := q.covariance()
		if !m.rolls[k].three { // one threshold, written twice
			c[2], c[4], c[5] = c[1], c[3], c[3]
		}
		covariance[k] = c
	})
	total := make([]float64, len(m.points))
	parallel(len(m.voters), func(voter int) {
		carried := 0.0 // variance of the point before that came through roll calls
		for p := m.voters[voter][0]; p < m.voters[voter][1]; p++ {
			x := &m.points[p]
			own := x.sd * x.sd
			through := own * own * m.sensitivity(x, covariance)
			if p > m.voters[voter][0] {
				share := own * m.priorOf(p).precision // of the point before in this one
				through += share * share * carried
			}
			total[p] = own + through
			carried = through
		}
	})
	return total
}

// sensitivity is the variance of the gradient of a point's log-likelihood that comes from the errors of the roll calls.
func (m *model) sensitivity(x *point, covariance [][6]float64) float64 {
	at, sum := x.abscissae(), 0.0
	for j := x.first; j < x.last; j++ {
		k := m.pointRoll[j]
		r, c := &m.rolls[k], &covariance[k]
		var d [3]float64 // of the gradient by β, λ and υ
		for n, w := range weights {
			s := slopeOf(m.pointChoice[j], r.lower-r.beta*at[n], r.upper-r.beta*at[n])
			d[0] += w * (r.beta*at[n]*(s.aa+s.bb+2*s.ab) - s.a - s.b)
			d[1] -= w * r.beta * (s.aa + s.ab)
			d[2] -= w * r.beta * (s.bb + s.ab)
		}
		sum += c[0]*d[0]*d[0] + c[3]*d[1]*d[1] + c[5]*d[2]*d[2] + 2*(c[1]*d[0]*d[1]+c[2]*d[0]*d[2]+c[4]*d[1]*d[2])
	}
	return sum
}
