package desk

import "time"

// A Case is the newest version of everything in a case, except who the parties are (OpenIdentity) and what is in the
// files (OpenEvidence). Each list is in the order in which the items were made.
type Case struct {
	ID          string
	Vault       string
	VaultName   string
	Created     time.Time
	Header      Row[Header]
	Parties     []Row[Party]
	Identities  map[string]int // party item ID -> version of the identity that is kept
	Acts        []Row[Act]
	Engagements []Row[Engagement]
	Actors      []Row[Actor]
	Sources     []Row[Source]
	Evidence    []Row[Evidence]
	Notes       []Row[Note]
	Actions     []Row[Action]
	Replies     []Row[Reply]
	Consents    []Row[Consent]
	Draft       Row[Draft] // Version 0 if there is none
	Publication Row[Publication]
	Threads     []ThreadInfo
	Went        []Went
	Unkept      []Unkept
	Warnings    []Warning
}

// A Warning is something that a case lacks or that somebody has to look at.
type Warning struct {
	Code string // WarnNoEngagement, ...
	Item string // item ID, if of one
	Text string
}

// The codes of warnings.
const (
	WarnNoEngagement = "no_engagement"    // an act points to no cooperation
	WarnWithdrawn    = "withdrawn"        // a person has withdrawn their report
	WarnUnkept       = "unkept"           // something is kept that a person did not allow to be kept: Case.Unkept
	WarnMustWithdraw = "must_withdraw"    // what is published rests on a consent that does not hold any more
	WarnUnread       = "unread"           // a thread of the case has messages that nobody opened
	WarnDue          = "due"              // something is due
	WarnPending      = "pending_approval" // a publication or withdrawal waits for a second person
	WarnDamaged      = "damaged"          // something in the case does not open: verify says what
	WarnUnreadable   = "unreadable"       // a message of a thread could not be opened, so its consents are unknown
)

// A CaseInfo is a line of the list of cases.
type CaseInfo struct {
	ID        string
	Vault     string
	VaultName string
	Title     string
	State     string
	Stage     Stage
	Next      string
	Due       string // YYYY-MM-DD
	Created   time.Time
	Updated   time.Time
	Acts      []string // codes, distinct
	Step      Step     // of publication
	EntryID   string   // if published
	Warnings  []string // codes of warnings that need somebody's eyes

	threads []string
	rests   map[string]rest // by thread; never changed, only replaced
}

// A CaseFilter chooses and sorts cases. Zero fields choose everything.
type CaseFilter struct {
	Vault, State string
	Stage        Stage
	Step         Step
	DueBy        string // YYYY-MM-DD: due on that day or earlier
	Sort         string // "updated" (default, newest first), "title", "due", "created"
	Limit        int    // 0: all
	Offset       int
}

// A NewCase is what a case starts from.
type NewCase struct {
	Vault  string // "" : the vault of Thread, or the member's only one
	Header Header
	Thread string // the report that it comes from, if any
}
