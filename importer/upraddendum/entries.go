package upraddendum

import (
	"regexp"
	"strings"

	"unhindered/importer/uprreport"
	"unhindered/record/upr"
)

var (
	entry   = regexp.MustCompile(`^(?:(Recs?\.?|Recommendations?(?: Nos?\.?)?)\s+)?(\d{1,3}(?:\.\d{1,3})?\.?(?:(?:\s?[–-]\s?|,\s?|\s+and\s+)\d{1,3}(?:\.\d{1,3})?\.?)*,?)(?:[:.]?\s{2,}(.*)|[:.]?\s*)$`)
	loose   = regexp.MustCompile(`^(Recs?\.?|Recommendations?(?: Nos?\.?)?)\s+(\d{1,3}(?:\.\d{1,3})?(?:(?:\s?[–-]\s?|,\s?|\s+and\s+)\d{1,3}(?:\.\d{1,3})?)*)\s?[:.–-]?\s+(.*)$`)
	single  = regexp.MustCompile(`^()(\d{1,3}\.\d{1,3})(?:\.?\s+|\s?[:–—-]\s*)([\p{Lu}“"(].*)$`)
	refuses = regexp.MustCompile(`(?i)\b(?:cannot|can not|does not|do not|not in a position to|unable to|will not)\s+(?:\w+\s+)?(?:accept|support|agree)|\b(?:rejects|is rejected|are rejected)\b|\b(?:notes|takes note of) (?:the|this|these) recommendations?\b|(?:is|are) (?:partially |partly )?(?:not (?:acceptable|accepted|supported)|noted\b)|not enjoy|\b(?:partially|partly) (?:accept|support)|\b(?:accepts?|supports?) (?:\w+ ){1,4}(?:in part|partially|in principle)`)
	agrees  = regexp.MustCompile(`(?i)\b(?:accepts|supports|can accept|can support|agrees (?:with|to)) (?:the|this|these|both|all)(?: \w+){0,2} recommendations?\b|\b(?:accepts|supports) in full|(?:is|are) (?:fully )?(?:accepted|supported)\b|enjoys? the support`)
	// What a cell of a table says, or a sentence of one word.
	cell = regexp.MustCompile(`(?i)^(?:position|response|answer|decision)?\s*:?\s*((?:not |partially |partly )?(?:accepted|supported|noted|rejected)(?: in part| in principle)?|(?:does not )?enjoys? (?:the )?support)\s*(?:$|[.,:;(–—-])`)
	// A heading over entries: "A. Recommendations that enjoy the support of Examplestan", "Noted recommendations".
	heading = regexp.MustCompile(`(?i)^(?:(?:[A-Z]|[IVX]{1,4}|\d{1,2})[.)]\s+|\([a-z]\)\s+)?(?:list of\s+)?(?:(?:not |partially |partly )?(?:accepted|supported|noted|rejected)\s+recommendations?|recommendations?\s+(?:which|that|not|accepted|supported|noted|rejected|enjoy|partially|partly|the)|the following recommendations?)\b[^.]*$`)
	columns = regexp.MustCompile(`\s{2,}`)
)

// An open entry gathers what is said to some numbers until the next begin.
type open struct {
	numbers []string
	lines   []string
	under   string // what the heading above says
}

// position reads the answer of an entry: a cell of a table, its sentences, or the heading above it, in this order. Two cells
// that differ decide nothing.
func (o open) position(said string) string {
	found := upr.Unknown
	for _, l := range o.lines {
		for _, c := range columns.Split(l, -1) {
			m := cell.FindStringSubmatch(c)
			if m == nil {
				continue
			}
			if v := verdict(m[1]); found == upr.Unknown {
				found = v
			} else if v != found {
				return upr.Unknown
			}
		}
	}
	switch {
	case found != upr.Unknown:
		return found
	case refuses.MatchString(said):
		return upr.Noted
	case agrees.MatchString(said):
		return upr.Supported
	}
	return o.under
}

// entries reads what is said to single numbers. Where the text has lists, a bare number at the start of a line is that of
// a paragraph of the addendum, unless "Rec." stands before it.
func (a *answers) entries(lines []string, haveLists bool) {
	var now open
	under, more := upr.Unknown, false
	flush := func() {
		said := uprreport.Join(now.lines)
		position := now.position(said)
		for _, n := range now.numbers {
			if _, listed := a.at[n]; haveLists && !listed && now.under == upr.Unknown {
				continue // the lists decide which numbers are answered at all
			}
			a.put(Position{n, position, said})
		}
		now = open{}
	}
	for _, l := range lines {
		if len(l) < 160 && heading.MatchString(l) && len(a.expand(dotted(l))) == 0 {
			flush()
			under, more = verdict(l), false
			continue
		}
		m := entry.FindStringSubmatch(l)
		if m == nil {
			m = loose.FindStringSubmatch(l)
		}
		if m == nil {
			m = single.FindStringSubmatch(l)
		}
		if m != nil && (m[1] != "" || !haveLists || strings.Contains(strings.TrimSuffix(m[2], "."), ".")) {
			if numbers := a.expand(m[2]); len(numbers) > 0 {
				if more { // "40., 41., 42.," goes on in the next line
					now.numbers, now.lines = append(now.numbers, numbers...), append(now.lines, m[3])
				} else {
					flush()
					now = open{numbers: numbers, lines: []string{m[3]}, under: under}
				}
				more = strings.HasSuffix(m[2], ",")
				continue
			}
		}
		if now.numbers != nil {
			now.lines = append(now.lines, l)
		}
	}
	flush()
}

// dotted keeps the dotted numbers of a line: plain ones may be anything.
func dotted(l string) string { return strings.Join(dots.FindAllString(l, -1), " ") }

var dots = regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\b`)
