package votes

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"unhindered/office/table"
)

// Tables returns the tables of the ledger for exports: decisions, the vote of each State in each, and what contradicts itself.
func (s *Store) Tables() []*table.Source {
	return []*table.Source{s.decisions(), s.cast(), s.contradictions()}
}

var origin = []string{"unga", "hrc", "undl", "facts"}

// A decided is a decision with the ledger that knows its votes.
type decided struct {
	*Decision
	in *Ledger
}

// ballot is what a State did; Missing if the roll call does not name it.
func (d decided) ballot(iso3 string) Ballot { return d.in.Ballot(d.Decision, iso3) }

// listed yields the decisions as lists have them: of two sources of one roll call only the first.
func (s *Store) listed(ctx context.Context) iter.Seq2[decided, error] {
	return func(yield func(decided, error) bool) {
		l, err := s.Ledger(ctx)
		if err != nil {
			yield(decided{}, err)
			return
		}
		for i := range l.All {
			if d := &l.All[i]; (d.Source != "undl" || d.Twin == "") && !yield(decided{d, l}, nil) {
				return
			}
		}
	}
}

func (s *Store) decision(ctx context.Context, id string) (decided, bool, error) {
	l, err := s.Ledger(ctx)
	if err != nil {
		return decided{}, false, err
	}
	i, ok := l.byID[id]
	if !ok || l.All[i].Source == "undl" && l.All[i].Twin != "" {
		return decided{}, false, nil
	}
	return decided{&l.All[i], l}, true, nil
}

func (s *Store) decisions() *table.Source {
	type row = decided
	number := func(n *int64) any {
		if n == nil {
			return nil
		}
		return *n
	}
	official := func(get func(*Official) *int64) func(row) any {
		return func(d row) any {
			if d.Official == nil {
				return nil
			}
			return number(get(d.Official))
		}
	}
	counted := func(get func(Totals) int) func(row) any {
		return func(d row) any {
			if !d.Recorded {
				return nil
			}
			return get(d.Counted)
		}
	}
	return table.New(table.Def[row]{
		Ledger: "votes", Name: "votes", Title: "Votes", Origin: origin,
		Help: "One row is one text or proposal that was decided on, with a roll call or without. A roll call that two sources have is one row.",
		Key:  func(d row) string { return d.ID }, KeyHelp: "key of the decision; its page is /votes/ID", Find: s.decision,
		Columns: []table.Col[row]{
			table.C("body", table.Text, "GA General Assembly, HRC Human Rights Council, CHR Commission on Human Rights", func(d row) any { return d.Body }),
			table.C("session", table.Text, "session of the body", func(d row) any { return d.Session }),
			table.C("date", table.Day, "day of the decision; empty where the source gives only the year", func(d row) any { return string(d.Date) }),
			table.C("year", table.Int, "year of the decision", func(d row) any { return table.Positive(d.Date.Year()) }),
			table.C("symbol", table.Text, "document symbol, or the resolution as the source writes it", func(d row) any { return d.Symbol }),
			table.C("title", table.Text, "title or subject", func(d row) any { return d.Title }),
			table.C("kind", table.Text, "resolution, amendment, ruling and so on", func(d row) any { return d.Kind }),
			table.C("how", table.Text, "how it was decided: recorded (by roll call), without a vote and so on", func(d row) any { return d.How }),
			table.C("result", table.Text, "result in the source's words; of the General Assembly, whose sources give none, what the numbers show", func(d row) any { return d.Outcome() }),
			table.C("draft", table.Text, "symbol of the draft; of an amendment the draft that it would change", func(d row) any { return d.Draft }),
			table.C("recorded", table.Bool, "whether the roll call is in votes-ballots", func(d row) any { return d.Recorded }),
			table.C("official_yes", table.Int, "votes in favour by the official totals", official(func(o *Official) *int64 { return o.Yes })),
			table.C("official_no", table.Int, "votes against by the official totals", official(func(o *Official) *int64 { return o.No })),
			table.C("official_abstain", table.Int, "abstentions by the official totals", official(func(o *Official) *int64 { return o.Abstain })),
			table.C("official_nonvoting", table.Int, "members that did not vote by the official totals", official(func(o *Official) *int64 { return o.NonVoting })),
			table.C("official_total", table.Int, "members by the official totals", official(func(o *Official) *int64 { return o.Total })),
			table.C("counted_yes", table.Int, "votes in favour counted in the roll call", counted(func(t Totals) int { return t.Yes })),
			table.C("counted_no", table.Int, "votes against counted in the roll call", counted(func(t Totals) int { return t.No })),
			table.C("counted_abstain", table.Int, "abstentions counted in the roll call", counted(func(t Totals) int { return t.Abstain })),
			table.C("counted_absent", table.Int, "States that the roll call names as absent; a source that names none shows 0", counted(func(t Totals) int { return t.Absent })),
			table.C("contradictions", table.List, "where the source contradicts itself, with both values", func(d row) any { return contradicts(d) }),
			table.C("sponsors", table.List, "main sponsors as far as the source names them, codes of States", func(d row) any { return d.About.Sponsors }),
			table.C("sponsors_as_written", table.Text, "the sponsors in the source's words", func(d row) any { return d.About.SponsorsAs }),
			table.C("agenda_item", table.Text, "item of the agenda", func(d row) any { return d.About.Item }),
			table.C("subjects", table.Text, "subjects of the source's catalogue", func(d row) any { return d.About.Subjects }),
			table.C("issues", table.List, "issues by key words, codes of Voeten: me, nu, di, co, hr, ec; not exact", func(d row) any { return d.About.Issues }),
			table.C("text", table.Text, "what the source says beside the title", func(d row) any { return d.About.Text }),
			table.C("source", table.Text, "voeten, ohchr, undl or facts: which data set", func(d row) any { return d.Source }),
			table.C("address", table.Text, "address of the record at its source", func(d row) any { return d.About.Address }),
			table.C("also_in", table.Text, "key of the same roll call in another source", func(d row) any { return d.Twin }),
			table.C("import", table.Int, "number of the import that brought the row", func(d row) any { return d.Import }),
		},
		Concerns: func(d row, iso3 string) bool {
			return slices.Contains(d.About.Sponsors, iso3) || d.ballot(iso3) != Missing
		},
		StateHelp: "Decisions whose roll call names this State, or that it sponsored; code of three letters.",
		When:      func(d row) (string, string) { return string(d.Date), "" },
		Facets:    []string{"body", "session", "kind", "how", "result", "symbol", "draft", "recorded", "source"},
		All: func(ctx context.Context, _ table.Query) iter.Seq2[row, error] {
			return s.listed(ctx)
		},
	})
}

