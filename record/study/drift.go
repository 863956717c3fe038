package study

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unhindered/analysis/drift"
	"unhindered/analysis/rate"
	"unhindered/record"
	"unhindered/record/votes"
	"unhindered/un"
)

// A DriftQuestion says which proposals are followed.
type DriftQuestion struct {
	Body       string // one of VotingBodies
	Of         string // one of DriftKinds
	Topic      string // words of the title, in any order; empty is all
	Resolution string // symbol: amendments put against it, or texts of its title; empty is all
}

// DriftKinds are the proposals that can be followed: amendments, or the texts themselves.
var DriftKinds = []string{"amendments", "texts"}

// A Drift is what became of proposals, and how States voted on them over the years.
type Drift struct {
	Question  DriftQuestion
	Title     string            // of the resolution asked for
	Decisions []*votes.Decision // oldest first
	Fates     []drift.Year      // of all
	Sponsors  []drift.Sponsor   // by alpha-3 code, as far as the source names them
	Nameless  int               // decisions without a sponsor in the source
	Recorded  int               // decisions with a roll call
	States    []Stand           // that voted in any roll call, those most in favour first
	Topics    []votes.Count     // titles with most of the decisions
	gaps      []string          // symbols that are missing in a row of numbers
}

// A Stand is how one State voted on the proposals.
type Stand struct {
	State                   string
	For, Abstained, Against int
	Support                 rate.Rate
	Years                   []drift.Share
	Trend                   drift.Trend
	Steps                   drift.Steps // from one vote on a text to the next on the same title
}

// Votes is how many votes the State cast.
func (s Stand) Votes() int { return s.For + s.Abstained + s.Against }

// FindDrift follows proposals.
func FindDrift(ctx context.Context, r *record.Record, q DriftQuestion) (*Drift, error) {
	l, err := r.Votes.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	return followed(l, q)
}

func followed(l *votes.Ledger, q DriftQuestion) (*Drift, error) {
	body := VotingBodies[q.Body]
	if body == "" {
		return nil, fmt.Errorf("body %q: write unga, hrc or chr", q.Body)
	}
	if !slices.Contains(DriftKinds, q.Of) {
		return nil, fmt.Errorf("what is followed is amendments or texts, not %q", q.Of)
	}
	if q.Topic != "" && q.Resolution != "" {
		return nil, errors.New("ask for a topic or for a resolution, not for both")
	}
	f := &Drift{Question: q}
	var asked *votes.Decision
	var own []*votes.Decision
	if q.Resolution != "" {
		var err error
		if asked, own, err = l.Amendments(q.Resolution); err != nil {
			return nil, fmt.Errorf("there is no resolution %s in the record: %w", q.Resolution, err)
		}
		f.Title, f.gaps = asked.Title, votes.GapsIn(own)
	}
	words := strings.Fields(un.Fold(q.Topic))
	for i := len(l.All) - 1; i >= 0; i-- {
		d := &l.All[i]
		if d.Body != body || d.Source == "undl" && d.Twin != "" || (d.Kind == "amendment") != (q.Of == "amendments") || d.Kind == "ruling" || d.Kind == "paragraph" {
			continue
		}
		switch {
		case asked != nil && q.Of == "amendments" && !slices.Contains(own, d):
			continue
		case asked != nil && q.Of == "texts" && d.Title != asked.Title:
			continue
		case !has(d.Title, words):
			continue
		}
		f.Decisions = append(f.Decisions, d)
	}
	return f, f.count(l)
}

// has tells whether a title has all words or beginnings of them.
func has(title string, words []string) bool {
	folded := " " + un.Fold(title)
	for _, w := range words {
		if !strings.Contains(folded, " "+w) {
			return false
		}
	}
	return true
}

// fate is what became of a decision. A source that gives only a roll call, as that of the General Assembly, does not say.
func fate(d *votes.Decision) drift.Fate {
	switch d.Result {
	case "withdrawn":
		return drift.Withdrawn
	case "adopted":
		return drift.Adopted
	case "rejected":
		return drift.Rejected
	}
	return drift.Unknown
}

