package votes

import (
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/ui"
)

// amendments shows the amendments put against the resolutions on reprisals, as reports list them and as the roll calls are.
func (h *handler) amendments(w http.ResponseWriter, r *http.Request) error {
	all, err := h.store.Compared(r.Context())
	if err != nil {
		return err
	}
	switch {
	case strings.HasSuffix(r.URL.Path, ".json"):
		return ui.JSON(w, r, map[string]any{"entries": comparedJSON(all), "total": len(all)})
	case strings.HasSuffix(r.URL.Path, ".csv"):
		return ui.CSV(w, r, "amendments.csv", comparedCSV(all))
	}
	var p comparedPage
	for _, c := range all {
		p.Resolutions = append(p.Resolutions, compared{Comparison: c, Results: results(c)})
		p.Cells, p.Differ = p.Cells+c.Cells, p.Differ+c.Differ
		for _, row := range c.Rows {
			p.Put++
			if row.Amendment != nil && row.Amendment.Outcome() == "adopted" {
				p.Adopted++
			}
		}
	}
	return h.pages.Render(w, r, http.StatusOK, "amendments.html", p)
}

// A comparedPage is what amendments.html shows.
type comparedPage struct {
	Resolutions                 []compared
	Put, Adopted, Cells, Differ int
}

type compared struct {
	votes.Comparison
	Results map[string]int // by outcome, in the catalogue
}

// Names are those of the States in the columns.
func (c compared) Names() []un.State {
	var all []un.State
	for _, code := range c.States {
		s, _ := un.StateByISO3(code)
		all = append(all, s)
	}
	return all
}

// A differing is one cell that report and roll call give differently.
type differing struct {
	Row  votes.ComparedRow
	Cell votes.ComparedCell
	Name string
}

// Differing are the cells to explain.
func (c compared) Differing() []differing {
	var all []differing
	for _, row := range c.Rows {
		for _, cell := range row.Cells {
			if cell.Why != "" {
				s, _ := un.StateByISO3(cell.State)
				all = append(all, differing{row, cell, s.Name})
			}
		}
	}
	return all
}

func results(c votes.Comparison) map[string]int {
	n := map[string]int{}
	for _, row := range c.Rows {
		if row.Amendment != nil {
			n[row.Amendment.Outcome()]++
		}
	}
	return n
}

// why explains a difference between report and roll call.
func why(code string) string {
	switch code {
	case "voted":
		return ui.Text("voted for it and is not among its sponsors; the report seems to count sponsors")
	case "sponsor":
		return ui.Text("voted for it, and the catalogue names it among the sponsors too; the report differs from both")
	}
	return ui.Text("the report lists it as backing the amendment; the roll call does not show that")
}

func comparedJSON(all []votes.Comparison) []any {
	type cell struct {
		State    string `json:"state"`
		Listed   string `json:"listed,omitempty"`
		Position string `json:"position,omitempty"`
		Sponsor  bool   `json:"sponsor"`
		Differs  string `json:"differs,omitempty"`
	}
	type row struct {
		Number  int    `json:"number,omitempty"`
		Subject string `json:"subject,omitempty"`
		Listed  string `json:"listed_outcome,omitempty"`
		Symbol  string `json:"symbol,omitempty"`
		ID      string `json:"id,omitempty"`
		Result  string `json:"result,omitempty"`
		Tally   string `json:"tally,omitempty"`
		States  []cell `json:"states"`
	}
	out := []any{}
	for _, c := range all {
		rows := []row{}
		for _, r := range c.Rows {
			one := row{Number: r.Number, Subject: r.Subject, Listed: r.Said, Symbol: r.Symbol, States: []cell{}}
			if r.Amendment != nil {
				one.ID, one.Result, one.Tally = r.Amendment.ID, r.Amendment.Outcome(), tally(r.Amendment)
			}
			for _, s := range r.Cells {
				one.States = append(one.States, cell{s.State, s.Backed, s.Position, s.Sponsor, s.Why})
			}
			rows = append(rows, one)
		}
		out = append(out, map[string]any{"symbol": c.Symbol, "source": c.Source, "amendments": rows, "compared": c.Cells, "differ": c.Differ})
	}
	return out
}

func comparedCSV(all []votes.Comparison) [][]string {
	rows := [][]string{{"resolution", "number", "subject", "listed_outcome", "symbol", "result", "tally", "state", "listed", "position", "sponsor", "differs"}}
	for _, c := range all {
		for _, r := range c.Rows {
			number, result, count := "", "", ""
			if r.Number > 0 {
				number = strconv.Itoa(r.Number)
			}
			if r.Amendment != nil {
				result, count = r.Amendment.Outcome(), tally(r.Amendment)
			}
			for _, s := range r.Cells {
				sponsor := ""
				if s.Sponsor {
					sponsor = "yes"
				}
				rows = append(rows, []string{c.Symbol, number, r.Subject, r.Said, r.Symbol, result, count, s.State, s.Backed, s.Position, sponsor, s.Why})
			}
		}
	}
	return rows
}

func tally(d *votes.Decision) string {
	if !d.HasTally() {
		return ""
	}
	t := d.Tally()
	return strconv.Itoa(t.Yes) + "–" + strconv.Itoa(t.No) + "–" + strconv.Itoa(t.Abstain)
}
