package register

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"unhindered/record/log"
	"unhindered/storage"
)

var (
	// ErrNotFound is returned for an entry that never was.
	ErrNotFound = storage.ErrNotFound
	// ErrWithdrawn is returned by Publish and Withdraw for an entry that was withdrawn. It does not come back.
	ErrWithdrawn = errors.New("the entry was withdrawn; it can neither be changed nor withdrawn again")
	// ErrKey is returned for a publication key that is empty, or that stands for something else already.
	ErrKey = errors.New("the publication key is empty or was used for something else; the desk must choose a new one")
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations returns the migrations of the register's database, those of the log included.
func Migrations() fs.FS {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return sub
}

// A Store is the register and its log in one database. It is safe for concurrent use.
type Store struct {
	db  *storage.DB
	log *log.Log

	writing sync.Mutex // one writer at a time, so that on PostgreSQL they do not undo each other's work
	index   index      // of what is published now, for lists
	briefs  briefs     // likewise, for exports
}

// Open opens the register in the database at url (see storage.Open), making it if there is none. It returns
// log.ErrOtherKey if the log was made with another key than signer.
func Open(ctx context.Context, url string, signer log.Signer) (*Store, error) {
	db, err := storage.Open(ctx, url, Migrations())
	if err != nil {
		return nil, fmt.Errorf("opening the register: %w", err)
	}
	s, err := New(ctx, db, signer)
	if err != nil {
		db.Close()
		return nil, err
	}
	return s, nil
}

// New makes the register of a database that was opened with Migrations, and maybe more. Close closes the database.
func New(ctx context.Context, db *storage.DB, signer log.Signer) (*Store, error) {
	l, err := log.Open(ctx, db, signer)
	if err != nil {
		return nil, err
	}
	return &Store{db: db, log: l}, nil
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Log returns the log, for reading.
func (s *Store) Log() *log.Log { return s.log }

// A Record is an entry with what the log says about it.
type Record struct {
	Entry
	Salt       string `json:"salt,omitempty"`       // hex; needed to check the commitment
	Commitment string `json:"commitment,omitempty"` // hex; see Commit
	Leaf       int64  `json:"leaf"`                 // of this version in the log
	Day        string `json:"day"`                  // of this version's publication, UTC
	// Versions are all versions, oldest first. List leaves it out.
	Versions []VersionInfo `json:"versions,omitempty"`
	// Withdrawn marks a tombstone: of the Entry nothing but the ID is left. Leaf and Day are those of the withdrawal.
	Withdrawn bool `json:"withdrawn,omitempty"`
	// Text is the exact text that was committed to, canonical JSON; nil if withdrawn.
	Text []byte `json:"-"`
}

// A VersionInfo is what is kept of every version of an entry.
type VersionInfo struct {
	Version    int    `json:"version"`
	Commitment string `json:"commitment"`
	Leaf       int64  `json:"leaf"`
	Day        string `json:"day"`
}
