package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// facets are all values by which documents can be chosen and counted: ledgers, States and years. A choice is a bitmap;
// counts are made by walking through the values of each document found, which takes a tenth of the time of intersecting
// that bitmap with those of 200 States and 80 years.
type facets struct {
	values  []string // sorted within each group
	docs    []*roaring.Bitmap
	groups  [groups + 1]int // where each group begins, and the end
	of      []uint16        // numbers of the values of each document, ledger first
	offsets []uint32        // of each document in of, and its end
}

// A group is a kind of facet.
type group int

const (
	ledgers group = iota
	states
	years
	groups
)

// newFacets takes the documents of each value of each group. Every document has exactly one ledger.
func newFacets(of [groups]map[string][]uint32, documents int) facets {
	var f facets
	count := make([]uint32, documents+1)
	for g, values := range of {
		f.groups[g] = len(f.values)
		sorted := make([]string, 0, len(values))
		for value := range values {
			sorted = append(sorted, value)
		}
		slices.Sort(sorted)
		for _, value := range sorted {
			docs := roaring.BitmapOf(values[value]...)
			docs.RunOptimize()
			f.values, f.docs = append(f.values, value), append(f.docs, docs)
			for _, n := range values[value] {
				count[n+1]++
			}
		}
	}
	f.groups[groups] = len(f.values)
	for i := 1; i < len(count); i++ {
		count[i] += count[i-1]
	}
	f.offsets, f.of = count, make([]uint16, count[documents])
	next := slices.Clone(count)
	for number, value := range f.values {
		for _, n := range of[f.group(number)][value] {
			f.of[next[n]] = uint16(number) // ledgers, States and years are some hundreds
			next[n]++
		}
	}
	return f
}

func (f *facets) group(number int) group {
	for g := years; g > ledgers; g-- {
		if number >= f.groups[g] {
			return g
		}
	}
	return ledgers
}

// chosen returns the documents with a value: nil if none is asked for, no documents if nobody has it.
func (f *facets) chosen(g group, value string) *roaring.Bitmap {
	if value == "" {
		return nil
	}
	if i, ok := slices.BinarySearch(f.values[f.groups[g]:f.groups[g+1]], value); ok {
		return f.docs[f.groups[g]+i]
	}
	return roaring.New()
}

// A tally counts the values of documents.
type tally struct {
	*facets
	over *roaring.Bitmap
	n    []int // by value
	by   []int // by ledger and year: the years of the first ledger, then of the second, ...
}

func (f *facets) count(docs *roaring.Bitmap) tally {
	first, many := f.groups[years], f.groups[years+1]-f.groups[years]
	t := tally{f, docs, make([]int, len(f.values)), make([]int, (f.groups[ledgers+1]-f.groups[ledgers])*many)}
	numbers := make([]uint32, 1024)
	for it := docs.ManyIterator(); ; {
		got := it.NextMany(numbers)
		if got == 0 {
			return t
		}
		for _, n := range numbers[:got] {
			values := f.of[f.offsets[n]:f.offsets[n+1]]
			row := int(values[0]) * many
			for _, v := range values {
				t.n[v]++
				if int(v) >= first {
					t.by[row+int(v)-first]++
				}
			}
		}
	}
}

// group returns the counts of one group, most frequent first, years in order.
func (t *tally) counts(g group) []Count {
	var all []Count
	for v := t.groups[g]; v < t.groups[g+1]; v++ {
		if t.n[v] > 0 {
			all = append(all, Count{t.values[v], t.n[v]})
		}
	}
	if g != years {
		slices.SortStableFunc(all, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	}
	return all
}

// series returns the years of each of some ledgers.
func (t *tally) series(of []Count) []Series {
	first, many := t.groups[years], t.groups[years+1]-t.groups[years]
	all := make([]Series, len(of))
	for i, l := range of {
		all[i].Ledger = l.Value
		row, ok := slices.BinarySearchFunc(t.values[:t.groups[ledgers+1]], l.Value, strings.Compare)
		for y := 0; ok && y < many; y++ {
			if n := t.by[row*many+y]; n > 0 {
				all[i].Years = append(all[i].Years, Count{t.values[first+y], n})
			}
		}
	}
	return all
}
