package upr

import (
	"context"
	"encoding/json"
	"strings"

	"unhindered/record/imports"
	"unhindered/storage"
)

// The tables as importers write them. Their columns are those of the migration, without import_id.
var (
	Reports   = imports.Table{Name: "upr_report", Columns: []string{"id", "iso3", "cycle", "session", "symbol", "sha256", "numbered", "notes"}}
	Numbereds = imports.Table{Name: "upr_numbered", Columns: []string{"id", "review", "paragraph", "item", "number", "printed", "body", "states", "position", "said", "page"}}
	Rows      = imports.Table{Name: "upr_row", Columns: []string{"id", "kind", "review", "session", "to_name", "from_iso3", "from_name", "body", "response", "action", "issues", "regional"}}
	Themes    = imports.Table{Name: "upr_theme", Columns: []string{"id", "review", "number", "body", "position", "source", "heading", "themes", "goals", "affected"}}
	Positions = imports.Table{Name: "upr_position", Columns: []string{"id", "review", "number", "position", "said", "symbol"}}
	Questions = imports.Table{Name: "upr_question", Columns: []string{"id", "review", "batch", "n", "from_iso3", "from_name", "body"}}
)

// A Mention is a State that made a recommendation, as the report names it.
type Mention struct {
	ISO3    string `json:"state"` // empty if the name is of no State known here
	Printed string `json:"printed,omitempty"`
	Guessed bool   `json:"guessed,omitempty"` // the report misspells the name
}

// Notes are what reading a report showed beside the recommendations.
type Notes struct {
	Gaps       []string    `json:"gaps,omitempty"`
	Misprints  []string    `json:"misprints,omitempty"`
	Unresolved []string    `json:"unresolved,omitempty"`
	References []Reference `json:"references,omitempty"`
	Method     string      `json:"method,omitempty"`
	Quality    int         `json:"quality,omitempty"`
}

// A Reference stands for recommendations that a paragraph of a report names only by their place in the summary.
type Reference struct {
	Paragraph int      `json:"paragraph"`
	Position  string   `json:"position"`
	Said      string   `json:"said"`
	Places    []string `json:"places"`
}

// A Report is a report of the Working Group that was imported.
type Report struct {
	ID       string `json:"id"`
	Symbol   string `json:"symbol"`
	Numbered int    `json:"recommendations"`
	Notes    Notes  `json:"notes"`
	Import   int64  `json:"import"`
}

// A Numbered recommendation is the official unit.
type Numbered struct {
	ID, Review      string
	Paragraph, Item int
	Number, Printed string
	Text            string
	States          []Mention
	Position, Said  string
	Page            int
	Import          int64
}

// A Row is one recommendation by one State in the UPR Info database, or a pledge.
type Row struct {
	ID       string   `json:"id"`
	Kind     string   `json:"kind"`
	Review   string   `json:"review"`
	Session  int      `json:"session"`
	ToName   string   `json:"to"`
	From     string   `json:"from"` // code; empty if the source does not know
	FromName string   `json:"from_name"`
	Text     string   `json:"text"`
	Response string   `json:"response"`
	Action   int      `json:"action"`
	Issues   []string `json:"issues"`
	Import   int64    `json:"import"`
}

// Position is the response in the words of today.
func (r Row) Position() string {
	switch r.Response {
	case "Accepted", "Supported": // UPR Info changed the word
		return Supported
	case "Noted":
		return Noted
	}
	return Unknown
}

// A Theme is an entry of a thematic list.
type Theme struct {
	ID, Review, Number, Text, Position, Source, Heading string
	Themes, Goals, Affected                             []string
	Import                                              int64
}

// A Stated position is one that a State gives in the addendum to the report.
type Stated struct {
	ID, Review, Number, Position, Said, Symbol string
	Import                                     int64
}

// A Question was sent in advance of a review.
type Question struct {
	ID       string `json:"id"`
	Review   string `json:"review"`
	Batch    string `json:"batch"`
	N        int    `json:"n"`
	From     string `json:"from"`
	FromName string `json:"from_name"`
	Text     string `json:"text"`
	Import   int64  `json:"import"`
}

func readReports(ctx context.Context, tx *storage.Tx) ([]Report, error) {
	rows, err := tx.Query(ctx, "SELECT id, symbol, numbered, notes, import_id FROM upr_report ORDER BY id")
	return storage.Collect(rows, err, func(r storage.Row, x *Report) error {
		var notes string
		if err := r.Scan(&x.ID, &x.Symbol, &x.Numbered, &notes, &x.Import); err != nil {
			return err
		}
		return json.Unmarshal([]byte(notes), &x.Notes)
	})
}

