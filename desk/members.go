package desk

import "context"

// A Role is what a member may do in a vault.
type Role string

// The roles. An approver may do what a member may, and also approve, erase, and change the members of the vault.
const (
	Member   Role = "member"
	Approver Role = "approver"
)

// A NewMember is somebody who is to be able to sign in.
type NewMember struct {
	Name       string // sign-in name: a pseudonym, 2 to 32 lower-case letters, digits and hyphens; stored in the clear
	Display    string // how the program greets them; sealed to them
	Passphrase string // "" : one is made and returned
	Role       Role
}

// An Enrolment is what a new member has to keep. It is shown once and not stored.
type Enrolment struct {
	Name       string
	Passphrase string // only if it was made for them
	TOTPURI    string // otpauth://..., for their second factor
}

// A Setup is what a new desk starts from.
type Setup struct {
	Team    string // how the team calls itself to those who report; public
	Vault   string // name of the first vault, sealed; "" is Team
	Members []NewMember
	K, N    int // recovery: K of N shares open every vault; 0, 0 is 2 of 3
}

// An Initial is what Init hands out, once.
type Initial struct {
	Members []Enrolment
	Shares  []string
}

// Init sets up a new desk: its first vault, its members, and the recovery shares. It returns ErrInitialised if there
// are members already. Nothing is kept unless everything is.
func (d *Desk) Init(ctx context.Context, s Setup) (Initial, error) { return Initial{}, errNotBuilt }

// Initialised tells whether Init has been done.
func (d *Desk) Initialised(ctx context.Context) (bool, error) { return false, errNotBuilt }

// A MemberInfo is a member of a vault.
type MemberInfo struct {
	Name  string
	Role  Role
	Since string // YYYY-MM-DD
}

// A VaultInfo is one of the member's vaults.
type VaultInfo struct {
	ID      string
	Name    string
	Team    string // public
	Role    Role   // of the member who asks
	Epoch   int
	Members []MemberInfo
}

// Vaults lists the member's vaults.
func (s *Session) Vaults(ctx context.Context) ([]VaultInfo, error) { return nil, errNotBuilt }

// NewVault makes a vault whose members are the caller (as approver) and the named ones. Reports are sealed to it too,
// under the public name team.
func (s *Session) NewVault(ctx context.Context, name, team string, members map[string]Role) (VaultInfo, error) {
	return VaultInfo{}, errNotBuilt
}

// AddMember makes somebody new a member of the given vaults; the caller must be approver in each.
func (s *Session) AddMember(ctx context.Context, m NewMember, vaults ...string) (Enrolment, error) {
	return Enrolment{}, errNotBuilt
}

// JoinVault makes a member of the desk a member of a vault too, or changes their role in it. The caller must be approver
// there.
func (s *Session) JoinVault(ctx context.Context, vault, name string, role Role) error {
	return errNotBuilt
}

// LeaveVault takes a member out of a vault and gives the vault a new epoch, which they cannot open. The caller must be
// approver there, and at least one approver must remain.
func (s *Session) LeaveVault(ctx context.Context, vault, name string) error { return errNotBuilt }

// RemoveMember takes a member out of every vault, as LeaveVault does, and then out of the desk. The caller must be
// approver in each of these vaults.
func (s *Session) RemoveMember(ctx context.Context, name string) error { return errNotBuilt }

// ChangePassphrase locks the member's identity under a new passphrase.
func (s *Session) ChangePassphrase(ctx context.Context, old, new string) error { return errNotBuilt }

// Recover opens every vault with K of the recovery shares and gives the member, who may be new, a new identity and
// second factor under a new passphrase, as approver of every vault.
func (d *Desk) Recover(ctx context.Context, shares []string, name, passphrase string) (Enrolment, error) {
	return Enrolment{}, errNotBuilt
}
