package search

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// The constants of BM25, as usual; a word in the title counts as titleWeight words.
//
// Reference: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, Foundations and Trends
// in Information Retrieval 3 (2009), 333-389.
const (
	k1          = 1.2
	b           = 0.75
	titleWeight = 3
)

// MostRanked is how many documents are compared with one another, the newest ones; older ones follow by date. A query that
// so many match says too little to put them in an order.
const MostRanked = 50_000

// best returns the documents that fit the words of a query best, from offset on; of equal ones the newest first.
func (v view) best(docs *roaring.Bitmap, atoms []atom, offset, limit int) []uint32 {
	older := roaring.New()
	if past, err := docs.Select(MostRanked); err == nil {
		older = docs.Clone()
		older.RemoveRange(0, uint64(past))
		docs = roaring.AndNot(docs, older)
	}
	all := v.ranked(docs, atoms, offset, limit)
	offset -= min(offset, int(docs.GetCardinality()))
	return append(all, slice(older, offset, limit-len(all))...)
}

func (v view) ranked(docs *roaring.Bitmap, atoms []atom, offset, limit int) []uint32 {
	if uint64(offset) >= docs.GetCardinality() {
		return nil
	}
	weigh := make([]uint8, len(v.spelt)) // by word, the atom that it is part of, from 1
	var rare []float32
	for i := range atoms {
		a := &atoms[i]
		if a.Not {
			continue
		}
		n := float64(v.Index.find(a).GetCardinality())
		rare = append(rare, float32(math.Log(1+(float64(len(v.docs))-n+.5)/(n+.5))))
		for _, step := range a.steps {
			for _, w := range step.words {
				weigh[w] = uint8(len(rare)) // MaxTerms is far below 255
			}
		}
	}
	best := newTop(offset + limit)
	times := make([]float32, len(rare)+1)
	short, perWord := float32(k1*(1-b)), float32(k1*b/v.length)
	for it := docs.Iterator(); it.HasNext(); {
		n := it.Next()
		clear(times)
		long, each := 0, float32(titleWeight)
		for words := v.stream[v.starts[n]:v.starts[n+1]]; len(words) > 0; {
			word, size := uint64(words[0]), 1
			if word >= 0x80 {
				word, size = binary.Uvarint(words)
			}
			words = words[size:]
			if word == 0 {
				each = 1
				continue
			}
			long++
			times[weigh[word-1]] += each
		}
		score, norm := float32(0), short+perWord*float32(long)
		for i, r := range rare {
			score += r * times[i+1] * (k1 + 1) / (times[i+1] + norm)
		}
		best.add(scored{n, score})
	}
	var numbers []uint32
	for _, s := range best.sorted()[min(offset, len(best.all)):] {
		numbers = append(numbers, s.n)
	}
	return numbers
}

type scored struct {
	n     uint32
	score float32
}

// before orders by score, then the newest first.
func (s scored) before(t scored) bool { return s.score > t.score || s.score == t.score && s.n < t.n }

// A top keeps the best of many: it lets twice as many in as are wanted, then throws the worse half out.
type top struct {
	wanted int
	all    []scored
	least  scored // worse ones need not be looked at
	full   bool
}

func newTop(wanted int) *top {
	return &top{wanted: wanted, all: make([]scored, 0, min(2*wanted, 4096))}
}

func (t *top) add(s scored) {
	if t.full && t.least.before(s) {
		return
	}
	if t.all = append(t.all, s); len(t.all) >= 2*t.wanted {
		t.sorted()
	}
}

func (t *top) sorted() []scored {
	slices.SortFunc(t.all, func(x, y scored) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.n, y.n)) })
	if len(t.all) >= t.wanted && t.wanted > 0 {
		t.all = t.all[:t.wanted]
		t.least, t.full = t.all[t.wanted-1], true
	}
	return t.all
}
