package sheet

import (
	"context"
	"strconv"

	office "unhindered/office/table"
)

// An Export says what the columns of a sheet alone do not: how its rows leave the house.
type Export struct {
	Ledger   string
	Name     string // of the table; that of the sheet if empty
	Title    string // likewise
	From, To string // columns with the time of a row; To may be empty
	// More are columns that are worked out from a row, after those of the sheet.
	More []office.Col[Row]
}

// Source returns the table of a sheet for exports: its columns, then the import that brought the row.
func (s *Store) Source(t *Table, x Export) *office.Source {
	d := office.Def[Row]{
		Ledger: x.Ledger, Name: t.Name, Title: t.Title, Help: t.Help, Origin: []string{"facts"},
		Key: func(r Row) string { return r.ID }, KeyHelp: "key of the row; it stays",
		StateHelp: "Rows that concern this State, by its code of three letters as in ISO 3166.",
		All:       office.Each(func(ctx context.Context) ([]Row, error) { return s.Rows(ctx, t) }),
	}
	if x.Name != "" {
		d.Name = x.Name
	}
	if x.Title != "" {
		d.Title = x.Title
	}
	var states, lists []string
	for _, c := range t.Columns {
		if c.Name == "id" {
			continue
		}
		d.Columns = append(d.Columns, office.Col[Row]{Name: c.Name, Type: c.leaves(), Help: c.meaning(), Get: c.cell})
		switch c.Type {
		case State:
			states = append(states, c.Name)
		case States:
			lists = append(lists, c.Name)
		case Choose, YesNo, Act, Body:
			d.Facets = append(d.Facets, c.Name)
		}
	}
	d.Columns = append(d.Columns, x.More...)
	d.Columns = append(d.Columns, office.Col[Row]{Name: "import", Type: office.Int, Help: "number of the import that brought the row", Get: func(r Row) any { return r.Import }})
	if len(states)+len(lists) > 0 {
		d.Concerns = func(r Row, iso3 string) bool {
			for _, column := range states {
				if r.cells[column] == iso3 {
					return true
				}
			}
			for _, column := range lists {
				for _, code := range r.List(column) {
					if code == iso3 {
						return true
					}
				}
			}
			return false
		}
	}
	if x.From != "" {
		d.When = func(r Row) (string, string) { return r.cells[x.From], r.cells[x.To] }
	}
	return office.New(d)
}

// leaves is the type of the column in exports.
func (c Column) leaves() office.Type {
	switch c.Type {
	case Date:
		return office.Date
	case Number:
		return office.Int
	case YesNo:
		return office.Bool
	case States:
		return office.List
	}
	return office.Text
}

func (c Column) meaning() string {
	switch c.Type {
	case Choose:
		return c.Help + "; " + c.Takes()
	case State, Act, Body:
		return c.Help + "; code"
	case States:
		return c.Help + "; codes"
	}
	return c.Help
}

func (c Column) cell(r Row) any {
	value := r.cells[c.Name]
	if value == "" {
		return nil
	}
	switch c.Type {
	case Number:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n
		}
	case YesNo:
		return value == "yes"
	case States:
		return r.List(c.Name)
	}
	return value
}
