// Package reuse finds who repeats whose words: texts that are the same or nearly the same, with an exact guarantee at a
// threshold, groups of them, and passages that longer texts share. It knows only texts and numbers.
//
// A text is split into words (see Words). Its shingles are the set of its runs of three consecutive words; a text of
// fewer words has one shingle, all of them; a text without any has none and is like no other. Two texts are exact
// duplicates if their words are the same in the same order. They are near duplicates at a threshold t if they are exact
// ones, or if the Jaccard index of their shingles, |A∩B| / |A∪B|, is at least t.
//
// No pair is missed and none is guessed: candidates come from an inverted index over the rarest shingles of each text,
// as many as any two texts at the threshold must share one of, and each candidate is counted out in integers.
//
// References: A. Z. Broder, On the resemblance and containment of documents, Compression and Complexity of Sequences
// (1997), 21-29. R. J. Bayardo, Y. Ma and R. Srikant, Scaling up all pairs similarity search, WWW (2007), 131-140.
// C. Xiao, W. Wang, X. Lin, J. X. Yu and G. Wang, Efficient similarity joins for near-duplicate detection, ACM
// Transactions on Database Systems 36 (2011), 15.
package reuse

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
)

// shingle is how many consecutive words make a shingle.
const shingle = 3

// ErrThreshold is returned for a threshold that is not above 0 and at most 1.
var ErrThreshold = errors.New("reuse: a threshold is a number above 0 and at most 1, such as 0.8")

// ErrLength is returned for groups that are not as many as the texts.
var ErrLength = errors.New("reuse: there must be one group for each text")

// A Threshold is a share as a fraction of integers, so that nothing depends on how a decimal is rounded.
type Threshold struct{ num, den int64 }

// ParseThreshold reads "0.8", "4/5" or "1".
func ParseThreshold(s string) (Threshold, error) {
	r, ok := new(big.Rat).SetString(s)
	if !ok || r.Sign() <= 0 || r.Cmp(big.NewRat(1, 1)) > 0 || r.Denom().BitLen() > 31 {
		return Threshold{}, fmt.Errorf("%w; %q is none", ErrThreshold, s)
	}
	return Threshold{r.Num().Int64(), r.Denom().Int64()}, nil
}

// least is the smallest overlap with which two sets of a and b shingles reach the threshold:
// o / (a+b-o) ≥ num/den, or o ≥ num(a+b) / (num+den).
func (t Threshold) least(a, b int) int {
	return int((t.num*int64(a+b) + t.num + t.den - 1) / (t.num + t.den))
}

// smallest is the size below which no set can reach the threshold with one of size n: t·n, rounded up.
func (t Threshold) smallest(n int) int { return int((t.num*int64(n) + t.den - 1) / t.den) }

// A Corpus is texts made ready for comparing. It does not change and is safe for concurrent use.
type Corpus struct {
	text   []int32   // the distinct text of each text given; -1 for one without words
	copies [][]int32 // the texts given that are each distinct text, in order
	sets   [][]int32 // shingles of each distinct text, rarest first, by a number that grows with how often they occur
}

// NewCorpus takes texts in; they are named by their place from here on.
func NewCorpus(texts []string) *Corpus {
	c := &Corpus{text: make([]int32, len(texts))}
	words := numbers[string]{n: map[string]int32{}}
	seen := map[string]int32{}
	var all [][]int32 // words of each distinct text
	var key []byte
	for i, text := range texts {
		var line []int32
		key = key[:0]
		for _, w := range Words(text) {
			n := words.of(w.Text)
			line = append(line, n)
			key = append(key, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
		}
		if len(line) == 0 {
			c.text[i] = -1
			continue
		}
		id, known := seen[string(key)]
		if !known {
			id = int32(len(all))
			seen[string(key)] = id
			all = append(all, line)
			c.copies = append(c.copies, nil)
		}
		c.text[i] = id
		c.copies[id] = append(c.copies[id], int32(i))
	}
	c.shingles(all)
	return c
}

// shingles makes the sets of all distinct texts.
func (c *Corpus) shingles(texts [][]int32) {
	runs := numbers[[shingle]int32]{n: map[[shingle]int32]int32{}}
	var often []int32
	c.sets = make([][]int32, len(texts))
	for i, words := range texts {
		n := max(1, len(words)-shingle+1)
		set := make([]int32, 0, n)
		for k := range n {
			run := [shingle]int32{-1, -1, -1} // stays so where the text is short
			copy(run[:], words[k:])
			id := runs.of(run)
			set = append(set, id)
		}
		slices.Sort(set)
		set = slices.Compact(set)
		for _, id := range set {
			for int(id) >= len(often) {
				often = append(often, 0)
			}
			often[id]++
		}
		c.sets[i] = set
	}
	order := make([]int32, len(often))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(often[a], often[b]), cmp.Compare(a, b)) })
	rank := make([]int32, len(often))
	for place, id := range order {
		rank[id] = int32(place)
	}
	for _, set := range c.sets {
		for k, id := range set {
			set[k] = rank[id]
		}
		slices.Sort(set)
	}
}

// numbers gives each different value a number, in order of appearance.
type numbers[T comparable] struct{ n map[T]int32 }

func (x numbers[T]) of(v T) int32 {
	n, ok := x.n[v]
	if !ok {
		n = int32(len(x.n))
		x.n[v] = n
	}
	return n
}

