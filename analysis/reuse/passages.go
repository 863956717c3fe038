package reuse

import (
	"cmp"
	"errors"
	"slices"
)

// ErrWords is returned for a passage of no words.
var ErrWords = errors.New("reuse: a passage has one word at least")

// A Span is bytes of a text.
type Span struct{ Start, End int }

// A Passage is a run of words that two texts share and that is longer at neither end.
type Passage struct {
	A, B       int // texts, A before B
	Words      int
	InA, InB   Span
	wordA, atB int
}

// Passages returns the longest runs of at least least consecutive words that two of the texts share, by A, B and place in
// A. Of a run that stands more than once in a text, each place counts. It takes time and memory in proportion to the
// words and to what is shared; runs of words in common are verified word by word.
func Passages(texts []string, least int) ([]Passage, error) {
	if least < 1 {
		return nil, ErrWords
	}
	numbered := numbers[string]{n: map[string]int32{}}
	words := make([][]Word, len(texts))
	lines := make([][]int32, len(texts))
	type place struct{ text, at int }
	index := map[uint64][]place{}
	for i, text := range texts {
		words[i] = Words(text)
		for _, w := range words[i] {
			lines[i] = append(lines[i], numbered.of(w.Text))
		}
	}
	var all []Passage
	for b, line := range lines {
		type run struct{ text, offset int } // runs of one text at one distance are told apart by where the last one ended
		end := map[run]int{}
		for k := 0; k+least <= len(line); k++ {
			for _, p := range index[hash(line[k:k+least])] {
				if k < end[run{p.text, p.at - k}] || !slices.Equal(lines[p.text][p.at:p.at+least], line[k:k+least]) {
					continue
				}
				n := least
				for k+n < len(line) && p.at+n < len(lines[p.text]) && line[k+n] == lines[p.text][p.at+n] {
					n++
				}
				end[run{p.text, p.at - k}] = k + n
				wa, wb := words[p.text], words[b]
				all = append(all, Passage{A: p.text, B: b, Words: n,
					InA: Span{wa[p.at].Start, wa[p.at+n-1].End}, InB: Span{wb[k].Start, wb[k+n-1].End}, wordA: p.at, atB: k})
			}
		}
		for k := 0; k+least <= len(line); k++ {
			h := hash(line[k : k+least])
			index[h] = append(index[h], place{b, k})
		}
	}
	slices.SortFunc(all, func(p, q Passage) int {
		return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B), cmp.Compare(p.wordA, q.wordA), cmp.Compare(p.atB, q.atB))
	})
	return all, nil
}

// hash is FNV-1a over words; equal hashes are compared word by word.
func hash(words []int32) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		h = (h ^ uint64(uint32(w))) * 1099511628211
	}
	return h
}

// longest is how many words of two texts are put side by side; the table grows with the product.
const longest = 4000

// Shared returns the bytes of two texts that hold words common to both in the same order: a longest common subsequence of
// their words, with words that follow each other joined into one span. Of texts of more than 4,000 words, the first so
// many are compared.
func Shared(a, b string) (inA, inB []Span) {
	x, y := Words(a), Words(b)
	x, y = x[:min(len(x), longest)], y[:min(len(y), longest)]
	width := len(y) + 1
	table := make([]uint16, (len(x)+1)*width) // of common words from here to the end
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i].Text == y[j].Text {
				table[i*width+j] = table[(i+1)*width+j+1] + 1
			} else {
				table[i*width+j] = max(table[(i+1)*width+j], table[i*width+j+1])
			}
		}
	}
	lastA, lastB := -2, -2
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i].Text == y[j].Text:
			inA, inB = join(inA, x[i], lastA == i-1), join(inB, y[j], lastB == j-1)
			lastA, lastB = i, j
			i++
			j++
		case table[(i+1)*width+j] >= table[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

func join(spans []Span, w Word, follows bool) []Span {
	if follows && len(spans) > 0 {
		spans[len(spans)-1].End = w.End
		return spans
	}
	return append(spans, Span{w.Start, w.End})
}
