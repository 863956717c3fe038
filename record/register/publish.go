package register

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"unhindered/storage"
)

// Published is what came of a publication or a withdrawal.
type Published struct {
	ID         string `json:"id"`
	Version    int    `json:"version"` // 0 for a withdrawal
	Leaf       int64  `json:"leaf"`    // in the log
	Commitment string `json:"commitment,omitempty"`
}

// Publish makes an entry public: a new one if e.ID is empty, else the next version of that entry, whose older text and
// salt are then gone. The entry, its commitment in the log and the signed checkpoint are on the disk together when it
// returns nil, or none of them is.
//
// The desk chooses key at random for each publication: the same key again returns what the first call did, and does nothing.
//
// It returns an *InvalidError for an entry that Check refuses, ErrNotFound or ErrWithdrawn for the version of an entry that
// is not there, and ErrKey. An error that comes with a Published says that the correction is out, but that the database could
// not be cleaned of the older text yet; the same call again tries again.
func (s *Store) Publish(ctx context.Context, key string, e Entry) (Published, error) {
	if err := Check(e); err != nil {
		return Published{}, err
	}
	correction := e.ID != ""
	p, err := s.once(ctx, key, func(tx *storage.Tx, p *Published) error {
		if p.Version > 0 {
			return nil // done before
		} else if p.ID != "" {
			return ErrKey
		}
		e := e // the transaction may run again
		version := 0
		if correction {
			var err error
			if version, err = currentVersion(ctx, tx, e.ID); err != nil {
				return err
			}
		} else {
			var err error
			if e.ID, err = newID(ctx, tx); err != nil {
				return err
			}
		}
		e.Version = version + 1
		published, err := s.write(ctx, tx, []Entry{e})
		if err != nil {
			return err
		}
		*p = published[0]
		return keep(ctx, tx, key, *p)
	})
	if err != nil {
		return Published{}, fmt.Errorf("publishing: %w", err)
	}
	if correction {
		return p, s.compact(ctx)
	}
	return p, nil
}

// Withdraw takes an entry back: its text and salt are deleted, a tombstone stays, and the log gets a leaf that does not
// say which entry it was. key is as for Publish.
//
// An error that comes with a Published says that the entry is withdrawn, but that the database could not be cleaned of
// its traces yet; the same call again tries again.
func (s *Store) Withdraw(ctx context.Context, key, id string) (Published, error) {
	p, err := s.once(ctx, key, func(tx *storage.Tx, p *Published) error {
		if p.ID == id && p.Version == 0 {
			return nil // done before
		} else if p.ID != "" {
			return ErrKey
		}
		if _, err := currentVersion(ctx, tx, id); err != nil {
			return err
		}
		leaf, err := s.log.Append(ctx, tx, withdrawalLeaf())
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM entry WHERE id = $1", id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO tombstone (entry, leaf, day) VALUES ($1, $2, $3)", id, leaf, today()); err != nil {
			return err
		}
		*p = Published{ID: id, Leaf: leaf}
		return keep(ctx, tx, key, *p)
	})
	if err != nil {
		return Published{}, fmt.Errorf("withdrawing: %w", err)
	}
	return p, s.compact(ctx)
}

// once runs do in one transaction of the only writer. p is what the key came to before; its ID is empty if it is new.
func (s *Store) once(ctx context.Context, key string, do func(tx *storage.Tx, p *Published) error) (Published, error) {
	if key == "" {
		return Published{}, ErrKey
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	var p Published
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		p = Published{}
		err := tx.QueryRow(ctx, "SELECT entry, version, leaf, commitment FROM publication WHERE key = $1", key).
			Scan(&p.ID, &p.Version, &p.Leaf, &p.Commitment)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return do(tx, &p)
	})
	return p, err
}

func keep(ctx context.Context, tx *storage.Tx, key string, p Published) error {
	_, err := tx.Exec(ctx, "INSERT INTO publication (key, entry, version, leaf, commitment) VALUES ($1, $2, $3, $4, $5)",
		key, p.ID, p.Version, p.Leaf, p.Commitment)
	return err
}

// write writes versions of entries, with ID and Version set, and appends their leaves to the log.
func (s *Store) write(ctx context.Context, tx *storage.Tx, entries []Entry) ([]Published, error) {
	texts, salts := make([][]byte, len(entries)), make([][]byte, len(entries))
	published, leaves := make([]Published, len(entries)), make([][]byte, len(entries))
	for i, e := range entries {
		var err error
		if texts[i], err = Canonical(e); err != nil {
			return nil, err
		}
		salts[i] = make([]byte, saltSize)
		rand.Read(salts[i])
		published[i] = Published{ID: e.ID, Version: e.Version, Commitment: Commit(salts[i], texts[i])}
		leaves[i] = publicationLeaf(published[i].Commitment)
	}
	first, err := s.log.Append(ctx, tx, leaves...)
	if err != nil {
		return nil, err
	}
	day := today()
	for i, e := range entries {
		p := &published[i]
		p.Leaf = first + int64(i)
		if err := putEntry(ctx, tx, e, p.Leaf, texts[i], salts[i]); err != nil {
			return nil, err
		}
		_, err := tx.Exec(ctx, "INSERT INTO entry_version (entry, version, commitment, leaf, day) VALUES ($1, $2, $3, $4, $5)",
			p.ID, p.Version, p.Commitment, p.Leaf, day)
		if err != nil {
			return nil, err
		}
	}
	return published, nil
}

func putEntry(ctx context.Context, tx *storage.Tx, e Entry, leaf int64, text, salt []byte) error {
	d := derive(e)
	_, err := tx.Exec(ctx, `INSERT INTO entry (id, version, leaf, text, salt, subject, date, facets, search)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET version = excluded.version, leaf = excluded.leaf, text = excluded.text,
			salt = excluded.salt, subject = excluded.subject, date = excluded.date, facets = excluded.facets,
			search = excluded.search`,
		e.ID, e.Version, leaf, text, salt, d.subject, d.date, d.facets, d.search)
	return err
}

// currentVersion returns the version of an entry that is published now, or ErrNotFound or ErrWithdrawn.
func currentVersion(ctx context.Context, tx *storage.Tx, id string) (version int, err error) {
	err = tx.QueryRow(ctx, "SELECT version FROM entry WHERE id = $1", id).Scan(&version)
	if !errors.Is(err, sql.ErrNoRows) {
		return version, err
	}
	var gone int
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM tombstone WHERE entry = $1", id).Scan(&gone); err != nil {
		return 0, err
	}
	if gone > 0 {
		return 0, ErrWithdrawn
	}
	return 0, ErrNotFound
}

func (s *Store) compact(ctx context.Context) error {
	if err := s.db.Compact(ctx); err != nil {
		return fmt.Errorf("it is done, but the old text may linger in free space of the database until the next time: %w", err)
	}
	return nil
}

func today() string { return time.Now().UTC().Format(time.DateOnly) }
