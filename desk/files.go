package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"unhindered/seal"
	"unhindered/storage"
)

// AddEvidence reads a file to its end, seals it while reading, and adds it to the case. It keeps nothing if reading
// fails.
func (s *Session) AddEvidence(ctx context.Context, caseID, name, mediaType string, r io.Reader) (Row[Evidence], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Row[Evidence]{}, err
	}
	evidence := &Evidence{Name: name, Type: mediaType}
	if err := evidence.Validate().orNil(); err != nil {
		return Row[Evidence]{}, err
	}
	if evidence.Blob, evidence.Size, evidence.SHA256, err = s.desk.sealFile(m.openVault, r); err != nil {
		return Row[Evidence]{}, err
	}
	return s.keepEvidence(ctx, m.openVault, caseID, evidence)
}

// AddThreadFile copies file n (1, 2, ...) of an envelope of a thread of the case into the evidence of the case.
func (s *Session) AddThreadFile(ctx context.Context, caseID, thread, envelope string, n int) (Row[Evidence], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Row[Evidence]{}, err
	}
	v := m.openVault
	v.index.mu.RLock()
	linked := v.index.threads[thread].Case == caseID
	v.index.mu.RUnlock()
	if !linked {
		return Row[Evidence]{}, ErrNotFound
	}
	if err := s.audit(ctx, v, AuditLine{What: OpenedFile, Thread: thread, Item: envelope, Case: caseID}); err != nil {
		return Row[Evidence]{}, err
	}
	evidence, err := s.copyThreadFile(ctx, v, thread, envelope, n)
	if err != nil {
		return Row[Evidence]{}, err
	}
	return s.keepEvidence(ctx, v, caseID, evidence)
}

// keepEvidence gives a sealed file its row; it removes the file if that fails.
func (s *Session) keepEvidence(ctx context.Context, v *openVault, caseID string, evidence *Evidence) (Row[Evidence], error) {
	k := s.stamp(newID(), evidence)
	err := s.desk.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		if err := items.put(ctx, tx, v, caseID, k); err != nil {
			return err
		}
		if err := addFileRow(ctx, tx, v, caseID, evidence.Blob); err != nil {
			return err
		}
		return log(AuditLine{What: SavedItem, Case: caseID, Item: k.ID, Note: string(KindEvidence)})
	})
	if err != nil {
		s.desk.removeUnlessKept(evidence.Blob)
		return Row[Evidence]{}, err
	}
	return rowOf[Evidence](k), s.desk.refresh(ctx, v, caseID)
}

// OpenEvidence returns what is known of a file and its bytes, with an audit line first: the untouched original, or the
// clean copy if clean. Reading fails with ErrDamaged if the bytes are not those that were added. The caller closes the
// reader.
func (s *Session) OpenEvidence(ctx context.Context, caseID, id string, clean bool) (Evidence, io.ReadCloser, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Evidence{}, nil, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedEvidence, Case: caseID, Item: id}); err != nil {
		return Evidence{}, nil, err
	}
	k, err := items.newest(ctx, s.desk.db, m.openVault, caseID, id)
	if err != nil {
		return Evidence{}, nil, err
	}
	evidence, ok := k.Data.(*Evidence)
	if !ok || k.gone() {
		return Evidence{}, nil, ErrNotFound
	}
	file, hash := evidence.Blob, evidence.SHA256
	if clean {
		file, hash = evidence.CleanBlob, ""
		if file == "" {
			return Evidence{}, nil, ErrNotFound
		}
	}
	r, err := s.desk.openSealed(file, m.keys().Identities(), hash)
	return *evidence, r, err
}

// copyThreadFile seals a file of a report once more, as evidence that has no row yet.
func (s *Session) copyThreadFile(ctx context.Context, v *openVault, thread, envelope string, n int) (*Evidence, error) {
	f, r, err := s.desk.openFile(ctx, v, thread, envelope, n)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	evidence := &Evidence{Name: cutBytes(f.Name, maxLine), Type: cutBytes(f.Type, maxLine), Thread: thread, Envelope: envelope}
	if evidence.Name == "" {
		evidence.Name = "file"
	}
	evidence.Blob, evidence.Size, evidence.SHA256, err = s.desk.sealFile(v, r)
	return evidence, err
}

// unreadableFile tells whether a file of a report cannot be opened by us, whoever tries.
func unreadableFile(err error) bool {
	for _, known := range []error{seal.ErrWrongKey, seal.ErrDamaged, seal.ErrClassic, seal.ErrMixed, seal.ErrNotAge,
		seal.ErrPassphrase, ErrDamaged, ErrNotFound} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// sealFile reads to the end and seals to the vault, durably; it returns the name of the sealed file, and size and SHA-256
// of what was read.
func (d *Desk) sealFile(v *openVault, r io.Reader) (file string, size int64, hash string, err error) {
	return d.sealWith(v, func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}

// sealWith seals what write writes, as sealFile does. It keeps nothing if write fails.
func (d *Desk) sealWith(v *openVault, write func(io.Writer) error) (file string, size int64, hash string, err error) {
	out, err := d.blobs.Create()
	if err != nil {
		return "", 0, "", fmt.Errorf("keeping a file: %w", err)
	}
	defer out.Abort()
	w, err := seal.Writer(out, v.keys().Recipient())
	if err != nil {
		return "", 0, "", err
	}
	sum := sha256.New()
	var n counter
	if err := write(io.MultiWriter(w, sum, &n)); err != nil {
		return "", 0, "", fmt.Errorf("keeping a file: %w", err)
	}
	if err := w.Close(); err != nil {
		return "", 0, "", fmt.Errorf("keeping a file: %w", err)
	}
	dull(out)
	if file, err = out.Commit(); err != nil {
		return "", 0, "", fmt.Errorf("keeping a file: %w", err)
	}
	return file, int64(n), hex.EncodeToString(sum.Sum(nil)), nil
}

// A counter counts the bytes that are written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

func addFileRow(ctx context.Context, tx *storage.Tx, v *openVault, caseID, file string) error {
	_, err := tx.Exec(ctx, "INSERT INTO evidence_file (file, vault, case_id) VALUES ($1, $2, $3)", file, v.id, caseID)
	return err
}

// removeUnlessKept removes a file whose row was not kept. Where a commit was cut off nobody knows: then it stays, and is
// removed at the next start if no row names it.
func (d *Desk) removeUnlessKept(file string) {
	var n int
	err := d.db.QueryRow(context.Background(), "SELECT count(*) FROM evidence_file WHERE file = $1", file).Scan(&n)
	if err == nil && n == 0 {
		d.blobs.Remove(file)
	}
}

// cutBytes shortens a text to at most n bytes, at the end of a rune.
func cutBytes(text string, n int) string {
	for i := range text {
		if i > n-4 {
			return text[:i]
		}
	}
	return text
}
