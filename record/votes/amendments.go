package votes

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"unhindered/un"
)

// Amendments returns the resolution with the given symbol and the amendments put against its draft, in the order of
// their symbols. The symbol may be written as people write it: "36/21", "a/hrc/res/36/21", or that of the draft,
// "A/HRC/36/L.26/Rev.1". It returns ErrNotFound if there is no such resolution.
func (l *Ledger) Amendments(symbol string) (resolution *Decision, amendments []*Decision, err error) {
	full := fullSymbol(symbol)
	for _, d := range l.BySymbol(full) {
		if d.Kind != "amendment" && (resolution == nil || d.Draft != "") {
			resolution = d
		}
	}
	for i := 0; resolution == nil && i < len(l.All); i++ {
		if d := &l.All[i]; d.Draft != "" && d.Kind != "amendment" && d.Draft == revision.ReplaceAllString(full, "") {
			resolution = d
		}
	}
	if resolution == nil {
		return nil, nil, fmt.Errorf("resolution %q: %w", symbol, ErrNotFound)
	}
	return resolution, l.AmendmentsTo(resolution), nil
}

var (
	short    = regexp.MustCompile(`^(?:S-)?[0-9]+/[0-9]+$`)
	revision = regexp.MustCompile(`/REV\.[0-9]+$`)
)

func fullSymbol(symbol string) string {
	symbol = strings.ToUpper(strings.Join(strings.Fields(symbol), ""))
	switch {
	case short.MatchString(symbol):
		return "A/HRC/RES/" + symbol
	case strings.HasPrefix(symbol, "HRC/"):
		return "A/" + symbol
	}
	return symbol
}

// join finds by title and session which draft a text was, or an amendment would have changed, where the catalogue names
// none: of some forty texts it names only the report of the session.
func (l *Ledger) join() {
	key := func(d *Decision) string { return d.Body + " " + d.Session + " " + un.Fold(d.Title) }
	claimed := map[string]bool{}            // drafts that became a text
	texts := map[string]string{}            // the draft of the text with this title
	amended := map[string]map[string]bool{} // drafts that amendments with this title would change
	for i := range l.All {
		d := &l.All[i]
		switch {
		case d.Body == "GA" || d.Session == "" || d.Draft == "":
		case d.Kind != "amendment":
			claimed[d.Draft] = true
			texts[key(d)] = d.Draft
		default:
			if amended[key(d)] == nil {
				amended[key(d)] = map[string]bool{}
			}
			amended[key(d)][d.Draft] = true
		}
	}
	for i := range l.All {
		d := &l.All[i]
		if d.Body == "GA" || d.Session == "" || d.Draft != "" {
			continue
		}
		if d.Kind == "amendment" {
			d.Draft, d.ByTitle = texts[key(d)], texts[key(d)] != ""
			continue
		}
		var found []string
		for draft := range amended[key(d)] {
			if !claimed[draft] {
				found = append(found, draft)
			}
		}
		if len(found) == 1 { // of two it cannot be told which
			d.Draft, d.ByTitle = found[0], true
		}
	}
}

// AmendmentsTo returns the amendments put against the draft of a text.
func (l *Ledger) AmendmentsTo(d *Decision) []*Decision {
	var all []*Decision
	if d.Draft == "" || d.Kind == "amendment" {
		return nil
	}
	for _, i := range l.drafts[d.Draft] {
		all = append(all, &l.All[i])
	}
	slices.SortFunc(all, func(a, b *Decision) int { return naturally(a.Symbol, b.Symbol) })
	return all
}

// Amends returns the text that an amendment would have changed, if its draft became one in the ledger.
func (l *Ledger) Amends(d *Decision) *Decision {
	if d.Kind != "amendment" || d.Draft == "" {
		return nil
	}
	for i := range l.All {
		if t := &l.All[i]; t.Draft == d.Draft && t.Kind != "amendment" && t.Body == d.Body {
			return t
		}
	}
	return nil
}

// GapsIn returns the symbols that are missing in the row of numbers of the amendments, such as those of withdrawn ones.
func GapsIn(amendments []*Decision) []string {
	var gaps []string
	for i := 1; i < len(amendments); i++ {
		before, a := split(amendments[i-1].Symbol)
		stem, b := split(amendments[i].Symbol)
		if before != stem || b-a > 5 { // further apart, they are two rows
			continue
		}
		for n := a + 1; n < b; n++ {
			gaps = append(gaps, fmt.Sprintf("%s%d", stem, n))
		}
	}
	return gaps
}

func split(symbol string) (stem string, n int) {
	at := len(strings.TrimRight(symbol, "0123456789"))
	fmt.Sscan(symbol[at:], &n)
	return symbol[:at], n
}

// Position is what a State did about an amendment: yes, no, abstain, absent, sponsor or not_member. Whoever sponsors and
// votes is shown by the vote; sponsor is a State that is no member and could not vote. Where there was no roll call, as
// with a withdrawn amendment, a State that did not sponsor it has none: "".
func (l *Ledger) Position(d *Decision, state string) string {
	sponsor := slices.Contains(d.About.Sponsors, state)
	switch b := l.Ballot(d, state); b {
	case Yes, No, Abstain, Absent:
		return b.String()
	}
	switch {
	case sponsor:
		return "sponsor"
	case d.Recorded:
		return "not_member"
	}
	return ""
}
