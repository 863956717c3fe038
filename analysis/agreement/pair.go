package agreement

import (
	"fmt"
	"math"
	"math/bits"
)

// A Pair is how two members voted in the roll calls in which both did.
type Pair struct {
	Shared   int // roll calls in which both voted
	Same     int // of these, in which both voted yes, both no, or both abstained
	Opposite int // of these, in which one voted yes and the other no
}

// Identical is the share of roll calls in which both voted the same, from 0 to 1; NaN if they share none.
func (p Pair) Identical() float64 { return float64(p.Same) / float64(p.Shared) }

// Lijphart is the index in which an abstention against a yes or no is half an agreement, from 0 to 1; NaN if they share
// no roll call.
//
// Reference: A. Lijphart, The Analysis of Bloc Voting in the General Assembly: A Critique and a Proposal, American
// Political Science Review 57 (1963), 902-917.
func (p Pair) Lijphart() float64 {
	return (float64(p.Same) + float64(p.Shared-p.Same-p.Opposite)/2) / float64(p.Shared)
}

// Pair compares two members. It returns ErrShape if there is no such member.
func (v *Votes) Pair(a, b int) (Pair, error) {
	if a < 0 || a >= v.members || b < 0 || b >= v.members {
		return Pair{}, fmt.Errorf("%w: members %d and %d of %d", ErrShape, a, b, v.members)
	}
	return v.pair(a, b), nil
}

func (v *Votes) pair(a, b int) Pair {
	ac, bc := v.plane(a, cast), v.plane(b, cast)
	ay, by, an, bn := v.plane(a, yes), v.plane(b, yes), v.plane(a, no), v.plane(b, no)
	var p Pair
	for i := range ac {
		both := ac[i] & bc[i]
		if both == 0 {
			continue
		}
		p.Shared += bits.OnesCount64(both)
		p.Same += bits.OnesCount64(both &^ ((ay[i] ^ by[i]) | (an[i] ^ bn[i])))
		p.Opposite += bits.OnesCount64(ay[i]&bn[i] | an[i]&by[i])
	}
	return p
}

// Pairs are all pairs of a body.
type Pairs struct {
	members int
	above   []Pair // a < b, by a and then b
}

// Pairs compares every member with every other.
func (v *Votes) Pairs() *Pairs {
	n := v.members
	all := &Pairs{members: n, above: make([]Pair, 0, n*max(n-1, 0)/2)}
	for a := range n {
		for b := a + 1; b < n; b++ {
			all.above = append(all.above, v.pair(a, b))
		}
	}
	return all
}

// Members is the number of members.
func (p *Pairs) Members() int { return p.members }

// At returns the pair of two different members, in either order; the zero Pair if there are no such two.
func (p *Pairs) At(a, b int) Pair {
	if a > b {
		a, b = b, a
	}
	if a < 0 || a == b || b >= p.members {
		return Pair{}
	}
	return p.above[a*p.members-a*(a+1)/2+b-a-1]
}

// Mean is the mean of the identical shares of all pairs that share at least the given number of roll calls, and how many
// pairs those are; NaN and 0 if there are none.
func (p *Pairs) Mean(atLeast int) (share float64, pairs int) {
	sum := 0.
	for _, pair := range p.above {
		if pair.Shared >= max(atLeast, 1) {
			sum += pair.Identical()
			pairs++
		}
	}
	if pairs == 0 {
		return math.NaN(), 0
	}
	return sum / float64(pairs), pairs
}

// Chance is how often two members would vote the same by chance if each kept its own shares of yes, no and abstain in the
// roll calls that they share, and voted without regard to the matter and to the other. NaN if they share none.
//
// Reference: J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20
// (1960), 37-46.
func (v *Votes) Chance(a, b int) (float64, error) {
	if a < 0 || a >= v.members || b < 0 || b >= v.members {
		return 0, fmt.Errorf("%w: members %d and %d of %d", ErrShape, a, b, v.members)
	}
	return v.chance(a, b), nil
}

func (v *Votes) chance(a, b int) float64 {
	var shared int
	var of [2][3]int // yes, no, abstain of both in the shared roll calls
	ac, bc := v.plane(a, cast), v.plane(b, cast)
	for k, m := range [2]int{a, b} {
		y, n := v.plane(m, yes), v.plane(m, no)
		for i := range ac {
			both := ac[i] & bc[i]
			of[k][0] += bits.OnesCount64(both & y[i])
			of[k][1] += bits.OnesCount64(both & n[i])
			of[k][2] += bits.OnesCount64(both &^ (y[i] | n[i]))
		}
	}
	shared = of[0][0] + of[0][1] + of[0][2]
	sum := 0.
	for c := range of[0] {
		sum += float64(of[0][c]) * float64(of[1][c])
	}
	return sum / float64(shared) / float64(shared)
}

// Kappa is agreement beyond chance, (identical - chance) / (1 - chance): 1 for members that always vote the same, 0 for
// two that agree as often as chance would have it, below 0 for two that agree less. It is NaN if they share no roll call,
// and where chance alone would make them always agree, as for two that always voted yes.
//
// Most resolutions are carried by large majorities, so that nearly all pairs agree more often than not; Kappa tells
// those apart that agree beyond this. It returns ErrShape if there is no such member.
//
// Reference: Cohen (1960), as in Chance.
func (v *Votes) Kappa(a, b int) (float64, error) {
	chance, err := v.Chance(a, b)
	if err != nil {
		return 0, err
	}
	if chance == 1 {
		return math.NaN(), nil
	}
	return (v.pair(a, b).Identical() - chance) / (1 - chance), nil
}
