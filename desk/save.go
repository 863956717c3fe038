package desk

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"unhindered/storage"
)

// Save keeps item as the next version after base in the case, durably, together with its audit line. For a new item
// ID is "" and base 0. It returns FieldErrors for data that cannot be kept, a *Conflict if base is not the newest
// version, ErrForbidden for kinds that have methods of their own (identity, evidence files, consent, publication), and
// ErrNotFound if there is no such case for this member.
func (s *Session) Save(ctx context.Context, caseID string, item Item, base int) (Item, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Item{}, err
	}
	if item.Data == nil {
		return Item{}, ErrForbidden
	}
	switch item.Data.Kind() {
	case KindIdentity, KindConsent, KindPublication:
		return Item{}, ErrForbidden
	case KindEvidence:
		if base == 0 {
			return Item{}, ErrForbidden
		}
	case KindHeader:
		if item.ID != caseID {
			return Item{}, ErrForbidden
		}
	case KindDraft:
		row, err := s.SaveDraft(ctx, caseID, *item.Data.(*Draft), base)
		return Item{ID: row.ID, Version: row.Version, By: row.By, At: row.At, Op: Changed, Data: &row.Data}, err
	}
	if err := item.Data.Validate().orNil(); err != nil {
		return Item{}, err
	}
	if party, ok := item.Data.(*Party); ok {
		if err := s.checkThread(ctx, m.openVault, caseID, item.ID, party.Thread); err != nil {
			return Item{}, err
		}
	}
	k, err := s.save(ctx, m.openVault, items, caseID, item, base)
	return k.Item, err
}

// checkThread returns FieldErrors unless a thread belongs to the case and to no other party: its consents speak for one.
func (s *Session) checkThread(ctx context.Context, v *openVault, caseID, party, thread string) error {
	if thread == "" {
		return nil
	}
	c, err := s.desk.readCase(ctx, s.desk.db, v, caseID)
	if err != nil {
		return err
	}
	if !slices.Contains(c.Header.Data.Threads, thread) {
		return FieldErrors{{"thread", "Choose a report of this case."}}
	}
	for _, p := range c.Parties {
		if p.ID != party && p.Data.Thread == thread {
			return FieldErrors{{"thread", "Another party wrote this report."}}
		}
	}
	return nil
}

// Remove takes an item out of the case, and with a party its identity; the history stays. base works as in Save. It
// returns ErrForbidden for a header, a consent (WithdrawConsent) and a publication.
func (s *Session) Remove(ctx context.Context, caseID, id string, base int) error {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return err
	}
	k, err := items.newest(ctx, s.desk.db, m.openVault, caseID, id)
	if err != nil {
		return err
	}
	kind := k.Data.Kind()
	if kind == KindHeader || kind == KindConsent || kind == KindPublication {
		return ErrForbidden
	}
	if k.gone() {
		return ErrNotFound
	}
	_, err = s.save(ctx, m.openVault, items, caseID, Item{ID: id, Op: Removed, Data: NewData(kind)}, base)
	return err
}

// Item returns the newest version of one item, with an audit line first. A removed one is ErrNotFound.
func (s *Session) Item(ctx context.Context, caseID, id string) (Item, error) {
	m, err := s.vaultOf(ctx, aCase, caseID)
	if err != nil {
		return Item{}, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedCase, Case: caseID, Item: id}); err != nil {
		return Item{}, err
	}
	k, err := items.newest(ctx, s.desk.db, m.openVault, caseID, id)
	if err == nil && k.gone() {
		err = ErrNotFound
	}
	if err != nil {
		return Item{}, err
	}
	return k.Item, nil
}

// save keeps an item, with an audit line, and brings the index up to date.
func (s *Session) save(ctx context.Context, v *openVault, t table, caseID string, item Item, base int) (kept, error) {
	var k kept
	try := func() error {
		return s.desk.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
			var err error
			if k, err = s.put(ctx, tx, v, t, caseID, item, base); err != nil {
				return err
			}
			if k.gone() && t == items && k.Data.Kind() == KindParty {
				if err := s.removeIdentity(ctx, tx, v, caseID, k.ID); err != nil {
					return err
				}
			}
			deed := SavedItem
			if k.gone() {
				deed = RemovedItem
			}
			return log(AuditLine{What: deed, Case: caseID, Item: k.ID, Note: string(k.Data.Kind())})
		})
	}
	err := try()
	if storage.IsDuplicate(err) { // another process saved at the same moment: now its version is there to be seen
		err = try()
	}
	if err == nil {
		return k, s.desk.refresh(ctx, v, caseID)
	}
	var conflict *Conflict
	if errors.As(err, &conflict) { // it shows what somebody else wrote
		deed := OpenedCase
		if t == identities {
			deed = OpenedIdentity
		}
		if err := s.audit(ctx, v, AuditLine{What: deed, Case: caseID, Item: item.ID, Note: "conflict"}); err != nil {
			return kept{}, err
		}
	}
	return kept{}, err
}

