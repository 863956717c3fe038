// Package hrc imports the texts and roll calls of the Commission on Human Rights and the Human Rights Council as
// harvested from the Voting collection of the OHCHR library: resolutions.csv (one row a text, adopted or not) and
// votes_long.csv (one row a State and roll call), together or one by one.
//
// The official totals of the catalogue are kept beside the roll call, also where the two differ.
package hrc

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

const name = "votes-hrc"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run,
		Names: []string{"resolutions.csv", "resolutions.csv.gz", "votes_long.csv", "votes_long.csv.gz"},
		Help:  "texts and roll calls of the Commission on Human Rights and the Human Rights Council: resolutions.csv, votes_long.csv"}
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
		im := &run{ctx: ctx, tx: tx, texts: map[string]*text{}}
		if err := im.load(); err != nil {
			return err
		}
		var opened []*source
		defer func() {
			for _, s := range opened {
				s.file.Close()
			}
		}()
		for _, path := range in.Files {
			s, err := open(tx, in, path)
			if err != nil {
				return err
			}
			opened = append(opened, s)
		}
		for _, read := range []func(*source) error{im.readTexts, im.readVotes} {
			for _, s := range opened {
				if err := read(s); err != nil {
					return err
				}
			}
		}
		for _, s := range opened {
			if err := s.file.Close(); err != nil {
				return err
			}
		}
		opened = nil
		return im.write()
	})
}

type source struct {
	file  *kind.File
	csv   *csvfile.Reader
	texts bool // else votes
}

func open(tx *imports.Tx, in kind.In, path string) (*source, error) {
	f, err := in.Open(tx, path)
	if err != nil {
		return nil, err
	}
	s := &source{file: f}
	if s.csv, err = csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: []string{"record_id"}}); err != nil {
		f.Close()
		return nil, err
	}
	lacks := func(columns []string) (missing []string) {
		for _, c := range columns {
			if !s.csv.Has(c) {
				missing = append(missing, c)
			}
		}
		return missing
	}
	asTexts, asVotes := lacks(textColumns), lacks(voteColumns)
	switch {
	case asVotes == nil:
	case asTexts == nil:
		s.texts = true
	default:
		f.Close()
		nearest, missing := "resolutions.csv", asTexts
		if len(asVotes) < len(asTexts) {
			nearest, missing = "votes_long.csv", asVotes
		}
		return nil, fmt.Errorf("%s is neither resolutions.csv nor votes_long.csv; as %s it lacks %q", f.Name, nearest, missing)
	}
	return s, nil
}

type text struct {
	row     votes.Row
	ballots map[string]votes.Ballot // by State
	seen    map[string]bool         // in this import
	changed bool
}

type run struct {
	ctx   context.Context
	tx    *imports.Tx
	texts map[string]*text // by record_id
	order []string
}

func (im *run) load() error {
	rows, err := im.tx.Query(im.ctx, "SELECT "+votes.Columns+" FROM vote WHERE source = 'ohchr'")
	all, err := storage.Collect(rows, err, func(r storage.Row, row *votes.Row) error { return row.Scan(r.Scan) })
	if err != nil {
		return err
	}
	for _, row := range all {
		packed, err := votes.Unpack(row.Votes)
		if err != nil {
			return fmt.Errorf("%s: %w", row.ID, err)
		}
		t := &text{row: row, ballots: make(map[string]votes.Ballot, len(packed))}
		for _, v := range packed {
			t.ballots[v.State] = v.Ballot
		}
		im.texts[row.About.Number] = t
		im.order = append(im.order, row.About.Number)
	}
	return nil
}

// each reads the rows of a file, refusing those that cannot be used.
func (s *source) each(row func(get func(string) string) (column, value, reason string)) error {
	for {
		err := s.csv.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		s.file.File.Read++
		var bad *csvfile.RowError
		if errors.As(err, &bad) {
			s.file.Refuse(bad.Row, "", "", bad.Reason)
			continue
		}
		if err != nil {
			return err
		}
		if column, value, reason := row(s.csv.Get); reason != "" {
			s.file.Refuse(s.csv.Row(), column, value, reason)
		}
	}
}

