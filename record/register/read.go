package register

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"unhindered/storage"
)

// Entry returns what is published under an ID now, with all its versions; of a withdrawn entry the tombstone. It returns
// ErrNotFound if there never was such an entry.
func (s *Store) Entry(ctx context.Context, id string) (Record, error) {
	var r Record
	err := s.db.View(ctx, func(tx *storage.Tx) error {
		r = Record{}
		err := scanRecord(tx.QueryRow(ctx, recordColumns+" = $1", id), &r)
		if errors.Is(err, sql.ErrNoRows) {
			err = tombstone(ctx, tx, id, &r)
		}
		if err != nil {
			return err
		}
		r.Versions, err = versions(ctx, tx, id)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return Record{}, ErrNotFound
	}
	if err != nil {
		return Record{}, fmt.Errorf("reading entry %s: %w", id, err)
	}
	return r, nil
}

func tombstone(ctx context.Context, tx *storage.Tx, id string, r *Record) error {
	err := tx.QueryRow(ctx, "SELECT leaf, day FROM tombstone WHERE entry = $1", id).Scan(&r.Leaf, &r.Day)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	r.ID, r.Withdrawn = id, true
	return err
}

func versions(ctx context.Context, tx *storage.Tx, id string) ([]VersionInfo, error) {
	rows, err := tx.Query(ctx, "SELECT version, commitment, leaf, day FROM entry_version WHERE entry = $1 ORDER BY version", id)
	return storage.Collect(rows, err, func(row storage.Row, v *VersionInfo) error {
		return row.Scan(&v.Version, &v.Commitment, &v.Leaf, &v.Day)
	})
}
