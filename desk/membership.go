package desk

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"unhindered/seal"
	"unhindered/storage"
)

// Vaults lists the member's vaults.
func (s *Session) Vaults(ctx context.Context) ([]VaultInfo, error) {
	held, err := s.held()
	if err != nil {
		return nil, err
	}
	var all []VaultInfo
	for _, m := range held {
		info := VaultInfo{ID: m.id, Name: m.name, Role: m.role, Epoch: m.keys().Epoch()}
		if err := s.desk.db.QueryRow(ctx, "SELECT team FROM vault WHERE id = $1", m.id).Scan(&info.Team); err != nil {
			return nil, err
		}
		rows, err := s.desk.db.Query(ctx, "SELECT member, role, since FROM vault_member WHERE vault = $1 ORDER BY member", m.id)
		info.Members, err = storage.Collect(rows, err, func(r storage.Row, i *MemberInfo) error { return r.Scan(&i.Name, &i.Role, &i.Since) })
		if err != nil {
			return nil, err
		}
		all = append(all, info)
	}
	return all, nil
}

// NewVault makes a vault whose members are the caller (as approver) and the named ones. Reports are sealed to it too,
// under the public name team. The caller must be approver somewhere.
func (s *Session) NewVault(ctx context.Context, name, team string, members map[string]Role) (VaultInfo, error) {
	if !s.IsApprover() {
		return VaultInfo{}, either(s.alive(), ErrForbidden)
	}
	var e FieldErrors
	e.text("name", name, needed, line)
	e.text("team", team, needed, line)
	for _, role := range members {
		e.oneOf("role", string(role), []string{string(Member), string(Approver)})
	}
	if err := e.orNil(); err != nil {
		return VaultInfo{}, err
	}
	roles := map[string]Role{s.name: Approver}
	for name, role := range members {
		if name != s.name {
			roles[name] = role
		}
	}
	d := s.desk
	var v *openVault
	var row vaultRow
	rows, err := d.memberRows(ctx, d.db, slices.Sorted(maps.Keys(roles)))
	if err != nil {
		return VaultInfo{}, err
	}
	recovery, err := d.setting(ctx, settingRecovery)
	if err != nil {
		return VaultInfo{}, err
	}
	to, err := recipients(string(recovery), rows)
	if err != nil {
		return VaultInfo{}, err
	}
	if v, row, err = newVaultRow(name, team, to); err != nil {
		return VaultInfo{}, err
	}
	err = d.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		if err := row.insert(ctx, tx); err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(roles)) {
			if err := d.insertRole(ctx, tx, row.id, name, roles[name]); err != nil {
				return err
			}
		}
		return log(AuditLine{What: ChangedMembers, Note: "the vault was made"})
	})
	if err != nil {
		return VaultInfo{}, err
	}
	d.mu.Lock()
	d.open[v.id] = v
	d.mu.Unlock()
	for name, role := range roles {
		d.give(name, v, role)
	}
	d.tellVaults(ctx)
	infos, err := s.Vaults(ctx)
	for _, info := range infos {
		if info.ID == v.id {
			return info, nil
		}
	}
	return VaultInfo{}, either(err, ErrLocked)
}

// alive returns ErrLocked once the session is locked.
func (s *Session) alive() error {
	_, err := s.held()
	return err
}

// give lets the open sessions of a member hold a vault, or changes their role in it.
func (d *Desk) give(name string, v *openVault, role Role) {
	for _, s := range d.liveSessions() {
		if s.name != name {
			continue
		}
		s.mu.Lock()
		if !s.locked {
			if _, has := s.vaults[v.id]; !has {
				d.mu.Lock()
				v.refs++
				d.mu.Unlock()
			}
			s.vaults[v.id] = membership{v, role}
		}
		s.mu.Unlock()
	}
}

// take takes a vault from the open sessions of a member.
func (d *Desk) take(name string, v *openVault) {
	for _, s := range d.liveSessions() {
		if s.name != name {
			continue
		}
		s.mu.Lock()
		if _, has := s.vaults[v.id]; has {
			delete(s.vaults, v.id)
			d.mu.Lock()
			d.letGo(v)
			d.mu.Unlock()
		}
		s.mu.Unlock()
	}
}

// memberRows returns the members with the given names; ErrMember if one is not there.
func (d *Desk) memberRows(ctx context.Context, q querier, names []string) ([]memberRow, error) {
	var all []memberRow
	for _, name := range names {
		row := memberRow{name: name}
		err := q.QueryRow(ctx, "SELECT recipient FROM member WHERE name = $1", name).Scan(&row.recipient)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, ErrMember
		}
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// rekey changes the members of a vault within one transaction: change alters the table of roles, then the keys are
// sealed to whoever is in it then; as a new epoch if rotate.
func (s *Session) rekey(ctx context.Context, vault string, rotate bool, note string, change func(tx *storage.Tx) error) error {
	m, err := s.vault(vault)
	if err != nil {
		return err
	}
	if m.role != Approver {
		return ErrForbidden
	}
	d, v := s.desk, m.openVault
	recovery, err := d.setting(ctx, settingRecovery)
	if err != nil {
		return err
	}
	var keys *seal.Vault
	err = d.write(ctx, v, s.name, func(tx *storage.Tx, log logger) error {
		if err := change(tx); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, "SELECT m.recipient, v.role FROM vault_member v JOIN member m ON m.name = v.member WHERE v.vault = $1", vault)
		approvers := 0
		members, err := storage.Collect(rows, err, func(r storage.Row, m *memberRow) error {
			var role Role
			err := r.Scan(&m.recipient, &role)
			if role == Approver {
				approvers++
			}
			return err
		})
		if err != nil {
			return err
		}
		if approvers == 0 {
			return ErrLastApprover
		}
		to, err := recipients(string(recovery), members)
		if err != nil {
			return err
		}
		var epoch seal.Epoch
		if rotate {
			keys, epoch, err = v.keys().Rotate(to)
		} else {
			keys = v.keys()
			epoch, err = keys.Reseal(to)
		}
		if err != nil {
			return err
		}
		name, err := keys.Encrypt([]byte(v.name), contextVaultName)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE vault SET epoch = $1, recipient = $2, bundle = $3, name = $4 WHERE id = $5",
			epoch.Number, epoch.Recipient, epoch.Bundle, name, vault); err != nil {
			return err
		}
		return log(AuditLine{What: ChangedMembers, Note: note})
	})
	if err != nil {
		return err
	}
	v.current.Store(keys)
	if rotate {
		d.tellVaults(ctx) // or at the next Fetch
	}
	return nil
}

