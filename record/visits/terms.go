package visits

import (
	"context"

	"unhindered/record/sheet"
	"unhindered/un"
)

// Whether a term of reference was kept on a visit. What no source tells is Unknown, and neither kept nor broken.
const (
	Kept    = "kept"
	Partly  = "partly"
	Broken  = "broken"
	Unknown = "unknown"
)

// Terms is the sheet of what sources tell of the terms of reference of visits: one row an observation. The terms are those of
// the Revised Terms of Reference for country visits by special procedures mandate holders (June 2016, based on
// E/CN.4/1998/45, appendix V).
var Terms = sheet.Table{
	Name: "visit-terms", Title: "Terms of reference of visits", Help: "One row is what a source tells of one term of reference on one visit: kept, kept in part, or broken.",
	Key: []string{"state", "visitor", "date", "term", "text"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State that was visited", Example: "XEX"},
		{Name: "visitor", Need: true, Help: "mandate or person, written as in the table of visits", Example: "SR torture"},
		{Name: "date", Type: sheet.Date, Help: "when the visit began", Example: "2019-11"},
		{Name: "term", Type: sheet.Choose, Need: true, Help: "which term", Example: "movement", Choices: []sheet.Choice{
			{Code: "movement", Label: "freedom of movement"},
			{Code: "officials", Label: "contact with all branches of government"},
			{Code: "private", Label: "private contact with civil society, witnesses and others, unsupervised"},
			{Code: "places", Label: "access to prisons and all places of detention"},
			{Code: "documents", Label: "access to documents"},
			{Code: "no_reprisal", Label: "nobody is harmed for the contact"},
			{Code: "security", Label: "security that does not restrict the inquiry"},
		}},
		{Name: "was_kept", Type: sheet.Choose, Need: true, Help: "whether it was kept, according to the source", Example: Kept, Choices: []sheet.Choice{
			{Code: Kept, Label: "kept"}, {Code: Partly, Label: "kept in part"}, {Code: Broken, Label: "broken"},
		}},
		{Name: "text", Need: true, Help: "what the source tells, in your own words", Example: "officials waited outside while prisoners were heard alone"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// A Checklist is one visit with all terms of reference, in the order of the table.
type Checklist struct {
	State   string  `json:"state"`
	Visitor string  `json:"visitor"`
	Date    un.Date `json:"date,omitempty"`
	Items   []Item  `json:"terms"`
}

// An Item is one term on one visit: what the rows come to, and the rows. Rows that differ come to Partly.
type Item struct {
	Term string      `json:"term"`
	Kept string      `json:"kept"`
	Rows []sheet.Row `json:"rows,omitempty"`
}

// Count returns how many terms came to kept.
func (c Checklist) Count(kept string) int {
	n := 0
	for _, item := range c.Items {
		if item.Kept == kept {
			n++
		}
	}
	return n
}

// Checklists puts rows of Terms together, one checklist a visit, in the order in which the visits first occur.
func Checklists(rows []sheet.Row) []Checklist {
	var all []Checklist
	place := map[[3]string]int{}
	for _, r := range rows {
		key := [3]string{r.Get("state"), r.Get("visitor"), r.Get("date")}
		at, known := place[key]
		if !known {
			at = len(all)
			place[key] = at
			list := Checklist{State: key[0], Visitor: key[1], Date: r.Date("date")}
			for _, term := range Terms.Column("term").Choices {
				list.Items = append(list.Items, Item{Term: term.Code, Kept: Unknown})
			}
			all = append(all, list)
		}
		for i := range all[at].Items {
			item := &all[at].Items[i]
			if item.Term != r.Get("term") {
				continue
			}
			switch {
			case item.Kept == Unknown:
				item.Kept = r.Get("was_kept")
			case item.Kept != r.Get("was_kept"):
				item.Kept = Partly
			}
			item.Rows = append(item.Rows, r)
		}
	}
	return all
}

// Checklists returns the checklists of the visits to a State, or of all.
func (s *Store) Checklists(ctx context.Context, state string) ([]Checklist, error) {
	rows, err := s.sheets.Rows(ctx, &Terms)
	if err != nil {
		return nil, err
	}
	var own []sheet.Row
	for _, r := range rows {
		if state == "" || r.Get("state") == state {
			own = append(own, r)
		}
	}
	return Checklists(own), nil
}
