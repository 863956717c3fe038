// Package undl imports the General Assembly's roll calls as the United Nations Digital Library publishes them: one CSV
// file, one row a Member State and resolution, in the layouts of 2025 and 2026 (the latter has a column more, vote_note).
//
// The file holds resolutions that were adopted by a vote; votes on paragraphs and on drafts that failed are not in it.
package undl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/storage"
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
		im := &run{calls: map[string]*call{}}
		if err := im.load(ctx, tx); err != nil {
			return err
		}
		for _, path := range in.Files {
			f, err := in.Open(tx, path)
			if err != nil {
				return err
			}
			err = im.read(f)
			if closed := f.Close(); err == nil {
				err = closed
			}
			if err != nil {
				return err
			}
		}
		return im.write(ctx, tx)
	})
}

type call struct {
	row     votes.Row
	ballots map[string]votes.Ballot
	seen    map[string]bool // in this file
	changed bool
}

type run struct {
	calls map[string]*call // by undl_id
	order []string
}

func (im *run) load(ctx context.Context, tx *imports.Tx) error {
	rows, err := tx.Query(ctx, "SELECT "+votes.Columns+" FROM vote WHERE source = 'undl'")
	all, err := storage.Collect(rows, err, func(r storage.Row, row *votes.Row) error { return row.Scan(r.Scan) })
	if err != nil {
		return err
	}
	for _, row := range all {
		packed, err := votes.Unpack(row.Votes)
		if err != nil {
			return fmt.Errorf("%s: %w", row.ID, err)
		}
		c := &call{row: row, ballots: make(map[string]votes.Ballot, len(packed))}
		for _, v := range packed {
			c.ballots[v.State] = v.Ballot
		}
		im.calls[row.About.Number] = c
		im.order = append(im.order, row.About.Number)
	}
	return nil
}

func (im *run) read(f *kind.File) error {
	c, err := csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: required, Optional: optional})
	if err != nil {
		return err
	}
	for _, known := range im.calls {
		known.seen = nil
	}
	described := map[string]bool{} // roll calls whose first row has been read from this file
	for {
		err := c.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		f.File.Read++
		var bad *csvfile.RowError
		if errors.As(err, &bad) {
			f.Refuse(bad.Row, "", "", bad.Reason)
			continue
		}
		if err != nil {
			return err
		}
		if column, reason := im.take(f.File, c, described); reason != "" {
			f.Refuse(c.Row(), column, c.Get(column), reason)
		}
	}
}

var (
	number  = regexp.MustCompile(`^[0-9]{1,12}$`)
	ballots = map[string]votes.Ballot{"Y": votes.Yes, "N": votes.No, "A": votes.Abstain, "X": votes.Absent, "NV": votes.Absent}
)

func (im *run) take(f *imports.File, c *csvfile.Reader, described map[string]bool) (column, reason string) {
	id := c.Get("undl_id")
	if !number.MatchString(id) {
		return "undl_id", "is not a number"
	}
	ballot, ok := ballots[c.Get("ms_vote")]
	if !ok {
		return "ms_vote", "is neither Y nor N nor A nor X"
	}
	one := im.calls[id]
	if one == nil || !described[id] {
		row, column, reason := describe(c, id)
		if reason != "" {
			return column, reason
		}
		if one == nil {
			one = &call{row: row, changed: true, ballots: map[string]votes.Ballot{}}
			im.calls[id] = one
			im.order = append(im.order, id)
		} else {
			row.Votes = one.row.Votes
			if !same(row, one.row) {
				one.row, one.changed = row, true
			}
		}
		described[id] = true
	}
	state, ok := un.FindState(c.Get("ms_name"))
	if byCode, found := un.StateByISO3(c.Get("ms_code")); found {
		state = byCode
	} else if !ok {
		return "ms_name", "no State of this name or code is known"
	}
	state = state.At(one.row.Date)
	if one.seen[state.ISO3] {
		return "ms_code", "this State is in this roll call twice; the first row was taken"
	}
	if one.seen == nil {
		one.seen = map[string]bool{}
	}
	one.seen[state.ISO3] = true
	have, there := one.ballots[state.ISO3]
	switch {
	case !there:
		f.Count(imports.New)
	case have == ballot:
		f.Count(imports.Unchanged)
		return "", ""
	default:
		f.Count(imports.Changed)
	}
	one.ballots[state.ISO3], one.changed = ballot, true
	return "", ""
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

func same(a, b votes.Row) bool {
	x, errX := a.Values()
	y, errY := b.Values()
	return errX == nil && errY == nil && slices.Equal(x, y)
}

func (im *run) write(ctx context.Context, tx *imports.Tx) error {
	w := tx.Writer(votes.Table)
	for _, id := range im.order {
		c := im.calls[id]
		if !c.changed {
			continue
		}
		cast := make([]votes.Vote, 0, len(c.ballots))
		for state, ballot := range c.ballots {
			cast = append(cast, votes.Vote{State: state, Ballot: ballot})
		}
		c.row.Votes = votes.Pack(cast)
		values, err := c.row.Values()
		if err != nil {
			return err
		}
		if err := w.Put(ctx, nil, values...); err != nil {
			return err
		}
	}
	return nil
}
