package reports

import (
	"context"
	"slices"

	"unhindered/record/search"
	"unhindered/record/sheet"
)

// Documents returns the rows of all sheets of the ledger for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	var sets []search.Set
	for _, f := range []sheet.Found{
		{Table: &Reports, Kind: "report", Path: "/reports/symbols", Title: "session", Text: []string{"confidence"}, Symbol: "symbol", Date: "year"},
		{Table: &Named, Kind: "named", Path: "/reports/states", Text: []string{"text", "unit"}, Date: "year", Until: "until"},
		{Table: &Resolutions, Kind: "resolution", Path: "/reports/resolutions", Title: "body", Text: []string{"text", "adopted"}, Symbol: "symbol", Date: "date"},
		{Table: &Incidents, Kind: "incident", Path: "/reports/incidents", Title: "type", Text: []string{"text", "place", "response", "outcome"}, Date: "date"},
		{Table: &Reviews, Kind: "treaty review", Path: "/reports/treaty-reviews", Title: "committee", Text: []string{"cooperation", "interference", "data_refused"}, Symbol: "document", Date: "date"},
		{Table: &Laws, Kind: "law", Path: "/reports/laws", Title: "law", Text: []string{"subject", "how_used"}, Date: "year"},
		{Table: &Votes, Kind: "vote", Path: "/reports/votes", Title: "subject", Text: []string{"position", "result"}, Symbol: "item", Date: "date"},
		{Table: &Amendments, Kind: "amendment", Path: "/reports/amendments", Title: "subject", Text: []string{"outcome"}, Date: ""},
		{Table: &Recommendations, Kind: "recommendation", Path: "/reports/recommendations", Title: "theme", Text: []string{"text", "judgment"}, State: "about", By: "state", Date: "date"},
		{Table: &Mismatches, Kind: "mismatch", Path: "/quality", Title: "fact", Text: []string{"a", "b", "kept"}},
	} {
		rows, err := s.sheets.Rows(ctx, f.Table)
		if err != nil {
			return search.Set{}, err
		}
		if f.Table.Entries != "" { // such facts are found in the entry itself, which leaves the index when it is withdrawn
			rows = slices.DeleteFunc(slices.Clone(rows), func(r sheet.Row) bool { return r.Get(f.Table.Entries) != "" })
		}
		f.Ledger = "reports"
		sets = append(sets, f.Set(rows))
	}
	return sheet.Join(sets...), nil
}
