package statements

import (
	"unhindered/office/table"
	"unhindered/record/sheet"
)

// Tables returns the tables of the ledger for exports.
func (s *Store) Tables() []*table.Source {
	of := func(t *sheet.Table, from string) *table.Source {
		return s.sheets.Source(t, sheet.Export{Ledger: "statements", From: from})
	}
	return []*table.Source{of(&Table, "date"), of(&Joint, "date"), of(&Groups, "as_of"), of(&Mentions, "")}
}
