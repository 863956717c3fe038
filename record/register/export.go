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

// A listing is the entries that a query chooses, as far as the index can tell, latest act first. Their texts are read when
// they are needed, a hundred at a time: to choose and to count entries, none is.
type listing struct {
	store  *Store
	ctx    context.Context
	state  string // all are about it; "" if they are about any
	ids    []string
	briefs map[string]brief
	read   map[string]Record // of the ids from..to
	from   int
	to     int
	err    error // of reading
}

// A listed is one of them.
type listed struct {
	*listing
	at int
}

func (l listed) id() string   { return l.ids[l.at] }
func (l listed) brief() brief { return l.briefs[l.ids[l.at]] }

// record returns the entry. One that was withdrawn since the listing was made has nothing but its number.
func (l listed) record() Record {
	if (l.at < l.from || l.at >= l.to) && l.err == nil {
		const chunk = 100
		l.from, l.to = l.at, min(l.at+chunk, len(l.ids))
		var records []Record
		records, l.err = l.store.records(l.ctx, l.ids[l.from:l.to])
		l.read = make(map[string]Record, len(records))
		for _, r := range records {
			l.read[r.ID] = r
		}
	}
	if r, ok := l.read[l.id()]; ok {
		return r
	}
	return Record{Entry: Entry{ID: l.id()}}
}

// concerns tells whether the entry is about a State. What is listed has been chosen by it.
func (l listed) concerns(iso3 string) bool { return l.state == iso3 }

// when is the time of the acts.
func (l listed) when() (from, to string) { return l.brief().from, l.brief().to }

// list yields the entries of a listing.
func (s *Store) list(ctx context.Context, q table.Query) iter.Seq2[listed, error] {
	return func(yield func(listed, error) bool) {
		fail := func(err error) { yield(listed{}, fmt.Errorf("reading the register: %w", err)) }
		index, err := s.index.current(ctx, s)
		if err != nil {
			fail(err)
			return
		}
		f := Filter{State: q.State, Act: q.Where["acts"], Body: q.Where["bodies"], Sort: SortDate, Limit: NoLimit}
		f.Year, _ = strconv.Atoi(q.Year)
		l := &listing{store: s, ctx: ctx, state: q.State}
		_, l.ids = index.list(f)
		if only, asked := q.Where["entry"]; asked {
			l.ids = slices.DeleteFunc(l.ids, func(id string) bool { return id != only })
		}
		if l.briefs, err = s.briefsOf(ctx, index); err != nil {
			fail(err)
			return
		}
		for at := range l.ids {
			if !yield(listed{l, at}, nil) {
				return
			}
			if l.err != nil {
				fail(l.err)
				return
			}
		}
	}
}

func (s *Store) one(ctx context.Context, id string) (listed, bool, error) {
	r, err := s.Entry(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return listed{}, false, nil
	case err != nil:
		return listed{}, false, err
	case r.Withdrawn:
		return listed{}, false, table.ErrGone
	}
	return listed{&listing{ids: []string{id}, briefs: map[string]brief{id: briefOf(r)}, read: map[string]Record{id: r}, to: 1}, 0}, true, nil
}

