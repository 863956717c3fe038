// Package log is the record's transparency log: a Merkle tree (RFC 6962) over short texts, with a signed checkpoint, that
// anyone can read and check with a stock client (C2SP tlog-tiles). Nothing that was appended can be changed or taken
// away unnoticed by who keeps an older checkpoint.
//
// The log lies in the database of the register (the tables log_head, log_leaf and log_tile of its migrations), so that an
// entry and its leaf are written in one transaction. What the leaves say is the register's matter.
package log

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"unhindered/storage"
)

// ErrOtherKey is returned by Open for a key that is not the one the log was made with.
var ErrOtherKey = errors.New("this is not the key that the log was made with: nobody could check the log any more; " +
	"use the key file that was made together with this database")

// ErrNotFound is returned by Read and Leaf for what the log does not have (yet), and by Read for what is no path of a log.
var ErrNotFound = storage.ErrNotFound

// A Log is the log in one database. It is safe for concurrent use.
type Log struct {
	db     *storage.DB
	signer Signer
}

// Open opens the log in db, making an empty one if there is none. It returns ErrOtherKey if the log has another key.
func Open(ctx context.Context, db *storage.DB, signer Signer) (*Log, error) {
	l := &Log{db, signer}
	made, err := madeWith(ctx, db)
	if errors.Is(err, sql.ErrNoRows) {
		err = db.Update(ctx, func(tx *storage.Tx) error {
			if made, err = madeWith(ctx, tx); !errors.Is(err, sql.ErrNoRows) {
				return err // another process was first
			}
			made = signer.Public()
			return l.create(ctx, tx)
		})
	}
	if err != nil {
		return nil, fmt.Errorf("opening the log: %w", err)
	}
	if made != signer.Public() {
		return nil, ErrOtherKey
	}
	return l, nil
}

// A reader is a database or a transaction in it.
type reader interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

func madeWith(ctx context.Context, from reader) (verifier string, err error) {
	err = from.QueryRow(ctx, "SELECT verifier FROM log_head").Scan(&verifier)
	return verifier, err
}

func (l *Log) create(ctx context.Context, tx *storage.Tx) error {
	root, err := tlog.TreeHash(0, nil)
	if err != nil {
		return err
	}
	signed, err := l.sign(tlog.Tree{N: 0, Hash: root})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO log_head (one, verifier, checkpoint) VALUES (1, $1, $2)", l.signer.Public(), signed)
	return err
}

// Public returns the public key that checkpoints are checked with.
func (l *Log) Public() string { return l.signer.Public() }

// A Checkpoint is the signed state of the log.
type Checkpoint struct {
	Size int64     // number of leaves
	Root tlog.Hash // of the tree over them
	Note string    // the signed text, as /checkpoint gives it
}

// Checkpoint returns the newest checkpoint, its signature checked.
func (l *Log) Checkpoint(ctx context.Context) (Checkpoint, error) { return l.checkpoint(ctx, l.db) }

func (l *Log) checkpoint(ctx context.Context, from reader) (Checkpoint, error) {
	var signed string
	if err := from.QueryRow(ctx, "SELECT checkpoint FROM log_head").Scan(&signed); err != nil {
		return Checkpoint{}, fmt.Errorf("reading the log's checkpoint: %w", err)
	}
	tree, err := l.open(signed)
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{tree.N, tree.Hash, signed}, nil
}

// Leaf returns the text of leaf n, counted from 0.
func (l *Log) Leaf(ctx context.Context, n int64) ([]byte, error) {
	var text []byte
	err := l.db.QueryRow(ctx, "SELECT text FROM log_leaf WHERE n = $1", n).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	return text, err
}

// Size returns the number of leaves. It is cheap: a reader that keeps something in memory asks it whether anything changed.
func (l *Log) Size(ctx context.Context, tx *storage.Tx) (int64, error) {
	var size int64
	if err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(n), -1) + 1 FROM log_leaf").Scan(&size); err != nil {
		return 0, fmt.Errorf("reading the size of the log: %w", err)
	}
	return size, nil
}
