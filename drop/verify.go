package drop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"unhindered/seal"
	"unhindered/storage"
)

// A Report is what Verify found.
type Report struct {
	Threads, Envelopes, Parts, Answers int      // that were checked
	Faults                             []string // in words, without content; empty if all is well
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// Verify checks, without keys, that the database is whole, that every sealed file is there with the size that it came
// with, and that whatever should be sealed is.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	var r Report
	if err := s.db.Check(ctx); err != nil {
		r.fault("%v", err)
	}
	waiting, err := s.Waiting(ctx)
	if err != nil {
		return r, err
	}
	r.Envelopes = len(waiting)
	for _, e := range waiting {
		for n, size := range e.Parts {
			r.Parts++
			if err := s.verifyPart(ctx, e.ID, n, size); err != nil {
				r.fault("part %d of envelope %s: %v", n, e.ID, err)
			}
		}
	}
	for _, sealed := range []struct {
		what, query string
		n           *int
	}{
		{"the person's copy of the consents of thread", "SELECT id, own FROM thread", &r.Threads},
		{"the answer", "SELECT id, sealed FROM answer", &r.Answers},
	} {
		type row struct {
			id     string
			sealed []byte
		}
		rows, err := s.db.Query(ctx, sealed.query)
		all, err := storage.Collect(rows, err, func(from storage.Row, to *row) error { return from.Scan(&to.id, &to.sealed) })
		if err != nil {
			return r, err
		}
		*sealed.n = len(all)
		for _, one := range all {
			if len(one.sealed) > 0 && seal.CheckForeign(bytes.NewReader(one.sealed)) != nil {
				r.fault("%s %s is not sealed", sealed.what, one.id)
			}
		}
	}
	return r, nil
}

func (s *Store) verifyPart(ctx context.Context, envelope string, n int, size int64) error {
	part, err := s.OpenPart(ctx, envelope, n)
	if errors.Is(err, storage.ErrNotFound) {
		return errors.New("its sealed file is missing")
	}
	if err != nil {
		return err
	}
	defer part.Close()
	var head bytes.Buffer
	length, err := io.Copy(&head, io.LimitReader(part, seal.MaxForeignHeader))
	if err != nil {
		return err
	}
	rest, err := io.Copy(io.Discard, part)
	if err != nil {
		return err
	}
	if length += rest; length != size {
		return fmt.Errorf("its sealed file has %d bytes, not %d", length, size)
	}
	if err := seal.CheckForeign(&head); err != nil {
		return errors.New("its file is not sealed")
	}
	return nil
}
