package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
	ErasedItem      Deed = "erased"
	ErasedCase      Deed = "erased a case"
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
	Verified        Deed = "verified the vault"
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
	held, err := s.held()
	if err != nil {
		return nil, 0, err
	}
	var all []AuditLine
	for _, m := range held {
		if f.Vault != "" && f.Vault != m.id {
			continue
		}
		if err := s.audit(ctx, m.openVault, AuditLine{What: ReadAudit, Case: f.Case, Thread: f.Thread}); err != nil {
			return nil, 0, err
		}
		err := s.desk.eachLine(ctx, m.openVault, func(line AuditLine) {
			if (f.Case == "" || line.Case == f.Case) && (f.Thread == "" || line.Thread == f.Thread) && (f.By == "" || line.By == f.By) {
				all = append(all, line)
			}
		})
		if err != nil {
			return nil, 0, err
		}
	}
	slices.SortStableFunc(all, func(a, b AuditLine) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return int(b.N - a.N)
	})
	n := len(all)
	return window(all, f.Offset, f.Limit), n, nil
}

// window returns the part of a list from offset, at most limit long; 0 is no limit.
func window[T any](all []T, offset, limit int) []T {
	all = all[min(max(offset, 0), len(all)):]
	if limit > 0 && limit < len(all) {
		return all[:limit]
	}
	return all
}

// VerifyAudit checks the chain of audit lines of every vault of the member; it returns ErrDamaged, naming the vault and
// the number of the line, if one does not hold.
func (s *Session) VerifyAudit(ctx context.Context) error {
	held, err := s.held()
	if err != nil {
		return err
	}
	for _, m := range held {
		if err := s.desk.eachLine(ctx, m.openVault, func(AuditLine) {}); err != nil {
			return err
		}
	}
	return nil
}

// eachLine opens every audit line of a vault, oldest first, and checks that each follows from the one before.
func (d *Desk) eachLine(ctx context.Context, v *openVault, do func(AuditLine)) error {
	rows, err := d.db.Query(ctx, "SELECT n, sealed FROM audit WHERE vault = $1 ORDER BY n", v.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	var want int64
	var prev string
	keys := v.keys()
	for rows.Next() {
		var n int64
		var sealed []byte
		if err := rows.Scan(&n, &sealed); err != nil {
			return err
		}
		want++
		broken := fmt.Errorf("audit line %d of vault %s: %w", want, v.id, ErrDamaged)
		plain, err := keys.Decrypt(sealed, auditContext(n))
		if err != nil || n != want {
			return broken
		}
		var line AuditLine
		err = json.Unmarshal(plain, &line)
		clear(plain)
		if err != nil || line.N != n || line.Prev != prev {
			return broken
		}
		line.Vault = v.id
		prev = hashLine(sealed)
		do(line)
	}
	return rows.Err()
}
