package statements

import (
	"context"
	"net/url"
	"slices"
	"strings"

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
	} {
		rows, err := s.sheets.Rows(ctx, f.Table)
		if err != nil {
			return search.Set{}, err
		}
		sets = append(sets, f.Set(rows))
	}
	mentions, err := s.sheets.Rows(ctx, &Mentions)
	if err != nil {
		return search.Set{}, err
	}
	themes := themesOf(mentions)
	sets = append(sets, search.Set{N: len(themes), At: func(i int) search.Document { return themes[i] }})
	return sheet.Join(sets...), nil
}

// themesOf makes one document of all rows that say the same: a theme, raised in a review by however many States.
func themesOf(mentions []sheet.Row) []search.Document {
	var all []search.Document
	at := map[[4]string]int{}
	for _, row := range mentions {
		key := [4]string{row.Get("occasion"), row.Get("date"), row.Get("about"), row.Get("theme")}
		i, seen := at[key]
		if !seen {
			i = len(all)
			at[key] = i
			address := url.Values{"about": {row.Get("about")}, "theme": {row.Get("theme")}}
			all = append(all, search.Document{
				Ledger: "statements", Kind: "mention", Path: "/statements/review-mentions?" + address.Encode(), State: row.Get("about"), Date: row.Date("date"),
				Title: Mentions.Label("theme", row.Get("theme")), Text: row.Get("occasion"), Also: row.Get("note"),
			})
		}
		d := &all[i]
		if claimed := row.Get("claimed"); claimed != "" && !strings.Contains(d.Text, claimed) {
			d.Text += " · " + claimed
		}
		if state := row.Get("state"); state != "" && !slices.Contains(d.By, state) {
			d.By = append(d.By, state)
		}
	}
	return all
}
