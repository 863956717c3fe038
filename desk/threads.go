package desk

import "unhindered/report"

// A ThreadInfo is a line of the inbox: what is known of a report without opening it, and what became of it.
type ThreadInfo struct {
	ID        string
	Vault     string
	VaultName string
	Day       string // YYYY-MM-DD of the first envelope
	LastDay   string // of the newest
	Envelopes int
	New       int       // envelopes that no member has opened
	Size      SizeClass // of all envelopes together
	Answers   int
	Case      string // ID of the case it belongs to, "" if none
	CaseTitle string
	Withdrawn string // day on which the person withdrew, "" if not
	Danger    bool   // an opened message said that they are in danger now
	Erased    bool
	// MustErase tells that the person did not allow it to be kept, as far as messages were opened.
	MustErase bool

	unreadable []string
}

// A SizeClass tells the size of a report roughly.
type SizeClass string

// The size classes: up to 64 KB (text), 1 MB, 16 MB, above.
const (
	TextOnly SizeClass = "text"
	Small    SizeClass = "small"
	Medium   SizeClass = "medium"
	Large    SizeClass = "large"
)

// A Thread is an opened report: everything that the person and the team wrote.
type Thread struct {
	ThreadInfo
	Messages []Message // oldest first, answers among them
}

// A Message is one message on a thread.
type Message struct {
	ID     string // envelope ID; for an answer, its own
	Day    string // YYYY-MM-DD
	Answer bool   // from the team
	By     string // member who answered
	Sent   bool   // the answer has reached the drop
	// Unreadable says why the message cannot be read: "sealed for another key" or "damaged"; then Message is empty.
	Unreadable string
	report.Message

	n int64 // order of arrival
}

// A File is an opened file of a report.
type File struct {
	Name   string // as it came: hostile until proven otherwise
	Type   string // likewise
	Size   int64  // bytes, -1 if unknown (sealed by the person)
	SHA256 string // hex, of the bytes as they were sent
	Sealed bool   // the person had sealed it; it was opened once more
}
