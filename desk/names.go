package desk

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A match says whether a name stands in a text.
type match int

const (
	absent  match = iota
	perhaps       // a short part of it, which is also a word: somebody has to look
	found
)

// A word is a word of a text, folded.
type word struct {
	text  string
	lower bool // it begins with a small letter, in a script that has them
}

// wordsOf splits a text into words of letters and digits.
func wordsOf(text string) []word {
	var all []word
	for _, part := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Cf)
	}) {
		if folded := string(fold(part)); folded != "" {
			first, _ := utf8.DecodeRuneInString(part)
			all = append(all, word{folded, unicode.IsLower(first)})
		}
	}
	return all
}

// squash leaves the letters and digits of a text, folded.
func squash(text string) string { return join(wordsOf(text)) }

func join(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.text)
	}
	return b.String()
}

// namedWords returns the words of the names that may be shown.
func namedWords(names []Row[Identity], ids []string) map[string]bool {
	words := map[string]bool{}
	for _, name := range names {
		if slices.Contains(ids, name.ID) {
			for _, w := range wordsOf(name.Data.Name) {
				words[w.text] = true
			}
		}
	}
	return words
}

// particles are parts of names that say nothing by themselves, and the shortest English words.
var particles = strings.Fields("the and bin bint ibn abu umm abd del della van von der den dos das mac ben bar san santa sri haji hajji " +
	"sheikh doctor mrs miss mr ms dr he me we be my by no so do to go in on an as at or of if is it us up am")

// nameIn looks for a name, or a part of it, in a text. Words in shown belong to names that may stand there.
//
// The whole name is found however it is written, together or apart. A part of five letters or more is found at the start
// of a word, one of seven anywhere in it. A shorter part has to be a word of its own, and where it begins with a small
// letter, or has only two letters, it is no more than perhaps a name ("may", "long").
func nameIn(name, text string, shown map[string]bool) match {
	parts := wordsOf(name)
	words := wordsOf(text)
	hidden := slices.DeleteFunc(slices.Clone(parts), func(part word) bool { return shown[part.text] })
	if len(hidden) == 0 {
		return absent
	}
	whole := join(parts)
	if letters(whole) >= 2 && (letters(whole) >= 8 && strings.Contains(join(words), whole) || runOf(words, whole)) && !slices.Contains(particles, whole) {
		return found
	}
	best := absent
	for _, part := range hidden {
		if slices.Contains(particles, part.text) {
			continue
		}
		if unspaced(part.text) {
			if letters(part.text) >= 2 && strings.Contains(join(words), part.text) {
				return found
			}
			continue
		}
		for _, w := range words {
			best = max(best, partIn(part.text, w))
		}
	}
	return best
}

func letters(text string) int { return utf8.RuneCountInString(text) }

// runOf tells whether words that follow each other, written together, are the text.
func runOf(words []word, text string) bool {
	for i := range words {
		run := ""
		for _, w := range words[i:] {
			if run += w.text; len(run) >= len(text) {
				break
			}
		}
		if run == text {
			return true
		}
	}
	return false
}

// partIn looks for one part of a name in one word.
func partIn(part string, w word) match {
	n := letters(part)
	cased := strings.ContainsFunc(part, func(r rune) bool { return unicode.IsLower(r) }) // it is folded: capitals are small
	same := w.text == part || w.text == part+"s"
	switch {
	case n >= 7 && strings.Contains(w.text, part), n >= 5 && strings.HasPrefix(w.text, part):
		return found
	case n >= 4 && !cased && strings.Contains(w.text, part): // such as Arabic, where words have prefixes
		return found
	case n >= 3 && same && !w.lower:
		return found
	case n >= 3 && same, n == 2 && same && !w.lower:
		return perhaps
	}
	return absent
}

// unspaced tells whether a word is written in a script, such as Han, that sets no spaces between words.
func unspaced(word string) bool {
	for _, r := range word {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan) {
			return false
		}
	}
	return word != ""
}

// termIn tells whether a term stands in a text, whatever its case, diacritics, spaces and hyphens. A term shorter than
// four letters has to be a word of its own.
func termIn(term, text string) bool {
	want := squash(term)
	switch n := letters(want); {
	case n == 0:
		folded := fold(term)
		return len(folded) > 0 && bytes.Contains(fold(text), folded)
	case n < 4 && !unspaced(want):
		return slices.ContainsFunc(wordsOf(text), func(w word) bool { return w.text == want })
	}
	return strings.Contains(squash(text), want)
}
