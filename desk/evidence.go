package desk

import "unhindered/un"

// An Evidence item is one file, kept untouched and sealed, with what is known of it. Blob, Size, SHA256, those that
// begin with Clean, Thread and Envelope are set by the program and survive a Save that changes the rest.
type Evidence struct {
	Title  string   `json:"title,omitempty"`
	Name   string   `json:"name"` // as it came: hostile until proven otherwise
	Type   string   `json:"type,omitempty"`
	Size   int64    `json:"size"`   // bytes
	SHA256 string   `json:"sha256"` // hex, of the untouched original
	Date   un.Date  `json:"date,omitempty"`
	About  []string `json:"about,omitempty" desk:"ref"` // item IDs
	Notes  string   `json:"notes,omitempty"`

	Blob      string `json:"blob" desk:"ref"`
	CleanBlob string `json:"clean_blob,omitempty" desk:"ref"` // copy without metadata, if one was made
	CleanSize int64  `json:"clean_size,omitempty"`
	// CleanRemoved and CleanRemains are words of clean.Words: what the copy lacks, and what it still tells. Both are empty
	// for a copy that was made elsewhere.
	CleanRemoved []string `json:"clean_removed,omitempty" desk:"ref"`
	CleanRemains []string `json:"clean_remains,omitempty" desk:"ref"`
	Thread       string   `json:"thread,omitempty" desk:"ref"` // if it came with a report
	Envelope     string   `json:"envelope,omitempty" desk:"ref"`
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
