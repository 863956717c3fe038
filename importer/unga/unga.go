// Package unga imports the General Assembly's roll calls as Erik Voeten publishes them and the R package unvotes hands
// them on: votes.csv (one row a State and roll call), roll_calls.csv and issues.csv, together or one by one.
//
// A State that has no row in a roll call was absent or was no member: it is kept as missing and never as an abstention.
package unga

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/storage"
	"unhindered/un"
)

const name = "votes-unga"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run,
		Names: []string{"votes.csv", "votes.csv.gz", "roll_calls.csv", "roll_calls.csv.gz", "issues.csv", "issues.csv.gz"},
		Help:  "General Assembly roll calls of Voeten's data (R package unvotes): votes.csv(.gz), roll_calls.csv, issues.csv"}
}

// The columns by which the three files are told apart.
var (
	voteColumns  = []string{"rcid", "country", "country_code", "vote"}
	callColumns  = []string{"rcid", "session", "importantvote", "date", "unres", "amend", "para", "short", "descr"}
	issueColumns = []string{"rcid", "short_name", "issue"}
)

// issueNames are the names of the codes, as issues.csv writes them.
var issueNames = map[string]bool{"me": true, "nu": true, "di": true, "co": true, "hr": true, "ec": true}

// Run imports the files of in. Roll calls are read first, whatever the order of the files.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		im := &run{ctx: ctx, tx: tx, calls: map[string]*call{}, states: newStates()}
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
		for _, read := range []func(*source) error{im.readCalls, im.readIssues, im.readVotes} {
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

// A source is one file with what its header says it is.
type source struct {
	file *kind.File
	csv  *csvfile.Reader
	is   string // "votes", "calls" or "issues"
}

func open(tx *imports.Tx, in kind.In, path string) (*source, error) {
	f, err := in.Open(tx, path)
	if err != nil {
		return nil, err
	}
	s := &source{file: f}
	if s.csv, err = csvfile.NewReader(f, csvfile.Options{Name: f.Name, Required: []string{"rcid"}}); err != nil {
		f.Close()
		return nil, err
	}
	kinds := []struct {
		is      string
		columns []string
	}{{"votes", voteColumns}, {"calls", callColumns}, {"issues", issueColumns}}
	var nearest string
	var missing []string
	for _, k := range kinds {
		var lacks []string
		for _, c := range k.columns {
			if !s.csv.Has(c) {
				lacks = append(lacks, c)
			}
		}
		if lacks == nil {
			s.is = k.is
			return s, nil
		}
		if missing == nil || len(lacks) < len(missing) {
			nearest, missing = k.is, lacks
		}
	}
	f.Close()
	return nil, fmt.Errorf("%s is none of the three files (votes, roll_calls, issues); as %s it lacks %q", f.Name, nearest, missing)
}

// A call is a roll call being put together.
type call struct {
	row     votes.Row
	ballots []byte // by number of the State
	seen    []bool // by number of the State: read in this import
	changed bool
	known   bool // has a row in roll_calls.csv or in the record
}

type run struct {
	ctx    context.Context
	tx     *imports.Tx
	calls  map[string]*call // by rcid
	order  []string
	states *states
}

// load reads the roll calls that the record has, so that files can come one by one.
func (im *run) load() error {
	rows, err := im.tx.Query(im.ctx, "SELECT "+votes.Columns+" FROM vote WHERE source = 'voeten'")
	all, err := storage.Collect(rows, err, func(r storage.Row, row *votes.Row) error { return row.Scan(r.Scan) })
	if err != nil {
		return err
	}
	for _, row := range all {
		c := &call{row: row, known: true}
		packed, err := votes.Unpack(row.Votes)
		if err != nil {
			return fmt.Errorf("%s: %w", row.ID, err)
		}
		for _, v := range packed {
			c.set(im.states.number(v.State), byte(v.Ballot))
		}
		im.calls[row.About.Number] = c
		im.order = append(im.order, row.About.Number)
	}
	return nil
}

func (c *call) set(n int, ballot byte) {
	for n >= len(c.ballots) {
		c.ballots = append(c.ballots, make([]byte, 32)...)
	}
	c.ballots[n] = ballot
}

func (c *call) get(n int) byte {
	if n < len(c.ballots) {
		return c.ballots[n]
	}
	return 0
}

// each reads the rows of a file of one kind, refusing those that cannot be read.
func (s *source) each(is string, row func(at []int) (column, value, reason string), columns []string) error {
	if s.is != is {
		return nil
	}
	at := s.csv.Columns(columns...)
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
		if column, value, reason := row(at); reason != "" {
			s.file.Refuse(s.csv.Row(), column, value, reason)
		}
	}
}

var number = regexp.MustCompile(`^[0-9]{1,9}$`)

