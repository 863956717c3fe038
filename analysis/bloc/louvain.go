package bloc

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Options say how communities are looked for.
type Options struct {
	Resolution float64 // above 0; 1 is Newman's modularity, more gives smaller communities
	Tries      int     // random orders that are tried, at least 1; the best division is kept
	Seed       uint64  // the same seed gives the same division
}

// Divide looks for the partition of greatest modularity, by moving members, then communities, for as long as it grows. That
// is a heuristic: it gives a good division, not surely the best, which is why it makes several tries.
//
// It returns ErrShape unless the resolution is above 0 and finite and there is at least one try.
//
// Reference: V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, Fast Unfolding of Communities in Large Networks,
// J. Stat. Mech. (2008), P10008.
func (g *Graph) Divide(o Options) (Partition, error) {
	if !(o.Resolution > 0) || math.IsInf(o.Resolution, 1) || o.Tries < 1 {
		return nil, fmt.Errorf("%w: resolution %v, %d tries", ErrShape, o.Resolution, o.Tries)
	}
	random := rand.New(rand.NewPCG(o.Seed, 0x9e3779b97f4a7c15))
	var best Partition
	most := math.Inf(-1)
	for range o.Tries {
		p := g.louvain(o.Resolution, random)
		if q := g.modularity(p, o.Resolution); q > most+1e-12 {
			best, most = p, q
		}
	}
	return best.inOrder(), nil
}

func (g *Graph) louvain(resolution float64, random *rand.Rand) Partition {
	all := make(Partition, g.n)
	for m := range all {
		all[m] = m
	}
	for level := g; ; {
		p, moved := level.move(resolution, random)
		if !moved {
			return all
		}
		p = p.inOrder()
		for m := range all {
			all[m] = p[all[m]]
		}
		level = level.gather(p)
	}
}

// move puts each member, in random order, into the community where modularity grows most, until none wants to move.
func (g *Graph) move(resolution float64, random *rand.Rand) (p Partition, moved bool) {
	p = make(Partition, g.n)
	degree, total := make([]float64, g.n), make([]float64, g.n) // of members, of communities
	all := 0.
	for m := range g.n {
		p[m] = m
		for _, w := range g.row(m) {
			degree[m] += w
		}
		total[m] = degree[m]
		all += degree[m]
	}
	if all == 0 {
		return p, false
	}
	order := random.Perm(g.n)
	to := make([]float64, g.n) // closeness of a member to each community
	for again := true; again; {
		again = false
		for _, m := range order {
			clear(to)
			for other, w := range g.row(m) {
				if other != m {
					to[p[other]] += w
				}
			}
			own := p[m]
			total[own] -= degree[m]
			best, gain := own, to[own]-resolution*degree[m]*total[own]/all
			for c, w := range to {
				if x := w - resolution*degree[m]*total[c]/all; w > 0 && x > gain+1e-12*all {
					best, gain = c, x
				}
			}
			total[best] += degree[m]
			if best != own {
				p[m], again, moved = best, true, true
			}
		}
	}
	return p, moved
}

// gather makes a graph whose members are the communities.
func (g *Graph) gather(p Partition) *Graph {
	k := p.Communities()
	whole := &Graph{n: k, weights: make([]float64, k*k)}
	for a := range g.n {
		for b, w := range g.row(a) {
			whole.weights[p[a]*k+p[b]] += w
		}
	}
	return whole
}
