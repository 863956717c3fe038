package reports

import (
	"cmp"
	"context"
	"slices"

	"unhindered/record/sheet"
	"unhindered/storage"
)

// A Store is the ledger. It is safe for concurrent use.
type Store struct{ sheets *sheet.Store }

// New returns the ledger of a database that has the migrations of record/sheet.
func New(db *storage.DB) *Store { return &Store{sheet.New(db)} }

// Sheets returns the rows behind the ledger.
func (s *Store) Sheets() *sheet.Store { return s.sheets }

// A Matrix is States by years of reports.
type Matrix struct {
	Years   []Year
	States  []StateRow
	Claims  []sheet.Row // about several years at once; never added to the cells
	unknown int
}

// A Year is one report.
type Year struct {
	Year  int
	Row   sheet.Row
	Named int // States named, as the report's sources say; -1 where no source says
}

// A StateRow is one State: a cell for each year.
type StateRow struct {
	State string
	Cells []Cell
	Named int // years in which a source says that it is named
}

// A Cell is what is known of a State in the report of a year.
type Cell struct {
	Known    bool // a row says something
	Row      sheet.Row
	Named    string // yes, no, or "" where the source does not say
	New      int    // -1 where not stated
	FollowUp int    // -1 where not stated
}

// Matrix returns States by years. An empty state is all of them.
func (s *Store) Matrix(ctx context.Context, state string) (Matrix, error) {
	var m Matrix
	years, err := s.sheets.Rows(ctx, &Reports)
	if err != nil {
		return m, err
	}
	named, err := s.sheets.Rows(ctx, &Named)
	if err != nil {
		return m, err
	}
	column := map[int]int{}
	for _, r := range years {
		y := Year{Year: r.Date("year").Year(), Row: r, Named: -1}
		if n, ok := r.Int("states_named"); ok {
			y.Named = n
		}
		m.Years = append(m.Years, y)
	}
	slices.SortFunc(m.Years, func(a, b Year) int { return cmp.Compare(a.Year, b.Year) })
	for i, y := range m.Years {
		column[y.Year] = i
	}
	place := map[string]int{}
	for _, r := range named {
		code := r.Get("state")
		if state != "" && code != state {
			continue
		}
		if r.Get("until") != "" {
			m.Claims = append(m.Claims, r)
			continue
		}
		at, ok := place[code]
		if !ok {
			at = len(m.States)
			place[code] = at
			m.States = append(m.States, StateRow{State: code, Cells: emptyCells(len(m.Years))})
		}
		i, ok := column[r.Date("year").Year()]
		if !ok { // a year whose report nobody has entered yet
			m.unknown++
			continue
		}
		c := Cell{Known: true, Row: r, Named: r.Get("named"), New: -1, FollowUp: -1}
		if n, ok := r.Int("new"); ok {
			c.New = n
		}
		if n, ok := r.Int("follow_up"); ok {
			c.FollowUp = n
		}
		m.States[at].Cells[i] = c
		if c.Named == "yes" {
			m.States[at].Named++
		}
	}
	return m, nil
}

func emptyCells(n int) []Cell {
	cells := make([]Cell, n)
	for i := range cells {
		cells[i] = Cell{New: -1, FollowUp: -1}
	}
	return cells
}
