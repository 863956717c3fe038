package desk

import (
	"context"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"unhindered/clean"
	"unhindered/storage"
)

// MakeCleanCopy cleans the untouched original of its metadata and seals the result beside it, with what was removed and
// what cleaning cannot take away; base works as in Save. What cannot be cleaned comes back as FieldErrors of the field
// "clean", and nothing is kept. The original is never whole in memory, and one file is cleaned at a time.
func (s *Session) MakeCleanCopy(ctx context.Context, caseID, id string, base int) (Row[Evidence], error) {
	v, evidence, err := s.toClean(ctx, caseID, id)
	if err != nil {
		return Row[Evidence]{}, err
	}
	d := s.desk
	if err := d.cleaning.Acquire(ctx, 1); err != nil {
		return Row[Evidence]{}, err
	}
	defer d.cleaning.Release(1)
	original, err := d.openOriginal(v, evidence)
	if err != nil {
		return Row[Evidence]{}, err
	}
	defer original.Close()
	var done clean.Result
	evidence.CleanBlob, evidence.CleanSize, _, err = d.sealWith(v, func(w io.Writer) error {
		done, err = clean.Copy(w, original, evidence.Size)
		return err
	})
	if err != nil {
		return Row[Evidence]{}, uncleanable(err)
	}
	evidence.CleanRemoved, evidence.CleanRemains = done.Removed, done.Remains
	return s.keepCleanCopy(ctx, v, caseID, id, base, evidence)
}

// AddCleanCopy seals a copy without metadata, made elsewhere, beside the untouched original; base works as in Save.
func (s *Session) AddCleanCopy(ctx context.Context, caseID, id string, base int, r io.Reader) (Row[Evidence], error) {
	v, evidence, err := s.toClean(ctx, caseID, id)
	if err != nil {
		return Row[Evidence]{}, err
	}
	if evidence.CleanBlob, evidence.CleanSize, _, err = s.desk.sealFile(v, r); err != nil {
		return Row[Evidence]{}, err
	}
	evidence.CleanRemoved, evidence.CleanRemains = nil, nil // nobody knows
	return s.keepCleanCopy(ctx, v, caseID, id, base, evidence)
}

// toClean returns a copy of what is known of a file of the case.
func (s *Session) toClean(ctx context.Context, caseID, id string) (*openVault, *Evidence, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return nil, nil, err
	}
	newest, err := items.newest(ctx, s.desk.db, m.openVault, caseID, id)
	if err != nil {
		return nil, nil, err
	}
	was, ok := newest.Data.(*Evidence)
	if !ok || newest.gone() {
		return nil, nil, ErrNotFound
	}
	evidence := *was
	return m.openVault, &evidence, nil
}

// keepCleanCopy gives a sealed copy its row; it removes the copy if that fails.
func (s *Session) keepCleanCopy(ctx context.Context, v *openVault, caseID, id string, base int, evidence *Evidence) (Row[Evidence], error) {
	var k kept
	err := s.desk.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		var err error
		if k, err = s.put(ctx, tx, v, items, caseID, Item{ID: id, Data: evidence}, base); err != nil {
			return err
		}
		if err := addFileRow(ctx, tx, v, caseID, evidence.CleanBlob); err != nil {
			return err
		}
		return log(AuditLine{What: SavedItem, Case: caseID, Item: id, Note: "clean copy"})
	})
	if err != nil {
		s.desk.removeUnlessKept(evidence.CleanBlob)
		return Row[Evidence]{}, err
	}
	return rowOf[Evidence](k), s.desk.refresh(ctx, v, caseID)
}

// An original is the plain bytes of a piece of evidence, opened piece by piece as they are asked for.
type original struct {
	io.ReaderAt
	io.Closer
}

// openOriginal opens the untouched file for reading anywhere in it. It reads it once to its end first, so that whoever
// gets it knows that it is the one that was added.
func (d *Desk) openOriginal(v *openVault, e *Evidence) (*original, error) {
	whole, err := d.openSealed(e.Blob, v.keys().Identities(), e.SHA256)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, whole)
	whole.Close()
	if err != nil {
		return nil, err
	}
	f, err := d.blobs.Open(e.Blob)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	plain, size, err := age.DecryptReaderAt(f, info.Size(), v.keys().Identities()...)
	if err != nil || size < e.Size { // what is after e.Size is padding
		f.Close()
		return nil, fmt.Errorf("a sealed file: %w", ErrDamaged)
	}
	return &original{plain, f}, nil
}

// uncleanable turns what clean says of a file into what the form says beside it.
func uncleanable(err error) error {
	say := func(text string) error { return FieldErrors{{"clean", text}} }
	switch {
	case errors.Is(err, clean.ErrLocked):
		return say("This document is locked with a password. Unlock it, and add the unlocked one as evidence.")
	case errors.Is(err, clean.ErrTooLarge):
		return say("This file, or what it unpacks to, is too large to be cleaned here. Show a picture of it instead, such as a screenshot or a scan of a print.")
	case errors.Is(err, clean.ErrUnknown):
		return say("This kind of file cannot be cleaned here. Show a picture of it instead, such as a screenshot or a scan of a print.")
	case errors.Is(err, clean.ErrDamaged):
		return say("This file does not keep to the rules of its format, so a cleaned copy could not be trusted. Ask for the file again, or show a picture of it.")
	}
	return err
}
