package desk

import (
	"context"
	"errors"
	"fmt"

	"unhindered/seal"
	"unhindered/storage"
)

// ChangePassphrase locks the member's identity under a new passphrase. It returns FieldErrors for an old one that is
// wrong or a new one that is too weak.
func (s *Session) ChangePassphrase(ctx context.Context, old, new string) error {
	if err := s.alive(); err != nil {
		return err
	}
	if err := seal.CheckPassphrase(new); err != nil {
		return FieldErrors{{"new", err.Error()}}
	}
	d := s.desk
	done, err := d.tries.begin(ctx, s.name, d.tryDelay)
	if err != nil {
		return err
	}
	var locked []byte
	if err := d.db.QueryRow(ctx, "SELECT locked FROM member WHERE name = $1", s.name).Scan(&locked); err != nil {
		done(true)
		return err
	}
	id, err := d.unlock(ctx, locked, old)
	done(err == nil)
	if errors.Is(err, seal.ErrPassphrase) {
		return FieldErrors{{"old", "This is not your present passphrase."}}
	}
	if err != nil {
		return err
	}
	next, err := d.lockIdentity(ctx, id, new)
	if err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE member SET locked = $1 WHERE name = $2 AND locked = $3", next, s.name, locked)
		if err == nil && n != 1 {
			return ErrStale
		}
		return err
	})
}

// Recover opens every vault with K of the recovery shares and gives the member, who may be new, a new identity and
// second factor under a new passphrase, as approver of every vault. It leaves an audit line in each.
func (d *Desk) Recover(ctx context.Context, shares []string, name, passphrase string) (Enrolment, error) {
	m := NewMember{Name: name, Display: name, Passphrase: passphrase, Role: Approver}
	if err := m.validate().orNil(); err != nil {
		return Enrolment{}, err
	}
	identity, err := seal.CombineShares(shares)
	if err != nil {
		return Enrolment{}, err
	}
	recovery, err := d.setting(ctx, settingRecovery)
	if err != nil {
		return Enrolment{}, err
	}
	if identity.Recipient().String() != string(recovery) {
		return Enrolment{}, fmt.Errorf("recovering: these shares are of another desk: %w", seal.ErrShares)
	}
	row, enrolment, err := d.newMember(ctx, m)
	if err != nil {
		return Enrolment{}, err
	}
	rows, err := d.db.Query(ctx, "SELECT id, bundle, name FROM vault ORDER BY id")
	type sealedVault struct {
		id           string
		bundle, name []byte
	}
	vaults, err := storage.Collect(rows, err, func(r storage.Row, v *sealedVault) error { return r.Scan(&v.id, &v.bundle, &v.name) })
	if err != nil {
		return Enrolment{}, err
	}
	err = d.db.Update(ctx, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE member SET recipient = $1, locked = $2, card = $3 WHERE name = $4", row.recipient, row.locked, row.card, name)
		if err != nil {
			return err
		}
		if n == 0 {
			return row.insert(ctx, tx)
		}
		return nil
	})
	if err != nil {
		return Enrolment{}, err
	}
	d.lockMember(name)
	for _, sealed := range vaults {
		keys, err := seal.OpenVault(sealed.id, sealed.bundle, identity)
		if err != nil {
			return Enrolment{}, damaged(err, "opening a vault")
		}
		v, err := d.holdVault(ctx, keys, sealed.name)
		if err != nil {
			return Enrolment{}, err
		}
		// The shares themselves act here: as an approver would.
		trustees := &Session{desk: d, name: name, vaults: map[string]membership{v.id: {v, Approver}}}
		err = trustees.rekey(ctx, v.id, false, name+" was recovered with the recovery shares", func(tx *storage.Tx) error {
			n, err := tx.Exec(ctx, "UPDATE vault_member SET role = $1 WHERE vault = $2 AND member = $3", Approver, v.id, name)
			if err != nil || n == 1 {
				return err
			}
			return d.insertRole(ctx, tx, v.id, name, Approver)
		})
		d.mu.Lock()
		d.letGo(v)
		d.mu.Unlock()
		if err != nil {
			return Enrolment{}, err
		}
	}
	return enrolment, nil
}
