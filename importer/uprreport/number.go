package uprreport

import (
	"regexp"
	"strconv"
	"strings"

	"unhindered/record/upr"
)

// A block is one numbered paragraph of the section of conclusions, with the items that stand under it.
type block struct {
	number int
	lead   string // the paragraph itself
	after  string // text that follows the last item without a number of its own
	items  []raw
	page   int
}

// A raw item is one numbered text under a paragraph.
type raw struct {
	label string // as printed: "186.237", or "114.5" made of paragraph and item where only "5." is printed
	index int
	text  string
	page  int
	dup   bool // the report gives this number twice
}

var (
	heading  = regexp.MustCompile(`(?i)^(?:(?:chapter\s+)?[IVX]{1,4}[.:]?\s+)?conclusions?\s*(?:and\s*(?:/\s*or)?|/|or)\s*recommendations?[\s*\d/]*$`)
	ending   = regexp.MustCompile(`(?i)^(?:[IVX]{1,4}\.\s+voluntary|voluntary (?:commitments|pledges)(?: and (?:commitments|pledges))?(?: of the .{3,60})?$|annex(?:\s+[IVX\d]+)?[\s*]*$|composition of the delegation)`)
	dotted   = regexp.MustCompile(`^\[?(\d{1,3})\s?[.,]\s?(\d{1,3})(?:\s?[.:)–—-]\s*|\s+|$|\]\s*)(.*)$`)
	tight    = regexp.MustCompile(`^(\d{1,3})\.(\d{1,3})([\p{Lu}“"].*)$`) // "124.1Ratify": the blank was lost
	plain    = regexp.MustCompile(`^(\d{1,3})\s?[.)](?:\s+|$)(.*)$|^(\d{1,3})\.([\p{Lu}“"].*)$`)
	lettered = regexp.MustCompile(`^\(?([a-z]{1,2})\)\s+(.*)$`)
)

// section returns the lines of the conclusions: from the last heading of that name (the first is in the table of
// contents) to the voluntary commitments or the annex. A text without that heading begins at the first paragraph that
// announces recommendations to the State.
//
// whole tells whether the end was found, too.
func section(all []line) (part []line, whole bool) {
	start := -1
	for i, l := range all {
		text := l.text
		if heading.MatchString(text) {
			start = i + 1
		} else if i+1 < len(all) && len(text) < 60 && heading.MatchString(text+" "+all[i+1].text) {
			start = i + 2 // the heading runs over two lines
		}
	}
	if start < 0 {
		for i, l := range all {
			if plain.MatchString(l.text) && opening.MatchString(text(all, i, 4)) {
				start = i
				break
			}
		}
	}
	if start < 0 {
		return nil, false
	}
	for i := start; i < len(all); i++ {
		if ending.MatchString(all[i].text) {
			return all[start:i], true
		}
	}
	return all[start:], false
}

var opening = regexp.MustCompile(`(?i)recommendations? (?:formulated|made|listed|below|noted)|following recommendations?|recommendations? .{0,80}(?:listed below|enjoy|will be examined)`)

func text(all []line, from, n int) string {
	s := ""
	for i := from; i < len(all) && i < from+n; i++ {
		s = join(s, all[i].text)
	}
	return s
}

// styles of the numbers under one paragraph.
const (
	unknown = iota
	byDot   // 186.237
	byPlain // 5.
	byLetter
)

