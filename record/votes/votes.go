// Package votes is the ledger of roll calls: of the General Assembly, the Commission on Human Rights and the Human
// Rights Council, with the texts that were adopted without one and the amendments put against them.
//
// Everything is held in memory for pages and analyses: a few megabytes for a million votes.
package votes

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"unhindered/record/imports"
	"unhindered/record/sheet"
	"unhindered/storage"
	"unhindered/un"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations returns the migrations of this ledger.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "votes", FS: sub}
}

// ErrNotFound is returned for a decision or resolution that is not in the ledger.
var ErrNotFound = storage.ErrNotFound

// A Store is the ledger. It is safe for concurrent use.
type Store struct {
	db     *storage.DB
	sheets *sheet.Store
	memory imports.Memory[Ledger]
}

// New returns the ledger of a database that was opened with Migrations.
func New(db *storage.DB) *Store {
	return &Store{db: db, sheets: sheet.New(db), memory: imports.Memory[Ledger]{Tables: []string{"vote"}, Load: load}}
}

// Ledger returns all decisions as they are now. What it returns never changes.
func (s *Store) Ledger(ctx context.Context) (*Ledger, error) { return s.memory.Get(ctx, s.db) }

// A Ledger is all decisions at one time.
type Ledger struct {
	All    []Decision // newest first
	byID   map[string]int
	states []string         // codes by number
	number map[string]int   // numbers by code
	drafts map[string][]int // amendments by the draft they would change
	symbol map[string][]int

	Contradictions int // decisions in which the source contradicts itself
}

// A Decision is a text that was decided on, with the roll call if there was one, or another vote.
type Decision struct {
	Row
	Import   int64
	Counted  Totals // of the roll call; all 0 without one
	Recorded bool   // there is a roll call
	Flags    []Flag // where the source contradicts itself
	Twin     string // id of the same roll call in another source
	ByTitle  bool   // Draft was found by title and session: the source does not name it

	ballots []Ballot // by number of the State
	search  string   // folded
}

// A Flag is a contradiction between what a source says and what it shows.
type Flag struct {
	What    string `json:"what"`    // "yes", "no", "abstain", "result", ...
	Said    string `json:"said"`    // by the official totals or the catalogue
	Counted string `json:"counted"` // in the roll call
}

