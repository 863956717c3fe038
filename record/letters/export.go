package letters

import (
	"unhindered/office/table"
	"unhindered/record/sheet"
	"unhindered/record/visits"
)

// Tables returns the tables of the ledger for exports: letters and statements, and numbers that sources give without them.
func (s *Store) Tables() []*table.Source {
	days := func(pick func(least, most int) int) func(sheet.Row) any {
		return func(r sheet.Row) any {
			if r.Get("date") == "" || r.Get("reply_date") == "" {
				return nil
			}
			return pick(visits.Days(r.Date("date"), r.Date("reply_date")))
		}
	}
	return []*table.Source{
		s.sheets.Source(&Table, sheet.Export{Ledger: "letters", From: "date", More: []table.Col[sheet.Row]{
			table.C("days_at_least", table.Int, "days until the reply, at least; dates known to the month or year leave room", days(func(least, _ int) int { return least })),
			table.C("days_at_most", table.Int, "days until the reply, at most", days(func(_, most int) int { return most })),
		}}),
		s.sheets.Source(&Counts, sheet.Export{Ledger: "letters", From: "from", To: "to"}),
	}
}
