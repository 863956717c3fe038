package desk

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// A Desk is the room. It is safe for concurrent use.
type Desk struct {
	db     *storage.DB
	blobs  *storage.Blobs
	intake Intake
	record Record

	idle       time.Duration
	workFactor int
	tryDelay   time.Duration
	now        func() time.Time
	onLock     func()

	unlocking *semaphore.Weighted // each unlocking takes 256 MiB
	cleaning  *semaphore.Weighted // a document is cleaned in memory
	tries     tries
	fetching  sync.Mutex
	told      bool // the drop knows our vaults; guarded by fetching
	stop      chan struct{}
	stopped   sync.WaitGroup
	closeOnce sync.Once
	lock      *dirLock

	mu       sync.Mutex
	sessions map[[32]byte]*Session // by SHA-256 of the token
	open     map[string]*openVault // by vault id: the vaults that some session holds
}

// Open opens the desk whose database is at url and whose sealed files lie in dir, brings it up to date, finishes answers
// that were on their way, and tells the drop its vaults; if the drop cannot be reached, Fetch tries again. intake and
// record may be nil for a desk without these doors.
func Open(ctx context.Context, dir, url string, intake Intake, record Record, options ...Option) (*Desk, error) {
	d := &Desk{
		intake: intake, record: record,
		idle: 15 * time.Minute, workFactor: seal.DefaultWorkFactor, tryDelay: 500 * time.Millisecond, now: time.Now,
		unlocking: semaphore.NewWeighted(2),
		cleaning:  semaphore.NewWeighted(1),
		stop:      make(chan struct{}),
		sessions:  map[[32]byte]*Session{},
		open:      map[string]*openVault{},
	}
	for _, option := range options {
		option(d)
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if d.db, err = storage.Open(ctx, url, sub); err != nil {
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	if d.blobs, err = storage.OpenBlobs(filepath.Join(dir, "files")); err != nil {
		d.db.Close()
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	if d.lock, err = lockDir(dir); err == nil {
		err = d.sweepFiles(ctx)
	}
	if err != nil {
		d.lock.release()
		d.db.Close()
		return nil, fmt.Errorf("opening the desk: %w", err)
	}
	d.tellVaults(ctx) // a drop that cannot be reached now is told at the next Fetch
	d.stopped.Go(d.watchIdle)
	return d, nil
}

// Close ends all sessions and closes the database.
func (d *Desk) Close() error {
	var err error
	d.closeOnce.Do(func() {
		close(d.stop)
		d.stopped.Wait()
		d.LockAll()
		d.fetching.Lock() // a fetch in progress ends first
		defer d.fetching.Unlock()
		err = d.db.Close()
		d.lock.release()
	})
	return err
}

// sweepFiles removes what was half written and sealed files that no row names: they were being added when the program
// was killed, and nobody was told that they arrived. It does nothing while another process has the desk open.
func (d *Desk) sweepFiles(ctx context.Context) error {
	if d.lock == nil {
		return nil
	}
	if err := d.blobs.RemoveUnfinished(); err != nil {
		return err
	}
	known, err := d.knownFiles(ctx)
	if err != nil {
		return err
	}
	names, err := d.blobs.Names()
	if err != nil {
		return err
	}
	for _, name := range names {
		if !known[name] {
			if err := d.blobs.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Desk) knownFiles(ctx context.Context) (map[string]bool, error) {
	rows, err := d.db.Query(ctx, "SELECT file FROM part UNION ALL SELECT file FROM evidence_file")
	names, err := storage.Collect(rows, err, func(r storage.Row, name *string) error { return r.Scan(name) })
	known := make(map[string]bool, len(names))
	for _, name := range names {
		known[name] = true
	}
	return known, err
}

// tellVaults tells the drop to whom reports are sealed: new ones to the first vault that was made.
func (d *Desk) tellVaults(ctx context.Context) error {
	d.fetching.Lock()
	defer d.fetching.Unlock()
	return d.tellVaultsLocked(ctx)
}

func (d *Desk) tellVaultsLocked(ctx context.Context) error {
	if d.intake == nil {
		return nil
	}
	d.told = false
	rows, err := d.db.Query(ctx, "SELECT id, epoch, recipient, team FROM vault ORDER BY place")
	keys, err := storage.Collect(rows, err, func(r storage.Row, k *report.VaultKey) error {
		return r.Scan(&k.Vault, &k.Epoch, &k.Recipient, &k.Team)
	})
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return nil
	}
	if err := d.intake.SetVaults(ctx, keys); err != nil {
		return fmt.Errorf("telling the drop its keys: %w", err)
	}
	d.told = true
	return nil
}

// today returns the present day, UTC.
func (d *Desk) today() string { return d.now().UTC().Format(time.DateOnly) }

// newID returns 128 random bits in hex.
func newID() string {
	var raw [16]byte
	rand.Read(raw[:])
	return hex.EncodeToString(raw[:])
}

// damaged turns an error of opening a sealed row into ErrDamaged, naming the place but no content.
func damaged(err error, what string) error {
	if errors.Is(err, seal.ErrDamaged) || errors.Is(err, seal.ErrWrongKey) {
		return fmt.Errorf("%s: %w", what, ErrDamaged)
	}
	return err
}
