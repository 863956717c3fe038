package advice

import (
	"context"

	"unhindered/record/search"
	"unhindered/record/sheet"
)

// Documents returns the recommendations of reports, and what became of them, for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	pieces, err := s.sheets.Rows(ctx, &Table)
	if err != nil {
		return search.Set{}, err
	}
	changes, err := s.sheets.Rows(ctx, &Changes)
	if err != nil {
		return search.Set{}, err
	}
	return sheet.Join(
		sheet.Found{Table: &Table, Ledger: "advice", Kind: "advice", Path: "/advice", Title: "addressee", Text: []string{"text", "topic"}, Date: "date"}.Set(pieces),
		sheet.Found{Table: &Changes, Ledger: "advice", Kind: "assessment", Path: "/advice/assessments", Title: "status", Text: []string{"text"}, Date: "date"}.Set(changes),
	), nil
}
