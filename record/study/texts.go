package study

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unhindered/record"
	"unhindered/record/statements"
	"unhindered/record/upr"
)

// A Text is one row of a ledger as the studies of wording see it.
type Text struct {
	ID      string `json:"id"`
	Body    string `json:"text"`
	By      string `json:"by,omitempty"` // code of the State that speaks; empty where nobody is named
	To      string `json:"to,omitempty"` // code of the State, or name of the organisation, that it is said to
	Session string `json:"session,omitempty"`
	Path    string `json:"path"` // of the page with the row
	review  string // what it is part of: a review, an application
}

// TextLedgers are the ledgers that have texts to compare.
var TextLedgers = []string{"upr", "ngo", "statements"}

// texts returns the texts of a ledger and what stands for its present rows: the same value means that nothing has changed.
func texts(ctx context.Context, r *record.Record, ledger string, in Sessions) ([]Text, any, error) {
	switch ledger {
	case "upr":
		data, err := r.UPR.Data(ctx)
		if err != nil {
			return nil, nil, err
		}
		return uprTexts(data, in), data, nil
	case "ngo":
		l, err := r.NGO.Ledger(ctx)
		if err != nil {
			return nil, nil, err
		}
		var all []Text
		for _, q := range l.Questions {
			by := ""
			if len(q.AskedBy) == 1 {
				by = q.AskedBy[0]
			}
			path := "/ngo/questions"
			if q.Of != "" {
				path = "/ngo/" + q.Of
			}
			all = append(all, Text{ID: q.ID, Body: q.Text, By: by, To: q.Applicant, Session: q.Session, Path: path, review: q.Applicant})
		}
		return all, l, nil
	case "statements":
		rows, err := r.Statements.Sheets().Rows(ctx, &statements.Table)
		if err != nil {
			return nil, nil, err
		}
		var all []Text
		var stamp strings.Builder
		for _, row := range rows {
			all = append(all, Text{ID: row.ID, Body: row.Get("text"), By: row.Get("state"), Session: row.Get("forum"),
				Path: "/statements?state=" + url.QueryEscape(row.Get("state")), review: row.Get("forum") + " " + row.Get("occasion")})
			stamp.WriteString(row.ID + "\x00" + row.Get("text") + "\x00")
		}
		return all, stamp.String(), nil
	}
	return nil, nil, fmt.Errorf("there are no texts to compare in a ledger %q; it is one of %s", ledger, strings.Join(TextLedgers, ", "))
}

// uprTexts are the rows of UPR Info, by session, State under review and key: one for each recommending State.
func uprTexts(data *upr.Data, in Sessions) []Text {
	var all []Text
	number := map[string]int{}
	for _, o := range data.Reviews {
		for _, rec := range o.Recommendations {
			for _, row := range rec.Rows {
				if !in.Has(row.Session) {
					continue
				}
				number[row.ID] = row.Session
				all = append(all, Text{ID: row.ID, Body: row.Text, By: row.From, To: o.ISO3, Session: strconv.Itoa(row.Session),
					Path: rowPath(o, row), review: o.ISO3 + " " + strconv.Itoa(row.Session)})
			}
		}
	}
	slices.SortFunc(all, func(a, b Text) int {
		return cmp.Or(cmp.Compare(number[a.ID], number[b.ID]), strings.Compare(a.To, b.To), strings.Compare(a.ID, b.ID))
	})
	return all
}

// rowPath is the address of a row on the page of its review.
func rowPath(o *upr.Outcome, row *upr.Row) string {
	return fmt.Sprintf("/upr/%s/%d?q=%s", o.ISO3, o.Cycle, url.QueryEscape(opening(row.Text)))
}

// opening is enough of a text to find it again.
func opening(text string) string {
	const enough = 8
	words := strings.Fields(text)
	return strings.Join(words[:min(len(words), enough)], " ")
}
