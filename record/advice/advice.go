// Package advice is the ledger of recommendations that reports make to anyone, and of what became of them. They are not
// recommendations of the Universal Periodic Review, which have a ledger of their own.
package advice

import (
	"context"
	"slices"
	"strings"

	"unhindered/record/sheet"
	"unhindered/storage"
	"unhindered/un"
)

var statuses = []sheet.Choice{
	{Code: "not_assessed", Label: "not assessed"}, {Code: "no_action", Label: "no action known"}, {Code: "announced", Label: "announced"},
	{Code: "in_progress", Label: "in progress"}, {Code: "done", Label: "done"}, {Code: "reversed", Label: "done and reversed"},
}

// Table is the sheet of recommendations.
var Table = sheet.Table{
	Name: "advice", Title: "Advice", Help: "One row is one recommendation that a report makes to somebody, in our own words.",
	Key: []string{"source", "addressee", "text"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "date", Type: sheet.Date, Need: true, Help: "date of the report", Example: "2021-03"},
		{Name: "addressee", Need: true, Help: "to whom, as the report says; several separated by semicolons", Example: "Government of Examplestan"},
		{Name: "addressee_kind", Type: sheet.Choose, Need: true, Help: "kind of addressee", Example: "State", Choices: []sheet.Choice{
			{Code: "State", Label: "one State"}, {Code: "States", Label: "States"}, {Code: "UN", Label: "United Nations"},
			{Code: "UN and States", Label: "United Nations and States"}, {Code: "other", Label: "others"}}},
		{Name: "state", Type: sheet.State, Help: "the State, if it is made to one", Example: "XEX"},
		{Name: "text", Need: true, Help: "what is recommended, in your own words", Example: "publish the findings of the inquiry"},
		{Name: "topic", Need: true, Help: "topic, in few words", Example: "accountability"},
		{Name: "indicator", Help: "how one could tell that it was done", Example: "findings published"},
		{Name: "same_as", Help: "ids of the same request in other reports, separated by semicolons", Example: ""},
		{Name: "status", Type: sheet.Choose, Help: "where it stands before any assessment", Example: "not_assessed", Choices: statuses},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// Changes is the sheet of assessments: one row each time that somebody looked.
var Changes = sheet.Table{
	Name: "advice-status", Title: "What became of advice", Help: "One row is one assessment of one recommendation, with its evidence.",
	Key: []string{"advice", "date", "status"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "advice", Need: true, Help: "id of the recommendation", Example: "EX-01"},
		{Name: "date", Type: sheet.Date, Need: true, Help: "day of which the assessment speaks", Example: "2022-05-01"},
		{Name: "status", Type: sheet.Choose, Need: true, Help: "where it stands", Example: "done", Choices: statuses},
		{Name: "text", Need: true, Help: "what was done or not, in your own words", Example: "the findings were published"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
}

// A Store is the ledger. It is safe for concurrent use.
type Store struct{ sheets *sheet.Store }

// New returns the ledger of a database that has the migrations of record/sheet.
func New(db *storage.DB) *Store { return &Store{sheet.New(db)} }

// Sheets returns the rows behind the ledger.
func (s *Store) Sheets() *sheet.Store { return s.sheets }

// A Piece is one recommendation with what became of it.
type Piece struct {
	ID         string   `json:"id"`
	Date       un.Date  `json:"date"`
	Addressee  string   `json:"addressee"`
	Kind       string   `json:"addressee_kind"`
	State      string   `json:"state,omitempty"`
	Text       string   `json:"text"`
	Topic      string   `json:"topic"`
	Indicator  string   `json:"indicator,omitempty"`
	SameAs     []string `json:"same_as,omitempty"`
	Status     string   `json:"status"` // of the last assessment
	Source     string   `json:"source"`
	Note       string   `json:"note,omitempty"`
	Import     int64    `json:"import"`
	Assessment []Change `json:"assessments,omitempty"` // oldest first
}

// A Change is one assessment.
type Change struct {
	Date   un.Date `json:"date"`
	Status string  `json:"status"`
	Text   string  `json:"text"`
	Source string  `json:"source"`
}

// Pieces returns all recommendations.
func (s *Store) Pieces(ctx context.Context) ([]Piece, error) {
	rows, err := s.sheets.Rows(ctx, &Table)
	if err != nil {
		return nil, err
	}
	assessed, err := s.sheets.Rows(ctx, &Changes)
	if err != nil {
		return nil, err
	}
	changes := map[string][]Change{}
	for _, r := range assessed {
		id := r.Get("advice")
		changes[id] = append(changes[id], Change{r.Date("date"), r.Get("status"), r.Get("text"), r.Get("source")})
	}
	var all []Piece
	for _, r := range rows {
		p := Piece{ID: r.ID, Date: r.Date("date"), Addressee: r.Get("addressee"), Kind: r.Get("addressee_kind"), State: r.Get("state"),
			Text: r.Get("text"), Topic: r.Get("topic"), Indicator: r.Get("indicator"), SameAs: r.List("same_as"), Status: r.Get("status"),
			Source: r.Get("source"), Note: r.Get("note"), Import: r.Import, Assessment: changes[r.ID]}
		slices.SortStableFunc(p.Assessment, func(a, b Change) int { return strings.Compare(string(a.Date), string(b.Date)) })
		if n := len(p.Assessment); n > 0 {
			p.Status = p.Assessment[n-1].Status
		}
		if p.Status == "" {
			p.Status = statuses[0].Code
		}
		all = append(all, p)
	}
	return all, nil
}

// Report returns the document that makes the recommendation, without the section.
func (p Piece) Report() string {
	name, _, _ := strings.Cut(p.Source, ",")
	return name
}
