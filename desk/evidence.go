package desk

import (
	"context"
	"io"

	"unhindered/un"
)

// An Evidence item is one file, kept untouched and sealed, with what is known of it. Blob, Size, SHA256, CleanBlob,
// CleanSize, Thread and Envelope are set by the program and survive a Save that changes the rest.
type Evidence struct {
	Title  string   `json:"title,omitempty"`
	Name   string   `json:"name"` // as it came: hostile until proven otherwise
	Type   string   `json:"type,omitempty"`
	Size   int64    `json:"size"`   // bytes
	SHA256 string   `json:"sha256"` // hex, of the untouched original
	Date   un.Date  `json:"date,omitempty"`
	About  []string `json:"about,omitempty"` // item IDs
	Notes  string   `json:"notes,omitempty"`

	Blob      string `json:"blob"`
	CleanBlob string `json:"clean_blob,omitempty"` // copy without metadata, if one was made
	CleanSize int64  `json:"clean_size,omitempty"`
	Thread    string `json:"thread,omitempty"` // if it came with a report
	Envelope  string `json:"envelope,omitempty"`
}

// Kind returns KindEvidence.
func (*Evidence) Kind() Kind { return KindEvidence }

// Validate demands a name of the file.
func (v *Evidence) Validate() FieldErrors {
	var e FieldErrors
	e.text("name", v.Name, needed, line)
	e.text("title", v.Title, line)
	e.text("type", v.Type, line)
	e.date("date", string(v.Date))
	e.text("notes", v.Notes, page)
	return e
}

// AddEvidence reads a file to its end, seals it while reading, and adds it to the case. It keeps nothing if reading
// fails.
func (s *Session) AddEvidence(ctx context.Context, caseID, name, mediaType string, r io.Reader) (Row[Evidence], error) {
	return Row[Evidence]{}, errNotBuilt
}

// AddCleanCopy seals a copy without metadata beside the untouched original; base works as in Save.
func (s *Session) AddCleanCopy(ctx context.Context, caseID, evidence string, base int, r io.Reader) (Row[Evidence], error) {
	return Row[Evidence]{}, errNotBuilt
}

// AddThreadFile copies file n (1, 2, ...) of an envelope of a thread of the case into the evidence of the case.
func (s *Session) AddThreadFile(ctx context.Context, caseID, thread, envelope string, n int) (Row[Evidence], error) {
	return Row[Evidence]{}, errNotBuilt
}

// OpenEvidence returns what is known of a file and its bytes, with an audit line first: the untouched original, or the
// clean copy if clean. Reading fails with ErrDamaged if the bytes are not those that were added. The caller closes the
// reader.
func (s *Session) OpenEvidence(ctx context.Context, caseID, id string, clean bool) (Evidence, io.ReadCloser, error) {
	return Evidence{}, nil, errNotBuilt
}
