package reuse

import (
	"cmp"
	"slices"
)

// A Group is texts that hang together by pairs at the threshold, in order. Two of a group need not be alike themselves:
// each is like another one of it.
type Group struct {
	Texts []int
	Least float64 // the smallest Jaccard index of the pairs that hold it together
	Exact bool    // all of its texts are exact duplicates
}

// Groups returns the groups of two texts or more at the threshold, largest first, then by first text. group is as for
// Count.
func (c *Corpus) Groups(t Threshold, group []int) ([]Group, error) {
	pairs, err := c.Pairs(t, group)
	if err != nil {
		return nil, err
	}
	head := make([]int, len(c.text))
	for i := range head {
		head[i] = i
	}
	find := func(i int) int {
		for head[i] != i {
			head[i] = head[head[i]]
			i = head[i]
		}
		return i
	}
	least, exact := map[int]float64{}, map[int]bool{}
	for p := range pairs {
		a, b := find(p.A), find(p.B)
		for _, k := range []int{a, b} {
			if _, ok := least[k]; !ok {
				least[k], exact[k] = 1, true
			}
		}
		a, b = min(a, b), max(a, b)
		head[b] = a
		least[a] = min(least[a], least[b], p.Jaccard())
		exact[a] = exact[a] && exact[b] && p.Exact
	}
	members := map[int][]int{}
	for i := range head {
		if k := find(i); k != i || least[k] > 0 {
			members[k] = append(members[k], i)
		}
	}
	all := make([]Group, 0, len(members))
	for k, texts := range members {
		all = append(all, Group{texts, least[k], exact[k]})
	}
	slices.SortFunc(all, func(a, b Group) int {
		return cmp.Or(cmp.Compare(len(b.Texts), len(a.Texts)), cmp.Compare(a.Texts[0], b.Texts[0]))
	})
	return all, nil
}
