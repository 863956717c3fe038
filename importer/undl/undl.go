// Package undl imports the General Assembly's roll calls as the United Nations Digital Library publishes them: one CSV
// file, one row a Member State and resolution, in the layouts of 2025 and 2026 (the latter has a column more, vote_note).
//
// The file holds resolutions that were adopted by a vote; votes on paragraphs and on drafts that failed are not in it.
package undl

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/importer/rollcall"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/un"
)

const name = "votes-undl"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run, Names: []string{"*.csv", "*.csv.gz"},
		Help: "General Assembly voting data of the UN Digital Library (CSV, layouts of 2025 and 2026)"}
}

var (
	required = []string{"undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "draft", "meeting", "title",
		"agenda_title", "subjects", "total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms", "undl_link"}
	optional = []string{"committee_report", "vote_note"}
)

// Run imports the files of in.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		desk, err := rollcall.New(ctx, tx, "undl")
		if err != nil {
			return err
		}
		if err := in.EachFile(tx, func(f *kind.File) error {
			rows, err := csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: required, Optional: optional})
			if err != nil {
				return err
			}
			desk.NextFile()
			return kind.Each(f.File, rows, func() error { return take(desk, f.File, rows) })
		}); err != nil {
			return err
		}
		return desk.Write()
	})
}

var (
	number  = regexp.MustCompile(`^[0-9]{1,12}$`)
	ballots = map[string]votes.Ballot{"Y": votes.Yes, "N": votes.No, "A": votes.Abstain, "X": votes.Absent, "NV": votes.Absent}
)

func take(desk *rollcall.Desk, f *imports.File, c *csvfile.Reader) error {
	id := c.Get("undl_id")
	if !number.MatchString(id) {
		return kind.Refuse("undl_id", id, "is not a number")
	}
	ballot, ok := ballots[c.Get("ms_vote")]
	if !ok {
		return kind.Refuse("ms_vote", c.Get("ms_vote"), "is neither Y nor N nor A nor X")
	}
	call, err := desk.Get("UNDL-" + id)
	if err != nil {
		return err
	}
	if call == nil || !call.Described { // the first row of a roll call describes it
		row, column, reason := describe(c, id)
		if reason != "" {
			return kind.Refuse(column, c.Get(column), reason)
		}
		if call, _, err = desk.Describe(call, row); err != nil {
			return err
		}
	}
	state, ok := un.StateByISO3(c.Get("ms_code"))
	if !ok {
		state, ok = un.FindState(c.Get("ms_name"))
	}
	if !ok {
		return kind.Refuse("ms_name", c.Get("ms_name"), "no State of this name or code is known")
	}
	outcome, first := call.Cast(desk.Number(state.At(call.Row.Date).ISO3), ballot)
	if !first {
		return kind.Refuse("ms_code", c.Get("ms_code"), "this State is in this roll call twice; the first row was taken")
	}
	f.Count(outcome)
	return nil
}

func describe(c *csvfile.Reader, id string) (row votes.Row, column, reason string) {
	date, err := un.ParseDate(c.Get("date"))
	if err != nil {
		return row, "date", "is not a date; write 2024-12-17"
	}
	row = votes.Row{
		ID: "UNDL-" + id, Body: "GA", Source: "undl", Session: strings.TrimSpace(c.Get("session")), Date: date,
		Symbol: strings.TrimSpace(c.Get("resolution")), Title: strings.TrimSuffix(strings.TrimSpace(c.Get("title")), " : resolution /"),
		Kind: "resolution", Result: "adopted", How: "recorded",
		About: votes.About{Number: id, Meeting: c.Get("meeting"), Item: c.Get("agenda_title"), Subjects: c.Get("subjects"),
			Draft: c.Get("draft"), Note: c.Get("vote_note"), Address: c.Get("undl_link"), Text: c.Get("committee_report")},
	}
	var o votes.Official
	for _, total := range []struct {
		column string
		into   **int64
	}{{"total_yes", &o.Yes}, {"total_no", &o.No}, {"total_abstentions", &o.Abstain}, {"total_non_voting", &o.NonVoting}, {"total_ms", &o.Total}} {
		cell := strings.TrimSuffix(strings.TrimSpace(c.Get(total.column)), ".0") // totals are written as 120.0
		if cell == "" {
			continue
		}
		n, err := strconv.ParseInt(cell, 10, 64)
		if err != nil || n < 0 || n > 1000 {
			return row, total.column, "is not a number of States"
		}
		*total.into = &n
	}
	if o != (votes.Official{}) {
		row.Official = &o
	}
	return row, "", ""
}
