// Package imports brings rows from files into the ledgers. An import is one transaction; it can be repeated, which
// changes nothing, and undone, which leaves the ledgers as they were.
//
// Every table that it writes has a text key in a first column called id, and a column import_id for the import that
// added the row. Importers write through a Writer and never with SQL of their own.
package imports

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"unhindered/storage"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations returns the migrations of the tables in which imports are kept.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "imports", FS: sub}
}

var (
	// ErrNotFound is returned by Undo for an import that never was.
	ErrNotFound = storage.ErrNotFound
	// ErrUndone is returned by Undo for an import that was undone before.
	ErrUndone = errors.New("this import was undone before")
	// ErrRefused is returned by Run under Options.Strict if a row was refused. The report is complete nevertheless.
	ErrRefused = errors.New("rows were refused, so that nothing was imported; leave out --strict to import the others")
	// ErrUnreadable is returned by Run if not one row could be read in any file. The report, which says why, is complete.
	ErrUnreadable = errors.New("no file could be read, so that nothing was imported; the report says why")
)

// Options are how an import is run.
type Options struct {
	DryRun bool // find out what would change, and change nothing
	Strict bool // one refused row refuses all
}

// Run runs do in one transaction and returns its report; on an error nothing was changed. On PostgreSQL do may run more
// than once.
func Run(ctx context.Context, db *storage.DB, kind string, opts Options, do func(*Tx) error) (Report, error) {
	var tx *Tx
	err := db.Update(ctx, func(inner *storage.Tx) error {
		tx = &Tx{inner: inner, sqlite: db.SQLite(), touched: map[string]bool{}}
		if err := tx.begin(ctx); err != nil {
			return err
		}
		defer tx.wait() // nothing is being written when the transaction ends
		if err := do(tx); err != nil {
			return err
		}
		for _, w := range tx.writers {
			if err := w.Flush(ctx); err != nil {
				return err
			}
		}
		if opts.Strict && tx.report.Refused() > 0 {
			return ErrRefused
		}
		if tx.report.unreadable() {
			return ErrUnreadable
		}
		if opts.DryRun {
			return errDryRun
		}
		return tx.finish(ctx, kind)
	})
	if tx == nil {
		return Report{}, err
	}
	if err != nil {
		tx.report.Import = 0
	}
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return tx.report, err
}

var errDryRun = errors.New("dry run")

// A Tx is the transaction of one import.
type Tx struct {
	inner   *storage.Tx
	sqlite  bool
	report  Report
	touched map[string]bool
	writers []*Writer
	changes int64 // last number in import_change
	writing *writing
	failed  error // of writing
}

// ID returns the number of this import.
func (tx *Tx) ID() int64 { return tx.report.Import }

// File adds a file to the report.
func (tx *Tx) File(name string) *File {
	f := &File{Name: name, refused: []Refusal{}}
	tx.report.Files = append(tx.report.Files, f)
	return f
}

func (tx *Tx) begin(ctx context.Context) error {
	err := tx.QueryRow(ctx, "SELECT coalesce(max(id), 0) + 1 FROM import").Scan(&tx.report.Import)
	if err != nil {
		return err
	}
	tx.report.Files = []*File{}
	return tx.QueryRow(ctx, "SELECT coalesce(max(n), 0) FROM import_change").Scan(&tx.changes)
}

// now is the time as it is kept.
func now() string { return time.Now().UTC().Format(time.RFC3339) }

func (tx *Tx) finish(ctx context.Context, kind string) error {
	files := make([]fileInfo, len(tx.report.Files))
	for i, f := range tx.report.Files {
		files[i] = fileInfo{f.Name, f.SHA256, f.Read, f.New, f.Changed, f.Unchanged, f.RefusedRows()}
	}
	text, err := json.Marshal(files)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "INSERT INTO import (id, kind, started, undone, files) VALUES ($1, $2, $3, '', $4)",
		tx.ID(), kind, now(), string(text)); err != nil {
		return err
	}
	for table := range tx.touched {
		if _, err := tx.Exec(ctx, "INSERT INTO import_touched (import_id, tab) VALUES ($1, $2)", tx.ID(), table); err != nil {
			return err
		}
		if err := stamp(ctx, tx.inner, table); err != nil {
			return err
		}
	}
	return nil
}

func stamp(ctx context.Context, tx *storage.Tx, table string) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_stamp (tab, n) VALUES ($1, 1)
		ON CONFLICT (tab) DO UPDATE SET n = import_stamp.n + 1`, table)
	return err
}

type fileInfo struct {
	File      string `json:"file"`
	SHA256    string `json:"sha256,omitempty"`
	Read      int    `json:"read"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Refused   int    `json:"refused"`
}

// An Info is an import as it is kept.
type Info struct {
	ID      int64      `json:"import"`
	Kind    string     `json:"kind"`
	Started string     `json:"started"` // 2006-01-02T15:04:05Z
	Undone  string     `json:"undone,omitempty"`
	Files   []FileInfo `json:"files"`
}

// A FileInfo is what is kept of an imported file. Refused is a number.
type FileInfo = fileInfo

// List returns all imports, newest first.
func List(ctx context.Context, db *storage.DB) ([]Info, error) {
	rows, err := db.Query(ctx, "SELECT id, kind, started, undone, files FROM import ORDER BY id DESC")
	return storage.Collect(rows, err, func(row storage.Row, i *Info) error {
		var files string
		if err := row.Scan(&i.ID, &i.Kind, &i.Started, &i.Undone, &files); err != nil {
			return err
		}
		return json.Unmarshal([]byte(files), &i.Files)
	})
}

// ByID returns the import with the given number, or ErrNotFound; for pages that name where a row is from.
func ByID(ctx context.Context, db *storage.DB, id int64) (Info, error) {
	all, err := List(ctx, db)
	if err != nil {
		return Info{}, err
	}
	i := slices.IndexFunc(all, func(i Info) bool { return i.ID == id })
	if i < 0 {
		return Info{}, fmt.Errorf("import %d: %w", id, ErrNotFound)
	}
	return all[i], nil
}