func (s *Store) entries() *table.Source {
	type row = listed
	of := func(get func(Record) any) func(row) any { return func(l row) any { return get(l.record()) } }
	return table.New(table.Def[row]{
		Ledger: "register", Name: "register", Title: "Register", Origin: origin,
		Help: "One row is one published entry in its newest version. Units differ: an entry can be about one person or about three hundred.",
		Key:  func(r row) string { return r.id() }, KeyHelp: "number of the entry; it stays, and its page is /register/ID", Find: s.one,
		Columns: []table.Col[row]{
			table.C("version", table.Int, "1 for the first publication, one more for each correction", of(func(r Record) any { return r.Version })),
			table.C("subject", table.Text, "who was targeted: a name only where publication of it was consented to, or where the source names the person in public", of(func(r Record) any { return r.Subject })),
			table.C("kind", table.Text, "person, persons, group or organisation", func(l row) any { return l.brief().kind }),
			table.C("named", table.Bool, "whether subject names somebody", func(l row) any { return l.brief().named }),
			table.C("state", table.Text, "State concerned, ISO 3166 alpha-3", of(func(r Record) any { return r.State })),
			table.C("state_name", table.Text, "its short name", of(func(r Record) any { state, _ := un.StateByISO3(r.State); return state.Name })),
			table.C("from", table.Date, "time of the acts: first date known", of(func(r Record) any { return r.From })),
			table.C("to", table.Date, "time of the acts: last date known", of(func(r Record) any { return r.To })),
			table.C("date_note", table.Text, "what the dates do not say: approximate, before the letter", of(func(r Record) any { return r.DateNote })),
			table.C("place", table.Text, "place, no more precise than was agreed", of(func(r Record) any { return r.Place })),
			table.C("summary", table.Text, "what is reported, in our own words", of(func(r Record) any { return r.Summary })),
			table.C("acts", table.List, "codes of the acts reported", func(l row) any { return l.brief().acts }),
			table.C("act_names", table.List, "the same in words", of(func(r Record) any {
				var all []string
				for _, code := range r.Acts {
					act, _ := un.ActTypeByCode(code)
					all = append(all, act.Label)
				}
				return all
			})),
			table.C("actor", table.Text, "alleged actor", of(func(r Record) any { return r.Actor })),
			table.C("engagement", table.Text, "the cooperation that was answered", of(func(r Record) any { return r.Engagement })),
			table.C("bodies", table.List, "codes of the UN bodies concerned", func(l row) any { return l.brief().bodies }),
			table.C("actions", table.Int, "what UN bodies did: rows in register-actions", of(func(r Record) any { return len(r.Actions) })),
			table.C("replies", table.Int, "replies of the State: rows in register-replies", of(func(r Record) any { return len(r.Replies) })),
			table.C("incidents", table.Int, "single events in UN rooms: rows in register-incidents", of(func(r Record) any { return len(r.Incidents) })),
			table.C("disagreements", table.Int, "facts on which sources differ: rows in register-disagreements", of(func(r Record) any { return len(r.Disagreements) })),
			table.C("outcome", table.Text, "outcome, as far as known", of(func(r Record) any { return r.Outcome })),
			table.C("sources", table.List, "sources; with addresses in register-sources", of(func(r Record) any {
				var all []string
				for _, s := range r.Sources {
					all = append(all, strings.TrimSuffix(s.Document+", "+s.Part, ", "))
				}
				return all
			})),
			table.C("notes", table.Text, "notes", of(func(r Record) any { return r.Notes })),
			table.C("context", table.Bool, "yes for an entry that explains others and is not counted as a case", func(l row) any { return l.brief().context }),
			table.C("fictional", table.Bool, "yes for an invented entry of a demonstration", func(l row) any { return l.brief().fictional }),
			table.C("published", table.Day, "day on which this version was published", of(func(r Record) any { return r.Day })),
			table.C("salt", table.Text, "needed to check the commitment", of(func(r Record) any { return r.Salt })),
			table.C("commitment", table.Text, "SHA-256 of salt and text, as the log has it", of(func(r Record) any { return r.Commitment })),
			table.C("leaf", table.Int, "place of this version in the log", of(func(r Record) any { return r.Leaf })),
		},
		Concerns: row.concerns, StateHelp: "Entries about this State, by its code of three letters.",
		When: row.when, Facets: []string{"kind", "acts", "bodies", "named", "context", "fictional"},
		All: s.list,
	})
}

// A part is one of several things that an entry says.
type part struct {
	listed
	n int // from 1
}

// parts defines a table of what entries say several times.
func parts[T any](s *Store, which int, name, title, help string, of func(Record) []T, columns ...table.Col[T]) *table.Source {
	all := []table.Col[part]{
		table.C("entry", table.Text, "number of the entry in register", func(p part) any { return p.id() }),
		table.C("state", table.Text, "State concerned, ISO 3166 alpha-3", func(p part) any { return p.record().State }),
	}
	for _, c := range columns {
		all = append(all, table.C(c.Name, c.Type, c.Help, func(p part) any {
			if these := of(p.record()); p.n <= len(these) {
				return c.Get(these[p.n-1])
			}
			return nil // withdrawn, or corrected, in between
		}))
	}
	all = append(all, table.C("fictional", table.Bool, "yes for an invented entry of a demonstration", func(p part) any { return p.brief().fictional }))
	return table.New(table.Def[part]{
		Ledger: "register", Name: name, Title: title, Help: help, Origin: origin, Columns: all,
		Key: func(p part) string { return p.id() + "." + strconv.Itoa(p.n) }, KeyHelp: "number of the entry, a dot, place in it",
		Find: func(ctx context.Context, key string) (part, bool, error) {
			dot := max(0, strings.LastIndexByte(key, '.'))
			entry, place := key[:dot], strings.TrimPrefix(key[dot:], ".")
			l, ok, err := s.one(ctx, entry)
			n, bad := strconv.Atoi(place)
			if err != nil || !ok || bad != nil || n < 1 || n > l.brief().parts[which] || place != strconv.Itoa(n) {
				return part{}, false, err
			}
			return part{l, n}, true, nil
		},
		Concerns: func(p part, iso3 string) bool { return p.concerns(iso3) }, StateHelp: "Rows of entries about this State, by its code of three letters.",
		When: func(p part) (string, string) { return p.when() }, Facets: []string{"entry"},
		All: func(ctx context.Context, q table.Query) iter.Seq2[part, error] {
			return func(yield func(part, error) bool) {
				for l, err := range s.list(ctx, q) {
					if err != nil {
						yield(part{}, err)
						return
					}
					for n := range l.brief().parts[which] {
						if !yield(part{l, n + 1}, nil) {
							return
						}
					}
				}
			}
		},
	})
}