func readNumbered(ctx context.Context, tx *storage.Tx) ([]Numbered, error) {
	rows, err := tx.Query(ctx, `SELECT id, review, paragraph, item, number, printed, body, states, position, said, page, import_id
		FROM upr_numbered ORDER BY review, paragraph, item, id`)
	return storage.Collect(rows, err, func(r storage.Row, x *Numbered) error {
		var states string
		if err := r.Scan(&x.ID, &x.Review, &x.Paragraph, &x.Item, &x.Number, &x.Printed, &x.Text, &states, &x.Position, &x.Said, &x.Page, &x.Import); err != nil {
			return err
		}
		return json.Unmarshal([]byte(states), &x.States)
	})
}

func readRows(ctx context.Context, tx *storage.Tx) ([]Row, error) {
	rows, err := tx.Query(ctx, `SELECT id, kind, review, session, to_name, from_iso3, from_name, body, response, action, issues, import_id
		FROM upr_row ORDER BY review, id`)
	labels := map[string][]string{} // the same issues recur; keep each list once
	return storage.Collect(rows, err, func(r storage.Row, x *Row) error {
		var issues string
		err := r.Scan(&x.ID, &x.Kind, &x.Review, &x.Session, &x.ToName, &x.From, &x.FromName, &x.Text, &x.Response, &x.Action, &issues, &x.Import)
		list, ok := labels[issues]
		if !ok {
			for part := range strings.SplitSeq(issues, ",") {
				if part = strings.TrimSpace(part); part != "" {
					list = append(list, part)
				}
			}
			labels[issues] = list
		}
		x.Issues = list
		return err
	})
}

func readThemes(ctx context.Context, tx *storage.Tx) ([]Theme, error) {
	rows, err := tx.Query(ctx, "SELECT id, review, number, body, position, source, heading, themes, goals, affected, import_id FROM upr_theme ORDER BY id")
	return storage.Collect(rows, err, func(r storage.Row, x *Theme) error {
		var themes, goals, affected string
		if err := r.Scan(&x.ID, &x.Review, &x.Number, &x.Text, &x.Position, &x.Source, &x.Heading, &themes, &goals, &affected, &x.Import); err != nil {
			return err
		}
		for _, list := range []struct {
			text string
			into *[]string
		}{{themes, &x.Themes}, {goals, &x.Goals}, {affected, &x.Affected}} {
			if err := json.Unmarshal([]byte(list.text), list.into); err != nil {
				return err
			}
		}
		return nil
	})
}

func readStated(ctx context.Context, tx *storage.Tx) ([]Stated, error) {
	rows, err := tx.Query(ctx, "SELECT id, review, number, position, said, symbol, import_id FROM upr_position ORDER BY id")
	return storage.Collect(rows, err, func(r storage.Row, x *Stated) error {
		return r.Scan(&x.ID, &x.Review, &x.Number, &x.Position, &x.Said, &x.Symbol, &x.Import)
	})
}

func readQuestions(ctx context.Context, tx *storage.Tx) ([]Question, error) {
	rows, err := tx.Query(ctx, "SELECT id, review, batch, n, from_iso3, from_name, body, import_id FROM upr_question ORDER BY review, batch, n, id")
	return storage.Collect(rows, err, func(r storage.Row, x *Question) error {
		return r.Scan(&x.ID, &x.Review, &x.Batch, &x.N, &x.From, &x.FromName, &x.Text, &x.Import)
	})
}

// NumberedIDs returns the keys of the numbered recommendations of a review, within an import.
func NumberedIDs(ctx context.Context, tx *storage.Tx, review string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT id FROM upr_numbered WHERE review = $1", review)
	return storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
}

// ReviewOfReport returns the review whose report has the given symbol, "" if it was not imported.
func ReviewOfReport(ctx context.Context, tx *storage.Tx, symbol string) (string, error) {
	rows, err := tx.Query(ctx, "SELECT id FROM upr_report WHERE symbol = $1", symbol)
	ids, err := storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
	if len(ids) == 0 {
		return "", err
	}
	return ids[0], err
}

// Numbers returns the numbers of the recommendations of a review in the order of the report, within an import.
func Numbers(ctx context.Context, tx *storage.Tx, review string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT number FROM upr_numbered WHERE review = $1 ORDER BY paragraph, item", review)
	return storage.Collect(rows, err, func(r storage.Row, n *string) error { return r.Scan(n) })
}
