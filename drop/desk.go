package drop

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// The methods in this file, with SetVaults, are the desk's side of the door.

// Waiting returns the envelopes that the desk has not fetched yet. Those of one thread come in the order in which they
// were sent; a desk must take them in that order.
func (s *Store) Waiting(ctx context.Context) ([]report.Envelope, error) {
	var waiting []report.Envelope
	err := s.db.View(ctx, func(tx *storage.Tx) error {
		rows, err := tx.Query(ctx, `SELECT envelope.id, thread, envelope.vault, day, answer_to
			FROM envelope JOIN thread ON thread.id = thread ORDER BY day, thread, seq`)
		waiting, err = storage.Collect(rows, err, func(r storage.Row, e *report.Envelope) error {
			return r.Scan(&e.ID, &e.Thread, &e.Vault, &e.Day, &e.AnswerTo)
		})
		if err != nil {
			return err
		}
		sizes, err := partSizes(ctx, tx)
		for i := range waiting {
			waiting[i].Parts = sizes[waiting[i].ID]
		}
		return err
	})
	return waiting, err
}

func partSizes(ctx context.Context, tx *storage.Tx) (map[string][]int64, error) {
	rows, err := tx.Query(ctx, "SELECT envelope, size FROM part ORDER BY envelope, n")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sizes := make(map[string][]int64)
	for rows.Next() {
		var id string
		var size int64
		if err := rows.Scan(&id, &size); err != nil {
			return nil, err
		}
		sizes[id] = append(sizes[id], size)
	}
	return sizes, rows.Err()
}

// OpenPart returns the sealed bytes of one part of a waiting envelope; storage.ErrNotFound if there is no such part,
// or the person has withdrawn it meanwhile. The caller closes it.
func (s *Store) OpenPart(ctx context.Context, envelope string, part int) (io.ReadCloser, error) {
	var blob string
	err := s.db.QueryRow(ctx, "SELECT blob FROM part WHERE envelope = $1 AND n = $2", envelope, part).Scan(&blob)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, storage.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return s.blobs.Open(blob)
}

// Taken deletes an envelope that the desk has safely stored. It is no error if the envelope is gone already.
func (s *Store) Taken(ctx context.Context, envelope string) error {
	var gone []string
	err := s.update(ctx, func(tx *storage.Tx) error {
		var err error
		gone, err = deleteEnvelopes(ctx, tx, "id = $1", envelope)
		return err
	})
	if err != nil || gone == nil {
		return err
	}
	return s.cleanUp(ctx, gone)
}

// PostAnswer keeps an answer for the person; it is durable when PostAnswer returns nil. key is random and chosen by the
// desk: the same key a second time changes nothing. It returns ErrNoThread, ErrWithdrawn, or an error of
// seal.CheckForeign if sealed is not a sealed file.
func (s *Store) PostAnswer(ctx context.Context, key, thread string, sealed []byte) error {
	if err := seal.CheckForeign(bytes.NewReader(sealed)); err != nil {
		return fmt.Errorf("an answer must be sealed before it is posted: %w", err)
	}
	return s.update(ctx, func(tx *storage.Tx) error {
		if err := refuseWithdrawn(ctx, tx, thread); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO answer (id, thread, day, seq, sealed)
			VALUES ($1, $2, $3, (SELECT coalesce(max(seq), 0) + 1 FROM answer WHERE thread = $2), $4)
			ON CONFLICT (id) DO NOTHING`, key, thread, dayText(today()), sealed)
		return err
	})
}
