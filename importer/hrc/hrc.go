// Package hrc imports the texts and roll calls of the Commission on Human Rights and the Human Rights Council as
// harvested from the Voting collection of the OHCHR library: resolutions.csv (one row a text, adopted or not) and
// votes_long.csv (one row a State and roll call), together or one by one.
//
// The official totals of the catalogue are kept beside the roll call, also where the two differ.
package hrc

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"unhindered/importer/kind"
	"unhindered/importer/rollcall"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/un"
)

const name = "votes-hrc"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run,
		Names: []string{"resolutions.csv", "resolutions.csv.gz", "resolutions-*.csv", "resolutions-*.csv.gz",
			"votes_long*.csv", "votes_long*.csv.gz"},
		Help: "texts and roll calls of the Commission on Human Rights and the Human Rights Council: resolutions.csv, votes_long.csv"}
}

var (
	textColumns = []string{"record_id", "symbol", "title", "statement", "date", "body", "vote_type", "meeting", "agenda_item_no",
		"agenda_item_title", "agenda_subject", "main_sponsors", "draft", "yes", "no", "abstain", "nonvoting", "total",
		"url_resolution", "url_draft", "record_url"}
	voteColumns = []string{"record_id", "iso3", "country", "vote"}
)

// Run imports the files of in. Texts are read first, whatever the order of the files.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		desk, err := rollcall.New(ctx, tx, "ohchr")
		if err != nil {
			return err
		}
		im := &run{desk: desk, states: map[string]int{}, sessions: map[string]string{}}
		if err := in.Together(tx,
			kind.Layout{Name: "resolutions.csv", Columns: textColumns, Read: im.readTexts},
			kind.Layout{Name: "votes_long.csv", Columns: voteColumns, Read: im.readVotes},
		); err != nil {
			return err
		}
		return desk.Write()
	})
}

type run struct {
	desk     *rollcall.Desk
	states   map[string]int    // numbers of the codes found so far; most of the time would go into finding them again
	sessions map[string]string // by statement: there are few, on thousands of texts
}

// call returns the text with the given number, or nil. Its id begins with its body, which only one of the files names.
func (im *run) call(number string) (*rollcall.Call, error) {
	return im.desk.Get("HRC-"+number, "CHR-"+number)
}

var number = regexp.MustCompile(`^[0-9]{1,9}$`)

func (im *run) readTexts(s *kind.Sheet) error {
	im.desk.NextFile()
	return kind.Each(s.File.File, s.CSV, func() error {
		id := s.CSV.Get("record_id")
		if !number.MatchString(id) {
			return kind.Refuse("record_id", id, "is not a number")
		}
		have, err := im.call(id)
		if err != nil {
			return err
		}
		if have != nil && have.Described {
			return kind.Refuse("record_id", id, "this text is there twice; the first row was taken")
		}
		row, column, reason := read(s.CSV.Get, im.sessions)
		if reason != "" {
			return kind.Refuse(column, s.CSV.Get(column), reason)
		}
		_, outcome, err := im.desk.Describe(have, row)
		s.Count(outcome)
		return err
	})
}

var ballots = map[string]votes.Ballot{"Y": votes.Yes, "N": votes.No, "A": votes.Abstain, ".": votes.Absent, "": votes.NoneKnown}

func (im *run) readVotes(s *kind.Sheet) error {
	im.desk.NextFile()
	at := s.CSV.Columns(voteColumns...)
	var c *rollcall.Call
	var last string
	return kind.Each(s.File.File, s.CSV, func() error {
		id, code, vote := s.CSV.Field(at[0]), s.CSV.Field(at[1]), s.CSV.Field(at[3])
		if id != last || c == nil {
			var err error
			if c, err = im.call(id); err != nil {
				return err
			}
			if c == nil {
				return kind.Refuse("record_id", id, "there is no such text in resolutions.csv nor in the record")
			}
			last = id
		}
		state, ok := im.states[code]
		if !ok {
			found, ok := un.FindState(code)
			if !ok || len(code) != 3 {
				return kind.Refuse("iso3", code, "is not the code of a State")
			}
			state = im.desk.Number(found.ISO3)
			im.states[strings.Clone(code)] = state
		}
		ballot, ok := ballots[vote]
		if !ok {
			return kind.Refuse("vote", vote, "is neither Y nor N nor A nor . nor empty")
		}
		outcome, first := c.Cast(state, ballot)
		if !first {
			return kind.Refuse("iso3", code, "this State is in this roll call twice; the first row was taken")
		}
		s.Count(outcome)
		return nil
	})
}

// count reads a total; nil where the cell is empty.
func count(cell string) (*int64, bool) {
	if cell == "" {
		return nil, true
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(cell, ".0"), 10, 64)
	return &n, err == nil && n >= 0 && n < 1000
}
