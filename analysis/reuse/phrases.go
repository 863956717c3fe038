package reuse

import (
	"cmp"
	"errors"
	"slices"
)

// ErrTexts is returned for a phrase of fewer than two texts.
var ErrTexts = errors.New("reuse: a phrase is shared by two texts at least")

// A Phrase is a run of words that several texts share.
type Phrase struct {
	Words int
	Texts []int // in order
	Span  Span  // where it stands first in the first of them
}

// Phrases returns the runs of at least words consecutive words that at least texts of the texts share, each as long as it
// can be without losing a text: a phrase within a longer one of the same texts is not listed again. Those in most texts
// come first, then the longest.
//
// The time it takes grows with the square of what the texts have in common: it is meant for the hundreds of texts of one
// review or debate, not for a whole ledger.
func Phrases(all []string, words, texts int) ([]Phrase, error) {
	if texts < 2 {
		return nil, ErrTexts
	}
	// A closed run of any number of texts is a longest run of some two of them: where neither all left neighbours are the
	// same nor all right ones, two texts differ in both. So the passages of pairs hold every phrase.
	shared, err := Passages(all, words)
	if err != nil {
		return nil, err
	}
	numbered := numbers[string]{n: map[string]int32{}}
	split := make([][]Word, len(all))
	lines := make([][]int32, len(all))
	index := map[uint64][]int32{} // texts with a run of so many words
	for i, text := range all {
		split[i] = Words(text)
		for _, w := range split[i] {
			lines[i] = append(lines[i], numbered.of(w.Text))
		}
		for k := 0; k+words <= len(lines[i]); k++ {
			h := hash(lines[i][k : k+words])
			if list := index[h]; len(list) == 0 || list[len(list)-1] != int32(i) {
				index[h] = append(list, int32(i))
			}
		}
	}
	var found []Phrase
	runs := map[string]bool{}
	closed := map[string][][]int32{} // runs by the texts that share them
	slices.SortStableFunc(shared, func(p, q Passage) int { return cmp.Compare(q.Words, p.Words) })
	for _, p := range shared {
		run := lines[p.A][p.wordA : p.wordA+p.Words]
		if runs[key(run)] {
			continue
		}
		runs[key(run)] = true
		var in []int
		var name []int32
		for _, i := range index[hash(run[:words])] {
			if contains(lines[i], run) {
				in = append(in, int(i))
				name = append(name, i)
			}
		}
		if len(in) < texts || slices.ContainsFunc(closed[key(name)], func(longer []int32) bool { return contains(longer, run) }) {
			continue
		}
		closed[key(name)] = append(closed[key(name)], run)
		first := in[0]
		at := place(lines[first], run)
		found = append(found, Phrase{p.Words, in, Span{split[first][at].Start, split[first][at+p.Words-1].End}})
	}
	slices.SortStableFunc(found, func(p, q Phrase) int {
		return cmp.Or(cmp.Compare(len(q.Texts), len(p.Texts)), cmp.Compare(q.Words, p.Words), cmp.Compare(p.Texts[0], q.Texts[0]), cmp.Compare(p.Span.Start, q.Span.Start))
	})
	return found, nil
}

// Elsewhere tells, for each phrase of texts all, which of other texts have it too, in order.
func Elsewhere(all []string, phrases []Phrase, other []string) [][]int {
	numbered := numbers[string]{n: map[string]int32{}}
	runs := make([][]int32, len(phrases))
	byFirst := map[int32][]int{} // phrases by the word they begin with
	for i, p := range phrases {
		for _, w := range Words(all[p.Texts[0]][p.Span.Start:p.Span.End]) {
			runs[i] = append(runs[i], numbered.of(w.Text))
		}
		byFirst[runs[i][0]] = append(byFirst[runs[i][0]], i)
	}
	found := make([][]int, len(phrases))
	var line []int32
	for t, text := range other {
		line = line[:0]
		for _, w := range Words(text) {
			n, known := numbered.n[w.Text]
			if !known {
				n = -1
			}
			line = append(line, n)
		}
		for k, first := range line {
			for _, i := range byFirst[first] {
				if n := len(found[i]); k+len(runs[i]) <= len(line) && slices.Equal(line[k:k+len(runs[i])], runs[i]) && (n == 0 || found[i][n-1] != t) {
					found[i] = append(found[i], t)
				}
			}
		}
	}
	return found
}

// key is numbers as a text, to compare them by.
func key(run []int32) string {
	b := make([]byte, 0, 4*len(run))
	for _, n := range run {
		b = append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	}
	return string(b)
}

func contains(line, run []int32) bool { return place(line, run) >= 0 }

// place is where a run begins in a line; -1 if it does not stand there.
func place(line, run []int32) int {
	for i := 0; i+len(run) <= len(line); i++ {
		if slices.Equal(line[i:i+len(run)], run) {
			return i
		}
	}
	return -1
}