var number = regexp.MustCompile(`^[0-9]{1,9}$`)

func (im *run) readTexts(s *source) error {
	if !s.texts {
		return nil
	}
	seen, sessions := map[string]bool{}, map[string]string{}
	return s.each(func(get func(string) string) (string, string, string) {
		id := get("record_id")
		switch {
		case !number.MatchString(id):
			return "record_id", id, "is not a number"
		case seen[id]:
			return "record_id", id, "this text is there twice; the first row was taken"
		}
		row, column, reason := read(get, sessions)
		if reason != "" {
			return column, get(column), reason
		}
		seen[id] = true
		t := im.texts[id]
		if t == nil {
			im.texts[id] = &text{row: row, changed: true, ballots: map[string]votes.Ballot{}}
			im.order = append(im.order, id)
			s.file.Count(imports.New)
			return "", "", ""
		}
		row.Votes = t.row.Votes
		if same(row, t.row) {
			s.file.Count(imports.Unchanged)
			return "", "", ""
		}
		t.row, t.changed = row, true
		s.file.Count(imports.Changed)
		return "", "", ""
	})
}

func same(a, b votes.Row) bool {
	x, errX := a.Values()
	y, errY := b.Values()
	return errX == nil && errY == nil && slices.Equal(x, y)
}

var ballots = map[string]votes.Ballot{"Y": votes.Yes, "N": votes.No, "A": votes.Abstain, ".": votes.Absent, "": votes.NoneKnown}

func (im *run) readVotes(s *source) error {
	if s.texts {
		return nil
	}
	for _, t := range im.texts {
		t.seen = nil // the same rows in a second file are nothing new
	}
	at := s.csv.Columns(voteColumns...)
	codes := map[string]un.State{} // found so far; most of the time would go into finding them again
	var t *text
	var last string
	return s.each(func(func(string) string) (string, string, string) {
		id, code, vote := s.csv.Field(at[0]), s.csv.Field(at[1]), s.csv.Field(at[3])
		if id != last || t == nil {
			if t = im.texts[id]; t == nil {
				return "record_id", id, "there is no such text in resolutions.csv nor in the record"
			}
			last = id
		}
		state, ok := codes[code]
		if !ok {
			if state, ok = un.FindState(code); !ok || len(code) != 3 {
				return "iso3", code, "is not the code of a State"
			}
			codes[code] = state
		}
		ballot, ok := ballots[vote]
		if !ok {
			return "vote", vote, "is neither Y nor N nor A nor . nor empty"
		}
		if t.seen == nil {
			t.seen = make(map[string]bool, 64)
		}
		if t.seen[state.ISO3] {
			return "iso3", code, "this State is in this roll call twice; the first row was taken"
		}
		t.seen[state.ISO3] = true
		have, there := t.ballots[state.ISO3]
		switch {
		case !there:
			s.file.Count(imports.New)
		case have == ballot:
			s.file.Count(imports.Unchanged)
			return "", "", ""
		default:
			s.file.Count(imports.Changed)
		}
		t.ballots[state.ISO3] = ballot
		t.changed = true
		return "", "", ""
	})
}

func (im *run) write() error {
	w := im.tx.Writer(votes.Table)
	for _, id := range im.order {
		t := im.texts[id]
		if !t.changed {
			continue
		}
		cast := make([]votes.Vote, 0, len(t.ballots))
		for state, ballot := range t.ballots {
			cast = append(cast, votes.Vote{State: state, Ballot: ballot})
		}
		t.row.Votes = votes.Pack(cast)
		values, err := t.row.Values()
		if err != nil {
			return err
		}
		if err := w.Put(im.ctx, nil, values...); err != nil {
			return err
		}
	}
	return nil
}

// count reads a total; nil where the cell is empty.
func count(cell string) (*int64, bool) {
	if cell == "" {
		return nil, true
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(cell, ".0"), 10, 64)
	return &n, err == nil && n >= 0 && n < 1000
}
