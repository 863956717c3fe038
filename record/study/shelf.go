package study

import (
	"context"
	"sync"
	"time"
)

// kept is how many answers a Shelf holds.
const kept = 64

// A Shelf keeps answers that cost more than a page may take. What it is asked for the first time is worked out in the
// background, once however many ask; who asks learns how far it is. An answer belongs to the data it was made from: asked
// with another stamp, the shelf starts anew, and gives the old answer, marked as such, until the new one is there.
//
// A Shelf is safe for concurrent use.
type Shelf[T any] struct {
	// Compute works out an answer; it calls progress, if it can, with the share done, 0 to 1.
	Compute func(ctx context.Context, key string, progress func(float64)) (T, error)
	// Patience is how long Get waits for an answer that is being worked out before it says how far that is.
	Patience time.Duration

	mu    sync.Mutex
	slots map[string]*slot[T]
	order []string // keys, the one asked for last at the end
}

type slot[T any] struct {
	stamp   any // of answer
	have    bool
	answer  T
	err     error
	working any // stamp that is being computed; nil if none
	done    float64
	ended   chan struct{} // closed when the work at hand is done
}

// A State is how far an answer is.
type State struct {
	Ready bool    // there is an answer
	Old   bool    // but it is of earlier data; a new one is being worked out
	Done  float64 // share of the work done, 0 to 1, where one is being worked out
}

// Get returns the answer for key made from the data that stamp stands for (any comparable value), or how far it is. An
// error of Compute is returned once; the next Get tries again.
func (s *Shelf[T]) Get(key string, stamp any) (T, State, error) {
	answer, state, ended, err := s.look(key, stamp)
	if ended == nil || state.Ready || s.Patience == 0 {
		return answer, state, err
	}
	select {
	case <-ended:
	case <-time.After(s.Patience):
	}
	answer, state, _, err = s.look(key, stamp)
	return answer, state, err
}

// look is Get without patience; ended tells when the work at hand is done, and is nil if there is none.
func (s *Shelf[T]) look(key string, stamp any) (T, State, <-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sl := s.slot(key)
	if sl.err != nil {
		err := sl.err
		sl.err = nil
		var none T
		return none, State{}, nil, err
	}
	if sl.have && sl.stamp == stamp {
		return sl.answer, State{Ready: true}, nil, nil
	}
	if sl.working == nil {
		sl.working, sl.done, sl.ended = stamp, 0, make(chan struct{})
		go s.work(key, sl, stamp)
	}
	return sl.answer, State{Ready: sl.have, Old: sl.have, Done: sl.done}, sl.ended, nil
}

func (s *Shelf[T]) work(key string, sl *slot[T], stamp any) {
	answer, err := s.Compute(context.Background(), key, func(done float64) {
		s.mu.Lock()
		sl.done = done
		s.mu.Unlock()
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	sl.working = nil
	close(sl.ended)
	if sl.err = err; err == nil {
		sl.answer, sl.stamp, sl.have = answer, stamp, true
	}
}

// slot returns the place of a key, giving up the one asked for longest ago where there are too many.
func (s *Shelf[T]) slot(key string) *slot[T] {
	for i, k := range s.order {
		if k == key {
			s.order = append(append(s.order[:i:i], s.order[i+1:]...), key)
			return s.slots[key]
		}
	}
	if s.slots == nil {
		s.slots = map[string]*slot[T]{}
	}
	if len(s.order) >= kept {
		delete(s.slots, s.order[0])
		s.order = s.order[1:]
	}
	s.slots[key] = &slot[T]{}
	s.order = append(s.order, key)
	return s.slots[key]
}
