package advice

import (
	"unhindered/office/table"
	"unhindered/record/sheet"
)

// Tables returns the tables of the ledger for exports: what is recommended, and what became of it.
func (s *Store) Tables() []*table.Source {
	of := func(t *sheet.Table) *table.Source {
		return s.sheets.Source(t, sheet.Export{Ledger: "advice", From: "date"})
	}
	return []*table.Source{of(&Table), of(&Changes)}
}
