package register

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// list returns a page without its records, and the IDs of those.
func (s *snapshot) list(f Filter) (Page, []string) {
	wanted := s.wanted(f)
	limit := f.Limit
	if limit == 0 {
		limit = PageSize
	}
	var page Page
	matches, counts := s.match(wanted, wordsOf(f.Query))
	for _, is := range matches {
		if is {
			page.Total++
		}
	}
	var ids []string
	skip := f.Offset
	for _, at := range s.order(f.Sort) {
		if !matches[at] {
			continue
		}
		if skip > 0 {
			skip--
			continue
		}
		if len(ids) == limit { // never, if there is none
			break
		}
		ids = append(ids, s.rows[at].id)
	}
	s.fill(&page, counts)
	return page, ids
}

// maxWords bounds the work that a stranger can ask for with one query. More words only find less.
const maxWords = 8

func wordsOf(query string) []string {
	words := strings.Fields(foldText(query))
	return words[:min(len(words), maxWords)]
}

// match tells for each row whether it holds the words and matches, and counts each value over the rows that hold the words
// and match what is wanted of the other kinds. It goes through the rows as they lie in memory, which is several times faster than in an order.
func (s *snapshot) match(wanted wishes, words []string) (matches []bool, counts []int) {
	matches, counts = make([]bool, len(s.rows)), make([]int, len(s.values))
	for i, span := range s.spans {
		facets := s.facets[span.from:span.to]
		misses, missed := wanted.misses(facets)
		if misses > 1 || len(words) > 0 && !holds(s.rows[i].search, words) {
			continue
		}
		switch misses {
		case 0:
			matches[i] = true
			for _, n := range facets {
				counts[n]++
			}
		case 1:
			for _, n := range facets {
				if s.values[n].kind == missed {
					counts[n]++
				}
			}
		}
	}
	return matches, counts
}

func holds(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// A wish is a facet that a filter asks for.
type wish struct {
	kind string
	n    uint16 // a number that no entry has if nobody has the facet
}

type wishes []wish

func (s *snapshot) wanted(f Filter) wishes {
	year := ""
	if f.Year != 0 {
		year = strconv.Itoa(f.Year)
	}
	var all wishes
	for _, w := range []facet{{stateFacet, f.State}, {actFacet, f.Act}, {bodyFacet, f.Body}, {yearFacet, year}} {
		if w.value == "" {
			continue
		}
		n := slices.Index(s.values, w)
		if n < 0 {
			n = len(s.values)
		}
		all = append(all, wish{w.kind, uint16(n)})
	}
	return all
}

// misses returns how many of the wishes the facets do not meet, and the kind of the last of those.
func (w wishes) misses(facets []uint16) (n int, kind string) {
	for _, wish := range w {
		if !slices.Contains(facets, wish.n) {
			n++
			kind = wish.kind
		}
	}
	return n, kind
}

func (s *snapshot) fill(page *Page, counts []int) {
	for n, count := range counts {
		if count == 0 {
			continue
		}
		c := Count{s.values[n].value, count}
		switch s.values[n].kind {
		case stateFacet:
			page.States = append(page.States, c)
		case actFacet:
			page.Acts = append(page.Acts, c)
		case bodyFacet:
			page.Bodies = append(page.Bodies, c)
		case yearFacet:
			page.Years = append(page.Years, c)
		case contextFacet:
			page.Context = count
		}
	}
	for _, counts := range [][]Count{page.States, page.Acts, page.Bodies} {
		slices.SortFunc(counts, func(a, b Count) int {
			return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Value, b.Value))
		})
	}
	slices.SortFunc(page.Years, func(a, b Count) int { return strings.Compare(a.Value, b.Value) })
}
