package study

import (
	"cmp"
	"context"
	"slices"

	"unhindered/analysis/rate"
	"unhindered/record"
	"unhindered/record/letters"
)

// A Reply is how a State answers letters of special procedures.
type Reply struct {
	State string // empty for all States together
	letters.Rate
	Share rate.Rate // of letters of which a source says whether there was a reply
}

// Replies are how States answer letters.
type Replies struct {
	All    Reply
	States []Reply // by code
	Counts int     // numbers that sources give without the letters behind them; not counted
}

// FindReplies counts letters and replies.
func FindReplies(ctx context.Context, r *record.Record) (*Replies, error) {
	all, err := r.Letters.Letters(ctx, "")
	if err != nil {
		return nil, err
	}
	counts, err := r.Letters.Sheets().Rows(ctx, &letters.Counts)
	if err != nil {
		return nil, err
	}
	p := &Replies{Counts: len(counts)}
	if p.All, err = reply("", all); err != nil {
		return nil, err
	}
	by := map[string][]letters.Letter{}
	for _, l := range all {
		by[l.State] = append(by[l.State], l)
	}
	for state, own := range by {
		one, err := reply(state, own)
		if err != nil {
			return nil, err
		}
		p.States = append(p.States, one)
	}
	slices.SortFunc(p.States, func(a, b Reply) int { return cmp.Compare(a.State, b.State) })
	return p, nil
}

func reply(state string, all []letters.Letter) (Reply, error) {
	r := Reply{State: state, Rate: letters.Measure(all)}
	var err error
	r.Share, err = rate.Wilson(r.Replied, r.Replied+r.Silent, level)
	return r, err
}

// Answer lists the States, and all together last.
func (p *Replies) Answer() Answer {
	a := Answer{Columns: []string{"state", "letters", "replied", "not_replied", "not_stated", "share", "lower", "upper", "median_days", "replies_with_days",
		"answered", "partly", "evaded", "denied", "refused", "not_judged"}, Method: p.Method()}
	for _, r := range append(slices.Clone(p.States), p.All) {
		row := []any{cmp.Or(r.State, "all"), r.Letters, r.Replied, r.Silent, r.Unknown, known(r.Share.Share), r.Share.Lower, r.Share.Upper, nil, len(r.Exact)}
		if m := r.Median(); m >= 0 {
			row[8] = m
		}
		for _, grade := range []string{"answered", "partly", "evaded", "denied", "refused", ""} {
			row = append(row, r.Grades[grade])
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// Method says how replies are counted.
func (p *Replies) Method() Method {
	m := Method{
		Question: "How many letters of special procedures does a State answer?",
		How: []string{
			"A letter counts if a source says whether there was a reply; the share is that of letters with one, and lower and upper are the 95 % interval of Wilson. News releases and public statements ask for no reply and are left out.",
			"median_days is the middle of the days to the reply, of replies for which both dates are known to the day; how long letters without a reply have waited is in analyse waiting --ledger letters. The grade of a reply is its source's judgment in one word: that a reply came does not mean that it answers.",
		},
		Sources: []string{"E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, J. Am. Stat. Assoc. 22 (1927), 209-212"},
		Command: "unhindered analyse replies --format csv",
	}
	m.Missing = append(m.Missing, "The letters are those of the record, not all that were sent: a source tells of the ones that it writes about. The interval takes them for a sample drawn by chance, which they are not; it shows how little so few letters can say, and nothing of how they were chosen.")
	if p.All.Unknown > 0 {
		m.Missing = append(m.Missing, plural(p.All.Unknown, "Letters of which no source says whether there was a reply"))
	}
	if p.Counts > 0 {
		m.Missing = append(m.Missing, plural(p.Counts, "Numbers of letters that a source gives without naming them; they are never added"))
	}
	return m
}

// plural is a count as a sentence that needs no plural: "Letters without a date: 2."
func plural(n int, what string) string { return what + ": " + Cell(n) + "." }
