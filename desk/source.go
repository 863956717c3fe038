package desk

import (
	"net/url"

	"unhindered/un"
)

// A Source is one statement of one source.
type Source struct {
	Document    string      `json:"document"` // title, symbol, or "interview"
	Part        string      `json:"part,omitempty"`
	Address     string      `json:"address,omitempty"` // https://...
	Day         un.Date     `json:"day,omitempty"`     // of the document or talk
	Seen        un.Date     `json:"seen,omitempty"`    // when the team read it
	Claim       string      `json:"claim,omitempty"`   // what it says, in own words
	Reliability Reliability `json:"reliability,omitempty"`
	// Open marks a source that anyone can read; only such ones are published.
	Open     bool     `json:"open,omitempty"`
	Evidence []string `json:"evidence,omitempty" desk:"ref"` // item IDs
	About    []string `json:"about,omitempty" desk:"ref"`    // item IDs of what it supports
	Notes    string   `json:"notes,omitempty"`
	Thread   string   `json:"thread,omitempty" desk:"ref"` // set by the program: the report that it is
}

// A Reliability is how far a source is trusted on this claim.
type Reliability string

// Reliabilities lists the degrees of reliability.
func Reliabilities() []Reliability {
	return []Reliability{"first hand", "document", "reliable second hand", "second hand", "unverified", "doubtful"}
}

// Kind returns KindSource.
func (*Source) Kind() Kind { return KindSource }

// Validate demands a document, and an https address if there is one.
func (s *Source) Validate() FieldErrors {
	var e FieldErrors
	e.text("document", s.Document, needed, line)
	e.text("part", s.Part, line)
	if s.Address != "" {
		if u, err := url.Parse(s.Address); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(s.Address) > maxLine {
			e.add("address", "Write a full web address, starting with https://.")
		}
	}
	e.date("day", string(s.Day))
	e.date("seen", string(s.Seen))
	e.text("claim", s.Claim, page)
	if s.Reliability != "" {
		e.oneOf("reliability", string(s.Reliability), plain(Reliabilities()))
	}
	e.text("notes", s.Notes, page)
	return e
}
