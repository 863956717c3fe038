package desk

import (
	"context"
	"time"
)

// An AuditLine says that somebody did something. It is written, durably, before what was asked for is returned.
type AuditLine struct {
	Vault  string    `json:"-"`
	N      int64     `json:"n"` // 1, 2, ... in its vault
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	What   Deed      `json:"what"`
	Case   string    `json:"case,omitempty"`
	Thread string    `json:"thread,omitempty"`
	Item   string    `json:"item,omitempty"`
	Note   string    `json:"note,omitempty"`
	Prev   string    `json:"prev"` // hex SHA-256 of the sealed line before; "" for the first
}

// A Deed is what an audit line says was done.
type Deed string

// The deeds.
const (
	SignedIn        Deed = "signed in"
	OpenedThread    Deed = "opened a report"
	OpenedFile      Deed = "opened a file of a report"
	Answered        Deed = "answered"
	ErasedThread    Deed = "erased a report"
	MadeCase        Deed = "made a case"
	LinkedThread    Deed = "added a report to a case"
	OpenedCase      Deed = "opened a case"
	OpenedIdentity  Deed = "opened an identity"
	OpenedEvidence  Deed = "opened evidence"
	OpenedHistory   Deed = "opened a history"
	OpenedConsents  Deed = "opened a consent ledger"
	SavedItem       Deed = "saved"
	RemovedItem     Deed = "removed"
	ConsentArrived  Deed = "consent of the person entered the ledger"
	ThreadWithdrawn Deed = "the person withdrew a report"
	Searched        Deed = "searched"
	Previewed       Deed = "looked at a publication"
	AskedApproval   Deed = "asked for approval"
	AskedWithdrawal Deed = "asked for withdrawal"
	CancelledAsking Deed = "took a request back"
	ApprovedIt      Deed = "approved"
	PublishedIt     Deed = "published"
	WithdrewIt      Deed = "withdrew from the register"
	ChangedMembers  Deed = "changed the members of the vault"
	ReadAudit       Deed = "read the audit lines"
)

// An AuditFilter chooses audit lines. Zero fields choose everything.
type AuditFilter struct {
	Vault, Case, Thread, By string
	Limit                   int // 0: all
	Offset                  int
}

// Audit returns audit lines of the member's vaults, newest first, and how many there are without Limit and Offset. It
// returns ErrDamaged if the chain of a vault does not hold.
func (s *Session) Audit(ctx context.Context, f AuditFilter) ([]AuditLine, int, error) {
	return nil, 0, errNotBuilt
}

// VerifyAudit checks the chain of audit lines of every vault of the member; it returns ErrDamaged, naming the vault and
// the number of the line, if one does not hold.
func (s *Session) VerifyAudit(ctx context.Context) error { return errNotBuilt }
