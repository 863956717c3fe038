// Package ngocommittee reads the decisions of the Committee on Non-Governmental Organizations as C. V. Steinert coded them
// from the Committee's reports: twelve sheets, each exported as CSV, one list a sheet. It also takes, by hand or from a
// source, questions that the Committee asked, accounts of whole applications, seats on the Committee, and decisions on
// which names are one organisation.
package ngocommittee

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/ngo"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"*.csv", "*.csv.gz"},
		Name:  "ngo-committee",
		Help:  "sheets of the ECOSOC Committee on NGOs as CSV: lists (status_granted.csv, ...), roll calls, questions, members, names",
		Run:   Run,
	}
}

// Run imports files, each told by its header, or by its name where several lists have the same header.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "ngo-committee", func(tx *imports.Tx) error {
		r := newRun(ctx, tx)
		for _, path := range in.Files {
			if err := r.open(in, path); err != nil {
				return err
			}
		}
		return nil
	})
}

// Read reads one file of the kind within an import, for who has it elsewhere than on the disk. f.Name tells the list where
// the header does not.
func Read(ctx context.Context, tx *imports.Tx, f *imports.File, in io.Reader) error {
	return newRun(ctx, tx).file(f, in)
}

func newRun(ctx context.Context, tx *imports.Tx) *run {
	return &run{ctx: ctx, tx: tx,
		lines: tx.Writer(ngo.LineTable), rollCalls: tx.Writer(ngo.RollCallTable), questions: tx.Writer(ngo.QuestionTable),
		accounts: tx.Writer(ngo.AccountTable), members: tx.Writer(ngo.MemberTable), decisions: tx.Writer(ngo.DecisionTable)}
}

type run struct {
	ctx                                                       context.Context
	tx                                                        *imports.Tx
	lines, rollCalls, questions, accounts, members, decisions *imports.Writer
}

func (r *run) open(in kind.In, path string) (err error) {
	f, err := in.Open(r.tx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		f.Refuse(1, "", f.Name, "an Excel file; save its sheet as CSV (UTF-8) and import that")
		return nil
	}
	return r.file(f.File, f)
}

func (r *run) file(f *imports.File, in io.Reader) error {
	rows, err := csvfile.NewReader(in, csvfile.Options{Name: f.Name, Pad: true})
	if err != nil {
		return err
	}
	switch {
	case rows.Has("Vote_topic") || rows.Has("Country_vote"):
		return r.readRollCalls(f, rows)
	case rows.Has("question_id"):
		return r.readQuestions(f, rows)
	case rows.Has("rounds_or_deferrals"):
		return r.readAccounts(f, rows)
	case rows.Has("term_from"):
		return r.readMembers(f, rows)
	case rows.Has("verdict"):
		return r.readDecisions(f, rows)
	}
	list, err := listOf(f.Name, rows)
	if err != nil {
		return err
	}
	return r.readList(f, rows, list)
}

// need returns an error that names the columns that are missing.
func need(name string, rows *csvfile.Reader, columns ...string) error {
	e := &csvfile.HeaderError{File: name, Have: rows.Header()}
	for _, c := range columns {
		if !rows.Has(c) {
			e.Missing = append(e.Missing, c)
		}
	}
	if e.Missing != nil {
		return e
	}
	return nil
}

// listOf tells the list by the header where that is enough, else by the name of the file.
func listOf(name string, rows *csvfile.Reader) (ngo.List, error) {
	switch {
	case rows.Has("Old_name1"):
		return ngo.Merger, need(name, rows, "Old_name1", "Old_name2", "New_name", "Session_number")
	case rows.Has("Old_name"):
		return ngo.NameChange, need(name, rows, "Old_name", "New_name", "Session_number")
	}
	if err := need(name, rows, "NGO_name", "Session_number"); err != nil {
		return "", err
	}
	var found ngo.List
	for _, list := range ngo.Lists() { // of two that fit the longer is meant: new_applications_deferred
		if strings.Contains(strings.ToLower(name), string(list)) && len(list) > len(found) {
			found = list
		}
	}
	if found == "" {
		var names []string
		for _, list := range ngo.Lists() {
			names = append(names, string(list))
		}
		return "", fmt.Errorf("%s: several lists have this header, and only the name of the file tells which it is; name it after one of: %s", name, strings.Join(names, ", "))
	}
	return found, nil
}

// each calls do for every row and sees to rows that cannot be read.
func each(f *imports.File, rows *csvfile.Reader, do func(row int) error) error {
	for {
		err := rows.Next()
		var bad *csvfile.RowError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			f.Read++
			f.Refuse(bad.Row, "", "", bad.Reason)
			continue
		case err != nil:
			return err
		}
		f.Read++
		if err := do(rows.Row()); err != nil {
			return err
		}
	}
}

var isoDate = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// oneLine is a cell without line breaks.
func oneLine(cell string) string { return strings.Join(strings.Fields(cell), " ") }

func (r *run) readList(f *imports.File, rows *csvfile.Reader, list ngo.List) error {
	nameColumn := "NGO_name"
	switch list {
	case ngo.NameChange:
		nameColumn = "Old_name"
	case ngo.Merger:
		nameColumn = "Old_name1"
	}
	seen := map[string]int{}
	return each(f, rows, func(row int) error {
		name, session := oneLine(rows.Get(nameColumn)), strings.TrimSpace(rows.Get("Session_number"))
		switch {
		case name == "":
			f.Refuse(row, nameColumn, rows.Get(nameColumn), "no name: nobody can tell whose row this is")
			return nil
		case ngo.Key(name) == "":
			f.Refuse(row, nameColumn, name, "no letter and no digit: not a name")
			return nil
		case !isoDate.MatchString(session):
			f.Refuse(row, "Session_number", session, "not the date of a session, such as 2014-02-07")
			return nil
		}
		became := oneLine(rows.Get("New_name"))
		if (list == ngo.NameChange || list == ngo.Merger) && ngo.Key(became) == "" {
			f.Refuse(row, "New_name", became, "no new name")
			return nil
		}
		id := string(list) + "/" + session + "/" + name
		if list == ngo.NameChange || list == ngo.Merger {
			id += "/" + became
		}
		if seen[id]++; seen[id] > 1 {
			id += fmt.Sprintf("#%d", seen[id])
		}
		return r.lines.Put(r.ctx, f, id, string(list), session, name, became, oneLine(rows.Get("Old_name2")), info(rows), row)
	})
}

// info gathers what the sheets say beside the name: in "info", in columns that have no name in the source, and in the
// dates of other sessions that mention a merger.
func info(rows *csvfile.Reader) string {
	var all []string
	for _, column := range rows.Header() {
		if column != "info" && !strings.HasPrefix(column, "unnamed") && !strings.HasPrefix(column, "additional_mention") && column != "" {
			continue
		}
		cell := oneLine(rows.Get(column))
		if strings.HasPrefix(column, "additional_mention") && cell != "" {
			cell = "also mentioned at " + cell
		}
		if cell != "" && !slices.Contains(all, cell) {
			all = append(all, cell)
		}
	}
	return strings.Join(all, "; ")
}
