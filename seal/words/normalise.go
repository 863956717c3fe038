package words

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Normalise returns the form under which words are compared, so that a word
// counts as the same however a keyboard or a hand wrote it.
//
// It applies NFKC (which also turns Arabic presentation forms, as copied out
// of some PDF files, into plain letters) and lower case, and then:
//
//   - leaves out Arabic vowel signs (U+064B to U+0652, U+0670), combining
//     hamza and madda (U+0653 to U+0655), tatweel, white space, and invisible
//     characters such as direction marks;
//   - writes أ إ آ ٱ as ا, ى as ي, ة as ه, ؤ as و and ئ as ي, and leaves out
//     the free-standing ء, so that hamza never matters;
//   - writes the Persian and Urdu letters ی and ک as ي and ك.
//
// Normalise(Normalise(s)) == Normalise(s).
func Normalise(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.Map(fold, s)
	return norm.NFKC.String(s)
}

// fold gives the letter that stands for r in comparisons, or -1 for none.
func fold(r rune) rune {
	switch {
	case r >= 0x064B && r <= 0x0655, r == 0x0670, r == 'ـ', r == 'ء':
		return -1
	case unicode.Is(unicode.Cf, r), unicode.IsSpace(r):
		return -1
	}
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ئ', 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ؤ':
		return 'و'
	case 'ة':
		return 'ه'
	}
	return r
}
