package search

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"
)

// An atom is a term of a query in the words of an index: one set of words a step, one step after the other in the text.
type atom struct {
	Term
	steps    []choice
	frequent bool // one word that is in nearly every text
}

// A choice is the words that will do at one place.
type choice struct {
	words []uint32
	bits  []uint64 // the same as bits, where there are many
}

func newChoice(words []uint32, of int) choice {
	c := choice{words: words}
	if len(words) > 6 {
		c.bits = make([]uint64, of/64+1)
		for _, w := range words {
			c.bits[w/64] |= 1 << (w % 64)
		}
	}
	return c
}

func (c *choice) has(word uint32) bool {
	if c.bits != nil {
		return c.bits[word/64]&(1<<(word%64)) != 0
	}
	for _, w := range c.words {
		if w == word {
			return true
		}
	}
	return false
}

// shortestPrefix is how many letters the beginning of a word must have; a character can stand alone.
const shortestPrefix = 2

// atom looks the words of a term up.
func (x *Index) atom(t Term) atom {
	a := atom{Term: t}
	s := scanner{text: t.Text}
	for tok, ok := s.next(); ok; {
		word := t.Text[tok.from:tok.to]
		script := tok.script
		tok, ok = s.next()
		last := !ok
		folded := string(fold(nil, word, script))
		var found []uint32
		switch {
		case script == characters && utf8.RuneCountInString(word) == 1:
			found = x.holding(folded)
		case last && t.Prefix && (script == characters || utf8.RuneCountInString(word) >= shortestPrefix):
			found = x.beginning(folded, script)
		case t.Exact:
			found = x.spelled(folded, script)
		default:
			var frequent bool
			found, frequent = x.formsOf(word, folded, script)
			a.frequent = frequent && last && len(a.steps) == 0
		}
		a.steps = append(a.steps, newChoice(found, len(x.spelt)))
	}
	return a
}

func (x *Index) spelled(folded string, s script) []uint32 {
	var all []uint32
	for _, l := range s.candidates() {
		if n, ok := x.number[l][folded]; ok {
			all = append(all, n)
		}
	}
	return all
}

func (x *Index) formsOf(word, folded string, s script) (all []uint32, frequent bool) {
	word = strings.ToLower(word)
	for i, l := range s.candidates() {
		stem, often := l.stem(word, folded)
		all = append(all, x.forms[l][stem]...)
		frequent = frequent || often && i == 0 // in English, or in the one language of its script
	}
	return all, frequent
}

func (x *Index) beginning(folded string, s script) []uint32 {
	var all []uint32
	for _, l := range s.candidates() {
		from, _ := slices.BinarySearchFunc(x.sorted[l], folded, func(n uint32, want string) int { return strings.Compare(x.spelt[n], want) })
		for _, n := range x.sorted[l][from:] {
			if !strings.HasPrefix(x.spelt[n], folded) {
				break
			}
			all = append(all, n)
		}
	}
	return all
}

// holding finds the pairs that one character is part of.
func (x *Index) holding(character string) []uint32 {
	var all []uint32
	for _, n := range x.sorted[plain] {
		if strings.Contains(x.spelt[n], character) {
			all = append(all, n)
		}
	}
	return all
}

// find returns the documents that have the words of an atom. What it returns may be part of the index.
func (x *Index) find(a *atom) *roaring.Bitmap {
	var all []*roaring.Bitmap
	for _, step := range a.steps {
		lists := make([]list, len(step.words))
		for i, w := range step.words {
			lists[i] = x.lists[w]
		}
		all = append(all, union(lists))
	}
	switch len(all) {
	case 0:
		return roaring.New()
	case 1:
		return all[0]
	}
	return roaring.FastAnd(all...)
}

// inOrder keeps the documents in which the steps of an atom follow one another.
func (x *Index) inOrder(docs *roaring.Bitmap, a *atom) *roaring.Bitmap {
	if len(a.steps) < 2 {
		return docs
	}
	var kept []uint32
	for it := docs.Iterator(); it.HasNext(); {
		if n := it.Next(); a.in(x.stream[x.starts[n]:x.starts[n+1]]) {
			kept = append(kept, n)
		}
	}
	return roaring.BitmapOf(kept...)
}

// in tells whether the steps follow one another in the words of a document.
func (a *atom) in(words []byte) bool {
	first := &a.steps[0]
	for len(words) > 0 {
		word, size := binary.Uvarint(words)
		words = words[size:]
		if word > 0 && first.has(uint32(word-1)) && a.goesOn(words) {
			return true
		}
	}
	return false
}

func (a *atom) goesOn(words []byte) bool {
	for i := 1; i < len(a.steps); i++ {
		word, size := binary.Uvarint(words)
		if size <= 0 || word == 0 || !a.steps[i].has(uint32(word-1)) {
			return false
		}
		words = words[size:]
	}
	return true
}
