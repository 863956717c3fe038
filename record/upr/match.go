package upr

import (
	"slices"
	"strings"
	"unicode"
)

// Joining rows of UPR Info to numbered recommendations: the State must be one of those in the brackets, and of its
// recommendations the one with most words of the row wins, if it has most of them. A number may hold several
// texts ("Ratify the Covenant (Spain); Ratify the Protocol (Chile)"), so the share counts the words of the row, not those
// of the number.
// A row that found nothing may then join, with fewer words in common, a recommendation of its State that no row has joined
// ("the optional protocols to ICCPR", "the first Optional Protocol").
const (
	enough = 0.6
	little = 0.35
)

// A wordList numbers words, so that texts compare as lists of numbers.
type wordList struct {
	number map[string]uint32
}

var empty = map[string]bool{
	"the": true, "and": true, "of": true, "to": true, "in": true, "a": true, "for": true, "on": true, "its": true, "with": true,
	"that": true, "by": true, "as": true, "all": true, "an": true, "or": true, "is": true, "are": true, "at": true, "from": true,
}

// short forms that one source prints and another writes out.
var short = map[string][]string{
	"iccpr": {"international", "covenant", "civil", "political", "rights"}, "icescr": {"international", "covenant", "economic", "social", "cultural", "rights"},
	"cat": {"convention", "against", "torture"}, "opcat": {"optional", "protocol", "convention", "against", "torture"},
	"cerd": {"convention", "elimination", "racial", "discrimination"}, "icerd": {"convention", "elimination", "racial", "discrimination"},
	"cedaw": {"convention", "elimination", "discrimination", "against", "women"}, "crc": {"convention", "rights", "child"},
	"crpd": {"convention", "rights", "persons", "disabilities"}, "ced": {"convention", "protection", "persons", "enforced", "disappearance"},
	"icrmw": {"convention", "protection", "migrant", "workers", "families"}, "icc": {"international", "criminal", "court"},
}

// words returns the numbers of the distinct words of a text, sorted; articles and the like left out.
func (w *wordList) words(text string) []uint32 {
	var all []uint32
	add := func(word string) {
		if len(word) > 3 {
			word = strings.TrimSuffix(word, "s") // "protocols"
		}
		n, ok := w.number[word]
		if !ok {
			n = uint32(len(w.number))
			w.number[word] = n
		}
		all = append(all, n)
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if empty[word] || len(word) < 2 {
			continue
		}
		if long, ok := short[word]; ok {
			for _, word := range long {
				add(word)
			}
			continue
		}
		add(word)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// common counts the numbers that two sorted lists share.
func common(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// normal maps texts that differ in case, blanks and punctuation only onto each other.
func normal(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

type matcher struct {
	from map[string][]*Recommendation
	done map[joined]bool
}

type joined struct {
	*Recommendation
	from string
}

func newMatcher(o *Outcome) *matcher {
	m := &matcher{from: map[string][]*Recommendation{}, done: map[joined]bool{}}
	for _, r := range o.Recommendations {
		for _, from := range r.From {
			m.from[from] = append(m.from[from], r)
		}
	}
	return m
}

// find returns the recommendation with the greatest share of the words of the row, above least; below enough only one
// that no row of the State has joined.
func (m *matcher) find(row *Row, words []uint32, least float64) *Recommendation {
	var best *Recommendation
	top := least
	for _, r := range m.from[row.From] {
		if least < enough && m.done[joined{r, row.From}] {
			continue
		}
		share := float64(common(words, r.words)) / float64(max(1, len(words)))
		// of two that hold the row, the shorter fits better
		share -= 0.001 * float64(len(r.words)) / 100
		if share > top {
			top, best = share, r
		}
	}
	return best
}

// alike is how many of the words of two recommendations must be common for them to ask the same, in per cent of all words
// of both.
const alike = 50

// findEarlier notes in each recommendation of a review those of an earlier one that ask the same.
func findEarlier(later, earlier *Outcome) {
	const most = 3
	for _, r := range later.Recommendations {
		if len(r.words) < 4 {
			continue
		}
		for _, e := range earlier.Recommendations {
			if len(e.words)*100 < len(r.words)*alike || len(r.words)*100 < len(e.words)*alike {
				continue
			}
			n := common(r.words, e.words)
			if share := 100 * n / (len(r.words) + len(e.words) - n); share >= alike {
				r.Earlier = append(r.Earlier, Same{e, share})
			}
		}
		slices.SortStableFunc(r.Earlier, func(a, b Same) int { return b.Alike - a.Alike })
		if len(r.Earlier) > most {
			r.Earlier = slices.Clip(r.Earlier[:most])
		}
	}
}
