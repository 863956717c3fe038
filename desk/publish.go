package desk

import (
	"context"
	"errors"
	"slices"

	"unhindered/record/register"
	"unhindered/storage"
)

// SaveDraft keeps the draft of the case; base is the version it was made from, 0 for the first. It returns a *Conflict
// as Save does.
func (s *Session) SaveDraft(ctx context.Context, caseID string, d Draft, base int) (Row[Draft], error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Row[Draft]{}, err
	}
	if err := d.Validate().orNil(); err != nil {
		return Row[Draft]{}, err
	}
	header, err := items.newest(ctx, s.desk.db, m.openVault, caseID, caseID)
	if err != nil {
		return Row[Draft]{}, err
	}
	k, err := s.save(ctx, m.openVault, items, caseID, Item{ID: header.Data.(*Header).DraftID, Data: &d}, base)
	if err != nil {
		return Row[Draft]{}, err
	}
	return rowOf[Draft](k), nil
}

// Preview builds the public entry of the saved draft and checks it, with an audit line first. It returns ErrNotFound if
// the case has no draft.
func (s *Session) Preview(ctx context.Context, caseID string) (Preview, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Preview{}, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: Previewed, Case: caseID}); err != nil {
		return Preview{}, err
	}
	preview, _, err := s.desk.preview(ctx, s.desk.db, m.openVault, caseID)
	return preview, err
}

// Check returns the problems of the saved draft, with an audit line first.
func (s *Session) Check(ctx context.Context, caseID string) ([]Problem, error) {
	preview, err := s.Preview(ctx, caseID)
	return preview.Problems, err
}

// preview builds and checks the entry of a case.
func (d *Desk) preview(ctx context.Context, q querier, v *openVault, caseID string) (Preview, *Case, error) {
	c, err := d.readCase(ctx, q, v, caseID)
	if err != nil {
		return Preview{}, nil, err
	}
	if c.Draft.Version == 0 {
		return Preview{}, c, ErrNotFound
	}
	all, err := identities.ofCase(ctx, q, v, caseID)
	if err != nil {
		return Preview{}, c, err
	}
	names := make([]Row[Identity], len(all))
	for i, k := range all {
		names[i] = rowOf[Identity](k)
	}
	p := Preview{Draft: c.Draft, Entry: build(c, c.Draft.Data)}
	p.Problems = c.check(p.Entry, names, d.today())
	if err := register.Check(p.Entry); err != nil && !Blocking(p.Problems) {
		(*problems)(&p.Problems).block(ProblemField, "", "The record would not take this entry: %s.", err)
	}
	_, p.Hash, err = freeze(p.Entry)
	return p, c, err
}

// step changes the publication of a case in one transaction, together with what do logs: do is given the case as it is
// and returns the publication as it is to be.
func (s *Session) step(ctx context.Context, v *openVault, caseID string, do func(tx *storage.Tx, log logger, c *Case) (Publication, error)) (Publication, error) {
	p, err := s.desk.step(ctx, v, caseID, s.name, do)
	if err != nil {
		return Publication{}, err
	}
	return p, s.desk.refresh(ctx, v, caseID)
}

func (d *Desk) step(ctx context.Context, v *openVault, caseID, who string, do func(tx *storage.Tx, log logger, c *Case) (Publication, error)) (Publication, error) {
	var p Publication
	err := d.write(ctx, v, who, func(tx *storage.Tx, log logger) error {
		c, err := d.readCase(ctx, tx, v, caseID)
		if err != nil {
			return err
		}
		if p, err = do(tx, log, c); err != nil {
			return err
		}
		return d.putPublication(ctx, tx, v, c, who, p)
	})
	return p, err
}

// putPublication adds a version of the publication of a case.
func (d *Desk) putPublication(ctx context.Context, tx *storage.Tx, v *openVault, c *Case, who string, p Publication) error {
	now := d.now().UTC()
	k := kept{Item{ID: c.Header.Data.PublicationID, Version: c.Publication.Version + 1, By: who, At: now, Op: Changed, Data: &p}, now}
	if k.Version == 1 {
		k.Op = Created
	}
	return items.put(ctx, tx, v, c.ID, k)
}

// RequestApproval freezes the entry of the saved draft, whose preview had the given hash, and asks for a second
// person's approval. It returns *Blocked while blocking problems are left, ErrStale if the entry is not the one that was
// shown, and ErrState while another request waits. It serves the first publication and every correction.
func (s *Session) RequestApproval(ctx context.Context, caseID, hash string) (Publication, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Publication{}, err
	}
	return s.step(ctx, m.openVault, caseID, func(tx *storage.Tx, log logger, c *Case) (Publication, error) {
		p := c.Publication.Data
		if p.Step != NotPublished && p.Step != Published && p.Step != Withdrawn {
			return p, ErrState
		}
		preview, _, err := s.desk.preview(ctx, tx, m.openVault, caseID)
		if err != nil {
			return p, err
		}
		if Blocking(preview.Problems) {
			return p, &Blocked{preview.Problems}
		}
		if preview.Hash != hash {
			return p, ErrStale
		}
		frozen, _, err := freeze(preview.Entry)
		if err != nil {
			return p, err
		}
		p.Step, p.Entry, p.Hash, p.Draft = Requested, frozen, hash, c.Draft.Version
		p.Named, p.Dates, p.Places = c.Draft.Data.Named, c.Draft.Data.Dates, c.Draft.Data.Places
		p.RequestedBy, p.ApprovedBy, p.Reason, p.Key = s.name, "", "", ""
		return p, log(AuditLine{What: AskedApproval, Case: caseID, Note: hash})
	})
}

