package imports

import (
	"context"
	"database/sql"

	"unhindered/storage"
)

// A writing is a batch being written while the importer reads on. There is one at a time: a transaction is one connection.
type writing struct {
	done chan struct{}
	err  error
	then func() // run when it is done, by who waited for it
}

// begun begins to write. Nothing else may use the transaction until wait has returned.
func (tx *Tx) begun(write func() error, then func()) {
	w := &writing{done: make(chan struct{}), then: then}
	tx.writing = w
	go func() {
		defer close(w.done)
		w.err = write()
	}()
}

// wait returns when nothing is being written, with the error of the first batch that could not be.
func (tx *Tx) wait() error {
	if w := tx.writing; w != nil {
		tx.writing = nil
		<-w.done
		if tx.failed == nil {
			tx.failed = w.err
		}
		if w.err == nil {
			w.then()
		}
	}
	return tx.failed
}

// Storage returns the transaction itself, for functions that know nothing of imports. It must not be kept beyond the next
// Put.
func (tx *Tx) Storage() *storage.Tx {
	tx.wait() // an error comes again with the next Put, and at the end
	return tx.inner
}

// Exec runs a writing statement and returns the number of rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	return tx.Storage().Exec(ctx, query, args...)
}

// Query runs a reading statement. It sees what writers were given before their last Flush. The rows must be closed before
// the next Put.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.Storage().Query(ctx, query, args...)
}

// QueryRow runs a reading statement that returns at most one row.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.Storage().QueryRow(ctx, query, args...)
}
