package coding

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTokens bounds what is read of a text. The longest recommendation of UPR Info has some 350 words.
const maxTokens = 1200

// A token is a word (letters and digits, with what follows an apostrophe) or one of the marks , ; : and the full stop.
type token struct {
	start, end int // bytes of the text
	lower      string
	hash       uint64
	kind       kind
}

func (t *token) word() bool { return t.kind&isMark == 0 }

// tokenise cuts a text into tokens. The lower-case words share one string.
func tokenise(text string, into []token) []token {
	into = into[:0]
	var lower strings.Builder
	lower.Grow(len(text))
	for at := 0; at < len(text) && len(into) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case letter(r):
			from := lower.Len()
			end := word(text, at, &lower)
			into = append(into, token{start: at, end: end, lower: lower.String()[from:]})
			at = end
			continue
		case r == ',' || r == ';' || r == ':' || r == '.':
			into = append(into, token{start: at, end: at + 1, lower: text[at : at+1], kind: isMark})
		}
		at += size
	}
	for i := range into {
		t := &into[i]
		t.hash = hashString(t.lower)
		if t.word() {
			t.kind = kinds[t.lower]
			if strings.HasSuffix(t.lower, "ing") {
				t.kind |= isGerund
			}
			if strings.HasSuffix(t.lower, "ly") {
				t.kind |= isAdverb
			}
		}
	}
	return into
}

// word reads the word that begins at a byte of the text, and returns where it ends.
func word(text string, at int, lower *strings.Builder) int {
	apostrophe := false
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case letter(r):
			lower.WriteRune(unicode.ToLower(r))
		case (r == '\'' || r == '’') && !apostrophe:
			next, _ := utf8.DecodeRuneInString(text[at+size:])
			if !unicode.IsLetter(next) {
				return at
			}
			apostrophe = true
			lower.WriteByte('\'')
		default:
			return at
		}
		at += size
	}
	return at
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// The numbers of FNV-1a.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// hashString is FNV-1a with 64 bits.
func hashString(s string) uint64 {
	h := uint64(hashStart)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return h
}

// mix joins a hash to another, order included.
func mix(h, next uint64) uint64 {
	h = (h ^ next) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}