// AddMember makes somebody new a member of the given vaults (none: all in which the caller is approver); the caller must
// be approver in each.
func (s *Session) AddMember(ctx context.Context, m NewMember, vaults ...string) (Enrolment, error) {
	if err := m.validate().orNil(); err != nil {
		return Enrolment{}, err
	}
	held, err := s.held()
	if err != nil {
		return Enrolment{}, err
	}
	if len(vaults) == 0 {
		for _, h := range held {
			if h.role == Approver {
				vaults = append(vaults, h.id)
			}
		}
	}
	if len(vaults) == 0 {
		return Enrolment{}, ErrForbidden
	}
	for _, vault := range vaults {
		if h, err := s.vault(vault); err != nil {
			return Enrolment{}, err
		} else if h.role != Approver {
			return Enrolment{}, ErrForbidden
		}
	}
	row, enrolment, err := s.desk.newMember(ctx, m)
	if err != nil {
		return Enrolment{}, err
	}
	err = s.rekey(ctx, vaults[0], false, m.Name+" joined as "+string(m.Role), func(tx *storage.Tx) error {
		if err := row.insert(ctx, tx); err != nil {
			return err
		}
		return s.desk.insertRole(ctx, tx, vaults[0], m.Name, m.Role)
	})
	for _, vault := range vaults[1:] {
		if err == nil {
			err = s.JoinVault(ctx, vault, m.Name, m.Role)
		}
	}
	return enrolment, err
}

// JoinVault makes a member of the desk a member of a vault too, or changes their role in it. The caller must be approver
// there.
func (s *Session) JoinVault(ctx context.Context, vault, name string, role Role) error {
	if role != Member && role != Approver {
		return FieldErrors{{"role", "Choose a role."}}
	}
	err := s.rekey(ctx, vault, false, name+" is now "+string(role), func(tx *storage.Tx) error {
		if _, err := s.desk.memberRows(ctx, tx, []string{name}); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "UPDATE vault_member SET role = $1 WHERE vault = $2 AND member = $3", role, vault, name)
		if err != nil || n == 1 {
			return err
		}
		return s.desk.insertRole(ctx, tx, vault, name, role)
	})
	if err != nil {
		return err
	}
	if m, err := s.vault(vault); err == nil {
		s.desk.give(name, m.openVault, role)
	}
	return nil
}

// LeaveVault takes a member out of a vault and gives the vault a new epoch, which they cannot open. The caller must be
// approver there, and at least one approver must remain.
func (s *Session) LeaveVault(ctx context.Context, vault, name string) error {
	m, err := s.vault(vault)
	if err != nil {
		return err
	}
	err = s.rekey(ctx, vault, true, name+" left", func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM vault_member WHERE vault = $1 AND member = $2", vault, name)
		if err == nil && n == 0 {
			return ErrMember
		}
		return err
	})
	if err != nil {
		return err
	}
	s.desk.take(name, m.openVault)
	return nil
}

// RemoveMember takes a member out of every vault, as LeaveVault does, and then out of the desk. The caller must be
// approver in each of these vaults.
func (s *Session) RemoveMember(ctx context.Context, name string) error {
	d := s.desk
	if err := s.alive(); err != nil {
		return err
	}
	rows, err := d.db.Query(ctx, "SELECT vault FROM vault_member WHERE member = $1 ORDER BY vault", name)
	vaults, err := storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
	if err != nil {
		return err
	}
	if len(vaults) == 0 && !s.IsApprover() {
		return ErrForbidden
	}
	for _, vault := range vaults {
		if m, err := s.vault(vault); errors.Is(err, ErrNotFound) || err == nil && m.role != Approver {
			return ErrForbidden
		} else if err != nil {
			return err
		}
	}
	for _, vault := range vaults {
		if err := s.LeaveVault(ctx, vault, name); err != nil {
			return err
		}
	}
	err = d.db.Update(ctx, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM member WHERE name = $1", name)
		if err == nil && n == 0 {
			return ErrMember
		}
		return err
	})
	if err != nil {
		return err
	}
	d.lockMember(name)
	return nil
}

// lockVault ends the sessions that hold a vault.
func (d *Desk) lockVault(v *openVault) {
	for _, s := range d.liveSessions() {
		if m, err := s.vault(v.id); err == nil && m.openVault == v {
			s.Lock()
		}
	}
}

// lockMember ends the sessions of a member.
func (d *Desk) lockMember(name string) {
	for _, s := range d.liveSessions() {
		if s.name == name {
			s.Lock()
		}
	}
}
