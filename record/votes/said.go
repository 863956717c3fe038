package votes

import (
	"context"

	"unhindered/record/sheet"
)

// Dissociations is the sheet of States that let a text pass without a vote, or a part of it, and said that they are not part
// of it. It is no vote: the text is adopted, and no roll call shows it.
var Dissociations = sheet.Table{
	Name: "dissociations", Title: "Dissociations", Help: "One row is one State that dissociated itself from a text that was adopted without its being put to the vote.",
	Key: []string{"symbol", "state", "part"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "symbol", Need: true, Help: "symbol of the text", Example: "A/HRC/RES/48/17"},
		{Name: "state", Type: sheet.State, Need: true, Help: "State that dissociated itself", Example: "XEX"},
		{Name: "date", Type: sheet.Date, Help: "when", Example: "2021-10-08"},
		{Name: "part", Help: "paragraphs from which it did, as “preambular paragraph 3”; empty: from the whole text", Example: ""},
		{Name: "text", Help: "what it said, in your own words; quotations short and marked", Example: "the text is not balanced"},
		{Name: "media", Help: "recording with time, or document symbol", Example: "UN Web TV, 1:12:30"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Explanations is the sheet of explanations of vote or position: what a State said of its vote on a text, before or after it.
var Explanations = sheet.Table{
	Name: "explanations", Title: "Explanations of vote", Help: "One row is what one State said to explain its vote or its position on one text.",
	Key: []string{"symbol", "state", "moment"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "symbol", Need: true, Help: "symbol of the text, resolution or amendment", Example: "A/HRC/RES/48/17"},
		{Name: "state", Type: sheet.State, Need: true, Help: "State that spoke", Example: "XEX"},
		{Name: "behalf", Type: sheet.States, Help: "States on whose behalf it spoke", Example: ""},
		{Name: "date", Type: sheet.Date, Help: "when", Example: "2021-10-08"},
		{Name: "moment", Type: sheet.Choose, Help: "when in the proceedings; empty where the source does not say", Example: "before", Choices: []sheet.Choice{
			{Code: "before", Label: "before the vote"}, {Code: "after", Label: "after the vote"}, {Code: "general", Label: "in a general comment"}}},
		{Name: "text", Need: true, Help: "what it said, in your own words; quotations short and marked", Example: "abstains, for reasons of procedure"},
		{Name: "media", Help: "recording with time, or document symbol", Example: "UN Web TV, 1:12:30"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Said returns what States are known to have said of a decision: who dissociated itself, and who explained its vote.
func (s *Store) Said(ctx context.Context, d *Decision) (dissociations, explanations []sheet.Row, err error) {
	if d.Symbol == "" {
		return nil, nil, nil
	}
	of := func(t *sheet.Table) (found []sheet.Row, err error) {
		rows, err := s.sheets.Rows(ctx, t)
		for _, r := range rows {
			if fullSymbol(r.Get("symbol")) == fullSymbol(d.Symbol) {
				found = append(found, r)
			}
		}
		return found, err
	}
	if dissociations, err = of(&Dissociations); err != nil {
		return nil, nil, err
	}
	explanations, err = of(&Explanations)
	return dissociations, explanations, err
}

// Sheets returns the rows that people have entered.
func (s *Store) Sheets() *sheet.Store { return s.sheets }
