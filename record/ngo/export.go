package ngo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"
	"strconv"
	"strings"

	"unhindered/office/table"
	"unhindered/un"
)

// Tables returns the tables of the ledger for exports.
func (s *Store) Tables() []*table.Source {
	return []*table.Source{s.applications(), s.organisations(), s.lines(), s.questions(), s.accounts(), s.rollCalls(), s.ballots(),
		s.members(), s.names(), s.contradictions()}
}

var (
	origin = []string{"ngo"}
	facts  = []string{"facts"}
)

// each yields the rows that of finds in the ledger.
func each[T any](s *Store, of func(*Ledger) iter.Seq[T]) func(context.Context, table.Query) iter.Seq2[T, error] {
	return func(ctx context.Context, _ table.Query) iter.Seq2[T, error] {
		return func(yield func(T, error) bool) {
			l, err := s.Ledger(ctx)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for row := range of(l) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) applications() *table.Source {
	type row struct {
		*Applicant
		Application
		n int
	}
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo", Title: "Applications for consultative status", Origin: origin,
		Help: "One row is one application: the run of sessions from the first that lists it to its end. The wait began before the first session, so that days are a least number.",
		Key:  func(r row) string { return r.ID + "." + strconv.Itoa(r.n) }, KeyHelp: "key of the organisation, a dot, number of its application",
		Columns: []table.Col[row]{
			table.C("organisation", table.Text, "key in ngo-organisations; the page is /ngo/KEY", func(r row) any { return r.ID }),
			table.C("name", table.Text, "newest name of the organisation in the lists", func(r row) any { return r.Name }),
			table.C("first_session", table.Day, "date that stands for the first session that lists it", func(r row) any { return r.From }),
			table.C("last_session", table.Day, "session of its end, or the last that lists it", func(r row) any { return r.To }),
			table.C("end", table.Text, "granted (recommended for status), closed, withdrawn, declined, pending (deferred at the newest session), or not seen since", func(r row) any { return r.End }),
			table.C("deferrals", table.Int, "sessions that put it off", func(r row) any { return r.Application.Deferrals }),
			table.C("days", table.Int, "days from first to last session", func(r row) any { return r.Days }),
			table.C("deferred_at", table.List, "sessions that put it off", func(r row) any { return r.Sessions }),
			table.C("questions", table.Int, "questions to the organisation that sources report", func(r row) any { return len(r.Questions) }),
		},
		When: func(r row) (string, string) { return r.From, r.To }, Facets: []string{"organisation", "end"},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				for i := range l.Applicants {
					for n, app := range l.Applicants[i].Applications {
						if !yield(row{&l.Applicants[i], app, n + 1}) {
							return
						}
					}
				}
			}
		}),
	})
}

func (s *Store) organisations() *table.Source {
	type row = *Applicant
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-organisations", Title: "Organisations before the Committee", Origin: origin,
		Help: "One row is one organisation, its names joined by the rules and decisions in ngo-names.",
		Key:  func(a row) string { return a.ID }, KeyHelp: "key of the organisation; its page is /ngo/KEY",
		Find: func(ctx context.Context, id string) (row, bool, error) {
			l, err := s.Ledger(ctx)
			if err != nil {
				return nil, false, err
			}
			i, ok := l.byID[id]
			if !ok {
				return nil, false, nil
			}
			return &l.Applicants[i], true, nil
		},
		Columns: []table.Col[row]{
			table.C("name", table.Text, "newest name in the lists", func(a row) any { return a.Name }),
			table.C("other_names", table.List, "other names and spellings in the lists", func(a row) any { return a.Spellings }),
			table.C("applications", table.Int, "its applications", func(a row) any { return len(a.Applications) }),
			table.C("deferrals", table.Int, "sessions that put an application of it off", func(a row) any { return a.Deferrals() }),
			table.C("last_end", table.Text, "what became of the newest application; see end in ngo", func(a row) any {
				if last, ok := a.Last(); ok {
					return last.End
				}
				return nil
			}),
			table.C("listed", table.Int, "lines of lists that name it", func(a row) any { return len(a.Events) }),
			table.C("questions", table.Int, "questions to it that sources report", func(a row) any { return len(a.Questions) }),
		},
		Facets: []string{"last_end"},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				for i := range l.Applicants {
					if !yield(&l.Applicants[i]) {
						return
					}
				}
			}
		}),
	})
}

