package record

import (
	"context"

	"unhindered/record/search"
)

// newSearch returns the search over everything in the record: one line a ledger, in the order in which documents of one day
// are shown.
func newSearch(r *Record) *search.Store {
	return search.New(search.Options{
		Sources: []search.Source{
			search.States,
			func(ctx context.Context) (search.Set, error) {
				if r.Register == nil {
					return search.Set{}, nil
				}
				return r.Register.Documents(ctx)
			},
			r.Votes.Documents,
			r.UPR.Documents,
			r.NGO.Documents,
			r.Visits.Documents,
			r.Letters.Documents,
			r.Statements.Documents,
			r.Reports.Documents,
			r.Advice.Documents,
			r.Treaties.Documents,
		},
		Stamp: func(ctx context.Context) (s search.Stamp, err error) {
			if err = r.DB.QueryRow(ctx, "SELECT coalesce(sum(n), 0) FROM import_stamp").Scan(&s.Imports); err != nil || r.Register == nil {
				return s, err
			}
			s.Log, err = r.Register.Size(ctx)
			return s, err
		},
		Changed: func(ctx context.Context, log int64) ([]string, error) { return r.Register.Changed(ctx, log) },
	})
}
