package ngo

import (
	"embed"
	"io/fs"

	"unhindered/record/imports"
	"unhindered/storage"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations returns the migrations of this ledger.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "ngo", FS: sub}
}

// The tables of this ledger, for its importer.
var (
	LineTable     = imports.Table{Name: "ngo_line", Columns: []string{"id", "list", "session", "name", "became", "partner", "info", "row_no"}, Keep: []string{"row_no"}}
	RollCallTable = imports.Table{Name: "ngo_rollcall", Columns: []string{"id", "session", "topic", "outcome", "ballots", "row_no"}, Keep: []string{"row_no"}}
	QuestionTable = imports.Table{Name: "ngo_question", Columns: []string{"id", "applicant", "session", "day", "asked_by", "question", "topic", "relevant", "about_state", "repeated", "kind", "source"}}
	AccountTable  = imports.Table{Name: "ngo_account", Columns: []string{"id", "applicant", "kind", "about_state", "first", "rounds", "years", "outcome", "outcome_date", "decided_by", "note", "source"}}
	MemberTable   = imports.Table{Name: "ngo_member", Columns: []string{"id", "iso3", "from_year", "to_year", "seats", "source", "confidence"}}
	DecisionTable = imports.Table{Name: "ngo_decision", Columns: []string{"id", "a", "b", "verdict", "note"}}
)
