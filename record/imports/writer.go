package imports

import (
	"context"
	"fmt"
	"slices"
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

// A Writer puts rows into one table, in batches. While one batch is being written the importer reads on; Run writes the
// last one.
type Writer struct {
	tx    *Tx
	table Table
	// Each, if set, is called for every row with its outcome, by the goroutine that calls Put or Flush. before is nil for
	// a new row.
	Each func(row, before []any, o Outcome)

	keep    []bool
	insert  inserter
	careful bool // the last batch held rows that were there: look before inserting

	now, next *batch // the one being filled, and one to fill while it is written
}

// A batch is rows on their way into a table.
type batch struct {
	rows     [][]any
	files    []*File
	outcomes []Outcome
	before   [][]any
	byID     map[string]bool
}

func (b *batch) add(f *File, row []any) {
	b.rows, b.files = append(b.rows, row), append(b.files, f)
	b.byID[row[0].(string)] = true
}

// settle notes what became of the next row.
func (b *batch) settle(o Outcome, before []any) {
	b.outcomes, b.before = append(b.outcomes, o), append(b.before, before)
}

func (b *batch) empty() {
	b.rows, b.files, b.outcomes, b.before = b.rows[:0], b.files[:0], b.outcomes[:0], b.before[:0]
	clear(b.byID)
}

// Writer returns a writer for a table.
func (tx *Tx) Writer(t Table) *Writer {
	w := &Writer{tx: tx, table: t, insert: inserter{table: t}, keep: make([]bool, len(t.Columns)),
		now: &batch{byID: map[string]bool{}}, next: &batch{byID: map[string]bool{}}}
	for i, c := range t.Columns {
		w.keep[i] = slices.Contains(t.Keep, c)
	}
	tx.writers = append(tx.writers, w)
	return w
}

// Put adds a row, or changes the row that has its id. Its outcome is counted in f, which may be nil, when the row has been
// written; so is an error in writing it returned, by a later call.
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
	if w.now.byID[id] || len(w.now.rows) >= w.insert.size(w.tx) {
		if err := w.write(ctx); err != nil {
			return err
		}
	}
	w.now.add(f, row)
	return nil
}

// Flush writes what is waiting, so that queries in the transaction see it.
func (w *Writer) Flush(ctx context.Context) error {
	if err := w.write(ctx); err != nil {
		return err
	}
	return w.tx.wait()
}

// write begins to write the batch and turns to the next. Most batches are all new or all known: it inserts in the hope that
// all are new, and after it was wrong it looks first, until a batch is all new again.
func (w *Writer) write(ctx context.Context) error {
	if err := w.tx.wait(); err != nil || len(w.now.rows) == 0 {
		return err
	}
	b := w.now
	w.now, w.next = w.next, b
	w.tx.begun(func() error {
		if !w.careful {
			if fresh, err := w.hope(ctx, b); err != nil || fresh {
				return err
			}
		}
		return w.compare(ctx, b)
	}, func() {
		for i, o := range b.outcomes {
			if b.files[i] != nil {
				b.files[i].Count(o)
			}
			if w.Each != nil {
				w.Each(b.rows[i], b.before[i], o)
			}
		}
		b.empty()
	})
	return nil
}

// hope inserts rows and tells whether all of them were new; if one was not, nothing has been done.
func (w *Writer) hope(ctx context.Context, b *batch) (fresh bool, err error) {
	tx := w.tx.inner
	if _, err := tx.Exec(ctx, "SAVEPOINT hope"); err != nil {
		return false, err
	}
	n, err := w.insert.rows(ctx, w.tx, b.rows)
	if err != nil {
		return false, err
	}
	if n < len(b.rows) {
		if _, err := tx.Exec(ctx, "ROLLBACK TO SAVEPOINT hope"); err != nil {
			return false, err
		}
	}
	if _, err := tx.Exec(ctx, "RELEASE SAVEPOINT hope"); err != nil || n < len(b.rows) {
		return false, err
	}
	w.tx.touched[w.table.Name] = true
	for range b.rows {
		b.settle(New, nil)
	}
	return true, nil
}

// compare writes rows after it has looked which of them are there.
func (w *Writer) compare(ctx context.Context, b *batch) error {
	have, err := w.have(ctx, b.rows)
	if err != nil {
		return err
	}
	w.careful = len(have) > 0
	var fresh [][]any
	var own []any // ids of rows that this import has added before: they are written anew, which needs no journal
	for _, row := range b.rows {
		before, there := have[row[0].(string)]
		o := New
		switch {
		case !there:
			fresh = append(fresh, row)
		case w.same(before.values, row):
			o = Unchanged
		case before.madeBy == w.tx.ID():
			o = Changed
			own = append(own, row[0])
			fresh = append(fresh, w.kept(before.values, row))
		default:
			o = Changed
			if err := w.change(ctx, before, row); err != nil {
				return err
			}
		}
		b.settle(o, before.values)
	}
	if len(own) > 0 {
		if _, err := w.tx.inner.Exec(ctx, "DELETE FROM "+w.table.Name+" WHERE id IN ("+parameters(1, len(own))+")", own...); err != nil {
			return err
		}
	}
	n, err := w.insert.rows(ctx, w.tx, fresh)
	if n > 0 {
		w.tx.touched[w.table.Name] = true
	}
	return err
}

type oldRow struct {
	values []any
	madeBy int64
}

func (w *Writer) columns() string { return strings.Join(w.table.Columns, ", ") }

func (w *Writer) have(ctx context.Context, waiting [][]any) (map[string]oldRow, error) {
	args := make([]any, len(waiting))
	for i, row := range waiting {
		args[i] = row[0]
	}
	rows, err := w.tx.inner.Query(ctx, "SELECT import_id, "+w.columns()+" FROM "+w.table.Name+
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

// kept is a row with the columns of the row before that stay as they are.
func (w *Writer) kept(before, row []any) []any {
	row = slices.Clone(row)
	for i := range row {
		if w.keep[i] {
			row[i] = before[i]
		}
	}
	return row
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
	_, err := w.tx.inner.Exec(ctx, "UPDATE "+w.table.Name+" SET "+strings.Join(sets, ", ")+" WHERE id = $1", args...)
	w.tx.touched[w.table.Name] = true
	return err
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
