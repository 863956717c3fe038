package record

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"

	"unhindered/record/register"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// A glance is a State in one picture that is a table: what each ledger has of it, and in which years.
type glance struct {
	Rows        []glanceRow
	Axis        template.HTML
	First, Last int
}

// None are the ledgers with nothing on record.
func (g glance) None() []glanceRow {
	return slices.DeleteFunc(slices.Clone(g.Rows), func(row glanceRow) bool { return !row.Empty() })
}

// A glanceRow is one ledger at a glance.
type glanceRow struct {
	Name    string          `json:"name"`
	At      string          `json:"-"` // place on the page
	Figures []ledger.Figure `json:"figures"`
	Years   map[int]int     `json:"years,omitempty"` // rows in each year
	Strip   template.HTML   `json:"-"`
}

// oldest is the first year that the strips draw: the United Nations began in it.
const oldest = 1945

// glance puts the register and all ledgers side by side.
func (h *Handler) glance(r *http.Request, page register.Page, q query, parts []part) glance {
	entries := glanceRow{Name: ui.Text("Register"), At: "register", Years: map[int]int{}, Figures: []ledger.Figure{
		ledger.N("one entry of the register", "%d entries of the register", page.Total, q.With("sort", ""))}}
	for _, c := range page.Years {
		if year, err := strconv.Atoi(c.Value); err == nil {
			entries.Years[year] = c.N
		}
	}
	all := glance{Rows: []glanceRow{entries}}
	for _, p := range parts {
		if s := p.Section; s.Name != "" {
			all.Rows = append(all.Rows, glanceRow{Name: s.Name, At: s.At, Figures: s.Figures, Years: s.Years})
		}
	}
	for _, row := range all.Rows {
		for year, n := range row.Years {
			if n == 0 || year < oldest {
				continue
			}
			if all.First == 0 || year < all.First {
				all.First = year
			}
			all.Last = max(all.Last, year)
		}
	}
	if all.First > 0 {
		all.Axis = chart.StripAxis(all.First, all.Last)
	}
	for i, row := range all.Rows {
		all.Rows[i].Strip = chart.Strip(chart.Head{ID: "at-" + row.At, Title: h.pages.T(r, row.Name), Desc: h.said(r, row.Years)}, all.First, all.Last, row.Years)
	}
	return all
}

// Empty tells whether the ledger has nothing of the State.
func (g glanceRow) Empty() bool {
	return !slices.ContainsFunc(g.Figures, func(f ledger.Figure) bool { return f.Count > 0 })
}

// said is a strip in words: from when to when there is something, and the year with most.
func (h *Handler) said(r *http.Request, years map[int]int) string {
	first, last, most := 0, 0, 0
	for year, n := range years {
		if n == 0 || year < oldest {
			continue
		}
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
		if most == 0 || n > years[most] || n == years[most] && year < most {
			most = year
		}
	}
	return h.pages.T(r, "From %d to %d, most in %d (%d).", first, last, most, years[most])
}
