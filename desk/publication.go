package desk

import "encoding/json"

// A Publication is where the publication of a case stands. A case has at most one; its versions are its history.
type Publication struct {
	Step Step `json:"step" desk:"ref"`
	// Entry is the frozen entry (JSON of a register.Entry) that approval was asked for, or that is published; Hash its
	// SHA-256 in hex.
	Entry json.RawMessage `json:"entry,omitempty"`
	Hash  string          `json:"hash,omitempty" desk:"ref"`
	Draft int             `json:"draft,omitempty"` // version of the draft it was built from
	// Named, Dates and Places are what of consent it needs.
	Named  []string  `json:"named,omitempty" desk:"ref"`
	Dates  Precision `json:"dates,omitempty" desk:"ref"`
	Places Precision `json:"places,omitempty" desk:"ref"`

	RequestedBy string `json:"requested_by,omitempty"`
	ApprovedBy  string `json:"approved_by,omitempty"`
	Reason      string `json:"reason,omitempty"`         // why it is to be withdrawn; never published
	Key         string `json:"key,omitempty" desk:"ref"` // of the step being pushed to the record; stored before the push

	// What the record said of the newest published version.
	EntryID    string `json:"entry_id,omitempty"`
	Version    int    `json:"version,omitempty"`
	Leaf       int64  `json:"leaf,omitempty"`
	Commitment string `json:"commitment,omitempty" desk:"ref"`
	Day        string `json:"day,omitempty"` // of that publication or withdrawal

	Live json.RawMessage `json:"live,omitempty"` // the entry as it stands in the register; empty if none does
	// LiveDraft is the version of the draft it was built from; LiveNamed, LiveDates and LivePlaces are what of consent
	// it rests on.
	LiveDraft  int       `json:"live_draft,omitempty"`
	LiveNamed  []string  `json:"live_named,omitempty" desk:"ref"`
	LiveDates  Precision `json:"live_dates,omitempty" desk:"ref"`
	LivePlaces Precision `json:"live_places,omitempty" desk:"ref"`
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
