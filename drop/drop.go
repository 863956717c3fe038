// Package drop takes sealed reports in, keeps them until the desk fetches them, and keeps sealed answers until the
// person reads them. It holds public keys and opaque envelopes; it cannot read what it holds.
//
// What a person sends is sealed while it is read, so it is never whole in memory and never on the disk in the clear. It
// is on the disk, sealed, before the person is told that it arrived: either all of it is there, or nothing.
package drop

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// The errors that callers tell apart. None of them quotes anything that a person sent.
var (
	// ErrClosed: there is no key to seal to, so nothing is accepted.
	ErrClosed = errors.New("the drop takes nothing in: no vault key is set; let the desk set one (unhindered serve does so at its start)")
	// ErrNoThread: no thread has that lookup id, or that id.
	ErrNoThread = errors.New("there is no such thread")
	// ErrWithdrawn: the person has withdrawn what they sent on this thread.
	ErrWithdrawn = errors.New("the person has withdrawn this thread")
	// ErrGone: the files that were kept for a form that had to be corrected are no longer there.
	ErrGone = errors.New("the kept files are no longer there")
	// ErrFull: there is no space left; what was being taken in was not kept.
	ErrFull = errors.New("there is no space left for the drop: make room on its disk, or let the desk fetch what waits")
	// ErrInUse: another process has the folder open.
	ErrInUse = errors.New("the folder of the drop is in use by another unhindered process; stop that one first")
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// A Store is the storage room of the drop. It is safe for concurrent use.
type Store struct {
	db    *storage.DB
	blobs *storage.Blobs
	lock  *os.File
	// writing lets one transaction in at a time: on PostgreSQL, many at once would only make each other start again.
	writing sync.Mutex
	// derivations holds a token for every receipt whose keys are being derived: 64 MiB of memory each.
	derivations chan struct{}
	stash       *stash
	stop        chan struct{}
	stopped     sync.WaitGroup
}

// derivationsAtOnce bounds the memory and the processors that Argon2id takes; whoever comes next waits their turn.
const derivationsAtOnce = 2

// Open opens the store, with its sealed files in dir/blobs and its database at url (see storage.Open); an empty url
// means dir/drop.db. Sealed files that belong to no envelope are removed: nobody was told that they arrived. It returns
// ErrInUse if another process has dir open, and storage.ErrNewer if a newer program wrote the database.
func Open(ctx context.Context, dir, url string) (*Store, error) {
	if url == "" {
		url = filepath.Join(dir, "drop.db")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the drop: %w", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, dir, url)
	if err != nil {
		lock.Close()
		return nil, err
	}
	s.lock = lock
	s.stopped.Go(s.sweepStash)
	return s, nil
}

func open(ctx context.Context, dir, url string) (*Store, error) {
	migrations, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := storage.Open(ctx, url, migrations)
	if err != nil {
		return nil, err
	}
	blobs, err := storage.OpenBlobs(filepath.Join(dir, "blobs"))
	if err != nil {
		db.Close()
		return nil, err
	}
	s := &Store{
		db:          db,
		blobs:       blobs,
		derivations: make(chan struct{}, derivationsAtOnce),
		stash:       newStash(),
		stop:        make(chan struct{}),
	}
	if err := errors.Join(s.blobs.RemoveUnfinished(), s.removeStrays(ctx)); err != nil {
		db.Close()
		return nil, fmt.Errorf("removing sealed files that belong to no envelope: %w", err)
	}
	return s, nil
}

// removeStrays removes the blobs that no row names: those of a submission that was cut short, of an envelope whose rows
// were deleted just before a crash, and those kept for a form that had to be corrected.
func (s *Store) removeStrays(ctx context.Context) error {
	rows, err := s.db.Query(ctx, "SELECT blob FROM part")
	named, err := storage.Collect(rows, err, func(r storage.Row, name *string) error { return r.Scan(name) })
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(named))
	for _, name := range named {
		known[name] = true
	}
	names, err := s.blobs.Names()
	if err != nil {
		return err
	}
	for _, name := range names {
		if known[name] {
			continue
		}
		if err := s.blobs.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the store and removes the files that were kept for forms that had to be corrected.
func (s *Store) Close() error {
	close(s.stop)
	s.stopped.Wait()
	for _, name := range s.stash.all() {
		s.blobs.Remove(name)
	}
	return errors.Join(s.db.Close(), s.lock.Close())
}

// SetVaults replaces the keys that reports are sealed to. New threads go to the first; a thread that has begun stays
// with its vault, and is sealed to the epoch given here. It refuses keys that are not post-quantum hybrid recipients,
// and changes nothing then. No keys at all closes the drop.
func (s *Store) SetVaults(ctx context.Context, keys []report.VaultKey) error {
	for _, key := range keys {
		if _, err := seal.ParseRecipient(key.Recipient); err != nil {
			return fmt.Errorf("the key of vault %s: %w", key.Vault, err)
		}
	}
	return s.update(ctx, func(tx *storage.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM vault"); err != nil {
			return err
		}
		for place, key := range keys {
			_, err := tx.Exec(ctx, "INSERT INTO vault (vault, epoch, recipient, team, place) VALUES ($1, $2, $3, $4, $5)",
				key.Vault, key.Epoch, key.Recipient, key.Team, place)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Vaults returns the keys in the order in which they were set.
func (s *Store) Vaults(ctx context.Context) ([]report.VaultKey, error) {
	rows, err := s.db.Query(ctx, "SELECT vault, epoch, recipient, team FROM vault ORDER BY place")
	return storage.Collect(rows, err, func(r storage.Row, k *report.VaultKey) error {
		return r.Scan(&k.Vault, &k.Epoch, &k.Recipient, &k.Team)
	})
}

// vaultKey returns the key of a vault, or the first of all if vault is empty; ErrClosed if there is none.
func (s *Store) vaultKey(ctx context.Context, vault string) (report.VaultKey, error) {
	keys, err := s.Vaults(ctx)
	if err != nil {
		return report.VaultKey{}, err
	}
	for _, key := range keys {
		if vault == "" || key.Vault == vault {
			return key, nil
		}
	}
	return report.VaultKey{}, ErrClosed
}

// Derive returns the keys of a receipt. That takes a third of a second and 64 MiB on purpose; when many ask at once,
// each waits its turn, and none is refused. It returns early only if ctx ends.
func (s *Store) Derive(ctx context.Context, r seal.Receipt) (seal.ReceiptKeys, error) {
	select {
	case s.derivations <- struct{}{}:
	case <-ctx.Done():
		return seal.ReceiptKeys{}, ctx.Err()
	}
	defer func() { <-s.derivations }()
	return r.Keys()
}

// A Thread is what the drop knows of a thread.
type Thread struct {
	ID        string // random
	Vault     string // whose team reads it
	AnswerTo  string // age recipient of the person
	Withdrawn bool
	Waiting   int // envelopes that the desk has not fetched yet
}

// Thread returns the thread with that lookup id (seal.ReceiptKeys.Lookup), or ErrNoThread.
func (s *Store) Thread(ctx context.Context, lookup string) (Thread, error) {
	var t Thread
	var withdrawn int
	err := s.db.QueryRow(ctx, `SELECT id, vault, answer_to, withdrawn,
		(SELECT count(*) FROM envelope WHERE envelope.thread = thread.id) FROM thread WHERE lookup = $1`,
		seal.LookupHash(lookup)).Scan(&t.ID, &t.Vault, &t.AnswerTo, &withdrawn, &t.Waiting)
	if errors.Is(err, sql.ErrNoRows) {
		return Thread{}, ErrNoThread
	}
	t.Withdrawn = withdrawn != 0
	return t, err
}

// update runs do in one durable transaction.
func (s *Store) update(ctx context.Context, do func(*storage.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return full(s.db.Update(ctx, do))
}

// today is the only time that is kept with anything: the day, in UTC.
func today() time.Time { return time.Now().UTC().Truncate(24 * time.Hour) }

func dayText(day time.Time) string { return day.Format(time.DateOnly) }
