package agreement

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// A Score is the mean of an index over roll calls.
type Score struct {
	Rolls int     // roll calls that count: those in which at least two of the group voted
	Mean  float64 // NaN if none counts
	SD    float64 // standard deviation over the roll calls; NaN if fewer than two count
}

// StdErr is the standard error of the mean, if the roll calls are taken for a sample of independent ones. Roll calls of
// one session are not independent, so that the true uncertainty is larger.
func (s Score) StdErr() float64 { return s.SD / math.Sqrt(float64(s.Rolls)) }

// A Count is how the members of a group voted in one roll call.
type Count struct{ Yes, No, Abstain int }

// Cast is how many of the group voted.
func (c Count) Cast() int { return c.Yes + c.No + c.Abstain }

// Index is the agreement index of one roll call, from 0, when the group is split evenly in three, to 1, when all vote the
// same: (max(Y,N,A) - (Y+N+A - max(Y,N,A))/2) / (Y+N+A). NaN if nobody voted.
//
// Reference: S. Hix, A. Noury and G. Roland, Power to the Parties: Cohesion and Competition in the European Parliament,
// 1979-2001, British Journal of Political Science 35 (2005), 209-234.
func (c Count) Index() float64 {
	n := float64(c.Cast())
	most := float64(max(c.Yes, c.No, c.Abstain))
	return (most - (n-most)/2) / n
}

// Rice is Rice's index of cohesion of one roll call, |Y-N| / (Y+N), from 0 to 1. Abstentions do not count. NaN if nobody
// voted yes or no.
//
// Reference: S. A. Rice, Quantitative Methods in Politics, New York, Knopf, 1928.
func (c Count) Rice() float64 {
	return math.Abs(float64(c.Yes-c.No)) / float64(c.Yes+c.No)
}

// Counts returns how the members of a group voted, a roll call each. It returns ErrShape if there is no such member or
// one is given twice.
func (v *Votes) Counts(group []int) ([]Count, error) {
	for i, m := range group {
		if m < 0 || m >= v.members {
			return nil, fmt.Errorf("%w: member %d of %d", ErrShape, m, v.members)
		}
		if slices.Contains(group[:i], m) {
			return nil, fmt.Errorf("%w: member %d is twice in the group", ErrShape, m)
		}
	}
	counts := make([]Count, v.rolls)
	each := func(w uint64, base int, add func(*Count)) {
		for ; w != 0; w &= w - 1 {
			add(&counts[base+bits.TrailingZeros64(w)])
		}
	}
	for _, m := range group {
		c, y, n := v.plane(m, cast), v.plane(m, yes), v.plane(m, no)
		for i := range c {
			each(y[i], 64*i, func(c *Count) { c.Yes++ })
			each(n[i], 64*i, func(c *Count) { c.No++ })
			each(c[i]&^(y[i]|n[i]), 64*i, func(c *Count) { c.Abstain++ })
		}
	}
	return counts, nil
}

// Index is the mean agreement index of a group over the roll calls in which at least two of its members voted; see
// [Count.Index]. It returns ErrShape if there is no such member or one is given twice.
func (v *Votes) Index(group []int) (Score, error) {
	return v.score(group, func(c Count) (float64, bool) { return c.Index(), c.Cast() >= 2 })
}

// Rice is the mean of Rice's index of a group over the roll calls in which at least two of its members voted yes or no;
// see [Count.Rice]. It returns ErrShape if there is no such member or one is given twice.
func (v *Votes) Rice(group []int) (Score, error) {
	return v.score(group, func(c Count) (float64, bool) { return c.Rice(), c.Yes+c.No >= 2 })
}

func (v *Votes) score(group []int, of func(Count) (float64, bool)) (Score, error) {
	counts, err := v.Counts(group)
	if err != nil {
		return Score{}, err
	}
	var s Score
	var mean, squares float64 // after Welford
	for _, c := range counts {
		x, ok := of(c)
		if !ok {
			continue
		}
		s.Rolls++
		d := x - mean
		mean += d / float64(s.Rolls)
		squares += d * (x - mean)
	}
	s.Mean, s.SD = math.NaN(), math.NaN()
	if s.Rolls > 0 {
		s.Mean = mean
	}
	if s.Rolls > 1 {
		s.SD = math.Sqrt(squares / float64(s.Rolls-1))
	}
	return s, nil
}
