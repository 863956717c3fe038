package idealpoint

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
)

// Options say which model is fitted.
type Options struct {
	// Dynamic gives each voter one point in each session in which it voted, rather than one for all.
	Dynamic bool

	// Binary asks only whether a voter said yes: abstentions count with no, as both withhold support.
	Binary bool

	// Positive and Negative are the numbers of voters that are known to stand on the one and the other side of the line. The
	// mean point of the positive ones is made greater than that of the negative ones, or than 0 if none is given. At least
	// one of them must have a vote.
	Positive, Negative []int

	// Step, if not nil, is told after each iteration how far the point that moved most moved, in standard deviations of all
	// points; the fit ends when it is below Tolerance. If it returns an error, Fit stops with that error.
	Step func(iteration int, moved float64) error
}

// Tolerance is how far a point may still move, in an iteration, when the fit is taken as reached. MaxIterations are taken
// in any case at most; Result.Moved tells whether they sufficed.
const (
	Tolerance     = 1e-4
	MaxIterations = 300
)

// code is how a choice counts.
func (o Options) code(c Choice) Choice {
	if o.Binary && c == Abstain {
		return No
	}
	return c
}

// A Point is where a voter stands.
type Point struct {
	Voter    int     // its number among the choices of the roll calls
	Session  int     // 0 in a static model
	Estimate float64 // mean 0 and standard deviation 1 over all points
	SE       float64 // standard error; see the package comment for what it covers
	Votes    int     // how many of its votes it rests on
}

// An Item holds the estimates for a roll call, in the units of the points.
type Item struct {
	RollCall int // its index among those given to Fit

	// Discrimination is β: how strongly the roll call divides the line. Positive if voters on the positive side say yes.
	Discrimination float64

	// Lower and Upper are λ and υ, the thresholds of βθ between no and abstain and between abstain and yes. They are equal if
	// only two of the choices occurred; the one threshold is then between those two.
	Lower, Upper float64
}

// A Result is what Fit found.
type Result struct {
	Points []Point // by voter, then by session
	Items  []Item  // in the order of the roll calls, without those left out
	Left   int     // roll calls left out, as all who voted chose the same

	Votes      int     // the votes that counted
	Correct    float64 // share of them that the model would have guessed from the points
	Commonest  float64 // share that is right if one guesses each roll call's commonest choice
	Likelihood float64 // log-likelihood at the estimates
	Iterations int
	Moved      float64 // by the point that moved most in the last iteration
}

// A model is a fit on its way.
type model struct {
	*votes
	kappa float64      // multiplier of the constraint on the scale
	at    [][3]float64 // of each point: its abscissae
	seen  []evidence   // of each point, from the last step
	paces []pace       // of each point
}

// Fit estimates the points of all voters that voted on a roll call that tells something.
//
// It returns ErrShape if roll calls have different numbers of voters or a choice is unknown, ErrNothing if there is no roll
// call on which voters differed or fewer than two voters cast such votes, and ErrAnchor if no anchor voted. The result does
// not depend on the number of processors, and on the order of voters and roll calls only by rounding.
func Fit(rollCalls []RollCall, o Options) (*Result, error) {
	v, err := pack(rollCalls, o)
	if err != nil {
		return nil, err
	}
	n := len(v.points)
	m := &model{votes: v, at: make([][3]float64, n), seen: make([]evidence, n), paces: slices.Repeat([]pace{{share: 1}}, n)}
	if err := m.anchored(o); err != nil {
		return nil, err
	}
	m.begin(o)
	f := &Result{Left: v.left, Votes: len(v.rollPoint)}
	before, way := make([]float64, len(m.points)), make([]float64, len(m.points))
	for f.Iterations < MaxIterations {
		parallel(len(m.rolls), func(k int) { m.improve(&m.rolls[k]) })
		parallel(len(m.voters), m.follow)
		m.constrain()
		f.Iterations++
		f.Moved = m.advance(before, way, f.Moved)
		if o.Step != nil {
			if err := o.Step(f.Iterations, f.Moved); err != nil {
				return nil, err
			}
		}
		if f.Moved < Tolerance {
			break
		}
	}
	m.orient(o)
	f.report(m)
	return f, nil
}

