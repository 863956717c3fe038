package reports

import (
	"unhindered/office/table"
	"unhindered/record/sheet"
)

// Tables returns the tables of the ledger for exports. Facts on which sources disagree are the table "quality".
func (s *Store) Tables() []*table.Source {
	var all []*table.Source
	for _, t := range []struct {
		sheet    *sheet.Table
		from, to string
	}{
		{&Reports, "year", ""}, {&Named, "year", "until"}, {&Resolutions, "date", ""}, {&Incidents, "date", ""}, {&Reviews, "date", ""}, {&Laws, "year", ""},
		{&Votes, "date", ""}, {&Amendments, "", ""}, {&Recommendations, "date", ""},
	} {
		all = append(all, s.sheets.Source(t.sheet, sheet.Export{Ledger: "reports", From: t.from, To: t.to}))
	}
	return append(all, s.sheets.Source(&Mismatches, sheet.Export{Ledger: "quality", Name: "quality"}))
}
