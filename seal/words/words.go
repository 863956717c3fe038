// Package words holds the word lists in which a receipt is written down, read
// aloud and typed in again.
//
// English is the BIP39 list: 2048 words, no two alike in their first four
// letters. Arabic was made for this project: 1024 everyday words of Modern
// Standard Arabic for things found in nature, food, the house, crafts and
// colours, without article, 3 to 7 letters each. No word names violence,
// faith, politics or the authorities: a note with such words on it should look
// like nothing in particular.
//
// What holds for the Arabic list, and is tested:
//
//   - all words differ after [Normalise], so that vowel signs, hamza, and the
//     choice between ه and ة or ى and ي never matter;
//   - all words differ after [Shape] too, so that no word becomes another when
//     handwriting loses or misplaces dots;
//   - no word becomes another by one slip of the fingers (a letter left out,
//     added or replaced, or two neighbours swapped).
//
// A slip and lost dots in the same word can still lead to another word of the
// list; the check word of a receipt is there for that.
//
// A word's number is its place in the list, so a list, once in use, must never
// change: people hold receipts written in it.
package words

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/tyler-smith/go-bip39/wordlists"
)

//go:embed ar.txt
var arabic string

// list is one language's words and the ways to find a word again.
type list struct {
	words []string
	exact map[string]int // by Normalise
	shape map[string]int // by Shape
}

// lists is built once at start and never written again.
var lists = map[string]list{
	"ar": newList(strings.Fields(arabic)),
	"en": newList(wordlists.English),
}

func newList(words []string) list {
	l := list{words: words, exact: make(map[string]int), shape: make(map[string]int)}
	for i, w := range words {
		l.exact[Normalise(w)] = i
		l.shape[Shape(w)] = i
	}
	return l
}

// Languages returns the languages that have a list, as BCP 47 codes, sorted.
func Languages() []string {
	return []string{"ar", "en"}
}

// List returns the words of a language in the order of their numbers, or nil
// if there is no list for it. The caller may keep and change the slice.
func List(lang string) []string {
	return slices.Clone(lists[lang].words)
}

// Index returns the number of a word in the list of a language, and whether
// the list has it. It compares by Normalise and, if that finds nothing, by
// Shape: an Arabic word with wrong or missing dots is still found.
func Index(lang, word string) (int, bool) {
	l := lists[lang]
	if i, ok := l.exact[Normalise(word)]; ok {
		return i, true
	}
	i, ok := l.shape[Shape(word)]
	return i, ok
}
