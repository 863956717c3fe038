package desk

import (
	"context"
	"encoding/json"
)

// A Publication is where the publication of a case stands. A case has at most one; its versions are its history.
type Publication struct {
	Step Step `json:"step"`
	// Entry is the frozen entry (JSON of a register.Entry) that approval was asked for, or that is published; Hash its
	// SHA-256 in hex.
	Entry json.RawMessage `json:"entry,omitempty"`
	Hash  string          `json:"hash,omitempty"`
	Draft int             `json:"draft,omitempty"` // version of the draft it was built from

	RequestedBy string `json:"requested_by,omitempty"`
	ApprovedBy  string `json:"approved_by,omitempty"`
	Reason      string `json:"reason,omitempty"` // why it is to be withdrawn; never published
	Key         string `json:"key,omitempty"`    // of the step being pushed to the record; stored before the push

	// What the record said of the newest published version.
	EntryID    string `json:"entry_id,omitempty"`
	Version    int    `json:"version,omitempty"`
	Leaf       int64  `json:"leaf,omitempty"`
	Commitment string `json:"commitment,omitempty"`
	Day        string `json:"day,omitempty"` // of that publication or withdrawal

	Live json.RawMessage `json:"live,omitempty"` // the entry as it stands in the register; empty if none does
	// MustWithdraw is set when a consent that it rests on was withdrawn.
	MustWithdraw bool `json:"must_withdraw,omitempty"`
}

// A Step is where a publication stands.
type Step string

// The steps. After Published a new request leads to a new version; after Withdrawn, to a new entry.
const (
	NotPublished        Step = ""
	Requested           Step = "requested"            // waits for a second person's approval
	Publishing          Step = "publishing"           // approved; being pushed to the record
	Published           Step = "published"            //
	WithdrawalRequested Step = "withdrawal_requested" // waits for a second person's approval
	Withdrawing         Step = "withdrawing"          // approved; being pushed to the record
	Withdrawn           Step = "withdrawn"            //
)

// Kind returns KindPublication.
func (*Publication) Kind() Kind { return KindPublication }

// Validate finds nothing: a publication is never typed in.
func (*Publication) Validate() FieldErrors { return nil }

// RequestApproval freezes the entry of the saved draft, whose preview had the given hash, and asks for a second
// person's approval. It returns *Blocked while blocking problems are left, ErrStale if the entry is not the one that was
// shown, and ErrState while another request waits. It serves the first publication and every correction.
func (s *Session) RequestApproval(ctx context.Context, caseID, hash string) (Publication, error) {
	return Publication{}, errNotBuilt
}

// RequestWithdrawal asks for a second person's approval of withdrawing what is published.
func (s *Session) RequestWithdrawal(ctx context.Context, caseID, reason string) (Publication, error) {
	return Publication{}, errNotBuilt
}

// CancelRequest takes back a request that waits for approval; any member of the vault may.
func (s *Session) CancelRequest(ctx context.Context, caseID string) (Publication, error) {
	return Publication{}, errNotBuilt
}

// Approve checks everything again and carries out what was requested: it publishes the frozen entry with the given
// hash, or withdraws it. It needs the role approver (ErrForbidden) and another person than the one who made the draft,
// edited it last or asked (ErrSamePerson). If the record cannot be reached, the step stays Publishing or Withdrawing and
// is carried out at the next Resume or sign-in of a member of the vault.
func (s *Session) Approve(ctx context.Context, caseID, hash string) (Publication, error) {
	return Publication{}, errNotBuilt
}

// Resume carries out approved publications and withdrawals that could not be finished.
func (s *Session) Resume(ctx context.Context) error { return errNotBuilt }
