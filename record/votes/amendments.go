package votes

import (
	"fmt"
	"slices"
	"strings"
)

// Amendments returns the resolution with the given symbol and the amendments put against its draft, in the order of
// their symbols. It returns ErrNotFound if there is no such resolution.
func (l *Ledger) Amendments(symbol string) (resolution *Decision, amendments []*Decision, err error) {
	for _, d := range l.BySymbol(symbol) {
		if d.Kind != "amendment" && (resolution == nil || d.Draft != "") {
			resolution = d
		}
	}
	if resolution == nil {
		return nil, nil, fmt.Errorf("resolution %q: %w", symbol, ErrNotFound)
	}
	return resolution, l.AmendmentsTo(resolution), nil
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

// Missing returns the symbols that are missing in the row of numbers of the amendments, such as those of withdrawn ones.
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
