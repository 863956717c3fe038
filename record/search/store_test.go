package search

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// A world is a source that changes, with what a Store asks of it.
type world struct {
	imports, log atomic.Int64
	broken       atomic.Bool
	loads        atomic.Int64
	wait         chan struct{} // nil, or loading waits for it

	mu   sync.Mutex
	docs []Document
	gone []string
}

func (w *world) options() Options {
	return Options{
		Sources: []Source{func(ctx context.Context) (Set, error) {
			w.loads.Add(1)
			if w.broken.Load() {
				return Set{}, errors.New("broken")
			}
			if w.wait != nil {
				select {
				case <-w.wait:
				case <-ctx.Done():
					return Set{}, ctx.Err()
				}
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			s := set(append([]Document(nil), w.docs...))
			s.Volatile = true
			return s, nil
		}},
		Stamp: func(context.Context) (Stamp, error) { return Stamp{w.imports.Load(), w.log.Load()}, nil },
		Changed: func(context.Context, int64) ([]string, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.gone, nil
		},
	}
}

// eventually asks until the index is fresh.
func eventually(t *testing.T, s *Store, f Filter) Page {
	t.Helper()
	for {
		page, fresh, err := s.Find(t.Context(), f)
		if err != nil && !errors.Is(err, ErrBuilding) {
			t.Fatal(err)
		}
		if err == nil && fresh {
			return page
		}
		if t.Context().Err() != nil {
			t.Fatal("no index came")
		}
	}
}

func TestTheFirstWhoAsksSetsOffABuild(t *testing.T) {
	w := &world{docs: testDocuments(), wait: make(chan struct{})}
	s := New(w.options())
	defer s.Close()
	for range 3 {
		if _, _, err := s.Find(t.Context(), Filter{}); !errors.Is(err, ErrBuilding) {
			t.Fatalf("without an index: %v", err)
		}
	}
	close(w.wait)
	if page := eventually(t, s, Filter{}); page.Total != len(w.docs) || s.Len() != len(w.docs) {
		t.Errorf("found %d of %d", page.Total, len(w.docs))
	}
	if n := w.loads.Load(); n != 1 {
		t.Errorf("built %d times", n)
	}
}

func TestAChangeBringsANewIndexAndTheOldOneServesMeanwhile(t *testing.T) {
	w := &world{docs: testDocuments()}
	s := New(w.options())
	defer s.Close()
	eventually(t, s, Filter{})
	w.mu.Lock()
	w.docs = append(w.docs, Document{Ledger: "votes", ID: "new", Text: "quagmire"})
	w.mu.Unlock()
	w.imports.Add(1)
	if page, fresh, err := s.Find(t.Context(), Filter{Query: Parse("torture")}); err != nil || fresh || page.Total != 1 {
		t.Errorf("meanwhile: %d, fresh %t, %v", page.Total, fresh, err)
	}
	if page := eventually(t, s, Filter{Query: Parse("quagmire")}); page.Total != 1 {
		t.Errorf("the new text is not found: %d", page.Total)
	}
}

func TestWhatIsTakenBackIsGoneBeforeThereIsANewIndex(t *testing.T) {
	w := &world{docs: testDocuments()}
	s := New(w.options())
	eventually(t, s, Filter{})
	s.Close()
	w.gone = []string{"upr/en"}
	w.log.Add(1)
	page, fresh, err := s.Find(t.Context(), Filter{Query: Parse("torture")})
	if err != nil || fresh || page.Total != 0 || len(page.Ledgers)+len(page.Years)+len(page.States) != 0 {
		t.Errorf("still there: %+v, fresh %t, %v", page, fresh, err)
	}
}

func TestAnIndexThatCannotBeBuiltLeavesTheOldOne(t *testing.T) {
	w := &world{docs: testDocuments()}
	s := New(w.options())
	defer s.Close()
	eventually(t, s, Filter{})
	w.broken.Store(true)
	w.imports.Add(1)
	for w.loads.Load() < 2 {
		if page, fresh, err := s.Find(t.Context(), Filter{}); err != nil || fresh || page.Total != len(w.docs) {
			t.Fatalf("%d, fresh %t, %v", page.Total, fresh, err)
		}
	}
	if err := s.Warm(t.Context()); err == nil {
		t.Error("Warm does not say that it failed")
	}
}

func TestCloseEndsABuild(t *testing.T) {
	w := &world{wait: make(chan struct{})}
	s := New(w.options())
	s.Find(t.Context(), Filter{})
	s.Close() // would wait for ever otherwise
	if _, _, err := s.Find(t.Context(), Filter{}); !errors.Is(err, ErrBuilding) || w.loads.Load() > 1 {
		t.Errorf("after Close: %v, %d builds", err, w.loads.Load())
	}
}

func TestManySearchAtOnceWhileItChanges(t *testing.T) {
	w := &world{docs: testDocuments()}
	s := New(w.options())
	defer s.Close()
	eventually(t, s, Filter{})
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 50 {
				if i == 0 {
					w.imports.Add(1)
				}
				page, _, err := s.Find(t.Context(), Filter{Query: Parse("prison"), Ranked: n%2 == 0})
				if err != nil || page.Total != 4 {
					t.Errorf("%d, %v", page.Total, err)
					return
				}
				page.Mark(page.Hits[0].Text, 10)
			}
		})
	}
	all.Wait()
}
