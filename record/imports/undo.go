package imports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unhindered/storage"
)

// A TouchedError is returned by Undo if a later import has changed the same rows: that one must be undone first.
type TouchedError struct {
	Import, Later int64
	Table, Row    string
}

func (e *TouchedError) Error() string {
	return fmt.Sprintf("import %d cannot be undone: import %d has changed the same rows since (%s, row %q, is one); undo import %d first",
		e.Import, e.Later, e.Table, e.Row, e.Later)
}

// Undo takes an import back: rows that it added go, rows that it changed or deleted are as they were before. It returns
// ErrNotFound, ErrUndone or a *TouchedError, and then has changed nothing.
func Undo(ctx context.Context, db *storage.DB, id int64) error {
	return db.Update(ctx, func(tx *storage.Tx) error {
		var undone string
		err := tx.QueryRow(ctx, "SELECT undone FROM import WHERE id = $1", id).Scan(&undone)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("import %d: %w", id, ErrNotFound)
		case err != nil:
			return err
		case undone != "":
			return fmt.Errorf("import %d: %w", id, ErrUndone)
		}
		later := &TouchedError{Import: id}
		err = tx.QueryRow(ctx, `SELECT c.import_id, c.tab, c.id FROM import_change c WHERE c.import_id > $1 AND (c.made_by = $1
			OR EXISTS (SELECT 1 FROM import_change o WHERE o.import_id = $1 AND o.tab = c.tab AND o.id = c.id))
			ORDER BY c.import_id DESC, c.n LIMIT 1`, id).Scan(&later.Later, &later.Table, &later.Row)
		if err == nil {
			return later
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return undo(ctx, tx, id)
	})
}

type change struct {
	table, id, before string
	madeBy            int64
}

func undo(ctx context.Context, tx *storage.Tx, id int64) error {
	rows, err := tx.Query(ctx, "SELECT tab FROM import_touched WHERE import_id = $1 ORDER BY tab", id)
	tables, err := storage.Collect(rows, err, func(r storage.Row, t *string) error { return r.Scan(t) })
	if err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := tx.Exec(ctx, "DELETE FROM "+t+" WHERE import_id = $1", id); err != nil {
			return err
		}
		if err := stamp(ctx, tx, t); err != nil {
			return err
		}
	}
	rows, err = tx.Query(ctx, "SELECT tab, id, before, made_by FROM import_change WHERE import_id = $1 ORDER BY n DESC", id)
	changes, err := storage.Collect(rows, err, func(r storage.Row, c *change) error {
		return r.Scan(&c.table, &c.id, &c.before, &c.madeBy)
	})
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := restore(ctx, tx, c, id); err != nil {
			return fmt.Errorf("restoring %s, row %q: %w", c.table, c.id, err)
		}
	}
	if _, err := tx.Exec(ctx, "DELETE FROM import_change WHERE import_id = $1", id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE import SET undone = $2 WHERE id = $1", id, now())
	return err
}

func restore(ctx context.Context, tx *storage.Tx, c change, id int64) error {
	if c.madeBy == id { // the import changed a row that it had added itself, which is gone by now
		return nil
	}
	var by int64
	err := tx.QueryRow(ctx, "SELECT import_id FROM "+c.table+" WHERE id = $1", c.id).Scan(&by)
	if err == nil && by > id { // it was deleted, and a later import has brought it again
		return &TouchedError{id, by, c.table, c.id}
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	row, err := decodeRow(c.before)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM "+c.table+" WHERE id = $1", c.id); err != nil {
		return err
	}
	columns := []string{"import_id"}
	for column := range row {
		columns = append(columns, column)
	}
	slices.Sort(columns[1:])
	args := []any{c.madeBy}
	for _, column := range columns[1:] {
		args = append(args, row[column])
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+c.table+" ("+strings.Join(columns, ", ")+") VALUES ("+parameters(1, len(args))+")", args...)
	return err
}
