package votes

import (
	"context"
	"slices"
	"strconv"

	"unhindered/record/reports"
	"unhindered/record/sheet"
)

// A Comparison is the amendments put against one resolution: as a report lists who backed them, and as the catalogue has
// sponsors and roll calls.
type Comparison struct {
	Symbol     string
	Resolution *Decision // nil if the ledger does not have it
	Source     string    // of the list; empty if no report lists them
	States     []string  // alpha-3, in the order of the list
	Rows       []ComparedRow
	Cells      int       // positions that both have
	Differ     int       // of these, those that are not the same
	Said       sheet.Row // the row of the sheet of resolutions, which counts the amendments; zero if there is none
}

// A ComparedRow is one amendment.
type ComparedRow struct {
	Number    int    // in the report's list; 0 without one
	Subject   string // likewise
	Said      string // outcome in the report; empty without one
	Symbol    string
	Amendment *Decision // nil if the catalogue does not have it
	Cells     []ComparedCell
}

// OutcomesDiffer tells whether report and catalogue give other outcomes.
func (r ComparedRow) OutcomesDiffer() bool {
	return r.Said != "" && r.Amendment != nil && r.Said != r.Amendment.Outcome()
}

// A ComparedCell is one State and one amendment.
type ComparedCell struct {
	State    string
	Backed   string // yes or no in the report's list; empty without one
	Position string // as Ledger.Position has it
	Sponsor  bool   // the catalogue names it as a sponsor, member or not
	// Why says why the two differ: "voted" for it without being a sponsor, "sponsor" by the catalogue as well, or "against"
	// or abstaining by the roll call. Empty if they do not differ.
	Why string
}

// likeMinded are the States whose positions on amendments source 001 tables, where no list names others.
var likeMinded = []string{"CHN", "RUS", "IND", "VEN", "EGY"}

func placed(state string) int {
	if i := slices.Index(likeMinded, state); i >= 0 {
		return i
	}
	return len(likeMinded)
}

// Compared returns the resolutions on reprisals that amendments were put against, newest first, with what the reports
// list of them. A list numbers the amendments and gives no symbols: its numbers are taken in the order of the symbols,
// those that the catalogue lacks included, if there are as many.
func (s *Store) Compared(ctx context.Context) ([]Comparison, error) {
	l, err := s.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	listed, err := s.sheets.Rows(ctx, &reports.Amendments)
	if err != nil {
		return nil, err
	}
	said, err := s.sheets.Rows(ctx, &reports.Resolutions)
	if err != nil {
		return nil, err
	}
	bySymbol := map[string][]sheet.Row{}
	for _, r := range listed {
		bySymbol[r.Get("resolution")] = append(bySymbol[r.Get("resolution")], r)
	}
	var all []Comparison
	for _, d := range l.Reprisals() {
		rows, amendments := bySymbol[d.Symbol], l.AmendmentsTo(d)
		if d.Second() || len(rows)+len(amendments) == 0 {
			continue
		}
		c := Comparison{Symbol: d.Symbol, Resolution: d, States: likeMinded}
		for _, r := range said {
			if r.Get("symbol") == d.Symbol {
				c.Said = r
			}
		}
		c.fill(l, amendments, rows)
		all = append(all, c)
	}
	return all, nil
}

func (c *Comparison) fill(l *Ledger, amendments []*Decision, listed []sheet.Row) {
	backed := map[int]map[string]string{}
	for i, r := range listed {
		n, _ := r.Int("number")
		if backed[n] == nil {
			backed[n] = map[string]string{}
			c.Rows = append(c.Rows, ComparedRow{Number: n, Subject: r.Get("subject"), Said: r.Get("outcome")})
		}
		if i == 0 {
			c.Source, c.States = r.Get("source"), nil
		}
		if !slices.Contains(c.States, r.Get("state")) {
			c.States = append(c.States, r.Get("state"))
		}
		backed[n][r.Get("state")] = r.Get("backed")
	}
	slices.SortStableFunc(c.States, func(a, b string) int { return placed(a) - placed(b) })
	slices.SortFunc(c.Rows, func(a, b ComparedRow) int { return a.Number - b.Number })
	slots := withGaps(amendments)
	switch {
	case len(c.Rows) == 0:
		c.Rows = slots
	case len(slots) == len(c.Rows):
		for i := range slots {
			c.Rows[i].Symbol, c.Rows[i].Amendment = slots[i].Symbol, slots[i].Amendment
		}
	}
	for i := range c.Rows {
		row := &c.Rows[i]
		for _, state := range c.States {
			cell := ComparedCell{State: state, Backed: backed[row.Number][state]}
			if row.Amendment != nil {
				cell.Position = l.Position(row.Amendment, state)
				cell.Sponsor = slices.Contains(row.Amendment.About.Sponsors, state)
				cell.Why = cell.why()
			}
			if cell.Backed != "" && cell.Position != "" {
				c.Cells++
				if cell.Why != "" {
					c.Differ++
				}
			}
			row.Cells = append(row.Cells, cell)
		}
	}
}

func (c ComparedCell) why() string {
	supports := c.Position == "yes" || c.Position == "sponsor"
	switch {
	case c.Backed == "" || c.Position == "" || supports == (c.Backed == "yes"):
		return ""
	case !supports:
		return "against"
	case c.Sponsor:
		return "sponsor"
	}
	return "voted"
}

// withGaps is a row for each amendment, and for each symbol missing between two.
func withGaps(amendments []*Decision) []ComparedRow {
	var all []ComparedRow
	for i, a := range amendments {
		if i > 0 {
			for _, gap := range GapsIn(amendments[i-1 : i+1]) {
				all = append(all, ComparedRow{Symbol: gap})
			}
		}
		all = append(all, ComparedRow{Symbol: a.Symbol, Amendment: a})
	}
	return all
}

// Label names a row where there is no symbol.
func (r ComparedRow) Label() string {
	if r.Symbol != "" {
		return r.Symbol
	}
	if r.Amendment != nil {
		return r.Amendment.ID
	}
	return strconv.Itoa(r.Number)
}
