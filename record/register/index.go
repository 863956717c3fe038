package register

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"unhindered/storage"
)

// An index holds in memory what lists filter, sort and count by: a few numbers an entry. (Counting 100,000 entries by
// ten facets each in SQL takes ten times what a page may take.) Every change of the register appends a leaf to the log;
// so the size of the log tells, for this process and for others on the same database, whether the index is behind, and
// the numbers of the leaves tell by what. Readers get a snapshot that never changes.
type index struct {
	now      atomic.Pointer[snapshot]
	updating sync.Mutex        // guards what follows
	byID     map[string]int    // position in the rows of the newest snapshot
	known    map[string]uint32 // number of a facet in its values
	arena    []uint32          // where the facets of rows lie, one row's after the other's
}

// current returns a snapshot that is up to date with the database.
func (ix *index) current(ctx context.Context, s *Store) (*snapshot, error) {
	var current *snapshot
	err := s.db.View(ctx, func(tx *storage.Tx) error {
		size, err := s.log.Size(ctx, tx)
		if err != nil {
			return err
		}
		if current = ix.now.Load(); current != nil && current.size >= size {
			return nil
		}
		ix.updating.Lock()
		defer ix.updating.Unlock()
		if current = ix.now.Load(); current != nil && current.size >= size {
			return nil // somebody else was faster
		}
		current, err = ix.update(ctx, tx, current, size)
		return err
	})
	return current, err
}

// update makes the snapshot after old, which takes in what was published and withdrawn since.
func (ix *index) update(ctx context.Context, tx *storage.Tx, old *snapshot, size int64) (*snapshot, error) {
	if old == nil {
		old = &snapshot{}
		ix.byID, ix.known = map[string]int{}, map[string]uint32{}
	}
	rows, err := tx.Query(ctx, "SELECT id, leaf, subject, date, facets FROM entry WHERE leaf >= $1", old.size)
	fresh, err := storage.Collect(rows, err, func(row storage.Row, f *freshRow) error {
		return row.Scan(&f.id, &f.leaf, &f.subject, &f.date, &f.facets)
	})
	if err != nil {
		return nil, err
	}
	rows, err = tx.Query(ctx, "SELECT entry FROM tombstone WHERE leaf >= $1", old.size)
	gone, err := storage.Collect(rows, err, func(row storage.Row, id *string) error { return row.Scan(id) })
	if err != nil {
		return nil, err
	}
	next := &snapshot{size: size, rows: slices.Clone(old.rows), values: slices.Clone(old.values)}
	for _, f := range fresh {
		ix.put(next, f)
	}
	for _, id := range gone {
		ix.remove(next, id)
	}
	ix.now.Store(next)
	return next, nil
}

type freshRow struct {
	indexed
	facets string
}

func (ix *index) put(next *snapshot, f freshRow) {
	row := f.indexed
	words := strings.Fields(f.facets)
	if cap(ix.arena)-len(ix.arena) < len(words) {
		ix.arena = make([]uint32, 0, max(1<<12, len(words)))
	}
	start := len(ix.arena)
	for _, word := range words {
		n, ok := ix.known[word]
		if !ok {
			n = uint32(len(next.values))
			ix.known[word] = n
			kind, value, _ := strings.Cut(word, "=")
			next.values = append(next.values, facet{kind, value})
		}
		ix.arena = append(ix.arena, n)
	}
	row.facets = ix.arena[start:len(ix.arena):len(ix.arena)]
	if i, ok := ix.byID[row.id]; ok {
		next.rows[i] = row
		return
	}
	ix.byID[row.id] = len(next.rows)
	next.rows = append(next.rows, row)
}

func (ix *index) remove(next *snapshot, id string) {
	i, ok := ix.byID[id]
	if !ok {
		return
	}
	last := len(next.rows) - 1
	next.rows[i] = next.rows[last]
	ix.byID[next.rows[i].id] = i
	next.rows = next.rows[:last]
	delete(ix.byID, id)
}

// A snapshot is the register as it was when the log had a certain size.
type snapshot struct {
	size   int64
	rows   []indexed
	values []facet // what the numbers in indexed.facets stand for

	sorting sync.Mutex
	orders  map[string][]int32 // positions in rows, by order; made when first asked for
}

type indexed struct {
	id, subject, date string
	leaf              int64
	facets            []uint32 // the State's first
}

type facet struct{ kind, value string }

// order returns the positions of the rows in one of the orders of lists.
func (s *snapshot) order(by string) []int32 {
	s.sorting.Lock()
	defer s.sorting.Unlock()
	if order, ok := s.orders[by]; ok {
		return order
	}
	order := make([]int32, len(s.rows))
	for i := range order {
		order[i] = int32(i)
	}
	compare := s.comparing(by)
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &s.rows[i], &s.rows[j]
		return cmp.Or(compare(a, b), strings.Compare(a.id, b.id))
	})
	if s.orders == nil {
		s.orders = map[string][]int32{}
	}
	s.orders[by] = order
	return order
}

func (s *snapshot) comparing(by string) func(a, b *indexed) int {
	latest := func(a, b *indexed) int { return strings.Compare(b.date, a.date) }
	switch by {
	case SortPublished:
		return func(a, b *indexed) int { return cmp.Compare(b.leaf, a.leaf) }
	case SortSubject:
		return func(a, b *indexed) int { return strings.Compare(a.subject, b.subject) }
	case SortState:
		return func(a, b *indexed) int { return cmp.Or(strings.Compare(s.state(a), s.state(b)), latest(a, b)) }
	}
	return latest
}

func (s *snapshot) state(r *indexed) string { return s.values[r.facets[0]].value }
