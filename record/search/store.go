package search

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
)

// A Source loads the documents of one ledger.
type Source func(context.Context) (Set, error)

// A Stamp tells two states of the record apart: it changes with every import, and with every publication and withdrawal.
type Stamp struct{ Imports, Log int64 }

// Options are what a Store searches.
type Options struct {
	Sources []Source
	// Stamp returns the state of the record now, in this process or another.
	Stamp func(context.Context) (Stamp, error)
	// Changed returns "ledger/ID" of the volatile documents that were changed or taken back since the log had a size.
	Changed func(ctx context.Context, log int64) ([]string, error)
}

// ErrBuilding is returned by Find while there is no index yet.
var ErrBuilding = errors.New("the index is being built; ask again in a moment")

// A Store keeps an index up to date. Whoever searches makes it look whether the record has changed; a new index is then
// built beside the old one. What was taken back is not found from that moment on, whatever the old index holds. It is safe
// for concurrent use.
type Store struct {
	opts Options
	run  context.Context
	stop context.CancelFunc

	mu       sync.Mutex
	now      *built
	building chan struct{} // closed when the index that is being built is ready; nil if none is
	failed   time.Time     // when the last one could not be built
}

type built struct {
	*Index
	stamp Stamp
	taken *roaring.Bitmap // documents that changed, as of log
	log   int64
}

// patience is how long to wait after an index could not be built.
const patience = 5 * time.Second

// New returns a search over sources. Nothing is built before somebody asks.
func New(opts Options) *Store {
	s := &Store{opts: opts}
	s.run, s.stop = context.WithCancel(context.Background())
	return s
}

// Close ends a build that is under way and waits for its end.
func (s *Store) Close() {
	s.stop()
	s.mu.Lock()
	building := s.building
	s.mu.Unlock()
	if building != nil {
		<-building
	}
}

// Warm builds the index if it is not up to date, and waits for it.
func (s *Store) Warm(ctx context.Context) error {
	stamp, err := s.opts.Stamp(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	if s.now != nil && s.now.stamp == stamp {
		s.mu.Unlock()
		return nil
	}
	s.mu.Unlock()
	return s.build(ctx)
}

// Len returns the number of documents that can be found now: 0 while there is no index.
func (s *Store) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return 0
	}
	return s.now.Len()
}

// Find returns what matches a filter; fresh is false while a newer index is being built. It returns ErrBuilding while
// there is none at all.
func (s *Store) Find(ctx context.Context, f Filter) (page Page, fresh bool, err error) {
	stamp, err := s.opts.Stamp(ctx)
	if err != nil {
		return Page{}, false, fmt.Errorf("searching: %w", err)
	}
	s.mu.Lock()
	now := s.now
	fresh = now != nil && now.stamp == stamp
	if !fresh && s.building == nil && time.Since(s.failed) > patience && s.run.Err() == nil {
		s.building = make(chan struct{})
		go s.rebuild(s.building)
	}
	s.mu.Unlock()
	if now == nil {
		return Page{}, false, ErrBuilding
	}
	v := view{Index: now.Index}
	if now.stamp.Log != stamp.Log {
		if v.gone, err = s.gone(ctx, now, stamp.Log); err != nil {
			return Page{}, false, fmt.Errorf("searching: %w", err)
		}
	}
	return v.find(f), fresh, nil
}

// gone returns the documents of an index that have been changed or taken back since.
func (s *Store) gone(ctx context.Context, now *built, log int64) (*roaring.Bitmap, error) {
	s.mu.Lock()
	taken, upTo := now.taken, now.log
	s.mu.Unlock()
	if taken != nil && upTo == log {
		return taken, nil
	}
	ids, err := s.opts.Changed(ctx, now.stamp.Log)
	if err != nil {
		return nil, err
	}
	taken = roaring.New()
	for _, id := range ids {
		if n, ok := now.volatile[id]; ok {
			taken.Add(n)
		}
	}
	s.mu.Lock()
	now.taken, now.log = taken, log
	s.mu.Unlock()
	return taken, nil
}

func (s *Store) rebuild(done chan struct{}) {
	err := s.build(s.run)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.failed = time.Now()
	}
	s.building = nil
	close(done)
}

// build makes an index of what the record holds now. The stamp is read first: what changes meanwhile makes it old.
func (s *Store) build(ctx context.Context) error {
	stamp, err := s.opts.Stamp(ctx)
	if err != nil {
		return err
	}
	sets := make([]Set, len(s.opts.Sources))
	for i, load := range s.opts.Sources {
		if sets[i], err = load(ctx); err != nil {
			return fmt.Errorf("reading what can be searched: %w", err)
		}
	}
	index, err := Build(ctx, sets)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.now = &built{Index: index, stamp: stamp}
	s.mu.Unlock()
	debug.FreeOSMemory() // building takes more than what is kept
	return nil
}
