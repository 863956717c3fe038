package imports

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// An inserter inserts batches of rows into one table. A row whose id is there already is left as it is.
type inserter struct {
	table Table
	full  *sql.Stmt // inserts a full batch into SQLite
	args  []any     // of the statement, kept for the next
}

// size is how many rows a full batch has, which bounds what an import holds of a file. More gain nothing.
func (in *inserter) size(tx *Tx) int {
	if tx.sqlite { // which takes 32,766 parameters
		return max(1, min(100, 15_000/(len(in.table.Columns)+1)))
	}
	return 500
}

// rows inserts rows and returns how many of them were not there.
func (in *inserter) rows(ctx context.Context, tx *Tx, rows [][]any) (n int, err error) {
	if len(rows) == 0 {
		return 0, nil
	}
	var done int64
	switch {
	case !tx.sqlite:
		done, err = in.columnwise(ctx, tx, rows)
	case len(rows) < in.size(tx):
		done, err = tx.inner.Exec(ctx, in.statement(len(rows)), in.flat(tx, rows)...)
	default:
		if in.full == nil {
			in.full, err = tx.inner.Prepare(ctx, in.statement(len(rows)))
		}
		if err == nil {
			var result sql.Result
			if result, err = in.full.ExecContext(ctx, in.flat(tx, rows)...); err == nil {
				done, err = result.RowsAffected()
			}
		}
	}
	if err != nil {
		return 0, fmt.Errorf("writing to %s: %w", in.table.Name, err)
	}
	return int(done), nil
}

const keepOld = " ON CONFLICT (id) DO NOTHING"

func (in *inserter) into() string {
	return "INSERT INTO " + in.table.Name + " (import_id, " + strings.Join(in.table.Columns, ", ") + ") "
}

// statement inserts so many rows with a parameter a cell.
func (in *inserter) statement(rows int) string {
	width := len(in.table.Columns) + 1
	var q strings.Builder
	q.WriteString(in.into() + "VALUES ")
	for i := range rows {
		if i > 0 {
			q.WriteString(", ")
		}
		q.WriteString("(" + parameters(i*width+1, width) + ")")
	}
	return q.String() + keepOld
}

func (in *inserter) flat(tx *Tx, rows [][]any) []any {
	in.args = in.args[:0]
	for _, row := range rows {
		in.args = append(append(in.args, tx.ID()), row...)
	}
	return in.args
}

// columnwise inserts rows into PostgreSQL with a parameter a column, an array, which takes it a third of the time.
func (in *inserter) columnwise(ctx context.Context, tx *Tx, rows [][]any) (int64, error) {
	in.args = append(in.args[:0], tx.ID())
	cells, names, arrays := []string{"$1::bigint"}, []string{}, []string{}
	for i, name := range in.table.Columns {
		array, kind, err := column(rows, i)
		if err != nil {
			return 0, fmt.Errorf("column %s: %w", name, err)
		}
		if array == nil {
			cells = append(cells, "NULL")
			continue
		}
		in.args = append(in.args, array)
		cells, names = append(cells, name), append(names, name)
		arrays = append(arrays, "$"+strconv.Itoa(len(in.args))+"::"+kind+"[]")
	}
	return tx.inner.Exec(ctx, in.into()+"SELECT "+strings.Join(cells, ", ")+" FROM unnest("+strings.Join(arrays, ", ")+
		") AS batch ("+strings.Join(names, ", ")+")"+keepOld, in.args...)
}

// column returns the values of a column as an array, with the name of their type in PostgreSQL; nil if all are NULL.
func column(rows [][]any, i int) (array any, kind string, err error) {
	for _, row := range rows {
		switch row[i].(type) {
		case string:
			array, err = arrayOf[string](rows, i)
			return array, "text", err
		case int64:
			array, err = arrayOf[int64](rows, i)
			return array, "bigint", err
		case float64:
			array, err = arrayOf[float64](rows, i)
			return array, "double precision", err
		case []byte:
			array, err = arrayOf[[]byte](rows, i)
			return array, "bytea", err
		}
	}
	return nil, "", nil
}

// arrayOf returns the values of a column, all of which must be of type T or NULL.
func arrayOf[T any](rows [][]any, i int) ([]*T, error) {
	values := make([]T, len(rows)) // one allocation for all
	array := make([]*T, len(rows))
	for k, row := range rows {
		switch v := row[i].(type) {
		case nil:
		case T:
			values[k] = v
			array[k] = &values[k]
		default:
			return nil, fmt.Errorf("a %T among values of type %T", v, values[k])
		}
	}
	return array, nil
}
