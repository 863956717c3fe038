package desk

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"

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

func (s threadState) equal(o threadState) bool {
	return s.Case == o.Case && s.Withdrawn == o.Withdrawn && s.Danger == o.Danger && s.Erased == o.Erased &&
		slices.Equal(s.Unreadable, o.Unreadable)
}

// interleave puts answers between the messages that came before and after them.
func interleave(messages, answers []Message) []Message {
	all := slices.Concat(messages, answers)
	slices.SortStableFunc(all, func(a, b Message) int { return int(a.n - b.n) })
	return all
}

// OpenFile opens file n (1, 2, ...) of an envelope, with an audit line first. Reading fails with ErrDamaged if the bytes
// are not those that were sent. The caller closes the reader.
func (s *Session) OpenFile(ctx context.Context, thread, envelope string, n int) (File, io.ReadCloser, error) {
	m, err := s.vaultOf(ctx, aThread, thread)
	if err != nil {
		return File{}, nil, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedFile, Thread: thread, Item: envelope}); err != nil {
		return File{}, nil, err
	}
	return s.desk.openFile(ctx, m.openVault, thread, envelope, n)
}

func (d *Desk) openFile(ctx context.Context, v *openVault, thread, envelope string, n int) (File, io.ReadCloser, error) {
	rows, err := d.envelopes(ctx, d.db, v, thread)
	if err != nil {
		return File{}, nil, err
	}
	at := slices.IndexFunc(rows, func(e envelopeRow) bool { return e.id == envelope })
	if at < 0 {
		return File{}, nil, ErrNotFound
	}
	message, err := d.readMessage(v, rows[at])
	if err != nil {
		return File{}, nil, err
	}
	if n < 1 || n > len(message.Files) {
		return File{}, nil, ErrNotFound
	}
	about := message.Files[n-1]
	var file string
	err = d.db.QueryRow(ctx, "SELECT file FROM part WHERE envelope = $1 AND n = $2", envelope, n).Scan(&file)
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, nil, ErrNotFound
	}
	if err != nil {
		return File{}, nil, err
	}
	r, err := d.openSealed(file, v.keys().Identities(), about.SHA256)
	if err != nil {
		return File{}, nil, err
	}
	f := File{Name: about.Name, Type: about.Type, Size: about.Size, SHA256: about.SHA256, Sealed: about.Sealed}
	if !about.Sealed {
		return f, r, nil
	}
	inner, err := seal.OpenForeign(r, v.keys().Identities()...)
	if err != nil {
		r.Close()
		return f, nil, err
	}
	f.Size = -1
	f.Name = strings.TrimSuffix(f.Name, ".age")
	return f, struct {
		io.Reader
		io.Closer
	}{inner, r}, nil
}

// openSealed opens a sealed file of the desk. If hash is not "", reading ends with ErrDamaged where the bytes do not have
// it.
func (d *Desk) openSealed(file string, ids []age.Identity, hash string) (io.ReadCloser, error) {
	f, err := d.blobs.Open(file)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, damaged(seal.ErrDamaged, "a sealed file is not there any more")
	}
	if err != nil {
		return nil, err
	}
	r, err := seal.Reader(f, ids...)
	if err != nil {
		f.Close()
		return nil, damaged(err, "a sealed file")
	}
	return &checkedFile{r: r, f: f, hash: sha256.New(), want: strings.ToLower(hash)}, nil
}

// A checkedFile compares what was read with a hash.
type checkedFile struct {
	r    io.Reader
	f    *os.File
	hash hash.Hash
	want string
}

func (c *checkedFile) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.hash.Write(p[:n])
	if err == io.EOF && c.want != "" && hex.EncodeToString(c.hash.Sum(nil)) != c.want {
		return n, ErrDamaged
	}
	if err != nil && err != io.EOF {
		err = damaged(err, "a sealed file")
	}
	return n, err
}

func (c *checkedFile) Close() error { return c.f.Close() }

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