// put adds the next version of an item, or the first of a new one, if base is the newest version.
func (s *Session) put(ctx context.Context, tx *storage.Tx, v *openVault, t table, caseID string, item Item, base int) (kept, error) {
	now := s.desk.now().UTC()
	k := kept{Item: item, Made: now}
	k.By, k.At, k.Version = s.name, now, 1
	if item.ID == "" {
		if base != 0 {
			return kept{}, ErrNotFound
		}
		k.ID, k.Op = newID(), Created
		return k, t.put(ctx, tx, v, caseID, k)
	}
	newest, err := t.newest(ctx, tx, v, caseID, item.ID)
	switch {
	case errors.Is(err, ErrNotFound) && base == 0 && ownID(t, item.Data.Kind()):
		k.Op = Created
		return k, t.put(ctx, tx, v, caseID, k)
	case err != nil:
		return kept{}, err
	case newest.Data.Kind() != item.Data.Kind():
		return kept{}, ErrNotFound
	case newest.gone() && base == 0:
		base = newest.Version // what was removed may be made anew
	case newest.Version != base:
		c := &Conflict{Theirs: newest.Item, Yours: item}
		var from Data
		if base > 0 {
			b, err := t.version(ctx, tx, v, caseID, item.ID, base)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return kept{}, err
			}
			c.Base, from = b.Item, b.Data
		}
		c.Diff = diff(from, newest.Data, item.Data)
		return kept{}, c
	}
	if k.Op == "" {
		k.Op = Changed
	}
	k.Version, k.Made = base+1, newest.Made
	if k.Op != Removed {
		keepOurs(newest.Data, k.Data)
	}
	return k, t.put(ctx, tx, v, caseID, k)
}

// ownID tells whether an item has an ID before its first version: that of its party, or one made with the case.
func ownID(t table, kind Kind) bool {
	return t == identities || kind == KindDraft || kind == KindPublication
}

// keepOurs carries over the fields that the program sets, whatever a form says.
func keepOurs(old, new Data) {
	switch now := new.(type) {
	case *Header:
		was := old.(*Header)
		now.DraftID, now.PublicationID, now.Fictional = was.DraftID, was.PublicationID, was.Fictional
		now.Threads = slices.Clone(was.Threads)
	case *Source:
		now.Thread = old.(*Source).Thread
	case *Evidence:
		was := old.(*Evidence)
		now.Name, now.Type, now.Size, now.SHA256 = was.Name, was.Type, was.Size, was.SHA256
		now.Blob, now.Thread, now.Envelope = was.Blob, was.Thread, was.Envelope
		if now.CleanBlob == "" {
			now.CleanBlob, now.CleanSize, now.CleanRemoved, now.CleanRemains = was.CleanBlob, was.CleanSize, was.CleanRemoved, was.CleanRemains
		}
	}
}

// removeIdentity removes who a party is, if that is kept.
func (s *Session) removeIdentity(ctx context.Context, tx *storage.Tx, v *openVault, caseID, party string) error {
	newest, err := identities.newest(ctx, tx, v, caseID, party)
	if errors.Is(err, ErrNotFound) || err == nil && newest.gone() {
		return nil
	}
	if err != nil {
		return err
	}
	newest.By, newest.At, newest.Op, newest.Data = s.name, s.desk.now().UTC(), Removed, new(Identity)
	newest.Version++
	return identities.put(ctx, tx, v, caseID, newest)
}

// rowOf returns a kept item with its data by type.
func rowOf[T any](k kept) Row[T] {
	return Row[T]{ID: k.ID, Version: k.Version, By: k.By, At: k.At, Data: *any(k.Data).(*T)}
}

// What vaultOf looks for.
const (
	aCase   = "SELECT vault FROM item WHERE case_id = $1 AND id = $1 AND version = 1"
	aThread = "SELECT vault FROM thread WHERE id = $1"
)

// vaultOf returns the vault of a case or a thread.
func (d *Desk) vaultOf(ctx context.Context, query, id string) (string, error) {
	var vault string
	err := d.db.QueryRow(ctx, query, id).Scan(&vault)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	return vault, err
}

// stamp returns a new item made now.
func (s *Session) stamp(id string, data Data) kept {
	now := s.desk.now().UTC()
	return kept{Item{ID: id, Version: 1, By: s.name, At: now, Op: Created, Data: data}, now}
}

// advance adds a version after newest, whatever a form was based on: for what the program itself changes.
func (d *Desk) advance(ctx context.Context, tx *storage.Tx, v *openVault, caseID string, newest kept, by string, data Data) (kept, error) {
	next := newest
	next.Version, next.By, next.At, next.Op, next.Data = newest.Version+1, by, d.now().UTC(), Changed, data
	return next, items.put(ctx, tx, v, caseID, next)
}