func (s *Store) lines() *table.Source {
	type row struct {
		Line
		of string // key of the organisation
		n  int    // of this list and session, from 1
	}
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-lists", Title: "Lists of the Committee: deferrals and decisions", Origin: origin,
		Help: "One row is one line of a list that the Committee’s reports annex: an organisation put off, recommended, closed and so on at one session.",
		Key:  func(r row) string { return string(r.List) + "." + r.Session + "." + strconv.Itoa(r.n) }, KeyHelp: "list, session, place on the list",
		Columns: []table.Col[row]{
			table.C("list", table.Text, "which list", func(r row) any { return r.List }),
			table.C("meaning", table.Text, "what being on it means", func(r row) any { return r.List.What() }),
			table.C("session", table.Day, "date that stands for the session", func(r row) any { return r.Session }),
			table.C("name", table.Text, "name as written there", func(r row) any { return r.Name }),
			table.C("organisation", table.Text, "key in ngo-organisations", func(r row) any { return r.of }),
			table.C("became", table.Text, "new name, of a change of name", func(r row) any { return r.Became }),
			table.C("partner", table.Text, "other organisation, of a merger", func(r row) any { return r.Partner }),
			table.C("info", table.Text, "what the list adds", func(r row) any { return r.Info }),
			table.C("row", table.Int, "row of the file from which it came first; the header is row 1", func(r row) any { return r.Row }),
		},
		When: func(r row) (string, string) { return r.Session, "" }, Facets: []string{"list", "session", "organisation"},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				book, n, at := book{}, 0, ""
				for _, line := range l.Lines { // by session and list
					if here := line.Session + string(line.List); here != at {
						n, at = 0, here
					}
					n++
					if !yield(row{line, l.keyID[book.key(line.Name)], n}) {
						return
					}
				}
			}
		}),
	})
}

func (s *Store) questions() *table.Source {
	type row = Question
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-questions", Title: "Questions of the Committee", Origin: facts,
		Help: "One row is one question that the Committee put to an organisation, as a source reports it.",
		Key:  func(q row) string { return q.ID }, KeyHelp: "key of the question",
		Columns: []table.Col[row]{
			table.C("applicant", table.Text, "organisation as the source names it", func(q row) any { return q.Applicant }),
			table.C("organisation", table.Text, "its key in ngo-organisations, if it is one of them", func(q row) any { return q.Of }),
			table.C("session", table.Text, "session in the source’s words", func(q row) any { return q.Session }),
			table.C("date", table.Date, "when", func(q row) any { return q.Date }),
			table.C("asked_by", table.List, "States that asked, codes", func(q row) any { return q.AskedBy }),
			table.C("asked_by_as_written", table.Text, "who asked, in the source’s words", func(q row) any { return q.AskedText }),
			table.C("question", table.Text, "the question, in our own words", func(q row) any { return q.Text }),
			table.C("topic", table.Text, "topic", func(q row) any { return q.Topic }),
			table.C("relevant_to_1996_31", table.Text, "whether it serves a criterion of resolution 1996/31", func(q row) any { return q.Relevant }),
			table.C("about_state", table.Text, "State that the organisation’s work or the question is about", func(q row) any { return q.AboutState }),
			table.C("repeated", table.Text, "whether it was asked before", func(q row) any { return q.Repeated }),
			table.C("kind", table.Text, "application, quadrennial report and so on", func(q row) any { return q.Kind }),
			table.C("source", table.Text, "document and section", func(q row) any { return q.Source }),
		},
		Concerns:  func(q row, iso3 string) bool { return q.AboutState == iso3 || slices.Contains(q.AskedBy, iso3) },
		StateHelp: "Questions that this State asked, or that are about it; code of three letters.",
		When:      func(q row) (string, string) { return q.Date, "" }, Facets: []string{"organisation", "asked_by", "about_state", "topic", "kind"},
		All: each(s, func(l *Ledger) iter.Seq[row] { return slices.Values(l.Questions) }),
	})
}

