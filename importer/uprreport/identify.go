package uprreport

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"unhindered/un"
)

var (
	ownSymbol = regexp.MustCompile(`A/HRC/\d{1,3}/\d{1,3}(?:/Rev\.\d)?`)
	papers    = regexp.MustCompile(`A/HRC/WG\.6/(\d{1,2})/([A-Z]{3})/\d`)
	draft     = regexp.MustCompile(`A/HRC/WG\.6/(\d{1,2})/L\.\d`)
	held      = regexp.MustCompile(`(?i)held its ([\w-]+(?:\s[\w-]+)?) session`)
	review    = regexp.MustCompile(`(?i)the review of (.{3,80}?),? (?:was held|was conducted|took place)(?:.{0,60}? on (\d{1,2} \w+ \d{4}))?`)
	titled    = regexp.MustCompile(`(?i)report of the working group on the universal periodic review[\s*∗]*$`)
)

// identify finds the symbol, the State, the session and the day in the first pages.
func (r *Report) identify(text string, all []line) {
	r.Symbol = ownSymbol.FindString(text)
	const introduction = 300 // lines: the cover, the contents, the first paragraphs
	head := all[:min(len(all), introduction)]
	intro := ""
	for _, l := range head {
		intro = join(intro, l.text)
	}
	intro = squeeze(intro)
	if m := held.FindStringSubmatch(intro); m != nil {
		r.Session = ordinal(m[1])
	}
	if m := review.FindStringSubmatch(intro); m != nil {
		r.State, _ = un.FindState(m[1])
		if day, err := time.Parse("2 January 2006", m[2]); err == nil {
			r.Held = day.Format(time.DateOnly)
		}
	}
	if r.State.ISO3 == "" {
		r.State = onCover(head)
	}
	if m := papers.FindStringSubmatch(text); m != nil { // the documents for the review: A/HRC/WG.6/34/SVN/1
		if r.State.ISO3 == "" {
			r.State, _ = un.StateByISO3(m[2])
		}
		if r.Session == 0 {
			r.Session = atoi(m[1])
		}
	}
	if m := draft.FindStringSubmatch(text); m != nil && r.Session == 0 {
		r.Session = atoi(m[1])
	}
}

// onCover finds the State in the line after the title, where the introduction does not name it.
func onCover(head []line) un.State {
	for i := range head {
		if !strings.Contains(strings.ToLower(head[i].text), "review") || !titled.MatchString(squeeze(text(head, max(0, i-2), min(3, i+1)))) {
			continue
		}
		for _, l := range head[i+1 : min(len(head), i+4)] {
			if s, ok := un.FindState(strings.Trim(squeeze(l.text), " *∗0123456789")); ok {
				return s
			}
		}
	}
	return un.State{}
}

var units = []string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
	"twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"}

var tens = []string{"", "", "twent", "thirt", "fort", "fift", "sixt"}

// ordinal reads "thirty-fourth" as 34; 0 if it is no such word.
func ordinal(word string) int {
	word = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(word), " ", "-"))
	if n := slices.Index(units, word); n > 0 {
		return n
	}
	for i, ten := range tens[2:] {
		if word == ten+"ieth" {
			return 10 * (i + 2)
		}
		if unit, ok := strings.CutPrefix(word, ten+"y-"); ok {
			if n := slices.Index(units[:10], unit); n > 0 {
				return 10*(i+2) + n
			}
		}
	}
	if n := atoi(strings.TrimRight(word, "stndrh")); n > 0 {
		return n // "34th"
	}
	return 0
}
