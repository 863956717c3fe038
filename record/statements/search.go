package statements

import (
	"context"

	"unhindered/record/search"
	"unhindered/record/sheet"
)

// Documents returns statements, the States behind joint ones, groups and themes raised in reviews for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	var sets []search.Set
	for _, f := range []sheet.Found{
		{Table: &Table, Ledger: "statements", Kind: "statement", Path: "/statements", Title: "occasion", Text: []string{"position", "text", "forum"}, By: "state", Date: "date"},
		{Table: &Joint, Ledger: "statements", Kind: "joint", Path: "/statements/joint", Title: "title", Text: []string{"role", "text", "forum"}, By: "state", Date: "date"},
		{Table: &Groups, Ledger: "statements", Kind: "group", Path: "/statements/groups", Title: "group", Text: []string{"note"}, Date: "as_of"},
		{Table: &Mentions, Ledger: "statements", Kind: "mention", Path: "/statements/review-mentions", Title: "theme", Text: []string{"occasion", "claimed"}, State: "about", By: "state", Date: "date"},
	} {
		rows, err := s.sheets.Rows(ctx, f.Table)
		if err != nil {
			return search.Set{}, err
		}
		sets = append(sets, f.Set(rows))
	}
	return sheet.Join(sets...), nil
}
