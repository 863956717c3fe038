package desk

import (
	"context"
	"io"

	"unhindered/report"
)

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
	Foreign    bool // the whole message was a file sealed by the person, see Files
	report.Message
}

// A File is an opened file of a report.
type File struct {
	Name   string // as it came: hostile until proven otherwise
	Type   string // likewise
	Size   int64  // bytes, -1 if unknown (sealed by the person)
	SHA256 string // hex, of the bytes as they were sent
	Sealed bool   // the person had sealed it; it was opened once more
}

// Threads lists the inbox, newest first.
func (s *Session) Threads(ctx context.Context) ([]ThreadInfo, error) { return nil, errNotBuilt }

// OpenThread opens a report, with an audit line first. A message that does not open is there, marked Unreadable.
func (s *Session) OpenThread(ctx context.Context, id string) (Thread, error) {
	return Thread{}, errNotBuilt
}

// OpenFile opens file n (1, 2, ...) of an envelope, with an audit line first. Reading fails with ErrDamaged if the bytes
// are not those that were sent. The caller closes the reader.
func (s *Session) OpenFile(ctx context.Context, thread, envelope string, n int) (File, io.ReadCloser, error) {
	return File{}, nil, errNotBuilt
}

// Answer writes to the person. It is kept and sealed to them at once; if the drop cannot be reached, it is sent at the
// next Fetch.
func (s *Session) Answer(ctx context.Context, thread, text string) error { return errNotBuilt }

// EraseThread deletes everything that was received and sent on a thread and leaves its line in the inbox. What was
// taken into a case stays there. It needs the role approver.
func (s *Session) EraseThread(ctx context.Context, thread string) error { return errNotBuilt }
