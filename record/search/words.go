package search

import (
	"unicode"
	"unicode/utf8"
)

// A token is one word of a text, or one pair of Chinese, Japanese or Korean characters, at text[from:to].
type token struct {
	from, to int
	script   script
}

// A script is a way of writing, as far as it decides how words are cut and folded.
type script byte

const (
	latin script = iota // and digits
	cyrillic
	arabic
	characters // Han, Hiragana, Katakana, Hangul
	other
)

func scriptOf(r rune) script {
	switch {
	case r < 0x250:
		return latin
	case r >= 0x400 && r < 0x530:
		return cyrillic
	case r >= 0x600 && r < 0x780, r >= 0xfb50 && r < 0xfe00, r >= 0xfe70 && r < 0xff00:
		return arabic
	case r >= 0x1100 && r < 0x1200, r >= 0x2e80 && r < 0xa000, r >= 0xac00 && r < 0xd7b0, r >= 0xf900 && r < 0xfb00, r >= 0xff10 && r < 0xffe0, r >= 0x20000 && r < 0x32000:
		return characters
	case unicode.Is(unicode.Latin, r):
		return latin
	}
	return other
}

// isWord tells whether a rune belongs to a word. Marks belong to the letter before them.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// A scanner cuts a text into tokens. Whatever is neither letter nor digit parts them: "L.45" is two words, as is "d’Ivoire".
type scanner struct {
	text string
	at   int
	run  int // end of the run of characters in which the scanner is
}

func (s *scanner) next() (token, bool) {
	if s.at < s.run {
		return s.pair(), true
	}
	for s.at < len(s.text) {
		r, n := rune(s.text[s.at]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s.text[s.at:])
		}
		if !isWord(r) {
			s.at += n
			continue
		}
		t := token{from: s.at, script: scriptOf(r)}
		s.at += n
		for s.at < len(s.text) {
			r, n := rune(s.text[s.at]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(s.text[s.at:])
			}
			if r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r) {
				s.at += n
				continue
			}
			if !isWord(r) || (scriptOf(r) == characters) != (t.script == characters) {
				break
			}
			s.at += n
		}
		t.to = s.at
		if t.script == characters {
			s.at, s.run = t.from, t.to
			return s.pair(), true
		}
		return t, true
	}
	return token{}, false
}

// pair returns the two characters at the scanner and goes one further, or the only one of a run.
func (s *scanner) pair() token {
	_, first := utf8.DecodeRuneInString(s.text[s.at:])
	from, second := s.at, s.at+first
	if second >= s.run { // alone
		s.at, s.run = second, 0
		return token{from, second, characters}
	}
	_, n := utf8.DecodeRuneInString(s.text[second:])
	to := second + n
	s.at = second
	if to >= s.run { // its last character is in this pair
		s.at, s.run = to, 0
	}
	return token{from, to, characters}
}
