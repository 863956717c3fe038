package bloc

import (
	"errors"
	"fmt"
	"math"
)

// Errors of this package, wrapped with what was wrong.
var (
	ErrShape  = errors.New("bloc: wrong shape")
	ErrWeight = errors.New("bloc: a weight must be a number of at least 0")
)

// A Graph says how close every two of its members are, numbered from 0. It suits graphs in which most pairs are close at
// all, since it keeps them all.
type Graph struct {
	n       int
	weights []float64 // n × n, symmetric; the diagonal is 0 but in graphs of communities
}

// NewGraph returns a graph in which no two are close. It returns ErrShape if n is negative.
func NewGraph(n int) (*Graph, error) {
	if n < 0 {
		return nil, fmt.Errorf("%w: %d members", ErrShape, n)
	}
	return &Graph{n: n, weights: make([]float64, n*n)}, nil
}

// Members is the number of members.
func (g *Graph) Members() int { return g.n }

// Set says how close two different members are, from 0 for not at all. It returns ErrShape if there are no such two, and
// ErrWeight if the weight is negative, infinite or no number.
func (g *Graph) Set(a, b int, weight float64) error {
	if a < 0 || b < 0 || a >= g.n || b >= g.n || a == b {
		return fmt.Errorf("%w: members %d and %d of %d", ErrShape, a, b, g.n)
	}
	if !(weight >= 0) || math.IsInf(weight, 1) {
		return fmt.Errorf("%w: %v, of members %d and %d", ErrWeight, weight, a, b)
	}
	g.weights[a*g.n+b], g.weights[b*g.n+a] = weight, weight
	return nil
}

// At returns how close two members are; 0 for one with itself, or if there are no such two.
func (g *Graph) At(a, b int) float64 {
	if a < 0 || b < 0 || a >= g.n || b >= g.n {
		return 0
	}
	return g.weights[a*g.n+b]
}

func (g *Graph) row(a int) []float64 { return g.weights[a*g.n : (a+1)*g.n] }

// A Partition gives every member the number of its community. Communities are numbered from 0 without a gap; those that
// this package makes, in the order of their first members.
type Partition []int

// Communities is how many there are.
func (p Partition) Communities() int {
	k := 0
	for _, c := range p {
		k = max(k, c+1)
	}
	return k
}

// Members returns the members of each community.
func (p Partition) Members() [][]int {
	all := make([][]int, p.Communities())
	for m, c := range p {
		all[c] = append(all[c], m)
	}
	return all
}

func (p Partition) valid(n int) error {
	if len(p) != n {
		return fmt.Errorf("%w: a partition of %d, of %d members", ErrShape, len(p), n)
	}
	for m, c := range p {
		if c < 0 || c >= n {
			return fmt.Errorf("%w: member %d is in community %d of %d members", ErrShape, m, c, n)
		}
	}
	return nil
}

// inOrder numbers communities by their first members.
func (p Partition) inOrder() Partition {
	number := map[int]int{}
	q := make(Partition, len(p))
	for m, c := range p {
		if _, ok := number[c]; !ok {
			number[c] = len(number)
		}
		q[m] = number[c]
	}
	return q
}

// Modularity is by how much the closeness within communities exceeds what would be expected if only each member's own total
// counted, as a share of all closeness: from below 0 to 1. At resolution 1 it is Newman's. It is 0 for a graph without any
// closeness. It returns ErrShape if the partition is not of this graph.
//
// References: M. E. J. Newman, Modularity and Community Structure in Networks, Proc. Natl. Acad. Sci. 103 (2006), 8577-8582;
// J. Reichardt and S. Bornholdt, Statistical Mechanics of Community Detection, Phys. Rev. E 74 (2006), 016110.
func (g *Graph) Modularity(p Partition, resolution float64) (float64, error) {
	if err := p.valid(g.n); err != nil {
		return 0, err
	}
	return g.modularity(p, resolution), nil
}

func (g *Graph) modularity(p Partition, resolution float64) float64 {
	inside, degree := make([]float64, g.n), make([]float64, g.n)
	all := 0.
	for a := range g.n {
		for b, w := range g.row(a) {
			all += w
			degree[p[a]] += w
			if p[a] == p[b] {
				inside[p[a]] += w
			}
		}
	}
	if all == 0 {
		return 0
	}
	q := 0.
	for c := range inside {
		q += inside[c]/all - resolution*degree[c]/all*degree[c]/all
	}
	return q
}
