package letters

import (
	"context"

	"unhindered/record/search"
	"unhindered/record/sheet"
)

// Documents returns letters and public statements for searching, and the numbers that sources give.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	letters, err := s.sheets.Rows(ctx, &Table)
	if err != nil {
		return search.Set{}, err
	}
	counts, err := s.sheets.Rows(ctx, &Counts)
	if err != nil {
		return search.Set{}, err
	}
	return sheet.Join(
		sheet.Found{Table: &Table, Ledger: "letters", Kind: "letter", Path: "/letters", Title: "subject", Text: []string{"type", "mandates", "assessment"}, Symbol: "symbol", Date: "date"}.Set(letters),
		sheet.Found{Table: &Counts, Ledger: "letters", Kind: "count", Path: "/letters/counts", Title: "unit", Text: []string{"note"}, Date: "from", Until: "to"}.Set(counts),
	), nil
}