func (im *run) readCalls(s *source) error {
	seen := map[string]bool{}
	return s.each("calls", func(at []int) (string, string, string) {
		get := func(i int) string { return s.csv.Field(at[i]) }
		rcid := get(0)
		if !number.MatchString(rcid) {
			return "rcid", rcid, "is not a number"
		}
		if seen[rcid] {
			return "rcid", rcid, "this roll call is there twice; the first row was taken"
		}
		if !number.MatchString(get(1)) {
			return "session", get(1), "is not a number"
		}
		date, err := un.ParseDate(get(3))
		if err != nil || len(date) != 10 {
			return "date", get(3), "is not a day; write 1946-01-31"
		}
		for i, column := range map[int]string{2: "importantvote", 5: "amend", 6: "para"} {
			if v := get(i); v != "" && v != "0" && v != "1" {
				return column, v, "is neither 0 nor 1 nor empty"
			}
		}
		seen[rcid] = true
		row := votes.Row{
			ID: "GA-" + rcid, Body: "GA", Source: "voeten", Session: get(1), Date: date, Symbol: Symbol(get(4)),
			Title: title(get(7), get(8)), Kind: "resolution", How: "recorded",
			About: votes.About{Number: rcid, Text: get(8), Important: get(2), Amend: get(5), Para: get(6), Unres: get(4)},
		}
		switch {
		case row.About.Amend == "1":
			row.Kind = "amendment"
		case row.About.Para == "1":
			row.Kind = "paragraph"
		}
		c := im.calls[rcid]
		switch {
		case c == nil:
			c = &call{known: true}
			im.calls[rcid] = c
			im.order = append(im.order, rcid)
			s.file.Count(imports.New)
		default:
			row.About.Issues, row.Votes = c.row.About.Issues, c.row.Votes
			if same(row, c.row) {
				s.file.Count(imports.Unchanged)
				return "", "", ""
			}
			s.file.Count(imports.Changed)
		}
		c.row, c.changed = row, true
		return "", "", ""
	}, callColumns)
}

func same(a, b votes.Row) bool {
	x, errX := a.Values()
	y, errY := b.Values()
	return errX == nil && errY == nil && slices.Equal(x, y)
}

// Symbol writes a resolution code of the data, "R/61/77", as the Assembly does, "A/RES/61/77"; others stay as they are,
// since before 1985 they need not be official symbols.
func Symbol(unres string) string {
	if newer.MatchString(unres) {
		return "A/RES" + strings.TrimPrefix(unres, "R")
	}
	return unres
}

var newer = regexp.MustCompile(`^R/(3[1-9]|[4-9]\d|1\d\d)/\d+[A-Z]?$`) // from session 31 on resolutions are numbered so

func title(short, descr string) string {
	if strings.TrimSpace(short) != "" {
		return strings.TrimSpace(short)
	}
	descr = strings.TrimSpace(descr)
	const most = 160
	if r := []rune(descr); len(r) > most {
		return string(r[:most]) + "…"
	}
	return descr
}

func (im *run) readIssues(s *source) error {
	return s.each("issues", func(at []int) (string, string, string) {
		rcid, code := s.csv.Field(at[0]), s.csv.Field(at[1])
		c := im.calls[rcid]
		if c == nil {
			return "rcid", rcid, "there is no such roll call in roll_calls.csv nor in the record"
		}
		if !issueNames[code] {
			return "short_name", code, "is no issue code: me, nu, di, co, hr or ec"
		}
		if slices.Contains(c.row.About.Issues, code) {
			s.file.Count(imports.Unchanged)
			return "", "", ""
		}
		c.row.About.Issues = append(slices.Clone(c.row.About.Issues), code)
		slices.Sort(c.row.About.Issues)
		c.changed = true
		s.file.Count(imports.New)
		return "", "", ""
	}, issueColumns)
}

var ballots = map[string]votes.Ballot{"yes": votes.Yes, "no": votes.No, "abstain": votes.Abstain}

func (im *run) readVotes(s *source) error {
	var last string
	var c *call
	for _, c := range im.calls {
		c.seen = nil
	}
	return s.each("votes", func(at []int) (string, string, string) {
		rcid := s.csv.Field(at[0])
		if rcid != last || c == nil {
			if c = im.calls[rcid]; c == nil {
				return "rcid", rcid, "there is no such roll call in roll_calls.csv nor in the record"
			}
			last = rcid
		}
		name, code, vote := s.csv.Field(at[1]), s.csv.Field(at[2]), s.csv.Field(at[3])
		ballot, ok := ballots[vote]
		if !ok {
			return "vote", vote, "is neither yes nor no nor abstain"
		}
		n, reason := im.states.find(name, code, c.row.Date)
		if reason != "" {
			return "country", name, reason
		}
		for n >= len(c.seen) {
			c.seen = append(c.seen, make([]bool, 32)...)
		}
		if c.seen[n] {
			return "country", name, "this State is in this roll call twice; the first row was taken"
		}
		c.seen[n] = true
		switch c.get(n) {
		case byte(ballot):
			s.file.Unchanged++
			return "", "", ""
		case 0:
			s.file.New++
		default:
			s.file.Changed++
		}
		c.set(n, byte(ballot))
		c.changed = true
		return "", "", ""
	}, voteColumns)
}

func (im *run) write() error {
	w := im.tx.Writer(votes.Table)
	for _, rcid := range im.order {
		c := im.calls[rcid]
		if !c.changed {
			continue
		}
		c.row.Votes = im.states.pack(c.ballots)
		values, err := c.row.Values()
		if err != nil {
			return err
		}
		if err := w.Put(im.ctx, nil, values...); err != nil {
			return err
		}
	}
	return nil
}
