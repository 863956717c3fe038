package desk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// Fetch pulls waiting envelopes into the desk's own storage, still sealed, tells the drop that they are taken, and sends
// answers that wait. It returns how many envelopes came. While a member of a vault is signed in, changed and withdrawn
// consents go from there into the ledgers of its cases.
//
// It can be stopped at any moment: an envelope is taken only once it is durable here, and is never here twice. What goes
// wrong with one envelope does not keep the others from coming; the errors are returned together.
func (d *Desk) Fetch(ctx context.Context) (int, error) {
	if d.intake == nil {
		return 0, ErrNoDoor
	}
	d.fetching.Lock()
	defer d.fetching.Unlock()
	var errs []error
	if !d.told {
		errs = append(errs, d.tellVaultsLocked(ctx))
	}
	waiting, err := d.intake.Waiting(ctx)
	if err != nil {
		return 0, errors.Join(append(errs, fmt.Errorf("asking the drop what waits: %w", err))...)
	}
	came := 0
	for _, e := range waiting {
		isNew, err := d.fetchOne(ctx, e)
		if err == nil {
			err = d.intake.Taken(ctx, e.ID)
		}
		if errors.Is(err, storage.ErrNotFound) {
			continue // the person withdrew it meanwhile
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("fetching an envelope: %w", err))
		}
		if isNew {
			came++
		}
		if ctx.Err() != nil {
			break
		}
	}
	errs = append(errs, d.sendAnswers(ctx))
	for _, v := range d.openVaults() {
		errs = append(errs, d.processWaiting(ctx, v))
	}
	return came, errors.Join(errs...)
}

// openVaults returns the vaults that some session holds.
func (d *Desk) openVaults() []*openVault {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []*openVault
	for _, v := range d.open {
		all = append(all, v)
	}
	return all
}

// fetchOne makes an envelope durable here, if it is not yet.
func (d *Desk) fetchOne(ctx context.Context, e report.Envelope) (isNew bool, err error) {
	var n int
	err = d.db.QueryRow(ctx, "SELECT 1 FROM envelope WHERE id = $1", e.ID).Scan(&n)
	if err == nil {
		return false, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	if err := d.checkEnvelope(ctx, e); err != nil {
		return false, err
	}
	if err := d.db.QueryRow(ctx, "SELECT 1 FROM vault WHERE id = $1", e.Vault).Scan(&n); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return false, errors.New("it is for a vault that this desk does not have")
		}
		return false, err
	}
	files := make([]string, 0, len(e.Parts))
	keep := false
	defer func() {
		if !keep {
			for _, file := range files {
				d.blobs.Remove(file)
			}
		}
	}()
	for part, size := range e.Parts {
		file, err := d.copyPart(ctx, e.ID, part, size)
		if err != nil {
			return false, err
		}
		files = append(files, file)
	}
	err = d.db.Update(ctx, func(tx *storage.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO thread (id, vault, answer_to) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
			e.Thread, e.Vault, e.AnswerTo); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO envelope (id, thread, vault, day, n, opened, processed)
			SELECT $1, $2, $3, $4, coalesce(max(n), 0) + 1, 0, 0 FROM envelope`, e.ID, e.Thread, e.Vault, e.Day); err != nil {
			return err
		}
		for n, file := range files {
			if _, err := tx.Exec(ctx, "INSERT INTO part (envelope, n, size, file) VALUES ($1, $2, $3, $4)",
				e.ID, n, e.Parts[n], file); err != nil {
				return err
			}
		}
		return nil
	})
	// Where a commit was cut off nobody knows whether it took place: files without a row are removed at the next start.
	keep = err == nil || ctx.Err() != nil
	if storage.IsDuplicate(err) {
		return false, nil
	}
	return err == nil, err
}

var random = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// checkEnvelope refuses what an honest drop does not send: the drop may have been seized.
func (d *Desk) checkEnvelope(ctx context.Context, e report.Envelope) error {
	if !random.MatchString(e.ID) || !random.MatchString(e.Thread) || len(e.Parts) == 0 {
		return errors.New("the drop describes it in a way that no drop of ours does")
	}
	if _, err := time.Parse(time.DateOnly, e.Day); err != nil {
		return errors.New("the day that the drop gives is none")
	}
	if _, err := seal.ParseRecipient(e.AnswerTo); err != nil {
		return fmt.Errorf("the key for answers: %w", err)
	}
	vault, err := d.vaultOf(ctx, aThread, e.Thread)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err == nil && vault != e.Vault {
		return errors.New("it is for another vault than the rest of its thread")
	}
	return err
}

// copyPart copies a sealed part into a file of the desk, which is durable when it returns.
func (d *Desk) copyPart(ctx context.Context, envelope string, part int, size int64) (string, error) {
	r, err := d.intake.OpenPart(ctx, envelope, part)
	if err != nil {
		return "", err
	}
	defer r.Close()
	w, err := d.blobs.Create()
	if err != nil {
		return "", err
	}
	defer w.Abort()
	n, err := io.Copy(w, io.LimitReader(r, size+1))
	if err != nil {
		return "", err
	}
	if n != size {
		return "", errors.New("a part did not come whole; it will be fetched again")
	}
	dull(w)
	return w.Commit()
}

// dull sets the time of change of a file to the beginning of the day, so that the folder tells no hour of anything.
func dull(w *storage.BlobWriter) {
	day := time.Now().UTC().Truncate(24 * time.Hour)
	os.Chtimes(w.Name(), day, day)
}

// sendAnswers posts the answers that have not reached the drop.
func (d *Desk) sendAnswers(ctx context.Context) error {
	if d.intake == nil {
		return nil
	}
	rows, err := d.db.Query(ctx, "SELECT id, thread, outgoing FROM answer WHERE length(outgoing) > 0 ORDER BY n")
	type row struct {
		id, thread string
		outgoing   []byte
	}
	all, err := storage.Collect(rows, err, func(r storage.Row, a *row) error { return r.Scan(&a.id, &a.thread, &a.outgoing) })
	if err != nil {
		return err
	}
	var errs []error
	for _, a := range all {
		if err := d.intake.PostAnswer(ctx, a.id, a.thread, a.outgoing); err != nil {
			errs = append(errs, fmt.Errorf("sending an answer: %w", err))
			continue
		}
		errs = append(errs, d.db.Update(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE answer SET outgoing = NULL WHERE id = $1", a.id)
			return err
		}))
	}
	return errors.Join(errs...)
}
