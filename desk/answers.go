package desk

import (
	"context"
	"encoding/json"
	"slices"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// interleave puts answers between the messages that came before and after them.
func interleave(messages, answers []Message) []Message {
	all := slices.Concat(messages, answers)
	slices.SortStableFunc(all, func(a, b Message) int { return int(a.n - b.n) })
	return all
}

// sentAnswer is what the desk keeps, sealed, of an answer.
type sentAnswer struct {
	By   string `json:"by"`
	Day  string `json:"day"`
	Text string `json:"text"`
	// After is the number of the last envelope that was here when it was written.
	After int64 `json:"after"`
}

func contextAnswer(thread, id string) string { return "answer|" + thread + "|" + id }

// Answer writes to the person. It is kept and sealed to them at once; if the drop cannot be reached, it is sent at the
// next Fetch.
func (s *Session) Answer(ctx context.Context, thread, text string) error {
	m, err := s.vaultOf(ctx, aThread, thread)
	if err != nil {
		return err
	}
	d, v := s.desk, m.openVault
	var e FieldErrors
	e.text("text", text, needed, page)
	if err := e.orNil(); err != nil {
		return err
	}
	v.index.mu.RLock()
	state := v.index.threads[thread]
	v.index.mu.RUnlock()
	if state.Withdrawn != "" {
		return ErrWithdrawnThread
	}
	var answerTo, team string
	if err := d.db.QueryRow(ctx, "SELECT t.answer_to, v.team FROM thread t JOIN vault v ON v.id = t.vault WHERE t.id = $1", thread).
		Scan(&answerTo, &team); err != nil {
		return err
	}
	to, err := seal.ParseRecipient(answerTo)
	if err != nil {
		return damaged(seal.ErrDamaged, "the key that answers are sealed to")
	}
	encoded, err := report.Message{Kind: report.Answer, What: text, From: team}.Encode()
	if err != nil {
		return err
	}
	defer clear(encoded)
	outgoing, err := seal.Seal(encoded, to)
	if err != nil {
		return err
	}
	id := newID()
	err = d.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		var after, n int64
		if err := tx.QueryRow(ctx, "SELECT coalesce(max(n), 0) FROM envelope WHERE thread = $1", thread).Scan(&after); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, "SELECT coalesce(max(n), 0) + 1 FROM answer").Scan(&n); err != nil {
			return err
		}
		plain, err := json.Marshal(sentAnswer{s.name, d.today(), text, after})
		if err != nil {
			return err
		}
		defer clear(plain)
		sealed, err := v.keys().Encrypt(plain, contextAnswer(thread, id))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "INSERT INTO answer (id, thread, vault, n, sealed, outgoing) VALUES ($1, $2, $3, $4, $5, $6)",
			id, thread, v.id, n, sealed, outgoing); err != nil {
			return err
		}
		return log(AuditLine{What: Answered, Thread: thread, Item: id})
	})
	if err != nil {
		return err
	}
	d.fetching.Lock()
	defer d.fetching.Unlock()
	d.sendAnswers(ctx) // it is kept: what fails now is sent at the next Fetch
	return nil
}

// answers opens the answers on a thread, oldest first.
func (d *Desk) answers(ctx context.Context, v *openVault, thread string) ([]Message, error) {
	rows, err := d.db.Query(ctx, `SELECT id, sealed, CASE WHEN outgoing IS NULL THEN 1 ELSE 0 END FROM answer
		WHERE thread = $1 AND vault = $2 ORDER BY n`, thread, v.id)
	type row struct {
		id     string
		sealed []byte
		sent   int
	}
	all, err := storage.Collect(rows, err, func(r storage.Row, a *row) error { return r.Scan(&a.id, &a.sealed, &a.sent) })
	if err != nil {
		return nil, err
	}
	messages := make([]Message, len(all))
	for n, a := range all {
		plain, err := v.keys().Decrypt(a.sealed, contextAnswer(thread, a.id))
		if err != nil {
			return nil, damaged(err, "an answer")
		}
		var sent sentAnswer
		err = json.Unmarshal(plain, &sent)
		clear(plain)
		if err != nil {
			return nil, ErrDamaged
		}
		messages[n] = Message{ID: a.id, Day: sent.Day, Answer: true, By: sent.By, Sent: a.sent == 1, n: sent.After,
			Message: report.Message{Version: report.Version, Kind: report.Answer, What: sent.Text}}
	}
	return messages, nil
}
