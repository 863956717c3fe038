package coding

import (
	"cmp"
	"slices"
	"sort"
)

// A curve is a rising line through points, here from what a sigmoid says to what is so: isotonic regression, made coarse.
type curve struct{ from, to []float64 }

// knots is how many points a curve has at most.
const knots = 40

// at returns the height of the curve.
func (c *curve) at(x float64) float64 {
	n := len(c.from)
	if n == 0 {
		return x
	}
	k := sort.SearchFloat64s(c.from, x)
	switch {
	case k == 0:
		return c.to[0] * x / max(c.from[0], 1e-12) // from nothing to the first point
	case k == n:
		return c.to[n-1]
	}
	share := (x - c.from[k-1]) / (c.from[k] - c.from[k-1])
	return c.to[k-1] + float64(share*(c.to[k]-c.to[k-1]))
}

// A said is a probability and whether it came true.
type said struct {
	p   float64
	yes bool
}

// fitCurve joins what was said with what was so: groups of equal size in the order of what was said, and neighbours pooled
// until the shares rise (pool adjacent violators).
//
// Reference: B. Zadrozny and C. Elkan, Transforming classifier scores into accurate multiclass probability estimates, KDD 2002.
func fitCurve(all []said) curve {
	slices.SortFunc(all, func(a, b said) int { return cmp.Compare(a.p, b.p) })
	type block struct{ n, p, yes float64 }
	var blocks []block
	for k := range knots {
		var b block
		for _, s := range all[k*len(all)/knots : (k+1)*len(all)/knots] {
			b.n++
			b.p += s.p
			if s.yes {
				b.yes++
			}
		}
		if b.n == 0 {
			continue
		}
		blocks = append(blocks, b)
		for n := len(blocks); n > 1 && blocks[n-2].yes*blocks[n-1].n >= blocks[n-1].yes*blocks[n-2].n; n-- {
			last := blocks[n-1]
			blocks = blocks[:n-1]
			blocks[n-2].n += last.n
			blocks[n-2].p += last.p
			blocks[n-2].yes += last.yes
		}
	}
	var c curve
	for _, b := range blocks {
		from := b.p / b.n
		if n := len(c.from); n > 0 && from <= c.from[n-1] {
			continue
		}
		c.from = append(c.from, from)
		c.to = append(c.to, b.yes/b.n)
	}
	return c
}
