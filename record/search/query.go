package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Query is what was asked for, read. Its zero value asks for everything.
type Query struct {
	Terms []Term
	// Cut tells that the query was longer than MaxBytes or MaxTerms, and that the rest was left out.
	Cut bool
}

// A Term is one condition: every document found meets all of them.
type Term struct {
	Text   string // words, with single spaces between them
	Exact  bool   // as written, one after the other: "..." around it
	Prefix bool   // its last word is only the beginning of one: * after it
	Not    bool   // documents must not have it: - before it
}

// What a query may ask for; more words only find less.
const (
	MaxBytes = 1000
	MaxTerms = 24
)

// quotes are the marks around words that belong together, in the languages of the UN.
const quotes = "\"“”„«»「」『』"

// Parse reads a query as people write it. There is no query that it refuses: signs that mean nothing to it are left out.
//
//	torture prison        both words, in any form
//	"right to life"       these words in this order, as written
//	defend*               words that begin so
//	-business             without this word
func Parse(text string) Query {
	var q Query
	if len(text) > MaxBytes {
		text, q.Cut = text[:MaxBytes], true
	}
	text = strings.ToValidUTF8(text, " ")
	for {
		text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
		if text == "" {
			return q
		}
		var t Term
		if r, n := utf8.DecodeRuneInString(text); r == '-' || r == '−' {
			t.Not, text = true, text[n:]
		}
		t, text = readTerm(t, text)
		if t.Text == "" {
			continue
		}
		if len(q.Terms) == MaxTerms {
			q.Cut = true
			return q
		}
		q.Terms = append(q.Terms, t)
	}
}

// readTerm reads the term at the beginning of a text and returns what follows it.
func readTerm(t Term, text string) (_ Term, rest string) {
	if r, n := utf8.DecodeRuneInString(text); n > 0 && strings.ContainsRune(quotes, r) {
		inside := text[n:]
		end := strings.IndexAny(inside, quotes)
		if end < 0 { // never closed: the rest
			end, rest = len(inside), ""
		} else {
			_, n := utf8.DecodeRuneInString(inside[end:])
			rest = inside[end+n:]
		}
		t.Exact, t.Text = true, tidy(inside[:end])
		return t, rest
	}
	end := strings.IndexFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(quotes, r)
	})
	if end < 0 {
		end = len(text)
	}
	chunk := text[:end]
	t.Prefix = strings.HasSuffix(chunk, "*")
	t.Text = tidy(chunk)
	t.Prefix = t.Prefix && t.Text != ""
	return t, text[end:]
}

// tidy takes away what stands around words and means nothing.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	first := strings.IndexFunc(text, isWord)
	if first < 0 {
		return ""
	}
	text = strings.TrimRightFunc(text[first:], func(r rune) bool { return !isWord(r) && !unicode.Is(unicode.Mn, r) })
	return strings.Join(strings.Fields(text), " ")
}

// String writes the query so that Parse reads it again.
func (q Query) String() string {
	all := make([]string, len(q.Terms))
	for i, t := range q.Terms {
		all[i] = t.String()
	}
	return strings.Join(all, " ")
}

// String writes the term as Parse reads it.
func (t Term) String() string {
	text := t.Text
	switch {
	case t.Exact:
		text = `"` + text + `"`
	case t.Prefix:
		text += "*"
	}
	if t.Not {
		return "-" + text
	}
	return text
}

// Key is a name or symbol without what does not matter in it: "A/HRC/36/L.45" and "a hrc 36 l 45" are one.
func Key(text string) string {
	var b []byte
	s := scanner{text: text}
	for {
		t, ok := s.next()
		if !ok || len(b) > MaxBytes {
			return string(b)
		}
		if len(b) > 0 {
			b = append(b, '/')
		}
		b = fold(b, text[t.from:t.to], t.script)
	}
}