// A match is two distinct texts at the threshold, a before b.
type match struct {
	a, b          int32
	shared, union int32
}

// matches finds all pairs of distinct texts at the threshold.
func (c *Corpus) matches(t Threshold) []match {
	order := make([]int32, len(c.sets)) // by size: a text is compared with those before it, which are no larger
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(len(c.sets[a]), len(c.sets[b])), cmp.Compare(a, b)) })
	type posting struct{ text, at int32 }
	index := map[int32][]posting{}
	met := make([]int32, len(c.sets)) // shared shingles seen so far with the text at hand; -1 once it is out of reach
	var near []int32
	var all []match
	for _, x := range order {
		set := c.sets[x]
		n, small := len(set), t.smallest(len(set))
		probe := n - small + 1 // of so many rarest shingles, a text at the threshold shares one at least
		for i := range probe {
			list := index[set[i]]
			keep := list
			for len(keep) > 0 && len(c.sets[keep[0].text]) < small { // too small for this text and all that follow
				keep = keep[1:]
			}
			if len(keep) < len(list) {
				index[set[i]] = keep
			}
			for _, p := range keep {
				m := len(c.sets[p.text])
				switch so := met[p.text]; {
				case so < 0:
				case int(so)+1+min(n-i-1, m-int(p.at)-1) < t.least(n, m): // what is left cannot make up for what is missing
					if so == 0 {
						near = append(near, p.text)
					}
					met[p.text] = -1
				default:
					if so == 0 {
						near = append(near, p.text)
					}
					met[p.text]++
				}
			}
		}
		for _, y := range near {
			if met[y] > 0 {
				if o := overlap(set, c.sets[y], t.least(n, len(c.sets[y]))); o >= 0 {
					all = append(all, match{min(x, y), max(x, y), int32(o), int32(n + len(c.sets[y]) - o)})
				}
			}
			met[y] = 0
		}
		near = near[:0]
		for i := range n - t.least(n, n) + 1 { // a later text is no smaller, so fewer need to be listed than looked up
			index[set[i]] = append(index[set[i]], posting{x, int32(i)})
		}
	}
	slices.SortFunc(all, func(p, q match) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	return all
}

// overlap counts what two sorted sets share; -1 once it is plain that it will be less than need.
func overlap(a, b []int32, need int) int {
	shared := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			shared++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
		if shared+min(len(a)-i, len(b)-j) < need {
			return -1
		}
	}
	return shared
}

// A Pair is two texts by their places, A before B, with the shingles they share and those they have together. For exact
// duplicates both are the size of their common set.
type Pair struct {
	A, B          int
	Exact         bool
	Shared, Union int
}

// Jaccard is the share of shingles in common, 0 to 1.
func (p Pair) Jaccard() float64 { return float64(p.Shared) / float64(p.Union) }

// Counts are how many unordered pairs of texts there are at a threshold; exact ones are counted in Near too.
type Counts struct {
	Exact int `json:"exact"`
	Near  int `json:"near"`
}

// Count counts the pairs at the threshold of texts of the same group, without going through them one by one. group has
// one number for each text; nil puts all into one group. It returns ErrLength for any other length.
func (c *Corpus) Count(t Threshold, group []int) (Counts, error) {
	if group != nil && len(group) != len(c.text) {
		return Counts{}, ErrLength
	}
	perGroup := make([]map[int]int, len(c.copies))
	var n Counts
	for i, copies := range c.copies {
		perGroup[i] = map[int]int{}
		for _, k := range copies {
			g := at(group, k)
			n.Exact += perGroup[i][g]
			perGroup[i][g]++
		}
	}
	n.Near = n.Exact
	for _, m := range c.matches(t) {
		for g, k := range perGroup[m.a] {
			n.Near += k * perGroup[m.b][g]
		}
	}
	return n, nil
}

func at(group []int, i int32) int {
	if group == nil {
		return 0
	}
	return group[i]
}

// Pairs yields the pairs at the threshold of texts of the same group, by A and then by B. group is as for Count.
func (c *Corpus) Pairs(t Threshold, group []int) (iter.Seq[Pair], error) {
	if group != nil && len(group) != len(c.text) {
		return nil, ErrLength
	}
	near := make([][]match, len(c.copies))
	for _, m := range c.matches(t) {
		near[m.a] = append(near[m.a], m)
		near[m.b] = append(near[m.b], match{m.b, m.a, m.shared, m.union})
	}
	return func(yield func(Pair) bool) {
		var found []Pair
		for i, text := range c.text {
			if text < 0 {
				continue
			}
			found = found[:0]
			take := func(other, shared, union int32) {
				copies := c.copies[other]
				from, _ := slices.BinarySearch(copies, int32(i)+1)
				for _, k := range copies[from:] {
					if at(group, k) == at(group, int32(i)) {
						found = append(found, Pair{i, int(k), other == text, int(shared), int(union)})
					}
				}
			}
			n := int32(len(c.sets[text]))
			take(text, n, n)
			for _, m := range near[text] {
				take(m.b, m.shared, m.union)
			}
			slices.SortFunc(found, func(p, q Pair) int { return cmp.Compare(p.B, q.B) })
			for _, p := range found {
				if !yield(p) {
					return
				}
			}
		}
	}, nil
}
