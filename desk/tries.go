package desk

import (
	"context"
	"sync"
	"time"
)

// tries slows down who tries a name again and again, whether there is such a member or not, and never locks anybody
// out: after each failure the next try of that name waits twice as long, up to 32 times the first wait.
type tries struct {
	mu    sync.Mutex
	names map[string]*trying
}

type trying struct {
	turn    sync.Mutex // one try of a name at a time
	waiting int
	fails   int
	last    time.Time // of the last failure
}

const (
	maxWaiting = 8                // tries of one name that may wait for their turn
	maxNames   = 1000             // names that are remembered, so that made-up ones cannot fill the memory
	forgetTry  = 30 * time.Minute // without a failure, a name starts afresh
)

// begin waits until it is this try's turn. done must be called with its outcome.
func (t *tries) begin(ctx context.Context, name string, first time.Duration) (done func(ok bool), err error) {
	t.mu.Lock()
	if t.names == nil {
		t.names = map[string]*trying{}
	}
	now := time.Now()
	if len(t.names) >= maxNames {
		t.forget(now)
	}
	try := t.names[name]
	if try == nil {
		try = &trying{}
		t.names[name] = try
	}
	if try.waiting >= maxWaiting {
		t.mu.Unlock()
		return nil, ErrBusy
	}
	try.waiting++
	t.mu.Unlock()

	try.turn.Lock()
	finish := func(ok, tried bool) {
		t.mu.Lock()
		defer t.mu.Unlock()
		try.waiting--
		switch {
		case !tried:
		case ok:
			try.fails = 0
		default:
			try.fails++
			try.last = time.Now()
		}
		try.turn.Unlock()
	}
	t.mu.Lock()
	wait := time.Until(try.last.Add(delay(try.fails, first)))
	t.mu.Unlock()
	if wait > 0 {
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			finish(false, false)
			return nil, ctx.Err()
		}
	}
	return func(ok bool) { finish(ok, true) }, nil
}

// delay returns how long to wait after so many failures: one is a slip of the finger.
func delay(fails int, first time.Duration) time.Duration {
	if fails < 1 {
		return 0
	}
	return first << min(fails-1, 5)
}

// forget drops names that nobody is trying: first those that have rested, then, if there are still too many, any.
func (t *tries) forget(now time.Time) {
	for name, try := range t.names {
		if try.waiting == 0 && now.Sub(try.last) > forgetTry {
			delete(t.names, name)
		}
	}
	for name, try := range t.names {
		if len(t.names) < maxNames/2 {
			return
		}
		if try.waiting == 0 {
			delete(t.names, name)
		}
	}
}