func contradicts(d decided) []string {
	var all []string
	for _, f := range d.Flags {
		all = append(all, fmt.Sprintf("%s: the source says %s, the roll call shows %s", f.What, f.Said, f.Counted))
	}
	return all
}

// A cast vote is one State in one roll call.
type castVote struct {
	decided
	Vote
}

func (s *Store) cast() *table.Source {
	type row = castVote
	return table.New(table.Def[row]{
		Ledger: "votes", Name: "votes-ballots", Title: "Votes of States", Origin: origin,
		Help: "One row is what one State did in one roll call. A State that a roll call does not name has no row: that may be an absence or no membership, and is never an abstention.",
		Key:  func(c row) string { return c.ID + "." + c.State }, KeyHelp: "key of the decision, a dot, code of the State",
		Find: func(ctx context.Context, id string) (row, bool, error) {
			decision, state, _ := strings.Cut(id, ".")
			d, ok, err := s.decision(ctx, decision)
			if err != nil || !ok || d.ballot(state) == Missing {
				return row{}, false, err
			}
			return row{d, Vote{state, d.ballot(state)}}, true, nil
		},
		Columns: []table.Col[row]{
			table.C("decision", table.Text, "key of the decision in votes", func(c row) any { return c.ID }),
			table.C("state", table.Text, "State, ISO 3166 alpha-3; former States have the code that they had", func(c row) any { return c.State }),
			table.C("state_name", table.Text, "its short name", func(c row) any { return stateName(c.State) }),
			table.C("vote", table.Text, "yes, no, abstain, or absent (absent or not taking part); empty where no position is recorded or the State was no member then", func(c row) any {
				if c.Ballot == NoneKnown {
					return nil
				}
				return c.Ballot.String()
			}),
			table.C("sponsor", table.Bool, "whether the source names the State as a main sponsor; empty where it names none", func(c row) any {
				if len(c.About.Sponsors) == 0 {
					return nil
				}
				return slices.Contains(c.About.Sponsors, c.State)
			}),
			table.C("body", table.Text, "GA General Assembly, HRC Human Rights Council, CHR Commission on Human Rights", func(c row) any { return c.Body }),
			table.C("session", table.Text, "session of the body", func(c row) any { return c.Session }),
			table.C("date", table.Day, "day of the vote; empty where the source gives only the year", func(c row) any { return string(c.Date) }),
			table.C("year", table.Int, "year of the vote", func(c row) any { return table.Positive(c.Date.Year()) }),
			table.C("symbol", table.Text, "document symbol, or the resolution as the source writes it", func(c row) any { return c.Symbol }),
			table.C("title", table.Text, "title or subject", func(c row) any { return c.Title }),
			table.C("kind", table.Text, "resolution, amendment, ruling and so on", func(c row) any { return c.Kind }),
			table.C("result", table.Text, "result of the vote, as in votes", func(c row) any { return c.Outcome() }),
			table.C("source", table.Text, "voeten, ohchr, undl or facts: which data set", func(c row) any { return c.Source }),
			table.C("import", table.Int, "number of the import that brought the row", func(c row) any { return c.Import }),
		},
		Concerns:  func(c row, iso3 string) bool { return c.State == iso3 },
		StateHelp: "Votes of this State, by its code of three letters.",
		When:      func(c row) (string, string) { return string(c.Date), "" },
		Facets:    []string{"decision", "vote", "body", "session", "kind", "result", "symbol", "source"},
		All:       s.eachVote,
	})
}

