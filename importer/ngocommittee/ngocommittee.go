// Package ngocommittee reads the decisions of the Committee on Non-Governmental Organizations as C. V. Steinert coded them
// from the Committee's reports: twelve sheets, each exported as CSV, one list a sheet. It also takes, by hand or from a
// source, questions that the Committee asked, accounts of whole applications, seats on the Committee, and decisions on
// which names are one organisation.
package ngocommittee

import (
	"context"
	"fmt"
	"hash/maphash"
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
		Left:  map[string]string{"*.xlsx": "the lists of an Excel sheet come as CSV too; to read the sheet all the same, name it"},
		Name:  "ngo-committee",
		Help:  "sheets of the ECOSOC Committee on NGOs as CSV, or one by one as Excel: lists (status_granted.csv, ...), roll calls, questions, members, names",
		Run:   Run,
	}
}

// Run imports files, each told by its header, or by its name where several lists have the same header.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "ngo-committee", func(tx *imports.Tx) error {
		r := newRun(ctx, tx)
		return in.EachFile(tx, r.open)
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

func (r *run) open(f *kind.File) error {
	if !strings.EqualFold(filepath.Ext(f.Path), ".xlsx") {
		return r.file(f.File, f)
	}
	text, err := asCSV(f)
	if err != nil {
		return err
	}
	return r.file(f.File, text)
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

// hasWords tells whether the words of a list's name are in that of a file, in any order: the sheet of
// reclassification_deferred is called 11_deferred_status_reclassification.xlsx.
func hasWords(file, list string) bool {
	for word := range strings.SplitSeq(list, "_") {
		if !strings.Contains(file, word) {
			return false
		}
	}
	return true
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
		if len(list) > len(found) && hasWords(strings.ToLower(name), string(list)) {
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
	seen, seed := map[uint64]int{}, maphash.MakeSeed() // 16 bytes a row are held, to number the rows that are alike
	return kind.Each(f, rows, func() error {
		name, session := oneLine(rows.Get(nameColumn)), strings.TrimSpace(rows.Get("Session_number"))
		switch {
		case name == "":
			return kind.Refuse(nameColumn, rows.Get(nameColumn), "no name: nobody can tell whose row this is")
		case ngo.Key(name) == "":
			return kind.Refuse(nameColumn, name, "no letter and no digit: not a name")
		case !isoDate.MatchString(session):
			return kind.Refuse("Session_number", session, "not the date of a session, such as 2014-02-07")
		}
		became := oneLine(rows.Get("New_name"))
		if (list == ngo.NameChange || list == ngo.Merger) && ngo.Key(became) == "" {
			return kind.Refuse("New_name", became, "no new name")
		}
		id := string(list) + "/" + session + "/" + name
		if list == ngo.NameChange || list == ngo.Merger {
			id += "/" + became
		}
		key := maphash.String(seed, id)
		if seen[key]++; seen[key] > 1 {
			id += fmt.Sprintf("#%d", seen[key])
		}
		return r.lines.Put(r.ctx, f, id, string(list), session, name, became, oneLine(rows.Get("Old_name2")), info(rows), rows.Row())
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
