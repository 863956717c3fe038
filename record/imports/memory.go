package imports

import (
	"context"
	"sync"
	"sync/atomic"

	"unhindered/storage"
)

// A Memory keeps what a ledger has loaded of its tables, until an import or an undo, in this process or another, has
// changed one of them. Readers get a value that never changes. It is safe for concurrent use.
type Memory[T any] struct {
	Tables []string
	Load   func(context.Context, *storage.Tx) (*T, error)

	now     atomic.Pointer[remembered[T]]
	loading sync.Mutex
}

type remembered[T any] struct {
	stamp int64
	value *T
}

// Get returns what is in the tables now.
func (m *Memory[T]) Get(ctx context.Context, db *storage.DB) (*T, error) {
	args := make([]any, len(m.Tables))
	for i, t := range m.Tables {
		args[i] = t
	}
	query := "SELECT coalesce(sum(n), 0) FROM import_stamp WHERE tab IN (" + parameters(1, len(args)) + ")"
	var stamp int64
	if err := db.QueryRow(ctx, query, args...).Scan(&stamp); err != nil {
		return nil, err
	}
	if r := m.now.Load(); r != nil && r.stamp == stamp {
		return r.value, nil
	}
	m.loading.Lock()
	defer m.loading.Unlock()
	if r := m.now.Load(); r != nil && r.stamp >= stamp {
		return r.value, nil // somebody else was faster
	}
	r := &remembered[T]{}
	err := db.View(ctx, func(tx *storage.Tx) error {
		if err := tx.QueryRow(ctx, query, args...).Scan(&r.stamp); err != nil {
			return err
		}
		var err error
		r.value, err = m.Load(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	m.now.Store(r)
	return r.value, nil
}
