// Package words holds the word lists in which a receipt is written down, read
// aloud and typed in again.
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
