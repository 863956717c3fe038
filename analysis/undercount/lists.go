package undercount

import (
	"fmt"
	"math"
	"math/bits"
)

// MaxLists is the largest number of lists for which models are fitted: five have 1,024 models.
const MaxLists = 5

// Lists are how many cases are on which lists.
type Lists struct {
	k     int
	cells []int // by the set of lists as bits; cells[0], the cases on none, is not known and stays 0
}

// NewLists returns k lists without a case. It returns ErrShape unless there are 2 to MaxLists.
func NewLists(k int) (*Lists, error) {
	if k < 2 || k > MaxLists {
		return nil, fmt.Errorf("%w: %d lists, of 2 to %d", ErrShape, k, MaxLists)
	}
	return &Lists{k: k, cells: make([]int, 1<<k)}, nil
}

// Add counts n more cases that are on exactly the lists of a set: bit i stands for list i. It returns ErrShape if the set is
// empty or holds a list that is not there, and ErrCount if fewer than no cases would be left.
func (l *Lists) Add(set uint, n int) error {
	if set == 0 || set >= 1<<l.k {
		return fmt.Errorf("%w: set %b of %d lists", ErrShape, set, l.k)
	}
	if l.cells[set]+n < 0 {
		return fmt.Errorf("%w: %d cases on the lists %b", ErrCount, l.cells[set]+n, set)
	}
	l.cells[set] += n
	return nil
}

// K is the number of lists.
func (l *Lists) K() int { return l.k }

// On is how many cases are on exactly the lists of a set; 0 for the empty set, of which nothing is known.
func (l *Lists) On(set uint) int {
	if set >= 1<<l.k {
		return 0
	}
	return l.cells[set]
}

// Seen is how many cases are on any list.
func (l *Lists) Seen() int {
	n := 0
	for _, c := range l.cells {
		n += c
	}
	return n
}

// Within is how many cases are on all lists of a set, whatever others they are on.
func (l *Lists) Within(set uint) int {
	n := 0
	for s, c := range l.cells {
		if uint(s)&set == set {
			n += c
		}
	}
	return n
}

// times returns how many cases are on exactly j lists, for each j.
func (l *Lists) times() []int {
	f := make([]int, l.k+1)
	for s, c := range l.cells {
		f[bits.OnesCount(uint(s))] += c
	}
	return f
}

// Chao is a lower bound to the number of cases that holds also where cases differ in how likely they are to be listed. With
// f1 cases on one list alone, f2 on exactly two, and k lists it is
//
//	seen + (k-1)/k · f1²/(2·f2)
//
// with the log-normal interval. The bound is what the estimate says, not that the interval covers the true number: that may
// lie above all of it.
//
// It returns ErrOverlap if no case is on exactly two lists, and ErrLevel unless the level lies between 0 and 1.
//
// Reference: A. Chao, Estimating the Population Size for Capture-Recapture Data with Unequal Catchability, Biometrics 43
// (1987), 783-791.
func (l *Lists) Chao(level float64) (Estimate, error) {
	if err := valid(level); err != nil {
		return Estimate{}, err
	}
	f := l.times()
	if f[2] == 0 {
		return Estimate{}, fmt.Errorf("%w: %d cases on one list, none on exactly two", ErrOverlap, f[1])
	}
	a := float64(l.k-1) / float64(l.k)
	f1, f2 := float64(f[1]), float64(f[2])
	r := f1 / f2
	e := Estimate{Seen: l.Seen(), Level: level}
	e.N = float64(e.Seen) + a*f1*f1/(2*f2)
	e.StdErr = math.Sqrt(f2 * (a/2*r*r + a*a*r*r*r + a*a/4*r*r*r*r))
	e.logNormal()
	return e, nil
}