// blocks finds the numbered paragraphs and items. A number at the start of a line counts only if it is the one that has
// to come next, so that years, articles and sums at the start of a wrapped line stay in their text.
func blocks(all []line) []block {
	var out []block
	style := unknown
	cur := func() *block { return &out[len(out)-1] }
	for i, l := range all {
		paragraph, index := 0, 0
		if len(out) > 0 {
			paragraph = cur().number
			if n := len(cur().items); n > 0 {
				index = cur().items[n-1].index
			}
		}
		if closed(out) { // nothing of interest follows but a stray paragraph
			if m := plainNumber(l.text); m.n != paragraph+1 {
				cur().lead = grow(cur().lead, l.text)
				continue
			}
		}
		if m := dottedNumber(l.text); m != nil && style != byPlain && style != byLetter || m != nil && index == 0 {
			p, n := atoi(m[1]), atoi(m[2])
			switch {
			case p == paragraph && n == index+1, // as it should be
				p == paragraph && n > index && n <= index+4 && !comes(all[i+1:], p, index+1),          // numbers are missing in the report
				p != paragraph && paragraph > 0 && n == index+1 && index > 0 && near(m[1], paragraph): // the paragraph's number is misprinted
				cur().items = append(cur().items, raw{label: m[1] + "." + m[2], index: n, text: m[3], page: l.page})
				style = byDot
				continue
			case p == paragraph && n == index && index > 0 && ended(cur().items):
				cur().items = append(cur().items, raw{label: m[1] + "." + m[2], index: n, text: m[3], page: l.page, dup: true})
				continue
			case n == 1 && (paragraph == 0 || p == paragraph+1): // the paragraph itself has lost its number
				out = append(out, block{number: p, page: l.page, items: []raw{{label: m[1] + "." + m[2], index: 1, text: m[3], page: l.page}}})
				style = byDot
				continue
			}
		}
		if m := plainNumber(l.text); m.ok {
			isItem := paragraph > 0 && style != byDot && style != byLetter && m.n == index+1
			isParagraph := paragraph == 0 && m.n > 3 || paragraph > 0 && m.n == paragraph+1
			if !isParagraph && paragraph > 0 && m.n > paragraph && m.n <= paragraph+3 && ended(cur().items) && leads(all, i) {
				isItem, isParagraph = false, true // a paragraph between them is missing
			}
			if isItem && isParagraph {
				isItem = !leads(all, i)
				isParagraph = !isItem
			}
			if isItem && index == 0 && !announces.MatchString(start(cur().lead)) && !comments.MatchString(start(cur().lead)) {
				isItem = false
			}
			if isParagraph && len(out) > 0 && style == byPlain && !leads(all, i) && !ended(cur().items) {
				isParagraph = false // a number within a text
			}
			if !isItem && !isParagraph && style == byPlain && m.n > index+1 && m.n <= index+3 && ended(cur().items) &&
				!plainComes(all[i+1:], index+1) && plainComes(all[i+1:], m.n+1) {
				isItem = true // numbers are missing in the report
			}
			switch {
			case isItem:
				cur().items = append(cur().items, raw{label: strconv.Itoa(paragraph) + "." + strconv.Itoa(m.n), index: m.n, text: m.rest, page: l.page})
				style = byPlain
				continue
			case isParagraph:
				out = append(out, block{number: m.n, lead: m.rest, page: l.page})
				style = unknown
				continue
			}
		}
		if m := lettered.FindStringSubmatch(l.text); m != nil && paragraph > 0 && (style == unknown || style == byLetter) &&
			announces.MatchString(start(cur().lead)) && m[1] == letter(index+1) && (index > 0 || strings.HasSuffix(cur().lead, ":")) {
			cur().items = append(cur().items, raw{label: strconv.Itoa(paragraph) + " (" + m[1] + ")", index: index + 1, text: m[2], page: l.page})
			style = byLetter
			continue
		}
		if len(out) == 0 {
			continue
		}
		b := cur()
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
	return out
}

// dottedNumber reads "186.237 text": the whole, the two numbers and the text; nil if the line does not begin so.
func dottedNumber(s string) []string {
	if m := dotted.FindStringSubmatch(s); m != nil {
		return m
	}
	return tight.FindStringSubmatch(s)
}

// longest bounds a paragraph or item, in bytes: no real one is near it, and what is not one must not take for ever.
const longest = 20_000

func grow(text, more string) string {
	if len(text) > longest {
		return text
	}
	return join(text, more)
}

// start is as much of a paragraph as tells what it is.
func start(text string) string { return text[:min(len(text), 600)] }

type number struct {
	n    int
	rest string
	ok   bool
}

func plainNumber(s string) number {
	m := plain.FindStringSubmatch(s)
	switch {
	case m == nil:
		return number{}
	case m[1] != "":
		return number{atoi(m[1]), m[2], true}
	}
	return number{atoi(m[3]), m[4], true}
}

// leads tells whether the numbered line at i opens a paragraph rather than an item: its text speaks of recommendations
// before it names a State in brackets.
func leads(all []line, i int) bool {
	s := upr.BeforeStates(text(all, i, 5))
	return opening.MatchString(s) || closing.MatchString(plainNumber(s).rest) || referring.MatchString(s)
}

var referring = regexp.MustCompile(`(?i)recommendations? (?:\w+ ){0,6}(?:nos?\.|in paragraphs?|contained|enjoy|which|that have|have (?:already )?been|will be|above)|(?:considers?|considered|response|position) .{0,80}recommendations|with regard to the .{0,20}recommendations`)

func closed(out []block) bool {
	return len(out) > 0 && closing.MatchString(start(out[len(out)-1].lead))
}

// ended tells whether the last item is complete: it ends with the bracket of its States or the end of a sentence.
func ended(items []raw) bool {
	if len(items) == 0 {
		return true
	}
	s := strings.TrimRight(items[len(items)-1].text, " ")
	return strings.HasSuffix(s, ";") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ")") || strings.HasSuffix(s, "),")
}

// comes tells whether the item with the given number is still ahead.
func comes(rest []line, paragraph, index int) bool {
	for _, l := range rest {
		if m := dottedNumber(l.text); m != nil && atoi(m[1]) == paragraph && atoi(m[2]) == index {
			return true
		}
	}
	return false
}

func plainComes(rest []line, n int) bool {
	for _, l := range rest[:min(len(rest), 200)] {
		if m := plainNumber(l.text); m.ok && m.n == n {
			return true
		}
	}
	return false
}

// near tells whether a number differs from the paragraph's by one digit, as a misprint does.
func near(printed string, paragraph int) bool {
	right := strconv.Itoa(paragraph)
	wrong := 0
	for i := 0; i < len(right) && len(right) == len(printed); i++ {
		if printed[i] != right[i] {
			wrong++
		}
	}
	return wrong == 1
}

// letter is the n-th mark of a lettered list: a to z, then aa, bb ...
func letter(n int) string {
	if n <= 26 {
		return string(rune('a' + n - 1))
	}
	c := string(rune('a' + (n-27)%26))
	return c + c
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
