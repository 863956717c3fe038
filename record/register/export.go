package register

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"unhindered/office/table"
	"unhindered/un"
)

// Tables returns the tables of the register for exports: entries, and what each says of UN actions, replies, incidents,
// disagreements and sources. A withdrawn entry is in none of them.
func (s *Store) Tables() []*table.Source {
	return []*table.Source{s.entries(), s.actions(), s.replies(), s.incidents(), s.disagreements(), s.sources()}
}

var origin = []string{"register"}

// each yields the entries as they are now, latest act first, a few hundred at a time. What is published or withdrawn
// meanwhile may be left out.
func (s *Store) each(ctx context.Context, q table.Query) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f := Filter{State: q.State, Sort: SortDate, Limit: NoLimit}
		f.Year, _ = strconv.Atoi(q.Year)
		index, err := s.index.current(ctx, s)
		if err != nil {
			yield(Record{}, fmt.Errorf("reading the register: %w", err))
			return
		}
		_, ids := index.list(f)
		for chunk := range slices.Chunk(ids, 500) {
			records, err := s.records(ctx, chunk)
			if err != nil {
				yield(Record{}, fmt.Errorf("reading the register: %w", err))
				return
			}
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) one(ctx context.Context, id string) (Record, bool, error) {
	r, err := s.Entry(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return Record{}, false, nil
	case r.Withdrawn:
		return Record{}, false, table.ErrGone
	}
	return r, err == nil, err
}

func concerns(r Record, iso3 string) bool { return r.State == iso3 }

func when(r Record) (from, to string) { return string(r.From), string(r.To) }

func (s *Store) entries() *table.Source {
	type row = Record
	return table.New(table.Def[row]{
		Ledger: "register", Name: "register", Title: "Register", Origin: origin,
		Help: "One row is one published entry in its newest version. Units differ: an entry can be about one person or about three hundred.",
		Key:  func(r row) string { return r.ID }, KeyHelp: "number of the entry; it stays, and its page is /register/ID", Find: s.one,
		Columns: []table.Col[row]{
			table.C("version", table.Int, "1 for the first publication, one more for each correction", func(r row) any { return r.Version }),
			table.C("subject", table.Text, "who was targeted: a name only where publication of it was consented to, or where the source names the person in public", func(r row) any { return r.Subject }),
			table.C("kind", table.Text, "person, persons, group or organisation", func(r row) any { return r.Kind }),
			table.C("named", table.Bool, "whether subject names somebody", func(r row) any { return r.Named }),
			table.C("state", table.Text, "State concerned, ISO 3166 alpha-3", func(r row) any { return r.State }),
			table.C("state_name", table.Text, "its short name", func(r row) any { state, _ := un.StateByISO3(r.State); return state.Name }),
			table.C("from", table.Date, "time of the acts: first date known", func(r row) any { return r.From }),
			table.C("to", table.Date, "time of the acts: last date known", func(r row) any { return r.To }),
			table.C("date_note", table.Text, "what the dates do not say: approximate, before the letter", func(r row) any { return r.DateNote }),
			table.C("place", table.Text, "place, no more precise than was agreed", func(r row) any { return r.Place }),
			table.C("summary", table.Text, "what is reported, in our own words", func(r row) any { return r.Summary }),
			table.C("acts", table.List, "codes of the acts reported", func(r row) any { return r.Acts }),
			table.C("act_names", table.List, "the same in words", func(r row) any {
				var all []string
				for _, code := range r.Acts {
					act, _ := un.ActTypeByCode(code)
					all = append(all, act.Label)
				}
				return all
			}),
			table.C("actor", table.Text, "alleged actor", func(r row) any { return r.Actor }),
			table.C("engagement", table.Text, "the cooperation that was answered", func(r row) any { return r.Engagement }),
			table.C("bodies", table.List, "codes of the UN bodies concerned", func(r row) any { return r.Bodies }),
			table.C("actions", table.Int, "what UN bodies did: rows in register-actions", func(r row) any { return len(r.Actions) }),
			table.C("replies", table.Int, "replies of the State: rows in register-replies", func(r row) any { return len(r.Replies) }),
			table.C("incidents", table.Int, "single events in UN rooms: rows in register-incidents", func(r row) any { return len(r.Incidents) }),
			table.C("disagreements", table.Int, "facts on which sources differ: rows in register-disagreements", func(r row) any { return len(r.Disagreements) }),
			table.C("outcome", table.Text, "outcome, as far as known", func(r row) any { return r.Outcome }),
			table.C("sources", table.List, "sources; with addresses in register-sources", func(r row) any {
				var all []string
				for _, s := range r.Sources {
					all = append(all, strings.TrimSuffix(s.Document+", "+s.Part, ", "))
				}
				return all
			}),
			table.C("notes", table.Text, "notes", func(r row) any { return r.Notes }),
			table.C("context", table.Bool, "yes for an entry that explains others and is not counted as a case", func(r row) any { return r.Context }),
			table.C("fictional", table.Bool, "yes for an invented entry of a demonstration", func(r row) any { return r.Fictional }),
			table.C("published", table.Day, "day on which this version was published", func(r row) any { return r.Day }),
			table.C("salt", table.Text, "needed to check the commitment", func(r row) any { return r.Salt }),
			table.C("commitment", table.Text, "SHA-256 of salt and text, as the log has it", func(r row) any { return r.Commitment }),
			table.C("leaf", table.Int, "place of this version in the log", func(r row) any { return r.Leaf }),
		},
		Concerns: concerns, StateHelp: "Entries about this State, by its code of three letters.",
		When: when, Facets: []string{"kind", "acts", "bodies", "named", "context", "fictional"},
		All: s.each,
	})
}

