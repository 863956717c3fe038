// Package ruling imports the vote of 20 March 2014 in the Human Rights Council on the President's proposal about a
// moment of silence for Cao Shunli, which no catalogue of votes has: who voted how and who spoke, as the sources name them.
package ruling

import (
	"context"
	"errors"
	"io"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/un"
)

const name = "votes-ruling"

// ID is that of the ruling in the ledger.
const ID = "HRC-2014-03-20"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run,
		Names: []string{"vote_2014_silence.csv", "vote_2014_silence_speakers.csv"},
		Help:  "the ruling of 20 March 2014 put to the vote: vote_2014_silence.csv and vote_2014_silence_speakers.csv"}
}

var (
	voteColumns    = []string{"iso3", "vote", "named_in_source", "position_on_point_of_order", "source", "confidence"}
	speakerColumns = []string{"speaker", "iso3_or_group", "member_of_hrc_2014", "position", "source"}
)

// Run imports the two files of in, in any order.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		var r Ruling
		if err := in.EachFile(tx, func(f *kind.File) error { return r.Read(f.File, f) }); err != nil {
			return err
		}
		return r.Write(ctx, tx)
	})
}

// A Ruling is what has been read of it so far.
type Ruling struct {
	cast     []votes.Vote
	notes    map[string]string
	speakers []votes.Speaker
	files    []*imports.File
}

// Read reads one of the two files, told apart by their headers.
func (r *Ruling) Read(f *imports.File, in io.Reader) error {
	c, err := csvfile.NewReader(in, csvfile.Options{Name: f.Name})
	if err != nil {
		return err
	}
	layout, err := kind.Which(f.Name, c, []kind.Layout{{Name: "vote_2014_silence.csv", Columns: voteColumns},
		{Name: "vote_2014_silence_speakers.csv", Columns: speakerColumns}})
	if err != nil {
		return err
	}
	r.files = append(r.files, f)
	take := []func(*csvfile.Reader) (column, reason string){r.vote, r.speaker}[layout]
	return kind.Each(f, c, func() error {
		if column, reason := take(c); reason != "" {
			return kind.Refuse(column, c.Get(column), reason)
		}
		return nil
	})
}

func (r *Ruling) vote(c *csvfile.Reader) (column, reason string) {
	s, ok := un.StateByISO3(c.Get("iso3"))
	if !ok {
		return "iso3", "is not the code of a State"
	}
	ballot, ok := votes.BallotByName(c.Get("vote"))
	if !ok {
		return "vote", "is neither yes nor no nor abstain nor absent"
	}
	for _, v := range r.cast {
		if v.State == s.ISO3 {
			return "iso3", "this State is there twice; the first row was taken"
		}
	}
	r.cast = append(r.cast, votes.Vote{State: s.ISO3, Ballot: ballot})
	if r.notes == nil {
		r.notes = map[string]string{}
	}
	note := c.Get("position_on_point_of_order")
	if note == "opposed it" {
		note = "opposed China's point of order"
	}
	if c.Get("confidence") == "inferred" {
		note += "; inferred: " + c.Get("source")
	}
	if note != "" {
		r.notes[s.ISO3] = note
	}
	return "", ""
}

func (r *Ruling) speaker(c *csvfile.Reader) (column, reason string) {
	s := votes.Speaker{Name: c.Get("speaker"), Member: c.Get("member_of_hrc_2014") == "yes", Position: c.Get("position"), Source: c.Get("source")}
	if s.Name == "" {
		return "speaker", "is empty"
	}
	if state, ok := un.StateByISO3(c.Get("iso3_or_group")); ok {
		s.State = state.ISO3
	}
	r.speakers = append(r.speakers, s)
	return "", ""
}

// Write puts the ruling into the ledger. Its files count their rows as new, changed or unchanged with it.
func (r *Ruling) Write(ctx context.Context, tx *imports.Tx) error {
	if len(r.cast) == 0 {
		return errors.New("the file with the votes, vote_2014_silence.csv, is missing")
	}
	row := votes.Row{
		ID: ID, Body: "HRC", Source: "facts", Session: "25", Date: "2014-03-20", Kind: "ruling", How: "recorded", Result: "rejected",
		Title: "President’s proposal on a moment of silence for Cao Shunli, put to the vote",
		About: votes.About{
			Number: "2014-03-20", Speakers: r.speakers, Notes: r.notes,
			Source: "HRW 2017 (000), case study “Silence Speaks Volumes”; ISHR 2022 (001), section 4 and footnotes 15 and 16",
			Note: "During the adoption of the outcome of China’s Universal Periodic Review a moment of silence was asked for and China raised a point of " +
				"order. What was voted on is told in two ways: as the President’s proposal to consult the Bureau (source 000), and as the ruling that " +
				"the President suggested (source 001). Yes is a vote for it, no a vote against it. Both sources give 13 yes, 20 no, 12 abstentions and " +
				"2 absent; source 001 names 19 of the 20, and Venezuela, the only member not named, is added as inferred. The ground of the " +
				"objection differs too: paragraph 41 of resolution 5/1 (000), the rules of procedure (001).",
		},
		Votes: votes.Pack(r.cast),
	}
	n := []int64{13, 20, 12, 2, 47} // sources 000 and 001
	row.Official = &votes.Official{Yes: &n[0], No: &n[1], Abstain: &n[2], NonVoting: &n[3], Total: &n[4]}
	values, err := row.Values()
	if err != nil {
		return err
	}
	w := tx.Writer(votes.Table)
	w.Each = func(_, _ []any, o imports.Outcome) {
		for _, f := range r.files {
			for range f.Read - f.RefusedRows() {
				f.Count(o)
			}
		}
	}
	return w.Put(ctx, nil, values...)
}