func (f *Drift) count(l *votes.Ledger) error {
	var proposals []drift.Proposal
	titles := map[string]int{}
	codes := l.States()
	cast, ballots := make([][]drift.Vote, len(codes)), make([][]drift.Ballot, len(codes))
	for _, d := range f.Decisions {
		proposals = append(proposals, drift.Proposal{Year: d.Date.Year(), Fate: fate(d), Sponsors: d.About.Sponsors})
		titles[d.Title]++
		if len(d.About.Sponsors) == 0 {
			f.Nameless++
		}
		if !d.Recorded {
			continue
		}
		f.Recorded++
		year := d.Date.Year()
		for n, b := range d.Ballots() {
			var c drift.Choice
			switch b {
			case votes.Yes:
				c = drift.For
			case votes.Abstain:
				c = drift.Abstained
			case votes.No:
				c = drift.Against
			default:
				continue
			}
			cast[n] = append(cast[n], drift.Vote{Year: year, Choice: c})
			ballots[n] = append(ballots[n], drift.Ballot{Text: d.Title, Order: string(d.Date), Choice: c})
		}
	}
	for title, n := range titles {
		f.Topics = append(f.Topics, votes.Count{Value: title, N: n})
	}
	slices.SortFunc(f.Topics, func(a, b votes.Count) int { return cmp.Or(b.N-a.N, strings.Compare(a.Value, b.Value)) })
	var err error
	if f.Fates, err = drift.Fates(proposals); err != nil {
		return err
	}
	f.Sponsors = drift.Sponsors(proposals)
	for n, all := range cast {
		if len(all) == 0 {
			continue
		}
		s := Stand{State: codes[n]}
		for _, v := range all {
			switch v.Choice {
			case drift.For:
				s.For++
			case drift.Abstained:
				s.Abstained++
			case drift.Against:
				s.Against++
			}
		}
		if s.Support, err = rate.Wilson(s.For, s.Votes(), level); err != nil {
			return err
		}
		if s.Years, err = drift.Shares(all, level); err != nil {
			return err
		}
		if s.Trend, err = drift.Kendall(all); err != nil {
			return err
		}
		if s.Steps, err = drift.Follow(ballots[n]); err != nil {
			return err
		}
		f.States = append(f.States, s)
	}
	slices.SortFunc(f.States, func(a, b Stand) int {
		return cmp.Or(cmp.Compare(b.Support.Share, a.Support.Share), b.Votes()-a.Votes(), strings.Compare(a.State, b.State))
	})
	return nil
}

// Of returns how a State voted, or nil if it voted in no roll call.
func (f *Drift) Of(code string) *Stand {
	for i := range f.States {
		if f.States[i].State == code {
			return &f.States[i]
		}
	}
	return nil
}

