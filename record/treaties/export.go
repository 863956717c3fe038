package treaties

import (
	"context"
	"iter"
	"strconv"

	"unhindered/office/table"
	"unhindered/un"
)

// Tables returns the tables of the ledger for exports: where each State stands with each treaty, what other sources say of
// it, the treaties, and what contradicts itself.
func (s *Store) Tables() []*table.Source {
	return []*table.Source{s.statuses(), s.claims(), treatyList(), s.contradictions()}
}

var origin = []string{"treaties"}

func (s *Store) statuses() *table.Source {
	type row = Status
	return table.New(table.Def[row]{
		Ledger: "treaties", Name: "treaties", Title: "States and human rights treaties", Origin: origin,
		Help: "One row is one State and one treaty, as of mid-2022.",
		Key:  func(r row) string { return r.Treaty + "." + r.ISO3 }, KeyHelp: "treaty, a dot, State",
		Columns: []table.Col[row]{
			table.C("treaty", table.Text, "code of the treaty, see treaties-list", func(r row) any { return r.Treaty }),
			table.C("state", table.Text, "State, ISO 3166 alpha-3", func(r row) any { return r.ISO3 }),
			table.C("state_name", table.Text, "its short name", func(r row) any { state, _ := un.StateByISO3(r.ISO3); return state.Name }),
			table.C("standing", table.Text, "party, denounced, signatory, none (no action), or unclear in the source", func(r row) any { return r.Standing }),
			table.C("year", table.Int, "year of ratification or accession, if the source gives it", func(r row) any { return table.Positive(r.Year) }),
			table.C("state_as_written", table.Text, "name in the source", func(r row) any { return r.Name }),
			table.C("note", table.Text, "note of the source", func(r row) any { return r.Note }),
			table.C("contradictions", table.List, "what in the row contradicts itself", func(r row) any { return r.Flags }),
			table.C("row", table.Int, "row of the file", func(r row) any { return table.Positive(r.Row) }),
		},
		Concerns: func(r row, iso3 string) bool { return r.ISO3 == iso3 }, StateHelp: "Rows of this State, by its code of three letters.",
		When:   func(r row) (string, string) { return year(r.Year), "" },
		Facets: []string{"treaty", "standing"},
		All: table.Each(func(ctx context.Context) ([]row, error) {
			l, err := s.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			return l.Statuses, nil
		}),
	})
}

func year(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (s *Store) claims() *table.Source {
	type row struct {
		Claim
		n int
	}
	return table.New(table.Def[row]{
		Ledger: "treaties", Name: "treaties-claims", Title: "Treaties, as other sources tell it", Origin: []string{"facts"},
		Help: "One row is what a report says of one State and one treaty.",
		Key:  func(r row) string { return r.Treaty + "." + r.ISO3 + "." + strconv.Itoa(r.n) }, KeyHelp: "treaty, State, running number",
		Columns: []table.Col[row]{
			table.C("state", table.Text, "State, ISO 3166 alpha-3", func(r row) any { return r.ISO3 }),
			table.C("treaty", table.Text, "code of the treaty", func(r row) any { return r.Treaty }),
			table.C("says", table.Text, "what the source says", func(r row) any { return r.Says }),
			table.C("as_of", table.Text, "time of which it speaks", func(r row) any { return r.AsOf }),
			table.C("year_reference", table.Text, "year by the reference", func(r row) any { return r.Year }),
			table.C("reference", table.Text, "what the year is from", func(r row) any { return r.Reference }),
			table.C("source", table.Text, "document and place", func(r row) any { return r.Source }),
		},
		Concerns: func(r row, iso3 string) bool { return r.ISO3 == iso3 }, StateHelp: "Rows of this State, by its code of three letters.",
		Facets: []string{"treaty"},
		All: func(ctx context.Context, _ table.Query) iter.Seq2[row, error] {
			return func(yield func(row, error) bool) {
				l, err := s.Ledger(ctx)
				if err != nil {
					yield(row{}, err)
					return
				}
				for i, c := range l.Claims {
					if !yield(row{c, i + 1}, nil) {
						return
					}
				}
			}
		},
	})
}

func treatyList() *table.Source {
	type row = Treaty
	return table.New(table.Def[row]{
		Ledger: "treaties", Name: "treaties-list", Title: "Human rights treaties", Origin: []string{"reference"},
		Help: "One row is one treaty or protocol. Its dates are recalled and not confirmed.",
		Key:  func(t row) string { return t.Code }, KeyHelp: "code of the treaty",
		Columns: []table.Col[row]{
			table.C("name", table.Text, "name", func(t row) any { return t.Name }),
			table.C("adopted", table.Day, "adoption", func(t row) any { return t.Adopted }),
			table.C("in_force", table.Day, "entry into force", func(t row) any { return t.InForce }),
			table.C("parent", table.Text, "treaty of which it is a protocol", func(t row) any { return t.Parent }),
			table.C("body", table.Text, "committee", func(t row) any { return t.Body }),
			table.C("kind", table.Text, "convention, complaints, substantive or visits", func(t row) any { return t.Kind }),
		},
		Facets: []string{"body", "kind"},
		All:    table.Each(func(context.Context) ([]row, error) { return All(), nil }),
	})
}

func (s *Store) contradictions() *table.Source {
	type row struct {
		Status
		what string
		n    int
	}
	return table.New(table.Def[row]{
		Ledger: "treaties", Name: "treaties-contradictions", Title: "Contradictions within the treaty data", Origin: origin,
		Help: "One row is one thing in which a row of the source contradicts itself. Both sides are kept.",
		Key:  func(r row) string { return r.Treaty + "." + r.ISO3 + "." + strconv.Itoa(r.n) }, KeyHelp: "treaty, State, running number",
		Columns: []table.Col[row]{
			table.C("where", table.Text, "treaty and State", func(r row) any { state, _ := un.StateByISO3(r.ISO3); return r.Treaty + ", " + state.Name }),
			table.C("what", table.Text, "what contradicts what", func(r row) any { return r.what }),
			table.C("state", table.Text, "State, ISO 3166 alpha-3", func(r row) any { return r.ISO3 }),
			table.C("link", table.Text, "address of the row on the record", func(r row) any { return "/treaties/" + r.Treaty }),
		},
		Concerns: func(r row, iso3 string) bool { return r.ISO3 == iso3 }, StateHelp: "Rows of this State, by its code of three letters.",
		All: table.Each(func(ctx context.Context) ([]row, error) {
			l, err := s.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			var all []row
			for _, status := range l.Flagged() {
				for i, what := range status.Flags {
					all = append(all, row{status, what, i + 1})
				}
			}
			return all, nil
		}),
	})
}
