package register

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"unhindered/storage"
)

// Import publishes entries that bring their own IDs, all or none of them. An entry that is there already with the same
// content stays as it is; with other content it becomes the next version; a withdrawn one stays withdrawn. So the
// same file can be imported again.
func (s *Store) Import(ctx context.Context, entries []Entry) error {
	seen := map[string]bool{}
	for _, e := range entries {
		err := Check(e)
		if err == nil {
			err = checkID(e.ID)
		}
		if err == nil && seen[e.ID] {
			err = &InvalidError{"id", "is there twice"}
		}
		seen[e.ID] = true
		if err != nil {
			return fmt.Errorf("importing %q: %w", e.ID, err)
		}
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	corrected := false
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		corrected = false
		var changed []Entry
		for _, e := range entries {
			version, same, err := compare(ctx, tx, e)
			if errors.Is(err, ErrWithdrawn) || same {
				continue
			}
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			e.Version = version + 1
			corrected = corrected || version > 0
			changed = append(changed, e)
		}
		if len(changed) == 0 {
			return nil
		}
		_, err := s.write(ctx, tx, changed)
		return err
	})
	if err != nil {
		return fmt.Errorf("importing entries: %w", err)
	}
	if corrected {
		return s.compact(ctx)
	}
	return nil
}

// compare returns the version of the entry that is published now, and whether its content is that of e.
func compare(ctx context.Context, tx *storage.Tx, e Entry) (version int, same bool, err error) {
	if version, err = currentVersion(ctx, tx, e.ID); err != nil {
		return 0, false, err
	}
	var have []byte
	if err := tx.QueryRow(ctx, "SELECT text FROM entry WHERE id = $1", e.ID).Scan(&have); err != nil {
		return 0, false, err
	}
	e.Version = version
	want, err := Canonical(e)
	return version, bytes.Equal(have, want), err
}
