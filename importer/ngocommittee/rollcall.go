package ngocommittee

import (
	"encoding/json"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/ngo"
	"unhindered/un"
)

// head is what stands in the first row of a roll call only.
type head struct{ topic, outcome, session string }

// call is a roll call being read.
type call struct {
	head
	ballots []ngo.Ballot
	row     int
}

func (c *call) has(iso3 string) bool {
	for _, b := range c.ballots {
		if b.ISO3 == iso3 {
			return true
		}
	}
	return false
}

// readRollCalls reads roll calls, one row a State; topic, outcome and date stand in the first row of each and are filled
// down. A file that repeats them in every row is read just as well.
func (r *run) readRollCalls(f *imports.File, rows *csvfile.Reader) error {
	if err := need(f.Name, rows, "Vote_topic", "Country", "Country_vote", "Vote_outcome", "Session_number"); err != nil {
		return err
	}
	var open *call
	seen := map[string]int{}
	put := func() error {
		if open == nil || len(open.ballots) == 0 {
			return nil
		}
		id := ngo.RollCallID(open.session, open.topic, 1)
		if seen[id]++; seen[id] > 1 {
			id = ngo.RollCallID(open.session, open.topic, seen[id])
		}
		text, err := json.Marshal(open.ballots)
		if err != nil {
			return err
		}
		n := len(open.ballots)
		r.rollCalls.Each = func(_, _ []any, o imports.Outcome) {
			for range n {
				f.Count(o)
			}
		}
		if err := r.rollCalls.Put(r.ctx, nil, id, open.session, open.topic, open.outcome, string(text), open.row); err != nil {
			return err
		}
		return r.rollCalls.Flush(r.ctx) // so that each roll call counts its own rows
	}
	err := kind.Each(f, rows, func() error {
		h := head{oneLine(rows.Get("Vote_topic")), oneLine(rows.Get("Vote_outcome")), strings.TrimSpace(rows.Get("Session_number"))}
		name := strings.TrimRight(oneLine(rows.Get("Country")), ". ")
		state, known := un.FindState(name)
		if h.topic != "" && (open == nil || h != open.head || open.has(state.ISO3)) {
			if err := put(); err != nil {
				return err
			}
			open = &call{head: h, row: rows.Row()}
		}
		vote, ok := ngo.ParseVote(rows.Get("Country_vote"))
		switch {
		case open == nil:
			return kind.Refuse("Vote_topic", "", "no roll call begins here or above: the first row of each says what was voted on")
		case !isoDate.MatchString(open.session):
			return kind.Refuse("Session_number", open.session, "not the date of a session, such as 2014-02-07")
		case !known:
			return kind.Refuse("Country", name, "no State has this name")
		case !ok:
			return kind.Refuse("Country_vote", rows.Get("Country_vote"), "not a vote: in favor, against, abstaining or absent")
		}
		open.ballots = append(open.ballots, ngo.Ballot{ISO3: state.ISO3, Vote: vote, Name: name, Voted: strings.TrimSpace(rows.Get("Country_vote")), Row: rows.Row() - open.row + 1})
		return nil
	})
	if err != nil {
		return err
	}
	return put()
}
