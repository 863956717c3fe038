package upraddendum

import (
	"regexp"
	"strings"

	"unhindered/record/upr"
)

var (
	// The verb before its numbers: "accepts the following recommendations: 122.1, 122.5-9".
	listing = regexp.MustCompile(`(?i)\b((?:(?:does|do|did|could|can|will) ?not|is unable to|not able to|not in a position to|not)\s+(?:currently\s+|fully\s+)?(?:be\s+)?(?:accept(?:ed)?|support(?:ed)?|agree(?:d)?(?: with| to)?|enjoy (?:the |its )?support[^.:;\d]{0,60}?)` +
		`|(?:partially|partly)\s+(?:accept|support)(?:s|ed)?|(?:accept|support)(?:s|ed)?\s+(?:partially|in part|in principle)|reject(?:s|ed)?|note[sd]?|takes note of|took note of|accept(?:s|ed)?|support(?:s|ed)?|agree[sd]? (?:with|to)|enjoy(?:s|ed)? (?:the |its )?support[^.:;\d]{0,60}?)` +
		which + `(` + many + `)`)
	// The numbers before the verb: "Recommendations 122.1 and 122.5 are accepted".
	listed = regexp.MustCompile(`(?i)\brecommendations?(?:\s+(?:in|contained|under|paragraphs?|numbers?|nos?\.?))*\s+(` + many + `)((?:(?:which|that)\s+)?(?:are|is|were|was|have|has|can|cannot|could|will|would|do|does|did|enjoys?|stands?|remains?)\b[^.;:]{0,80})`)
	// Each number with its answer: "122.1 (accepted), 122.2 (noted)".
	answered = regexp.MustCompile(`(?i)(\d{1,3}\.\d{1,3})\.?\s*\(((?:not |partially |partly )?(?:accepted|supported|noted|rejected)(?: in part| in principle)?)\)`)
)

var (
	sum        = regexp.MustCompile(`^\d+\s*(?:and\s*)?$`)
	named      = regexp.MustCompile(`(?i)recommendation|para|\bnos?\b|number|following`)
	participle = regexp.MustCompile(`(?i)^(?:not |partially |partly )?(?:accepted|supported|noted|rejected|enjoy)`)
)

// lists reads the lists of numbers in the running text.
func (a *answers) lists(whole string) {
	said := map[string]string{}
	put := func(list, position, words string) {
		for _, n := range a.expand(list) {
			if before, have := said[n]; have && before != position {
				a.all[a.at[n]].Position = upr.Unknown // in two lists that differ
				a.put(Position{n, upr.Unknown, words})
				continue
			}
			said[n] = position
			a.put(Position{n, position, words})
		}
	}
	for _, m := range answered.FindAllStringSubmatch(whole, -1) {
		put(m[1], verdict(m[2]), m[0])
	}
	for _, m := range listing.FindAllStringSubmatchIndex(whole, -1) {
		verb, between, list := whole[m[2]:m[3]], whole[m[3]:m[4]], whole[m[4]:m[5]]
		if sum.MatchString(list) && (strings.HasPrefix(whole[m[5]:], "recommendation") || !named.MatchString(between)) {
			continue // "accepts 142 recommendations and notes 21"
		}
		if participle.MatchString(verb) && (sum.MatchString(list) || !named.MatchString(between) && !strings.Contains(between, ":")) {
			continue // "Noted 122.3": the answer to the number before; "Noted recommendations 5.": a heading and a paragraph
		}
		put(list, verdict(verb), sentence(whole, m[0]))
	}
	for _, m := range listed.FindAllStringSubmatchIndex(whole, -1) {
		if v := verdict(whole[m[4]:m[5]]); v != upr.Unknown {
			put(whole[m[2]:m[3]], v, whole[m[0]:m[5]])
		}
	}
}

var (
	no  = regexp.MustCompile(`(?i)\b(?:(?:does|do|did|could|can|will|would|are|is|were|was|have|has) ?not|cannot|unable to|not able to|not in a position to|not)\b.{0,20}?\b(?:accept|support|agree|enjoy|endorse)|\breject|\bnote[sd]?\b|\btakes? note\b|\btook note\b|\bpart(?:ly|ially)\b|\bin (?:part|principle)\b`)
	yes = regexp.MustCompile(`(?i)\b(?:accept(?:s|ed)?|support(?:s|ed)?|agree[sd]?|enjoys? (?:the |its )?support|endorse[sd]?)\b`)
)

// verdict reads the words of an answer. What is accepted in part or in principle is noted, as everything is that a State
// does not support as a whole.
func verdict(words string) string {
	switch {
	case no.MatchString(words):
		return upr.Noted
	case yes.MatchString(words):
		return upr.Supported
	}
	return upr.Unknown
}

var everything = regexp.MustCompile(`(?i)\b(?:accepts?|supports?|has accepted|has supported)\s+all\s+(?:of\s+)?(?:the\s+|these\s+|those\s+)?(\d{1,3}\s+)?recommendations?\b(.{0,400}?)\.(?:\s|$)`)

// allOfThem reads "accepts all recommendations". It counts where the report has one list of them, and nothing is excepted
// but by its number.
func (a *answers) allOfThem(whole string) {
	m := everything.FindStringSubmatch(whole)
	if m == nil {
		return
	}
	first := ""
	for _, n := range a.order {
		paragraph, _, _ := strings.Cut(n, ".")
		if first == "" {
			first = paragraph
		}
		if paragraph != first {
			return // more than one list: which is meant is not said
		}
	}
	except := map[string]bool{}
	if excepting.MatchString(m[2]) {
		for _, n := range a.expand(m[2]) {
			except[n] = true
		}
		if len(except) == 0 {
			return
		}
	}
	for _, n := range a.order {
		position := upr.Supported
		if except[n] {
			position = upr.Unknown
			if no.MatchString(m[2]) {
				position = upr.Noted
			}
		}
		a.put(Position{n, position, m[0]})
	}
}

var excepting = regexp.MustCompile(`(?i)\b(?:except|exception|apart from|other than|save|but|besides|excluding)`)

// sentence returns the sentence around a place, without its list.
func sentence(s string, at int) string {
	from := strings.LastIndex(s[:at], ". ") + 1
	end := strings.IndexAny(s[at:], "0123456789")
	if end < 0 {
		end = len(s) - at
	}
	return strings.TrimSpace(s[max(from, at-200):at+end]) + " …"
}
