package upr

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/sheet"
)

// Codings is the sheet of codings by people: where somebody has looked at what a model proposes for a recommendation, and
// says otherwise or confirms it. The words are the key, so that a coding holds for every recommendation with the same words
// and can be used in training wherever it goes.
var Codings = sheet.Table{
	Name: "upr-coding", Title: "Codings of recommendations by people",
	Help: "One row is what a person says of one recommendation: its action category, its issues, or both. It stands beside what UPR Info and the model say, and is used in the next training.",
	Key:  []string{"text"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "text", Need: true, Help: "the recommendation, word by word", Example: "Adopt the law on equality"},
		{Name: "session", Type: sheet.Number, Help: "session of the Working Group; without it the row is used as of the last session in training", Example: "13"},
		{Name: "action", Type: sheet.Choose, Help: "McMahon's action category", Example: "5", Choices: []sheet.Choice{
			{Code: "1", Label: "minimal"}, {Code: "2", Label: "continuing"}, {Code: "3", Label: "considering"}, {Code: "4", Label: "general"}, {Code: "5", Label: "specific"}}},
		{Name: "issues", Help: "all issues of UPR Info that belong to it, spelt as there, with commas between", Example: "Women's rights"},
		{Name: "achievable", Type: sheet.YesNo, Help: "whether the State can do it; no machine judges that", Example: ""},
		{Name: "counterproductive", Type: sheet.YesNo, Help: "whether it would lessen rights; no machine judges that", Example: ""},
		{Name: "reason", Need: true, Help: "why, in few words", Example: "names a law to be adopted"},
		{Name: "date", Type: sheet.Date, Help: "day on which it was judged", Example: "2022-01-15"},
		sheet.Note,
	},
	Check: func(r sheet.Row) (string, string) {
		if r.Get("action") == "" && r.Get("issues") == "" && r.Get("achievable") == "" && r.Get("counterproductive") == "" {
			return "action", "says nothing: give the action, the issues, or a judgment"
		}
		return "", ""
	},
}

// A Coded is what a person says of the recommendations with the same words.
type Coded struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Session int      `json:"session,omitempty"`
	Action  int      `json:"action,omitempty"` // 1 to 5; 0: nothing said
	Issues  []string `json:"issues,omitempty"` // nil: nothing said
	Reason  string   `json:"reason"`
	Import  int64    `json:"import"`
}

// Coded returns the codings by people, by the words of the recommendation as Words gives them.
func (s *Store) Coded(ctx context.Context) (map[string]Coded, error) {
	rows, err := s.sheets.Rows(ctx, &Codings)
	if err != nil {
		return nil, err
	}
	all := make(map[string]Coded, len(rows))
	for _, r := range rows {
		c := Coded{ID: r.ID, Text: r.Get("text"), Reason: r.Get("reason"), Import: r.Import, Issues: Issues(r.Get("issues"))}
		c.Session, _ = r.Int("session")
		c.Action, _ = strconv.Atoi(r.Get("action"))
		all[Words(c.Text)] = c
	}
	return all, nil
}

// Words are the words of a text, in lower case with blanks between: texts that differ in nothing else are the same.
func Words(text string) string { return normal(text) }

// Issues cuts a list of issues of UPR Info, none of which has a comma in it.
func Issues(list string) []string {
	var all []string
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	return all
}