// eachVote yields the votes of all roll calls, newest first, by the codes of the States within one.
func (s *Store) eachVote(ctx context.Context, q table.Query) iter.Seq2[castVote, error] {
	return func(yield func(castVote, error) bool) {
		var order []int // numbers of the States by code
		for d, err := range s.listed(ctx) {
			if err != nil {
				yield(castVote{}, err)
				return
			}
			if !d.Recorded || !passes(d, q) {
				continue
			}
			if order == nil {
				if order = d.in.byCode(q.State); len(order) == 0 {
					return // no roll call names the State
				}
			}
			for _, n := range order {
				if n < len(d.ballots) && d.ballots[n] != Missing && !yield(castVote{d, Vote{d.in.states[n], d.ballots[n]}}, nil) {
					return
				}
			}
		}
	}
}

// passes leaves out early the decisions that a query cannot choose a vote of.
func passes(d decided, q table.Query) bool {
	for name, value := range map[string]string{"decision": d.ID, "body": d.Body, "symbol": d.Symbol, "session": d.Session, "source": d.Source} {
		if want, asked := q.Where[name]; asked && want != value {
			return false
		}
	}
	year := string(d.Date[:min(4, len(d.Date))])
	return year == "" || (q.Year == "" || q.Year == year) && (q.From == "" || year >= q.From[:4]) && (q.To == "" || year <= q.To[:4])
}

// byCode returns the numbers of all States, or of one, in the order of their codes.
func (l *Ledger) byCode(state string) []int {
	if state != "" {
		if n, ok := l.number[state]; ok {
			return []int{n}
		}
		return nil
	}
	order := make([]int, len(l.states))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(l.states[a], l.states[b]) })
	return order
}

func (s *Store) contradictions() *table.Source {
	type row struct {
		decided
		Flag
	}
	return table.New(table.Def[row]{
		Ledger: "votes", Name: "votes-contradictions", Title: "Contradictions within the sources of votes", Origin: origin,
		Help: "One row is one number or result on which a source contradicts itself. Both values are kept.",
		Key:  func(r row) string { return r.ID + "." + r.What }, KeyHelp: "key of the decision, a dot, what differs",
		Columns: []table.Col[row]{
			table.C("where", table.Text, "symbol of the text, or its key", func(r row) any {
				if r.Symbol == "" {
					return r.ID
				}
				return r.Symbol
			}),
			table.C("what", table.Text, "yes, no, abstain or result", func(r row) any { return r.What }),
			table.C("said", table.Text, "what the official totals or the catalogue say", func(r row) any { return r.Said }),
			table.C("shown", table.Text, "what the roll call shows", func(r row) any { return r.Flag.Counted }),
			table.C("date", table.Day, "day of the vote", func(r row) any { return r.Date }),
			table.C("link", table.Text, "address of the row on the record", func(r row) any { return "/votes/" + r.ID }),
		},
		When: func(r row) (string, string) { return string(r.Date), "" }, Facets: []string{"what"},
		All: func(ctx context.Context, _ table.Query) iter.Seq2[row, error] {
			return func(yield func(row, error) bool) {
				for d, err := range s.listed(ctx) {
					if err != nil {
						yield(row{}, err)
						return
					}
					for _, f := range d.Flags {
						if !yield(row{d, f}, nil) {
							return
						}
					}
				}
			}
		},
	})
}
