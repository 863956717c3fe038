package desk

import (
	"context"
	"errors"

	"unhindered/storage"
)

// Erase deletes the content of every version of an item, of its identity if it is a party, and its files if it is
// evidence. The history keeps who saved it and when. It is for what a person does not allow to be kept. It needs the role
// approver; a header, a draft and a publication go with EraseCase only (ErrForbidden).
func (s *Session) Erase(ctx context.Context, caseID, id string) error {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return err
	}
	if m.role != Approver {
		return ErrForbidden
	}
	newest, err := items.newest(ctx, s.desk.db, m.openVault, caseID, id)
	if err != nil {
		return err
	}
	switch newest.Data.Kind() {
	case KindHeader, KindDraft, KindPublication:
		return ErrForbidden
	}
	return s.erase(ctx, m.openVault, caseID, id, AuditLine{What: ErasedItem, Case: caseID, Item: id, Note: string(newest.Data.Kind())})
}

// EraseCase deletes the content of everything in a case and leaves a line that says so. Reports that belong to it are
// erased by EraseThread. It needs the role approver, and that nothing of the case is published or on its way (ErrState).
func (s *Session) EraseCase(ctx context.Context, caseID string) error {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return err
	}
	if m.role != Approver {
		return ErrForbidden
	}
	c, err := s.desk.readCase(ctx, s.desk.db, m.openVault, caseID)
	if err != nil {
		return err
	}
	if p := c.Publication.Data; len(p.Live) > 0 || p.Step != NotPublished && p.Step != Withdrawn {
		return ErrState
	}
	return s.erase(ctx, m.openVault, caseID, "", AuditLine{What: ErasedCase, Case: caseID})
}

// erasedTitle is what an erased case is called.
const erasedTitle = "Erased case"

// erase rewrites every version of an item, or of all ("" for id), without content.
func (s *Session) erase(ctx context.Context, v *openVault, caseID, id string, line AuditLine) error {
	d := s.desk
	var files []string
	err := d.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		files = nil
		for _, t := range []table{items, identities} {
			all, err := t.history(ctx, tx, v, caseID, id)
			if err != nil {
				return err
			}
			for _, k := range all {
				if evidence, ok := k.Data.(*Evidence); ok {
					files = append(files, evidence.Blob, evidence.CleanBlob)
				}
				k.Data, k.Op = emptied(k)
				if err := t.replace(ctx, tx, v, caseID, k); err != nil {
					return err
				}
			}
		}
		for _, file := range files {
			if _, err := tx.Exec(ctx, "DELETE FROM evidence_file WHERE file = $1 AND case_id = $2", file, caseID); err != nil {
				return err
			}
		}
		return log(line)
	})
	if err != nil {
		return err
	}
	var errs []error
	for _, file := range files {
		errs = append(errs, d.blobs.Remove(file))
	}
	return errors.Join(append(errs, d.db.Compact(ctx), d.refresh(ctx, v, caseID))...)
}

// emptied returns what is left of a version.
func emptied(k kept) (Data, Op) {
	switch was := k.Data.(type) {
	case *Header:
		return &Header{Title: erasedTitle, State: was.State, Stage: StageWithdrawn, Threads: was.Threads, DraftID: was.DraftID, PublicationID: was.PublicationID}, k.Op
	case *Publication:
		return &Publication{Step: was.Step, EntryID: was.EntryID, Version: was.Version, Leaf: was.Leaf, Commitment: was.Commitment, Day: was.Day}, k.Op
	}
	return NewData(k.Data.Kind()), Erased
}

// replace puts a version in the place of the same one.
func (t table) replace(ctx context.Context, tx *storage.Tx, v *openVault, caseID string, k kept) error {
	if _, err := tx.Exec(ctx, "DELETE FROM "+t.name+" WHERE case_id = $1 AND "+t.id+" = $2 AND version = $3", caseID, k.ID, k.Version); err != nil {
		return err
	}
	return t.put(ctx, tx, v, caseID, k)
}
