package letters

import (
	"context"

	"unhindered/record/sheet"
)

// NotAddressed is the grade of a question of which the reply says nothing.
const NotAddressed = "not_addressed"

// Questions is the sheet of what the letters asked, question by question, with how the reply deals with each.
var Questions = sheet.Table{
	Name: "reply-questions", Title: "Questions of letters, and how replies deal with them",
	Help: "One row is one question of a letter, with a grade of how the reply deals with it.",
	Key:  []string{"letter", "number"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "letter", Need: true, Help: "key of the letter in the table of letters", Example: "LETTER-1"},
		{Name: "state", Type: sheet.State, Need: true, Help: "State that was asked", Example: "XEX"},
		{Name: "number", Type: sheet.Number, Need: true, Help: "place of the question in the letter", Example: "2"},
		{Name: "text", Need: true, Help: "the question, in your own words", Example: "on which law the group was closed"},
		{Name: "grade", Type: sheet.Choose, Need: true, Help: "how the reply deals with it", Example: "evaded", Choices: []sheet.Choice{
			{Code: "answered", Label: "answered"}, {Code: "partly", Label: "partly answered"}, {Code: "evaded", Label: "evaded"},
			{Code: "denied", Label: "denied"}, {Code: "refused", Label: "refused"}, {Code: NotAddressed, Label: "not addressed"},
		}},
		{Name: "says", Help: "what the reply says to it, in your own words", Example: "quotes the law on associations, and no decision"},
		{Name: "judged_by", Need: true, Help: "whose judgment the grade is", Example: "the source"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// QuestionsOf returns the questions of a letter in their order, or of all letters for "".
func (s *Store) QuestionsOf(ctx context.Context, letter string) ([]sheet.Row, error) {
	rows, err := s.sheets.Rows(ctx, &Questions)
	if err != nil {
		return nil, err
	}
	var own []sheet.Row
	for _, r := range rows {
		if letter == "" || r.Get("letter") == letter {
			own = append(own, r)
		}
	}
	return own, nil
}