func (s *Store) actions() *table.Source {
	return parts(s, actionParts, "register-actions", "What UN bodies did", "One row is one thing that a UN body did about an entry. Filters by time go by the entry.",
		func(r Record) []Action { return r.Actions },
		table.C("date", table.Date, "when", func(p Action) any { return p.Date }),
		table.C("type", table.Text, "what it was", func(p Action) any { return p.Type }),
		table.C("symbol", table.Text, "document symbol", func(p Action) any { return p.Symbol }),
		table.C("text", table.Text, "what it says", func(p Action) any { return p.Text }),
		table.C("source", table.Text, "where it is from", func(p Action) any { return p.Source }))
}

func (s *Store) replies() *table.Source {
	return parts(s, replyParts, "register-replies", "What States replied", "One row is one reply of the State about an entry. Filters by time go by the entry.",
		func(r Record) []Reply { return r.Replies },
		table.C("date", table.Date, "when", func(p Reply) any { return p.Date }),
		table.C("symbol", table.Text, "document symbol", func(p Reply) any { return p.Symbol }),
		table.C("text", table.Text, "what it says", func(p Reply) any { return p.Text }),
		table.C("assessment", table.Text, "how the source judges it", func(p Reply) any { return p.Assessment }),
		table.C("source", table.Text, "where it is from", func(p Reply) any { return p.Source }))
}

func (s *Store) incidents() *table.Source {
	return parts(s, incidentParts, "register-incidents", "Incidents of entries", "One row is one event in a UN room or proceeding that belongs to an entry. Filters by time go by the entry.",
		func(r Record) []Incident { return r.Incidents },
		table.C("incident", table.Text, "key of the incident", func(p Incident) any { return p.ID }),
		table.C("date", table.Date, "when", func(p Incident) any { return p.Date }),
		table.C("place", table.Text, "where", func(p Incident) any { return p.Place }),
		table.C("type", table.Text, "code of the act", func(p Incident) any { return p.Type }),
		table.C("actor", table.Text, "alleged actor", func(p Incident) any { return p.Actor }),
		table.C("text", table.Text, "what is reported", func(p Incident) any { return p.Text }),
		table.C("response", table.Text, "what the UN did", func(p Incident) any { return p.Response }),
		table.C("outcome", table.Text, "outcome", func(p Incident) any { return p.Outcome }),
		table.C("source", table.Text, "where it is from", func(p Incident) any { return p.Source }))
}

func (s *Store) disagreements() *table.Source {
	return parts(s, disagreementParts, "register-disagreements", "Facts on which sources of an entry differ", "One row is one fact; both values are kept. Filters by time go by the entry.",
		func(r Record) []Disagreement { return r.Disagreements },
		table.C("fact", table.Text, "the fact", func(p Disagreement) any { return p.Fact }),
		table.C("a", table.Text, "one value", func(p Disagreement) any { return p.A }),
		table.C("b", table.Text, "another value", func(p Disagreement) any { return p.B }),
		table.C("kept", table.Text, "what the entry does about it", func(p Disagreement) any { return p.Kept }))
}

func (s *Store) sources() *table.Source {
	return parts(s, sourceParts, "register-sources", "Sources of entries", "One row is one source of an entry. Filters by time go by the entry.",
		func(r Record) []Source { return r.Sources },
		table.C("document", table.Text, "short title or symbol", func(p Source) any { return p.Document }),
		table.C("part", table.Text, "section, paragraph or page", func(p Source) any { return p.Part }),
		table.C("address", table.Text, "address on the web", func(p Source) any { return p.Address }))
}
