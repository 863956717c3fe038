package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Piece is a part of a text: what was looked for, or what stands between.
type Piece struct {
	Text   string
	Marked bool
}

// marks finds the words of a query in a text.
type marks struct {
	x     *Index
	atoms []atom
}

func newMarks(x *Index, atoms []atom) marks {
	return marks{x, slices.DeleteFunc(slices.Clone(atoms), func(a atom) bool { return a.Not || len(a.steps) == 0 })}
}

// Mark cuts a text of a hit into what was looked for and the rest. Of a text that is longer than most letters it returns
// the part round the first word found, with " … " where something is left out; most 0 is the whole text.
func (p Page) Mark(text string, most int) []Piece {
	spans := p.marks.spans(text)
	from, to := window(text, spans, most)
	var all []Piece
	add := func(text string, marked bool) {
		if text != "" {
			all = append(all, Piece{text, marked})
		}
	}
	if from > 0 {
		add("… ", false)
	}
	at := from
	for _, s := range spans {
		if s[0] < at || s[1] > to {
			continue
		}
		add(text[at:s[0]], false)
		add(text[s[0]:s[1]], true)
		at = s[1]
	}
	add(text[at:to], false)
	if to < len(text) {
		add(" …", false)
	}
	return all
}

// Holds tells whether a text has a word that was looked for.
func (p Page) Holds(text string) bool { return len(p.marks.spans(text)) > 0 }

// spans returns where the words stand, from and to, in order and apart.
func (m marks) spans(text string) [][2]int {
	if len(m.atoms) == 0 || text == "" {
		return nil
	}
	in := roman(text)
	var tokens []token
	var numbers []uint32 // of each token, from 1; 0 if no document has it
	s, buf := scanner{text: text}, make([]byte, 0, 32)
	for t, ok := s.next(); ok; t, ok = s.next() {
		buf = fold(buf[:0], text[t.from:t.to], t.script)
		n, known := m.x.number[t.script.of(in)][string(buf)]
		if known {
			n++
		}
		tokens, numbers = append(tokens, t), append(numbers, n)
	}
	var spans [][2]int
	for i := range tokens {
		long := 0
		for j := range m.atoms {
			if steps := m.atoms[j].steps; follow(steps, numbers[i:]) {
				long = max(long, len(steps))
			}
		}
		if long == 0 {
			continue
		}
		span := [2]int{tokens[i].from, tokens[i+long-1].to}
		if n := len(spans); n > 0 && span[0] < spans[n-1][1] { // overlapping, as pairs of characters do
			spans[n-1][1] = max(spans[n-1][1], span[1])
			continue
		}
		spans = append(spans, span)
	}
	return spans
}

func follow(steps []choice, numbers []uint32) bool {
	if len(numbers) < len(steps) {
		return false
	}
	for i := range steps {
		if numbers[i] == 0 || !steps[i].has(numbers[i]-1) {
			return false
		}
	}
	return true
}

// window chooses the part of a text to show, in whole words.
func window(text string, spans [][2]int, most int) (from, to int) {
	if most <= 0 || utf8.RuneCountInString(text) <= most {
		return 0, len(text)
	}
	if len(spans) > 0 {
		from = back(text, spans[0][0], most/3)
	}
	to = from
	for n := 0; n < most && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	if to < len(text) {
		if cut := strings.LastIndexFunc(text[from:to], unicode.IsSpace); cut > (to-from)/2 {
			to = from + cut
		}
	}
	return from, to
}

// back goes back from a place by at most n letters, to the beginning of a word.
func back(text string, at, n int) int {
	from := at
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	if from == 0 {
		return 0
	}
	if space := strings.IndexFunc(text[from:at], unicode.IsSpace); space >= 0 {
		_, size := utf8.DecodeRuneInString(text[from+space:])
		return from + space + size
	}
	return from
}
