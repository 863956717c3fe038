// Package sheet keeps tables that people fill by hand: visits, letters, statements, reports, advice. A Table says which
// columns there are, what may stand in them and what they mean; from that come the check of every cell, the template to
// download, the page that explains it, and the rows. The ledgers are built on it and add their own meaning.
package sheet

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io/fs"
	"slices"
	"strings"

	"unhindered/record/imports"
	"unhindered/storage"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations returns the migrations of the table in which all sheets are kept.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "sheet", FS: sub}
}

// rows is the one table of the database: sheets are small, and a new one must need no migration.
var rows = imports.Table{Name: "sheet_row", Columns: []string{"id", "cells"}}

// A Store holds the rows of all sheets. It is safe for concurrent use.
type Store struct {
	db     *storage.DB
	memory imports.Memory[map[string][]Row]
}

// New returns the sheets of a database that has the migrations of record/imports and of this package.
func New(db *storage.DB) *Store {
	s := &Store{db: db}
	s.memory.Tables, s.memory.Load = []string{rows.Name}, load
	return s
}

func load(ctx context.Context, tx *storage.Tx) (*map[string][]Row, error) {
	found, err := tx.Query(ctx, "SELECT id, import_id, cells FROM sheet_row")
	all, err := storage.Collect(found, err, func(r storage.Row, row *Row) error {
		var id, cells string
		if err := r.Scan(&id, &row.Import, &cells); err != nil {
			return err
		}
		row.Table, row.ID, _ = strings.Cut(id, "/")
		if err := json.Unmarshal([]byte(cells), &row.cells); err != nil {
			return fmt.Errorf("row %s: %w", id, err)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the sheets: %w", err)
	}
	byTable := map[string][]Row{}
	for _, row := range all {
		byTable[row.Table] = append(byTable[row.Table], row)
	}
	for _, rows := range byTable {
		byKey(rows)
	}
	return &byTable, nil
}

// Rows returns all rows of a table in the natural order of their keys: R2 before R10. Rows on withdrawn entries are left
// out (see Table.Entries). The slice must not be changed.
func (s *Store) Rows(ctx context.Context, t *Table) ([]Row, error) {
	all, err := s.memory.Get(ctx, s.db)
	if err != nil {
		return nil, err
	}
	rows := (*all)[t.Name]
	if t.Entries == "" || len(rows) == 0 {
		return rows, nil
	}
	return s.standing(ctx, t, rows)
}

// standing returns the rows of which no entry is withdrawn. The register is asked each time: a withdrawal holds at once.
func (s *Store) standing(ctx context.Context, t *Table, rows []Row) ([]Row, error) {
	found, err := s.db.Query(ctx, "SELECT entry FROM tombstone")
	gone, err := storage.Collect(found, err, func(r storage.Row, id *string) error { return r.Scan(id) })
	if err != nil {
		return nil, fmt.Errorf("asking the register what is withdrawn: %w", err)
	}
	if len(gone) == 0 {
		return rows, nil
	}
	withdrawn := map[string]bool{}
	for _, id := range gone {
		withdrawn[id] = true
	}
	var left []Row
	for _, row := range rows {
		if !slices.ContainsFunc(row.List(t.Entries), func(id string) bool { return withdrawn[id] }) {
			left = append(left, row)
		}
	}
	return left, nil
}

// Put checks one line of a file and writes it. A cell that cannot be taken is noted in the report with its row, and the
// line is left out; that is no error.
func (w *Writer) Put(ctx context.Context, line int, cells map[string]string) error {
	row, bad := w.table.Read(cells)
	if bad != nil {
		w.file.Refuse(line, bad.Column, bad.Value, bad.Reason)
		return nil
	}
	text, err := json.Marshal(row.cells) // keys come sorted, so that equal rows are equal texts
	if err != nil {
		return err
	}
	fingerprint := maphash.Bytes(w.seed, text)
	if before, twice := w.seen[row.ID]; twice && before.text != fingerprint {
		w.file.Refuse(line, "id", row.ID, fmt.Sprintf("row %d has the same key with other values; give each its own id", before.line))
		return nil
	}
	w.seen[row.ID] = seen{line, fingerprint}
	return w.rows.Put(ctx, w.file, w.table.Name+"/"+row.ID, string(text))
}

// A Writer puts the lines of one file into one table.
type Writer struct {
	table *Table
	rows  *imports.Writer
	file  *imports.File
	seed  maphash.Seed
	seen  map[string]seen // by key: what must be held of each row, to name the line that another contradicts
}

type seen struct {
	line int
	text uint64 // its fingerprint
}

// NewWriter returns a writer for a file that is being imported.
func NewWriter(tx *imports.Tx, f *imports.File, t *Table) *Writer {
	return &Writer{table: t, rows: tx.Writer(rows), file: f, seed: maphash.MakeSeed(), seen: map[string]seen{}}
}
