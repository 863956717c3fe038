package imports

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"unhindered/storage"
)

// An Outcome is what became of a row.
type Outcome int

// The outcomes.
const (
	New Outcome = iota
	Changed
	Unchanged
)

// A Table is a table of a ledger: its columns in order, the first being id, its text key; without import_id. Values are
// string, int64 (or int), float64, bool (kept as 0 or 1), []byte or nil.
type Table struct {
	Name    string
	Columns []string
	// Keep names columns that a later import leaves as they are in rows that are there already, such as a decision
	// that a person has made.
	Keep []string
}

// A Writer puts rows into one table. Rows are written in batches; Run flushes the last one.
type Writer struct {
	tx    *Tx
	table Table
	// Each, if set, is called for every row with its outcome. before is nil for a new row.
	Each func(row, before []any, o Outcome)

	full *sql.Stmt // inserts a full batch

	rows  [][]any
	files []*File
	byID  map[string]int
	keep  []bool
}

// Writer returns a writer for a table.
func (tx *Tx) Writer(t Table) *Writer {
	w := &Writer{tx: tx, table: t, byID: map[string]int{}, keep: make([]bool, len(t.Columns))}
	for i, c := range t.Columns {
		for _, k := range t.Keep {
			w.keep[i] = w.keep[i] || c == k
		}
	}
	tx.writers = append(tx.writers, w)
	return w
}

// batch is how many rows go into one statement, so that no statement has more parameters than an engine takes.
func (w *Writer) batch() int { return max(1, min(100, 15_000/(len(w.table.Columns)+1))) }

// Put adds a row, or changes the row that has its id. Its outcome is counted in f, which may be nil.
// A row put twice in one import counts twice; the last one stays.
func (w *Writer) Put(ctx context.Context, f *File, row ...any) error {
	if len(row) != len(w.table.Columns) {
		return fmt.Errorf("imports: %s has %d columns, not %d", w.table.Name, len(w.table.Columns), len(row))
	}
	id, ok := row[0].(string)
	if !ok || id == "" {
		return fmt.Errorf("imports: %s: the id of a row is a text that is not empty", w.table.Name)
	}
	for i, v := range row {
		row[i] = plain(v)
	}
	if _, twice := w.byID[id]; twice || len(w.rows) >= w.batch() {
		if err := w.Flush(ctx); err != nil {
			return err
		}
	}
	w.byID[id] = len(w.rows)
	w.rows = append(w.rows, row)
	w.files = append(w.files, f)
	return nil
}

// Flush writes what is waiting, so that queries in the transaction see it.
func (w *Writer) Flush(ctx context.Context) error {
	if len(w.rows) == 0 {
		return nil
	}
	have, err := w.have(ctx)
	if err != nil {
		return err
	}
	var fresh [][]any
	for i, row := range w.rows {
		before, there := have[row[0].(string)]
		o := New
		switch {
		case !there:
			fresh = append(fresh, row)
		case w.same(before.values, row):
			o = Unchanged
		default:
			o = Changed
			if err := w.change(ctx, before, row); err != nil {
				return err
			}
		}
		if w.files[i] != nil {
			w.files[i].Count(o)
		}
		if w.Each != nil {
			w.Each(row, before.values, o)
		}
	}
	if err := w.insert(ctx, fresh, w.tx.ID()); err != nil {
		return err
	}
	w.rows, w.files = w.rows[:0], w.files[:0]
	clear(w.byID)
	return nil
}

type oldRow struct {
	values []any
	madeBy int64
}

func (w *Writer) columns() string { return strings.Join(w.table.Columns, ", ") }

