package desk

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"slices"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// maxMessage is the longest message that is read, in bytes; the drop takes far less.
const maxMessage = 32 << 20

// An envelopeRow is an envelope in the desk's storage.
type envelopeRow struct {
	id, day   string
	n         int64
	processed int
	file      sql.NullString // of part 0; null once erased
}

// envelopes returns the envelopes of a thread, oldest first.
func (d *Desk) envelopes(ctx context.Context, q querier, v *openVault, thread string) ([]envelopeRow, error) {
	rows, err := q.Query(ctx, `SELECT e.id, e.day, e.n, e.processed, p.file FROM envelope e
		LEFT JOIN part p ON p.envelope = e.id AND p.n = 0 WHERE e.thread = $1 AND e.vault = $2 ORDER BY e.n`, thread, v.id)
	return storage.Collect(rows, err, func(r storage.Row, e *envelopeRow) error {
		return r.Scan(&e.id, &e.day, &e.n, &e.processed, &e.file)
	})
}

// Reasons why a message cannot be read.
const (
	unreadableKey     = "sealed for another key"
	unreadableDamaged = "damaged"
	unreadableErased  = "erased"
)

// readMessage opens part 0 of an envelope. A message that cannot be read is returned as such; err is for everything
// else.
func (d *Desk) readMessage(v *openVault, e envelopeRow) (Message, error) {
	m := Message{ID: e.id, Day: e.day}
	if !e.file.Valid {
		m.Unreadable = unreadableErased
		return m, nil
	}
	f, err := d.blobs.Open(e.file.String)
	if errors.Is(err, storage.ErrNotFound) {
		m.Unreadable = unreadableDamaged
		return m, nil
	}
	if err != nil {
		return m, err
	}
	defer f.Close()
	r, err := seal.Reader(f, v.keys().Identities()...)
	var plain []byte
	if err == nil {
		plain, err = io.ReadAll(io.LimitReader(r, maxMessage))
		defer clear(plain)
	}
	if err == nil {
		m.Message, err = report.Decode(plain)
	}
	switch {
	case err == nil:
	case errors.Is(err, seal.ErrWrongKey), errors.Is(err, seal.ErrClassic), errors.Is(err, seal.ErrMixed):
		m.Unreadable = unreadableKey
	case errors.Is(err, seal.ErrDamaged), errors.Is(err, seal.ErrNotAge), errors.Is(err, report.ErrNotMessage):
		m.Unreadable = unreadableDamaged
	default:
		return m, err
	}
	return m, nil
}

// OpenThread opens a report, with an audit line first. A message that does not open is there, marked Unreadable.
func (s *Session) OpenThread(ctx context.Context, id string) (Thread, error) {
	m, err := s.vaultOf(ctx, aThread, id)
	if err != nil {
		return Thread{}, err
	}
	d, v := s.desk, m.openVault
	err = d.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		if err := log(AuditLine{What: OpenedThread, Thread: id}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE envelope SET opened = 1 WHERE thread = $1 AND vault = $2", id, v.id)
		return err
	})
	if err != nil {
		return Thread{}, err
	}
	messages, err := d.readThread(ctx, v, id)
	if err != nil {
		return Thread{}, err
	}
	if err := d.noteThread(ctx, v, id, messages); err != nil {
		return Thread{}, err
	}
	infos, err := d.threadInfos(ctx, v, id)
	if err != nil {
		return Thread{}, err
	}
	if len(infos) != 1 {
		return Thread{}, ErrNotFound
	}
	answers, err := d.answers(ctx, v, id)
	if err != nil {
		return Thread{}, err
	}
	return Thread{infos[0], interleave(messages, answers)}, nil
}

// readThread opens all messages of the person, oldest first.
func (d *Desk) readThread(ctx context.Context, v *openVault, id string) ([]Message, error) {
	rows, err := d.envelopes(ctx, d.db, v, id)
	if err != nil {
		return nil, err
	}
	messages := make([]Message, len(rows))
	for n, row := range rows {
		if messages[n], err = d.readMessage(v, row); err != nil {
			return nil, err
		}
		messages[n].n = row.n
	}
	return messages, nil
}

// noteThread brings the state of a thread up to date with what its messages say.
func (d *Desk) noteThread(ctx context.Context, v *openVault, id string, messages []Message) error {
	v.index.mu.RLock()
	was := v.index.threads[id]
	v.index.mu.RUnlock()
	now := was
	now.note(messages)
	if now.equal(was) {
		return nil
	}
	err := d.db.Update(ctx, func(tx *storage.Tx) error {
		var err error
		now, err = d.changeState(ctx, tx, v, id, func(state *threadState) { state.note(messages) })
		return err
	})
	if err == nil {
		v.index.setThread(id, now)
	}
	return err
}

// note takes over what the messages of a thread say about it.
func (s *threadState) note(messages []Message) {
	s.Unreadable = slices.Clone(s.Unreadable)
	for _, m := range messages {
		s.noteHold(m)
		switch {
		case m.Unreadable == unreadableErased:
		case m.Unreadable != "":
			if !slices.Contains(s.Unreadable, m.ID) {
				s.Unreadable = append(s.Unreadable, m.ID)
			}
		case m.Kind == report.Withdraw && s.Withdrawn == "":
			s.Withdrawn = m.Day
		case m.DangerNow:
			s.Danger = true
		}
	}
}

// noteHold takes over what a message says of keeping the report. A report that says nothing of it does not allow it.
func (s *threadState) noteHold(m Message) {
	if m.Unreadable != "" {
		return
	}
	if m.Kind == report.Report && s.Hold == "" {
		s.Hold = mayNotHold
	}
	for _, c := range m.Consents {
		switch {
		case c.Purpose != report.Hold:
		case c.Given:
			s.Hold = mayHold
		default:
			s.Hold = mayNotHold
		}
	}
}

func (s threadState) equal(o threadState) bool {
	return s.Case == o.Case && s.Withdrawn == o.Withdrawn && s.Danger == o.Danger && s.Hold == o.Hold && s.Erased == o.Erased &&
		slices.Equal(s.Unreadable, o.Unreadable)
}

// EraseThread deletes everything that was received and sent on a thread and leaves its line in the inbox. What was
// taken into a case stays there. It needs the role approver.
func (s *Session) EraseThread(ctx context.Context, thread string) error {
	m, err := s.vaultOf(ctx, aThread, thread)
	if err != nil {
		return err
	}
	if m.role != Approver {
		return ErrForbidden
	}
	d, v := s.desk, m.openVault
	var files []string
	var state threadState
	err = d.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		rows, err := tx.Query(ctx, "SELECT p.file FROM part p JOIN envelope e ON e.id = p.envelope WHERE e.thread = $1", thread)
		if files, err = storage.Collect(rows, err, func(r storage.Row, f *string) error { return r.Scan(f) }); err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM part WHERE envelope IN (SELECT id FROM envelope WHERE thread = $1)",
			"DELETE FROM answer WHERE thread = $1",
			"UPDATE envelope SET opened = 1, processed = 1 WHERE thread = $1",
		} {
			if _, err := tx.Exec(ctx, statement, thread); err != nil {
				return err
			}
		}
		if state, err = d.changeState(ctx, tx, v, thread, func(s *threadState) { s.Erased = true }); err != nil {
			return err
		}
		return log(AuditLine{What: ErasedThread, Thread: thread})
	})
	if err != nil {
		return err
	}
	v.index.setThread(thread, state)
	var errs []error
	for _, file := range files {
		errs = append(errs, d.blobs.Remove(file))
	}
	return errors.Join(append(errs, d.db.Compact(ctx))...)
}