// advance returns how far the point that moved most moved, and lets points run on in the direction in which they have been
// moving (Polyak's heavy ball), which halves the number of iterations. They do not while they still jump about. before and
// way hold where the points were and how they got there; moved is what advance returned last.
func (m *model) advance(before, way []float64, moved float64) float64 {
	const calm, momentum = 0.1, 0.5
	now := 0.0
	for p := range m.points {
		now = max(now, math.Abs(m.points[p].mean-before[p]))
	}
	run := now < calm && now < 2*moved && now >= Tolerance
	for p := range m.points {
		x := &m.points[p]
		if run {
			x.mean += momentum * way[p]
			m.at[p] = x.abscissae()
		}
		way[p], before[p] = x.mean-before[p], x.mean
	}
	return now
}

// anchored tells whether an anchor has a vote.
func (m *model) anchored(o Options) error {
	points := 0
	for _, anchors := range [][]int{o.Positive, o.Negative} {
		for _, a := range anchors {
			if a < 0 || a >= len(m.voters) {
				return fmt.Errorf("%w: there is no voter %d to anchor it to", ErrAnchor, a)
			}
			points += m.voters[a][1] - m.voters[a][0]
		}
	}
	if points == 0 {
		return fmt.Errorf("%w: none of the anchors voted; name one that did", ErrAnchor)
	}
	return nil
}

// orient turns the line so that the positive anchors are on the positive side.
func (m *model) orient(o Options) {
	mean := func(anchors []int) float64 {
		var sum, points float64
		for _, a := range anchors {
			for p := m.voters[a][0]; p < m.voters[a][1]; p++ {
				sum += m.points[p].mean
				points++
			}
		}
		return sum / max(1, points)
	}
	if mean(o.Positive) >= mean(o.Negative) {
		return
	}
	for p := range m.points {
		m.points[p].mean = -m.points[p].mean
		m.at[p] = m.points[p].abscissae()
	}
	for k := range m.rolls {
		m.rolls[k].beta = -m.rolls[k].beta
	}
}

// report writes the results down.
func (f *Result) report(m *model) {
	variance := m.variances()
	for p, x := range m.points {
		f.Points = append(f.Points, Point{x.voter, x.session, x.mean, math.Sqrt(variance[p]), x.last - x.first})
	}
	right, common := 0, 0
	for _, r := range m.rolls {
		f.Items = append(f.Items, Item{r.source, r.beta, r.lower, r.upper})
		var tally [Yes + 1]int
		for j := r.first; j < r.last; j++ {
			c, x := m.rollChoice[j], m.points[m.rollPoint[j]].mean
			tally[c]++
			a, b := r.lower-r.beta*x, r.upper-r.beta*x
			own := logLikelihood(c, a, b)
			f.Likelihood += own
			best := max(logLikelihood(No, a, b), logLikelihood(Yes, a, b))
			if r.three {
				best = max(best, logLikelihood(Abstain, a, b))
			}
			if own == best {
				right++
			}
		}
		common += max(tally[No], tally[Abstain], tally[Yes])
	}
	f.Correct, f.Commonest = float64(right)/float64(f.Votes), float64(common)/float64(f.Votes)
}

// parallel calls do for 0 to n-1 on all processors. Each call must keep to what belongs to its number.
func parallel(n int, do func(int)) {
	workers := runtime.GOMAXPROCS(0)
	share := max(1, n/(16*workers))
	next := make(chan int, n/share+1)
	for k := 0; k < n; k += share {
		next <- k
	}
	close(next)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for from := range next {
				for k := from; k < min(n, from+share); k++ {
					do(k)
				}
			}
		})
	}
	all.Wait()
}