func (w *Writer) have(ctx context.Context) (map[string]oldRow, error) {
	args := make([]any, len(w.rows))
	for i, row := range w.rows {
		args[i] = row[0]
	}
	rows, err := w.tx.Query(ctx, "SELECT import_id, "+w.columns()+" FROM "+w.table.Name+
		" WHERE id IN ("+parameters(1, len(args))+")", args...)
	all, err := storage.Collect(rows, err, func(r storage.Row, old *oldRow) error {
		return scanRow(r, len(w.table.Columns), old)
	})
	have := make(map[string]oldRow, len(all))
	for _, old := range all {
		have[old.values[0].(string)] = old
	}
	return have, err
}

func scanRow(r storage.Row, n int, old *oldRow) error {
	old.values = make([]any, n)
	into := make([]any, n+1)
	into[0] = &old.madeBy
	for i := range old.values {
		into[i+1] = &old.values[i]
	}
	return r.Scan(into...)
}

func (w *Writer) same(before, row []any) bool {
	for i := range row {
		if !w.keep[i] && !equal(before[i], row[i]) {
			return false
		}
	}
	return true
}

func (w *Writer) change(ctx context.Context, before oldRow, row []any) error {
	id := row[0].(string)
	if err := w.tx.journal(ctx, w.table, id, before); err != nil {
		return err
	}
	var sets []string
	args := []any{id}
	for i, c := range w.table.Columns {
		if i == 0 || w.keep[i] {
			continue
		}
		args = append(args, row[i])
		sets = append(sets, c+" = $"+strconv.Itoa(len(args)))
	}
	_, err := w.tx.Exec(ctx, "UPDATE "+w.table.Name+" SET "+strings.Join(sets, ", ")+" WHERE id = $1", args...)
	w.tx.touched[w.table.Name] = true
	return err
}

func (w *Writer) insert(ctx context.Context, rows [][]any, by int64) error {
	if len(rows) == 0 {
		return nil
	}
	args := make([]any, 0, (len(w.table.Columns)+1)*len(rows))
	for _, row := range rows {
		args = append(append(args, by), row...)
	}
	w.tx.touched[w.table.Name] = true
	var err error
	if len(rows) < w.batch() {
		_, err = w.tx.Exec(ctx, w.insertion(len(rows)), args...)
	} else {
		if w.full == nil {
			if w.full, err = w.tx.Prepare(ctx, w.insertion(len(rows))); err != nil {
				return fmt.Errorf("writing to %s: %w", w.table.Name, err)
			}
		}
		_, err = w.full.ExecContext(ctx, args...)
	}
	if err != nil {
		return fmt.Errorf("writing to %s: %w", w.table.Name, err)
	}
	return nil
}

// insertion is the statement that inserts so many rows.
func (w *Writer) insertion(rows int) string {
	width := len(w.table.Columns) + 1
	var q strings.Builder
	fmt.Fprintf(&q, "INSERT INTO %s (import_id, %s) VALUES ", w.table.Name, w.columns())
	for i := range rows {
		if i > 0 {
			q.WriteString(", ")
		}
		q.WriteString("(" + parameters(i*width+1, width) + ")")
	}
	return q.String()
}

// Delete deletes a row; undo brings it back. It is no error if there is none.
func (w *Writer) Delete(ctx context.Context, id string) error {
	if err := w.Flush(ctx); err != nil {
		return err
	}
	return w.tx.remove(ctx, w.table, id)
}

func (tx *Tx) remove(ctx context.Context, t Table, id string) error {
	rows, err := tx.Query(ctx, "SELECT import_id, "+strings.Join(t.Columns, ", ")+" FROM "+t.Name+" WHERE id = $1", id)
	all, err := storage.Collect(rows, err, func(r storage.Row, old *oldRow) error { return scanRow(r, len(t.Columns), old) })
	if err != nil || len(all) == 0 {
		return err
	}
	if err := tx.journal(ctx, t, id, all[0]); err != nil {
		return err
	}
	tx.touched[t.Name] = true
	_, err = tx.Exec(ctx, "DELETE FROM "+t.Name+" WHERE id = $1", id)
	return err
}

// parameters returns "$from, $from+1, ..." for n parameters.
func parameters(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(from + i))
	}
	return b.String()
}
