package upraddendum

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"unhindered/importer/uprreport"
	"unhindered/record/upr"
)

// A Position is what the State says to one recommendation.
type Position struct {
	Number   string // as in the report: "122.17"
	Position string // upr.Supported, upr.Noted, or upr.Unknown if the text does not decide
	Said     string
}

// Parse finds the positions in the text of an addendum. numbers are those of the report, in order. Where the text decides
// nothing, or gives two answers to one number, the position stays unknown.
func Parse(text string, numbers []string) []Position {
	a := answers{at: map[string]int{}, numbers: map[string]bool{}, paragraph: map[string][]string{}, order: numbers}
	for _, n := range numbers {
		a.numbers[n] = true
		paragraph, index, _ := strings.Cut(n, ".")
		a.paragraph[index] = append(a.paragraph[index], paragraph)
	}
	lines := uprreport.Lines(text)
	whole := uprreport.Join(lines)
	a.lists(whole)
	a.entries(lines, len(a.all) > 0)
	if len(a.all) == 0 {
		a.allOfThem(whole)
	}
	place := map[string]int{}
	for i, n := range numbers {
		place[n] = i
	}
	slices.SortStableFunc(a.all, func(x, y Position) int { return place[x.Number] - place[y.Number] })
	return a.all
}

type answers struct {
	all       []Position
	at        map[string]int
	numbers   map[string]bool
	order     []string
	paragraph map[string][]string // paragraphs that have an item of that number
}

// put notes an answer. Two that differ leave the number undecided; both are kept in words.
func (a *answers) put(p Position) {
	i, have := a.at[p.Number]
	if !have {
		a.at[p.Number] = len(a.all)
		a.all = append(a.all, p)
		return
	}
	known := &a.all[i]
	if known.Position == upr.Unknown {
		known.Position = p.Position
	}
	if !strings.Contains(known.Said, p.Said) {
		known.Said += " " + p.Said
	}
}

const (
	one   = `\d{1,3}(?:\.\d{1,3})?`
	span  = one + `(?:\s?(?:[–—-]|to|through)\s?` + one + `)?`
	many  = `(?:` + span + `(?:\s?\([^)]{0,60}\))?(?:,\s?and\s+|,\s?|;\s?|\s+and\s+|\s+&\s+|\s+)?)+`
	which = `(?:\s+(?:the|all|following|recommendations?|contained|listed|made|set|out|in|paragraphs?|paras?\.?|under|numbers?|nos?\.?|below|namely|which|are|with|of|report|States?|` +
		`Working|Group|its|as|follows|numbered|those|\d{1,3}\s+recommendations?|\((?:paras?|nos?|recommendations?)[^)]*\)))*[\s:–—-]*`
)

var item = regexp.MustCompile(`(` + one + `)(?:\s?(?:[–—-]|to|through)\s?(` + one + `))?`)

// expand returns the numbers of the report that a list names, ranges filled. A bare number is one of the report's only
// paragraph that has it.
func (a *answers) expand(list string) []string {
	var all []string
	last := "" // "122.14-16": the paragraph goes on
	add := func(paragraph string, index int) {
		i := strconv.Itoa(index)
		if paragraph == "" {
			if of := a.paragraph[i]; len(of) == 1 {
				paragraph = of[0]
			}
		}
		if n := paragraph + "." + i; a.numbers[n] {
			all = append(all, n)
		}
	}
	for _, m := range item.FindAllStringSubmatch(list, -1) {
		paragraph, from := cut(m[1])
		to := from
		if m[2] != "" {
			_, to = cut(m[2])
		}
		if paragraph == "" && last != "" && len(a.paragraph[strconv.Itoa(from)]) != 1 {
			paragraph = last // "122.1, 2 and 5"
		}
		last = paragraph
		const widest = 400
		for i := from; i <= to && i-from < widest; i++ {
			add(paragraph, i)
		}
	}
	return all
}

func cut(s string) (paragraph string, index int) {
	paragraph, rest, dotted := strings.Cut(strings.TrimSuffix(s, "."), ".")
	if !dotted {
		paragraph, rest = "", paragraph
	}
	index, _ = strconv.Atoi(rest)
	return paragraph, index
}