// Answer lists the States.
func (f *Drift) Answer() Answer {
	a := Answer{Columns: []string{"iso3", "votes", "yes", "abstain", "no", "support", "lower", "upper", "tau", "p", "steps", "to_support", "to_opposition", "sign_p"}, Method: f.Method("")}
	for _, s := range f.States {
		up, down := s.Steps.Toward()
		row := []any{s.State, s.Votes(), s.For, s.Abstained, s.Against, s.Support.Share, s.Support.Lower, s.Support.Upper, known(s.Trend.Tau), known(s.Trend.P), s.Steps.Total(), up, down, nil}
		if up+down > 0 {
			row[13] = s.Steps.Sign()
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// YearsAnswer lists how each State, or one, voted year by year.
func (f *Drift) YearsAnswer(state string) Answer {
	a := Answer{Columns: []string{"iso3", "year", "yes", "abstain", "no", "support", "lower", "upper"}, Method: f.Method(" --years")}
	if state != "" {
		a.Method.Command = strings.Replace(a.Method.Command, " --years", " --years --state "+state, 1)
	}
	for _, s := range f.States {
		for _, y := range s.Years {
			if state == "" || s.State == state {
				a.Rows = append(a.Rows, []any{s.State, y.Year, y.For, y.Abstained, y.Against, y.Support.Share, y.Support.Lower, y.Support.Upper})
			}
		}
	}
	return a
}

// FatesAnswer lists what became of the proposals year by year.
func (f *Drift) FatesAnswer() Answer {
	a := Answer{Columns: []string{"year", "tabled", "withdrawn", "adopted", "rejected", "not_stated"}, Method: f.Method(" --fates")}
	for _, y := range f.Fates {
		a.Rows = append(a.Rows, []any{y.Year, y.Tabled, y.Withdrawn, y.Adopted, y.Rejected, y.Unknown})
	}
	return a
}

// SponsorsAnswer lists who put the proposals forward.
func (f *Drift) SponsorsAnswer() Answer {
	a := Answer{Columns: []string{"iso3", "tabled", "adopted", "first", "last"}, Method: f.Method(" --sponsors")}
	for _, s := range f.Sponsors {
		a.Rows = append(a.Rows, []any{s.Name, s.Tabled, s.Adopted, s.First, s.Last})
	}
	return a
}

// Method says how proposals are followed; flag asks a command for this table of several.
func (f *Drift) Method(flag string) Method {
	q := f.Question
	name := map[string]string{"unga": "the General Assembly", "hrc": "the Human Rights Council", "chr": "the Commission on Human Rights"}[q.Body]
	what := "all " + q.Of
	if q.Of == "texts" {
		what = "all texts but amendments"
	}
	switch {
	case q.Resolution != "" && q.Of == "amendments":
		what = "the amendments put against " + q.Resolution + ", joined by the symbol of its draft"
	case q.Resolution != "":
		what = "the texts of the title of " + q.Resolution
	case q.Topic != "":
		what += fmt.Sprintf(" whose title has the words %q", q.Topic)
	}
	m := Method{
		Question: "What became of proposals, and how did each State's support for them change?",
		How: []string{
			fmt.Sprintf("Counted: %s of %s: %d, of which %d have a roll call.", what, name, len(f.Decisions), f.Recorded),
			"Support is the share of yes among yes, abstentions and no; lower and upper are Wilson's 95 % interval, which takes votes for independent. For amendments a yes supports the amendment, whatever it would change. Absence is no vote.",
			"tau is Kendall's tau-b between year and vote (no, abstention, yes), above 0 for a move towards support; p takes votes for independent, and many are cast on one day. Steps go from one vote on a title to the next on the same title (of several on one day, the last): to_opposition counts yes to abstention or no, and abstention to no. sign_p is the sign test between both directions.",
		},
		Sources: []string{
			"E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, J. Am. Stat. Assoc. 22 (1927), 209-212",
			"M. G. Kendall, Rank Correlation Methods, 4th ed., London, Griffin, 1970",
		},
		Command: "unhindered analyse drift --body " + q.Body + " --of " + q.Of,
	}
	if q.Topic != "" {
		m.Command += fmt.Sprintf(" --topic %q", q.Topic)
	}
	if q.Resolution != "" {
		m.Command += " --resolution " + q.Resolution
	}
	m.Command += flag + " --format csv"
	if n := len(f.Decisions) - f.Recorded; n > 0 {
		m.Missing = append(m.Missing, plural(n, "Proposals without a roll call, withdrawn or decided without a vote, of which nobody's vote is known"))
	}
	if f.Nameless > 0 {
		m.Missing = append(m.Missing, plural(f.Nameless, "Proposals of which the source names no sponsor"))
	}
	unstated := 0
	for _, y := range f.Fates {
		unstated += y.Unknown
	}
	if unstated > 0 {
		m.Missing = append(m.Missing, plural(unstated, "Proposals of which the source does not say what became of them"))
	}
	if len(f.gaps) > 0 {
		m.Missing = append(m.Missing, "Symbols that lie between those of two amendments and are not in the data, perhaps withdrawn: "+strings.Join(f.gaps, ", ")+".")
	}
	m.Missing = append(m.Missing, "Only members of the Council vote there, for three years at a time: a State's years have gaps, and who is a member changes what is put to the vote.")
	return m
}
