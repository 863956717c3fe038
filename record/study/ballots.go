package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"unhindered/analysis/agreement"
	"unhindered/record"
	"unhindered/record/votes"
)

// VotingBodies are the bodies whose roll calls can be studied, as commands name them, with their codes in the ledger.
var VotingBodies = map[string]string{"unga": "GA", "hrc": "HRC", "chr": "CHR"}

// Issues are the codes of subjects that the data of the General Assembly have, with what they stand for.
var Issues = map[string]string{
	"hr": "human rights", "me": "Palestinian conflict", "nu": "nuclear weapons and nuclear material", "di": "arms control and disarmament",
	"co": "colonialism", "ec": "economic development",
}

// A RollCallsQuestion says which roll calls are counted.
type RollCallsQuestion struct {
	Body     string // one of VotingBodies
	Sessions Sessions
	Issue    string // one of Issues, for the General Assembly only; empty is all
}

// RollCalls are the votes that a study counts. They must not be changed.
type RollCalls struct {
	Question  RollCallsQuestion
	Decisions []*votes.Decision // by session, then oldest first; the roll calls of Votes, in this order
	States    []string          // alpha-3 codes in their order; the members of Votes
	Votes     *agreement.Votes
	First     int // sessions of the first and the last
	Last      int
	Special   int // roll calls left out because their session has no number
	NoIssue   int // roll calls left out because their source names no issue of any
}

// Validate tells whether the question can be asked.
func (q RollCallsQuestion) Validate() error {
	if VotingBodies[q.Body] == "" {
		return fmt.Errorf("body %q: write unga, hrc or chr", q.Body)
	}
	if q.Issue != "" && Issues[q.Issue] == "" {
		return fmt.Errorf("issue %q: write hr (human rights), me, nu, di, co or ec, or nothing for all", q.Issue)
	}
	if q.Issue != "" && q.Body != "unga" {
		return fmt.Errorf("only roll calls of the General Assembly carry issues; all of %s's are on human rights", q.Body)
	}
	return nil
}

// FindRollCalls gathers roll calls. Of a roll call that two sources have, one counts. A roll call counts for those States
// that voted yes or no or abstained in it.
func FindRollCalls(ctx context.Context, r *record.Record, q RollCallsQuestion) (*RollCalls, error) {
	l, err := r.Votes.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	return rollCalls(l, q)
}

func rollCalls(l *votes.Ledger, q RollCallsQuestion) (*RollCalls, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	c := &RollCalls{Question: q}
	for i := len(l.All) - 1; i >= 0; i-- {
		d := &l.All[i]
		if d.Body != VotingBodies[q.Body] || !d.Recorded || d.Source == "undl" && d.Twin != "" || d.Kind == "ruling" {
			continue
		}
		session, err := strconv.Atoi(d.Session)
		if err != nil {
			if q.Sessions.Last != 0 {
				c.Special++
				continue
			}
		} else if !q.Sessions.Has(session) {
			continue
		}
		if q.Issue != "" && !slices.Contains(d.About.Issues, q.Issue) {
			if d.Source != "voeten" {
				c.NoIssue++
			}
			continue
		}
		if session > 0 {
			c.First, c.Last = min(cmp.Or(c.First, session), session), max(c.Last, session)
		}
		c.Decisions = append(c.Decisions, d)
	}
	slices.SortStableFunc(c.Decisions, func(a, b *votes.Decision) int { return cmp.Compare(sessionOf(a), sessionOf(b)) })
	return c, c.pack(l)
}

// pack makes Votes of the decisions, of the States that voted in any.
func (c *RollCalls) pack(l *votes.Ledger) error {
	codes := l.States()
	voted := make([]bool, len(codes))
	for _, d := range c.Decisions {
		for n, b := range d.Ballots() {
			voted[n] = voted[n] || choice(b) != agreement.None
		}
	}
	for n, code := range codes {
		if voted[n] {
			c.States = append(c.States, code)
		}
	}
	slices.Sort(c.States)
	place := make([]int, len(codes))
	for n, code := range codes {
		place[n] = -1
		if voted[n] {
			place[n], _ = slices.BinarySearch(c.States, code)
		}
	}
	var err error
	if c.Votes, err = agreement.NewVotes(len(c.States), len(c.Decisions)); err != nil {
		return err
	}
	for i, d := range c.Decisions {
		for n, b := range d.Ballots() {
			if v := choice(b); v != agreement.None {
				if err := c.Votes.Set(place[n], i, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func choice(b votes.Ballot) agreement.Choice {
	switch b {
	case votes.Yes:
		return agreement.Yes
	case votes.No:
		return agreement.No
	case votes.Abstain:
		return agreement.Abstain
	}
	return agreement.None
}

// Of returns the number of a State in Votes.
func (c *RollCalls) Of(code string) (int, bool) { return slices.BinarySearch(c.States, code) }

// what describes the roll calls: "677 roll calls of the General Assembly, sessions 60 to 66, on human rights".
func (c *RollCalls) what() string {
	name := map[string]string{"unga": "the General Assembly", "hrc": "the Human Rights Council", "chr": "the Commission on Human Rights"}[c.Question.Body]
	text := fmt.Sprintf("%d roll calls of %s", len(c.Decisions), name)
	switch {
	case c.First == 0:
	case c.First == c.Last:
		text += fmt.Sprintf(", session %d", c.First)
	default:
		text += fmt.Sprintf(", sessions %d to %d", c.First, c.Last)
	}
	if c.Question.Issue != "" {
		text += ", on " + Issues[c.Question.Issue]
	}
	return text
}

// missing says what the roll calls lack.
func (c *RollCalls) missing() []string {
	all := []string{
		"An absence is no vote: it counts neither for nor against. In the data of the General Assembly (Voeten) absence and non-membership cannot be told apart.",
		"What is adopted without a vote leaves no roll call, so States look further apart here than in all that they decide.",
	}
	if c.Question.Issue != "" {
		all = append(all, "Issues are those of Voeten's data, found by key words and not exact; a roll call can have several or none.")
	}
	if c.NoIssue > 0 {
		all = append(all, fmt.Sprintf("%d roll calls in these sessions are known from the UN Digital Library alone, which names no such issues; they are left out.", c.NoIssue))
	}
	if c.Special > 0 {
		all = append(all, fmt.Sprintf("%d roll calls of special sessions have no session number and are left out.", c.Special))
	}
	return all
}

// flags are the options of a command that ask for these roll calls.
func (q RollCallsQuestion) flags() string {
	var b strings.Builder
	b.WriteString(" --body " + q.Body)
	if s := q.Sessions.String(); s != "" {
		b.WriteString(" --sessions " + s)
	}
	if q.Issue != "" {
		b.WriteString(" --issue " + q.Issue)
	}
	return b.String()
}

// Answer lists the roll calls themselves: the rows behind every number that is counted in them.
func (c *RollCalls) Answer() Answer {
	a := Answer{Columns: []string{"id", "session", "date", "symbol", "title", "yes", "no", "abstain"}, Method: Method{
		Question: "Which roll calls are counted?", How: []string{"Counted: " + c.what() + "."}, Missing: c.missing(),
		Command: "unhindered analyse agreement" + c.Question.flags() + " --rows --format csv",
	}}
	for _, d := range c.Decisions {
		a.Rows = append(a.Rows, []any{d.ID, d.Session, string(d.Date), d.Symbol, d.Title, d.Counted.Yes, d.Counted.No, d.Counted.Abstain})
	}
	return a
}