func (s *Store) accounts() *table.Source {
	type row = Account
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-accounts", Title: "Applications as sources tell them", Origin: facts,
		Help: "One row is what a source tells of an application or a quadrennial report as a whole.",
		Key:  func(a row) string { return strings.ReplaceAll(a.ID, "/", ".") }, KeyHelp: "key of the account",
		Columns: []table.Col[row]{
			table.C("applicant", table.Text, "organisation as the source names it", func(a row) any { return a.Applicant }),
			table.C("organisation", table.Text, "its key in ngo-organisations, if it is one of them", func(a row) any { return a.Of }),
			table.C("kind", table.Text, "application, quadrennial report and so on", func(a row) any { return a.Kind }),
			table.C("about_state", table.Text, "State or States that were brought up", func(a row) any { return a.AboutState }),
			table.C("first_application", table.Text, "when it first applied, per source", func(a row) any { return a.First }),
			table.C("rounds", table.Text, "rounds or deferrals, per source", func(a row) any { return a.Rounds }),
			table.C("years_pending", table.Text, "years that it waited, per source", func(a row) any { return a.Years }),
			table.C("outcome", table.Text, "what became of it, per source", func(a row) any { return a.Outcome }),
			table.C("outcome_date", table.Text, "when, per source", func(a row) any { return a.OutcomeDate }),
			table.C("decided_by", table.Text, "who decided", func(a row) any { return a.DecidedBy }),
			table.C("note", table.Text, "note", func(a row) any { return a.Note }),
			table.C("source", table.Text, "document and section", func(a row) any { return a.Source }),
		},
		Concerns: func(a row, iso3 string) bool { return a.AboutState == iso3 }, StateHelp: "Accounts in which this State was brought up, by its code of three letters.",
		Facets: []string{"organisation", "kind", "outcome"},
		All:    each(s, func(l *Ledger) iter.Seq[row] { return slices.Values(l.Accounts) }),
	})
}

func (s *Store) rollCalls() *table.Source {
	type row = *RollCall
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-roll-calls", Title: "Roll calls of the Committee", Origin: origin,
		Help: "One row is one vote of the Committee by name; the votes of States are in ngo-ballots.",
		Key:  func(r row) string { return r.ID }, KeyHelp: "key of the roll call; its page is /ngo/votes/KEY",
		Columns: []table.Col[row]{
			table.C("session", table.Day, "date that stands for the session", func(r row) any { return r.Session }),
			table.C("topic", table.Text, "what was put to the vote", func(r row) any { return r.Topic }),
			table.C("outcome", table.Text, "carried, rejected, or other: see the words of the report", func(r row) any { return r.Outcome }),
			table.C("outcome_as_written", table.Text, "outcome in the words of the data", func(r row) any { return r.Written }),
			table.C("yes", table.Int, "votes in favour", func(r row) any { return r.Tally.Yes }),
			table.C("no", table.Int, "votes against", func(r row) any { return r.Tally.No }),
			table.C("abstain", table.Int, "abstentions", func(r row) any { return r.Tally.Abstain }),
			table.C("absent", table.Int, "members named as absent", func(r row) any { return r.Tally.Absent }),
			table.C("organisations", table.List, "keys of organisations that the topic names", func(r row) any { return r.Applicants }),
			table.C("contradictions", table.List, "what in it contradicts itself", func(r row) any { return r.Flags }),
			table.C("row", table.Int, "row of the file", func(r row) any { return r.Row }),
		},
		Concerns: func(r row, iso3 string) bool {
			return slices.ContainsFunc(r.Ballots, func(b Ballot) bool { return b.ISO3 == iso3 })
		},
		StateHelp: "Roll calls that name this State, by its code of three letters.",
		When:      func(r row) (string, string) { return r.Session, "" }, Facets: []string{"session", "outcome"},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				for i := range l.RollCalls {
					if !yield(&l.RollCalls[i]) {
						return
					}
				}
			}
		}),
	})
}

func (s *Store) ballots() *table.Source {
	type row struct {
		*RollCall
		Ballot
		n int // place in the roll call: some name a State twice
	}
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-ballots", Title: "Votes of States in the Committee", Origin: origin,
		Help: "One row is one vote of one member in one roll call. A member that a roll call does not name has no row. Where a roll call names a State twice, both are here.",
		Key:  func(r row) string { return r.ID + "." + strconv.Itoa(r.n) }, KeyHelp: "key of the roll call, a dot, place in it",
		Columns: []table.Col[row]{
			table.C("roll_call", table.Text, "key in ngo-roll-calls", func(r row) any { return r.ID }),
			table.C("session", table.Day, "date that stands for the session", func(r row) any { return r.Session }),
			table.C("topic", table.Text, "what was put to the vote", func(r row) any { return r.Topic }),
			table.C("state", table.Text, "State, ISO 3166 alpha-3", func(r row) any { return r.ISO3 }),
			table.C("state_name", table.Text, "its short name", func(r row) any {
				state, _ := un.StateByISO3(r.ISO3)
				return state.Name
			}),
			table.C("vote", table.Text, "yes, no, abstain or absent", func(r row) any { return r.Vote }),
			table.C("state_as_written", table.Text, "name in the data", func(r row) any { return r.Name }),
			table.C("vote_as_written", table.Text, "vote in the words of the data", func(r row) any { return r.Voted }),
			table.C("row", table.Int, "row of the file", func(r row) any { return r.Ballot.Row }),
		},
		Concerns: func(r row, iso3 string) bool { return r.ISO3 == iso3 }, StateHelp: "Votes of this State, by its code of three letters.",
		When: func(r row) (string, string) { return r.Session, "" }, Facets: []string{"roll_call", "session", "vote"},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				for i := range l.RollCalls {
					for n, b := range l.RollCalls[i].Ballots {
						if !yield(row{&l.RollCalls[i], b, n + 1}) {
							return
						}
					}
				}
			}
		}),
	})
}

