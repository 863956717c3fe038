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

// An index holds in memory what lists filter, sort, count and search by. (Counting 100,000 entries by ten facets each
// in SQL takes ten times what a page may take, searching them with LIKE twenty times.) Every change of the register appends
// a leaf to the log; so the size of the log tells, for this process and for others on the same database, whether the
// index is behind, and the numbers of the leaves tell by what. Readers get a snapshot that never changes.
type index struct {
	now      atomic.Pointer[snapshot]
	updating sync.Mutex        // guards what follows
	byID     map[string]int    // position in the rows of the newest snapshot
	known    map[string]uint16 // number of a facet in its values
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
		ix.byID, ix.known = map[string]int{}, map[string]uint16{}
	}
	rows, err := tx.Query(ctx, "SELECT id, leaf, subject, date, search, facets FROM entry WHERE leaf >= $1", old.size)
	fresh, err := storage.Collect(rows, err, func(row storage.Row, f *freshRow) error {
		return row.Scan(&f.id, &f.leaf, &f.subject, &f.date, &f.search, &f.facets)
	})
	if err != nil {
		return nil, err
	}
	rows, err = tx.Query(ctx, "SELECT entry FROM tombstone WHERE leaf >= $1", old.size)
	gone, err := storage.Collect(rows, err, func(row storage.Row, id *string) error { return row.Scan(id) })
	if err != nil {
		return nil, err
	}
	next := &snapshot{
		size: size, rows: slices.Clone(old.rows), spans: slices.Clone(old.spans), values: slices.Clone(old.values),
		facets: old.facets, // only ever appended to, beyond what older snapshots see
	}
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
	at := span{from: uint32(len(next.facets))}
	for word := range strings.FieldsSeq(f.facets) {
		n, ok := ix.known[word]
		if !ok {
			n = uint16(len(next.values)) // States, acts, bodies and years are some hundreds
			ix.known[word] = n
			kind, value, _ := strings.Cut(word, "=")
			next.values = append(next.values, facet{kind, value})
		}
		next.facets = append(next.facets, n)
	}
	at.to = uint32(len(next.facets))
	if i, ok := ix.byID[f.id]; ok {
		next.rows[i], next.spans[i] = f.indexed, at
		return
	}
	ix.byID[f.id] = len(next.rows)
	next.rows, next.spans = append(next.rows, f.indexed), append(next.spans, at)
}

func (ix *index) remove(next *snapshot, id string) {
	i, ok := ix.byID[id]
	if !ok {
		return
	}
	last := len(next.rows) - 1
	next.rows[i], next.spans[i] = next.rows[last], next.spans[last]
	ix.byID[next.rows[i].id] = i
	next.rows[last] = indexed{} // no withdrawn text stays behind the end
	next.rows, next.spans = next.rows[:last], next.spans[:last]
	delete(ix.byID, id)
}

// A snapshot is the register as it was when the log had a certain size.
type snapshot struct {
	size   int64
	rows   []indexed
	spans  []span   // where the facets of each row lie
	facets []uint16 // all rows', each row's together, the State first
	values []facet  // what those numbers stand for

	sorting sync.Mutex
	orders  map[string][]int32 // positions in rows, by order; made when first asked for
}

type indexed struct {
	id, subject, date string
	search            string // folded
	leaf              int64
}

type span struct{ from, to uint32 }

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
		return cmp.Or(compare(i, j), strings.Compare(s.rows[i].id, s.rows[j].id))
	})
	if s.orders == nil {
		s.orders = map[string][]int32{}
	}
	s.orders[by] = order
	return order
}

func (s *snapshot) comparing(by string) func(i, j int32) int {
	latest := func(i, j int32) int { return strings.Compare(s.rows[j].date, s.rows[i].date) }
	switch by {
	case SortPublished:
		return func(i, j int32) int { return cmp.Compare(s.rows[j].leaf, s.rows[i].leaf) }
	case SortSubject:
		return func(i, j int32) int { return strings.Compare(s.rows[i].subject, s.rows[j].subject) }
	case SortState:
		return func(i, j int32) int { return cmp.Or(strings.Compare(s.state(i), s.state(j)), latest(i, j)) }
	}
	return latest
}

func (s *snapshot) state(i int32) string { return s.values[s.facets[s.spans[i].from]].value }
