package idealpoint

import (
	"math"
	"math/rand/v2"
	"runtime"
)

// A world is simulated: points, roll calls and choices of known truth.
type world struct {
	points    [][]float64 // by voter and session
	rollCalls []RollCall
}

// simulate draws sessions, each with so many roll calls, of voters whose points walk at random by innovation each session. A share
// of the choices is missing.
func simulate(seed uint64, voters, sessions, rolls int, innovation, missing float64) world {
	r := rand.New(rand.NewPCG(seed, 1))
	w := world{points: make([][]float64, voters)}
	for v := range w.points {
		w.points[v] = make([]float64, sessions)
		x := r.NormFloat64()
		for s := range sessions {
			w.points[v][s] = x
			x += innovation * r.NormFloat64()
		}
	}
	for s := range sessions {
		for range rolls {
			beta, middle, half := 1.2*r.NormFloat64(), 0.8*r.NormFloat64(), 0.15+0.5*r.Float64()
			roll := RollCall{Session: s + 1, Choices: make([]Choice, voters)}
			for v := range voters {
				z := beta*w.points[v][s] + r.NormFloat64()
				switch {
				case r.Float64() < missing:
				case z < middle-half:
					roll.Choices[v] = No
				case z < middle+half:
					roll.Choices[v] = Abstain
				default:
					roll.Choices[v] = Yes
				}
			}
			w.rollCalls = append(w.rollCalls, roll)
		}
	}
	return w
}

// recovered compares a fit with the truth, after bringing the truth to the origin and unit of the fit. It returns the
// correlation, the share of 95 % intervals that hold the truth, and the ratio of root mean square error to standard error.
func (w world) recovered(f *Result) (r, covered, ratio float64) {
	var x, y []float64
	for _, p := range f.Points {
		truth := w.points[p.Voter][0]
		if p.Session > 0 {
			truth = w.points[p.Voter][p.Session-1]
		}
		x, y = append(x, p.Estimate), append(y, truth)
	}
	r = correlation(x, y)
	my, sy := moments(y)
	var z2 float64
	for k, p := range f.Points {
		truth := r * (y[k] - my) / sy // regression of the estimate's unit on the truth
		z := (p.Estimate - truth) / p.SE
		z2 += z * z
		if math.Abs(z) < 1.96 {
			covered++
		}
	}
	return r, covered / float64(len(x)), math.Sqrt(z2 / float64(len(x)))
}

func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
	}
	return mean, math.Sqrt(sd)
}

// anchors are the voters that stand furthest out in the first session.
func (w world) anchors() Options {
	low, high := 0, 0
	for v := range w.points {
		if w.points[v][0] < w.points[low][0] {
			low = v
		}
		if w.points[v][0] > w.points[high][0] {
			high = v
		}
	}
	return Options{Positive: []int{high}, Negative: []int{low}}
}

// processors sets how many are used, until the function that it returns is called.
func processors(n int) func() {
	was := runtime.GOMAXPROCS(n)
	return func() { runtime.GOMAXPROCS(was) }
}
