package uprreport

import (
	"strconv"
	"strings"
)

// styles of the numbers under one paragraph.
const (
	unknown = iota
	byDot   // 186.237
	byPlain // 5.
	byLetter
	byRoman
	byBullet
)

// A scanner goes through the section line by line and finds paragraphs and items.
type scanner struct {
	all    []line
	out    []block
	style  int
	before int    // last plain number of the paragraph before: some lists go on from one paragraph to the next
	bullet string // of a list of bullets
	after  string // what stands after the plain numbers of a list: "." or ")"
}

// blocks finds the numbered paragraphs and items. A number at the start of a line counts only if it is the one that has
// to come next, so that years, articles and sums at the start of a wrapped line stay in their text.
func blocks(all []line) []block {
	s := &scanner{all: all}
	for i := range all {
		switch {
		case s.ends(i), s.dotted(i), s.plain(i), s.marked(i), len(s.out) == 0, s.theme(i):
		default:
			s.grow(i)
		}
	}
	return s.out
}

func (s *scanner) last() *block { return &s.out[len(s.out)-1] }

// place is where the scanner stands: the number of the paragraph, and of its last item; 0 for none.
func (s *scanner) place() (paragraph, index int) {
	if len(s.out) == 0 {
		return 0, 0
	}
	b := s.last()
	if n := len(b.items); n > 0 {
		index = b.items[n-1].index
	}
	return b.number, index
}

func (s *scanner) open(b block, style int) {
	s.before = 0
	if _, index := s.place(); s.style == byPlain {
		s.before = index
	}
	s.out, s.style = append(s.out, b), style
}

func (s *scanner) add(r raw, style int) {
	s.last().items, s.style = append(s.last().items, r), style
}

// ends opens the paragraph that closes the section, whatever its number, and keeps what follows out of the lists.
func (s *scanner) ends(i int) bool {
	l := s.all[i]
	paragraph, _ := s.place()
	m := plainNumber(l.text)
	if len(s.out) > 0 && s.last().final {
		if m.n == paragraph+1 {
			return false // a stray paragraph
		}
		s.last().lead = grow(s.last().lead, l.text)
		return true
	}
	rest, number := l.text, paragraph+1
	if m.ok {
		rest, number = m.rest, m.n
	}
	if len(s.out) > 0 && strings.Contains(rest, "onclusions") && finale.MatchString(rest) {
		s.open(block{number: number, lead: rest, page: l.page, final: true}, unknown)
		return true
	}
	return false
}

// dotted reads "186.237 text".
func (s *scanner) dotted(i int) bool {
	l := s.all[i]
	m := dottedNumber(l.text)
	paragraph, index := s.place()
	if m == nil || atoi(m[1]) == 0 || index > 0 && s.style != byDot {
		return false
	}
	item := raw{label: m[1] + "." + m[2], text: m[3], page: l.page}
	p, n := atoi(m[1]), atoi(m[2])
	if item.index = n; p != paragraph {
		misprint := paragraph > 0 && index > 0 && n == index+1 && near(m[1], paragraph)
		leading := index == 0 && n == 1 && paragraph > 0 && announces.MatchString(start(s.last().lead)) && strings.HasSuffix(s.last().lead, ":")
		switch {
		case misprint, leading:
			s.add(item, byDot)
		case index > 0 && n == index+1 && strings.HasPrefix(s.last().items[0].label, m[1]+"."): // all of the list have another number
			s.add(item, byDot)
		case n == 1 && (paragraph == 0 || p == paragraph+1): // the paragraph itself has lost its number
			s.open(block{number: p, page: l.page, items: []raw{item}}, byDot)
		default:
			return false
		}
		return true
	}
	switch rest := s.all[i+1:]; {
	case n == index+1: // as it should be
	case index == 0 || !ended(s.last().items) || comes(rest, p, index+1):
		return false
	case n != index && comes(rest, p, index+2) && !comes(rest, p, n+1),
		n == index && comes(rest, p, index+2): // the number is misprinted
		item.index = index + 1
	case n == index:
		item.dup = true
	case n > index && (n <= index+4 || comes(rest, p, n+1)): // numbers are missing in the report
	default:
		return false
	}
	s.add(item, byDot)
	return true
}

