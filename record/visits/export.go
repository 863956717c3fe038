package visits

import (
	"context"

	"unhindered/office/table"
	"unhindered/record/sheet"
)

// Tables returns the tables of the ledger for exports: what is known of each mandate and State, and the events behind it.
func (s *Store) Tables() []*table.Source {
	return []*table.Source{s.files(), s.sheets.Source(&Table, sheet.Export{Ledger: "visits", Name: "visits-events", Title: "Events on the way to visits", From: "date", To: "until"})}
}

func (s *Store) files() *table.Source {
	type row = File
	wait := func(get func(File) int) func(row) any {
		return func(f row) any {
			if f.Status != Waiting {
				return nil
			}
			return table.Positive(get(f))
		}
	}
	return table.New(table.Def[row]{
		Ledger: "visits", Name: "visits", Title: "Visits", Origin: []string{"facts"},
		Help: "One row is one mandate or person and one State, with where the request for a visit stands as worked out from its events. No answer known is no refusal.",
		Key:  func(f row) string { return f.ID }, KeyHelp: "key of its first event; its page is /visits/KEY",
		Columns: []table.Col[row]{
			table.C("state", table.Text, "State that was asked or visited, ISO 3166 alpha-3", func(f row) any { return f.State }),
			table.C("visitor", table.Text, "mandate or person, as the source names it", func(f row) any { return f.Visitor }),
			table.C("mandate", table.Text, "code of the mandate", func(f row) any { return f.Mandate }),
			table.C("status", table.Text, "where it stands: visited, standing invitation, invited, talks, no answer known, declined", func(f row) any { return f.Status }),
			table.C("requests", table.Int, "requests", func(f row) any { requests, _ := f.Asks(); return requests }),
			table.C("reminders", table.Int, "reminders", func(f row) any { _, reminders := f.Asks(); return reminders }),
			table.C("asked", table.Date, "first request that no answer followed", func(f row) any { return f.Asked }),
			table.C("as_of", table.Date, "day up to which the sources speak", func(f row) any { return f.AsOf }),
			table.C("days_at_least", table.Int, "days without a known answer, at least; dates known to the year leave room", wait(func(f File) int { return f.Least })),
			table.C("days_at_most", table.Int, "days without a known answer, at most; empty where that cannot be told", wait(func(f File) int { return f.Most })),
			table.C("first_event", table.Date, "date of the first event", func(f row) any { from, _ := f.time(); return from }),
			table.C("last_event", table.Date, "date of the last event", func(f row) any { _, to := f.time(); return to }),
			table.C("events", table.Int, "events in visits-events", func(f row) any { return len(f.Events) }),
			table.C("quoted", table.Text, "what the source prints of it", func(f row) any { return f.Quoted() }),
		},
		Concerns: func(f row, iso3 string) bool { return f.State == iso3 }, StateHelp: "Visits to this State, by its code of three letters.",
		When: row.time, Facets: []string{"visitor", "mandate", "status"},
		All: table.Each(func(ctx context.Context) ([]row, error) { return s.Files(ctx, "") }),
	})
}

// time returns the dates of the first and the last event that has one.
func (f File) time() (from, to string) {
	for _, e := range f.Events { // undated ones come last
		for _, date := range []string{string(e.Date), string(e.Until)} {
			if date == "" {
				continue
			}
			if from == "" {
				from = date
			}
			to = max(to, date)
		}
	}
	return from, to
}
