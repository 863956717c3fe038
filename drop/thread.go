package drop

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"filippo.io/age"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// A SealedAnswer is a report.Message of kind Answer, sealed to the thread's AnswerTo.
type SealedAnswer struct {
	Day    string // YYYY-MM-DD (UTC) on which the team sent it
	Sealed []byte
}

// Answers returns the team's answers on a thread, the oldest first.
func (s *Store) Answers(ctx context.Context, t Thread) ([]SealedAnswer, error) {
	rows, err := s.db.Query(ctx, "SELECT day, sealed FROM answer WHERE thread = $1 ORDER BY seq", t.ID)
	return storage.Collect(rows, err, func(r storage.Row, a *SealedAnswer) error { return r.Scan(&a.Day, &a.Sealed) })
}

// Own returns the copy of what the person last agreed to, sealed to them. It is empty if they never said.
func (s *Store) Own(ctx context.Context, t Thread) ([]byte, error) {
	var sealed []byte
	err := s.db.QueryRow(ctx, "SELECT own FROM thread WHERE id = $1", t.ID).Scan(&sealed)
	return sealed, noThread(err)
}

// Consents returns what the person last agreed to or not on this thread, from the copy that is sealed to them. It is
// empty if they never said.
func (s *Store) Consents(ctx context.Context, t Thread, id age.Identity) ([]report.Consent, error) {
	sealed, err := s.Own(ctx, t)
	if err != nil || len(sealed) == 0 {
		return nil, err
	}
	plain, err := seal.Open(sealed, id)
	if err != nil {
		return nil, err
	}
	var consents []report.Consent
	if json.Unmarshal(plain, &consents) != nil {
		return nil, errors.New("the copy of the consents cannot be read")
	}
	return consents, nil
}

func sealConsents(answerTo string, consents []report.Consent) ([]byte, error) {
	if len(consents) == 0 {
		return []byte{}, nil
	}
	to, err := seal.ParseRecipient(answerTo)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(consents)
	if err != nil {
		return nil, err
	}
	return seal.Seal(plain, to)
}

// Withdraw deletes everything of the thread that is still here, answers too, and leaves one sealed message of kind
// Withdraw for the desk, with consents as the person leaves them (normally every purpose, none given). The thread's row
// stays, so that the person can see that it is withdrawn. Withdrawing twice changes nothing.
//
// If the thread's vault has no key any more, everything is deleted all the same, and there is no message.
func (s *Store) Withdraw(ctx context.Context, t Thread, m report.Message) error {
	m.Kind = report.Withdraw
	m.Files = nil
	var parts []sealedFile
	key, err := s.vaultKey(ctx, t.Vault)
	if err != nil && !errors.Is(err, ErrClosed) {
		return err
	}
	if err == nil {
		to, err := seal.ParseRecipient(key.Recipient)
		if err != nil {
			return err
		}
		blob, size, err := s.sealMessage(to, m)
		if err != nil {
			return err
		}
		parts = append(parts, sealedFile{Blob: blob, Bytes: size})
	}
	return s.withdraw(ctx, t, parts)
}

// withdraw deletes what is here of a thread and leaves parts, if there are any, as the last envelope. They are removed if
// it fails or the thread is withdrawn already.
func (s *Store) withdraw(ctx context.Context, t Thread, parts []sealedFile) error {
	var gone []string
	err := s.update(ctx, func(tx *storage.Tx) error {
		if err := refuseWithdrawn(ctx, tx, t.ID); err != nil {
			return err
		}
		var err error
		if gone, err = deleteEnvelopes(ctx, tx, "thread = $1", t.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM answer WHERE thread = $1", t.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE thread SET withdrawn = 1, own = $2 WHERE id = $1", t.ID, []byte{}); err != nil {
			return err
		}
		if parts == nil {
			return nil
		}
		return insertEnvelope(ctx, tx, t, today(), parts)
	})
	if err != nil {
		for _, p := range parts {
			s.blobs.Remove(p.Blob)
		}
		if errors.Is(err, ErrWithdrawn) {
			return nil
		}
		return err
	}
	return s.cleanUp(ctx, gone)
}

// deleteEnvelopes deletes the rows of envelopes and returns the blobs to remove once that is durable.
func deleteEnvelopes(ctx context.Context, tx *storage.Tx, where string, arg string) (blobs []string, err error) {
	rows, err := tx.Query(ctx, "SELECT blob FROM part WHERE envelope IN (SELECT id FROM envelope WHERE "+where+")", arg)
	blobs, err = storage.Collect(rows, err, func(r storage.Row, name *string) error { return r.Scan(name) })
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM part WHERE envelope IN (SELECT id FROM envelope WHERE "+where+")", arg); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, "DELETE FROM envelope WHERE "+where, arg)
	return blobs, err
}

// cleanUp removes blobs whose rows are gone, and what is left of the rows. A crash before or within it loses nothing:
// Open removes the rest.
func (s *Store) cleanUp(ctx context.Context, blobs []string) error {
	for _, name := range blobs {
		if err := s.blobs.Remove(name); err != nil {
			return err
		}
	}
	return s.db.Compact(ctx)
}

func noThread(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoThread
	}
	return err
}
