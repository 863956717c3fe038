package words

import "strings"

// Shape returns Normalise(s) with each Arabic letter replaced by one that
// stands for all letters of the same body, whatever their dots: handwriting
// and small print lose dots first. Other scripts pass through unchanged.
func Shape(s string) string {
	return strings.Map(body, Normalise(s))
}

// body gives the letter that stands for all letters drawn like r. The groups
// are wider than the letters' final forms need (ن and ي differ from ب at the
// end of a word), so two different shapes are always told apart by hand.
func body(r rune) rune {
	switch r {
	case 'ت', 'ث', 'ن', 'ي', 'ٮ', 'ں', 'پ':
		return 'ب'
	case 'ج', 'خ', 'چ':
		return 'ح'
	case 'ذ':
		return 'د'
	case 'ز', 'ژ':
		return 'ر'
	case 'ش':
		return 'س'
	case 'ض':
		return 'ص'
	case 'ظ':
		return 'ط'
	case 'غ':
		return 'ع'
	case 'ق', 'ڡ', 'ٯ', 'ڤ':
		return 'ف'
	case 'گ':
		return 'ك'
	}
	return r
}
