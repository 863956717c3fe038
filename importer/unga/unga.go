// Package unga imports the General Assembly's roll calls as Erik Voeten publishes them and the R package unvotes hands
// them on: votes.csv (one row a State and roll call), roll_calls.csv and issues.csv, together or one by one.
//
// A State that has no row in a roll call was absent or was no member: it is kept as missing and never as an abstention.
package unga

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"unhindered/importer/kind"
	"unhindered/importer/rollcall"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/un"
)

const name = "votes-unga"

// Kind is this format for the list of kinds.
func Kind() kind.Kind {
	return kind.Kind{Name: name, Run: Run,
		Names: []string{"votes*.csv", "votes*.csv.gz", "roll_calls*.csv", "roll_calls*.csv.gz", "issues*.csv", "issues*.csv.gz"},
		Help:  "General Assembly roll calls of Voeten's data (R package unvotes): votes.csv(.gz), roll_calls.csv, issues.csv"}
}

// issueNames are the names of the codes, as issues.csv writes them.
var issueNames = map[string]bool{"me": true, "nu": true, "di": true, "co": true, "hr": true, "ec": true}

// Run imports the files of in. Roll calls are read first, whatever the order of the files.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, name, func(tx *imports.Tx) error {
		desk, err := rollcall.New(ctx, tx, "voeten")
		if err != nil {
			return err
		}
		im := &run{desk: desk, names: names{desk: desk, known: map[written]found{}}}
		if err := in.Together(tx,
			kind.Layout{Name: "roll_calls.csv", Read: im.readCalls,
				Columns: []string{"rcid", "session", "importantvote", "date", "unres", "amend", "para", "short", "descr"}},
			kind.Layout{Name: "issues.csv", Read: im.readIssues, Columns: []string{"rcid", "short_name", "issue"}},
			kind.Layout{Name: "votes.csv", Read: im.readVotes, Columns: []string{"rcid", "country", "country_code", "vote"}},
		); err != nil {
			return err
		}
		return desk.Write()
	})
}

type run struct {
	desk  *rollcall.Desk
	names names
}

var number = regexp.MustCompile(`^[0-9]{1,9}$`)

func (im *run) readCalls(s *kind.Sheet) error {
	im.desk.NextFile()
	return kind.Each(s.File.File, s.CSV, func() error {
		get := s.CSV.Get
		rcid := get("rcid")
		if !number.MatchString(rcid) {
			return kind.Refuse("rcid", rcid, "is not a number")
		}
		have, err := im.desk.Get("GA-" + rcid)
		if err != nil {
			return err
		}
		if have != nil && have.Described {
			return kind.Refuse("rcid", rcid, "this roll call is there twice; the first row was taken")
		}
		if !number.MatchString(get("session")) {
			return kind.Refuse("session", get("session"), "is not a number")
		}
		date, err := un.ParseDate(get("date"))
		if err != nil || len(date) != 10 {
			return kind.Refuse("date", get("date"), "is not a day; write 1946-01-31")
		}
		for _, column := range []string{"importantvote", "amend", "para"} {
			if v := get(column); v != "" && v != "0" && v != "1" {
				return kind.Refuse(column, v, "is neither 0 nor 1 nor empty")
			}
		}
		row := votes.Row{
			ID: "GA-" + rcid, Body: "GA", Source: "voeten", Session: get("session"), Date: date, Symbol: Symbol(get("unres")),
			Title: title(get("short"), get("descr")), Kind: "resolution", How: "recorded",
			About: votes.About{Number: rcid, Text: get("descr"), Important: get("importantvote"), Amend: get("amend"),
				Para: get("para"), Unres: get("unres")},
		}
		switch {
		case row.About.Amend == "1":
			row.Kind = "amendment"
		case row.About.Para == "1":
			row.Kind = "paragraph"
		}
		if have != nil {
			row.About.Issues = have.Row.About.Issues
		}
		_, outcome, err := im.desk.Describe(have, row)
		s.Count(outcome)
		return err
	})
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

func (im *run) readIssues(s *kind.Sheet) error {
	return kind.Each(s.File.File, s.CSV, func() error {
		rcid, code := s.CSV.Get("rcid"), s.CSV.Get("short_name")
		c, err := im.call(rcid)
		if err != nil {
			return err
		}
		if !issueNames[code] {
			return kind.Refuse("short_name", code, "is no issue code: me, nu, di, co, hr or ec")
		}
		if slices.Contains(c.Row.About.Issues, code) {
			s.Count(imports.Unchanged)
			return nil
		}
		c.Row.About.Issues = append(slices.Clone(c.Row.About.Issues), code)
		slices.Sort(c.Row.About.Issues)
		c.Change()
		s.Count(imports.New)
		return nil
	})
}

func (im *run) call(rcid string) (*rollcall.Call, error) {
	c, err := im.desk.Get("GA-" + rcid)
	if err == nil && c == nil {
		err = kind.Refuse("rcid", rcid, "there is no such roll call in roll_calls.csv nor in the record")
	}
	return c, err
}

var ballots = map[string]votes.Ballot{"yes": votes.Yes, "no": votes.No, "abstain": votes.Abstain}

func (im *run) readVotes(s *kind.Sheet) error {
	im.desk.NextFile()
	at := s.CSV.Columns("rcid", "country", "country_code", "vote")
	var last string
	var c *rollcall.Call
	return kind.Each(s.File.File, s.CSV, func() error {
		if rcid := s.CSV.Field(at[0]); rcid != last || c == nil {
			var err error
			if c, err = im.call(rcid); err != nil {
				return err
			}
			last = rcid
		}
		name, code, vote := s.CSV.Field(at[1]), s.CSV.Field(at[2]), s.CSV.Field(at[3])
		ballot, ok := ballots[vote]
		if !ok {
			return kind.Refuse("vote", vote, "is neither yes nor no nor abstain")
		}
		n, reason := im.names.find(name, code, c.Row.Date)
		if reason != "" {
			return kind.Refuse("country", name, reason)
		}
		outcome, first := c.Cast(n, ballot)
		if !first {
			return kind.Refuse("country", name, "this State is in this roll call twice; the first row was taken")
		}
		s.Count(outcome)
		return nil
	})
}