// A part is one of several things that an entry says.
type part[T any] struct {
	Record
	of T
	n  int // from 1
}

// parts defines a table of what entries say several times.
func parts[T any](s *Store, name, title, help string, of func(Record) []T, columns ...table.Col[part[T]]) *table.Source {
	type row = part[T]
	return table.New(table.Def[row]{
		Ledger: "register", Name: name, Title: title, Help: help, Origin: origin,
		Key: func(p row) string { return p.ID + "." + strconv.Itoa(p.n) }, KeyHelp: "number of the entry, a dot, place in it",
		Columns: append([]table.Col[row]{
			table.C("entry", table.Text, "number of the entry in register", func(p row) any { return p.ID }),
			table.C("state", table.Text, "State concerned, ISO 3166 alpha-3", func(p row) any { return p.State }),
		}, append(columns, table.C("fictional", table.Bool, "yes for an invented entry of a demonstration", func(p row) any { return p.Fictional }))...),
		Concerns: func(p row, iso3 string) bool { return concerns(p.Record, iso3) }, StateHelp: "Rows of entries about this State, by its code of three letters.",
		When: func(p row) (string, string) { return when(p.Record) }, Facets: []string{"entry"},
		All: func(ctx context.Context, q table.Query) iter.Seq2[row, error] {
			return func(yield func(row, error) bool) {
				for r, err := range s.each(ctx, q) {
					if err != nil {
						yield(row{}, err)
						return
					}
					for i, p := range of(r) {
						if !yield(row{r, p, i + 1}, nil) {
							return
						}
					}
				}
			}
		},
	})
}

func (s *Store) actions() *table.Source {
	type row = part[Action]
	return parts(s, "register-actions", "What UN bodies did", "One row is one thing that a UN body did about an entry. Filters by time go by the entry.",
		func(r Record) []Action { return r.Actions },
		table.C("date", table.Date, "when", func(p row) any { return p.of.Date }),
		table.C("type", table.Text, "what it was", func(p row) any { return p.of.Type }),
		table.C("symbol", table.Text, "document symbol", func(p row) any { return p.of.Symbol }),
		table.C("text", table.Text, "what it says", func(p row) any { return p.of.Text }),
		table.C("source", table.Text, "where it is from", func(p row) any { return p.of.Source }))
}

func (s *Store) replies() *table.Source {
	type row = part[Reply]
	return parts(s, "register-replies", "What States replied", "One row is one reply of the State about an entry. Filters by time go by the entry.",
		func(r Record) []Reply { return r.Replies },
		table.C("date", table.Date, "when", func(p row) any { return p.of.Date }),
		table.C("symbol", table.Text, "document symbol", func(p row) any { return p.of.Symbol }),
		table.C("text", table.Text, "what it says", func(p row) any { return p.of.Text }),
		table.C("assessment", table.Text, "how the source judges it", func(p row) any { return p.of.Assessment }),
		table.C("source", table.Text, "where it is from", func(p row) any { return p.of.Source }))
}

func (s *Store) incidents() *table.Source {
	type row = part[Incident]
	return parts(s, "register-incidents", "Incidents of entries", "One row is one event in a UN room or proceeding that belongs to an entry. Filters by time go by the entry.",
		func(r Record) []Incident { return r.Incidents },
		table.C("incident", table.Text, "key of the incident", func(p row) any { return p.of.ID }),
		table.C("date", table.Date, "when", func(p row) any { return p.of.Date }),
		table.C("place", table.Text, "where", func(p row) any { return p.of.Place }),
		table.C("type", table.Text, "code of the act", func(p row) any { return p.of.Type }),
		table.C("actor", table.Text, "alleged actor", func(p row) any { return p.of.Actor }),
		table.C("text", table.Text, "what is reported", func(p row) any { return p.of.Text }),
		table.C("response", table.Text, "what the UN did", func(p row) any { return p.of.Response }),
		table.C("outcome", table.Text, "outcome", func(p row) any { return p.of.Outcome }),
		table.C("source", table.Text, "where it is from", func(p row) any { return p.of.Source }))
}

func (s *Store) disagreements() *table.Source {
	type row = part[Disagreement]
	return parts(s, "register-disagreements", "Facts on which sources of an entry differ", "One row is one fact; both values are kept. Filters by time go by the entry.",
		func(r Record) []Disagreement { return r.Disagreements },
		table.C("fact", table.Text, "the fact", func(p row) any { return p.of.Fact }),
		table.C("a", table.Text, "one value", func(p row) any { return p.of.A }),
		table.C("b", table.Text, "another value", func(p row) any { return p.of.B }),
		table.C("kept", table.Text, "what the entry does about it", func(p row) any { return p.of.Kept }))
}

func (s *Store) sources() *table.Source {
	type row = part[Source]
	return parts(s, "register-sources", "Sources of entries", "One row is one source of an entry. Filters by time go by the entry.",
		func(r Record) []Source { return r.Sources },
		table.C("document", table.Text, "short title or symbol", func(p row) any { return p.of.Document }),
		table.C("part", table.Text, "section, paragraph or page", func(p row) any { return p.of.Part }),
		table.C("address", table.Text, "address on the web", func(p row) any { return p.of.Address }))
}
