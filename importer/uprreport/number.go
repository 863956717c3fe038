package uprreport

import (
	"regexp"
	"slices"
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
	final  bool // it closes the section: "All conclusions and/or recommendations contained in the present report ..."
	goesOn bool // the numbers of the items follow those of the paragraph before
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
	plain    = regexp.MustCompile(`^(\d{1,3})\s?([.)])(?:\s+|$)(.*)$|^(\d{1,3})\.([\p{Lu}“"].*)$`)
	lettered = regexp.MustCompile(`^\(?([a-z]{1,7})\)\s+(.*)$`)
	bulleted = regexp.MustCompile(`^([•●▪◦·*–—-]|\x{F0B7})\s+(.*)$`)
	capital  = regexp.MustCompile(`^\p{Lu}`)
)

// section returns the lines of the conclusions: from the heading of that name to the voluntary commitments or the annex. The
// first heading may be that of the table of contents, and a later one that of something else: the last with items counts. A
// text without that heading begins at the first paragraph that announces recommendations to the State.
//
// whole tells whether the end was found, too.
func section(all []line) (found []block, whole bool) {
	var starts []int
	for i, l := range all {
		if heading.MatchString(l.text) {
			starts = append(starts, i+1)
		} else if i+1 < len(all) && len(l.text) < 60 && heading.MatchString(l.text+" "+all[i+1].text) {
			starts = append(starts, i+2) // the heading runs over two lines
		}
	}
	const most = 4 // headings that are tried: a text of nothing else must not take for ever
	for _, start := range slices.Backward(starts[max(0, len(starts)-most):]) {
		if found, whole = from(all, start); hasItems(found) {
			return found, whole
		}
	}
	tried := 0
	for i, l := range all {
		if plain.MatchString(l.text) && opening.MatchString(text(all, i, 4)) && tried < most {
			tried++
			if found, whole = from(all, i); hasItems(found) {
				return found, whole
			}
		}
	}
	return nil, false
}

func from(all []line, start int) (found []block, whole bool) {
	for i := start; i < len(all); i++ {
		if ending.MatchString(all[i].text) {
			return blocks(all[start:i]), true
		}
	}
	return blocks(all[start:]), false
}

func hasItems(found []block) bool {
	return slices.ContainsFunc(found, func(b block) bool { return len(b.items) > 0 })
}

var opening = regexp.MustCompile(`(?i)recommendations? (?:formulated|made|listed|below|noted)|following recommendations?|recommendations? .{0,80}(?:listed below|enjoy|will be examined)`)

func text(all []line, from, n int) string {
	s := ""
	for i := from; i < len(all) && i < from+n; i++ {
		s = join(s, all[i].text)
	}
	return s
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
	mark string // what stands after it: "." or ")"
	rest string
	ok   bool
}

func plainNumber(s string) number {
	m := plain.FindStringSubmatch(s)
	switch {
	case m == nil:
		return number{}
	case m[1] != "":
		return number{atoi(m[1]), m[2], m[3], true}
	}
	return number{atoi(m[4]), ".", m[5], true}
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

// finished tells whether the last item has its States and its end; a heading may follow.
func finished(items []raw) bool {
	if len(items) == 0 {
		return true
	}
	text := strings.TrimRight(items[len(items)-1].text, " ;.")
	return strings.HasSuffix(text, ")") && upr.BeforeStates(text) != text
}

// ended tells whether the last item is complete: it ends with the bracket of its States or the end of a sentence.
func ended(items []raw) bool {
	if len(items) == 0 {
		return true
	}
	s := strings.TrimRight(items[len(items)-1].text, " ")
	return strings.HasSuffix(s, ";") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ")") || strings.HasSuffix(s, "),")
}

// ahead is how many lines are searched for a number that is to come.
const ahead = 400

// comes tells whether the item with the given number is still ahead.
func comes(rest []line, paragraph, index int) bool {
	for _, l := range rest[:min(len(rest), ahead)] {
		if m := dottedNumber(l.text); m != nil && atoi(m[1]) == paragraph && atoi(m[2]) == index {
			return true
		}
	}
	return false
}

func plainComes(rest []line, n int) bool {
	for _, l := range rest[:min(len(rest), ahead)] {
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

// roman is the n-th small Roman number; "" from 50 on.
func roman(n int) string {
	if n < 1 || n > 49 {
		return ""
	}
	tens := []string{"", "x", "xx", "xxx", "xl"}
	ones := []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}
	return tens[n/10] + ones[n%10]
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
