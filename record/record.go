// Package record opens the public room: one database with the register, its log and the ledgers. What an import
// writes, what a page shows and what an analysis counts are the same rows.
package record

import (
	"context"
	"fmt"

	"unhindered/record/advice"
	"unhindered/record/imports"
	"unhindered/record/letters"
	"unhindered/record/log"
	"unhindered/record/ngo"
	"unhindered/record/register"
	"unhindered/record/reports"
	"unhindered/record/search"
	"unhindered/record/sheet"
	"unhindered/record/statements"
	"unhindered/record/treaties"
	"unhindered/record/upr"
	"unhindered/record/visits"
	"unhindered/record/votes"
	"unhindered/storage"
)

// A Record is the public room. The stores share one database, which Close closes.
type Record struct {
	DB       *storage.DB
	Register *register.Store
	Votes    *votes.Store

	Visits     *visits.Store
	Letters    *letters.Store
	Statements *statements.Store
	Reports    *reports.Store
	Advice     *advice.Store
	NGO        *ngo.Store
	Treaties   *treaties.Store
	UPR        *upr.Store

	Search *search.Store // over all of them
}

// ledgers returns the migrations of all ledgers: one line each.
func ledgers() []storage.Set {
	return []storage.Set{
		imports.Migrations(),
		sheet.Migrations(),
		votes.Migrations(),
		ngo.Migrations(),
		treaties.Migrations(),
		upr.Migrations(),
	}
}

// Open opens the record at url (see storage.Open), making it if there is none. It returns log.ErrOtherKey if the log was
// made with another key than signer.
func Open(ctx context.Context, url string, signer log.Signer) (*Record, error) {
	db, err := OpenLedgers(ctx, url)
	if err != nil {
		return nil, err
	}
	reg, err := register.New(ctx, db, signer)
	if err != nil {
		db.Close()
		return nil, err
	}
	r := New(db)
	r.Register = reg
	return r, nil
}

// OpenLedgers opens the database alone, for who needs neither register nor log.
func OpenLedgers(ctx context.Context, url string) (*storage.DB, error) {
	db, err := storage.Open(ctx, url, register.Migrations(), ledgers()...)
	if err != nil {
		return nil, fmt.Errorf("opening the record: %w", err)
	}
	return db, nil
}

// New returns the ledgers of a database that OpenLedgers has opened, without the register.
func New(db *storage.DB) *Record {
	r := &Record{
		DB:    db,
		Votes: votes.New(db),

		Visits:     visits.New(db),
		Letters:    letters.New(db),
		Statements: statements.New(db),
		Reports:    reports.New(db),
		Advice:     advice.New(db),
		NGO:        ngo.New(db),
		Treaties:   treaties.New(db),
		UPR:        upr.New(db),
	}
	r.Search = newSearch(r)
	return r
}

// Warm brings the ledgers that are kept in memory there, and builds the index of the search, which takes some seconds once
// all files are imported; without it the first visitor of each waits for it.
func (r *Record) Warm(ctx context.Context) error {
	for _, load := range []func() error{
		func() error { _, err := r.Votes.Ledger(ctx); return err },
		func() error { _, err := r.UPR.Data(ctx); return err },
		func() error { _, err := r.NGO.Ledger(ctx); return err },
		func() error { _, err := r.Treaties.Ledger(ctx); return err },
		func() error { return r.Search.Warm(ctx) },
	} {
		if err := load(); err != nil {
			return fmt.Errorf("loading the ledgers: %w", err)
		}
	}
	return nil
}

// Close closes the database.
func (r *Record) Close() error {
	r.Search.Close()
	return r.DB.Close()
}
