package ngo

import (
	"context"
	"encoding/json"
	"fmt"

	"unhindered/record/imports"
	"unhindered/storage"
)

// ErrNotFound is returned for an organisation or a roll call that the ledger does not have.
var ErrNotFound = storage.ErrNotFound

// A Store is the ledger. It keeps what is in the database in memory, joined and counted, until an import changes it. It is
// safe for concurrent use; what it returns must not be changed.
type Store struct {
	db     *storage.DB
	memory imports.Memory[Ledger]
}

// New makes the ledger over a database that has its Migrations.
func New(db *storage.DB) *Store {
	s := &Store{db: db}
	s.memory.Tables = []string{LineTable.Name, RollCallTable.Name, QuestionTable.Name, AccountTable.Name, MemberTable.Name, DecisionTable.Name}
	s.memory.Load = load
	return s
}

// Ledger returns all that the ledger holds now.
func (s *Store) Ledger(ctx context.Context) (*Ledger, error) { return s.memory.Get(ctx, s.db) }

// Applicant returns an organisation by its id, by the id of any of its other names, or ErrNotFound.
func (s *Store) Applicant(ctx context.Context, id string) (*Applicant, error) {
	l, err := s.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	if a := l.Applicant(id); a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("organisation %q: %w", id, ErrNotFound)
}

// RollCall returns a roll call by its id, or ErrNotFound.
func (s *Store) RollCall(ctx context.Context, id string) (*RollCall, error) {
	l, err := s.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	for i := range l.RollCalls {
		if l.RollCalls[i].ID == id {
			return &l.RollCalls[i], nil
		}
	}
	return nil, fmt.Errorf("roll call %q: %w", id, ErrNotFound)
}

func load(ctx context.Context, tx *storage.Tx) (*Ledger, error) {
	var raw rows
	err := raw.read(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("reading the NGO Committee's ledger: %w", err)
	}
	return build(raw), nil
}

// rows is what the tables hold.
type rows struct {
	lines     []storedLine
	rollCalls []RollCall
	questions []Question
	accounts  []Account
	members   []Member
	said      []Decision
}

type storedLine struct {
	Line
	by int64 // import
}

func (raw *rows) read(ctx context.Context, tx *storage.Tx) error {
	rs, err := tx.Query(ctx, "SELECT import_id, list, session, name, became, partner, info, row_no FROM ngo_line ORDER BY session, list, row_no, id")
	raw.lines, err = storage.Collect(rs, err, func(r storage.Row, l *storedLine) error {
		return r.Scan(&l.by, (*string)(&l.List), &l.Session, &l.Name, &l.Became, &l.Partner, &l.Info, &l.Row)
	})
	if err != nil {
		return err
	}
	rs, err = tx.Query(ctx, "SELECT id, session, topic, outcome, ballots, row_no FROM ngo_rollcall ORDER BY session DESC, row_no, id")
	raw.rollCalls, err = storage.Collect(rs, err, func(r storage.Row, c *RollCall) error {
		var ballots string
		if err := r.Scan(&c.ID, &c.Session, &c.Topic, &c.Written, &ballots, &c.Row); err != nil {
			return err
		}
		return json.Unmarshal([]byte(ballots), &c.Ballots)
	})
	if err != nil {
		return err
	}
	rs, err = tx.Query(ctx, `SELECT id, applicant, session, day, asked_by, question, topic, relevant, about_state, repeated, kind, source
		FROM ngo_question ORDER BY id`)
	raw.questions, err = storage.Collect(rs, err, func(r storage.Row, q *Question) error {
		return r.Scan(&q.ID, &q.Applicant, &q.Session, &q.Date, &q.AskedText, &q.Text, &q.Topic, &q.Relevant, &q.AboutState, &q.Repeated, &q.Kind, &q.Source)
	})
	if err != nil {
		return err
	}
	rs, err = tx.Query(ctx, `SELECT id, applicant, kind, about_state, first, rounds, years, outcome, outcome_date, decided_by, note, source
		FROM ngo_account ORDER BY id`)
	raw.accounts, err = storage.Collect(rs, err, func(r storage.Row, a *Account) error {
		return r.Scan(&a.ID, &a.Applicant, &a.Kind, &a.AboutState, &a.First, &a.Rounds, &a.Years, &a.Outcome, &a.OutcomeDate, &a.DecidedBy, &a.Note, &a.Source)
	})
	if err != nil {
		return err
	}
	rs, err = tx.Query(ctx, "SELECT iso3, from_year, to_year, seats, source, confidence FROM ngo_member ORDER BY from_year, seats, iso3")
	raw.members, err = storage.Collect(rs, err, func(r storage.Row, m *Member) error {
		return r.Scan(&m.ISO3, &m.From, &m.To, &m.Seats, &m.Source, &m.Confidence)
	})
	if err != nil {
		return err
	}
	rs, err = tx.Query(ctx, "SELECT a, b, verdict, note FROM ngo_decision ORDER BY id")
	raw.said, err = storage.Collect(rs, err, func(r storage.Row, d *Decision) error {
		return r.Scan(&d.A, &d.B, (*string)(&d.Verdict), &d.Note)
	})
	return err
}
