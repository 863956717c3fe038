package desk

import (
	"context"
	"errors"
	"time"
)

var errNotBuilt = errors.New("desk: not built yet")

// A Desk is the room. It is safe for concurrent use.
type Desk struct {
	idle       time.Duration
	workFactor int
	tryDelay   time.Duration
	now        func() time.Time
	onLock     func()
}

// A Session is a member's open session. It is safe for concurrent use; after Lock every method returns ErrLocked.
type Session struct{}

// Open opens the desk whose database is at url and whose sealed files lie in dir, brings it up to date, finishes answers
// that were on their way, and tells the drop its vaults. intake and record may be nil for a desk without these doors.
func Open(ctx context.Context, dir, url string, intake Intake, record Record, options ...Option) (*Desk, error) {
	return nil, errNotBuilt
}

// Close ends all sessions and closes the database.
func (d *Desk) Close() error { return errNotBuilt }

// Fetch pulls waiting envelopes into the desk's own storage, still sealed, tells the drop that they are taken, and sends
// answers that wait. It returns how many envelopes came. While a member of a vault is signed in, changed and withdrawn
// consents go from there into the ledgers of its cases.
func (d *Desk) Fetch(ctx context.Context) (int, error) { return 0, errNotBuilt }