func (s *Store) members() *table.Source {
	type row = Member
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-members", Title: "Members of the Committee", Origin: []string{"reference"},
		Help: "One row is the seat of one State for one term, as far as terms are here.",
		Key:  func(m row) string { return m.ISO3 + "-" + strconv.Itoa(m.From) }, KeyHelp: "State and first year",
		Columns: []table.Col[row]{
			table.C("state", table.Text, "State, ISO 3166 alpha-3", func(m row) any { return m.ISO3 }),
			table.C("first_year", table.Int, "first year of the term", func(m row) any { return m.From }),
			table.C("last_year", table.Int, "last year of the term", func(m row) any { return m.To }),
			table.C("seats", table.Text, "seats of which regional group", func(m row) any { return m.Seats }),
			table.C("confidence", table.Text, "how sure it is", func(m row) any { return m.Confidence }),
			table.C("source", table.Text, "where it is from", func(m row) any { return m.Source }),
		},
		Concerns: func(m row, iso3 string) bool { return m.ISO3 == iso3 }, StateHelp: "Seats of this State, by its code of three letters.",
		When: func(m row) (string, string) { return strconv.Itoa(m.From), strconv.Itoa(m.To) },
		All:  each(s, func(l *Ledger) iter.Seq[row] { return slices.Values(l.Members) }),
	})
}

func (s *Store) names() *table.Source {
	type row struct {
		Decision
		key string
	}
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-names", Title: "Decisions on names of organisations", Origin: origin,
		Help: "One row is two names, whether they are one organisation, and why. Proposed joins nothing.",
		Key:  func(d row) string { return d.key }, KeyHelp: "key made from the two names",
		Columns: []table.Col[row]{
			table.C("a", table.Text, "one name", func(d row) any { return d.A }),
			table.C("b", table.Text, "other name", func(d row) any { return d.B }),
			table.C("verdict", table.Text, "same, different or proposed", func(d row) any { return d.Verdict }),
			table.C("rule", table.Text, "why", func(d row) any { return d.Rule }),
			table.C("note", table.Text, "why a person decided so", func(d row) any { return d.Note }),
		},
		Facets: []string{"verdict", "rule"},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				seen := map[string]int{}
				for _, d := range l.Decisions {
					sum := sha256.Sum256([]byte(d.A + "\x00" + d.B)) // as written: two spellings of one name are a decision, too
					key := hex.EncodeToString(sum[:8])
					if seen[key]++; seen[key] > 1 {
						key += "-" + strconv.Itoa(seen[key])
					}
					if !yield(row{d, key}) {
						return
					}
				}
			}
		}),
	})
}

func (s *Store) contradictions() *table.Source {
	type row struct {
		Flag
		n int
	}
	return table.New(table.Def[row]{
		Ledger: "ngo", Name: "ngo-contradictions", Title: "Contradictions within the lists of the Committee", Origin: origin,
		Help: "One row is something in the lists that contradicts something else. Both sides are kept.",
		Key:  func(r row) string { return strconv.Itoa(r.n) }, KeyHelp: "running number; it changes with imports",
		Columns: []table.Col[row]{
			table.C("where", table.Text, "list and row, session or organisation", func(r row) any { return r.Where }),
			table.C("what", table.Text, "what contradicts what", func(r row) any { return r.What }),
			table.C("link", table.Text, "address of the row on the record", func(r row) any { return r.Link }),
		},
		All: each(s, func(l *Ledger) iter.Seq[row] {
			return func(yield func(row) bool) {
				for i, f := range l.Flags {
					if !yield(row{f, i + 1}) {
						return
					}
				}
			}
		}),
	})
}