func load(ctx context.Context, tx *storage.Tx) (*Ledger, error) {
	l := &Ledger{byID: map[string]int{}, number: map[string]int{}, drafts: map[string][]int{}, symbol: map[string][]int{}}
	rows, err := tx.Query(ctx, "SELECT import_id, "+Columns+" FROM vote")
	l.All, err = storage.Collect(rows, err, func(r storage.Row, d *Decision) error {
		return d.Scan(func(into ...any) error { return r.Scan(append([]any{&d.Import}, into...)...) })
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(l.All, func(a, b Decision) int {
		if c := strings.Compare(string(b.Date), string(a.Date)); c != 0 {
			return c
		}
		if c := strings.Compare(a.Body, b.Body); c != 0 {
			return c
		}
		return naturally(a.ID, b.ID)
	})
	l.join()
	for i := range l.All {
		d := &l.All[i]
		if err := l.take(d); err != nil {
			return nil, fmt.Errorf("%s: %w", d.ID, err)
		}
		l.byID[d.ID] = i
		if len(d.Flags) > 0 {
			l.Contradictions++
		}
		if d.Kind == "amendment" && d.Draft != "" {
			l.drafts[d.Draft] = append(l.drafts[d.Draft], i)
		}
		if d.Symbol != "" {
			l.symbol[d.Symbol] = append(l.symbol[d.Symbol], i)
		}
	}
	l.pair()
	return l, nil
}

// naturally compares texts with the numbers in them as numbers.
func naturally(a, b string) int {
	for a != "" && b != "" {
		x, y := leading(a), leading(b)
		if x > 0 && y > 0 {
			m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
			if len(m) != len(n) {
				return len(m) - len(n)
			}
			if c := strings.Compare(m, n); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func leading(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func (l *Ledger) take(d *Decision) error {
	cast, err := Unpack(d.Votes)
	if err != nil {
		return err
	}
	d.Votes, d.Recorded = "", len(cast) > 0
	for _, v := range cast {
		n, ok := l.number[v.State]
		if !ok {
			n = len(l.states)
			l.states = append(l.states, v.State)
			l.number[v.State] = n
		}
		for len(d.ballots) <= n {
			d.ballots = append(d.ballots, Missing)
		}
		d.ballots[n] = v.Ballot
		switch v.Ballot {
		case Yes:
			d.Counted.Yes++
		case No:
			d.Counted.No++
		case Abstain:
			d.Counted.Abstain++
		case Absent:
			d.Counted.Absent++
		}
	}
	d.search = un.Fold(d.Title + " " + d.About.Text + " " + d.Symbol + " " + d.About.Unres + " " + d.About.Subjects)
	d.Flags = flags(d)
	return nil
}

func flags(d *Decision) []Flag {
	var all []Flag
	if o := d.Official; o != nil && d.Recorded {
		for _, t := range []struct {
			what    string
			said    *int64
			counted int
		}{{"yes", o.Yes, d.Counted.Yes}, {"no", o.No, d.Counted.No}, {"abstain", o.Abstain, d.Counted.Abstain}} {
			if t.said != nil && int(*t.said) != t.counted {
				all = append(all, Flag{t.what, fmt.Sprint(*t.said), fmt.Sprint(t.counted)})
			}
		}
	}
	if d.About.SaidResult != "" {
		all = append(all, Flag{"result", d.About.SaidResult, d.Result})
	}
	return all
}

// TotalsDiffer tells whether official totals and roll call disagree.
func (d *Decision) TotalsDiffer() bool {
	return slices.ContainsFunc(d.Flags, func(f Flag) bool { return f.What != "result" })
}

// Tally returns the numbers to show: the official ones, or those counted where there are none.
func (d *Decision) Tally() Totals {
	if o := d.Official; o != nil && o.Yes != nil && o.No != nil && o.Abstain != nil {
		return Totals{Yes: int(*o.Yes), No: int(*o.No), Abstain: int(*o.Abstain), Absent: d.Counted.Absent}
	}
	return d.Counted
}

// Second tells whether the decision is listed elsewhere, under its twin in the first source.
func (d *Decision) Second() bool { return d.Twin != "" && (d.Source == "undl" || d.Source == "dw") }

// HasTally tells whether there are numbers at all.
func (d *Decision) HasTally() bool { return d.Recorded || d.Official != nil && d.Official.Yes != nil }

// Ballot returns what a State did; Missing if the roll call does not name it.
func (l *Ledger) Ballot(d *Decision, state string) Ballot {
	n, ok := l.number[state]
	if !ok || n >= len(d.ballots) {
		return Missing
	}
	return d.ballots[n]
}

// Cast returns all votes of a roll call, by the names of the States.
func (l *Ledger) Cast(d *Decision) []Vote {
	var all []Vote
	for n, b := range d.ballots {
		if b != Missing {
			all = append(all, Vote{l.states[n], b})
		}
	}
	slices.SortFunc(all, func(a, b Vote) int { return strings.Compare(stateName(a.State), stateName(b.State)) })
	return all
}

func stateName(code string) string {
	if s, ok := un.StateByISO3(code); ok {
		return s.Name
	}
	return code
}

// ByID returns a decision, or ErrNotFound.
func (l *Ledger) ByID(id string) (*Decision, error) {
	i, ok := l.byID[id]
	if !ok {
		return nil, fmt.Errorf("decision %q: %w", id, ErrNotFound)
	}
	return &l.All[i], nil
}

// BySymbol returns the decisions on a text, newest first; a text can be voted on more than once.
func (l *Ledger) BySymbol(symbol string) []*Decision {
	var all []*Decision
	for _, i := range l.symbol[symbol] {
		all = append(all, &l.All[i])
	}
	return all
}
