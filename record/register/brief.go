package register

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// A brief is what exports choose and count entries by, so that no text need be read for it.
type brief struct {
	leaf                      int64
	from, to                  string
	kind                      Kind
	named, context, fictional bool
	acts, bodies              []string
	parts                     [partKinds]int // how many rows the entry has in each table of parts
}

// The tables of parts.
const (
	actionParts = iota
	replyParts
	incidentParts
	disagreementParts
	sourceParts
	partKinds
)

// briefs keeps the brief of each published entry. An entry is read once for each of its versions; one that was withdrawn
// leaves with the next look. Readers get a map that never changes.
type briefs struct {
	now      atomic.Pointer[briefed]
	updating sync.Mutex
}

type briefed struct {
	size int64 // of the log
	byID map[string]brief
}

// briefsOf returns the briefs of the entries of a snapshot, and maybe of some that were withdrawn since.
func (s *Store) briefsOf(ctx context.Context, index *snapshot) (map[string]brief, error) {
	if b := s.briefs.now.Load(); b != nil && b.size >= index.size {
		return b.byID, nil
	}
	s.briefs.updating.Lock()
	defer s.briefs.updating.Unlock()
	old := s.briefs.now.Load()
	if old == nil {
		old = &briefed{byID: map[string]brief{}}
	}
	if old.size >= index.size && old.size > 0 {
		return old.byID, nil // somebody else was faster
	}
	next := &briefed{index.size, make(map[string]brief, len(index.rows))}
	var missing []string
	for _, row := range index.rows {
		if b, ok := old.byID[row.id]; ok && b.leaf == row.leaf {
			next.byID[row.id] = b
		} else {
			missing = append(missing, row.id)
		}
	}
	for len(missing) > 0 {
		chunk := missing[:min(len(missing), 500)]
		missing = missing[len(chunk):]
		records, err := s.records(ctx, chunk)
		if err != nil {
			return nil, fmt.Errorf("reading the register: %w", err)
		}
		for _, r := range records {
			next.byID[r.ID] = briefOf(r)
		}
	}
	s.briefs.now.Store(next)
	return next.byID, nil
}

func briefOf(r Record) brief {
	b := brief{leaf: r.Leaf, from: string(r.From), to: string(r.To), kind: r.Kind, named: r.Named, context: r.Context, fictional: r.Fictional,
		acts: r.Acts, bodies: r.Bodies}
	b.parts = [partKinds]int{actionParts: len(r.Actions), replyParts: len(r.Replies), incidentParts: len(r.Incidents),
		disagreementParts: len(r.Disagreements), sourceParts: len(r.Sources)}
	return b
}

// Warm reads what exports choose entries by, which takes a moment for a large register; without it the first to ask for one waits.
func (s *Store) Warm(ctx context.Context) error {
	index, err := s.index.current(ctx, s)
	if err != nil {
		return err
	}
	_, err = s.briefsOf(ctx, index)
	return err
}
