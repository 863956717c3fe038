package desk

import (
	"context"
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"

	"filippo.io/age"

	"unhindered/seal"
	"unhindered/storage"
)

// Initialised tells whether Init has been done.
func (d *Desk) Initialised(ctx context.Context) (bool, error) {
	return initialised(ctx, d.db)
}

func initialised(ctx context.Context, q querier) (bool, error) {
	var n int
	err := q.QueryRow(ctx, "SELECT count(*) FROM member").Scan(&n)
	return n > 0, err
}

// Init sets up a new desk: its first vault, its members, and the recovery shares. It returns ErrInitialised if there
// are members already. Nothing is kept unless everything is.
func (d *Desk) Init(ctx context.Context, s Setup) (Initial, error) {
	if done, err := d.Initialised(ctx); done || err != nil {
		return Initial{}, either(err, ErrInitialised)
	}
	if s.K == 0 && s.N == 0 {
		s.K, s.N = 2, 3
	}
	if s.Vault == "" {
		s.Vault = s.Team
	}
	if err := s.validate().orNil(); err != nil {
		return Initial{}, err
	}
	recovery, shares, err := seal.NewRecovery(s.K, s.N)
	if err != nil {
		return Initial{}, err
	}
	first := Initial{Shares: shares}
	var rows []memberRow
	for _, m := range s.Members {
		row, enrolment, err := d.newMember(ctx, m)
		if err != nil {
			return Initial{}, err
		}
		rows, first.Members = append(rows, row), append(first.Members, enrolment)
	}
	dummy, err := d.dummy(ctx)
	if err != nil {
		return Initial{}, err
	}
	to, err := recipients(recovery, rows)
	if err != nil {
		return Initial{}, err
	}
	v, vault, err := newVaultRow(s.Vault, s.Team, to)
	if err != nil {
		return Initial{}, err
	}
	err = d.write(ctx, v, "", func(tx *storage.Tx, log logger) error {
		if done, err := initialised(ctx, tx); done || err != nil {
			return either(err, ErrInitialised)
		}
		for name, value := range map[string][]byte{settingDummy: dummy, settingRecovery: []byte(recovery)} {
			if _, err := tx.Exec(ctx, "INSERT INTO setting (name, value) VALUES ($1, $2)", name, value); err != nil {
				return err
			}
		}
		if err := vault.insert(ctx, tx); err != nil {
			return err
		}
		for i, row := range rows {
			if err := row.insert(ctx, tx); err != nil {
				return err
			}
			if err := d.insertRole(ctx, tx, vault.id, row.name, s.Members[i].Role); err != nil {
				return err
			}
			if err := log(AuditLine{What: ChangedMembers, By: row.name, Note: "the desk was set up"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Initial{}, fmt.Errorf("setting up the desk: %w", err)
	}
	d.tellVaults(ctx) // or at the next Fetch
	return first, nil
}

func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func (s Setup) validate() FieldErrors {
	var e FieldErrors
	e.text("team", s.Team, needed, line)
	e.text("vault", s.Vault, needed, line)
	names := map[string]bool{}
	approvers := 0
	for _, m := range s.Members {
		e = append(e, m.validate()...)
		if names[m.Name] {
			e.add("name", "Two members have the same name.")
		}
		names[m.Name] = true
		if m.Role == Approver {
			approvers++
		}
	}
	if approvers == 0 {
		e.add("members", "At least one member has to be an approver.")
	}
	return e
}

var memberName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,31}$`)

func (m NewMember) validate() FieldErrors {
	var e FieldErrors
	if !memberName.MatchString(m.Name) {
		e.add("name", "Use 2 to 32 lower-case letters, digits and hyphens. Choose a pseudonym: this name is stored in the clear.")
	}
	e.text("display", m.Display, line)
	e.oneOf("role", string(m.Role), []string{string(Member), string(Approver)})
	if m.Passphrase != "" {
		if err := seal.CheckPassphrase(m.Passphrase); err != nil {
			e.add("passphrase", err.Error())
		}
	}
	return e
}

// A memberRow is a row of the table of members.
type memberRow struct {
	name, recipient string
	locked, card    []byte
}

func (m memberRow) insert(ctx context.Context, tx *storage.Tx) error {
	_, err := tx.Exec(ctx, "INSERT INTO member (name, recipient, locked, card) VALUES ($1, $2, $3, $4)",
		m.name, m.recipient, m.locked, m.card)
	if storage.IsDuplicate(err) {
		return ErrMember
	}
	return err
}

func (d *Desk) insertRole(ctx context.Context, tx *storage.Tx, vault, name string, role Role) error {
	_, err := tx.Exec(ctx, "INSERT INTO vault_member (vault, member, role, since) VALUES ($1, $2, $3, $4)", vault, name, role, d.today())
	return err
}

// newMember makes the keys of a member.
func (d *Desk) newMember(ctx context.Context, m NewMember) (memberRow, Enrolment, error) {
	enrolment := Enrolment{Name: m.Name}
	if m.Passphrase == "" {
		m.Passphrase = seal.NewPassphrase()
		enrolment.Passphrase = m.Passphrase
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return memberRow{}, Enrolment{}, err
	}
	row := memberRow{name: m.Name, recipient: id.Recipient().String()}
	if row.locked, err = d.lockIdentity(ctx, id, m.Passphrase); err != nil {
		return memberRow{}, Enrolment{}, err
	}
	row.card, enrolment.TOTPURI, err = newCard(m.Name, m.Display, id.Recipient())
	return row, enrolment, err
}

// lockIdentity locks an identity, with the same bound on memory as unlocking.
func (d *Desk) lockIdentity(ctx context.Context, id *age.HybridIdentity, passphrase string) ([]byte, error) {
	if err := d.unlocking.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer d.unlocking.Release(1)
	defer debug.FreeOSMemory()
	return seal.LockIdentity(id, passphrase, d.workFactor)
}

// dummy makes a locked identity that nobody can open, for tries of names that there are not.
func (d *Desk) dummy(ctx context.Context) ([]byte, error) {
	id, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	return d.lockIdentity(ctx, id, seal.NewPassphrase()+newID())
}

// recipients returns whom a vault is sealed to: its members and the recovery shares.
func recipients(recovery string, members []memberRow) ([]age.Recipient, error) {
	texts := []string{recovery}
	for _, m := range members {
		texts = append(texts, m.recipient)
	}
	slices.Sort(texts[1:])
	var to []age.Recipient
	for _, text := range texts {
		r, err := seal.ParseRecipient(text)
		if err != nil {
			return nil, fmt.Errorf("reading the key of a member: %w", ErrDamaged)
		}
		to = append(to, r)
	}
	return to, nil
}

// A vaultRow is a row of the table of vaults.
type vaultRow struct {
	id, team string
	name     []byte
	epoch    seal.Epoch
}

// newVaultRow makes a vault.
func newVaultRow(name, team string, to []age.Recipient) (*openVault, vaultRow, error) {
	row := vaultRow{id: newID(), team: team}
	keys, epoch, err := seal.NewVault(row.id, to)
	if err != nil {
		return nil, row, err
	}
	row.epoch = epoch
	if row.name, err = keys.Encrypt([]byte(name), contextVaultName); err != nil {
		return nil, row, err
	}
	v := &openVault{id: row.id, name: name}
	v.current.Store(keys)
	v.index.empty()
	return v, row, nil
}

func (r vaultRow) insert(ctx context.Context, tx *storage.Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO vault (id, epoch, recipient, team, name, bundle, place)
		SELECT $1, $2, $3, $4, $5, $6, coalesce(max(place), 0) + 1 FROM vault`,
		r.id, r.epoch.Number, r.epoch.Recipient, r.team, r.name, r.epoch.Bundle)
	return err
}
