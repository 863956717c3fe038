package reuse

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
)

// A Word is one token of a text: a run of letters and digits, case-folded.
type Word struct {
	Text       string // folded, so that "STRASSE" and "Straße" are one word
	Start, End int    // bytes of the text it stands for
}

// Words splits a text: it is case-folded (Unicode full folding), and what is neither a letter nor a digit separates words.
func Words(text string) []Word {
	var all []Word
	fold := cases.Fold()
	var word []byte
	start, end := 0, 0
	flush := func() {
		if len(word) > 0 {
			all = append(all, Word{string(word), start, end})
			word = word[:0]
		}
	}
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:]) // a broken byte is one byte
		}
		take := func(f rune) {
			if !unicode.IsLetter(f) && !unicode.IsDigit(f) {
				flush()
				return
			}
			if len(word) == 0 {
				start = i
			}
			end = i + size
			word = utf8.AppendRune(word, f)
		}
		switch {
		case 'A' <= r && r <= 'Z':
			take(r + 'a' - 'A')
		case r < utf8.RuneSelf:
			take(r)
		default:
			for _, f := range fold.String(string(r)) { // one letter can fold to several
				take(f)
			}
		}
	}
	flush()
	return all
}
