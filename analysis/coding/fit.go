package coding

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
)

// least is how many examples must have a feature for it to count.
const least = 2

// A corpus is examples with their features.
type corpus struct {
	examples []Example
	bags     []bag // only group is kept
}

// newCorpus reads the examples; v are the verbs that open recommendations.
func newCorpus(examples []Example, v verbs) *corpus {
	c := &corpus{examples: examples, bags: make([]bag, len(examples))}
	parallel(len(examples), func(i int) { c.bags[i].readOnly(examples[i].Text, v) })
	return c
}

// readOnly keeps of a bag nothing but the features.
func (b *bag) readOnly(text string, v verbs) {
	b.read(text, v)
	b.clause, b.words = clause{}, nil
}

// fit trains a linear model: for each class c the examples for which yes(i, c) against the others.
func (c *corpus) fit(v view, classes int, yes func(i, class int) bool) *linear {
	l := c.vocabulary(v.groups)
	var n counter
	x := &sparse{first: []int{0}, rows: len(l.key)}
	for i := range c.bags {
		x.values = append(x.values, l.vector(&c.bags[i], nil, &n)...)
		x.first = append(x.first, len(x.values))
	}
	w := make([][]float64, classes)
	parallel(classes, func(class int) {
		which := make([]bool, len(c.examples))
		for i := range which {
			which[i] = yes(i, class)
		}
		w[class] = svm(x, which, v.cost, uint64(class))
	})
	l.quantise(w)
	return l
}

// vocabulary finds the features that enough examples have.
func (c *corpus) vocabulary(groups []int) *linear {
	seen := map[feature]int{}
	var own []feature
	for i := range c.bags {
		for _, g := range groups {
			own = append(own[:0], c.bags[i].group[g]...)
			slices.Sort(own)
			for _, k := range slices.Compact(own) {
				seen[k]++
			}
		}
	}
	l := &linear{groups: groups}
	for k, n := range seen {
		if n >= least {
			l.key = append(l.key, k)
		}
	}
	slices.SortFunc(l.key, func(a, b feature) int { return cmp.Compare(a, b) })
	for _, k := range l.key {
		rare := 1 + math.Log(float64(1+len(c.bags))/float64(1+seen[k]))
		l.idf = append(l.idf, fromStep(toStep(rare)))
	}
	l.index()
	return l
}

// The rarity of a feature is kept as one byte, in steps of a twentieth.
func toStep(idf float64) byte    { return byte(math.Round(min(idf*20, 255))) }
func fromStep(step byte) float32 { return float32(step) / 20 }

// faintest is the weight, in steps of 1/127 of the greatest of its class, up to which a weight is left out: they are half
// of all, and of a thousand texts one or two get other issues without them.
const faintest = 1

// quantise keeps of the weights of each class, whose last one is the bias, what one byte can say.
func (l *linear) quantise(w [][]float64) {
	for _, weights := range w {
		most := 0.0
		for _, x := range weights[:len(l.key)] {
			most = max(most, math.Abs(x))
		}
		l.scale = append(l.scale, float32(most/127))
		l.bias = append(l.bias, float32(weights[len(l.key)]))
	}
	l.first = append(l.first, 0)
	for row := range l.key {
		for class, weights := range w {
			if q := int8(math.Round(weights[row] / max(float64(l.scale[class]), 1e-12))); q > faintest || q < -faintest {
				l.class = append(l.class, uint8(class))
				l.weight = append(l.weight, q)
			}
		}
		l.first = append(l.first, uint32(len(l.weight)))
	}
}

// parallel calls f for 0 to n-1, on as many processors as there are.
func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), max(n, 1)) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