// plain reads "5. text": an item, or the next paragraph.
func (s *scanner) plain(i int) bool {
	l := s.all[i]
	m := plainNumber(l.text)
	if !m.ok {
		return false
	}
	paragraph, index := s.place()
	lists := s.style == unknown || s.style == byPlain
	isItem := paragraph > 0 && lists && (m.n == index+1 || index == 0 && s.before > 0 && m.n == s.before+1)
	if index > 0 && m.mark != s.after {
		isItem = false // "paragraph / 4) of"
	}
	isParagraph := paragraph == 0 && m.n > 3 || paragraph > 0 && m.n == paragraph+1
	if !isParagraph && paragraph > 0 && m.n > paragraph && m.n <= paragraph+3 && ended(s.last().items) && leads(s.all, i) {
		isItem, isParagraph = false, true // a paragraph between them is missing
	}
	if isItem && isParagraph {
		isItem = !leads(s.all, i)
		isParagraph = !isItem
	}
	if isItem && index == 0 && !announces.MatchString(start(s.last().lead)) && !comments.MatchString(start(s.last().lead)) {
		isItem = false
	}
	if isParagraph && len(s.out) > 0 && index > 0 && !leads(s.all, i) && !ended(s.last().items) {
		isParagraph = false // a number within a text
	}
	if !isItem && !isParagraph && s.style == byPlain && m.n > index+1 && m.n <= index+3 && ended(s.last().items) &&
		!plainComes(s.all[i+1:], index+1) && plainComes(s.all[i+1:], m.n+1) {
		isItem = true // numbers are missing in the report
	}
	switch {
	case isItem:
		s.after = m.mark
		s.last().goesOn = s.last().goesOn || index == 0 && m.n > 1
		s.add(raw{label: strconv.Itoa(paragraph) + "." + strconv.Itoa(m.n), index: m.n, text: m.rest, page: l.page}, byPlain)
	case isParagraph:
		s.open(block{number: m.n, lead: m.rest, page: l.page, final: closing.MatchString(m.rest)}, unknown)
	default:
		return false
	}
	return true
}

// marked reads "(a) text", "(iv) text" and texts after bullets.
func (s *scanner) marked(i int) bool {
	l := s.all[i]
	paragraph, index := s.place()
	if paragraph == 0 || s.style == byDot || s.style == byPlain || !announces.MatchString(start(s.last().lead)) ||
		index == 0 && !strings.HasSuffix(s.last().lead, ":") {
		return false
	}
	label := func(mark string) string { return strconv.Itoa(paragraph) + " (" + mark + ")" }
	if m := lettered.FindStringSubmatch(l.text); m != nil {
		item := raw{label: label(m[1]), index: index + 1, text: m[2], page: l.page}
		switch {
		case m[1] == letter(index+1) && (s.style == unknown || s.style == byLetter):
			s.add(item, byLetter)
			return true
		case m[1] == roman(index+1) && (s.style == unknown || s.style == byRoman):
			s.add(item, byRoman)
			return true
		}
	}
	if m := bulleted.FindStringSubmatch(l.text); m != nil && (s.style == unknown || s.style == byBullet && m[1] == s.bullet) {
		s.bullet = m[1]
		s.add(raw{label: strconv.Itoa(paragraph) + "." + strconv.Itoa(index+1), index: index + 1, text: m[2], page: l.page}, byBullet)
		return true
	}
	return false
}

// theme tells whether a line is a heading between two items: short, alone, without an end, and the next item after it.
func (s *scanner) theme(i int) bool {
	l := s.all[i]
	paragraph, index := s.place()
	const longest = 90 // bytes of a heading
	if i+1 >= len(s.all) || s.style != byDot || !l.after || !s.all[i+1].after || len(l.text) > longest || !finished(s.last().items) ||
		strings.ContainsAny(l.text, "();") || !capital.MatchString(l.text) {
		return false
	}
	m := dottedNumber(s.all[i+1].text)
	return m != nil && atoi(m[1]) == paragraph && atoi(m[2]) == max(index, 0)+1
}

// grow adds a line that opens nothing to what is open.
func (s *scanner) grow(i int) {
	l, b := s.all[i], s.last()
	switch n := len(b.items); {
	case b.after != "":
		b.after = grow(b.after, l.text)
	case n == 0:
		b.lead = grow(b.lead, l.text)
	case l.after && ended(b.items) && above.MatchString(l.text):
		b.after = l.text
	default:
		b.items[n-1].text = grow(b.items[n-1].text, l.text)
	}
}
