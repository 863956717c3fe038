package desk

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