// RequestWithdrawal asks for a second person's approval of withdrawing what is published. A correction that waits for
// approval gives way to it.
func (s *Session) RequestWithdrawal(ctx context.Context, caseID, reason string) (Publication, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Publication{}, err
	}
	var e FieldErrors
	e.text("reason", reason, needed, page)
	if err := e.orNil(); err != nil {
		return Publication{}, err
	}
	return s.step(ctx, m.openVault, caseID, func(tx *storage.Tx, log logger, c *Case) (Publication, error) {
		p := c.Publication.Data
		if len(p.Live) == 0 || p.Step != Published && p.Step != Requested {
			return p, ErrState
		}
		p.Step, p.Entry, p.Hash, p.Key = WithdrawalRequested, nil, "", ""
		p.RequestedBy, p.ApprovedBy, p.Reason = s.name, "", reason
		return p, log(AuditLine{What: AskedWithdrawal, Case: caseID})
	})
}

// CancelRequest takes back a request that waits for approval; any member of the vault may.
func (s *Session) CancelRequest(ctx context.Context, caseID string) (Publication, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Publication{}, err
	}
	return s.step(ctx, m.openVault, caseID, func(tx *storage.Tx, log logger, c *Case) (Publication, error) {
		p := c.Publication.Data
		if p.Step != Requested && p.Step != WithdrawalRequested {
			return p, ErrState
		}
		switch {
		case len(p.Live) > 0:
			p.Step = Published
		case p.EntryID != "":
			p.Step = Withdrawn
		default:
			p.Step = NotPublished
		}
		p.Entry, p.Hash, p.Reason, p.RequestedBy = nil, "", "", ""
		return p, log(AuditLine{What: CancelledAsking, Case: caseID})
	})
}

// Approve checks everything again and carries out what was requested: it publishes the frozen entry with the given
// hash, or withdraws what is published (hash is then ""). It needs the role approver (ErrForbidden) and another person
// than the one who made the draft, edited it last or asked (ErrSamePerson). If the record cannot be reached it returns
// ErrOnItsWay: the step stays Publishing or Withdrawing and is carried out at the next Resume or sign-in of a member of
// the vault.
func (s *Session) Approve(ctx context.Context, caseID, hash string) (Publication, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Publication{}, err
	}
	if m.role != Approver {
		return Publication{}, ErrForbidden
	}
	if s.desk.record == nil {
		return Publication{}, ErrNoDoor
	}
	p, err := s.step(ctx, m.openVault, caseID, func(tx *storage.Tx, log logger, c *Case) (Publication, error) {
		p := c.Publication.Data
		switch p.Step {
		case Requested:
			if err := s.mayApprove(ctx, tx, m.openVault, c); err != nil {
				return p, err
			}
			preview, _, err := s.desk.preview(ctx, tx, m.openVault, caseID)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return p, err
			}
			if Blocking(preview.Problems) {
				return p, &Blocked{preview.Problems}
			}
			if preview.Hash != p.Hash || hash != p.Hash || c.Draft.Version != p.Draft {
				return p, ErrStale
			}
			p.Step = Publishing
		case WithdrawalRequested:
			if p.RequestedBy == s.name {
				return p, ErrSamePerson
			}
			p.Step = Withdrawing
		default:
			return p, ErrState
		}
		p.ApprovedBy, p.Key = s.name, newID()
		return p, log(AuditLine{What: ApprovedIt, Case: caseID, Note: p.Hash})
	})
	if err != nil {
		return Publication{}, err
	}
	return s.desk.push(ctx, m.openVault, caseID, s.name, p)
}

// mayApprove returns ErrSamePerson to whoever asked, edited the draft last, or made it: began what was not published yet.
func (s *Session) mayApprove(ctx context.Context, q querier, v *openVault, c *Case) error {
	p := c.Publication.Data
	versions, err := items.history(ctx, q, v, c.ID, c.Header.Data.DraftID)
	if err != nil {
		return err
	}
	began := c.Draft.By
	for _, draft := range slices.Backward(versions) {
		if draft.Version > p.LiveDraft {
			began = draft.By
		}
	}
	if s.name == p.RequestedBy || s.name == c.Draft.By || s.name == began {
		return ErrSamePerson
	}
	return nil
}
